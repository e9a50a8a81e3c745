"""Numbers that stand beside each other and were recognised as one: "10 8 8" as "1088"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf
from statistics import median

import numpy as np
from PIL import Image

from ingest.formats.ocr.engine import Line, Word

_NUMBER = re.compile(r"\d{2,}")
_INK_BELOW = 128
# A space: so much paper as a share of the letters' size, and digits so much farther apart than the
# others, or as far apart as the line's words. Digits alone may be narrow, or stand far from each
# other, but not both for some of them.
_SPACE = 0.2
_FARTHER = 1.35
_AS_WORDS = 0.8

Blob = tuple[int, int]
"""Left and right of what is printed together."""


def parted_numbers(lines: Sequence[Line], picture: Image.Image) -> list[Line]:
    """Lines with such numbers parted where the picture shows a space."""
    return [
        replace(
            line, words=tuple(part for word in line.words for part in _parts(word, line, picture))
        )
        if any(map(_is_number, line.words))
        else line
        for line in lines
    ]


def _is_number(word: Word) -> bool:
    return _NUMBER.fullmatch(word.text) is not None


def _parts(word: Word, line: Line, picture: Image.Image) -> Iterator[Word]:
    blobs = _blobs(word, picture) if _is_number(word) else []
    if len(blobs) != len(word.text):
        yield word
        return
    steps = [(b[0] + b[1] - a[0] - a[1]) / 2 for a, b in pairwise(blobs)]
    between = _between_words(line)
    spaces = [
        b[0] - a[1] > _SPACE * line.size
        and (step > _FARTHER * min(steps) or b[0] - a[1] >= _AS_WORDS * between)
        for (a, b), step in zip(pairwise(blobs), steps, strict=True)
    ]
    first = 0
    for i, space in enumerate([*spaces, True]):
        if space:
            text = word.text[first : i + 1]
            yield replace(word, text=text, left=blobs[first][0], right=blobs[i][1])
            first = i + 1


def _between_words(line: Line) -> float:
    """How much paper there commonly is between two words of a line; without end for one word."""
    gaps = [b.left - a.right for a, b in pairwise(line.words)]
    return median(gaps) if gaps else inf


def _blobs(word: Word, picture: Image.Image) -> list[Blob]:
    """What is printed together in a word, from the left."""
    box = picture.crop((word.left, word.top, word.right, word.bottom))
    inked = (np.asarray(box) < _INK_BELOW).any(axis=0)
    edges = np.flatnonzero(np.diff(inked.astype(np.int8), prepend=0, append=0)).tolist()
    return [(word.left + a, word.left + b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
