"""Phone numbers in running text, told from the figures that minutes are full of.

A number is taken for a phone number because of what stands around it; where that is in doubt it is
taken for a figure, since a hidden figure is a hidden fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from corpus.records import Span

_GAP = r"[ \u00a0\u2000-\u200a\u202f.\-‐‑–]"
_WITH_COUNTRY = re.compile(
    r"(?<![\w.,])\(?(?:\+|00)[ \u00a0]?45\)?[ \u00a0.\-–]{0,2}\(?\d(?:[ \u00a0.\-‐‑–()]{0,2}\d){7}"
    r"(?!\d)"
)
_FOREIGN = re.compile(
    r"(?<![\w.,+])(?P<plus>\+|00)(?!45)"
    r"(?P<number>[1-9]\d{0,2}(?:[ \u00a0\-–()/]{0,2}\d){6,13})(?!\d)"
)
# The groupings in which eight digits are written.
_EIGHT = re.compile(
    "(?<![^\\W_])[2-9](?:"
    + "|".join(
        rf"\d{{{first - 1}}}" + "".join(rf"{_GAP}\d{{{some}}}" for some in rest)
        for first, *rest in (
            (8,),
            (4, 4),
            (2, 2, 2, 2),
            (3, 2, 3),
            (2, 3, 3),
            (3, 3, 2),
            (2, 2, 4),
        )
    )
    + ")(?![^\\W_]|@)"
)
_IN_TWOS = re.compile(r"[2-9]\d(?:[ \u00a0\u2000-\u200a\u202f]\d\d){3}")
_DIGITS_ABROAD = range(10, 16)
# The countries whose numbers need no word for a phone before them; "+65" is an age as often.
_COUNTRY = re.compile(
    r"1\D{0,2}\d{3}\D{0,2}\d{3}\D?\d{4}$|29[89]|3[1-4689]|35\d|37\d|38\d|4[1346-9]|42[01]"
)
_FAROES_OR_GREENLAND = re.compile(r"29[89](?:\D{0,2}\d){6}")

_PHONE = (
    r"(?:tlf|telf|tel|telefon|telefonisk|mobil|mob|mobiltelefon|mobiltlf|phone|sms|fax|telefax|"
    r"hotline)"
)
_NUMBER = r"(?:nr|nummer|nummeret|numre)"
_LABEL = re.compile(
    rf"(?:(?<![^\W_])(?:{_PHONE}{_NUMBER}?|{_NUMBER}|direkte|dir|(?:op)?ring(?:e|es|er)?|"
    r"kontakt(?:e|es)?|træffes?|fanges|[tm][.:])|[☎☏✆📞📱])"
    rf"(?:[\s.:,()\-–/]|\b(?:{_NUMBER}|på|til|er|evt|os|direkte|privat|arbejde)\b)*$",
    re.IGNORECASE,
)
_NEAR = re.compile(
    rf"@|[☎☏✆📞📱]|(?<![^\W_])(?:(?:tlf|telf|telefon(?:isk|tid)?|mobiltelefon|mobiltlf|telefax|fax|sms)"
    rf"{_NUMBER}?\b|(?:mobil|mob|tel)(?:[.:]|{_NUMBER}\b)|kontakt(?:e|es|person|personen)?\b|"
    r"ringe?\b|træffes\b)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"[\s,(\-–]{{0,3}}(?:{_PHONE}|direkte|privat|arbejde)\b|.{{0,30}}@", re.IGNORECASE
)
_AFTER_ANOTHER = re.compile(
    rf"\s*(?:[,/;|\n]|og|eller|el\.|samt)\s*(?:{_PHONE}{_NUMBER}?[.:]*\s*)?", re.IGNORECASE
)
_OTHER_LABEL = re.compile(
    r"(?<![^\W_])(?:cvr|se|ean|gln|p|j|jr|sags?|sagen|journal|dok|dokument|konto|reg|id|ref|"
    r"faktura|ordre|lov|isbn|issn|matr|matrikel|acadre|sbsys|edoc|kle|projekt|budget|beløb|kr|dkk|"
    r"i alt|antal|uge|uger|ugerne|år|årene|side|siderne|punkt|punkter|punkterne|bilag)"
    rf"[-.\s]*(?:{_NUMBER}|id|sag)?[-.:#\s]*$",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"[ \u00a0]?(?:kr\b|kroner|dkk|eur|€|\$|%|pct|procent|promille|mio\b|mia\b|t\.?kr|tusind|stk\b|"
    r"årsværk|pladser|borgere|personer|timer|dage|døgn|m²|m2\b|km\b|,-|,–)|[.,]\d|"
    rf"[ \u00a0]?[-–/][ \u00a0]?(?!{_EIGHT.pattern})\d",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?:19|20)\d\d\D{1,3}(?:19|20)\d\d")
_DAY = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|"
    r"[0-3]\d\D(?:0[1-9]|1[0-2])\D(?:19|20)\d\d"
)
_THOUSANDS = re.compile(r"\d\d\.\d{3}\.\d{3}")
_GOES_BEFORE = re.compile(r"[\d•](?:[.,:/\-–+][ \u00a0]?|[ \u00a0])$")
_GOES_ON = re.compile(r"[ \u00a0][\d•]")
# Where something else than a row's next figure begins or ends.
_OPENS = re.compile(r"(?:^|[\n\t,;:(|/–—-]|(?<![^\W_])(?:på|til|er))[^\S\n]*$", re.IGNORECASE)
_CLOSES = re.compile(r"[,;)]|\.(?:\s|$)|[^\S\n]+[a-zæøå(]")
_FIGURE_BEFORE = re.compile(r"[\d%•][^\w\n]*$")
_FIGURE_AFTER = re.compile(r"[^\w\n]*[\d•]")
# Two figures beside each other, or a line of nothing but figures.
_FIGURES = re.compile(
    r"\d[.,]?%?[^\S\n]+(?:\|[^\S\n]*)?[+\-–]?\d|^(?=[^\n]*\d)[^\nA-Za-zÆØÅæøå]+$", re.MULTILINE
)
_NEAR_CHARACTERS = 40
_TABLE_CHARACTERS = 80


def phone_numbers(text: str) -> list[Span]:
    """The phone numbers in ``text``, in order, none inside another. Takes linear time."""
    found: list[Span] = []
    for span in sorted([*_prefixed(text), *_plain(text)], key=lambda span: span.start):
        if not found or span.start >= found[-1].end:
            found.append(span)
    return found


def _prefixed(text: str) -> Iterator[Span]:
    """Those with the code of a country."""
    for match in _WITH_COUNTRY.finditer(text):
        if not _UNIT.match(text, match.end()):
            yield Span(match.start(), match.end())
    for match in _FOREIGN.finditer(text):
        if _is_foreign(text, match):
            yield Span(match.start(), match.end())


def _is_foreign(text: str, match: re.Match[str]) -> bool:
    number = match["number"]
    digits = sum(character.isdigit() for character in number)
    if digits not in _DIGITS_ABROAD and not _FAROES_OR_GREENLAND.fullmatch(number):
        return False
    if _UNIT.match(text, match.end()) or _YEARS.search(number):
        return False
    if match["plus"] == "+" and _COUNTRY.match(number):
        return True
    return _labelled(text, match.start()) or _is_near(text, match.start(), match.end())


def _plain(text: str) -> Iterator[Span]:
    """Those of eight digits alone."""
    last = 0
    for match in _EIGHT.finditer(text):
        start, end = match.span()
        follows = 0 < last <= start and _AFTER_ANOTHER.fullmatch(text, last, start) is not None
        if _is_phone(text, match, follows):
            last = end
            yield Span(start, end)


def _is_phone(text: str, match: re.Match[str], follows: bool) -> bool:
    """Whether eight digits are a phone number; ``follows``: they stand after one, as in a list."""
    start, end, number = match.start(), match.end(), match.group()
    before = _before(text, start)
    if _GOES_ON.match(text, end) or _UNIT.match(text, end) or _THOUSANDS.fullmatch(number):
        return False
    if _OTHER_LABEL.search(before) or len(set(re.findall(r"\D", number))) > 1:
        return False
    if _YEARS.fullmatch(number) or (_DAY.fullmatch(number) and not number.isdigit()):
        return False
    if follows:
        return True
    if _GOES_BEFORE.search(before):
        return False
    if _labelled(text, start):
        return True
    if _DAY.fullmatch(number):
        return False
    return _is_near(text, start, end) or (
        _IN_TWOS.fullmatch(number) is not None and _stands_alone(text, start, end)
    )


def _before(text: str, at: int, length: int = _NEAR_CHARACTERS) -> str:
    return text[max(0, at - length) : at]


def _labelled(text: str, start: int) -> bool:
    """Whether a word for a phone stands just before, if need be at the end of a line above."""
    return _LABEL.search(_before(text, start)) is not None


def _is_near(text: str, start: int, end: int) -> bool:
    """Whether a word for a phone, or a mail address, stands close by on the line."""
    before = _before(text, start).rpartition("\n")[2]
    return _NEAR.search(before) is not None or _AFTER.match(text, end) is not None


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether four groups of two, with no word for a phone near, are no row of figures."""
    groups = [int(group) for group in text[start:end].split()]
    if len({after - before for before, after in pairwise(groups)}) == 1:
        return False
    before, after = _before(text, start, _TABLE_CHARACTERS), text[end : end + _TABLE_CHARACTERS]
    if _FIGURE_BEFORE.search(before) or _FIGURE_AFTER.match(after):
        return False
    if not _OPENS.search(before) and not _CLOSES.match(after):
        return False
    others = f"{_IN_TWOS.sub('x', before)}\n{_IN_TWOS.sub('x', after)}"
    return _FIGURES.search(others) is None
