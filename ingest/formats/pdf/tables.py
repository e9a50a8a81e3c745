"""Tables that a PDF page draws by nothing but where the words stand, as rows of cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.formats.pdf.columns import Interval, merged
from ingest.formats.pdf.lines import Band, Line, gaps, line_of
from ingest.formats.pdf.words import Word

Cell = list[list[Word]]
"""The lines of a cell, each of some words."""

# An item's number in a list of contents.
_OPENS = re.compile(
    r"(?:(?:dagsordens)?punkt|pkt\.?|sag|ad|§) \d|\d{1,2}[.)](?: |$)", re.IGNORECASE
)
_BETWEEN_COLUMNS = 2.0
# As multiples of the letters' size and of the table's smallest step from line to line.
_FARTHEST = 3.0
_CLOSE = 1.6
_NEW_ROW = 1.12
_HALF_A_LINE = 0.9
_MOST_LEADING = 4
_MANY_CELLS = 3
# As shares of the letters' size.
_PADDING = 1.0
_SPACE = 0.3


def table_rows(rows: Sequence[Band], page: int, spaced: bool) -> list[Line]:
    """Lines that stand below each other in one column, those of tables as rows.

    ``spaced`` tells that the document draws a space at the end of a line that goes on.
    """
    found: list[Line] = []
    steps = _steps(rows)
    i = 0
    while i < len(steps):
        end = i + 1
        if len(_cells(steps[i])) > 1 or _leads_in(steps, i):
            end = _run(steps, i, spaced)
        run = [row for step in steps[i:end] for row in step]
        if len(run) > 1:
            found += _table(run, page, spaced)
        else:
            found += [line_of(row.words, row.gaps, page) for row in run]
        i = end
    return found


def _leads_in(steps: Sequence[Sequence[Band]], first: int) -> bool:
    """Whether lines that stand alone are the upper part of a cell; those beside it are centred."""
    for above, below in pairwise(steps[first : first + _MOST_LEADING + 1]):
        if len(above) > 1 or len(below) > 1 or below[0].y - above[0].y > _CLOSE * below[0].size:
            return False
        cells = below[0].segments
        if abs(cells[0][0].x0 - above[0].words[0].x0) > 1:
            return False
        if len(cells) > 1:
            return cells[0][0].text[:1].islower() and above[0].words[-1].text[-1] not in ".:;"
    return False


def _steps(rows: Sequence[Band]) -> list[list[Band]]:
    """Lines that stand closer than those of a text can: cells beside each other, their lines not
    on the same height."""
    found: list[list[Band]] = []
    for row in rows:
        if found and row.y - found[-1][-1].y < _HALF_A_LINE * min(row.size, found[-1][-1].size):
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _cells(step: Sequence[Band]) -> list[Interval]:
    cells = [
        (words[0].x0, max(word.x1 for word in words)) for row in step for words in row.segments
    ]
    return cells if len(step) == 1 else merged(cells, _BETWEEN_COLUMNS)


def _run(steps: Sequence[Sequence[Band]], first: int, spaced: bool) -> int:
    """The end of the rows from ``first`` on that leave the same columns free between them."""
    union = _cells(steps[first])
    end = last_of_table = first + 1
    while end < len(steps):
        row, above = steps[end][0], steps[end - 1][-1]
        cells = _cells(steps[end])
        alone = len(cells) == 1 and cells[0][0] <= union[0][1]
        if row.y - above.y > (_CLOSE if alone else _FARTHEST) * max(row.size, above.size):
            break
        grown = merged([*union, *cells], _BETWEEN_COLUMNS)
        if len(grown) < 2 or (
            len(cells) == 1 and len(grown) < len(merged(union, _BETWEEN_COLUMNS))
        ):
            break
        end += 1
        # What stands alone at the left below the table is no part of it, unless more rows follow.
        if not alone or (last_of_table == end - 1 and _goes_on(above, row, union[0][1], spaced)):
            last_of_table = end
        union = grown
    return last_of_table


def _goes_on(above: Band, row: Band, right: float, spaced: bool) -> bool:
    """Whether the first cell of ``above`` is told to go on with what stands alone below it."""
    last, first = above.segments[0][-1], row.words[0]
    if row.y - above.y > _CLOSE * row.size or last.x1 + first.x1 - first.x0 < right:
        return False
    return (spaced and last.spaces > 0) or first.text[:1].islower()


def _table(run: Sequence[Band], page: int, spaced: bool) -> list[Line]:
    table = _Table(run, spaced)
    lines: list[Line] = []
    for group in table.rows():
        lines += row_lines(table.cells(group), page)
    return lines


class _Table:
    """Lines of words in columns, to be put together as rows."""

    def __init__(self, run: Sequence[Band], spaced: bool) -> None:
        self.run, self.spaced = run, spaced
        self.edges = merged(
            [interval for row in run for interval in _cells([row])], _BETWEEN_COLUMNS
        )
        self.placed = [self._placed(row) for row in run]
        self.size = max(row.size for row in run)
        columns = [
            [i for i, cells in enumerate(self.placed) if cells[c]] for c in range(len(self.edges))
        ]
        self.fullest = max(columns, key=len)
        steps = [run[b].y - run[a].y for column in columns for a, b in pairwise(column)]
        self.step = min((step for step in steps if step > 0.8 * self.size), default=0.0)

    def cells(self, group: Sequence[int]) -> list[Cell]:
        """The cells of a row whose lines are ``group``."""
        return [
            [words for i in group if (words := self.placed[i][column])]
            for column in range(len(self.edges))
        ]

    def rows(self) -> list[list[int]]:
        """The lines of each row."""
        if not 0 < self.step < _CLOSE * self.size:
            return [[i] for i in range(len(self.run))]
        found: list[list[int]] = []
        for block in self._blocks():
            if self._is_row(block):
                found.append(block)
                continue
            found.append(block[:1])
            for i in block[1:]:
                if self._same_row(found[-1], i):
                    found[-1].append(i)
                else:
                    found.append([i])
        return found

    def _placed(self, row: Band) -> list[list[Word]]:
        """A line's words in their columns."""
        cells: list[list[Word]] = [[] for _ in self.edges]
        for words in row.segments:
            middle = (words[0].x0 + words[-1].x1) / 2
            nearest = min(range(len(cells)), key=lambda c: _distance(self.edges[c], middle))
            cells[nearest] += words
        return cells

    def _blocks(self) -> list[list[int]]:
        """Lines between the wider gaps of the fullest column."""
        found: list[list[int]] = [[]]
        above = 0.0
        starts = set()
        for a, b in pairwise(self.fullest):
            if self._apart(a, b):
                starts.add((self.run[a].y + self.run[b].y) / 2)
        for i, row in enumerate(self.run):
            if any(above < start <= row.y for start in starts):
                found.append([])
            found[-1].append(i)
            above = row.y
        return [block for block in found if block]

    def _is_row(self, block: Sequence[int]) -> bool:
        """Whether every cell of some lines may be one that is broken over them."""
        for column in range(len(self.edges)):
            filled = [i for i in block if self.placed[i][column]]
            if any(not self._wraps(a, b, column) for a, b in pairwise(filled)):
                return False
        return not any(self._all_begin(a, b) for a, b in pairwise(block))

    def _same_row(self, group: Sequence[int], i: int) -> bool:
        """Whether line ``i`` goes on with the cells of the row whose lines are ``group``."""
        continued = False
        for column, words in enumerate(self.placed[i]):
            above = [j for j in group if self.placed[j][column]]
            if not words or not above:
                continue
            if self._apart(above[-1], i) or not self._wraps(above[-1], i, column):
                return False
            continued = True
        if continued:
            return not self._all_begin(i - 1, i)
        return self.run[i].y - self.run[i - 1].y < _HALF_A_LINE * self.step

    def _apart(self, above: int, below: int) -> bool:
        """Whether two lines are farther apart than those of a cell."""
        return self.run[below].y - self.run[above].y > _NEW_ROW * self.step + 0.5

    def _all_begin(self, above: int, below: int) -> bool:
        """Whether two columns and more go on as only a new text does: all of them, or of three and
        more the first."""
        pairs = [
            (before[-1], cell[0])
            for before, cell in zip(self.placed[above], self.placed[below], strict=True)
            if before and cell
        ]
        if any(self._told(last, first) for last, first in pairs):
            return False
        looked_at = pairs[:1] if len(pairs) >= _MANY_CELLS else pairs
        return len(pairs) > 1 and not any(first.text[:1].islower() for _, first in looked_at)

    def _told(self, last: Word, first: Word) -> bool:
        """Whether the file tells that a line that ends in ``last`` goes on with ``first``."""
        return (last.mark >= 0 and last.mark == first.mark) or (self.spaced and last.spaces > 0)

    def _wraps(self, above: int, below: int, column: int) -> bool:
        """Whether the cell's text in line ``above`` may go on in line ``below``."""
        last, first = self.placed[above][column][-1], self.placed[below][column][0]
        if last.mark >= 0 and first.mark >= 0:
            return last.mark == first.mark
        if self._told(last, first):
            return True
        if last.text[-1:].isdigit() and first.text[:1].isdigit():
            return False
        if column == 0 and _OPENS.match(" ".join(w.text for w in self.placed[below][0][:2])):
            return False
        left = self.edges[column + 1][0] if column + 1 < len(self.edges) else 0.0
        if self.spaced and left - _PADDING * first.size - last.x1 > _SPACE * first.size:
            return False
        return last.x1 + first.x1 - first.x0 + 0.15 * first.size > self.edges[column][1]


def _distance(interval: Interval, x: float) -> float:
    return max(interval[0] - x, 0.0, x - interval[1])


def row_lines(cells: Sequence[Cell], page: int, closed: bool = False) -> list[Line]:
    """A table's row: a line, and one more for each further line in its cells."""
    pieces: list[tuple[list[Word], list[str]]] = []
    filled = [column for column, cell in enumerate(cells) if cell]
    at = 0
    for column in filled:
        for number, words in enumerate(cells[column]):
            between = gaps(words)
            if number == 0:
                between[0] = "\t" * (column - at)
            if number or not pieces:
                pieces.append((list(words), between))
            else:
                pieces[-1][0].extend(words)
                pieces[-1][1].extend(between)
        at = column
    lines = [line_of(words, between, page) for words, between in pieces]
    low = max((line.low for line in lines), default=0.0)
    for number, line in enumerate(lines):
        line.row, line.continues, line.low, line.closed = True, number > 0, low, closed
    return lines
