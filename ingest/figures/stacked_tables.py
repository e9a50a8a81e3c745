"""Tables whose cells a converter set below one another: heads, then each row's name and numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Span
from ingest.figures.grid import (
    Cell,
    Table,
    caption,
    counts_no_years,
    is_row,
    is_value,
    is_years,
    said,
    title,
    trimmed,
)

_LONGEST_HEAD = 80
_MOST_COLUMNS = 10
_LEAST_ROWS = 2
_SENTENCE_END = re.compile(r"[.!?:;,]\s*$")
_GOES_ON = re.compile(r"[a-zæøå(]")
_EMPTY = re.compile(r"\s*[-–]\s*")


def stacked_table(text: str, lines: Sequence[Span], at: int) -> tuple[Table, int] | None:
    """A table with one cell a line, and how many lines it takes: as many heads as every row below
    them has cells, or one fewer where nothing stands over the rows' names."""
    first = _first_value(text, lines, at)
    if first is None:
        return None
    heads = _heads(text, lines[at : first - 1])
    many = 0
    while first + many < len(lines) and _is_cell(text, lines[first + many]):
        many += 1
    if many == 0 or many not in (len(heads), len(heads) - 1):
        return None
    corner = heads[0] if many < len(heads) else None
    columns = heads[-many:]
    above = caption(text, lines, at)
    found: list[Cell] = []
    names: list[Span] = []
    row = first - 1
    while row + many < len(lines) and _is_name(text, lines[row]):
        cells = lines[row + 1 : row + 1 + many]
        if not all(_is_cell(text, cell) for cell in cells):
            break
        name = trimmed(text, lines[row].start, lines[row].end)
        names.append(name)
        for line, column in zip(cells, columns, strict=True):
            cell = trimmed(text, line.start, line.end)
            value = said(text, cell)
            if is_value(value) and not (is_years(value) and counts_no_years(text, column)):
                found.append(Cell(cell, name, column, corner, above, line, title(text, above)))
        row += 1 + many
    if len(names) < _LEAST_ROWS or not found:
        return None
    texts = [*names, *(head for head in heads if not is_years(said(text, head)))]
    span = Span(lines[at].start, lines[row - 1].end)
    return Table(span, tuple(found), tuple(texts)), row - at


def _heads(text: str, lines: Sequence[Span]) -> list[Span]:
    """The heads on the lines, one that goes on in small letters or brackets with what follows."""
    heads: list[Span] = []
    for line in lines:
        head = trimmed(text, line.start, line.end)
        if heads and _GOES_ON.match(text, head.start):
            head = Span(heads.pop().start, head.end)
        heads.append(head)
    return heads


def _first_value(text: str, lines: Sequence[Span], at: int) -> int | None:
    """The place of the first line with a cell's number after heads that begin at ``at``."""
    for place in range(at, min(len(lines), at + 2 * _MOST_COLUMNS)):
        value = said(text, lines[place])
        if _is_cell(text, lines[place]) and not is_years(value):
            return place if place - at >= 2 and _is_name(text, lines[place - 1]) else None
        if not is_years(value) and not _is_name(text, lines[place]):
            return None
    return None


def _is_name(text: str, line: Span) -> bool:
    if line.end - line.start > _LONGEST_HEAD or is_row(text, line):
        return False
    name = said(text, line)
    return not is_value(name.strip()) and not _SENTENCE_END.search(name)


def _is_cell(text: str, line: Span) -> bool:
    if line.end - line.start > _LONGEST_HEAD:
        return False
    value = said(text, line).strip()
    return is_value(value) or bool(_EMPTY.fullmatch(value))
