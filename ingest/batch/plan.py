"""What an ingest is going to do: which files are new, changed, the same, or cannot be read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.errors import TvaersnitError
from corpus.gazetteer import gazetteer_digest, own_in_use
from ingest.batch.engine import Engine
from ingest.batch.files import Source
from ingest.batch.spool import Spool
from ingest.batch.unpacking import sources_of
from ingest.batch.versions import places_of
from ingest.batch.worker import Result, Task, refusal
from ingest.head.minutes_toml import MINUTES_TOML, told_beside
from ingest.head.told import Told
from ingest.parse import PARSER_VERSION
from ingest.personal import mask
from ingest.reader import digest
from ingest.report import Facts, FileReport, Outcome, facts_of


@dataclass(slots=True)
class Plan:
    """What an ingest is about to write: documents that are new or changed, by id, with where they
    lie in the spool and their fingerprints; the document of each file, and what is said of it; the
    documents left without a file, and the files that are gone; the uploads whose place newer ones
    take."""

    new: dict[str, tuple[Path, str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    told: dict[str, Told] = field(default_factory=dict)
    orphans: set[str] = field(default_factory=set)
    gone: list[str] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)
    reports: list[FileReport] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.files or self.orphans or self.gone)


@dataclass(frozen=True, slots=True)
class _Hashed:
    """A file whose bytes are known and that is not read yet. ``place`` is what it is noted by,
    ``said`` what users have said of it, ``told`` what holds for it in all."""

    source: Source
    place: Path
    sha256: str
    said: Told
    told: Told
    fingerprint: str


def plan_ingest(
    catalogue: Catalogue,
    files: Sequence[Path],
    told: Told,
    spool: Spool,
    engine: Engine,
    reading: Callable[[int, int], None],
    *,
    uploads: Path,
    show_contacts: bool,
) -> Plan:
    """Tell what is new, changed, the same, or cannot be read, and let ``engine`` read into
    ``spool`` what must be.

    A file is read only where its bytes, what is told of it, or the reading itself have changed.
    ``reading`` is told how many files of how many are done. A file below ``uploads`` may be a
    version of one that was uploaded before. Personal data are masked as a file is read; phone
    numbers and private mail addresses not with ``show_contacts``.
    """
    planning = _Planning(catalogue, told, spool, engine, show_contacts)
    planning.hash(files, uploads)
    planning.choose()
    planning.read(reading)
    return planning.plan


class _Planning:
    """A plan in the making."""

    def __init__(
        self, catalogue: Catalogue, told: Told, spool: Spool, engine: Engine, show_contacts: bool
    ) -> None:
        self.plan = Plan()
        self._catalogue = catalogue
        self._told = told
        self._spool = spool
        self._engine = engine
        self._show_contacts = show_contacts
        self._order: list[Path] = []
        self._reports: dict[Path, FileReport] = {}
        self._hashed: list[_Hashed] = []
        self._tasks: dict[str, Task] = {}

    def hash(self, files: Sequence[Path], uploads: Path) -> None:
        """Look at every file, and in the files that hold others, without reading them."""
        digests: dict[Path, str] = {}
        sources: dict[Path, Source] = {}
        unpacked: dict[Path, Path] = {}
        for source, refused in sources_of(files, self._spool):
            if source.place.name == MINUTES_TOML:
                unpacked[source.place] = source.path
                continue
            self._order.append(source.place)
            sources[source.place] = source
            try:
                if refused:
                    self._refuse(source.place, refused)
                else:
                    digests[source.place] = digest(source.path, str(source.place))
            except Exception as error:  # One file never stops the plan, whatever is in it.
                self._refuse(source.place, refusal(str(source.place), error))
        places = places_of(
            self._catalogue,
            uploads,
            digests,
            self._told.access or "public",
            lambda some: self._read_ahead([sources[place] for place in some], digests),
        )
        for at, sha256 in digests.items():
            place = places[at]
            # A catalogue that is away is no fault of the file's.
            stored = self._catalogue.told_of(str(place))
            try:
                said = self._told.over(stored)
                whole = said.over(told_beside(at, unpacked=unpacked).stored())
            except TvaersnitError as error:
                self._refuse(at, str(error))
                continue
            self.plan.told[str(place)] = said
            fingerprint = _fingerprint(sha256, whole, self._show_contacts)
            self._hashed.append(_Hashed(sources[at], place, sha256, said, whole, fingerprint))

    def choose(self) -> None:
        """Tell the files that must be read from those that are known.

        What a changed file replaces may have moved to another file, so all must be hashed first.
        """
        wanted = {one.fingerprint for one in self._hashed}
        for one in self._hashed:
            at, place = one.source.place, str(one.place)
            known = self._catalogue.document_at(place)
            same = self._catalogue.document_with(one.fingerprint)
            if known and known[1] == one.fingerprint:
                self._reports[at] = self._unchanged(at, known[0])
            elif same:
                # The same minutes in another place: one document with two files.
                self.plan.files[place] = same
                self._reports[at] = self._unchanged(at, same)
            elif one.fingerprint not in self._tasks:
                replaced = known[0] if known and known[1] not in wanted else None
                if replaced and self._catalogue.paths_of(replaced) != [place]:
                    replaced = None
                document_id = replaced or self._new_id(one.place, one.sha256)
                self._tasks[one.fingerprint] = self._task(one, document_id)

    def read(self, reading: Callable[[int, int], None]) -> None:
        """Read what must be, and make the plan of it."""
        results: dict[str, Result] = {}
        done = len(self._order) - len(self._tasks)
        reading(done, len(self._order))
        by_task = {task.document_id: mark for mark, task in self._tasks.items()}
        read = self._engine.read(self._tasks.values())
        for more, (task, result) in enumerate(read, start=1):
            results[by_task[task.document_id]] = result
            reading(done + more, len(self._order))
        for one in self._hashed:
            if one.fingerprint in results:
                self._take(one, self._tasks[one.fingerprint], results[one.fingerprint])
        self.plan.orphans = self._orphans()
        self.plan.reports = [self._reports[place] for place in self._order]

    def _take(self, one: _Hashed, task: Task, result: Result) -> None:
        at, place = one.source.place, str(one.place)
        if result.facts is None:
            self._refuse(at, result.refused.replace(str(task.source.place), str(at)))
            return
        known = self._catalogue.document_at(place)
        self.plan.files[place] = task.document_id
        if task.document_id in self.plan.new:
            self._reports[at] = FileReport(str(at), "unchanged", result.facts, cpr=result.cpr)
            return
        self.plan.new[task.document_id] = task.spooled, one.fingerprint
        if known and one.place != at and self._catalogue.document(known[0]).sha256 != one.sha256:
            self.plan.moved[place] = str(at)
        outcome: Outcome = "replaced" if known else "new"
        self._reports[at] = FileReport(str(at), outcome, result.facts, cpr=result.cpr)

    def _task(self, one: _Hashed, document_id: str) -> Task:
        # Known by its place: a new version of an upload is noted where the first one lay.
        return Task(
            source=one.source,
            document_id=document_id,
            sha256=one.sha256,
            told=one.told,
            show_contacts=self._show_contacts,
            spooled=self._spool.new_place(),
            own=own_in_use(),
        )

    def _read_ahead(
        self, sources: Iterable[Source], digests: Mapping[Path, str]
    ) -> dict[Path, Facts]:
        tasks = [
            Task(
                source,
                "",
                digests[source.place],
                self._told,
                self._show_contacts,
                self._spool.new_place(),
                own_in_use(),
            )
            for source in sources
        ]
        return {
            task.source.place: result.facts
            for task, result in self._engine.read(tasks)
            if result.facts is not None
        }

    def _unchanged(self, place: Path, document_id: str) -> FileReport:
        return FileReport(str(place), "unchanged", facts_of(self._catalogue.document(document_id)))

    def _refuse(self, place: Path, message: str) -> None:
        self._reports[place] = FileReport(str(place), "refused", message=message)

    def _new_id(self, place: Path, sha256: str) -> str:
        """Readable, and the same for the same file on every machine."""
        slug = re.sub(r"[^a-z0-9]+", "-", _ascii(mask(place.stem).text))[:40].strip("-")
        candidate = f"{slug or 'dokument'}-{sha256[:8]}"
        taken = {task.document_id for task in self._tasks.values()}
        if self._catalogue.has_document(candidate) or candidate in taken:
            candidate = f"{slug or 'dokument'}-{_digest(sha256, str(place))[:12]}"
        return candidate

    def _orphans(self) -> set[str]:
        """The documents whose every file now holds another one."""
        files = self.plan.files
        before = {path: self._catalogue.document_at(path) for path in files}
        left = {known[0] for path, known in before.items() if known and known[0] != files[path]}
        return {
            document_id
            for document_id in left - set(files.values())
            if all(path in files for path in self._catalogue.paths_of(document_id))
        }


def add_gone(catalogue: Catalogue, plan: Plan, roots: Sequence[Path]) -> None:
    """Add to a plan that what lay below ``roots`` and lies there no more is to be taken out."""
    found = {report.path for report in plan.reports}
    broken = [f"{report.path}/" for report in plan.reports if report.outcome == "refused"]
    for root in roots:
        for path in catalogue.paths_below(root):
            # What was inside a file that cannot be opened now may be there still.
            if path in found or Path(path).exists() or path.startswith(tuple(broken)):
                continue
            known = catalogue.document_at(path)
            if known is None or path in plan.gone:
                continue
            plan.gone.append(path)
            facts = facts_of(catalogue.document(known[0]))
            plan.reports.append(FileReport(path, "pruned", facts))
    kept = set(plan.files.values())
    for report in plan.reports:
        if report.outcome == "pruned" and report.document is not None:
            document_id = report.document.document_id
            others = set(catalogue.paths_of(document_id)) - set(plan.gone)
            if document_id not in kept and all(path in plan.files for path in others):
                plan.orphans.add(document_id)


def _fingerprint(sha256: str, told: Told, show_contacts: bool) -> str:
    """Changes with whatever a document is made of."""
    return _digest(sha256, str(told), str(PARSER_VERSION), gazetteer_digest(), str(show_contacts))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _ascii(text: str) -> str:
    for letter, plain in (("æ", "ae"), ("ø", "oe"), ("å", "aa"), ("é", "e"), ("ü", "u")):
        text = text.lower().replace(letter, plain)
    return text
