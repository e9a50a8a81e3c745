"""How large the type of recognised lines is, told by the letters that each happens to hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from statistics import median

from ingest.formats.ocr.engine import Line, Word

# How high the letters that reach up stand above their line, as a share of the type's size.
_REACH = 0.72
_SAME, _APART, _GUESS = 0.03, 0.05, 0.16
# A bold face of another design looks smaller than the text's at the same size.
_SMALLER_FACE = 0.83
_FEWEST = 3
_SURE = 0.6
_TALL = frozenset("bdfhkl")
_LOW = frozenset("acegmnopqrsuvwxyzæ")
_RINGED = frozenset("åÅ")
_HIGHER = frozenset("ÉéöÖüÜ(){}[]|/ijIJ")

Shares = Mapping[tuple[bool, str], float]
"""How high letters of a kind stand, bold or not, against those that reach up."""


def even_sizes(lines: Sequence[Line], bold: Sequence[bool]) -> list[float]:
    """The size in pixels of each line's type, the same for lines that are meant to be the same.

    Tesseract's own measure is off by a tenth in a line without letters that reach up or down, so
    the letters of each kind are measured by those that reach up, where a line has both.
    """
    heights = [_heights(line) for line in lines]
    shares = _shares(heights, bold)
    reach = [_reach(some, b, shares) for some, b in zip(heights, bold, strict=True)]
    reach = _guessed(reach, [line.size for line in lines])
    weights = [sum(len(word.text) for word in line.words) for line in lines]
    peaks = _peaks(reach, weights)
    nearest = [min(peaks, key=lambda peak: abs(peak - r)) for r in reach]
    return [
        (peaks[0] if b and _SMALLER_FACE * peaks[0] < r < peaks[0] else r) / _REACH
        for r, b in zip(nearest, bold, strict=True)
    ]


def _guessed(reach: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """``reach`` with that of the line above, or else what Tesseract measured, where nothing tells
    it."""
    usual = median([r / size for r, size in zip(reach, sizes, strict=True) if r] or [_REACH])
    found: list[float] = []
    for r, size in zip(reach, sizes, strict=True):
        guess = r or usual * size
        above = found[-1] if found else guess
        found.append(above if not r and abs(guess - above) < _GUESS * above else guess)
    return found


def _heights(line: Line) -> dict[str, float]:
    """How high the letters of each kind stand in a line."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for word in line.words:
        found[_kind(word)].append(line.baseline - word.top)
    return {kind: median(some) for kind, some in found.items() if kind and median(some) > 0}


def _shares(heights: Sequence[Mapping[str, float]], bold: Sequence[bool]) -> Shares:
    found: defaultdict[tuple[bool, str], list[float]] = defaultdict(list)
    for some, b in zip(heights, bold, strict=True):
        if "tall" in some:
            for kind, height in some.items():
                found[b, kind].append(height / some["tall"])
    shares = {key: median(values) for key, values in found.items() if len(values) >= _FEWEST}
    return {(not b, kind): share for (b, kind), share in shares.items()} | shares


def _reach(heights: Mapping[str, float], bold: bool, shares: Shares) -> float:
    """How high the letters of a line stand that reach up, or would; 0 where nothing tells."""
    if "tall" in heights:
        return heights["tall"]
    told = [h / shares[bold, kind] for kind, h in heights.items() if (bold, kind) in shares]
    return median(told) if told else 0.0


def _kind(word: Word) -> str:
    """Which letters tell how high a word stands; empty where none do."""
    letters = set(word.text.strip(".,:;-–\"'•"))
    if not letters or word.confidence < _SURE:
        return ""
    if letters & _HIGHER - set("ijIJ"):
        return ""
    if letters & _RINGED:
        return "ringed"
    if letters & _TALL:
        return "tall"
    if letters & _HIGHER:
        return ""
    if any(letter.isupper() for letter in letters):
        return "capital"
    if letters <= _LOW:
        return "low"
    return "digit" if all(map(str.isdigit, letters)) else ""


def _peaks(sizes: Sequence[float], weights: Sequence[int]) -> list[float]:
    """The sizes that others gather around, the commonest first."""
    left: Counter[float] = Counter()
    for size, weight in zip(sizes, weights, strict=True):
        left[round(4 * size) / 4] += weight
    peaks: list[float] = []
    while left:
        peak = max(left, key=lambda one: sum(_near(left, one).values()))
        around = _near(left, peak)
        peaks.append(sum(size * n for size, n in around.items()) / sum(around.values()))
        left = Counter({s: n for s, n in left.items() if abs(s - peak) > _APART * peak})
    return peaks


def _near(sizes: Mapping[float, int], middle: float) -> dict[float, int]:
    return {size: n for size, n in sizes.items() if abs(size - middle) <= _SAME * middle}
