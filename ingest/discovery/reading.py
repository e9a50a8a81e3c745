"""A document's sentences, each with what is known in it and what the name finder sees there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus.records import Document, Mention
from models.names import Name, NameFinder
from models.sentences import Sentence, split_sentences

# File names and what else is only listed there are no sentences.
_LEFT_OUT = {"attachments"}
# Nobody writes a longer sentence; the component takes time for it, and has a limit of its own.
_LONGEST = 3000
_CAPITAL_INSIDE = re.compile(r"(?<=[\w,;:)»”\"] )[A-ZÆØÅ]\w")


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence at ``[start, end)`` with the mentions and the names that lie in it or reach into
    it, by position."""

    start: int
    end: int
    known: tuple[Mention, ...]
    names: tuple[Name, ...] = ()


def read_sentences(document: Document, mentions: Sequence[Mention]) -> list[ReadSentence]:
    """The sentences of a document's items, in order; names are only looked for where a capital
    stands that no mention explains."""
    text = document.text
    read: list[ReadSentence] = []
    unexplained: list[int] = []
    waiting = sorted(mentions, key=lambda mention: mention.start, reverse=True)
    reaching: list[Mention] = []
    for sentence in _sentences(document):
        while waiting and waiting[-1].start < sentence.end:
            reaching.append(waiting.pop())
        reaching = [mention for mention in reaching if mention.end > sentence.start]
        known = tuple(mention for mention in reaching if mention.start < sentence.end)
        if sentence.kind in ("sentence", "item") and _has_unexplained(text, sentence, known):
            unexplained.append(len(read))
        read.append(ReadSentence(sentence.start, sentence.end, known))
    # A name may go on over a line's end.
    texts = (text[read[n].start : read[n].end].replace("\n", " ") for n in unexplained)
    for n, names in zip(unexplained, _finder().find_many(texts), strict=True):
        at = read[n].start
        moved = (replace(name, start=at + name.start, end=at + name.end) for name in names)
        read[n] = replace(read[n], names=tuple(moved))
    return read


def warm() -> None:
    """Load what every document needs."""
    list(_finder().find_many([""]))


@cache
def _finder() -> NameFinder:
    return NameFinder()


def _sentences(document: Document) -> Iterator[Sentence]:
    for item in document.items:
        for section in item.sections:
            if section.kind not in _LEFT_OUT:
                yield from split_sentences(document.text, section.start, section.end)


def _has_unexplained(text: str, sentence: Sentence, known: Sequence[Mention]) -> bool:
    return sentence.end - sentence.start <= _LONGEST and any(
        not any(mention.start <= match.start() < mention.end for mention in known)
        for match in _CAPITAL_INSIDE.finditer(text, sentence.start, sentence.end)
    )
