"""Question answering data as training material: passages, their windows, questions with spans."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log
from pathlib import Path

from models.sentences import split_sentences

LONGEST_WINDOW = 480
SENTENCES_PER_WINDOW = 3
LONGEST = 700

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or a section; ``windows`` are the spans that a unit may be, each with the column
    heads that belong to it."""

    title: str
    section: str
    text: str
    group: str
    windows: dict[Span, str]
    forum: str = ""
    region: str = ""

    def headline(self, span: Span) -> str:
        """The title, with the column heads above a window."""
        heads = self.windows[span]
        return f"{self.title} – {heads}" if heads else self.title


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


def windows(text: str) -> dict[Span, str]:
    """The spans that may answer, as in ingestion, each with the column heads above it: one to
    three neighbouring sentences, lists with their lead-in, tables whole, rows under their heads.
    """
    spans: dict[Span, str] = {}
    for is_heading, some in groupby(split_sentences(text), key=lambda s: s.kind == "heading"):
        if is_heading:
            continue
        run = list(some)
        for first, lead in enumerate(run):
            last = first
            while last + 1 < len(run) and run[last + 1].kind == "item":
                last += 1
            if last > first and lead.kind == "sentence" and text[lead.start : lead.end][-1] == ":":
                end = max(s.end for s in run[first : last + 1] if s.end - lead.start <= LONGEST)
                spans[lead.start, end] = ""
            for last in range(first, min(first + SENTENCES_PER_WINDOW, len(run))):
                start, end = lead.start, run[last].end
                dangling = text[end - 1] == ":" and last + 1 < len(run)
                if not dangling and (last == first or end - start <= LONGEST_WINDOW):
                    spans[start, end] = ""
        for is_table, lines in groupby(run, key=lambda s: s.kind == "row"):
            rows = list(lines)
            if is_table and len(rows) > 2:
                if rows[-1].end - rows[0].start <= LONGEST:
                    spans[rows[0].start, rows[-1].end] = ""
                heads = " ".join(text[rows[0].start : rows[0].end].split())
                spans |= {(row.start, row.end): heads for row in rows[1:]}
    return spans


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
        Material(
            material.passages,
            [q for q, held in zip(material.questions, inside, strict=True) if not held],
        ),
        Material(
            material.passages,
            [q for q, held in zip(material.questions, inside, strict=True) if held],
        ),
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
