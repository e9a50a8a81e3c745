"""What is usual in a PDF: how far lines reach, how close they stand, how large the letters are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.formats.pdf.lines import CELL, WHOLE_PAGE, Frame, Line

# As shares of the width of a column's text.
_NEAR = 0.06
_SYMMETRIC = 0.93
_FEWEST_NEAR = 3
_NARROWEST_MARGIN = 15.0
# As multiples of the letters' size.
_CLOSEST, _FARTHEST = 0.8, 3.0
_USUAL_LEADING = 1.2
_CLOSE = 1.6
_OFTEN = 0.15
_GAP = 1.12
_SHORT = 0.2
_MOSTLY = 8
_INDENTED = 0.8
_TOO_OFTEN = 0.1


@dataclass(frozen=True, slots=True)
class Measures:
    """What is usual in a document, in points.

    ``left`` and ``right`` are where a column's text starts and ends, ``leading`` the distance of
    the lines of a paragraph by the letters' size, ``size`` and ``bold`` what most letters have.
    ``spaced``: a space at a line's end tells that its paragraph goes on. ``apart``: paragraphs have
    a gap between them. ``indents`` are how far in the first lines of paragraphs start. ``signs``
    is how many a line holds, in columns whose lines were broken by counting them.
    """

    left: dict[Frame, float]
    right: dict[Frame, float]
    leading: dict[float, float]
    size: float
    bold: bool
    spaced: bool
    apart: bool
    indents: frozenset[int]
    signs: dict[Frame, int]

    def room(self, above: Line, below: Line) -> float:
        """How much room the first word of ``below`` would have left on ``above``; negative where
        it would not have fitted."""
        signs = self.signs.get(above.frame)
        if signs is not None:
            return _left_of(signs, above, below) * above.space
        return self.right[above.frame] - above.x1 - above.space - below.first

    def step(self, line: Line) -> float:
        """The distance from a line to the next of its paragraph; where too few are alike to tell,
        as much of the letters' size as in the text."""
        usual = self.leading.get(self.size, _USUAL_LEADING * self.size)
        return self.leading.get(line.size, usual * line.size / self.size)


def measure(lines: Sequence[Line], spaced: bool) -> Measures:
    """The measures of a document's lines."""
    left: dict[Frame, float] = {}
    right: dict[Frame, float] = {}
    framed: defaultdict[Frame, list[Line]] = defaultdict(list)
    for line in lines:
        framed[line.frame].append(line)
    for frame, inside in framed.items():
        left[frame] = min(line.x0 for line in inside)
        right[frame] = _right(frame, inside, left[frame])
    letters: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        letters[line.size, line.bold] += len(line.text)
    sizes: Counter[float] = Counter()
    for (size, _), count in letters.items():
        sizes[size] += count
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    bold = letters[size, True] > letters[size, False]
    leading = _leading(lines, right)
    apart = _apart(lines, left, right, leading)
    indents = _indents(lines, left, right)
    signs = {
        frame: most
        for frame, inside in framed.items()
        if (most := _signs(inside, right[frame])) is not None
    }
    return Measures(left, right, leading, size, bold, spaced, apart, indents, signs)


def _right(frame: Frame, lines: Sequence[Line], left: float) -> float:
    """The right edge of a column: where its longest lines end, if they are enough to tell.

    A line goes on below where the next word would have passed the edge, so lines that go on, and
    only they, end close to it. A page whose lines are all short tells nothing but its left margin,
    which the right one is taken to equal.
    """
    texts = [line for line in lines if not line.row] or list(lines)
    longest = max(line.x1 for line in texts)
    kind, low, high = frame
    if kind not in (WHOLE_PAGE, CELL):
        return longest
    near = longest - _NEAR * (longest - left)
    full = [(a, b) for a, b in pairwise(texts) if a.x1 >= near]
    mirrored = max(longest, min(high - (left - low), high - _NARROWEST_MARGIN * (kind != CELL)))
    if longest - left > _SYMMETRIC * (mirrored - left):
        return longest if len(full) >= _FEWEST_NEAR else mirrored
    going_on = sum(b.text[:1].islower() and a.text[-1] not in ".:;!?" for a, b in full)
    return longest if going_on >= _FEWEST_NEAR else mirrored


def _signs(lines: Sequence[Line], right: float) -> int | None:
    """How many signs a line holds, if lines were broken by their number, whatever their width:
    then many that go on have room for the next word."""
    texts = [line for line in lines if not line.row]
    most = max((len(line.text) for line in texts), default=0)
    going_on = [
        (a, b)
        for a, b, _ in _steps(texts)
        if b.text[:1].islower() and a.text[-1].isalnum() and not (a.marker or b.marker)
    ]
    wide = sum(a.x1 + a.space + b.first < right - 0.5 for a, b in going_on)
    counted = sum(_left_of(most, a, b) >= 0 for a, b in going_on)
    enough = len(going_on) >= _FEWEST_NEAR and wide > _TOO_OFTEN * len(going_on)
    return most if enough and counted < _TOO_OFTEN * wide else None


def _left_of(signs: int, above: Line, below: Line) -> int:
    """How many signs a line would have had left with the next word on it."""
    return signs - len(above.text) - 1 - len(below.text.split(None, 1)[0])


def _steps(lines: Sequence[Line]) -> Iterator[tuple[Line, Line, float]]:
    for above, below in pairwise(lines):
        same = (above.page, above.frame, above.size) == (below.page, below.frame, below.size)
        step = below.y - above.low
        if same and _CLOSEST * above.size < step < _FARTHEST * above.size:
            yield above, below, round(2 * step) / 2


def _leading(lines: Sequence[Line], right: dict[Frame, float]) -> dict[float, float]:
    """The usual distance of lines that go on, by size; else the smallest that comes twice."""
    going_on: defaultdict[float, Counter[float]] = defaultdict(Counter)
    every: defaultdict[float, Counter[float]] = defaultdict(Counter)
    for above, below, step in _steps(lines):
        every[above.size][step] += 1
        full = above.x1 + above.space + below.first > right[above.frame]
        if full and not (above.row or below.row or below.marker):
            going_on[above.size][step] += 1
    found = {}
    for size, steps in every.items():
        full_steps = going_on[size]
        often = [s for s, n in full_steps.items() if n >= _OFTEN * full_steps.total()]
        repeated = [step for step, count in steps.items() if count > 1]
        least = min(often or repeated or steps)
        if least < _CLOSE * size or full_steps[least] >= _FEWEST_NEAR:
            found[size] = least
    return found


def _apart(
    lines: Sequence[Line],
    left: dict[Frame, float],
    right: dict[Frame, float],
    leading: dict[float, float],
) -> bool:
    """Whether there is a gap after lines that end a paragraph for sure: short ones."""
    gaps = close = 0
    for above, below, step in _steps(lines):
        edge, margin = right[above.frame], left[above.frame]
        short = above.x1 + below.first < edge - _SHORT * (edge - margin)
        if short and above.size in leading and not (above.marker or above.row or below.row):
            gap = step > _GAP * leading[above.size] + 0.5
            gaps, close = gaps + gap, close + (not gap)
    return gaps >= _FEWEST_NEAR and gaps > _MOSTLY * close


def _indents(
    lines: Sequence[Line], left: dict[Frame, float], right: dict[Frame, float]
) -> frozenset[int]:
    """How far in lines start after which paragraphs go on at the margin."""
    at_margin: Counter[int] = Counter()
    below: Counter[int] = Counter()
    for a, b, _ in _steps(lines):
        indent = a.x0 - left[a.frame]
        full = a.x1 + a.space + b.first > right[a.frame]
        if full and indent > _INDENTED * a.size and not (a.row or b.row or b.marker):
            at_margin[round(indent)] += abs(b.x0 - left[b.frame]) < 1
            below[round(indent)] += abs(b.x0 - a.x0) < 1
    return frozenset(i for i, times in at_margin.items() if times > 1 and times > below[i])
