"""Words parted at the end of a line: whether the hyphen belongs to the word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

from ingest.formats.pdf.lines import SOFT_HYPHEN

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_STEM = re.compile(r"(\w+)[-\u2010]$")
_REST = re.compile(r"\w+")
# "børne- og ungeområdet": the hyphen stands for what the two have in common.
_CONJUNCTIONS = frozenset(("og", "eller", "samt", "and", "or", "och"))
_LONG_WORD = 9
_VERY_LONG_WORD = 12
_SELDOM = 0.025
_LONGEST_WORD = 100
_SHORTEST_STEM = 2
_ENOUGH_OF_REST = 4


class Hyphens:
    """A document's own words, and whether it parts words at the ends of its lines.

    ``parted`` and ``whole`` count long words that did not fit on a line: those that were parted,
    and those that were moved to the next line though a part of them would have fitted; ``lines``
    counts the lines that went on.
    """

    def __init__(self, texts: Iterable[str], parted: int, whole: int, lines: int) -> None:
        self._words: Counter[str] = Counter()
        for text in texts:
            words = _WORD.findall(text.casefold())
            # What stands at a line's end after a hyphen is cut off may be half a word.
            self._words.update(words[:-1] if text.endswith("-") else words)
        self._sorted = sorted(self._words)
        self._parts = parted > _SELDOM * lines and parted >= 0.5 * whole

    def seam(self, left: str, right: str, spaced: bool | None) -> tuple[int, str]:
        """How many characters to take off ``left``, and what to put between it and ``right``.

        ``spaced`` tells whether a space is drawn at the end of ``left``, ``None`` where that says
        nothing.
        """
        if left.endswith(SOFT_HYPHEN):
            return 1, ""
        left = left[-_LONGEST_WORD:]
        stem, rest = _STEM.search(left), _REST.match(right[:_LONGEST_WORD])
        if stem is None:
            if not spaced and self._broken(left, right, spaced is False):
                return 0, ""
            attached = re.search(r"\w[/–]$", left) and rest is not None
            return 0, "" if attached and not spaced else " "
        if spaced or rest is None or rest[0].casefold() in _CONJUNCTIONS:
            return 0, " "
        if self._belongs(stem[1], rest[0]):
            return 0, ""
        return 1, ""

    def _broken(self, left: str, right: str, told: bool) -> bool:
        """Whether a narrow cell breaks a word without a hyphen: one that fills its line alone.

        ``told``: a space would be drawn, were it between two words."""
        alone, rest = left.rpartition("\t")[2].lstrip("("), _REST.match(right)
        if not alone.isalpha() or len(alone) < _LONG_WORD or rest is None or not rest[0].islower():
            return False
        word = (alone + rest[0]).casefold()
        if told and len(alone) >= _VERY_LONG_WORD:
            return True
        return self._words[word] > self._words[alone.casefold()]

    def _belongs(self, stem: str, rest: str) -> bool:
        """Whether the hyphen between two parts of a word is its own."""
        if not rest[0].islower() or not stem[-1].isalpha() or len(stem) < _SHORTEST_STEM:
            return True
        if stem.isupper():
            return True
        joined, hyphened = (stem + rest).casefold(), f"{stem}-{rest}".casefold()
        as_one, as_two = self._words[joined], self._words[hyphened]
        if as_one != as_two:
            return as_two > as_one
        # Another form of the same word will do: "socialforvaltningen" for "socialforvaltning".
        begun = self._begun(joined[: len(stem) + _ENOUGH_OF_REST])
        if begun != self._begun(hyphened[: len(stem) + 1 + _ENOUGH_OF_REST]):
            return not begun
        return not self._parts

    def _begun(self, opening: str) -> bool:
        i = bisect_left(self._sorted, opening)
        return i < len(self._sorted) and self._sorted[i].startswith(opening)


def is_long_word(text: str) -> bool:
    """Whether a text opens with a word that a document that parts words would part."""
    word = re.match(r"[^\W\d_]+", text)
    return word is not None and len(word[0]) >= _LONG_WORD


def is_parted(left: str, right: str) -> bool:
    """Whether a line ends in a hyphen that may part a word."""
    return bool(re.search(r"[a-zæøå][-\u2010\u00ad]$", left[-2:])) and bool(
        re.match(r"[a-zæøå]", right) and not re.match(rf"(?:{'|'.join(_CONJUNCTIONS)})\b", right)
    )
