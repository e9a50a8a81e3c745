"""The later item that takes a matter up again."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

from corpus.dates import danish_date
from corpus.errors import NotFound
from corpus.records import Document, EntityKind, Item
from corpus.words import stem
from search_api.archive import Archive, of_one_state

# What two titles of one matter may share, beside their words.
_NAMED: frozenset[EntityKind] = frozenset({"institution", "project", "organisation", "agreement"})
# Titles as alike as this are of one matter. They may differ more where one holds all of the other,
# where both name the same thing, or where the forum said that it would take the matter up again.
_ALIKE = 0.75
_ALIKE_AND_HELD = 0.5
_ALIKE_AND_NAMED = 0.4
_ALIKE_AND_EXPECTED = 0.5
_FEWEST_WORDS = 2
_WORD = re.compile(r"[^\W\d_][\w-]*|\d{4}")
# What a title says of how a matter is dealt with, not of which matter it is.
_DEALING = frozenset(
    map(
        stem,
        """
        opfølgning genoptagelse genbehandling genoptaget udsat drøftelse drøftet orientering
        godkendelse status fortsat fornyet videre beslutning behandling præsentation oplæg sag
        punkt emne temadrøftelse forslag udkast endelig indstilling information nyt siden sidst
        statusopdatering opsamling afrapportering forelæggelse vedrørende vedr angående samt fra
        til om for på af ved med det den der som en et og i kkr møde mødet bilag ny nye
        """.split(),
    )
)
# Titles of what every meeting has.
_ROUTINE = re.compile(
    r"\b(?:eventuelt|dagsorden\w*|velkomst|velkommen|næste møde|kommende møder?|mødeplan\w*|"
    r"mødedatoer|mødekalender|referat\w*|meddelelser|orienteringer|bordet rundt|"
    r"siden sidst|nyt fra|konstituering|underskrift\w*|pressemeddelelse\w*|evaluering af mødet)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Titled:
    """An item with what its title says: the stems of its words, and the named things in it."""

    document: Document
    item: Item
    words: frozenset[str]
    names: frozenset[str]

    @property
    def years(self) -> frozenset[str]:
        return frozenset(word for word in self.words if word.isdecimal())


_ByRegion = Mapping[str, Sequence[_Titled]]
_kept: WeakKeyDictionary[Archive, tuple[tuple[str, str], _ByRegion]] = WeakKeyDictionary()
_keeping = Lock()


@of_one_state
def later_item(
    archive: Archive, document: Document, item: Item, expected: bool = False
) -> tuple[Document, Item] | None:
    """The first item of a later meeting in the same region that takes up what ``item`` was about:
    its title is of the same matter, or it speaks of the day of the first meeting. ``None`` where no
    item surely does. ``expected``: the item was postponed, so that there should be one.

    Minutes are preferred to the agenda of the same meeting.
    """
    if document.region is None or document.date is None:
        return None
    this = _titled(archive, document, item)
    if this is None:
        return None
    later = [
        other
        for other in _titles(archive).get(document.region, ())
        if other.document.date
        and other.document.date > document.date
        and (_same_matter(this, other, expected) or _refers_back(this, other))
    ]
    if not later:
        return None
    first = min(
        later,
        key=lambda o: (
            o.document.date or dt.date.max,
            o.document.forum != document.forum,
            o.document.kind != "referat",
            -_likeness(this, o),
            o.item.start,
        ),
    )
    return first.document, first.item


def _same_matter(this: _Titled, other: _Titled, expected: bool) -> bool:
    """Whether two titles are of one matter; never of two years' ("Budget 2020", "Budget 2021")."""
    if this.years and other.years and not this.years & other.years:
        return False
    alike = _likeness(this, other)
    if this.names & other.names and alike >= _ALIKE_AND_NAMED:
        return True
    if expected and this.document.forum == other.document.forum:
        return alike >= _ALIKE_AND_EXPECTED
    held = this.words <= other.words or other.words <= this.words
    fewest = min(len(this.words), len(other.words))
    return fewest >= _FEWEST_WORDS and alike >= (_ALIKE_AND_HELD if held else _ALIKE)


def _refers_back(this: _Titled, other: _Titled) -> bool:
    """Whether the text of an item speaks of the day of the earlier one's meeting, and its title
    shares a word with it."""
    if this.document.date is None or not this.words & other.words - this.years:
        return False
    said = re.escape(danish_date(this.document.date)).replace(r"\ ", r"\s+")
    return bool(re.compile(said).search(other.document.text, other.item.start, other.item.end))


def _likeness(this: _Titled, other: _Titled) -> float:
    """The share of the words of both that either has (Dice's coefficient), 0–1."""
    return 2 * len(this.words & other.words) / (len(this.words) + len(other.words))


def title_words(title: str) -> frozenset[str]:
    """The stems of the words that tell which matter a title is of; none for a routine item."""
    if _ROUTINE.search(title):
        return frozenset()
    found = (stem(word) for word in _WORD.findall(title.casefold()))
    return frozenset(found) - _DEALING


def _titled(archive: Archive, document: Document, item: Item) -> _Titled | None:
    mentions = [
        mention
        for title in item.sections
        if title.kind == "title"
        for mention in archive.mentions(document.document_id, title.start, title.end)
    ]
    # Of whose region or forum it is tells nothing: every title could say it.
    own = {word for m in mentions if m.kind in ("region", "forum") for word in title_words(m.text)}
    words = title_words(item.title)
    words = words - own or words
    if item.missing or not words:
        return None
    names = frozenset(mention.entity_id for mention in mentions if mention.kind in _NAMED)
    return _Titled(document, item, words, names)


def _titles(archive: Archive) -> _ByRegion:
    """The titles of every dated meeting's items by region, kept until the corpus changes."""
    state = archive.state
    kept = _kept.get(archive)
    if kept is not None and kept[0] == state:
        return kept[1]
    made: defaultdict[str, list[_Titled]] = defaultdict(list)
    for document_id in archive.catalogue.document_ids():
        with suppress(NotFound):
            document = archive.document(document_id)
            if document.superseded_by or document.attachment or document.kind == "rapport":
                continue
            if document.region is None or document.date is None:
                continue
            for item in document.items:
                titled = _titled(archive, document, item)
                if titled is not None:
                    made[document.region].append(titled)
    with _keeping:
        _kept[archive] = (state, made)
    return made
