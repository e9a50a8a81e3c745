"""Numbers as official Danish writes them: "3.589.269", "1,2 mio.", "1½", "tolv", "en tredjedel"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_ONES = {
    "to": 2,
    "tre": 3,
    "fire": 4,
    "fem": 5,
    "seks": 6,
    "syv": 7,
    "otte": 8,
    "ni": 9,
}
_TEENS = {
    "ti": 10,
    "elleve": 11,
    "tolv": 12,
    "tretten": 13,
    "fjorten": 14,
    "femten": 15,
    "seksten": 16,
    "sytten": 17,
    "atten": 18,
    "nitten": 19,
}
_TENS = {
    "tyve": 20,
    "tredive": 30,
    "fyrre": 40,
    "halvtreds": 50,
    "tres": 60,
    "halvfjerds": 70,
    "firs": 80,
    "halvfems": 90,
}
_WORDS: dict[str, float] = {
    "halvanden": 1.5,
    "halvandet": 1.5,
    **_ONES,
    **_TEENS,
    **_TENS,
    **{
        f"{one}og{ten}": ones + tens
        for one, ones in {"en": 1, **_ONES}.items()
        for ten, tens in _TENS.items()
    },
}
_MULTIPLIERS = {
    "hundrede": 100.0,
    "tusind": 1e3,
    "tusinde": 1e3,
    "t": 1e3,
    "mio": 1e6,
    "mill": 1e6,
    "million": 1e6,
    "millioner": 1e6,
    "mia": 1e9,
    "mrd": 1e9,
    "milliard": 1e9,
    "milliarder": 1e9,
}
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_DIGITS = (
    # Thousands set off by full stops or (hard) spaces, then plain ones; a hyphen before a letter
    # makes a word of it ("3-årig").
    r"(?:\d{1,3}(?:\.\d{3})+(?!\d)|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?=[ \u00a0]?(?:kr|mio|,))|\d+)"
    r"(?:,\d+(?!\d)|\.\d{1,2}(?=\s?(?:mi[ao]\b|mill|%|pct|procent|kr))| ?[½¼¾])?|[½¼¾]"
)
_NUMBER = re.compile(
    rf"(?P<digits>(?<![\w§/])(?<!\d[.,:])(?<![^\W\d_][-–])(?:(?<![^\s(])(?P<minus>[-–−]))?"
    rf"(?P<number>{_DIGITS})(?![^\W\d_]{{4,}}|\d|[-–][^\W\d_]|[/:]\d))"
    rf"|(?<![\w-])(?P<word>{_WORD})(?![\w-])",
    re.IGNORECASE,
)
_MULTIPLIER = re.compile(
    r"(?:\.?[ \u00a0\n]?(?P<long>million(?:er)?|mill|mio|milliard(?:er)?|mia|mrd|tusinde?|hundrede)"
    r"(?![^\W_])\.?|[ \u00a0]?(?P<thousand>t)\.?(?=[ \u00a0]?kr\b))",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"\s?(?P<dash>[-–−])\s?(?=\d)|\s(?P<to>til|eller)\s(?=\S)|\s(?P<and>og)\s(?=\S)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands, ``[start, end)``, its multiplier ("mio.") with it. ``scaled``
    tells whether it has one, ``worded`` whether it is written in letters."""

    start: int
    end: int
    value: float
    worded: bool = False
    scaled: bool = False


@dataclass(frozen=True, slots=True)
class Separator:
    """What stands between two numbers: "-", "til", "eller" or "og"."""

    end: int
    word: str


def find_numbers(text: str, start: int, end: int) -> list[Number]:
    """Every number of ``text[start:end]`` in order, also those that name something."""
    found = []
    at = start
    while match := _NUMBER.search(text, at, end):
        number = _number(text, match, end)
        found.append(number)
        at = max(number.end, match.end())
    return found


def _number(text: str, match: re.Match[str], end: int) -> Number:
    if match["word"]:
        number = Number(*match.span(), _WORDS[match["word"].lower()], worded=True)
    else:
        value = _value(match["number"])
        if match["minus"]:
            value = -value
        number = Number(*match.span(), value)
    if scale := _MULTIPLIER.match(text, number.end, end):
        name = (scale["long"] or scale["thousand"]).lower()
        value = round(number.value * _MULTIPLIERS[name], 2)
        return replace(number, end=scale.end(), value=value, scaled=True)
    return number


def _value(digits: str) -> float:
    whole = digits.rstrip("½¼¾").rstrip()
    fraction = _FRACTIONS.get(digits[-1], 0.0)
    if not whole:
        return fraction
    whole = re.sub(r"[ \u00a0\u202f]|\.(?=\d{3}(?!\d))", "", whole)
    return float(whole.replace(",", ".")) + fraction


def written_value(text: str, number: Number) -> float:
    """The number without its multiplier: 1.2 of "1,2 mio."."""
    match = _NUMBER.match(text, number.start, number.end)
    if match is None or match["word"]:
        return _WORDS[match["word"].lower()] if match else number.value
    return abs(_value(match["number"])) or 1.0


def separator_at(text: str, start: int, end: int) -> Separator | None:
    """The word or dash at ``start`` that may lead on to a second number."""
    match = _SEPARATOR.match(text, start, end)
    if match is None:
        return None
    word = "-" if match["dash"] else (match["to"] or match["and"]).lower()
    return Separator(match.end(), word)
