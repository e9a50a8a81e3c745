"""How large the type of recognised lines is, told by the letters that each happens to hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from statistics import median

from ingest.formats.ocr_engine import Line, Word

# What Tesseract measures of a line, from descender to ascender, is this share of the type's size.
_LETTERS = 0.87
_SAME, _APART = 0.03, 0.05
_FEWEST = 3
_SURE = 0.6
_TALL = frozenset("bdfhkl")
_LOW = frozenset("acegmnopqrsuvwxyzæ")
_HIGHER = frozenset("åÅÉéöÖüÜ(){}[]|/")


def even_sizes(lines: Sequence[Line]) -> list[float]:
    """The size in pixels of each line's type, the same for lines that are meant to be the same.

    Tesseract's own measure is off by a tenth in a line without letters that reach up or down. So
    all are measured by how high each kind of letters stands in the lines of the usual size.
    """
    weights = [sum(len(word.text) for word in line.words) for line in lines]
    usual = next(iter(_peaks([line.size for line in lines], weights)), 0.0)
    shares: defaultdict[str, list[float]] = defaultdict(list)
    for line in lines:
        if abs(line.size - usual) <= _APART * usual:
            for word in line.words:
                shares[_kind(word)].append((line.baseline - word.top) / usual)
    known = {kind: median(some) for kind, some in shares.items() if len(some) >= _FEWEST}
    sizes = [_measured(line, known) for line in lines]
    peaks = _peaks(sizes, weights)
    return [min(peaks, key=lambda peak: abs(peak - size)) / _LETTERS for size in sizes]


def _measured(line: Line, known: Mapping[str, float]) -> float:
    told = [
        (line.baseline - word.top) / known[kind]
        for word in line.words
        if (kind := _kind(word)) and known.get(kind, 0) > 0
    ]
    return median(told) if told else line.size


def _kind(word: Word) -> str:
    """Which letters tell how high a word stands; empty where none do."""
    letters = set(word.text.strip(".,:;-–\"'•"))
    if not letters or letters & _HIGHER or word.confidence < _SURE:
        return ""
    if letters & _TALL:
        return "tall"
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
