"""Files into the corpus: read, split, tag, encode, store, index. The one place that writes."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from corpus.catalogue import Catalogue, Role
from corpus.errors import BrokenIndex, EmptyCorpus, EncoderMismatch, TvaersnitError, UnreadableFile
from corpus.gazetteer import load_gazetteer
from corpus.index import Point, Vector, open_index, write_index
from corpus.records import REGIONS, Chunk, Document, Mention, Region
from corpus.settings import Settings
from corpus.words import words_of
from ingest.chunks import passages, windows
from ingest.parse import PARSER_VERSION, Parsed, Told, parse_document
from ingest.reader import TEXT_SUFFIXES, read_text
from models.encoder import Encoder
from models.sparse import SparseEncoder
from models.tagger import Tagger

Outcome = Literal["new", "replaced", "unchanged", "refused"]
_SAVE_EVERY = 256


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. ``message`` says in Danish why it was refused."""

    path: str
    outcome: Outcome
    document: Document | None = None
    message: str = ""


@dataclass(slots=True)
class _Batch:
    """What an ingest is about to write."""

    parsed: dict[str, tuple[Parsed, str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    orphans: set[str] = field(default_factory=set)
    reports: list[FileReport] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Progress:
    """Told of how far an ingest is: files read, then texts encoded."""

    reading: Callable[[int, int], None] = lambda done, total: None
    encoding: Callable[[int, int], None] = lambda done, total: None


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The files named and, in folders, every file below that is not hidden; sorted, once each."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            below = sorted(
                file
                for file in path.rglob("*")
                if file.is_file()
                and not any(part.startswith(".") for part in file.relative_to(path).parts)
            )
            found |= dict.fromkeys(file.absolute() for file in below)
        else:
            found[path.absolute()] = None
    return list(found)


class Ingest:
    """Takes files into a corpus. One at a time for each data folder."""

    def __init__(self, settings: Settings, encoder: Encoder | None = None) -> None:
        self._settings = settings
        self._encoder = encoder or Encoder(settings)
        self._sparse = SparseEncoder()
        self._tagger = Tagger()

    def run(
        self, paths: Sequence[Path], told: Told | None = None, progress: Progress | None = None
    ) -> list[FileReport]:
        """Read ``paths`` and make what is new or changed searchable.

        A file that cannot be read is refused and what is stored of it stays. Nothing is seen by
        readers before all of it is written.

        Returns: a report for each file, in the order read.

        Raises:
            TvaersnitError: no files, another ingest under way, or an index that cannot be written.
        """
        progress = progress or Progress()
        files = find_files(paths)
        if not files:
            raise TvaersnitError(
                f"Der er ingen filer i {', '.join(str(path) for path in paths)}. "
                f"Angiv en fil eller en mappe med referater ({', '.join(sorted(TEXT_SUFFIXES))})."
            )
        catalogue = Catalogue(self._settings.data)
        try:
            self._heal(catalogue)
            batch = self._read(catalogue, files, told or Told(), progress)
            if batch.parsed or batch.files or batch.orphans:
                self._write(catalogue, batch, progress)
            return batch.reports
        finally:
            catalogue.close()

    def reindex(self, progress: Progress | None = None) -> int:
        """Build the index again from the catalogue. Encodes only what this encoder has not read.

        Returns: the number of passages indexed.
        """
        catalogue = Catalogue(self._settings.data)
        try:
            if not catalogue.count("documents"):
                raise EmptyCorpus(
                    "Der er ingen referater at indeksere. "
                    "Indlæs nogle med »tvaersnit ingest MAPPE«."
                )
            return self._reindex(catalogue, progress or Progress())
        finally:
            catalogue.close()

    def _heal(self, catalogue: Catalogue) -> None:
        """Rebuild an index that does not belong to the catalogue: one cut off between the two, or
        one of another encoder or gone."""
        if not catalogue.count("documents"):
            return
        try:
            index = open_index(self._settings, self._encoder.name, self._encoder.dimension)
            generation = index.generation
            index.close()
        except (EmptyCorpus, EncoderMismatch, BrokenIndex):
            generation = ""
        if generation != catalogue.meta("generation"):
            self._reindex(catalogue, Progress())

    def _reindex(self, catalogue: Catalogue, progress: Progress) -> int:
        roles: tuple[Role, ...] = ("passage", "window")
        texts = {
            hashed: chunk.encoded_text
            for role in roles
            for chunk, hashed in catalogue.all_chunks(role)
        }
        with write_index(
            self._settings, self._encoder.name, self._encoder.dimension, fresh=True
        ) as writer:
            self._encode(catalogue, texts, progress)
            total = 0
            for document_id in catalogue.document_ids():
                document = catalogue.document(document_id)
                mentions = catalogue.mentions_of(document_id)
                items = [item.item_id for item in document.items]
                stored = catalogue.chunks_of_items(items, "passage")
                vectors = catalogue.vectors(self._encoder.name, [hashed for _, hashed in stored])
                points = list(self._points(document, mentions, stored, vectors))
                writer.upsert(points)
                total += len(points)
            generation = writer.publish()
        catalogue.set_meta("generation", generation)
        return total

    def _read(
        self, catalogue: Catalogue, files: Sequence[Path], told: Told, progress: Progress
    ) -> _Batch:
        batch = _Batch()
        minted: dict[str, str] = {}
        for done, path in enumerate(files, start=1):
            try:
                report = self._read_one(catalogue, path, told, batch, minted)
            except UnreadableFile as error:
                report = FileReport(str(path), "refused", message=str(error))
            except Exception as error:  # One file never stops the batch, whatever is in it.
                report = FileReport(
                    str(path),
                    "refused",
                    message=f"{path}: Filen kunne ikke behandles ({type(error).__name__}). "
                    "De øvrige filer er læst. Gem filen på ny som tekst, og prøv igen.",
                )
            batch.reports.append(report)
            progress.reading(done, len(files))
        return batch

    def _read_one(
        self, catalogue: Catalogue, path: Path, told: Told, batch: _Batch, minted: dict[str, str]
    ) -> FileReport:
        raw = read_text(path)
        fingerprint = _digest(raw.sha256, str(told), str(PARSER_VERSION))
        known = catalogue.document_at(str(path))
        if known and known[1] == fingerprint:
            return FileReport(str(path), "unchanged", catalogue.document(known[0]))
        same = minted.get(fingerprint) or catalogue.document_with(fingerprint)
        if same:
            # The same minutes in another place: one document with two files.
            batch.files[str(path)] = same
            if known and catalogue.paths_of(known[0]) == [str(path)]:
                batch.orphans.add(known[0])
            document = (
                batch.parsed[same][0].document if same in batch.parsed else catalogue.document(same)
            )
            return FileReport(str(path), "unchanged", document)
        replaces = known is not None and catalogue.paths_of(known[0]) == [str(path)]
        document_id = (
            known[0] if known and replaces else self._new_id(catalogue, path, raw.sha256, batch)
        )
        parsed = parse_document(
            raw.text,
            source=path.name,
            sha256=raw.sha256,
            document_id=document_id,
            tagger=self._tagger,
            told=told,
        )
        batch.parsed[document_id] = (parsed, fingerprint)
        batch.files[str(path)] = document_id
        minted[fingerprint] = document_id
        return FileReport(str(path), "replaced" if known else "new", parsed.document)

    @staticmethod
    def _new_id(catalogue: Catalogue, path: Path, sha256: str, batch: _Batch) -> str:
        """Readable, and the same for the same file on every machine."""
        slug = re.sub(r"[^a-z0-9]+", "-", _ascii(path.stem))[:40].strip("-") or "dokument"
        candidate = f"{slug}-{sha256[:8]}"
        if catalogue.has_document(candidate) or candidate in batch.parsed:
            candidate = f"{slug}-{_digest(sha256, str(path))[:12]}"
        return candidate

    def _write(self, catalogue: Catalogue, batch: _Batch, progress: Progress) -> None:
        chunked: dict[str, dict[Role, list[tuple[Chunk, str]]]] = {}
        for document_id, (parsed, _) in batch.parsed.items():
            chunked[document_id] = {
                "passage": [(c, _hash(c)) for c in passages(parsed.document)],
                "window": [(c, _hash(c)) for c in windows(parsed.document)],
            }
        texts = {
            hashed: chunk.encoded_text
            for roles in chunked.values()
            for some in roles.values()
            for chunk, hashed in some
        }
        with write_index(self._settings, self._encoder.name, self._encoder.dimension) as writer:
            self._encode(catalogue, texts, progress)
            writer.delete_documents([*batch.parsed, *batch.orphans])
            for document_id, (parsed, _) in batch.parsed.items():
                stored = chunked[document_id]["passage"]
                vectors = catalogue.vectors(self._encoder.name, [hashed for _, hashed in stored])
                writer.upsert(self._points(parsed.document, parsed.mentions, stored, vectors))
            with catalogue.transaction():
                for document_id, (parsed, fingerprint) in batch.parsed.items():
                    catalogue.put_document(
                        parsed.document,
                        fingerprint,
                        parsed.mentions,
                        chunked[document_id],
                        self._words(chunk for chunk, _ in chunked[document_id]["passage"]),
                    )
                for path, document_id in batch.files.items():
                    catalogue.put_file(path, document_id)
                for document_id in batch.orphans:
                    catalogue.delete_document(document_id)
                # Until the index is published too, the two do not belong together.
                catalogue.set_meta("generation", "")
            generation = writer.publish()
        catalogue.set_meta("generation", generation)

    def _encode(self, catalogue: Catalogue, texts: dict[str, str], progress: Progress) -> None:
        """Encode what this encoder has not read before; kept as it goes, so nothing is lost."""
        name = self._encoder.name
        known = catalogue.vectors(name, list(texts))
        new = sorted(
            (h for h in texts if h not in known), key=lambda h: len(texts[h]), reverse=True
        )
        for start in range(0, len(new), _SAVE_EVERY):
            some = new[start : start + _SAVE_EVERY]
            vectors = self._encoder.encode_passages([texts[hashed] for hashed in some])
            with catalogue.transaction():
                catalogue.put_vectors(name, dict(zip(some, vectors, strict=True)))
            progress.encoding(start + len(some), len(new))

    def _points(
        self,
        document: Document,
        mentions: Sequence[Mention],
        stored: Sequence[tuple[Chunk, str]],
        vectors: dict[str, Vector],
    ) -> Iterator[Point]:
        for chunk, hashed in stored:
            entities = _entities_of(document, chunk, mentions)
            yield Point(
                chunk_id=chunk.chunk_id,
                document_id=chunk.document_id,
                item_id=chunk.item_id,
                section=chunk.section,
                region=document.region,
                forum=document.forum,
                date=document.date.isoformat() if document.date else None,
                entities=entities,
                dense=vectors[hashed],
                sparse=self._sparse.encode_passage(chunk.encoded_text),
                about=_regions_of(document, entities),
                start=chunk.start,
                end=chunk.end,
            )

    def _words(self, chunks: Iterable[Chunk]) -> Iterator[tuple[str, int, int]]:
        counts: Counter[str] = Counter()
        for chunk in chunks:
            counts.update(set(words_of(chunk.encoded_text)))
        for word, passages_with_it in counts.items():
            terms = self._sparse.encode_query(word).indices
            if len(terms) == 1:
                yield word, terms[0], passages_with_it


def _entities_of(document: Document, chunk: Chunk, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """What a chunk speaks of: the entities in its own text and in its item's title."""
    item = next(item for item in document.items if item.item_id == chunk.item_id)
    spans = [(chunk.start, chunk.end)]
    spans += [(s.start, s.end) for s in item.sections if s.kind == "title"]
    return tuple(
        sorted(
            {
                m.entity_id
                for m in mentions
                for start, end in spans
                if start <= m.start and m.end <= end
            }
        )
    )


def _regions_of(document: Document, entities: Sequence[str]) -> tuple[Region, ...]:
    """The document's region, and those that a chunk names itself or by one of their forums."""
    gazetteer = load_gazetteer()
    named = {document.region} | {
        entity.region
        for entity in map(gazetteer.get, entities)
        if entity is not None and entity.kind in ("region", "forum")
    }
    return tuple(region for region in REGIONS if region in named)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _hash(chunk: Chunk) -> str:
    return _digest(chunk.encoded_text)


def _ascii(text: str) -> str:
    for letter, plain in (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("é", "e"), ("ü", "u")):
        text = text.lower().replace(letter, plain)
    return text
