"""Files into the corpus: read, split, tag, encode, store, index. The one place that writes."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus import journal
from corpus.catalogue import Catalogue, Role
from corpus.errors import (
    BrokenIndex,
    EmptyCorpus,
    EncoderMismatch,
    IndexAway,
    TvaersnitError,
)
from corpus.gazetteer import load_gazetteer, own_gazetteers, use_own
from corpus.index import IndexWriter, open_index, write_index
from corpus.ingest_lock import IngestLock, lock_ingest
from corpus.machine import faults_told
from corpus.settings import Settings
from ingest.batch import spool as spooled
from ingest.batch.engine import EngineName, Texts, engine_of
from ingest.batch.files import find_files
from ingest.batch.plan import Plan, add_gone, plan_ingest
from ingest.batch.spool import Spool
from ingest.batch.versions import uploads_in
from ingest.head.told import Told
from ingest.points import counted_words, points_of
from ingest.reader import SUFFIXES
from ingest.report import FileReport
from ingest.ties.ties import refresh_ties
from models.encoder import Encoder
from models.sparse import SparseEncoder

_SAVE_EVERY = 64
_TOGETHER = 2048
_ROLES: tuple[Role, ...] = ("passage", "window")


@dataclass(frozen=True, slots=True)
class Progress:
    """Told of how far an ingest is: files read, then what is going to become of each, then texts
    encoded."""

    reading: Callable[[int, int], None] = lambda done, total: None
    planned: Callable[[Sequence[FileReport]], None] = lambda reports: None
    encoding: Callable[[int, int], None] = lambda done, total: None


class Ingest:
    """Takes files into a corpus. One at a time for each data folder."""

    def __init__(
        self,
        settings: Settings,
        encoder: Encoder | None = None,
        engine: EngineName = "local",
    ) -> None:
        self._settings = settings
        self._encoder = encoder or Encoder(settings)
        self._engine = engine_of(engine, settings, self._encoder)
        self._sparse = SparseEncoder()
        self._lock: IngestLock

    def run(
        self,
        paths: Sequence[Path],
        told: Told | None = None,
        progress: Progress | None = None,
        *,
        dry_run: bool = False,
        prune: bool = False,
    ) -> list[FileReport]:
        """Read ``paths`` and make what is new or changed searchable.

        A file that cannot be read is refused and what is stored of it stays. Nothing is seen by
        readers before all of it is written. With ``prune``, what was read from files below
        ``paths`` that are gone is taken out. With ``dry_run``, nothing is written at all.

        Returns: a report for each file, in the order read; then for each that is gone.

        Raises:
            TvaersnitError: no files, another ingest under way, or an index that cannot be written.
        """
        progress = progress or Progress()
        use_own(own_gazetteers(self._settings))
        # A mistake in the organisation's own is told once, not of every file.
        load_gazetteer()
        # A folder that is not mounted looks like one whose every file is gone.
        empty = [path for path in paths if not find_files([path]) or not path.exists()]
        if prune and empty:
            raise TvaersnitError(
                f"{empty[0]} findes ikke eller er tom, så der kan ikke ryddes op efter slettede "
                "filer. Kontrollér, at mappen er tilgængelig, eller udelad --prune."
            )
        files = find_files(paths)
        if not files:
            raise TvaersnitError(
                f"Der er ingen filer i {', '.join(str(path) for path in paths)}. "
                f"Angiv en fil eller en mappe med referater ({', '.join(sorted(SUFFIXES))})."
            )
        with self._alone() as catalogue, Spool(self._settings.data) as spool:
            if not dry_run:
                self._heal(catalogue)
            plan = plan_ingest(
                catalogue,
                files,
                told or Told(),
                spool,
                self._engine,
                progress.reading,
                uploads=uploads_in(self._settings.data),
                show_contacts=self._settings.show_contacts,
            )
            if prune:
                add_gone(catalogue, plan, [Path(os.path.abspath(path)) for path in paths])
            progress.planned(plan.reports)
            if plan and not dry_run:
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
        lock = self._lock = lock_ingest(self._settings)
        try:
            with faults_told(self._settings.data):
                catalogue = Catalogue(self._settings)
                try:
                    with self._engine:
                        yield catalogue
                finally:
                    catalogue.close()
        finally:
            lock.release()

    def _heal(self, catalogue: Catalogue) -> None:
        """Give the index what it lacks after an ingest that was cut off; rebuild one that does not
        belong to the catalogue, or is of another encoder, or gone."""
        lacking = journal.pending(catalogue)
        if lacking is None and not catalogue.count("documents"):
            return
        try:
            index = open_index(self._settings, self._encoder.name, self._encoder.dimension)
            generation = index.generation
            index.close()
        except IndexAway:
            raise
        except (EmptyCorpus, EncoderMismatch, BrokenIndex):
            generation = ""
        if lacking is not None and lacking.lacked_by(generation):
            self._catch_up(catalogue, lacking.documents)
        elif not journal.belongs(catalogue, generation):
            self._reindex(catalogue, Progress())

    def _catch_up(self, catalogue: Catalogue, documents: Collection[str]) -> None:
        with write_index(self._settings, self._encoder.name, self._encoder.dimension) as writer:
            journal.begin(catalogue, documents, writer.generation)
            self._change(catalogue, writer, documents)
            journal.settle(catalogue, writer.publish())

    def _reindex(self, catalogue: Catalogue, progress: Progress) -> int:
        def texts() -> Iterator[dict[str, str]]:
            for document_id in catalogue.document_ids():
                items = [item.item_id for item in catalogue.document(document_id).items]
                yield {
                    hashed: chunk.encoded_text
                    for role in _ROLES
                    for chunk, hashed in catalogue.chunks_of_items(items, role)
                }

        with write_index(
            self._settings,
            self._encoder.name,
            self._encoder.dimension,
            fresh=True,
            points=catalogue.passages(),
        ) as writer:
            self._encode(catalogue, texts, progress)
            total = sum(
                self._index(catalogue, writer, document_id)
                for document_id in catalogue.document_ids()
            )
            journal.begin(catalogue, (), writer.generation)
            journal.settle(catalogue, writer.publish())
        return total

    def _change(
        self, catalogue: Catalogue, writer: IndexWriter, documents: Collection[str]
    ) -> None:
        """Write to the index what the catalogue now holds of these documents, if anything."""
        writer.delete_documents(sorted(documents))
        for document_id in sorted(documents):
            if catalogue.has_document(document_id):
                self._index(catalogue, writer, document_id)

    def _index(self, catalogue: Catalogue, writer: IndexWriter, document_id: str) -> int:
        """Write what the catalogue holds of a document to the index; how many passages it is. An
        earlier version of minutes that another one answers for is not to be found."""
        document = catalogue.document(document_id)
        if document.superseded_by is not None:
            return 0
        stored = catalogue.chunks_of_items([item.item_id for item in document.items], "passage")
        vectors = catalogue.vectors(self._encoder.name, [hashed for _, hashed in stored])
        mentions = catalogue.mentions_of(document_id)
        points = list(points_of(document, mentions, stored, vectors, self._sparse))
        writer.upsert(points)
        return len(points)

    def _write(self, catalogue: Catalogue, plan: Plan, progress: Progress) -> None:
        def texts() -> Iterator[dict[str, str]]:
            for place, _ in plan.new.values():
                yield {
                    hashed: chunk.encoded_text
                    for some in spooled.get(place).chunked.values()
                    for chunk, hashed in some
                }

        # An index without a catalogue holds nothing that can be shown.
        fresh = not catalogue.count("documents")
        with write_index(
            self._settings, self._encoder.name, self._encoder.dimension, fresh=fresh
        ) as writer:
            self._encode(catalogue, texts, progress)
            with catalogue.transaction():
                with catalogue.connection() as db:
                    self._lock.keep(db)
                before = catalogue.filed()
                self._store(catalogue, plan)
                changed = {*plan.new, *plan.orphans}
                changed |= refresh_ties(catalogue, before, changed)
                if writer.staged:
                    self._change(catalogue, writer, changed)
                # Until the index is published too, it lacks these.
                journal.begin(catalogue, changed, writer.generation)
            try:
                if not writer.staged:
                    self._change(catalogue, writer, changed)
                journal.settle(catalogue, writer.publish())
            except IndexAway as error:
                raise IndexAway(
                    f"{error} Det indlæste er gemt; hvad indekset endnu mangler af det, får det "
                    "ved næste »tvaersnit ingest«, også af filer, der ikke er ændret."
                ) from error

    def _store(self, catalogue: Catalogue, plan: Plan) -> None:
        for place, fingerprint in plan.new.values():
            ready = spooled.get(place)
            catalogue.put_document(
                ready.parsed.document,
                fingerprint,
                ready.parsed.mentions,
                ready.chunked,
                counted_words((chunk for chunk, _ in ready.chunked["passage"]), self._sparse),
            )
            catalogue.put_findings(ready.decisions, ready.figures)
            catalogue.put_proposals(ready.proposals)
        for path, document_id in plan.files.items():
            catalogue.put_file(path, document_id, plan.told[path].stored())
        for path, newer in plan.moved.items():
            catalogue.move_file(path, newer)
        for path in plan.gone:
            catalogue.remove_file(path)
        for document_id in plan.orphans:
            catalogue.delete_document(document_id)

    def _encode(
        self,
        catalogue: Catalogue,
        texts: Callable[[], Iterable[dict[str, str]]],
        progress: Progress,
    ) -> None:
        """Encode what this encoder has not read before, of texts by hash, some at a time; kept as
        it goes, so nothing is lost."""
        name = self._encoder.name
        new: set[bytes] = set()
        for some in texts():
            known = catalogue.known_vectors(name, list(some))
            new |= {bytes.fromhex(hashed) for hashed in some if hashed not in known}
        total, done = len(new), 0

        def encoded(more: int) -> None:
            nonlocal done
            done += more
            progress.encoding(done, total)

        def unknown() -> Iterator[Texts]:
            waiting: dict[str, str] = {}
            for more in texts():
                mine = {
                    hashed: text for hashed, text in more.items() if bytes.fromhex(hashed) in new
                }
                new.difference_update(bytes.fromhex(hashed) for hashed in mine)
                waiting |= mine
                if len(waiting) >= _TOGETHER:
                    yield from _of_like_length(waiting)
                    waiting = {}
            yield from _of_like_length(waiting)

        if not new:
            return
        for group, vectors in self._engine.encode(unknown(), encoded):
            with catalogue.transaction():
                catalogue.put_vectors(name, dict(zip(group, vectors, strict=True)))


def _of_like_length(texts: Texts) -> Iterator[Texts]:
    """Texts of like length go together: the shorter ones of a batch are filled up."""
    longest_first = sorted(texts, key=lambda hashed: len(texts[hashed]), reverse=True)
    for start in range(0, len(longest_first), _SAVE_EVERY):
        yield {hashed: texts[hashed] for hashed in longest_first[start : start + _SAVE_EVERY]}
