"""The packaged encoder's tokenizer: a unigram language model of pieces (Kudo 2018), as the
SentencePiece library computes it. It gives the ids that the folder's ``tokenizer.json`` does, in a
fifth of the memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor
from tokenizers import Regex, normalizers

from models.e5_weights import PIECES

_SPACE = "▁"
_OF_ONE, _OF_TWO = 2, 4
"""Special tokens around one text, and around a pair."""

NORMALISED = normalizers.Sequence(
    # Nmt turns line breaks and tabs into spaces, as the model's own normalisation map does.
    [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
)


@dataclass(frozen=True, slots=True)
class Pair:
    """The ids of two texts, of which the second begins with a lead; ``text`` are the positions of
    what comes after it."""

    ids: list[int]
    text: slice


class Tokenizer:
    """Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is what ``e5_weights.unpack`` gives; raises whatever the library does where
        its file is damaged."""
        self._pieces = SentencePieceProcessor(model_file=str(folder / PIECES))
        self._begin, self._end = self._pieces.bos_id(), self._pieces.eos_id()
        self._padding = self._pieces.pad_id()

    def encoded(self, text: str, longest: int) -> list[int]:
        """The ids of a text, at most ``longest``, what marks its ends included."""
        return [self._begin, *self._ids(text)[: longest - _OF_ONE], self._end]

    def pair(self, first: str, lead: str, text: str, longest: int) -> Pair:
        """The ids of ``first`` and of ``lead`` and ``text`` together, at most ``longest``; the
        longer of the two is cut. ``lead`` ends with a space, which tokens do not cross."""
        one, before = self._ids(first), self._ids(lead.rstrip())
        two = before + self._ids(text)
        kept = len(one), len(two)
        if sum(kept) > longest - _OF_TWO:
            kept = _cut(*kept, longest - _OF_TWO)
        ids = [self._begin, *one[: kept[0]], self._end, self._end, *two[: kept[1]], self._end]
        start = kept[0] + 3
        return Pair(ids, slice(start + min(len(before), kept[1]), start + kept[1]))

    def padded(self, some: Sequence[list[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Ids and attention mask, each ``[texts, tokens]``."""
        length = max(map(len, some))
        ids = np.full((len(some), length), self._padding, dtype=np.int64)
        attention = np.zeros((len(some), length), dtype=np.int64)
        for n, row in enumerate(some):
            ids[n, : len(row)] = row
            attention[n, : len(row)] = 1
        return ids, attention

    def _ids(self, text: str) -> list[int]:
        pieces = NORMALISED.normalize_str(text).replace(" ", _SPACE)
        if pieces and not pieces.startswith(_SPACE):
            pieces = _SPACE + pieces
        ids: list[int] = self._pieces.encode(pieces)
        return ids


def _cut(one: int, two: int, room: int) -> tuple[int, int]:
    """How many of so many tokens are kept of either text: the shorter one gives up nothing before
    both are as long."""
    short = min(one, two)
    if 2 * short >= room:
        return (room // 2, room - room // 2) if one <= two else (room - room // 2, room // 2)
    return (one, room - one) if one <= two else (room - two, two)


@lru_cache(maxsize=1)
def tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer in ``folder``, which the models of a process share."""
    return Tokenizer(folder)
