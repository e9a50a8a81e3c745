"""The periods that a sentence or a table's head tells, with the words that tell them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.dates import MONTHS, find_dates

_MONTH = "|".join(MONTHS)
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_ORDINALS = {"1.": 1, "2.": 2, "3.": 3, "4.": 4, "første": 1, "andet": 2, "anden": 2, "tredje": 3}
_ORDINALS |= {"fjerde": 4, "sidste": -1}
_SEASONS = {"foråret": (3, 5), "sommeren": (6, 8), "efteråret": (9, 11)}
_PERIOD = re.compile(
    # "R2019" is a year of accounts, "B2020" one of a budget.
    rf"(?:\b|(?<=\b[RBFrbf])|(?<=\bBO))(?:(?P<nth>[1-4]\.|første|andet|tredje|fjerde|sidste)\s(?P<part>kvartal|halvår)"
    rf"(?:\s(?:af|i))?\s(?P<part_year>{_YEAR})|"
    rf"de\s(?:første\s)?(?P<many>to|tre)\s(?:første\s)?kvartaler\s(?:af|i)\s"
    rf"(?P<many_year>{_YEAR})|"
    rf"(?P<first_month>{_MONTH})\s?(?:[-–]|til|til\sog\smed)\s?(?P<last_month>{_MONTH})\s"
    rf"(?P<months_year>{_YEAR})|"
    rf"(?P<edge>primo|medio|ultimo)\s(?:(?P<edge_month>{_MONTH})\s)?(?P<edge_year>{_YEAR})|"
    rf"(?<!inden\s)(?:udgangen\saf|slutningen\saf)\s(?P<close>(?:{_MONTH})\s)?(?P<close_year>{_YEAR})|"
    rf"(?P<month>{_MONTH})\s(?P<month_year>{_YEAR})|"
    rf"(?P<season>{'|'.join(_SEASONS)})\s(?P<season_year>{_YEAR})|"
    rf"(?P<first>{_YEAR})(?:\s?(?:[-–/]|til(?:\sog\smed)?|og)\s?(?P<last>{_YEAR})|"
    r"[-–/](?P<short>\d\d))(?!\d|[.,]\d)|"
    rf"(?<![\d.,])(?P<year>{_YEAR})(?![\d%]|[.,]\d))",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\bsiden\s(?:(?:starten|begyndelsen)\saf\s)?(?:den\s|d\.\s)?$", re.IGNORECASE)
_UNTIL = re.compile(r"\binden\s(?:udgangen|slutningen)\saf\s$|\binden\s$", re.IGNORECASE)
# When something begins, ends, or is to be done: no period that a figure is told for.
_LIMIT = re.compile(
    r"\b(?:senest|frist(?:en)?(?:\ser)?|deadline|mødet|møde|dateret|brev\saf|efter|"
    r"fra(?:\sog\smed)?|indtil|til(?:\sog\smed)?|end(?:\si)?|før)\s"
    r"(?:udgangen\saf\s)?(?:(?:i|takståret|budgetåret|skoleåret|året)\s)?(?:den\s|d\.\s)?$|"
    r"\binden\s(?:den\s|d\.\s)$",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\d{4}.*\d\d")
_TO = re.compile(r"\s?(?:[-–]|til(?:\sog\smed)?)\s?(?:den\s|d\.\s)?", re.IGNORECASE)
_FIRST_DAY = re.compile(
    rf"\b(?P<day>[12]?\d|3[01])\.\s(?P<month>{_MONTH})\s(?:til(?:\sog\smed)?|[-–])\s(?:den\s)?$",
    re.IGNORECASE,
)
# A year that belongs to a name or a title, not to what is told.
_NAME_BEFORE = re.compile(
    r"(?:aftale(?:n|r|rne)?|psykiatriplan|plan(?:en)?|strategi(?:en)?|lov(?:en)?|årsrapport(?:en)?|"
    r"aftaleperioden|finanslov\w*|referatet?|notat|seminar(?:et)?|udmelding(?:en)?|program(?:met)?"
    r"|beslutning(?:en)? af|DK)\s(?:for\s)?$",
    re.IGNORECASE,
)
_NAMED_ONE = re.compile(r"\s(?:[a-zæøå]+\s){0,2}(?:i|pr\.)\s(?:den\s)?", re.IGNORECASE)
_BREAK_AFTER = re.compile(
    r"[,;:]|\b(?:mens|mod|men|at|end|som|der)\b|\bog\s(?=\w+(?:er|te|ede)\b)|"
    r"(?<!af\s)(?<!af\sde\s)(?<!under\s)(?<!over\s)\b\d",
    re.IGNORECASE,
)
_BREAK_BEFORE = re.compile(
    r";|(?<!\d):|,\s(?!(?:heraf|hvoraf|svarende|dvs)\b)|\bat\b(?!\s(?:blive|udgøre|være|koste|ligge)\b)",
    re.IGNORECASE,
)
# What is changed from a day on: no day that the change is measured on.
_FROM_THAT_DAY = re.compile(r"\spr\.\s(?:den\s)?", re.IGNORECASE)
_LONGEST = 12
# What four digits count that could be a year.
_COUNTED = re.compile(
    r"[\s\u00a0]?(?:kr\b|kroner|pct|procent|%|‰|mi[ao]\b|mill|t\.?kr|,-|(?:[a-zæøå]+e\s)?"
    r"(?:timer|dage|døgn|borgere|pladser|personer|besøg|sager|børn|unge|medarbejdere|ansatte|"
    r"henvendelser|indbyggere|årsværk|boliger|deltagere|elever|forløb|gange|plejefamilier)\b)"
)
_MONEY = re.compile(r"[\s\u00a0]?(?:kr|kroner|pct|procent|mi[ao]|mill|t\.?kr)\b")
_IN_A_YEAR = re.compile(r"\b(?:i|fra|til|siden|for|år|året|og|inden)\s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """A period and the words that tell it, ``[start, end)``."""

    start: int
    end: int
    date_from: dt.date | None
    date_to: dt.date | None


def find_periods(text: str, start: int, end: int) -> list[Period]:
    """The periods that ``text[start:end]`` tells, in order: days, months, quarters, years."""
    found = [
        Period(start + day.start, start + day.end, day.date, day.date)
        for day in find_dates(text[start:end])
    ]
    for match in _PERIOD.finditer(text, start, end):
        if any(match.start() < f.end and f.start < match.end() for f in found):
            continue
        if match["year"] and not is_year(text, *match.span("year")):
            continue
        if _NAME_BEFORE.search(text[max(start, match.start() - 30) : match.start()]):
            continue
        if dates := _dates(match):
            found.append(Period(match.start(), match.end(), *dates))
    found.sort(key=lambda period: period.start)
    return _bounded(text, start, found)


def is_year(text: str, start: int, end: int) -> bool:
    """Whether the four digits at ``[start, end)`` are a year: not where something counted follows
    ("ca. 2000 borgere"), unless a word before them says so ("i 2020 borgere med …")."""
    if not _COUNTED.match(text, end):
        return True
    before = text[max(0, start - 10) : start]
    return bool(_IN_A_YEAR.search(before)) and not _MONEY.match(text, end)


def _bounded(text: str, start: int, found: list[Period]) -> list[Period]:
    """The periods with their open ends ("siden 2020", "frem til den 30. juni 2024"), a first and a
    last day as one; without time limits ("senest den 1. maj 2024")."""
    periods: list[Period] = []
    first_day: Period | None = None
    for period in found:
        before = text[max(start, period.start - 40) : period.start]
        last, first_day = first_day, period
        if last and last.date_to == last.date_from and _TO.fullmatch(text, last.end, period.start):
            if periods and periods[-1] == last:
                periods.pop()
            periods.append(Period(last.start, period.end, last.date_from, period.date_to))
        elif match := _FIRST_DAY.search(text, max(start, period.start - 40), period.start):
            first = dt.date(_year_of(period), _month(match["month"]), int(match["day"]))
            periods.append(Period(match.start(), period.end, first, period.date_to))
        elif _LIMIT.search(before) and not _SPAN.search(text, period.start, period.end):
            continue
        elif _SINCE.search(before):
            periods.append(Period(period.start, period.end, period.date_from, None))
        elif _UNTIL.search(before):
            periods.append(Period(period.start, period.end, None, period.date_to))
        else:
            periods.append(period)
    return periods


def _year_of(period: Period) -> int:
    day = period.date_to or period.date_from
    assert day is not None
    return day.year


def _dates(match: re.Match[str]) -> tuple[dt.date, dt.date] | None:
    if match["part"]:
        length = 3 if match["part"].lower() == "kvartal" else 6
        nth = _ORDINALS[match["nth"].lower()]
        nth = 12 // length if nth < 0 else nth
        if nth * length > 12:
            return None
        return _months(int(match["part_year"]), (nth - 1) * length + 1, nth * length)
    if match["many"]:
        return _months(int(match["many_year"]), 1, 6 if match["many"].lower() == "to" else 9)
    if match["first_month"]:
        first, last = _month(match["first_month"]), _month(match["last_month"])
        return _months(int(match["months_year"]), first, last) if first <= last else None
    if match["edge"]:
        year = int(match["edge_year"])
        first = _month(match["edge_month"]) if match["edge_month"] else 1
        last = first if match["edge_month"] else 12
        return _edge(match["edge"].lower(), _months(year, first, last))
    if match["close_year"]:
        month = _month(match["close"].strip()) if match["close"] else 12
        closing = _months(int(match["close_year"]), month, month)[1]
        return closing, closing
    if match["month"]:
        return _months(int(match["month_year"]), _month(match["month"]), _month(match["month"]))
    if match["season"]:
        return _months(int(match["season_year"]), *_SEASONS[match["season"].lower()])
    if match["first"]:
        year = int(match["first"])
        last_year = int(match["last"] or match["first"][:2] + match["short"])
        return _months(year, 1, 12, last_year) if 0 <= last_year - year <= _LONGEST else None
    return _months(int(match["year"]), 1, 12)


def _edge(word: str, month: tuple[dt.date, dt.date]) -> tuple[dt.date, dt.date]:
    """The first, middle or last third of a period ("primo november 2020")."""
    first, last = month
    third = (last - first + dt.timedelta(days=1)) / 3
    if word == "primo":
        return first, first + third - dt.timedelta(days=1)
    if word == "medio":
        return first + third, first + 2 * third - dt.timedelta(days=1)
    return first + 2 * third, last


def _month(name: str) -> int:
    return MONTHS.index(name.lower()) + 1


def _months(year: int, first: int, last: int, last_year: int = 0) -> tuple[dt.date, dt.date]:
    last_year = last_year or year
    days = calendar.monthrange(last_year, last)[1]
    return dt.date(year, first, 1), dt.date(last_year, last, days)


def nearest_period(
    text: str, periods: Sequence[Period], start: int, end: int, named: bool, money: bool
) -> Period | None:
    """The period of the figure at ``[start, end)``: the one that follows it in its clause, else
    the nearest before it, where no clause that is told of somebody ("anbefalede i maj 2024 at
    bygge") lies between. A figure that only names what is known ("de 22 kommuner", ``named``) has
    one only right after it; for an amount (``money``), a day right after it only tells when it
    begins to hold ("60 kr. pr. 1. august")."""
    after = next((p for p in periods if p.start >= end), None)
    if after is not None:
        between = text[end : after.start]
        if text.startswith(":", after.end):
            # "12 (2021: 9)": the year of the next figure.
            return None
        if money and after.date_from == after.date_to and _FROM_THAT_DAY.fullmatch(between):
            return None
        if _NAMED_ONE.fullmatch(between) if named else not _BREAK_AFTER.search(between):
            return after
    before = next((p for p in reversed(periods) if p.end <= start), None)
    if before is None or named or _BREAK_BEFORE.search(text, before.end, start):
        return None
    return before
