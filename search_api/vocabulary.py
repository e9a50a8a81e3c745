"""The words of the corpus: how rare each is, and which compounds a word of a question stands in."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from typing import TypeVar

from corpus.catalogue import Catalogue
from corpus.counted_words import Begins, Ends
from corpus.words import stem
from models.common_words import CommonWords

_SHORTEST_TAIL = 5
_MOST_COMPOUNDS = 40
_MOST_KEPT = 10_000
_K = TypeVar("_K")
_V = TypeVar("_V")


class Vocabulary:
    """The words of the passages, in lower case, with their sparse terms, in one state of the
    corpus. They are looked up as they are asked for: a large corpus has hundreds of thousands."""

    def __init__(self, catalogue: Catalogue, common: CommonWords) -> None:
        self._catalogue = catalogue
        self._passages = catalogue.passages()
        self._common = common
        self._frequency: dict[int, int] = {}
        self._compounds: dict[str, frozenset[int]] = {}

    def look_up(self, words: Iterable[str], terms: Iterable[int]) -> None:
        """Read the compounds of some words, and how often some terms stand, all at once."""
        self._count(set(terms))
        self._compound(set(words))

    def rarity(self, terms: Collection[int]) -> float:
        """The inverse document frequency of the commonest of ``terms``; of a word that no passage
        holds, the highest there is. Less, the more everyday a word it is: minutes that never say
        "skaffe" are not therefore silent on what is asked."""
        most = min(max(self._count(set(terms)).values(), default=0), self._passages)
        frequency = math.log(1 + (self._passages - most + 0.5) / (most + 0.5))
        return frequency * self._common.specificity(terms)

    def holds(self, terms: Collection[int]) -> bool:
        """Whether any passage holds one of these terms."""
        return any(self._count(set(terms)).values())

    def compounds(self, word: str) -> frozenset[int]:
        """The sparse terms of the words that ``word`` begins or ends ("takst" in
        "takststigning", "aftale" in "socialaftale"); empty where there are too many to tell
        anything."""
        return self._compound({word})[word]

    def _count(self, terms: set[int]) -> dict[int, int]:
        known = {term: self._frequency[term] for term in terms & self._frequency.keys()}
        if new := terms - known.keys():
            found = dict.fromkeys(new, 0) | self._catalogue.passages_with(new)
            self._frequency = _kept(self._frequency, found)
            known |= found
        return known

    def _compound(self, words: set[str]) -> dict[str, frozenset[int]]:
        known = {word: self._compounds[word] for word in words & self._compounds.keys()}
        if new := sorted(words - known.keys()):
            asked: list[Begins | Ends] = []
            of: list[str] = []
            for word in new:
                root = stem(word)
                long = len(root) >= _SHORTEST_TAIL
                asked.append(Begins(root, 0 if long else len(word) + 4))
                of.append(word)
                if long:
                    asked.append(Ends(root))
                    of.append(word)
            terms: dict[str, frozenset[int]] = dict.fromkeys(new, frozenset())
            some = self._catalogue.terms_of_words(asked, _MOST_COMPOUNDS + 1)
            for word, more in zip(of, some, strict=True):
                terms[word] |= more
            found = {
                word: some if len(some) <= _MOST_COMPOUNDS else frozenset()
                for word, some in terms.items()
            }
            self._compounds = _kept(self._compounds, found)
            known |= found
        return known


def _kept(known: dict[_K, _V], more: dict[_K, _V]) -> dict[_K, _V]:
    """What was looked up before and now, unless that is more than is kept."""
    return known | more if len(known) < _MOST_KEPT else more
