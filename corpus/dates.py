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
_MONTH_NUMBER = {name: n for n, name in enumerate(MONTHS, start=1)} | {
    name[:3]: n for n, name in enumerate(MONTHS, start=1)
}
_WRITTEN = re.compile(
    rf"\b(\d{{1,2}})\.?\s*({'|'.join(MONTHS)}|{'|'.join(m[:3] for m in MONTHS)})\b"
    r"\.?,?\s*(\d{4})\b",
    re.IGNORECASE,
)
_ISO = re.compile(r"\b([12]\d{3})-(\d{2})-(\d{2})\b")
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


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def find_dates(text: str) -> list[FoundDate]:
    """Every full date in ``text`` ("16.august 2011", "5. januar, 2024", "04.03.2024", "8/12-23",
    "2020-08-14"), in order. Numbers that are no day of the calendar are left out."""
    found: list[FoundDate] = []
    for match in _ISO.finditer(text):
        date = _date(int(match[1]), int(match[2]), int(match[3]))
        if date:
            found.append(FoundDate(date, *match.span()))
    for match in _WRITTEN.finditer(text):
        date = _date(int(match[3]), _MONTH_NUMBER[match[2].lower()], int(match[1]))
        if date:
            found.append(FoundDate(date, *match.span()))
    for match in _NUMERIC.finditer(text):
        date = _date(int(match[3]), int(match[2]), int(match[1]))
        if date and not any(f.start < match.end() and match.start() < f.end for f in found):
            found.append(FoundDate(date, *match.span()))
    return sorted(found, key=lambda f: f.start)


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
