"""When something is to be done, as minutes write it, and the last day that the words tell."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from typing import NamedTuple

from corpus.dates import MONTHS, find_dates, find_days

_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:jan|feb|apr|aug|sept?|okt|nov|dec)\b\.?)"
_YEAR = r"(?:19|20)\d\d\b"
_ORDINAL = ("første", "andet", "tredje", "fjerde")
_DAY = (
    r"(?:(?:man|tirs|ons|tors|fre|lør|søn)dag\s+)?(?:den\s+|d\.\s*)?"
    rf"(?:\d{{1,2}}\.?\s*{_MONTH}(?:,?\s*{_YEAR})?"
    r"|\d{1,2}[./-]\s?\d{1,2}(?:[./ -]\s?(?:\d{4}|\d{2}))?(?![\d%]|\s*(?:mio|pct|kr))"
    r"|[12]\d{3}-\d{2}-\d{2})"
)
_SEASON = (
    r"(?:(?:det )?(?:tidlige |sene |kommende )?(?:forår|sommer|efterår|vinter)(?:en|et)?"
    r"(?:ferien?)?|påsken?|jul(?:en|eferien)?|nytår(?:et)?|årsskiftet|årets udgang)"
)
_PERIOD = (
    rf"(?:(?:starten|begyndelsen|midten|slutningen|udgangen|løbet)\s+af\s+)?"
    rf"(?:{_MONTH}(?:\s+måned)?(?:\s+{_YEAR})?"
    rf"|(?:[1-4]\.|{'|'.join(_ORDINAL)})\s*(?:kvartal|halvår)(?:\s+(?:i\s+|af\s+)?{_YEAR})?"
    rf"|Q[1-4](?:\s+{_YEAR})?|uge\s+\d{{1,2}}(?:,?\s+(?:i\s+)?{_YEAR})?"
    rf"|{_SEASON}(?:\s+{_YEAR})?|{_YEAR}(?:\s?[-/]\s?(?:20)?\d\d)?)"
)
_MEETING = (
    r"(?:(?:det|de|et)\s+)?(?:næste|næstkommende|kommende|førstkommende|følgende|senere|nyt)\s+"
    r"(?:\w+[- ])?(?:\w*møde[rt]?|gang|temadag|seminar)\b"
    r"(?:\s+i\s+[A-ZÆØÅ][\w-]*(?:\s[A-ZÆØÅ][\w-]*)?)?"
    rf"|(?:[A-ZÆØÅ]+[ -])?(?:\w*møde(?:t|rne)|seminaret)\s+(?:i|til|den|d\.)\s+(?:{_DAY}|{_PERIOD})"
    rf"|{_MONTH}[- ]?mødet|(?:\w+[- ])?mødet\s+{_DAY}|\w*(?:døgn|års|tema)\w*(?:seminar|møde|"
    rf"dag)(?:et|en)"
    r"|(?:et\s+)?senere\s+tidspunkt|næste\s+\w*(?:rapport|status|opfølgning)"
)
_BEFORE = (
    r"(?:(?:snarest|hurtigst|allerede|helst)\s+(?:muligt\s+)?(?:og\s+)?)?"
    r"(?:senest|inden|før|forud\s+for|(?:med\s+)?(?:svar)?frist(?:en)?(?:\s+er)?"
    r"|(?:med\s+)?deadline(?:n)?(?:\s+er)?)(?:\s+(?:i|på|ved|med|til|pr\.))?"
)
_DUE = re.compile(
    rf"\b(?P<before>{_BEFORE})[ :]\s*(?P<limit>{_DAY}|{_MEETING}|{_PERIOD})"
    rf"|\b(?:(?:til|på|ved|for|til og med|frem til|frem mod|i løbet af|"
    rf"i(?= næste))\s+)(?P<meeting>{_MEETING})"
    rf"|\b(?:(?:til|på|frem til|pr\.|indtil|omkring|den|d\.)\s+)(?P<day>{_DAY})"
    rf"|\b(?:(?:i|til|fra|ved|med|over|hen over|omkring|efter|primo|medio|ultimo)\s+)"
    rf"(?P<period>{_PERIOD})"
    rf"|\b(?P<bare>uge\s+\d{{1,2}}(?:,?\s+{_YEAR})?|[1-4]\.\s*kvartal\s+{_YEAR}|Q[1-4]\s+{_YEAR})"
    r"|\b(?P<vague>hurtigst\s+muligt|snarest(?:\s+muligt)?|straks"
    r"|(?:inden\s+for|inden|om)\s+(?:en|et|\d+|to|tre|fire|seks|otte)\s+(?:dage?|uger?|"
    r"måned(?:er)?|år)"
    r"|den\s+(?:første|sidste)\s+\w*dag\s+i\s+(?:hver\s+)?(?:måned(?:en)?|kvartal(?:et)?)"
    r"|inden\s+for\s+(?:kort\s+tid|den\s+nærmeste\s+tid))",
    re.IGNORECASE,
)
_OPENING = re.compile(
    rf"(?:(?:(?:primo|medio|ultimo)\s+)?(?:{_DAY}|{_PERIOD})\s*(?:[-–]|til)\s*)?"
    rf"(?:(?:primo|medio|ultimo)\s+)?(?:senest\s+)?(?:{_DAY}|{_PERIOD})",
    re.IGNORECASE,
)
_TURN = re.compile(r"\b(primo|medio|ultimo)\b", re.IGNORECASE)
_PRIMO, _MEDIO = 10, 20
_LAST_DAYS = {
    "jul": (12, 24),
    "julen": (12, 24),
    "juleferien": (12, 24),
    "nytår": (12, 31),
    "nytåret": (12, 31),
    "årsskiftet": (12, 31),
    "årets udgang": (12, 31),
}
_NAMED_DAY = re.compile(rf"\b({'|'.join(_LAST_DAYS)})\b(?:\s+({_YEAR}))?", re.IGNORECASE)
_MONTH_OF = re.compile(
    rf"\b({'|'.join(MONTHS)}|{_MONTH})(?:[- ]?mødet|\s+måned)?(?:\s+({_YEAR}))?", re.I
)
_QUARTER = re.compile(
    rf"\b(?:Q([1-4])|([1-4])\.\s*kvartal|({'|'.join(_ORDINAL)})\s+kvartal)"
    rf"(?:\s+(?:i\s+|af\s+)?({_YEAR}))?",
    re.IGNORECASE,
)
_HALF = re.compile(
    rf"\b(?:([12])\.|(første|andet))\s*halvår(?:\s+(?:i\s+|af\s+)?({_YEAR}))?", re.IGNORECASE
)
_WEEK = re.compile(rf"\buge\s+(\d{{1,2}})(?:,?\s+(?:i\s+)?({_YEAR}))?", re.IGNORECASE)
_END_OF_YEAR = re.compile(
    rf"(?:udgangen af|slutningen af|ultimo|^i|senest i)\s+({_YEAR})$", re.IGNORECASE
)
_SLASHED = re.compile(r"\b(\d{1,2})[./-]\s?(\d{1,2})$")
_OPEN = re.compile(
    r"\b(?:start|begynd|midt|forår|sommer|efterår|vinter|påske|næste|kommende|senere)\w*|^(?:fra|"
    r"efter)\b",
    re.IGNORECASE,
)


class Due(NamedTuple):
    """A time at ``[start, end)`` of the text; ``date`` is its last day, ``strict`` tells a limit
    ("senest", "inden") from a mere time ("i marts")."""

    start: int
    end: int
    date: dt.date | None
    strict: bool


def find_due(text: str, start: int, end: int, meeting: dt.date | None) -> list[Due]:
    """The times in ``text[start:end]`` that lie after ``meeting``, in order, each with the
    preposition before it. What has no year is taken to be the first such day after the meeting."""
    found: list[Due] = []
    for match in _DUE.finditer(text, start, end):
        words = " ".join(match.group().split())
        date = _last_day(words, meeting)
        if date is not None and meeting is not None and date < meeting:
            continue
        if date is None and (match["day"] or (match["limit"] and _is_past(words, meeting))):
            continue
        if match["period"] and _is_past(words, meeting):
            continue
        found.append(Due(match.start(), match.end(), date, match["before"] is not None))
    return found


def opening_due(text: str, start: int, end: int, meeting: dt.date | None) -> Due | None:
    """The day after ``meeting`` that ``text[start:end]`` opens with, as in a plan ("24. august:");
    of a period its last."""
    opening = _OPENING.match(text, start, end)
    date = _last_day(" ".join(opening.group().split()), meeting) if opening else None
    if opening is None or date is None or (meeting and date < meeting):
        return None
    return Due(start, opening.end(), date, False)


def _is_past(words: str, meeting: dt.date | None) -> bool:
    """Whether the words name a year before the meeting's."""
    year = re.search(_YEAR, words)
    return bool(year and meeting and int(year.group()) < meeting.year)


def _last_day(words: str, meeting: dt.date | None) -> dt.date | None:
    """The last day that ``words`` tell; ``None`` for a season, for the next meeting, and for what
    lacks a year where the meeting's date is not known."""
    if dates := find_dates(words):
        return dates[-1].date
    if (days := find_days(words)) and meeting:
        return days[-1].in_year(meeting.year + (_passed(meeting, days[-1].month, days[-1].day)))
    if (slashed := _SLASHED.search(words)) and meeting:
        return _day(meeting, int(slashed[2]), int(slashed[1]))
    return _last_of_period(words, meeting)


def _last_of_period(words: str, meeting: dt.date | None) -> dt.date | None:
    if named := _NAMED_DAY.search(words):
        month, day = _LAST_DAYS[named[1].lower()]
        return _day(meeting, month, day, named[2])
    if end_of_year := _END_OF_YEAR.search(words):
        return dt.date(int(end_of_year[1]), 12, 31)
    if _OPEN.search(words) and not words.lower().startswith("fra "):
        # "til mødet i december", but not "på næste møde" or "i foråret".
        words = re.sub(r"^.*\bmøde\w*\s+(?:i|til)\s+", "", words)
        if _OPEN.search(words):
            return None
    if week := _WEEK.search(words):
        return _last_of_week(int(week[1]), week[2], meeting)
    if quarter := _QUARTER.search(words):
        number = int(quarter[1] or quarter[2] or _ORDINAL.index(quarter[3].lower()) + 1)
        return _last_of_month(3 * number, quarter[4], meeting)
    if half := _HALF.search(words):
        number = int(half[1]) if half[1] else _ORDINAL.index(half[2].lower()) + 1
        return _last_of_month(6 * number, half[3], meeting)
    if named_month := _MONTH_OF.search(words):
        letters = named_month[1][:3].lower()
        number = next(n for n, name in enumerate(MONTHS, 1) if name[:3] == letters)
        last = _last_of_month(number, named_month[2], meeting)
        if last is None:
            return None
        turn = _TURN.search(words)
        if turn and turn[1].lower() != "ultimo":
            return last.replace(day=_PRIMO if turn[1].lower() == "primo" else _MEDIO)
        if re.match(r"(?:inden|før)\s+(?!udgangen|slutningen|mødet)", words, re.IGNORECASE):
            return last.replace(day=1) - dt.timedelta(days=1)
        return last
    return None


def _passed(meeting: dt.date, month: int, day: int) -> int:
    """1 where the day of the year lies before the meeting's, otherwise 0."""
    return int((month, day) < (meeting.month, meeting.day))


def _day(
    meeting: dt.date | None, month: int, day: int, written_year: str | None = None
) -> dt.date | None:
    if written_year:
        year = int(written_year)
    elif meeting:
        year = meeting.year + _passed(meeting, month, day)
    else:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _last_of_month(month: int, written_year: str | None, meeting: dt.date | None) -> dt.date | None:
    if written_year:
        year = int(written_year)
    elif meeting:
        year = meeting.year + int(month < meeting.month)
    else:
        return None
    return dt.date(year, month, monthrange(year, month)[1])


def _last_of_week(week: int, written_year: str | None, meeting: dt.date | None) -> dt.date | None:
    if not (written_year or meeting) or not 1 <= week <= 53:
        return None
    year = int(written_year) if written_year else meeting.year  # type: ignore[union-attr]
    try:
        last = dt.date.fromisocalendar(year, week, 7)
        if meeting and not written_year and last < meeting:
            last = dt.date.fromisocalendar(year + 1, week, 7)
    except ValueError:
        return None
    return last
