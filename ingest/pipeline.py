"""Files into the corpus: read, split, tag, encode, store, index. The one place that writes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.catalogue import Catalogue, Role
from corpus.errors import BrokenIndex, EmptyCorpus, EncoderMismatch, TvaersnitError
from corpus.generations import lock_ingest
from corpus.index import open_index, write_index
from corpus.settings import Settings
from ingest.files import find_files
from ingest.plan import FileReport, Plan, plan_ingest
from ingest.points import counted_words, points_of
from ingest.reader import SUFFIXES
from ingest.told import Told
from ingest.versions import uploads_in
from models.encoder import Encoder
from models.sparse import SparseEncoder
from models.tagger import Tagger

_SAVE_EVERY = 256


@dataclass(frozen=True, slots=True)
class Progress:
    """Told of how far an ingest is: files read, then what is going to become of each, then texts
    encoded."""

    reading: Callable[[int, int], None] = lambda done, total: None
    planned: Callable[[Sequence[FileReport]], None] = lambda reports: None
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
                f"Angiv en fil eller en mappe med referater ({', '.join(sorted(SUFFIXES))})."
            )
        with self._alone() as catalogue:
            self._heal(catalogue)
            plan = plan_ingest(
                catalogue,
                files,
                told or Told(),
                self._tagger,
                progress.reading,
                uploads=uploads_in(self._settings.data),
                show_contacts=self._settings.show_contacts,
            )
            progress.planned(plan.reports)
            if plan.new or plan.files or plan.orphans:
                self._write(catalogue, plan, progress)
            return plan.reports

    def remove(self, document_ids: Collection[str]) -> None:
        """Take documents out of catalogue and index; an id that is not stored is passed over.

        Raises ``TvaersnitError`` as ``run`` does.
        """
        with self._alone() as catalogue:
            self._heal(catalogue)
            stored = {one for one in document_ids if catalogue.has_document(one)}
            if stored:
                self._write(catalogue, Plan(orphans=stored), Progress())

    def reindex(self, progress: Progress | None = None) -> int:
        """Build the index again from the catalogue. Encodes only what this encoder has not read.

        Returns: the number of passages indexed.
        """
        with self._alone() as catalogue:
            if not catalogue.count("documents"):
                raise EmptyCorpus(
                    "Der er ingen referater at indeksere. "
                    "Indlæs nogle med »tvaersnit ingest MAPPE«."
                )
            return self._reindex(catalogue, progress or Progress())

    @contextmanager
    def _alone(self) -> Iterator[Catalogue]:
        """The catalogue, with no other ingest under way: what is planned from it stays true."""
        lock = lock_ingest(self._settings.data)
        try:
            catalogue = Catalogue(self._settings.data)
            try:
                yield catalogue
            finally:
                catalogue.close()
        finally:
            lock.release()

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

    def _write(self, catalogue: Catalogue, plan: Plan, progress: Progress) -> None:
        texts = {
            hashed: chunk.encoded_text
            for _, _, chunked in plan.new.values()
            for some in chunked.values()
            for chunk, hashed in some
        }
        # An index without a catalogue holds nothing that can be shown.
        fresh = not catalogue.count("documents")
        with write_index(
            self._settings, self._encoder.name, self._encoder.dimension, fresh=fresh
        ) as writer:
            self._encode(catalogue, texts, progress)
            writer.delete_documents([*plan.new, *plan.orphans])
            for parsed, _, chunked in plan.new.values():
                stored = chunked["passage"]
                vectors = catalogue.vectors(self._encoder.name, [hashed for _, hashed in stored])
                writer.upsert(
                    points_of(parsed.document, parsed.mentions, stored, vectors, self._sparse)
                )
            with catalogue.transaction():
                for parsed, fingerprint, chunked in plan.new.values():
                    catalogue.put_document(
                        parsed.document,
                        fingerprint,
                        parsed.mentions,
                        chunked,
                        counted_words((chunk for chunk, _ in chunked["passage"]), self._sparse),
                    )
                for path, document_id in plan.files.items():
                    catalogue.put_file(path, document_id, plan.told[path].stored())
                for path, newer in plan.moved.items():
                    catalogue.move_file(path, newer)
                for document_id in plan.orphans:
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
        done = 0

        def encoded(more: int) -> None:
            nonlocal done
            done += more
            progress.encoding(done, len(new))

        for start in range(0, len(new), _SAVE_EVERY):
            some = new[start : start + _SAVE_EVERY]
            vectors = self._encoder.encode_passages([texts[hashed] for hashed in some], encoded)
            with catalogue.transaction():
                catalogue.put_vectors(name, dict(zip(some, vectors, strict=True)))
