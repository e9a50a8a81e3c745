"""The strip of time above a comparison: one mark a meeting, a row a region."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import Region
from search_api.replies import Citation, Comparison

# How much of the strip's width is left free at either end, in percent, so that no mark is cut off.
_MARGIN = 3.0
_MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that is cited, by its minutes, its agenda or their attachments, with the first of
    the citations; or another document. ``place`` is where its mark stands on the strip, in percent
    from the left; ``None`` without a date."""

    region: Region
    cited: Citation
    quotes: int
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
    dates = [citation.date for citation in comparison.citations if citation.date]
    first, last = _years(dates)

    def place(date: dt.date | None) -> float | None:
        return _place(date, first, last) if date else None

    rows: list[tuple[Region, tuple[Meeting, ...]]] = []
    for summary in comparison.regions:
        by_meeting: dict[tuple[object, ...], list[Citation]] = {}
        for citation in summary.citations:
            by_meeting.setdefault(_meeting_of(citation), []).append(citation)
        meetings = [
            Meeting(summary.region, some[0], len(some), place(some[0].date))
            for some in by_meeting.values()
        ]
        meetings.sort(key=lambda meeting: meeting.cited.date or dt.date.max)
        rows.append((summary.region, tuple(meetings)))
    step = -(-(last - first) // _MOST_TICKS)
    ticks = (
        [Tick(year, _place(dt.date(year, 1, 1), first, last)) for year in range(first, last, step)]
        if dates
        else []
    )
    return Timeline(tuple(rows), tuple(ticks))


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
