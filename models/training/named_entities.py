"""DaN+ (Plank et al. 2020): sentences of Danish newswire with their names.

A line is a token, its outer tag and its inner tag, parted by tabs; a blank line ends a sentence.
Of the outer layer only whole names count: a word made from a name ("dansk", LOCderiv) and one that
holds one ("SID-huset", ORGpart) are not names themselves.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

LABELS = ("LOC", "MISC", "ORG", "PER")

Name = tuple[int, int, str]
"""First token, the token after the last, label."""


@dataclass(frozen=True, slots=True)
class NamedSentence:
    words: tuple[str, ...]
    names: tuple[Name, ...]


def read_sentences(path: Path) -> list[NamedSentence]:
    """The sentences of ``path``. Raises ``ValueError`` for a line that is not of the form."""
    lines = path.read_text(encoding="utf-8").splitlines()
    sentences = []
    for filled, block in groupby(enumerate(lines, 1), key=lambda line: bool(line[1].strip())):
        if filled:
            rows = [_row(path, number, line) for number, line in block]
            names = _names([tag for _, tag in rows])
            sentences.append(NamedSentence(tuple(word for word, _ in rows), names))
    return sentences


def _row(path: Path, number: int, line: str) -> tuple[str, str]:
    cells = line.split("\t")
    if len(cells) != 3:
        raise ValueError(f"{path}, line {number}: a token and two tags are needed, not {line!r}")
    return cells[0], cells[1]


def _names(tags: Sequence[str]) -> tuple[Name, ...]:
    names: list[Name] = []
    for at, tag in enumerate(tags):
        position, _, label = tag.partition("-")
        if label not in LABELS:
            continue
        if position == "I" and names and names[-1][1] == at and names[-1][2] == label:
            names[-1] = (names[-1][0], at + 1, label)
        else:
            names.append((at, at + 1, label))
    return tuple(names)


class Variation:
    """Other sentences with the same names' places, so that contexts and shapes are learnt rather
    than words: names made of halves of other names, names exchanged, capitals left out."""

    def __init__(self, sentences: Sequence[NamedSentence], seed: int) -> None:
        self._chance = random.Random(seed)
        self._known: dict[str, list[tuple[str, ...]]] = {label: [] for label in LABELS}
        for sentence in sentences:
            for start, end, label in sentence.names:
                self._known[label].append(sentence.words[start:end])

    def __call__(self, sentence: NamedSentence) -> NamedSentence:
        """The sentence itself in 45 % of the draws, else one of its variants."""
        drawn = self._chance.random()
        if drawn < 0.25:
            return self._renamed(sentence)
        if drawn < 0.45:
            return replace(
                sentence,
                words=tuple(
                    self._invented(word, label) if label else word
                    for word, label in zip(sentence.words, self._labels(sentence), strict=True)
                ),
            )
        if drawn < 0.5:
            return replace(sentence, words=tuple(word.lower() for word in sentence.words))
        if drawn < 0.55:
            return replace(sentence, words=tuple(word.upper() for word in sentence.words))
        return sentence

    def _labels(self, sentence: NamedSentence) -> list[str]:
        labels = [""] * len(sentence.words)
        for start, end, label in sentence.names:
            labels[start:end] = [label] * (end - start)
        return labels

    def _invented(self, word: str, label: str) -> str:
        other = self._chance.choice(self._chance.choice(self._known[label]))
        if not (word.isalpha() and other.isalpha() and len(word) > 3 and len(other) > 3):
            return word
        return word[: (len(word) + 1) // 2] + other[len(other) // 2 :].lower()

    def _renamed(self, sentence: NamedSentence) -> NamedSentence:
        words: list[str] = []
        names: list[Name] = []
        at = 0
        for start, end, label in sentence.names:
            words += sentence.words[at:start]
            first = len(words)
            words += self._chance.choice(self._known[label])
            names.append((first, len(words), label))
            at = end
        return NamedSentence((*words, *sentence.words[at:]), tuple(names))
