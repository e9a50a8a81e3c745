"""Decisions as they are found: counted at once, and read when they are asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.decision import Decision, Followed, Outcome
from corpus.findings import Part, Tally
from corpus.overview import Listed
from corpus.records import Document, Filters, Item, Span
from search_api.archive import Archive
from search_api.citations import cite_span, shown
from search_api.replies import Sentence

_READ_TOGETHER = 20


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision with the item that it ended."""

    decision: Decision
    document: Document
    item: Item

    def sentence(self, span: Span, n: int) -> Sentence:
        """What stands in ``span``, cited; raises ``ValueError`` where that is not in the item."""
        citation = cite_span(self.document, self.item, span, n)
        return Sentence(text=shown(citation.quote), citation=citation)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A document with some of the decisions that are looked for, by outcome and fate."""

    document: Listed
    tallies: Sequence[Tally]
    decisions: int


@dataclass(frozen=True, slots=True)
class Found:
    """The decisions that pass filters, counted by meeting, the latest first; each is read when it
    is asked for, which is to be in the same reading of the archive."""

    archive: Archive
    filters: Filters
    outcomes: Sequence[Outcome]
    followed: Sequence[Followed]
    part: Part | None
    meetings: Sequence[Meeting]

    @property
    def total(self) -> int:
        return sum(meeting.decisions for meeting in self.meetings)

    def __iter__(self) -> Iterator[Decided]:
        return self.after(0)

    def after(self, offset: int) -> Iterator[Decided]:
        """The decisions but the first ``offset``, the latest meeting first. No more documents are
        read than the decisions that are taken stand in."""
        begun = 0
        while begun < len(self.meetings) and offset >= self.meetings[begun].decisions:
            offset -= self.meetings[begun].decisions
            begun += 1
        for at in range(begun, len(self.meetings), _READ_TOGETHER):
            some = self.meetings[at : at + _READ_TOGETHER]
            by_document: dict[str, list[Decision]] = {}
            for decision in self._decisions_of(some):
                by_document.setdefault(decision.document_id, []).append(decision)
            for meeting in some:
                of_meeting = by_document.get(meeting.document.document_id, [])
                for decision in sorted(of_meeting, key=lambda one: one.start)[offset:]:
                    if (one := _read(self.archive, decision)) is not None:
                        yield one
                offset = 0

    def _decisions_of(self, some: Sequence[Meeting]) -> list[Decision]:
        # They are of these regions, forums and days already.
        ids = tuple(meeting.document.document_id for meeting in some)
        filters = Filters(documents=ids, entities=self.filters.entities)
        return self.archive.catalogue.decisions(
            filters, self.outcomes, self.followed, part=self.part
        )


def _read(archive: Archive, decision: Decision) -> Decided | None:
    document = archive.document(decision.document_id)
    item = document.item(decision.item_id)
    return Decided(decision, document, item) if item is not None else None


def find_decisions(
    archive: Archive,
    filters: Filters | None = None,
    outcomes: Sequence[Outcome] = (),
    followed: Sequence[Followed] = (),
    part: Part | None = None,
) -> Found:
    """The decisions that pass the filters, of those that have ``part``."""
    filters = filters or Filters()
    tallies: dict[str, list[Tally]] = {}
    for tally in archive.catalogue.decision_tallies(filters, outcomes, followed, part):
        tallies.setdefault(tally.document_id, []).append(tally)
    meetings = [
        Meeting(document, some, sum(tally.decisions for tally in some))
        for document in archive.catalogue.listed(filters)
        if (some := tallies.get(document.document_id))
    ]
    meetings.sort(key=_latest_first)
    return Found(archive, filters, outcomes, followed, part, meetings)


def _latest_first(meeting: Meeting) -> tuple[int, str]:
    """Sorts by date, the latest first and the undated last."""
    date = meeting.document.date or dt.date.min
    return -date.toordinal(), meeting.document.document_id
