"""Days and months, and which of them are deadlines: "senest den 1. juni 2021"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from corpus.dates import MONTHS, FoundDay, find_dates, find_days
from corpus.records import Document, EntityKind, Mention

_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})[ \xa0]((?:19|20)\d\d)\b", re.IGNORECASE)
_CUE = re.compile(
    r"\b(?:senest|inden|ikke senere end|forfalder|udløber|frem til|indtil|"
    r"(?:\w*frist|deadline)(?:en)?(?:\W+(?:\w+\W+){0,5}?)?(?:er|den|til)?)\W+"
    r"(?:\w+dag\W+)?(?:den\W+|d\.\W*|udgangen af\W+|primo\W+|medio\W+|ultimo\W+|"
    r"kl\. ?[\d.:]+\W+)*$",
    re.IGNORECASE,
)
_BEFORE = 60
_FARTHEST = dt.timedelta(days=200)


def find_time(document: Document) -> Iterator[Mention]:
    """The days and months of ``document``'s text. A day without a year is of the year that brings
    it nearest the meeting, where that is half a year at most; a deadline is the next such day."""
    text = document.text
    dates = find_dates(text)
    for one in dates:
        yield _mention(document, one.date.isoformat(), one.start, one.end)
    taken = [(one.start, one.end) for one in dates]
    for day in find_days(text):
        if any(start < day.end and day.start < end for start, end in taken):
            continue
        date = _in_meetings_year(document.date, day, _is_due(text, day.start))
        if date is not None:
            taken.append((day.start, day.end))
            yield _mention(document, date.isoformat(), day.start, day.end)
    for match in _MONTH.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            month = MONTHS.index(match[1].lower()) + 1
            yield _mention(document, f"{match[2]}-{month:02}", *match.span())


def _in_meetings_year(meeting: dt.date | None, day: FoundDay, due: bool) -> dt.date | None:
    if meeting is None:
        return None
    some = [d for step in (-1, 0, 1) if (d := day.in_year(meeting.year + step))]
    if due:
        return min((d for d in some if d >= meeting), default=None)
    nearest = min(some, key=lambda d: abs(d - meeting), default=meeting)
    return nearest if some and abs(nearest - meeting) <= _FARTHEST else None


def _is_due(text: str, start: int) -> bool:
    return _CUE.search(text, max(0, start - _BEFORE), start) is not None


def _mention(document: Document, day: str, start: int, end: int) -> Mention:
    kind: EntityKind = "deadline" if _is_due(document.text, start) else "date"
    return Mention(f"{kind}:{day}", kind, start, end, document.text[start:end])
