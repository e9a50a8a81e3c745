"""The later item that takes a matter up again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from corpus.catalogue import Catalogue
from corpus.dates import danish_date
from corpus.errors import NotFound
from corpus.records import Document, Item, Region
from corpus.titles import Title, title_of
from corpus.told_items import LikeTitle, Place
from search_api.archive import Archive, of_one_state

# Titles as alike as this are of one matter. They may differ more where one holds all of the other,
# where both name the same thing, or where the forum said that it would take the matter up again.
_ALIKE = 0.75
_ALIKE_AND_HELD = 0.5
_ALIKE_AND_NAMED = 0.4
_ALIKE_AND_EXPECTED = 0.5
_FEWEST_WORDS = 2
_AT_A_TIME = 100


@dataclass(frozen=True, slots=True)
class _Matter:
    """What an earlier item was about. ``expected``: its forum said that it would take it up
    again."""

    title: Title
    region: Region
    date: dt.date
    forum: str | None
    expected: bool

    @property
    def years(self) -> frozenset[str]:
        return frozenset(word for word in self.title.words if word.isdecimal())


@of_one_state
def later_item(
    archive: Archive, document: Document, item: Item, expected: bool = False
) -> tuple[Document, Item] | None:
    """The first item of a later meeting in the same region that takes up what ``item`` was about:
    its title is of the same matter, or it speaks of the day of the first meeting. ``None`` where no
    item surely does. ``expected``: the item was postponed, so that there should be one.

    Minutes are preferred to the agenda of the same meeting.
    """
    title = _title(archive, document, item)
    if title is None or document.region is None or document.date is None:
        return None
    matter = _Matter(title, document.region, document.date, document.forum, expected)
    later: list[tuple[Document, Item]] = []
    for document_id, position in _first_to_take_up(archive.catalogue, matter):
        try:
            other = archive.document(document_id)
        except NotFound:
            continue  # An ingest took it away in between.
        later += [(other, one) for one in other.items[position : position + 1]]
    return min(
        later,
        key=lambda one: (
            one[0].forum != document.forum,
            one[0].kind != "referat",
            -_likeness(title, _title(archive, *one)),
            one[1].start,
            one[0].source,
            one[0].document_id,
        ),
        default=None,
    )


def _first_to_take_up(catalogue: Catalogue, matter: _Matter) -> list[Place]:
    """The items that take a matter up on the first day that any does."""
    alike = _of_the_matter(catalogue, matter)
    first = next(alike, None)
    until = first.date if first else None
    speaking = _referring_back(catalogue, matter, until)
    earliest = next(speaking, None)
    found: list[Place] = []
    if earliest is not None:
        of_the_day = takewhile(lambda one: one[1] == earliest[1], speaking)
        found = [earliest[0], *(place for place, _ in of_the_day)]
    if first is not None and (earliest is None or until == earliest[1]):
        found += [first.place, *(one.place for one in takewhile(lambda o: o.date == until, alike))]
    return list(dict.fromkeys(found))


def _of_the_matter(catalogue: Catalogue, matter: _Matter) -> Iterator[LikeTitle]:
    """The items of later meetings whose titles are of the same matter, by date; never of another
    year's ("Budget 2020", "Budget 2021")."""
    title = matter.title
    least = _ALIKE_AND_NAMED if title.names else min(_ALIKE_AND_HELD, _ALIKE_AND_EXPECTED)
    alike = [
        one
        for one in catalogue.later_titles(matter.region, matter.date, title, least)
        if _same_matter(title, one) or _as_expected(matter, one)
    ]
    for start in range(0, len(alike), _AT_A_TIME):
        some = alike[start : start + _AT_A_TIME]
        ids = sorted({one.document_id for one in some})
        years = catalogue.years_in_titles(ids) if matter.years else {}
        forums = catalogue.forums_of(ids) if matter.expected else {}
        for one in some:
            theirs = years.get(one.place)
            if theirs and not theirs & matter.years:
                continue
            same_forum = matter.expected and forums.get(one.document_id) == matter.forum
            if same_forum and _as_expected(matter, one) or _same_matter(title, one):
                yield one


def _same_matter(title: Title, other: LikeTitle) -> bool:
    """Whether two titles are of one matter, whatever year each is of."""
    alike = _alike(title, other)
    if other.names and alike >= _ALIKE_AND_NAMED:
        return True
    held = other.shared in (len(title.words), other.words)
    fewest = min(len(title.words), other.words)
    return fewest >= _FEWEST_WORDS and alike >= (_ALIKE_AND_HELD if held else _ALIKE)


def _as_expected(matter: _Matter, other: LikeTitle) -> bool:
    """Whether a title of the same forum is the one that was to come."""
    return matter.expected and _alike(matter.title, other) >= _ALIKE_AND_EXPECTED


def _referring_back(
    catalogue: Catalogue, matter: _Matter, until: dt.date | None
) -> Iterator[tuple[Place, dt.date]]:
    """The items of later meetings, to the day ``until``, that speak of the day of the earlier one
    and share a word of their titles with it; by date."""
    words = sorted(matter.title.words - matter.years)
    said = re.compile(re.escape(danish_date(matter.date)).replace(r"\ ", r"\s+"))
    for place, day, text in catalogue.later_speaking_of(matter.region, matter.date, words, until):
        if said.search(text):
            yield place, day


def _alike(title: Title, other: LikeTitle) -> float:
    return 2 * other.shared / (len(title.words) + other.words)


def _likeness(one: Title, other: Title | None) -> float:
    """The share of the words of both that either has (Dice's coefficient), 0–1."""
    if other is None:
        return 0.0
    return 2 * len(one.words & other.words) / (len(one.words) + len(other.words))


def _title(archive: Archive, document: Document, item: Item) -> Title | None:
    return title_of(item, archive.mentions(document.document_id, item.start, item.end))
