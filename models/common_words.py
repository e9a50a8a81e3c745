"""How common a word is in general Danish, whatever the minutes speak of."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from models.sparse import SparseEncoder

FILE = Path(__file__).with_name("common_words.txt")
LEAST = 4.3
_MOST = 5.5
_LEAST_SPECIFIC = 0.1


def scale(share: float) -> float:
    """The Zipf scale of a share of all words: the logarithm of its occurrences in a billion words
    (van Heuven et al. 2014). Over 5 are everyday words, under 3 rare ones."""
    return math.log10(share * 1e9)


class CommonWords:
    """The stems that are common in general Danish ("gør", "bedre", "komme"), by sparse term."""

    def __init__(self, sparse: SparseEncoder) -> None:
        self._sparse = sparse

    @cached_property
    def _scales(self) -> dict[int, float]:
        lines = FILE.read_text(encoding="utf-8").splitlines()
        words = [line.split() for line in lines if not line.startswith("#")]
        return {
            term: float(value)
            for word, value in words
            for term in self._sparse.encode_query(word).indices
        }

    def specificity(self, terms: Iterable[int]) -> float:
        """From 0.1, where the commonest of the sparse ``terms`` is an everyday word and tells
        little of what a question is about, to 1, where it is none."""
        common = max((self._scales.get(term, LEAST) for term in terms), default=LEAST)
        return min(1.0, max(_LEAST_SPECIFIC, (_MOST - common) / (_MOST - LEAST)))
