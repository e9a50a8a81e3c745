"""Of which meetings, and of what matter, the records are asked."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.dates import MONTHS, find_dates
from corpus.records import Mention, Span

_YEAR = r"((?:19|20)\d\d)"
_BETWEEN = re.compile(
    rf"\b(?:mellem|i perioden|i årene|fra|i)?\s*{_YEAR}\s*(?:og|til(?: og med)?|[-–])\s*{_YEAR}\b",
    re.IGNORECASE,
)
_SINCE = re.compile(rf"\b(?:siden|fra og med|efter|fra)\s+{_YEAR}\b", re.IGNORECASE)
_BEFORE = re.compile(rf"\bfør\s+{_YEAR}\b", re.IGNORECASE)
_MONTH = re.compile(rf"\b(?:i\s+)?({'|'.join(MONTHS)})\s+{_YEAR}\b", re.IGNORECASE)
# "Takster for 2012" are no meetings of 2012.
_IN_YEAR = re.compile(rf"\b(?<!\bfor )(?:i\s+(?:år(?:et)?\s+)?)?{_YEAR}\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_][\w'’-]*", re.UNICODE)
# What a question may be made of beside its kind, its meetings and its matter.
_SCAFFOLD = frozenset(
    """
    hvad hvem hvilke hvilken hvilket hvor mange er var bliver blev blevet har havde skal
    skulle få fik der det den de som at en et og eller i på af til fra for med om ved hos
    under over efter så nu mon egentlig vis find list giv fortæl oplys mig os alle samtlige
    nogen noget møde mødet møder møderne referat referatet referater referaterne punkt
    punktet punkter dagsorden dagsordenen dagsordener kkr forum forummet fora region
    regionen regioner regionerne kommune kommunen gang gange dag dem sig dette år året hele
    """.split()
)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``; ``None`` where it is open."""

    first: dt.date | None = None
    last: dt.date | None = None


def read_period(text: str) -> tuple[Period, str]:
    """The meetings' period that a question tells, and the question with that made blank."""
    days = find_dates(text)
    if days:
        dates = [found.date for found in days]
        rest = text
        for found in days:
            rest = _blanked(rest, found.start, found.end)
        return Period(min(dates), max(dates)), rest
    month = _MONTH.search(text)
    if month:
        year, number = int(month[2]), MONTHS.index(month[1].casefold()) + 1
        last = dt.date(year, number, calendar.monthrange(year, number)[1])
        return Period(dt.date(year, number, 1), last), _blanked(text, *month.span())
    between = _BETWEEN.search(text)
    if between:
        period = Period(dt.date(int(between[1]), 1, 1), dt.date(int(between[2]), 12, 31))
        return period, _blanked(text, *between.span())
    since, before = _SINCE.search(text), _BEFORE.search(text)
    if since or before:
        period = Period(
            dt.date(int(since[1]), 1, 1) if since else None,
            dt.date(int(before[1]) - 1, 12, 31) if before else None,
        )
        for found_year in filter(None, (since, before)):
            text = _blanked(text, *found_year.span())
        return period, text
    years = [int(found[1]) for found in _IN_YEAR.finditer(text)]
    if not years:
        return Period(), text
    rest = _IN_YEAR.sub(lambda match: " " * len(match.group()), text)
    return Period(dt.date(min(years), 1, 1), dt.date(max(years), 12, 31)), rest


def without_mentions(text: str, mentions: Iterable[Mention]) -> str:
    """``text`` with what is mentioned made blank, place for place."""
    for mention in mentions:
        text = _blanked(text, mention.start, mention.end)
    return text


def left_over(text: str) -> list[str]:
    """The words of what is left of a question that say something of their own."""
    words = (word.casefold() for word in _WORD.findall(text))
    return [word for word in words if word not in _SCAFFOLD]


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def inside(mention: Mention, span: Span) -> bool:
    """Whether a mention stands in ``span``."""
    return span.start <= mention.start and mention.end <= span.end
