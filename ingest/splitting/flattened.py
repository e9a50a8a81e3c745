"""Minutes that a converter flattened: each page, or all of it, one paragraph.

The text is left as it is. What is found is where its lines were: at numbers ("… 2. Godkendelse af
…"), at labels between sentences ("… godkendt. Beslutning KKR …"), at the ends of titles, and at the
sentences that recommend or decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.splitting.labels import opens_recommendation, states_decision
from ingest.splitting.lines import Line
from ingest.splitting.marks import Mark
from ingest.splitting.openings import Opening, find_openings
from ingest.splitting.running_titles import RunningTitles

_LONG_LINE, _LONG_ON_AVERAGE = 1000, 400
_MOST_OF_IT, _LEAST_SPREAD = 0.8, 0.25
_FEWEST_LABELS, _FEWEST_UNDECIDED, _FEWEST_MARKS = 2, 4, 3
_LONG_HEADING, _LONGEST_HEADING = 80, 240
_OPENING = 160
_FEWEST_LISTED = 3
_DECISIONS_AT_END = 4
_DECIDING = ("decision", "recommendation")
_TELLING = ("number", "point", "heading")
_SENTENCE = re.compile(r"(?<=[.!?:)\"”])\s+(?=[A-ZÆØÅÄÖ])")
_AGENDA_HEADING = re.compile(
    r"(?<!\S)(?:Dagsorden(?:en|spunkter)?|DAGSORDEN|Punkter|PUNKTER|Indhold(?:sfortegnelse)?|INDHOLD)"
    r"\s?:?\s*$"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """What was a line: ``[start, end)`` of the text, ``apart`` where a blank one stood above."""

    start: int
    end: int
    apart: bool


def flattened_lines(text: str, lines: Sequence[Line]) -> dict[int, list[Piece]]:
    """The pieces of every line that is several run together, by the line's number; empty for a
    text that was not flattened."""
    openings = find_openings(text, lines)
    flat = _flat(lines, openings)
    if not flat:
        return {}
    everything = [opening for some in openings.values() for opening in some]
    titles = RunningTitles(text, everything)
    numbers = (opening.mark.start for opening in everything if opening.mark.kind == "number")
    first = min(numbers, default=0)
    return {n: list(_pieces(text, lines[n], openings[n], titles, first)) for n in flat}


def _flat(lines: Sequence[Line], openings: Mapping[int, Sequence[Opening]]) -> list[int]:
    """The numbers of the lines that were flattened: those of many marks; where most labels of the
    document stand inside lines, or its lines are as long as pages, all that hold a mark; and
    headings that their text is run together with."""
    inner = {
        number: [o.mark for o in some if o.mark.start > lines[number].start]
        for number, some in openings.items()
    }
    telling = {
        number: [mark for mark in some if mark.strong or mark.kind in _TELLING]
        for number, some in inner.items()
    }
    labels = [m.label.kind for some in inner.values() for m in some if m.label and m.strong]
    own = sum(line.label is not None for line in lines)
    fewest = _FEWEST_LABELS if any(kind in _DECIDING for kind in labels) else _FEWEST_UNDECIDED
    length = sum(line.end - line.start for line in lines)
    pages = length >= _LONG_ON_AVERAGE * sum(not line.blank for line in lines)
    everywhere = len(labels) >= max(fewest, 2 * own + 1) or (
        pages and _spread([mark for some in telling.values() for mark in some], length)
    )
    headings = [line for line in lines if line.level]
    run_on = 3 * sum(map(_holds_text, headings)) > len(headings)
    items = _items_of_one_line(lines, openings)

    def is_flat(number: int) -> bool:
        long = lines[number].end - lines[number].start
        return (
            everywhere
            or number in items
            or (run_on and lines[number].level > 0)
            or (long >= min(_LONG_LINE, _MOST_OF_IT * length) and _spread(telling[number], long))
        )

    return list(filter(is_flat, openings))


def _items_of_one_line(
    lines: Sequence[Line], openings: Mapping[int, Sequence[Opening]]
) -> frozenset[int]:
    """The lines that begin with a number, where they make up a document without labels, and most of
    them hold more than a title."""
    numbered = [
        number
        for number, some in openings.items()
        if some and some[0].mark.kind == "number" and some[0].mark.start == lines[number].start
    ]
    if len(numbered) < _FEWEST_MARKS:
        return frozenset()
    below = [line for line in lines[numbered[0] :] if not line.blank]
    text = sum(len(line.raw) for line in below)
    held = sum(len(lines[number].raw) for number in numbered)
    run_on = sum(_holds_text(lines[number]) for number in numbered)
    if held < _MOST_OF_IT * text or run_on < len(numbered) / 2:
        return frozenset()
    return frozenset(() if any(line.label for line in below) else numbered)


def _spread(marks: Sequence[Mark], length: int) -> bool:
    """Whether there are several marks, and not close together as those of a list in a sentence."""
    enough = len(marks) >= _FEWEST_MARKS
    return enough and marks[-1].start - marks[0].start >= _LEAST_SPREAD * length


def _holds_text(heading: Line) -> bool:
    """Whether a heading's text is run together with it."""
    length = len(heading.plain)
    return length > _LONGEST_HEADING or (length > _LONG_HEADING and heading.plain.endswith("."))


def _pieces(
    text: str, line: Line, openings: Sequence[Opening], titles: RunningTitles, first_number: int
) -> Iterator[Piece]:
    """The lines that ``line`` was made of."""
    stop = openings[0].mark.start if openings else line.end
    heading = _AGENDA_HEADING.search(text, max(line.start, stop - _OPENING), stop)
    if heading and stop <= first_number:
        yield from _piece(text, line.start, heading.start(), False)
        yield from _piece(text, heading.start(), stop, True)
    else:
        yield from _body(text, line.start, stop)
    ends = [titles.ends(opening) for opening in openings]
    listed = _listed(text, openings, ends)
    for at, (opening, some) in enumerate(zip(openings, ends, strict=True)):
        start, apart = opening.mark.start, at not in listed
        for end in some:
            yield from _piece(text, start, end, apart)
            start, apart = end, True
        yield from _body(text, start, opening.stop)


def _listed(text: str, openings: Sequence[Opening], ends: Sequence[Sequence[int]]) -> set[int]:
    """The places of the entries of lists, the first left out: 1, 2, 3 … with nothing between."""
    found: set[int] = set()
    run: list[int] = []
    for at, opening in enumerate(openings):
        if opening.mark.kind != "number" or opening.mark.number not in (1, len(run) + 1):
            run = []
        elif opening.mark.number == 1:
            run = [at]
        else:
            run.append(at)
        if len(run) >= _FEWEST_LISTED:
            found.update(run[1:])
        if text[ends[at][-1] : opening.stop].strip():
            run = []
    return found


def _piece(text: str, start: int, end: int, apart: bool) -> Iterator[Piece]:
    bare = text[start:end]
    start += len(bare) - len(bare.lstrip())
    if bare.strip():
        yield Piece(start, start + len(bare.strip()), apart)


def _body(text: str, start: int, stop: int) -> Iterator[Piece]:
    """Running text, parted where a sentence recommends, and where the last ones decide."""
    sentences = [match.end() for match in _SENTENCE.finditer(text, start, stop)]
    deciding = [at for at in sentences if states_decision(text[at : min(stop, at + _OPENING)])]
    parted = {at for at in sentences if opens_recommendation(text[at : min(stop, at + _OPENING)])}
    last = sentences[-_DECISIONS_AT_END:][:1] or [start]
    parted.update([at for at in deciding if at >= last[0]][:1] or deciding[-1:])
    for begin, end in pairwise([start, *sorted(parted), stop]):
        yield from _piece(text, begin, end, begin != start)
