"""Documents as attachments are told by them: their names, and what their items list."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.dates import find_dates
from corpus.records import AccessLevel, DocumentKind, Region
from ingest.ties.attachment_lists import Listed
from ingest.ties.file_names import folded, stem, target_names
from ingest.ties.naming import UNLIKE, FileName, file_name, likeness
from ingest.ties.nearby import Folders, is_uploaded
from ingest.ties.same_minutes import same_items

_SAYS_MINUTES = re.compile(r"referat|dagsorden|protokol", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"(?:scan\w*|skan\w*|bilag|bil|dokument|document|doc|fil|file|img|image|vedhaeftet|attachment|"
    r"unavngivet|kopi|side|[0-9a-f]{8,}|\d+|[a-z])"
)
_TELLING_WORDS = 3
_MOST_SHARING = 200
_LATEST = 14
"""Days after a meeting that something may have been written for it."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: ``places`` are its files, ``titles`` its items', ``item_ids`` by number.
    ``listed`` is what its items list, ``superseded_by`` the version that answers for it."""

    document_id: str
    places: tuple[str, ...]
    title: str
    kind: DocumentKind
    region: Region | None
    forum: str | None
    date: dt.date | None
    access: AccessLevel
    titles: tuple[str, ...] = ()
    item_ids: Mapping[str, str] = field(default_factory=dict)
    listed: tuple[Listed, ...] = ()
    superseded_by: str | None = None

    @property
    def meeting(self) -> tuple[object, ...]:
        """The same for all that is of one meeting."""
        if self.forum and self.date:
            return self.forum, self.date
        return (self.document_id,)

    @property
    def may_have_attachments(self) -> bool:
        """Whether it is of a meeting, or has items that attachments may belong to."""
        return self.kind != "rapport" and (self.is_minutes or bool(self.item_ids))

    @property
    def is_minutes(self) -> bool:
        """Whether it is of a meeting of its own."""
        return self.kind != "rapport" and self.forum is not None and self.date is not None


@dataclass(frozen=True, slots=True)
class File:
    """A paper that may be an attachment, with the names of its files, and the date in these, else
    in its text."""

    paper: Paper
    names: tuple[FileName, ...]
    date: dt.date | None

    def days_before(self, meeting: Paper) -> int | None:
        """How long before a meeting it was written; ``None`` where that is not known."""
        if self.date is None or meeting.date is None:
            return None
        return (meeting.date - self.date).days

    def may_be_of(self, meeting: Paper, *, named: bool) -> bool:
        """Whether it may be an attachment to a meeting at all; ``named`` where it is linked to, or
        its very name is listed. Minutes are no attachments unless so, and those of the same forum
        are of its other meetings."""
        paper = self.paper
        if paper.document_id == meeting.document_id or paper.access != meeting.access:
            return False
        if not paper.is_minutes or any(n.parts.item or n.parts.number for n in self.names):
            return True
        if not named or same_items(paper.titles, meeting.titles):
            return False
        says = any(_SAYS_MINUTES.search(text) for text in (paper.title, *paper.places))
        return not (says and paper.forum == meeting.forum)

    def agrees_with(self, meeting: Paper) -> bool:
        """Whether nothing it says of itself speaks against its being of a meeting: another forum,
        or a date after it."""
        days = self.days_before(meeting)
        same_forum = self.paper.forum in (None, meeting.forum)
        return same_forum and (days is None or days >= -_LATEST)

    @property
    def says_nothing(self) -> bool:
        """Whether its names are such as a scanner gives."""
        words = [word for name in self.names for word in name.stem.split()]
        return all(_SAYS_NOTHING.fullmatch(word) for word in words)

    @property
    def in_order(self) -> list[tuple[int, str]]:
        """Sorts files as people do: "scan2" before "scan10"."""
        parts = re.findall(r"\d+|\D+", self.names[0].stem)
        return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]

    def is_titled_otherwise(self, listed: Listed) -> bool:
        """Whether its own title is of something else than what a list names."""
        title = folded(self.paper.title)
        named = any(title in (name.name, name.stem) for name in self.names)
        telling = len(title.split()) >= _TELLING_WORDS and not named
        return telling and likeness(title, folded(listed.name)) < UNLIKE


def as_file(paper: Paper) -> File:
    """A paper with its names read."""
    names = sorted({place.rsplit("/", 1)[-1] for place in paper.places})
    dates = [found.date for name in names for found in find_dates(name.replace("_", " "))]
    return File(paper, tuple(map(file_name, names)), dates[0] if dates else paper.date)


class Shelf:
    """Some files by their names, words and numbers; ``distances`` tells how near each one is."""

    def __init__(self, distances: Mapping[int, int], files: Sequence[File]) -> None:
        """``distances`` are by the files' numbers among ``files``."""
        self.distances = distances
        self.numbered: list[int] = []
        self.meetings: set[tuple[object, ...]] = set()
        self._by_name: dict[str, set[int]] = {}
        self._by_word: dict[str, set[int]] = {}
        for number in distances:
            file = files[number]
            for name in file.names:
                for key in {name.name, name.stem, name.parts.words} - {""}:
                    self._by_name.setdefault(key, set()).add(number)
            if any(name.parts.number or name.parts.item for name in file.names):
                self.numbered.append(number)
            for words in {*(name.parts.words for name in file.names), folded(file.paper.title)}:
                for word in words.split():
                    self._by_word.setdefault(word, set()).add(number)
        dated = ((files[number].date, number) for number in self.numbered)
        self._dated = sorted((date, number) for date, number in dated if date)

    def numbered_before(self, meeting: Paper, days: int) -> list[int]:
        """Those of ``numbered`` that were written at most so many days before a meeting."""
        if meeting.date is None:
            return []
        first = (meeting.date - dt.timedelta(days), 0)
        past = (meeting.date + dt.timedelta(1), 0)
        some = self._dated[bisect_left(self._dated, first) : bisect_left(self._dated, past)]
        return sorted(number for _, number in some)

    def named(self, listed: Listed) -> set[int]:
        """The files of the very name that an entry has, or links to."""
        names = {listed.name, *(name for target in listed.targets for name in target_names(target))}
        keys = {folded(key) for name in names for key in (name, stem(name))}
        return {number for key in keys for number in self._by_name.get(key, ())}

    def alike(self, listed: Listed) -> set[int]:
        """The files that share half of an entry's words, and those of its name."""
        words = set(folded(stem(listed.name)).split())
        shared: Counter[int] = Counter()
        for word in words:
            holding = self._by_word.get(word, set())
            if len(holding) <= _MOST_SHARING:
                shared.update(holding)
        enough = min(len(words), 4)
        return self.named(listed) | {n for n, count in shared.items() if 2 * count >= enough}


def shelves_of(
    meetings: Iterable[Paper], files: Sequence[File]
) -> list[tuple[Paper, Shelf, Shelf | None]]:
    """Each meeting with the files near it, and, where it was uploaded, all that ever were."""
    places = [(place, number) for number, file in enumerate(files) for place in file.paper.places]
    folders = Folders(places)
    uploads = Shelf({number: 0 for place, number in places if is_uploaded(place)}, files)
    made: dict[tuple[object, ...], Shelf] = {}
    found: list[tuple[Paper, Shelf, Shelf | None]] = []
    for meeting in meetings:
        near = folders.near(meeting.places)
        key = tuple(sorted(near.items()))
        if key not in made:
            distances: dict[int, int] = {}
            for folder, distance in near.items():
                for number in folders.files_in(folder):
                    distances[number] = min(distance, distances.get(number, distance))
            made[key] = Shelf(distances, files)
        made[key].meetings.add(meeting.meeting)
        uploaded = any(map(is_uploaded, meeting.places))
        found.append((meeting, made[key], uploads if uploaded else None))
    return found
