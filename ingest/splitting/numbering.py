"""The ways in which minutes number their items: "4.", "Punkt 4", "§ 4", "Sak 4/19", "IV." …"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.dates import MONTHS

HIGHEST_NUMBER = 999
# The word before a number, with the style that those of one document share.
_WORDS = {
    "punkt": r"(?:dagsordenens\s+|agenda\s+|mødets\s+)?(?:dagsorden(?:s)?punkt|punkt|pkt\.?|item)",
    "ad": r"ad(?:\.|\s+pkt\.?|\s+punkt|\s+dagsordenspunkt)?",
    "sag": r"(?:sag(?:spunkt)?|(?:[a-zæøå]{1,3}-?)?sak|ps|ärende)(?:s?nr\.?)?",
    "§": "§",
}
_ROMAN = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
_YEAR = r"(?:19|20)\d{2}"
_AFTER_WORD = r"\s*(?:nr\.?|no\.?|nummer)?\s*"
_SEPARATOR = r"\s*(?:[.:,)\t]|[-–—](?=\s))?\s*"
_WORD = tuple(
    (
        style,
        re.compile(
            rf"^{word}{_AFTER_WORD}(?:({_YEAR})[/-](\d{{1,3}})|(\d{{1,3}})(?:[/-]({_YEAR}|\d{{2}}))?|"
            rf"((?-i:{_ROMAN})))(?![\w/]|\.\d){_SEPARATOR}(.*)$",
            re.IGNORECASE,
        ),
    )
    for style, word in _WORDS.items()
)
_NUMBER = re.compile(
    r"^(\d{1,3})\s*[.):]\s*(?=[^\d\s])(.*)$|^(\d{1,3})\s*[.):]?()$|^(\d{1,3})\t+(\S.*)$|"
    r"^(\d{1,3})\.0\.?\s+(\S.*)$|^(\d{1,3})\s*[-–—]\s+(?=[A-ZÆØÅÄÖ\"“])(.*)$"
)
_YEARLY = re.compile(
    rf"^(?:({_YEAR})[/-](\d{{1,3}})|(\d{{1,3}})[/-]({_YEAR}|1[3-9]|[2-9]\d))"
    r"[.:)]?(?:\s+[-–—])?\s+(?=[A-ZÆØÅÄÖ\"“])(.*)$"
)
_ROMAN_NUMBER = re.compile(rf"^({_ROMAN})(?:\s*[.):]|\t|\s+[-–—](?=\s))\s*(\S.*)$")
_BARE = re.compile(
    r"^(\d{1,3})\s+(?=[A-ZÆØÅÄÖ\"“«»]|\((?:Åben|Lukket|Offentlig|Fortrolig|Åbent)\b)(\S.*)$"
)
_POINT = re.compile(r"^(?:punkt|pkt\.?|ad)?\s*(\d{1,3})\.([1-9]\d?)[.):]?\s+(\S.*)$", re.IGNORECASE)
# What text recognition makes of a number: "l.", "I0.", "S.", "3," for 1, 10, 5 and 3.
_MISREAD = re.compile(r"^([\dlI|OoSB]{1,3})\s*([.:,])\s+(?=[A-ZÆØÅ]|l[^aeiouyæøå\s])(.*)$")
_DIGITS = str.maketrans("lI|OoSB", "1110058")
# "4. marts 2024 mødes …" and "2. halvår" open a sentence, never an item.
_ORDINAL = re.compile(rf"(?:{'|'.join(MONTHS)}|kvartal|halvår|mio|mia|behandling)\b")


@dataclass(frozen=True, slots=True)
class Numbered:
    """The number that a line opens with, as a value and as it is ``shown``, and what follows it.

    ``style`` is what the items of one document have in common. ``certain`` is false for a number
    that text recognition may have misread; ``shown`` is then what it must have been.
    """

    value: int
    shown: str
    style: str
    rest: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Point:
    """The number of an item's part ("4.1") and what follows it on the line."""

    number: int
    point: int
    rest: str

    @property
    def shown(self) -> str:
        return f"{self.number}.{self.point}"


def point_number(text: str) -> Point | None:
    """What a line such as "4.1 Takster" opens with."""
    match = _POINT.match(text)
    return Point(int(match[1]), int(match[2]), match[3]) if match else None


def roman_value(roman: str) -> int:
    """The value of a Roman numeral below 40."""
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in roman]
    return sum(
        -value if value < after else value
        for value, after in zip(values, [*values[1:], 0], strict=True)
    )


def number_like(shown: str, value: int) -> str:
    """``value`` written the way that another number of the same document is."""
    if "/" in shown:
        number, _, year = shown.partition("/")
        return f"{number}/{value}" if len(number) == len("2024") else f"{value}/{year}"
    if shown.isdecimal():
        return str(value)
    tens, ones = divmod(value, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def _with_word(text: str) -> Numbered | None:
    for style, pattern in _WORD:
        match = pattern.match(text)
        if match:
            year, of_year, number, in_year, roman, rest = match.groups()
            if year:
                return Numbered(int(of_year), f"{year}/{of_year}", f"{style} {year}", rest)
            if in_year:
                return Numbered(int(number), f"{number}/{in_year}", f"{style} {in_year}", rest)
            if roman:
                return Numbered(roman_value(roman), roman, f"{style} I", rest)
            return Numbered(int(number), number.lstrip("0"), style, rest)
    return None


def _of_a_year(text: str) -> Numbered | None:
    match = _YEARLY.match(text)
    if not match:
        return None
    year, of_year, number, in_year, rest = match.groups()
    if year:
        return Numbered(int(of_year), f"{year}/{of_year}", f"{year}/", rest)
    return Numbered(int(number), f"{number}/{in_year}", f"/{in_year}", rest)


def _of_digits(text: str) -> Numbered | None:
    number = _NUMBER.match(text)
    if number:
        digits, rest = next(
            (number.group(i), number.group(i + 1)) for i in (1, 3, 5, 7, 9) if number.group(i)
        )
        if _ORDINAL.match(rest):
            return None
        return Numbered(int(digits), digits.lstrip("0"), "number", rest)
    yearly = _of_a_year(text)
    bare = _BARE.match(text) if yearly is None else None
    if bare:
        return Numbered(int(bare.group(1)), bare.group(1).lstrip("0"), "bare", bare.group(2))
    return yearly


def _misread(text: str) -> Numbered | None:
    match = _MISREAD.match(text)
    if not match or (match.group(1).isdecimal() and match.group(2) != ","):
        return None
    digits = match.group(1).translate(_DIGITS).lstrip("0")
    return Numbered(int(digits), digits, "number", match.group(3), False) if digits else None


def read_numbers(text: str) -> tuple[Numbered, ...]:
    """Every way to read the number that ``text`` opens with, the likeliest first; none for most
    lines."""
    found: list[Numbered | None] = []
    if text[:1].isdecimal():
        found = [_of_digits(text), _misread(text)]
    elif text:
        word = _with_word(text)
        roman = _ROMAN_NUMBER.match(text) if word is None else None
        if roman:
            found = [Numbered(roman_value(roman[1]), roman[1], "roman", roman[2]), _misread(text)]
        else:
            found = [word or _misread(text)]
    return tuple(n for n in found if n is not None and 0 < n.value <= HIGHEST_NUMBER)
