"""Dates as official Danish writes them, read and written."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
_MONTH_NUMBER = {
    **{name: n for n, name in enumerate(MONTHS, start=1)},
    **{name[:3]: n for n, name in enumerate(MONTHS, start=1)},
    "sept": 9,
}
_MONTH = rf"(?:{'|'.join(_MONTH_NUMBER)})\b\.?"
# The first of the days that a meeting lasted: "1.-2. oktober 2020", "30. september til 1. oktober
# 2020". It must come before the last.
_FIRST_OF_MORE = rf"(?P<first>\d{{1,2}})\.?\s*(?P<first_month>{_MONTH})?\s*(?:[-–]|og|til)\s*"
_WRITTEN = re.compile(
    rf"\b(?:{_FIRST_OF_MORE})?(?P<day>\d{{1,2}})\.?\s*(?P<month>{_MONTH}),?\s*"
    r"(?P<year>\d{4})\b",
    re.IGNORECASE,
)
_WITHOUT_YEAR = re.compile(
    rf"\b(?:(?P<weekday>(?:man|tirs|ons|tors|fre|lør|søn)dag)\s+)?(?:den\s+|d\.\s*)?"
    rf"(?:{_FIRST_OF_MORE})?(?P<day>\d{{1,2}})\.?\s*(?P<month>{_MONTH})(?!\.?,?\s*\d{{4}})",
    re.IGNORECASE,
)
_LONGEST_MEETING = dt.timedelta(days=7)
_WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_ISO = re.compile(r"\b([12]\d{3})-(\d{2})-(\d{2})(?!\d)")
_NUMERIC = re.compile(r"\b(\d{1,2})[./-]\s?(\d{1,2})[./ -]\s?(\d{4}|\d{2})\b(?!\.\d)")


_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d|[.,]\d)")
_SHORT_YEAR = re.compile(
    r"\b(?:forår|sommer|efterår|vinter|primo|medio|ultimo|" + "|".join(MONTHS) + r")\w* (\d\d)\b"
    r"|\b\d{1,2}[./-]\d{1,2}[./-](\d\d)\b",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\b((?:19|20)\d\d)\s?(?:[-–/]|til(?: og med)?)\s?((?:19|20)?\d\d)\b")
_LONGEST_RANGE = 12


class FoundDate(NamedTuple):
    """A date and where it stands, ``[start, end)``."""

    date: dt.date
    start: int
    end: int


class FoundDay(NamedTuple):
    """A day of the year and where it stands; ``weekday`` is 0 for a Monday, where it is written."""

    day: int
    month: int
    weekday: int | None
    start: int
    end: int

    def in_year(self, year: int) -> dt.date | None:
        """The day in ``year``; ``None`` where the year has none such, or on another weekday."""
        date = _date(year, self.month, self.day)
        if date is None or (self.weekday is not None and date.weekday() != self.weekday):
            return None
        return date


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def find_dates(text: str) -> list[FoundDate]:
    """Every full date in ``text`` ("16.august 2011", "5. januar, 2024", "04.03.2024", "8/12-23",
    "2020-08-14"), in order; of days in a row ("1.-2. oktober 2020") the first. Numbers that are no
    day of the calendar are left out."""
    found: list[FoundDate] = []
    for match in _ISO.finditer(text):
        date = _date(int(match[1]), int(match[2]), int(match[3]))
        if date:
            found.append(FoundDate(date, *match.span()))
    for match in _WRITTEN.finditer(text):
        if date := _written(match, int(match["year"])):
            first = _first_day(match, date)
            start = match.start() if first < date else match.start("day")
            found.append(FoundDate(first, start, match.end()))
    found.sort(key=lambda f: f.start)
    numeric: list[FoundDate] = []
    after = iter(found)
    known = next(after, None)
    for match in _NUMERIC.finditer(text):
        while known is not None and known.end <= match.start():
            known = next(after, None)
        date = _date(int(match[3]), int(match[2]), int(match[1]))
        if date and (known is None or match.end() <= known.start):
            numeric.append(FoundDate(date, *match.span()))
    return sorted([*found, *numeric], key=lambda f: f.start)


def find_days(text: str) -> list[FoundDay]:
    """Every day in ``text`` that is written with its month's name and without a year ("fredag den
    5. januar"), in order; of days in a row the first."""
    found: list[FoundDay] = []
    for match in _WITHOUT_YEAR.finditer(text):
        # A leap year, so that none is lost.
        if last := _written(match, 2000):
            day = _first_day(match, last)
            name = (match["weekday"] or "").lower()
            weekday = _WEEKDAYS.index(name) if name else None
            found.append(FoundDay(day.day, day.month, weekday, *match.span()))
    return found


def _written(match: re.Match[str], year: int) -> dt.date | None:
    return _date(year, _MONTH_NUMBER[match["month"].lower().rstrip(".")], int(match["day"]))


def _first_day(match: re.Match[str], last: dt.date) -> dt.date:
    """The first of the days in a row that end with ``last``; ``last`` where it is the only one."""
    if match["first"] is None:
        return last
    month = (match["first_month"] or match["month"]).lower().rstrip(".")
    first = _date(last.year, _MONTH_NUMBER[month], int(match["first"]))
    in_a_row = first is not None and dt.timedelta() < last - first <= _LONGEST_MEETING
    return first if first is not None and in_a_row else last


def danish_date(date: dt.date) -> str:
    """``14. august 2020``."""
    return f"{date.day}. {MONTHS[date.month - 1]} {date.year}"


def find_years(text: str) -> set[int]:
    """Every year that ``text`` names or holds in a range: "2019", "foråret 23", "2018-2020",
    "2025-26", "fra 2015 til 2019"."""
    years = {int(match.group()) for match in _YEAR.finditer(text)}
    years |= {2000 + int(match[1] or match[2]) for match in _SHORT_YEAR.finditer(text)}
    for match in _YEARS.finditer(text):
        first, last = int(match[1]), int(match[1][: -len(match[2])] + match[2])
        if 0 <= last - first <= _LONGEST_RANGE:
            years |= set(range(first, last + 1))
    return years
