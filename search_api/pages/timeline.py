"""The strip of time above a comparison, decisions or a course: a mark a meeting, a row a region."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.records import REGIONS, Region
from search_api.decision_replies import DecisionMeeting
from search_api.follow_replies import Course
from search_api.replies import Citation, Comparison

# How much of the strip's width is left free at either end, in percent, so that no mark is cut off.
_MARGIN = 3.0
_MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that is cited, by its minutes, its agenda or their attachments, with the first of
    the citations; or one that decided something. ``count`` is how many citations or decisions it
    has, ``place`` is where its mark stands on the strip, in percent from the left; ``None`` without
    a date."""

    region: Region
    cited: Citation | DecisionMeeting
    count: int
    place: float | None


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a year, and its place in percent."""

    year: int
    place: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """The meetings by region, in order of date, and the years under them. ``ticks`` are empty
    where no meeting has a date."""

    rows: tuple[tuple[Region, tuple[Meeting, ...]], ...]
    ticks: tuple[Tick, ...]

    @property
    def meetings(self) -> list[Meeting]:
        """Every meeting, the earliest first and the undated last."""
        every = [meeting for _, some in self.rows for meeting in some]
        return sorted(every, key=lambda meeting: meeting.cited.date or dt.date.max)


def timeline(comparison: Comparison) -> Timeline:
    """The strip of a comparison: every meeting that it cites, once."""
    rows: list[tuple[Region, list[tuple[Citation | DecisionMeeting, int]]]] = []
    for summary in comparison.regions:
        by_meeting: dict[tuple[object, ...], list[Citation]] = {}
        for citation in summary.citations:
            by_meeting.setdefault(_meeting_of(citation), []).append(citation)
        rows.append((summary.region, [(some[0], len(some)) for some in by_meeting.values()]))
    return _strip(rows)


def decision_timeline(meetings: Sequence[DecisionMeeting]) -> Timeline:
    """The strip of decisions: every meeting that made any, in the rows of the regions that did."""
    rows = [
        (region, [(meeting, meeting.decisions) for meeting in meetings if meeting.region == region])
        for region in REGIONS
    ]
    return _strip((region, some) for region, some in rows if some)


def course_timeline(course: Course) -> Timeline:
    """The strip of a matter's course: every meeting that it passed through, in the rows of the
    regions that it did."""
    rows: list[tuple[Region, list[tuple[Citation | DecisionMeeting, int]]]] = []
    for region in REGIONS:
        by_meeting: dict[tuple[object, ...], list[Citation]] = {}
        for item in course.items:
            if item.region == region:
                citations = [step.citation for step in item.steps]
                by_meeting.setdefault(_meeting_of(citations[0]), []).extend(citations)
        rows.append((region, [(some[0], len(some)) for some in by_meeting.values()]))
    return _strip((region, some) for region, some in rows if some)


def _strip(
    rows: Iterable[tuple[Region, Sequence[tuple[Citation | DecisionMeeting, int]]]],
) -> Timeline:
    rows = list(rows)
    dates = [cited.date for _, some in rows for cited, _ in some if cited.date]
    first, last = _years(dates)

    def place(date: dt.date | None) -> float | None:
        return _place(date, first, last) if date else None

    placed = tuple(
        (
            region,
            tuple(
                Meeting(region, cited, count, place(cited.date))
                for cited, count in sorted(some, key=lambda one: one[0].date or dt.date.max)
            ),
        )
        for region, some in rows
    )
    step = -(-(last - first) // _MOST_TICKS)
    ticks = (
        [Tick(year, _place(dt.date(year, 1, 1), first, last)) for year in range(first, last, step)]
        if dates
        else []
    )
    return Timeline(placed, tuple(ticks))


def _meeting_of(citation: Citation) -> tuple[object, ...]:
    """The same for all that is of one meeting."""
    to = citation.attachment
    forum, date = (to and to.forum) or citation.forum, (to and to.date) or citation.date
    return (forum, date) if forum and date else (citation.document_id,)


def _years(dates: Sequence[dt.date]) -> tuple[int, int]:
    """The first year of the strip, and the one that it ends before."""
    if not dates:
        return 0, 1
    return min(dates).year, max(dates).year + 1


def _place(date: dt.date, first: int, last: int) -> float:
    begins, ends = dt.date(first, 1, 1).toordinal(), dt.date(last, 1, 1).toordinal()
    share = (date.toordinal() - begins) / (ends - begins)
    return round(_MARGIN + share * (100 - 2 * _MARGIN), 2)
