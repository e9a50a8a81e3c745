"""The agenda at the top of the minutes: the strongest evidence of what is an item."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from rapidfuzz import fuzz

from ingest.splitting.candidates import Candidate, clean_title
from ingest.splitting.lines import Line
from ingest.splitting.numbering import point_number

_TAG = re.compile(r"<[^<>]+>")
_HEADINGS = {
    "dagsorden",
    "dagsordenen",
    "punkter",
    "indhold",
    "indholdsfortegnelse",
    "dagsordenspunkter",
    "oversigt",
    "punkter på dagsordenen",
    "dagsorden for mødet",
    "dagsorden ifølge indkaldelsen",
    "dagsordensoversigt",
    "punktoversigt",
    "mødets dagsorden",
    "dagsorden for møde",
    "saksliste",
    "sakliste",
    "innhold",
    "dagordning",
    "föredragningslista",
    "innehåll",
    "agenda",
    "contents",
    "table of contents",
}
_LONGEST_ENTRY = 260
_FEWEST_ENTRIES = 2
_FEWEST_RUN_TOGETHER = 3
_LEAST_ALIKE = 0.7


@dataclass(frozen=True, slots=True)
class Agenda:
    """Lines ``first`` to ``last`` (both included) and the title that they give each number, and
    each part of an item ("4.1")."""

    first: int
    last: int
    titles: Mapping[int, str]
    parts: Mapping[str, str] = field(default_factory=dict)


def title_similarity(left: str, right: str) -> float:
    """How alike two titles are, 0–1, forgiving of added words such as "Beslutning:"."""
    if not left or not right:
        return 0.0
    a, b = left.casefold(), right.casefold()
    return max(fuzz.ratio(a, b), 0.95 * fuzz.token_set_ratio(a, b)) / 100


def is_agenda_heading(line: Line) -> bool:
    """Whether the line is "Dagsorden", "Indhold" or the like."""
    return line.plain.rstrip(":").casefold() in _HEADINGS


def _next_mark(text: str, number: int, position: int) -> tuple[int, re.Match[str]] | None:
    for wanted in range(number, number + 3):
        match = re.compile(rf"{wanted}[.)]\s*(?=[A-ZÆØÅ\"“])").search(text, position)
        if match:
            return wanted, match
    return None


def _enumerated(text: str, first: int) -> dict[int, str]:
    """Entries "3. …4. …" that a flattened table or list runs together on one line.

    Each number is looked for after the one before it, so that "2018-20204. Udkast" splits
    before the 4. Where it is not found, up to two numbers may have been left out.
    """
    marks: list[tuple[int, int, int]] = []
    number, position = first, 0
    while found := _next_mark(text, number, position):
        number, match = found
        marks.append((number, match.start(), match.end()))
        number, position = number + 1, match.end()
    if not marks:
        return {}
    ends = [start for _, start, _ in marks[1:]] + [len(text)]
    return {
        number: clean_title(text[start:end])
        for (number, _, start), end in zip(marks, ends, strict=True)
    }


def _entries(line: Line, candidate: Candidate | None, expected: int) -> dict[int, str]:
    if "<ol" in line.raw or "<li" in line.raw:
        return _enumerated(_TAG.sub(" ", line.raw), expected)
    run_together = _enumerated(line.plain, expected)
    if len(run_together) >= _FEWEST_RUN_TOGETHER:
        return run_together
    if run_together and _in_last_cell(line, expected):
        return run_together
    if candidate is not None and candidate.certain and len(line.plain) <= _LONGEST_ENTRY:
        return {candidate.number: candidate.title}
    return {}


def _in_last_cell(line: Line, expected: int) -> bool:
    """Whether a row of a table ends with the next entry: "Orientering | 8. Udmeldinger"."""
    *before, last = line.raw.split("\t")
    return bool(before) and re.match(rf"\s*{expected}[.)]\s*\S", last) is not None


def _run(lines: Sequence[Line], by_line: Mapping[int, Candidate], first: int) -> Agenda | None:
    """The run of agenda entries that opens at line ``first``."""
    titles: dict[int, str] = {}
    parts: dict[str, str] = {}
    last, between = first, 0
    for position in range(first, len(lines)):
        line = lines[position]
        if line.blank:
            continue
        expected = max(titles, default=0) + 1
        entries = _entries(line, by_line.get(position), expected)
        if entries and (not titles or min(entries) > max(titles)):
            titles |= entries
            last, between = position, 0
            continue
        point = point_number(line.plain)
        if point and point.number == expected - 1:
            parts[point.shown] = clean_title(point.rest)
            last, between = position, 0
            continue
        if entries or len(line.plain) > _LONGEST_ENTRY or line.label:
            break
        between += 1
        if between > 2:
            break
        adjacent = position == last + 1 and position not in by_line
        wrapped = titles and adjacent and line.plain[0].islower()
        if wrapped:
            number = max(titles)
            titles[number] = clean_title(f"{titles[number]} {line.plain}")
            last, between = position, 0
    if len(titles) < _FEWEST_ENTRIES:
        return None
    return Agenda(first, last, titles, parts)


class _Below:
    """What stands where in a document: the candidates by number, and each line's last place."""

    def __init__(self, lines: Sequence[Line], candidates: Sequence[Candidate]) -> None:
        self._candidates: dict[int, list[Candidate]] = {}
        for candidate in candidates:
            self._candidates.setdefault(candidate.number, []).append(candidate)
        self._last = {line.plain.casefold(): line.number for line in lines if not line.blank}

    def repeats(self, number: int, title: str, last: int) -> bool:
        """Whether an entry comes again below line ``last`` as a heading."""
        if self._last.get(title.casefold(), -1) > last:
            return True
        return any(
            c.line > last and title_similarity(c.name, title) >= _LEAST_ALIKE
            for c in self._candidates.get(number, ())
        )


def find_agenda(lines: Sequence[Line], candidates: Sequence[Candidate]) -> Agenda | None:
    """The agenda, where there is one: numbered titles that come again below as headings."""
    by_line: dict[int, Candidate] = {}
    for candidate in candidates:
        by_line.setdefault(candidate.line, candidate)
    below = _Below(lines, candidates)
    position, numbered = 0, False
    while position < len(lines):
        line = lines[position]
        if numbered and line.label:
            return None  # The items have begun: what is listed now is listed inside one.
        numbered = numbered or position in by_line
        if line.blank or not _entries(line, by_line.get(position), 1):
            position += 1
            continue
        run = _run(lines, by_line, position)
        if run is not None and not _begun(candidates, run):
            top = _heading_above(lines, run.first)
            # Minutes that leave closed items out repeat fewer of the entries.
            enough = 0.6 if top == run.first else 0.4
            hits = sum(below.repeats(*entry, run.last) for entry in run.titles.items())
            if hits >= enough * len(run.titles):
                return Agenda(top, run.last, run.titles, run.parts)
        position = (run.last if run else position) + 1
    return None


def _begun(candidates: Sequence[Candidate], run: Agenda) -> bool:
    """Whether the items have begun before a run that goes on from their numbers."""
    lowest = min(run.titles)
    return sum(c.line < run.first and c.number < lowest for c in candidates) >= _FEWEST_ENTRIES


def _heading_above(lines: Sequence[Line], first: int) -> int:
    """The line of the heading above a run of entries, or above the heads of its columns; ``first``
    where there is none."""
    above = (lines[at] for at in range(first - 1, -1, -1) if not lines[at].blank)
    for line in islice(above, 2):
        if is_agenda_heading(line):
            return line.number
        if not line.table:
            break
    return first
