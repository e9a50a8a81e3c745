"""Files into the corpus: read, split, tag, encode, store, index. The one place that writes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from corpus.catalogue import Catalogue, Role
from corpus.errors import BrokenIndex, EmptyCorpus, EncoderMismatch, TvaersnitError, UnreadableFile
from corpus.index import open_index, write_index
from corpus.records import Chunk, Document
from corpus.settings import Settings
from ingest.chunks import passages, windows
from ingest.files import find_files
from ingest.parse import PARSER_VERSION, Parsed, Told, parse_document
from ingest.points import counted_words, points_of
from ingest.reader import TEXT_SUFFIXES, RawText, read_text
from models.encoder import Encoder
from models.sparse import SparseEncoder
from models.tagger import Tagger

Outcome = Literal["new", "replaced", "unchanged", "refused"]
_Chunked = dict[Role, list[tuple[Chunk, str]]]
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
    """What an ingest is about to write: documents that are new or changed, by id, with their
    fingerprints and chunks; the document of each file; the documents left without a file."""

    new: dict[str, tuple[Parsed, str, _Chunked]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    orphans: set[str] = field(default_factory=set)
    reports: list[FileReport] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Progress:
    """Told of how far an ingest is: files read, then texts encoded."""

    reading: Callable[[int, int], None] = lambda done, total: None
    encoding: Callable[[int, int], None] = lambda done, total: None


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
            if batch.new or batch.files or batch.orphans:
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
                points = list(points_of(document, mentions, stored, vectors, self._sparse))
                writer.upsert(points)
                total += len(points)
            generation = writer.publish()
        catalogue.set_meta("generation", generation)
        return total

    def _read(
        self, catalogue: Catalogue, files: Sequence[Path], told: Told, progress: Progress
    ) -> _Batch:
        """Two rounds: what a changed file replaces may have moved to another file."""
        batch = _Batch()
        reports: dict[Path, FileReport] = {}
        read: dict[Path, tuple[RawText, str]] = {}
        for path in files:
            try:
                raw = read_text(path)
                read[path] = raw, _digest(raw.sha256, str(told), str(PARSER_VERSION))
            except Exception as error:  # One file never stops the batch, whatever is in it.
                reports[path] = _refusal(path, error)
        wanted = {fingerprint for _, fingerprint in read.values()}
        taken: dict[str, str] = {}
        for done, (path, (raw, fingerprint)) in enumerate(read.items(), start=1):
            try:
                known = catalogue.document_at(str(path))
                same = taken.get(fingerprint) or catalogue.document_with(fingerprint)
                if known and known[1] == fingerprint:
                    report = FileReport(str(path), "unchanged", catalogue.document(known[0]))
                elif same:
                    # The same minutes in another place: one document with two files.
                    batch.files[str(path)] = same
                    document = (
                        batch.new[same][0].document
                        if same in batch.new
                        else catalogue.document(same)
                    )
                    report = FileReport(str(path), "unchanged", document)
                else:
                    replaced = known[0] if known and known[1] not in wanted else None
                    if replaced and catalogue.paths_of(replaced) != [str(path)]:
                        replaced = None
                    document_id = replaced or self._new_id(catalogue, path, raw.sha256, batch)
                    parsed = self._parse(raw, path, document_id, told)
                    batch.new[document_id] = parsed, fingerprint, _chunked(parsed.document)
                    batch.files[str(path)] = taken[fingerprint] = document_id
                    report = FileReport(str(path), "replaced" if known else "new", parsed.document)
            except Exception as error:
                report = _refusal(path, error)
            reports[path] = report
            progress.reading(done, len(read))
        batch.orphans = _orphans(catalogue, batch)
        batch.reports = [reports[path] for path in files]
        return batch

    def _parse(self, raw: RawText, path: Path, document_id: str, told: Told) -> Parsed:
        return parse_document(
            raw.text,
            source=path.name,
            sha256=raw.sha256,
            document_id=document_id,
            tagger=self._tagger,
            told=told,
        )

    @staticmethod
    def _new_id(catalogue: Catalogue, path: Path, sha256: str, batch: _Batch) -> str:
        """Readable, and the same for the same file on every machine."""
        slug = re.sub(r"[^a-z0-9]+", "-", _ascii(path.stem))[:40].strip("-") or "dokument"
        candidate = f"{slug}-{sha256[:8]}"
        if catalogue.has_document(candidate) or candidate in batch.new:
            candidate = f"{slug}-{_digest(sha256, str(path))[:12]}"
        return candidate

    def _write(self, catalogue: Catalogue, batch: _Batch, progress: Progress) -> None:
        texts = {
            hashed: chunk.encoded_text
            for _, _, chunked in batch.new.values()
            for some in chunked.values()
            for chunk, hashed in some
        }
        # An index without a catalogue holds nothing that can be shown.
        fresh = not catalogue.count("documents")
        with write_index(
            self._settings, self._encoder.name, self._encoder.dimension, fresh=fresh
        ) as writer:
            self._encode(catalogue, texts, progress)
            writer.delete_documents([*batch.new, *batch.orphans])
            for parsed, _, chunked in batch.new.values():
                stored = chunked["passage"]
                vectors = catalogue.vectors(self._encoder.name, [hashed for _, hashed in stored])
                writer.upsert(
                    points_of(parsed.document, parsed.mentions, stored, vectors, self._sparse)
                )
            with catalogue.transaction():
                for parsed, fingerprint, chunked in batch.new.values():
                    catalogue.put_document(
                        parsed.document,
                        fingerprint,
                        parsed.mentions,
                        chunked,
                        counted_words((chunk for chunk, _ in chunked["passage"]), self._sparse),
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


def _refusal(path: Path, error: Exception) -> FileReport:
    message = (
        str(error)
        if isinstance(error, UnreadableFile)
        else f"{path}: Filen kunne ikke behandles ({type(error).__name__}). "
        "De øvrige filer er læst. Gem filen på ny som tekst, og prøv igen."
    )
    return FileReport(str(path), "refused", message=message)


def _orphans(catalogue: Catalogue, batch: _Batch) -> set[str]:
    """The documents whose every file now holds another one."""
    before = {path: catalogue.document_at(path) for path in batch.files}
    left = {known[0] for path, known in before.items() if known and known[0] != batch.files[path]}
    return {
        document_id
        for document_id in left - set(batch.files.values())
        if all(path in batch.files for path in catalogue.paths_of(document_id))
    }


def _chunked(document: Document) -> _Chunked:
    return {
        "passage": [(chunk, _hash(chunk)) for chunk in passages(document)],
        "window": [(chunk, _hash(chunk)) for chunk in windows(document)],
    }


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _hash(chunk: Chunk) -> str:
    return _digest(chunk.encoded_text)


def _ascii(text: str) -> str:
    for letter, plain in (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("é", "e"), ("ü", "u")):
        text = text.lower().replace(letter, plain)
    return text
