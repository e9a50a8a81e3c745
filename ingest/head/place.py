"""Where a meeting was held."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.dates import find_dates, find_days
from ingest.head.certainty import ALONE, STATED, WORDED, Found
from ingest.head.date import ABOUT_MEETING, LONGEST_LINE, PUBLISHED
from ingest.head.fields import Piece, values_of

_CLOCK = (
    r"(?:kl\.?\s*)?\d{1,2}(?:[.:]\d\d)?(?:\s*(?:[-–]|til|og)\s*(?:kl\.?\s*)?\d{1,2}(?:[.:]\d\d)?)?"
)
_TIME = re.compile(
    rf"^[\s,.]*(?:fra\s+)?(?:kl\.?\s*{_CLOCK}|\d{{1,2}}[.:]\d\d\s*[-–]\s*\d{{1,2}}[.:]\d\d)"
    r"(?:\s*\([^)]*\))?[\s,.]*",
    re.IGNORECASE,
)
_DAY = re.compile(r"^[\s,.]*(?:(?:man|tirs|ons|tors|fre|lør|søn)dag\s+)?(?:den\s+|d\.\s*)?", re.I)
_HELD_AT = re.compile(
    r"\bmødet?\s+(?:\w+\s+)?(?:afholdes|afholdtes|afholdt|holdes|holdtes|holdt|fandt sted)\s+"
    r"(?:den\s+[^,]*?\s+)?(?:i|på|hos|ved|som)\s+(.+?)\s*\.?$",
    re.IGNORECASE,
)
_TITLE_WITH_PLACE = re.compile(rf"\bkl\.?\s*{_CLOCK},?\s+(?:i|på|hos|ved)\s+([A-ZÆØÅ].+)$")
_IN = re.compile(r"^(?:i|på|hos|ved)\s+(?=[A-ZÆØÅ])")
_SOUNDS_LIKE_PLACE = re.compile(
    r"\b\d{4}\s+[A-ZÆØÅ]|\w*(?:rådhus|huset|hotel|lokale|sal(?:en)?|gården|center|centret|skole|kro)\b|"
    r"\w+(?:vej|gade|allé|alle|plads|torv|stræde)(?:en)?\s+\d|\b(?:teams|skype|zoom|virtuelt|online|"
    r"video\w*|telefonmøde)\b",
    re.IGNORECASE,
)


def meeting_place(pieces: Sequence[Piece]) -> Found[str] | None:
    """The labelled place, else the one that a sentence or the title tells, else the line right
    below the date."""
    for value in values_of(pieces, "place"):
        place = _TIME.sub("", value.replace("\t", ", ")).strip(" ,")
        if place and not find_dates(place):
            return Found(place, STATED)
    for value in values_of(pieces, "time and place"):
        place = _without_time(value)
        if place and not place[0].islower():
            return Found(place, WORDED)
    lines = [piece for piece in pieces if piece.field in (None, "forum", "subject")]
    for piece in lines:
        for pattern in (_HELD_AT, _TITLE_WITH_PLACE):
            if match := pattern.search(piece.text):
                return Found(match.group(1).strip(" ."), WORDED)
    for above, below in pairwise(lines):
        if (found := _below_date(above, below)) is not None:
            return found
    return None


def _without_time(value: str) -> str:
    """What is left of "Fredag 18. marts 2011, fra kl. 9 til 12, Rådhuset"."""
    value = value.replace("\t", ", ")
    days = [(date.start, date.end) for date in find_dates(value)]
    days += [(day.start, day.end) for day in find_days(value)]
    if days:
        start, end = days[0]
        before = _DAY.sub("", value[:start])
        value = before if len(before.strip(" ,")) > 3 else value[end:]
    return _TIME.sub("", value).strip(" ,.;–-")


def _below_date(above: Piece, below: Piece) -> Found[str] | None:
    text = below.text
    if (
        not (find_dates(above.text) or find_days(above.text))
        or PUBLISHED.search(above.text)
        or max(len(above.text), len(text)) > LONGEST_LINE
        or below.level
        or below.start == above.end  # On the same line.
        or find_dates(text)
        or ABOUT_MEETING.fullmatch(text)
        or text.endswith((".", ":"))
    ):
        return None
    if _IN.match(text) and below.start - above.end <= 2:
        return Found(_IN.sub("", text), WORDED)
    adjacent = below.start - above.end <= 1
    if adjacent or (below.start - above.end <= 2 and _SOUNDS_LIKE_PLACE.search(text)):
        return Found(text, ALONE)
    return None
