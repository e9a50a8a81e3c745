"""The agenda at the top of the minutes: the strongest evidence of what is an item."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ingest.candidates import Candidate, clean_title
from ingest.labels import section_label
from ingest.lines import Line

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
}
_LONGEST_ENTRY = 260
_FEWEST_ENTRIES = 2
_FEWEST_RUN_TOGETHER = 3


@dataclass(frozen=True, slots=True)
class Agenda:
    """Lines ``first`` to ``last`` (both included) and the title that they give each number."""

    first: int
    last: int
    titles: Mapping[int, str]


def title_similarity(left: str, right: str) -> float:
    """How alike two titles are, 0–1, forgiving of added words such as "Beslutning:"."""
    if not left or not right:
        return 0.0
    a, b = left.casefold(), right.casefold()
    return max(fuzz.ratio(a, b), 0.95 * fuzz.token_set_ratio(a, b)) / 100


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
    if candidate is not None and len(line.plain) <= _LONGEST_ENTRY:
        return {candidate.number: candidate.title}
    return {}


def _run(lines: Sequence[Line], by_line: Mapping[int, Candidate], first: int) -> Agenda | None:
    """The run of agenda entries that opens at line ``first``."""
    titles: dict[int, str] = {}
    last, between = first, 0
    for line in lines[first:]:
        if line.blank:
            continue
        expected = max(titles, default=0) + 1
        entries = _entries(line, by_line.get(line.number), expected)
        if entries and (not titles or min(entries) > max(titles)):
            titles |= entries
            last, between = line.number, 0
            continue
        if entries or len(line.plain) > _LONGEST_ENTRY or section_label(line.raw, line.plain):
            break
        between += 1
        if between > 2:
            break
        wrapped = titles and line.number == last + 1 and line.plain[0].islower()
        if wrapped:
            number = max(titles)
            titles[number] = clean_title(f"{titles[number]} {line.plain}")
            last, between = line.number, 0
    if len(titles) < _FEWEST_ENTRIES:
        return None
    return Agenda(first, last, titles)


def _repeated(run: Agenda, candidates: Sequence[Candidate], lines: Sequence[Line]) -> float:
    """The share of a run's entries that come again below it as a heading."""
    later = [c for c in candidates if c.line > run.last]
    bare = {line.plain.casefold() for line in lines[run.last + 1 :] if not line.blank}
    hits = sum(
        any(c.number == number and title_similarity(c.title, title) >= 0.7 for c in later)
        or title.casefold() in bare
        for number, title in run.titles.items()
    )
    return hits / len(run.titles)


def find_agenda(lines: Sequence[Line], candidates: Sequence[Candidate]) -> Agenda | None:
    """The agenda, where there is one: numbered titles that come again below as headings."""
    by_line = {c.line: c for c in candidates}
    position, numbered = 0, False
    while position < len(lines):
        line = lines[position]
        if numbered and section_label(line.raw, line.plain):
            return None  # The items have begun: what is listed now is listed inside one.
        numbered = numbered or position in by_line
        if line.blank or not _entries(line, by_line.get(position), 1):
            position += 1
            continue
        run = _run(lines, by_line, position)
        if run is not None:
            top = _heading_above(lines, run.first)
            # Minutes that leave closed items out repeat fewer of the entries.
            enough = 0.6 if top == run.first else 0.4
            if _repeated(run, candidates, lines) >= enough:
                return Agenda(top, run.last, run.titles)
        position = (run.last if run else position) + 1
    return None


def _heading_above(lines: Sequence[Line], first: int) -> int:
    above = first - 1
    while above >= 0 and lines[above].blank:
        above -= 1
    if above >= 0 and lines[above].plain.rstrip(":").casefold() in _HEADINGS:
        return above
    return first
