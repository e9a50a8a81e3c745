"""The places in running text where a numbered line may have begun: "2. Takster", "Punkt 2", "2.1",
"A)", "## Takster", and the rules of tables."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.splitting.labels import WEAK_LABELS, Label
from ingest.splitting.lines import Line
from ingest.splitting.numbering import roman_value

MarkKind = Literal["number", "point", "heading", "part", "label", "rule", "text"]
_CAPITAL = r"(?=[A-ZÆØÅÄÖ\"“”»(§])"
_MARK = re.compile(
    rf"(?<!\S)(?P<bold>\*\*|__)?(?:(?P<number>\d{{1,3}})(?:\.0|[.):])\s+{_CAPITAL}|"
    r"(?:Dagsordenspunkt|Punkt|PUNKT|Pkt\.?|Ad(?: pkt\.| punkt)?|Sag(?:\s?nr\.)?|Sak|Item|§)"
    r"\s?(?:nr\.\s?)?(?:(?:19|20)\d\d/)?(?P<of_word>\d{1,3})(?:/\d{2,4})?(?:\s?[.:)]|\s[-–—])?"
    rf"\s+{_CAPITAL}|"
    rf"(?:(?:19|20)\d\d/(?P<of_year>\d{{1,3}})|(?P<in_year>\d{{1,3}})/(?:19|20)\d\d)[.:)]?\s+{_CAPITAL}|"
    rf"(?P<roman>(?=[IVX])X{{0,3}}(?:IX|IV|V?I{{0,3}}))\.\s+{_CAPITAL}|"
    rf"(?P<item>\d{{1,3}})\.(?P<point>[1-9]\d?)\.?\s+{_CAPITAL}|"
    rf"(?P<bare>\d{{1,3}})\s(?:[-–—]\s)?(?!(?:Dagsordensp|P|p)unkt|Pkt|Sag\b|Sak\b|Item\b|§){_CAPITAL}|"
    r"(?P<heading>#{1,6})\s+(?=\S)|"
    r"(?P<rule>-{2,}(?:\s+-{2,})*)(?!\S)|"
    r"(?P<part>[A-H])\)\s+(?=[A-ZÆØÅÄÖ])|"
    r"(?P<text>Det indstilles(?: til [A-ZÆØÅ]?\w+)?(?:,? at\b|\s?:)))"
)
_LIST_TAG = re.compile(r"(?P<open><ol\b[^<>]{0,200}>)|</ol>|\s-{3,}", re.IGNORECASE)
# Words after which a number belongs to them, and opens nothing.
_BEFORE_NUMBER = re.compile(
    r"(?:[-–—/&+,]|(?:^|[\s(])(?:(?:nr|pkt|kap|(?-i:kl)|d|pr|ca|stk|ad|art|s)\.?|(?:bilag|punkt|side|§|kapitel|"
    r"uge|type|trin|fase|tabel|figur|gruppe|model|mål|fokusområde|den|og|eller|til|fra|version|sag|"
    r"artikel|afsnit|af|i|på|om|for|indsats|tema|initiativ|spor|nummer):?))$",
    re.IGNORECASE,
)
_BEFORE = 30
_OPENING = 40
_FEWEST_BARE = 3
_POINTS = 100
_TERMINAL = '.!?:)"”'
_LONGEST_LIST = 4000


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at ``start``; the text that it opens begins at ``after``.

    The ``number`` of a point such as "4.1" is 401. ``bare`` is a number without a sign, ``apart``
    one that begins a sentence, or has a word such as "Punkt" before it.
    """

    start: int
    after: int
    kind: MarkKind
    number: int = 0
    bare: bool = False
    apart: bool = False
    label: Label | None = None
    plain: bool = False

    @property
    def strong(self) -> bool:
        """Whether it is a label that no sentence begins with."""
        return self.label is not None and self.label.label.casefold() not in WEAK_LABELS


def numbered_marks(text: str, line: Line) -> Iterator[Mark]:
    """Every mark of a line but the labels."""
    lists = deque(_lists(text, line))
    yield from (Mark(start, start, "rule") for start, _ in lists if start > line.start)
    for match in _MARK.finditer(text, line.start, line.end):
        start, after = match.span()
        while lists and lists[0][1] <= start:
            lists.popleft()
        if lists and lists[0][0] <= start:
            continue
        if match["heading"]:
            yield Mark(start, after, "heading")
        elif match["rule"]:
            yield Mark(start, after, "rule")
        elif match["text"]:
            yield Mark(start, start, "text")
        elif match["part"]:
            yield Mark(start, after, "part")
        elif match["point"]:
            yield Mark(start, after, "point", _POINTS * int(match["item"]) + int(match["point"]))
        else:
            digits = next(filter(None, match.group("number", "of_word", "of_year", "in_year")), "")
            digits = digits or match["bare"] or ""
            counting = match["number"] or match["bare"]
            before = text[max(line.start, start - _BEFORE) : start].rstrip()
            if not (counting and _BEFORE_NUMBER.search(before)):
                number = int(digits) if digits else roman_value(match["roman"])
                named = bool(match["of_word"]) and text[start] != "§"
                apart = named or not before or before[-1] in _TERMINAL
                yield Mark(start, after, "number", number, bare=bool(match["bare"]), apart=apart)


def _lists(text: str, line: Line) -> Iterator[tuple[int, int]]:
    """The HTML lists in a line: to their closing tag, or the rule of the table that they stand
    in. Their numbers are run together without spaces, and read elsewhere."""
    opened: int | None = None
    for match in _LIST_TAG.finditer(text, line.start, line.end):
        if match["open"]:
            opened = match.start() if opened is None else opened
        elif opened is not None:
            yield opened, match.start()
            opened = None
    if opened is not None:
        yield opened, min(line.end, opened + _LONGEST_LIST)


def in_sequence(text: str, numbers: Sequence[Mark]) -> set[int]:
    """The places of the numbers and points that have a neighbour in the document.

    Numbers without any sign count where the same words follow the same number elsewhere, and where
    more of them stand one after the other than of any others.
    """
    openings = Counter(_opening(text, mark) for mark in numbers)
    kept = _points(numbers)
    kept |= {m.start for m in numbers if m.kind == "point" and openings[_opening(text, m)] > 1}
    numbers = [mark for mark in numbers if mark.kind == "number"]
    signed = [mark for mark in numbers if not mark.bare]
    values = {mark.number for mark in signed}
    kept |= {m.start for m in signed if m.number == 1 or _near(m.number, values)}
    kept |= {mark.start for mark in numbers if mark.bare and openings[_opening(text, mark)] > 1}
    run: list[Mark] = []
    for mark in numbers:
        if mark.bare and (not run or mark.number in (run[-1].number + 1, run[0].number)):
            run.append(mark)
    longest = max((mark.number for mark in run), default=0)
    if len(run) >= _FEWEST_BARE and longest > max(values, default=0):
        kept |= {mark.start for mark in run}
    return kept


def _points(numbered: Sequence[Mark]) -> set[int]:
    """The places of the numbers of parts, "4.1" and "4.2", of items that have more than one."""
    points = {mark.number for mark in numbered if mark.kind == "point"}
    whole = {
        n for n in points if {n // _POINTS * _POINTS + 1, n // _POINTS * _POINTS + 2} <= points
    }
    return {m.start for m in numbered if m.kind == "point" and m.number in whole}


def _opening(text: str, mark: Mark) -> tuple[int, str]:
    words = text[mark.after : mark.after + _OPENING].casefold().split()
    return mark.number, " ".join(words[:2])


def _near(number: int, values: set[int]) -> bool:
    return any(number + step in values for step in (-2, -1, 1, 2))
