"""The words of the corpus: how rare each is, and which compounds a word of a question stands in."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable

from models.common_words import CommonWords

_INFLECTIONS = (
    "ernes",
    "erne",
    "enes",
    "ene",
    "eres",
    "ers",
    "ets",
    "ens",
    "er",
    "en",
    "et",
    "es",
    "e",
    "s",
)
_SHORTEST_STEM = 4
_SHORTEST_TAIL = 5
_MOST_COMPOUNDS = 40


def stem(word: str) -> str:
    """``word`` without its Danish inflection, for finding compounds; never under four letters."""
    for inflection in _INFLECTIONS:
        if word.endswith(inflection) and len(word) - len(inflection) >= _SHORTEST_STEM:
            return word[: -len(inflection)]
    return word


class Vocabulary:
    """The words of the passages, in lower case, with their sparse terms."""

    def __init__(
        self, words: Iterable[tuple[str, int, int]], passages: int, common: CommonWords
    ) -> None:
        """``words`` as word, sparse term and number of passages; sorted by word."""
        self._passages = passages
        self._common = common
        self._words: list[str] = []
        self._terms: list[int] = []
        frequency: defaultdict[int, int] = defaultdict(int)
        tails: list[tuple[str, int]] = []
        for word, term, count in words:
            tails.append((stem(word)[::-1], len(self._words)))
            self._words.append(word)
            self._terms.append(term)
            frequency[term] += count
        self._frequency = frequency
        tails.sort()
        self._tails = [tail for tail, _ in tails]
        self._tail_at = [at for _, at in tails]

    def rarity(self, terms: Collection[int]) -> float:
        """The inverse document frequency of the commonest of ``terms``; of a word that no passage
        holds, the highest there is. Less, the more everyday a word it is: minutes that never say
        "skaffe" are not therefore silent on what is asked."""
        most = max((self._frequency.get(term, 0) for term in terms), default=0)
        most = min(most, self._passages)
        frequency = math.log(1 + (self._passages - most + 0.5) / (most + 0.5))
        return frequency * self._common.specificity(terms)

    def holds(self, terms: Iterable[int]) -> bool:
        """Whether any passage holds one of these terms."""
        return any(self._frequency.get(term) for term in terms)

    def compounds(self, word: str) -> set[int]:
        """The sparse terms of the words that ``word`` begins or ends ("takst" in
        "takststigning", "aftale" in "socialaftale"); empty where there are too many to tell
        anything."""
        root = stem(word)
        found: set[int] = set()
        at = bisect_left(self._words, root)
        while at < len(self._words) and self._words[at].startswith(root):
            if len(root) >= _SHORTEST_TAIL or len(self._words[at]) > len(word) + 3:
                found.add(self._terms[at])
            at += 1
        if len(root) >= _SHORTEST_TAIL:
            tail = root[::-1]
            at = bisect_left(self._tails, tail)
            while at < len(self._tails) and self._tails[at].startswith(tail):
                found.add(self._terms[self._tail_at[at]])
                at += 1
        return found if len(found) <= _MOST_COMPOUNDS else set()
