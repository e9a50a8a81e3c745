"""Held-out questions, each with the units among which the reader must find the one that answers."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.training.questions import Material, Overlap, Passage, Question, Span
from models.training.sampling import best_held, meets

OTHERS = 7
"""Units that do not answer, for each question; those that share most words with it."""

Pair = tuple[str, str, str, str]
"""Question, forum and title, section, text."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its units; the first one answers, where ``answerable``."""

    units: tuple[Pair, ...]
    answerable: bool


def ask(material: Material, count: int, seed: int) -> list[Asked]:
    """``count`` questions drawn without repetition, or all there are."""
    chance = random.Random(seed)
    drawn = chance.sample(material.questions, min(count, len(material.questions)))
    overlap = Overlap([passage.text for passage in material.passages])
    groups: dict[str, list[Passage]] = {}
    for passage in material.passages:
        groups.setdefault(passage.group, []).append(passage)
    made: list[Asked] = []
    for question in drawn:
        passage = material.passages[question.passage]
        held = best_held(question, passage.windows)
        if question.answers and not held:
            continue
        others = _others(question, passage, groups[passage.group], overlap)
        units = [*((passage, span) for span in held[:1]), *others]
        made.append(Asked(tuple(_pair(question, *unit) for unit in units), bool(held)))
    return made


def _others(
    question: Question, passage: Passage, group: Sequence[Passage], overlap: Overlap
) -> list[tuple[Passage, Span]]:
    words = [passage.text[a:b].casefold() for a, b in question.answers]
    found = [
        (overlap.score(question.text, of.text[slice(*span)]) / (60 + span[1] - span[0]), of, span)
        for of in group
        for span in of.windows
        if not (of is passage and any(meets(answer, span) for answer in question.answers))
        and not any(word in of.text[slice(*span)].casefold() for word in words)
    ]
    found.sort(key=lambda one: -one[0])
    chosen: list[tuple[Passage, Span]] = []
    for _, of, span in found:
        if not any(of is other and meets(span, taken) for other, taken in chosen):
            chosen.append((of, span))
    return chosen[:OTHERS]


def _pair(question: Question, of: Passage, span: Span) -> Pair:
    title = " – ".join(part for part in (of.forum, of.title, of.windows[span]) if part)
    return question.text, title, of.section, of.text[slice(*span)]


Scorer = Callable[[Sequence[Pair]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Result:
    """``first``: share of answerable questions whose right unit scores highest. ``area``: under
    the curve of the best score, answerable against unanswerable questions (NaN without any).
    ``best`` and ``right``: each question's best score, and whether that unit answers."""

    first: float
    area: float
    best: NDArray[np.float32]
    right: NDArray[np.bool_]


def measure(asked: Sequence[Asked], scorer: Scorer) -> Result:
    """Score every unit of every question."""
    scores = scorer([pair for one in asked for pair in one.units])
    cuts = np.cumsum([len(one.units) for one in asked])[:-1]
    parts = np.split(scores, cuts)
    right = np.array(
        [one.answerable and int(part.argmax()) == 0 for one, part in zip(asked, parts, strict=True)]
    )
    best = np.array([part.max() for part in parts], dtype=np.float32)
    answerable = np.array([one.answerable for one in asked])
    yes, no = best[answerable], best[~answerable]
    area = float((yes[:, None] > no[None]).mean()) if len(no) else float("nan")
    return Result(float(right[answerable].mean()), area, best, right)


def platt(
    best: NDArray[np.float32], right: NDArray[np.bool_], weights: NDArray[np.float64]
) -> tuple[float, float]:
    """Slope and offset of the logistic curve through scores and outcomes (Platt 1999), by
    Newton's method."""
    design = np.stack([best.astype(np.float64), np.ones(len(best))], 1)
    found = np.zeros(2)
    for _ in range(50):
        fitted = 1 / (1 + np.exp(-design @ found))
        gradient = design.T @ (weights * (right - fitted))
        curve = (design * (weights * fitted * (1 - fitted))[:, None]).T @ design
        found += np.linalg.solve(curve + 1e-6 * np.eye(2), gradient)
    return float(found[0]), float(found[1])
