"""Columns of running text on a PDF page, told from the columns of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.formats.pdf.lines import Band, bands
from ingest.formats.pdf.words import Word

Interval = tuple[float, float]

_GUTTER = 8.0
_SAME_GUTTER = 12.0
_FEWEST_LINES = 4
_MANY_LINES = 15
_MOST_LINES = 1_000
# As shares of the text's width, or of a column's.
_NARROWEST = 0.22
_ONE_COLUMN = 0.55
_FILLED = 0.55
_FEWEST_WORDS = 3
_LOOSE = 2.5
_TOGETHER = 0.6
_HALF = 0.3
_BY_CHANCE = 0.6
_GOING_ON = 0.15
_TABBED = 0.15


@dataclass(slots=True)
class Stretch:
    """Lines below each other; ``column`` is the place of the column that they stand in, if any."""

    rows: list[Band]
    column: Interval | None = None


class Columns:
    """Finds the columns of a document's pages, one page after the other: where they have once been
    told by much text, less of it is enough."""

    def __init__(self) -> None:
        self._gutters: list[float] = []

    def stretches(self, rows: Sequence[Band], column: Interval | None = None) -> list[Stretch]:
        """A page's lines in reading order, as stretches that stand in one column each."""
        if not rows:
            return []
        left = min(row.words[0].x0 for row in rows)
        right = max(word.x1 for row in rows for word in row.words)
        found = [Stretch([], column)]
        i = 0
        while i < len(rows):
            split = self._split(rows, i, right - left) if len(rows) < _MOST_LINES else None
            if split is None:
                found[-1].rows.append(rows[i])
                i += 1
                continue
            after, *sides = split
            for side in sides:
                place = (min(word.x0 for word in side), max(word.x1 for word in side))
                found += self.stretches(bands(side), place)
            found.append(Stretch([], column))
            i = after
        for stretch in found:
            if column is None and any(self._beside(stretch.rows, x) for x in self._gutters):
                stretch.column = (left, right)
        return [stretch for stretch in found if stretch.rows]

    def _beside(self, rows: Sequence[Band], gutter: float) -> bool:
        """Whether all lines stand in the left one of two columns, the right one being empty."""
        return all(row.words[-1].x1 < gutter for row in rows)

    def _split(
        self, rows: Sequence[Band], first: int, width: float
    ) -> tuple[int, list[Word], list[Word]] | None:
        """The row after the columns that start with row ``first``, and the words on either side."""
        union: list[Interval] = []
        last = first
        while last < len(rows):
            words = rows[last].words
            grown = merged([*union, *((word.x0, word.x1) for word in words)], _GUTTER)
            wide = grown[0][1] - grown[0][0] > _ONE_COLUMN * width
            if len(grown) < 2 and (len(union) > 1 or wide):
                break
            union, last = grown, last + 1
        if len(union) < 2:
            return None
        words = [word for row in rows[first:last] for word in row.words]
        holes = sorted(((b[0] - a[1], (a[1] + b[0]) / 2) for a, b in pairwise(union)), reverse=True)
        for _, middle in holes[:3]:
            left = [word for word in words if word.x1 <= middle]
            right = [word for word in words if word.x0 > middle]
            known = any(abs(middle - gutter) < _SAME_GUTTER for gutter in self._gutters)
            if not left or not right or (last - first < _FEWEST_LINES and not known):
                continue
            sides = bands(left), bands(right)
            if known or _running_text(*sides, width):
                if not known and min(map(len, sides)) >= _MANY_LINES:
                    self._gutters.append(middle)
                return last, left, right
        return None


def merged(intervals: Iterable[Interval], least: float) -> list[Interval]:
    """Intervals put together where less than ``least`` lies between them."""
    found: list[Interval] = []
    for low, high in sorted(intervals):
        if found and low - found[-1][1] < least:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found


def _running_text(left: list[Band], right: list[Band], width: float) -> bool:
    """Whether two sides of a page are columns to be read one after the other, not a table."""
    sides = (left, right)
    if all(any(w.tag in ("TD", "TH") for row in side for w in row.words) for side in sides):
        return False
    fewer = min(len(left), len(right))
    if all(_extent(side) > _HALF * width for side in sides) and fewer >= _MANY_LINES:
        # The lines of a table stand beside each other, those of columns only by chance.
        shorter, other = sorted(sides, key=len)
        beside = sum(any(abs(a.y - b.y) < 1 for b in other) for a in shorter)
        if beside < _BY_CHANCE * fewer:
            return True
    if not all(_fills(side, width) for side in sides):
        return False
    if fewer >= _MANY_LINES:
        return True
    top, foot = max(left[0].y, right[0].y), min(left[-1].y, right[-1].y)
    here, there = ([y for y in paragraph_starts(side) if top - 3 < y < foot + 3] for side in sides)
    few = min(len(here), len(there))
    together = sum(any(abs(a - b) < 3 for b in there) for a in here)
    return few < 2 or together < _TOGETHER * few


def _extent(side: Sequence[Band]) -> float:
    return max(row.words[-1].x1 for row in side) - min(row.words[0].x0 for row in side)


def _fills(side: list[Band], width: float) -> bool:
    """Whether lines fill their column and follow close on each other, as running text does."""
    extent = _extent(side)
    if len(side) < _FEWEST_LINES or extent < _NARROWEST * width:
        return False
    steps = [b.y - a.y for a, b in pairwise(side)]
    usual = sorted(steps)[len(steps) // 4]
    going_on = sum(row.words[0].text[:1].islower() for row in side)
    return (
        median(row.words[-1].x1 - row.words[0].x0 for row in side) > _FILLED * extent
        and median(len(row.words) for row in side) >= _FEWEST_WORDS
        and going_on > _GOING_ON * len(side)
        and sum("\t" in row.gaps for row in side) < _TABBED * len(side)
        and sum(step > _LOOSE * usual for step in steps) < 0.2 * len(steps) + 1
    )


def paragraph_starts(side: Sequence[Band]) -> list[float]:
    """Where, from the top, lines stand whose first word would have fitted on the one before."""
    high = max(row.words[-1].x1 for row in side)
    usual = median(b.y - a.y for a, b in pairwise(side))
    return [
        row.y
        for above, row in pairwise(side)
        if row.y - above.y > 1.35 * usual
        or above.words[-1].x1 + row.words[0].x1 - row.words[0].x0 + 0.3 * row.size < high
    ]
