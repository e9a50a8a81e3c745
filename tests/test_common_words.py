"""Everyday words weigh little, the words of the matter fully."""

from __future__ import annotations

import pytest

from models.common_words import CommonWords
from models.sparse import SparseEncoder

SPARSE = SparseEncoder()
COMMON = CommonWords(SPARSE)


def specificity(word: str) -> float:
    return COMMON.specificity(SPARSE.encode_query(word).indices)


@pytest.mark.parametrize("word", ["passe", "komme", "bruger", "hjælper", "pengene"])
def test_an_everyday_word_tells_little(word: str) -> None:
    assert specificity(word) < 0.3


@pytest.mark.parametrize("word", ["takster", "forsorgshjem", "fremskudt", "socialtilsyn"])
def test_a_word_of_the_trade_tells_all(word: str) -> None:
    assert specificity(word) == 1.0


def test_no_word_is_no_everyday_word() -> None:
    assert COMMON.specificity(()) == 1.0
