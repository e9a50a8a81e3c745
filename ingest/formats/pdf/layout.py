"""A PDF page's words as lines in reading order: columns, tables, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.formats.pdf.columns import Columns, paragraph_starts
from ingest.formats.pdf.grids import Grid, grids
from ingest.formats.pdf.lines import ASIDE, CELL, COLUMN, WHOLE_PAGE, Band, Frame, Line, bands
from ingest.formats.pdf.tables import row_lines, table_rows
from ingest.formats.pdf.words import PageWords, Word

_LONG_CELL = 9
_FEWEST_STARTS = 2
_TABLE = "\x00table"
_COLUMN_STEP = 12.0


@dataclass(slots=True)
class LineEnds:
    """Whether a space is drawn at the end of lines: [no, yes] of those that go on, and that end."""

    going_on: list[int] = field(default_factory=lambda: [0, 0])
    ending: list[int] = field(default_factory=lambda: [0, 0])

    @property
    def telling(self) -> bool:
        """Whether a space at a line's end tells that its paragraph goes on. It is left out where
        there is no room for it, too."""
        (bare, spaced), (bare_ends, spaced_ends) = self.going_on, self.ending
        return spaced >= 3 and spaced > 2 * bare and spaced_ends * 3 <= bare_ends

    def see(self, rows: Sequence[Band], width: float) -> None:
        """Count a page's lines: one before small letters goes on, a short one ends."""
        for above, below in pairwise(rows):
            last, first = above.words[-1], below.words[0]
            if last.x1 < 0.5 * width:
                self.ending[last.spaces > 0] += 1
            elif _goes_on(last, first, width):
                self.going_on[last.spaces > 0] += 1


def _goes_on(last: Word, first: Word, width: float) -> bool:
    return last.x1 > 0.75 * width and first.text[:1].islower() and last.text[-1] not in "-\u00ad"


def lay_out(
    page: PageWords, rows: Sequence[Band], number: int, spaced: bool, columns: Columns
) -> list[Line]:
    """The lines of a page in the order in which they are read.

    ``rows`` are those of its words that are its text; ``spaced`` is ``LineEnds.telling``.
    """
    words = [word for row in rows for word in row.words]
    tables = sorted(grids(page.rules), key=lambda grid: grid.xs[-1] - grid.xs[0])
    held: list[list[Word]] = [[] for _ in tables]
    free: list[Word] = []
    for word in words:
        holder = next((i for i, grid in enumerate(tables) if grid.holds(word)), None)
        (free if holder is None else held[holder]).append(word)
    free += [_stand_in(i, tables[i], inside) for i, inside in enumerate(held) if inside]
    lines: list[Line] = []
    whole = (WHOLE_PAGE, 0, round(page.width))
    for stretch in columns.stretches(bands(free) if any(held) else rows):
        frame = whole
        if stretch.column is not None:
            frame = (COLUMN, round(stretch.column[0] / _COLUMN_STEP), 0)
        plain: list[Band] = []
        for row in stretch.rows:
            standing_in = [word for word in row.words if word.tag == _TABLE]
            if not standing_in:
                plain.append(row)
                continue
            plain += bands(word for word in row.words if word.tag != _TABLE)
            lines += _framed(table_rows(plain, number, spaced), frame)
            plain = []
            for word in standing_in:
                inside = held[word.mark]
                lines += _grid_lines(tables[word.mark], inside, number, frame, spaced)
        lines += _framed(table_rows(plain, number, spaced), frame)
    beside = bands(page.aside)
    return lines + list(_framed(table_rows(beside, number, spaced), (ASIDE, number, 0)))


def _framed(lines: Sequence[Line], frame: Frame) -> Iterator[Line]:
    for line in lines:
        line.frame = frame
        yield line


def _stand_in(number: int, grid: Grid, inside: Sequence[Word]) -> Word:
    """A word that keeps a ruled table's place among the lines."""
    y = min(word.y for word in inside)
    return Word(
        "", grid.xs[0], grid.xs[-1], y, 0.1, False, False, 0, grid.xs[-1], number, _TABLE, False
    )


def _grid_lines(
    grid: Grid, words: Sequence[Word], number: int, frame: Frame, spaced: bool
) -> list[Line]:
    """A ruled table's rows. A row with whole texts in its cells is no row but those texts."""
    by_row: dict[int, dict[int, list[Word]]] = {}
    for word in words:
        row, column = grid.place(word)
        by_row.setdefault(row, {}).setdefault(column, []).append(word)
    lines: list[Line] = []
    for row, by_column in sorted(by_row.items()):
        spans = grid.spans(row)
        cells = [
            bands(word for c in range(first, last + 1) for word in by_column.get(c, ()))
            for first, last in spans
        ]
        if len(cells) > 1 and not any(_is_text(cell) for cell in cells):
            whole = row_lines(
                [[band.words for band in cell] for cell in cells], number, closed=True
            )
            lines += _framed(whole, frame)
            continue
        for (first, last), cell in zip(spans, cells, strict=True):
            place = (CELL, round(grid.xs[first]), round(grid.xs[last + 1]))
            lines += _framed(table_rows(cell, number, spaced), place)
    return lines


def _is_text(cell: Sequence[Band]) -> bool:
    """Whether a cell holds paragraphs enough to be a text of its own."""
    return len(cell) > _LONG_CELL and len(paragraph_starts(cell)) >= _FEWEST_STARTS
