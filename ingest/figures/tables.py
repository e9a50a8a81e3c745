"""Tables in the text of a section: their rows, cells and heads.

A table's rows are lines with tabs between the cells, lines with ``|`` between them, or, where a
converter lost the cells, lines that end in as many numbers as the line above names columns, or
lines with one cell each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Span
from ingest.figures.flat_tables import flat_table
from ingest.figures.grid import (
    Cell,
    Table,
    caption,
    counts_no_years,
    is_row,
    is_value,
    is_years,
    lines,
    said,
    title,
    trimmed,
)
from ingest.figures.listed_values import listed_values
from ingest.figures.stacked_tables import stacked_table

_MARK = re.compile(r"[-:\s|*]*")


def find_tables(text: str, start: int, end: int) -> list[Table]:
    """The tables of ``text[start:end]``, in order."""
    every = list(lines(text, start, end))
    tables: list[Table] = []
    at = 0
    while at < len(every):
        rows = _run(text, every, at)
        if rows:
            above = caption(text, every, at)
            tables.append(_table(text, [(_cells(text, row), row) for row in rows], above))
            at += len(rows)
            continue
        flat = (
            flat_table(text, every, at)
            or stacked_table(text, every, at)
            or listed_values(text, every, at)
        )
        if flat is not None:
            table, used = flat
            tables.append(table)
            at += used
            continue
        at += 1
    return tables


def _run(text: str, lines: Sequence[Span], at: int) -> list[Span]:
    """The rows that stand together from ``at`` on; at most one blank line between them, and only
    where both have as many cells."""
    rows: list[Span] = []
    while at < len(lines) and is_row(text, lines[at]):
        if rows and text.count("\n", rows[-1].end, lines[at].start) > 1:
            widths = (len(_cells(text, rows[-1])), len(_cells(text, lines[at])))
            if widths[0] != widths[1] or text.count("\n", rows[-1].end, lines[at].start) > 2:
                break
        rows.append(lines[at])
        at += 1
    return rows


def _cells(text: str, row: Span) -> list[Span]:
    raw = text[row.start : row.end]
    mark = "\t" if "\t" in raw else "|"
    first, last = row.start, row.end
    if mark == "|":
        # The bars at the edges bound no cell of their own.
        stripped = raw.strip()
        first = row.start + raw.index(stripped)
        last = first + len(stripped)
        first += stripped.startswith("|")
        last -= stripped.endswith("|") and len(stripped) > 1
    cells: list[Span] = []
    at = first
    for piece in text[first:last].split(mark):
        cells.append(trimmed(text, at, at + len(piece)))
        at += len(piece) + 1
    return cells


def _table(text: str, rows: list[tuple[list[Span], Span]], above: Span | None) -> Table:
    span = Span(rows[0][1].start, rows[-1][1].end)
    rows = [(cells, line) for cells, line in rows if not _MARK.fullmatch(said(text, line))]
    if not rows:
        return Table(span, (), ())
    heads = rows[0][0] if _is_head(text, rows) else None
    groups: list[Span] | None = None
    if heads and len(rows) > 2 and _is_second_head(text, heads, rows[1][0]):
        groups, heads = _spread(heads), rows[1][0]
        rows = rows[1:]
    found: list[Cell] = []
    texts: list[Span] = []
    for cells, line in rows[1 if heads else 0 :]:
        head = _row_head(text, cells, heads)
        for place, cell in enumerate(cells):
            if cell.start == cell.end or (head is not None and place == head):
                continue
            value = said(text, cell)
            column = heads[place] if heads and place < len(heads) else None
            if column is not None and column.start == column.end:
                column = None
            if is_value(value) and not (is_years(value) and counts_no_years(text, column)):
                corner = heads[head] if heads and head is not None and head < len(heads) else None
                found.append(
                    Cell(
                        cell,
                        cells[head] if head is not None else None,
                        column,
                        corner if corner and corner.start < corner.end else None,
                        above,
                        line,
                        title(text, above),
                        groups[place] if groups and place < len(groups) else None,
                    )
                )
            elif re.search(r"\w", value):
                texts.append(cell)
        if head is not None:
            texts.append(cells[head])
    if heads:
        texts += [head for head in heads if not is_years(said(text, head))]
    return Table(span, tuple(found), tuple(texts))


def _is_head(text: str, rows: list[tuple[list[Span], Span]]) -> bool:
    """Whether the first row holds the columns' heads: years or words over numbers."""
    if len(rows) < 2:
        return False
    first = [said(text, cell) for cell in rows[0][0]]
    if sum(map(is_years, first)) >= 1:
        return not any(is_value(cell) and not is_years(cell) for cell in first)
    return not any(is_value(cell) for cell in first)


def _is_second_head(text: str, first: list[Span], second: list[Span]) -> bool:
    """Whether a second row holds heads too, below those that each stand over several columns."""
    values = [said(text, cell) for cell in second]
    return (
        len(second) >= len(first) > 2
        and sum(map(bool, values)) >= len(second) - 1
        and not any(is_value(value) and not is_years(value) for value in values)
        and any(not said(text, cell) for cell in first[1:])
    )


def _spread(heads: list[Span]) -> list[Span]:
    """The heads over several columns, one for each column: an empty cell has the one before it."""
    spread: list[Span] = []
    for head in heads:
        empty = head.start == head.end
        spread.append(spread[-1] if empty and len(spread) > 1 else head)
    return spread


def _row_head(text: str, cells: list[Span], heads: list[Span] | None) -> int | None:
    """The place of the cell that names its row: the first one with text, or with a year."""
    for place, cell in enumerate(cells):
        value = said(text, cell)
        if value and (not is_value(value) or (place == 0 and is_years(value))):
            return place
        if value and place == 0 and heads:
            # A number that counts the rows ("1", "2") names none.
            head = said(text, heads[0]).lower().strip(". ")
            if head in ("nr", "nummer", "#", "punkt", "sag", "pkt", "år"):
                continue
        if value:
            break
    return None
