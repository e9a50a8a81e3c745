"""Question answering data as training material: passages, their windows, questions with spans."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

from models.sentences import split_sentences

LONGEST_WINDOW = 480
SENTENCES_PER_WINDOW = 3
LONGEST_LIST = 700

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or a section, with the spans that a unit may be."""

    title: str
    section: str
    text: str
    group: str
    windows: tuple[Span, ...]
    forum: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """``answers`` are spans of the passage, all of them needed where ``all_needed``, else any of
    them; none at all where the passage does not answer."""

    text: str
    passage: int
    answers: tuple[Span, ...]
    all_needed: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    """Passages and questions; ``Question.passage`` indexes ``passages``."""

    passages: list[Passage]
    questions: list[Question]


def windows(text: str) -> tuple[Span, ...]:
    """One to three neighbouring sentences, and lists with their lead-in, as in ingestion."""
    sentences = split_sentences(text)
    spans: dict[Span, None] = {}
    for first, lead in enumerate(sentences):
        for last in range(first, min(first + SENTENCES_PER_WINDOW, len(sentences))):
            start, end = lead.start, sentences[last].end
            if last == first or end - start <= LONGEST_WINDOW:
                spans[start, end] = None
        last = first
        while last + 1 < len(sentences) and sentences[last + 1].kind == "item":
            last += 1
        if (
            lead.kind == "sentence"
            and last - first >= 2
            and text[lead.start : lead.end].endswith(":")
            and sentences[last].end - lead.start <= LONGEST_LIST
        ):
            spans[lead.start, sentences[last].end] = None
    return tuple(spans)


def read_squad(paths: Sequence[Path]) -> Material:
    """Files in SQuAD's JSON (1.1 or 2.0); the same question in two files is taken once.

    A group is an article: paragraphs of one article never stand on both sides of a split.
    """
    passages: dict[tuple[str, str], int] = {}
    material = Material([], [])
    seen: set[tuple[str, int]] = set()
    for path in paths:
        for number, article in enumerate(json.loads(path.read_text(encoding="utf-8"))["data"]):
            title = re.sub(r"_", " ", article.get("title") or "")
            for paragraph in article["paragraphs"]:
                text = paragraph["context"]
                heading = title or text.partition("\n")[0][:120]
                group = title or f"{path.name}:{number}"
                at = passages.setdefault((group, text), len(material.passages))
                if at == len(material.passages):
                    material.passages.append(Passage(heading, "", text, group, windows(text)))
                for qa in paragraph["qas"]:
                    question = qa["question"].strip()
                    if (question, at) in seen:
                        continue
                    seen.add((question, at))
                    spans = {
                        (a["answer_start"], a["answer_start"] + len(a["text"]))
                        for a in qa["answers"]
                        if text[a["answer_start"] :].startswith(a["text"])
                    }
                    if spans or qa.get("is_impossible"):
                        material.questions.append(Question(question, at, tuple(sorted(spans))))
    return material


def split(material: Material, groups: set[str]) -> tuple[Material, Material]:
    """The questions outside ``groups``, and those inside."""
    inside = [material.passages[q.passage].group in groups for q in material.questions]
    return (
        Material(material.passages,
                 [q for q, held in zip(material.questions, inside, strict=True) if not held]),
        Material(material.passages,
                 [q for q, held in zip(material.questions, inside, strict=True) if held]),
    )


class Overlap:
    """Shared word stems, weighted by rarity: finds the windows that look like an answer."""

    _WORD = re.compile(r"\w{3,}")

    def __init__(self, texts: Sequence[str]) -> None:
        self._count = Counter(stem for text in texts for stem in self._stems(text))
        self._total = len(texts)

    def _stems(self, text: str) -> set[str]:
        return {word[:6] for word in self._WORD.findall(text.casefold())}

    def score(self, question: str, text: str) -> float:
        """The summed rarity (nats) of the stems that both hold."""
        shared = self._stems(question) & self._stems(text)
        return sum(log((self._total + 1) / (self._count[stem] + 1)) for stem in shared)
