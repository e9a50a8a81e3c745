"""Which recognised words are bold, told by how thick their strokes are."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import numpy as np
import numpy.typing as npt
from PIL import Image

from ingest.formats.ocr.engine import Line, Word

Ink = npt.NDArray[np.uint8]

# As multiples of the page's usual stroke: for a line, and for a word alone.
_BOLD_LINE, _BOLD_WORD = 1.15, 1.25
_EDGE, _DARKEST = 0.6, 97
_FEWEST_LETTERS = 3


def bold_words(lines: Sequence[Line], picture: Image.Image) -> list[list[bool]]:
    """For each word of each line whether it is bold; ``picture`` is black on white."""
    ink = 255 - np.asarray(picture)
    size = median([line.size for line in lines for _ in line.words] or [1.0])
    strokes = [
        # The strokes of small letters are thin, even if they are bold.
        [_stroke(word, ink) * max(1.0, size / line.size) for word in line.words]
        for line in lines
    ]
    telling = [
        stroke
        for line, some in zip(lines, strokes, strict=True)
        for word, stroke in zip(line.words, some, strict=True)
        if _tells(word)
    ]
    usual = median(telling) if telling else 0.0
    return [_bold(line, some, usual) for line, some in zip(lines, strokes, strict=True)]


def _bold(line: Line, strokes: Sequence[float], usual: float) -> list[bool]:
    telling = [s for word, s in zip(line.words, strokes, strict=True) if _tells(word)]
    if not telling:
        return [False] * len(strokes)
    if median(telling) >= _BOLD_LINE * usual:
        return [True] * len(strokes)
    found: list[bool] = []
    for word, stroke in zip(line.words, strokes, strict=True):
        alone = stroke >= _BOLD_WORD * usual
        found.append(alone if _tells(word) else bool(found) and found[-1])
    return found


def _tells(word: Word) -> bool:
    return sum(map(str.isalnum, word.text)) >= _FEWEST_LETTERS


def _stroke(word: Word, ink: Ink) -> float:
    """The mean width in pixels of the strokes that a level line through a word meets, between where
    they are about half as dark as in their middle: so a copy's blur hardly counts."""
    box = ink[word.top : word.bottom, word.left : word.right]
    if not box.size:
        return 0.0
    dark = box > _EDGE * np.percentile(box, _DARKEST)
    starts = int(dark[:, 0].sum()) + int((dark[:, 1:] & ~dark[:, :-1]).sum())
    return int(dark.sum()) / starts if starts else 0.0
