"""When a meeting was held: from the head's fields and title, else from its lines."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from corpus.dates import FoundDate, find_dates, find_days
from ingest.head.certainty import ALONE, FREE_TEXT, ONE_OF_SEVERAL, STATED, WORDED, Found
from ingest.head.fields import Piece

LONGEST_LINE = 110
ABOUT_MEETING = re.compile(
    r"\b(?:\w+)?(?:referat|møde|dagsorden|protokol)(?:t|et|en|er)?\b", re.IGNORECASE
)
_MEETING_DAY = re.compile(
    r"\b(?:\w*møde\w*|\w*referat|\w*dagsorden)\b.{0,120}?\b(?:den|d\.)\s*\d", re.IGNORECASE
)
_ANOTHER_MEETING = re.compile(
    r"\b(?:godkendelse af|næste|forrige|sidste|seneste|kommende)\b", re.IGNORECASE
)
_OTHER_DAY = re.compile(r"\b(?:efter|før|senest|inden)\s+(?:den\s+|d\.\s*)?$", re.IGNORECASE)
PUBLISHED = re.compile(
    r"\b(?:udgivet|udsendt|udskrevet|revideret|opdateret|godkendt|rettet|korrigeret|sendt)\b",
    re.IGNORECASE,
)
_DAY_AND_TIME = re.compile(
    r"\bkl\.?\s*\d|\b\d\d:\d\d|\b(?:man|tirs|ons|tors|fre|lør|søn)dag\b", re.IGNORECASE
)
# A year that is no part of a period such as "2021-2022".
_YEAR = re.compile(r"(?<![\d./–-])20\d\d(?!\d|\s?[-–/]\s?\d)")


def meeting_date(pieces: Sequence[Piece], file_name: str) -> Found[dt.date] | None:
    """The day of the meeting; the day the letter was written only where nothing else is said."""
    years = _years(pieces, file_name)
    fields = [p.text for p in pieces if p.field in ("meeting", "time and place")]
    titles = [
        p.text
        for p in pieces
        if p.field in (None, "forum", "subject", "date", "place")
        and (match := _MEETING_DAY.search(p.text))
        and not _ANOTHER_MEETING.search(p.text[max(0, match.start() - 30) : match.end()])
    ]
    dates, sure = _date_fields(pieces)
    for texts, certainty in ((fields, STATED), (titles, STATED), (dates, sure)):
        for text in texts:
            for found in _dates(text):
                return Found(found.date, certainty)
        for text in texts:
            for day in find_days(text):
                if date := next(filter(None, map(day.in_year, years)), None):
                    return Found(date, WORDED if day.weekday is not None else FREE_TEXT)
    return _from_lines(pieces)


def _dates(text: str) -> list[FoundDate]:
    return [found for found in find_dates(text) if not _OTHER_DAY.search(text[: found.start])]


def _date_fields(pieces: Sequence[Piece]) -> tuple[list[str], float]:
    """The fields "Dato", the one of the meeting first, and how sure it is of the meeting: a letter
    has one too, beside the name of its writer."""
    at = [n for n, piece in enumerate(pieces) if piece.field == "date"]
    scored = sorted(at, key=lambda n: -_of_meeting(pieces, n))
    if not scored:
        return [], 0.0
    best = _of_meeting(pieces, scored[0])
    certainty = STATED if best > 0 else WORDED if best == 0 else ALONE
    return [pieces[n].text for n in scored], certainty


def _of_meeting(pieces: Sequence[Piece], at: int) -> int:
    around = {piece.field for piece in pieces[max(0, at - 2) : at + 3]}
    return (
        2 * bool(_DAY_AND_TIME.search(pieces[at].text))
        + bool(around & {"place", "meeting", "participants", "forum"})
        - 2 * ("letter" in around)
    )


def _from_lines(pieces: Sequence[Piece]) -> Found[dt.date] | None:
    """The date of a line on the meeting, else the head's only one."""
    short = [
        piece.text
        for piece in pieces
        if piece.field not in ("letter", "other", "agenda", "participants", "apologies")
        and len(piece.text) <= LONGEST_LINE
        and not _ANOTHER_MEETING.search(piece.text)
    ]
    plain = [text for text in short if not PUBLISHED.search(text)]
    for text in plain:
        if ABOUT_MEETING.search(text) or _DAY_AND_TIME.search(text):
            for found in _dates(text):
                return Found(found.date, WORDED)
    days = [found.date for text in plain for found in _dates(text)]
    if not days:
        return None
    return Found(days[0], ALONE if len(set(days)) == 1 else ONE_OF_SEVERAL)


def _years(pieces: Sequence[Piece], file_name: str) -> list[int]:
    """The years that a day without one may be of: the head's, its lines before its fields, then
    the file name's."""

    def texts() -> Iterator[str]:
        yield from (p.text for p in pieces if p.field in (None, "forum", "subject"))
        yield from (p.text for p in pieces if p.field in ("date", "meeting", "letter"))
        yield from (found.date.isoformat()[:4] for p in pieces for found in find_dates(p.text))
        yield file_name

    return list(dict.fromkeys(int(year) for text in texts() for year in _YEAR.findall(text)))
