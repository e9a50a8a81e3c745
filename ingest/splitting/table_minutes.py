"""Minutes written in a table: a row is an item, and the heads of its columns are the labels of the
item's sections ("Nr. | Emne | Indstilling | Beslutning")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.splitting.labels import Label, section_label
from ingest.splitting.lines import Line, plain_text
from ingest.splitting.numbering import read_numbers

Role = Literal["number", "title", "other"]
_NUMBER_HEADS = frozenset(
    (
        "nr",
        "pkt",
        "punkt nr",
        "pkt. nr",
        "nummer",
        "#",
        "no",
        "dagsordenspunkt nr",
        "sag nr",
        "sagsnr",
    )
)
_TITLE_HEADS = frozenset(
    "punkt emne sag titel dagsordenspunkt dagsordenspunkter dagsorden overskrift tema indhold "
    "punkter sagsoverskrift item topic sak ärende sagstitel punkt/emne".split()
)
_DECIDING = ("decision", "recommendation")
# "Referat/beslutning", "Beslutning og opfølgning": a head of two words is read by its first.
_TWO_WORDS = re.compile(r"\s*(?:/|,|\bog\b|&|–|-)\s*")
_FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, or the number and title of a row, at ``[start, end)``: what its column's head says
    that it holds. ``opens`` is true for a row's first, which is the item's heading."""

    start: int
    end: int
    label: Label | None = None
    opens: bool = False
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class _Column:
    role: Role
    label: Label | None = None


def rows_as_items(lines: Sequence[Line]) -> dict[int, list[Cell]]:
    """The cells of every row that is an item, by the line's number; empty where the items stand in
    no table."""
    labels = sum(line.label is not None for line in lines if not line.table)
    found: dict[int, list[Cell]] = {}
    columns: list[_Column] | None = None
    for line in lines:
        if line.blank:
            continue
        if not line.table:
            columns = None
            continue
        heads = _columns(line)
        if heads:
            columns = heads
        elif columns:
            cells = list(_cells(line, columns))
            if cells:
                found[line.number] = cells
    opened = [cells for cells in found.values() if cells[0].opens]
    if len(opened) < _FEWEST_ROWS or labels > len(opened):
        return {}
    if sum(cells[0].numbered for cells in opened) > len(opened) / 2:
        return found
    return {number: _unnumbered(cells) for number, cells in found.items()}


def _columns(line: Line) -> list[_Column] | None:
    """The columns of a table of items by their heads; ``None`` for any other row."""
    columns = [_column(plain_text(cell).rstrip(":. ")) for cell in line.raw.split("\t")]
    kinds = {column.label.kind for column in columns if column.label}
    named = any(column.role != "other" for column in columns)
    if not named or not kinds.intersection(_DECIDING):
        return None
    if not any(column.role == "title" for column in columns):
        return [_Column("title") if c.role == "number" else c for c in columns]
    return columns


def _column(head: str) -> _Column:
    small = head.casefold()
    if small in _NUMBER_HEADS:
        return _Column("number")
    if small in _TITLE_HEADS:
        return _Column("title")
    for name in (head, _TWO_WORDS.split(head)[0]):
        label = section_label(name, name)
        if label and label.text_offset == len(name):
            return _Column("other", Label(label.kind, head, 0))
    return _Column("other")


def _cells(line: Line, columns: Sequence[_Column]) -> Iterator[Cell]:
    cells: list[tuple[int, int, _Column]] = []
    start = line.start
    for at, raw in enumerate(line.raw.split("\t")):
        column = columns[at] if at < len(columns) else _Column("other")
        if raw.strip():
            cells.append((start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip()), column))
        start += len(raw) + 1
    heading = [cell for cell in cells if cell[2].role != "other"]
    if heading and cells[: len(heading)] == heading:
        first, last = heading[0][0], heading[-1][1]
        text = line.raw[first - line.start : last - line.start]
        yield Cell(first, last, opens=True, numbered=bool(read_numbers(text)))
        cells = cells[len(heading) :]
    for first, last, column in cells:
        yield Cell(first, last, column.label)


def _unnumbered(cells: Sequence[Cell]) -> list[Cell]:
    return [replace(cell, numbered=False) for cell in cells]
