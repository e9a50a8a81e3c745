"""The items that a matter stands in: those that are on it, and those that only mention it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.records import Document, Filters, Item, Region, SectionKind, Span
from models.sentences import split_sentences
from search_api.archive import Archive
from search_api.citations import shown
from search_api.coverage import coverage
from search_api.question import Question
from search_api.search import Asked, asked_regions, encode, narrowed, rank_region, read_question
from search_api.statements import is_table

_RANKED, _PASSAGES = 40, 100
# What of the matter a title, and a sentence, must name to be of it; weighed by how rare the words
# are.
_TITLED, _NAMED, _NAMES_COVERED = 0.6, 0.6, 0.5
# An item whose title does not name the matter is on it when so many of its sentences do, one at
# least of what is recommended or decided.
_OFTEN, _SHARE = 3, 0.2
_QUOTED: tuple[SectionKind, ...] = ("summary", "background", "case", "recommendation", "decision")
_DECIDING: tuple[SectionKind, ...] = ("recommendation", "decision")
# Titles over many matters: of such an item, only what names the matter itself is of it.
_MANY_MATTERS = re.compile(
    r"\b(?:orientering(?:er|spunkter)?|orienteringspunkter|eventuelt|evt|meddelelser|nyt fra|"
    r"siden sidst|bordet rundt|godkendelse af (?:referat|dagsorden)\w*|dagsorden|opsamling)\b",
    re.IGNORECASE,
)


_IN_YEAR = re.compile(r"\bi ((?:19|20)\d\d)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of an item; ``names``: it names the matter itself."""

    span: Span
    section: SectionKind
    text: str
    names: bool


@dataclass(frozen=True, slots=True)
class MatterItem:
    """An item that a matter stands in. ``on``: it is what the item is about; else the item only
    mentions it, and nothing but the sentences that name it is of it."""

    document: Document
    item: Item
    on: bool
    sentences: tuple[Told, ...]

    @property
    def date(self) -> dt.date | None:
        """The day of the meeting."""
        return self.document.date

    @property
    def region(self) -> Region | None:
        attached = self.document.attachment
        return self.document.region or (attached.region if attached else None)

    @property
    def in_time(self) -> tuple[dt.date, str, int]:
        """Sorts by date, the undated last, and by place in a document."""
        return (self.date or dt.date.max, self.document.document_id, self.item.start)


def matter_items(archive: Archive, text: str, filters: Filters) -> list[MatterItem]:
    """The items that a matter stands in, of whichever time, the earliest meeting first.

    They are sought among those that rank high for it in their region, and those that name what it
    names; of them those stay whose title, or some of whose sentences, name it.
    """
    of_time = _period(read_question(archive, text), Filters())
    filters = replace(
        filters, date_from=None, date_to=None, sections=(), without=(*filters.without, "period")
    )
    asked = encode(archive, text, filters)
    if of_time != (None, None):
        # The year that the meetings are asked of is no word of the matter.
        terms = tuple(t for t in asked.question.terms if not t.text.isdecimal())
        asked = replace(asked, question=replace(asked.question, terms=terms))
    matter = _Matter(archive, asked.question)
    items: dict[str, MatterItem | None] = {}
    for document, item in _candidates(archive, asked, filters):
        if item.item_id not in items:
            items[item.item_id] = _matter_item(matter, document, item)
    return sorted((one for one in items.values() if one is not None), key=lambda one: one.in_time)


def _candidates(
    archive: Archive, asked: Asked, filters: Filters
) -> Iterator[tuple[Document, Item]]:
    ways = [filters]
    if asked.question.entities and not filters.entities:
        ways.append(replace(filters, entities=asked.question.entities))
    for way in ways:
        for region in asked_regions(asked.question, filters):
            for found in rank_region(archive, asked, way, region, _RANKED):
                yield found.document, found.item
        # A document may be of no region.
        inside = narrowed(asked.question, way)
        for scored in archive.query(asked.dense, asked.sparse, inside, _PASSAGES):
            located = archive.locate(scored)
            if located is not None:
                yield located


def within(question: Question, filters: Filters, some: Sequence[MatterItem]) -> list[MatterItem]:
    """Those of the items that are of the period asked about."""
    first, last = _period(question, filters)
    if first is None and last is None:
        return list(some)
    first, last = first or dt.date.min, last or dt.date.max
    return [one for one in some if one.date and first <= one.date <= last]


def _period(question: Question, filters: Filters) -> tuple[dt.date | None, dt.date | None]:
    """The days of the first and the last meeting that are asked of; ``None`` where it is open.

    "Hvad blev besluttet om takster i 2022" is of meetings in 2022, "takster i 2022" is not.
    """
    asked = narrowed(question, filters)
    told = question.asks_decision and "period" not in filters.without
    year = _IN_YEAR.search(question.text) if told else None
    if year and not (asked.date_from or asked.date_to):
        return dt.date(int(year[1]), 1, 1), dt.date(int(year[1]), 12, 31)
    return asked.date_from, asked.date_to


class _Matter:
    """What is asked about, and whether a text names it."""

    def __init__(self, archive: Archive, question: Question) -> None:
        self._archive = archive
        self._question = question
        # A question may be of nothing but a forum, which else tells of whom is asked.
        of_whom = () if question.terms else archive.tagger.tag(question.text, lowercase=True)
        self._of_whom = {mention.entity_id for mention in of_whom}
        # A name that no gazetteer holds, as it is written: "Fast Følge" is no "følge en fast plan".
        self._names = [
            re.compile(rf"\b{re.escape(term.text)}s?\b")
            for term in question.terms
            if term.name and term.entity_id is None
        ]

    def share(self, document: Document, start: int, end: int) -> float:
        """How much of the matter ``[start, end)`` of a document names, 0–1; nothing where it does
        not name what the matter is named by."""
        if not self._question.terms:
            mentions = self._archive.mentions(document.document_id, start, end)
            return float(any(mention.entity_id in self._of_whom for mention in mentions))
        text = document.text[start:end]
        if not all(name.search(text) for name in self._names):
            return 0.0
        covered = coverage(self._archive, self._question, document.document_id, [(start, end)], "")
        return covered.all if covered.names >= _NAMES_COVERED and covered.entities > 0 else 0.0


def _matter_item(matter: _Matter, document: Document, item: Item) -> MatterItem | None:
    if item.missing or document.superseded_by:
        return None
    titles = (s for s in item.sections if s.kind == "title")
    titled = max((matter.share(document, s.start, s.end) for s in titles), default=0.0)
    sentences = tuple(
        Told(
            Span(one.start, one.end),
            section.kind,
            text,
            matter.share(document, one.start, one.end) >= _NAMED,
        )
        for section in item.sections
        if section.kind in _QUOTED
        for one in split_sentences(document.text, section.start, section.end)
        if one.kind not in ("heading", "row")
        and (text := shown(document.text[one.start : one.end]))
        and not is_table(text)
    )
    naming = sum(one.names for one in sentences)
    often = naming >= _OFTEN and naming >= _SHARE * len(sentences)
    # What is decided of something else is no step of the matter.
    often = often and any(s.names and s.section in _DECIDING for s in sentences)
    on = (titled >= _TITLED or often) and not _MANY_MATTERS.search(item.title)
    return MatterItem(document, item, on, sentences) if on or naming else None
