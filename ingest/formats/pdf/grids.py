"""Tables that a PDF page draws with rules, as cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.formats.pdf.columns import Interval, merged
from ingest.formats.pdf.words import Rule, Word

_TOUCH = 3.0
_THINNEST = 5.0
_COVERED = 0.5
_MOST_RULES = 2_000


@dataclass(slots=True)
class Grid:
    """A ruled table: where its columns and rows are parted, and its rules."""

    xs: list[float]
    ys: list[float]
    down: list[Rule]

    def holds(self, word: Word) -> bool:
        middle = (word.x0 + word.x1) / 2
        return (
            self.xs[0] - 1 <= middle <= self.xs[-1] + 1
            and self.ys[0] <= word.y - 0.3 * word.size <= self.ys[-1]
        )

    def place(self, word: Word) -> tuple[int, int]:
        """The row and column of a word that it holds."""
        return (
            _between(self.ys, word.y - 0.3 * word.size),
            _between(self.xs, (word.x0 + word.x1) / 2),
        )

    def spans(self, row: int) -> list[tuple[int, int]]:
        """The cells of a row: first and last column, more than one where no rule parts them."""
        top, foot = self.ys[row], self.ys[row + 1]
        cells: list[tuple[int, int]] = []
        first = 0
        for column in range(len(self.xs) - 1):
            edge = self.xs[column + 1]
            inside = column + 1 < len(self.xs) - 1
            rules = [r for r in self.down if abs(r.x0 - edge) < _TOUCH]
            covered = sum(max(0.0, min(r.y1, foot) - max(r.y0, top)) for r in rules)
            if not inside or covered > _COVERED * (foot - top):
                cells.append((first, column))
                first = column + 1
        return cells


def _between(edges: Sequence[float], at: float) -> int:
    for i, edge in enumerate(edges[1:-1]):
        if at < edge:
            return i
    return len(edges) - 2


def grids(rules: Sequence[Rule]) -> list[Grid]:
    """The tables of two columns and more that the rules of a page draw."""
    joined = _joined(rules[:_MOST_RULES])
    across = [rule for rule in joined if rule.across]
    down = [rule for rule in joined if not rule.across]
    found = []
    for group in _touching(across, down):
        flat = [rule for rule in group if rule.across]
        upright = [rule for rule in group if not rule.across]
        if not flat or not upright:
            continue
        left, right = min(r.x0 for r in group), max(r.x1 for r in group)
        top, foot = min(r.y0 for r in group), max(r.y1 for r in group)
        xs = _apart([left, right, *(rule.x0 for rule in upright)])
        ys = _apart([top, foot, *_long(flat, right - left)])
        if len(xs) > 2 and len(ys) > 1:
            found.append(Grid(xs, ys, upright))
    return found


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Rules drawn piece by piece, or twice beside each other, as one."""
    found = []
    for across in (True, False):
        lines: dict[int, list[Interval]] = {}
        for rule in sorted(
            (rule for rule in rules if rule.across is across),
            key=lambda rule: rule.y0 if across else rule.x0,
        ):
            at, extent = (rule.y0, (rule.x0, rule.x1)) if across else (rule.x0, (rule.y0, rule.y1))
            beside = next(
                (k for k in (round(at), round(at) - 1, round(at) + 1) if k in lines), None
            )
            lines.setdefault(round(at) if beside is None else beside, []).append(extent)
        for at, extents in lines.items():
            for low, high in merged(extents, _TOUCH):
                found.append(Rule(low, at, high, at) if across else Rule(at, low, at, high))
    return found


def _touching(across: Sequence[Rule], down: Sequence[Rule]) -> list[list[Rule]]:
    """Rules in groups that meet or cross."""
    rules = [*across, *down]
    group = list(range(len(rules)))

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    for i, flat in enumerate(across):
        for j, upright in enumerate(down, start=len(across)):
            if (
                flat.x0 - _TOUCH <= upright.x0 <= flat.x1 + _TOUCH
                and upright.y0 - _TOUCH <= flat.y0 <= upright.y1 + _TOUCH
            ):
                group[root(i)] = root(j)
    found: dict[int, list[Rule]] = {}
    for i, rule in enumerate(rules):
        found.setdefault(root(i), []).append(rule)
    return list(found.values())


def _long(flat: Sequence[Rule], width: float) -> list[float]:
    """Where rules go across the better part of the table."""
    lengths: dict[float, float] = {}
    for rule in flat:
        lengths[rule.y0] = lengths.get(rule.y0, 0.0) + rule.x1 - rule.x0
    return [y for y, length in lengths.items() if length > _COVERED * width]


def _apart(places: Sequence[float]) -> list[float]:
    """Places in order, those next to each other once."""
    ordered = sorted(places)
    return ordered[:1] + [b for a, b in pairwise(ordered) if b - a > _THINNEST]
