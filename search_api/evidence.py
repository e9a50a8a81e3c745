"""How well a found item answers a question, and with which of its windows.

The encoder weighs items, whether they speak of the matter at all; the reader, which is slower and
knows better, chooses among the windows that the encoder prefers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.records import SectionKind
from models.reader import Unit
from search_api.archive import Archive
from search_api.coverage import Coverage, item_coverage
from search_api.question import Question
from search_api.search import Asked, Found
from search_api.windows import Window, diverse

# Weights beside the cosine of an item's best window; ``tests/benchmarks/bench_evidence.py`` shows
# how well they part what can be answered from what cannot.
_COVERAGE_WEIGHT = 0.05
_NAME_PENALTY = 0.04
_ENTITY_PENALTY = 0.03
_DECISION_BONUS = 0.01
# Weights beside the reader's logit. What was decided answers before what was asked for, and a
# question in the minutes hardly ever answers one.
_COSINE_WEIGHT = 30.0
_WORD_COST = 0.01
_SECTION_BONUS: dict[SectionKind, float] = {"decision": 1.0, "recommendation": -1.0}
_QUESTION_COST = 2.0
_OVERLAP_COST = 0.04


@dataclass(frozen=True, slots=True)
class Evidence:
    """An item with its windows, best first. ``score`` weighs the best one against what of the
    question the item does not speak of."""

    found: Found
    windows: tuple[Window, ...]
    coverage: Coverage
    score: float


def _windows(
    archive: Archive, question: Question, dense: np.ndarray, item_ids: Sequence[str]
) -> dict[str, list[Window]]:
    stored = archive.catalogue.chunks_of_items(item_ids, "window")
    vectors = archive.catalogue.vectors(archive.encoder.name, [hashed for _, hashed in stored])
    windows: dict[str, list[Window]] = {item_id: [] for item_id in item_ids}
    for chunk, hashed in stored:
        if hashed not in vectors:
            continue
        score = float(vectors[hashed] @ dense)
        if question.asks_decision and chunk.section == "decision":
            score += _DECISION_BONUS
        windows[chunk.item_id].append(Window(chunk, score))
    for some in windows.values():
        some.sort(key=lambda window: (-window.score, window.chunk.start, window.chunk.end))
    return windows


def weigh(archive: Archive, asked: Asked, found: Sequence[Found]) -> list[Evidence]:
    """The evidence of each found item, strongest first; items without text are left out."""
    question = asked.question
    windows = _windows(archive, question, asked.dense, [f.item.item_id for f in found])
    weighed: list[Evidence] = []
    for some in found:
        best = windows[some.item.item_id]
        if not best:
            continue
        covered = item_coverage(archive, question, some)
        score = best[0].score + _COVERAGE_WEIGHT * covered.all - _NAME_PENALTY * (1 - covered.names)
        if covered.entities < 0.5:
            score -= _ENTITY_PENALTY
        weighed.append(Evidence(some, tuple(best), covered, score))
    weighed.sort(key=lambda evidence: -evidence.score)
    return weighed


def reread(
    archive: Archive, question: Question, evidence: Sequence[Evidence], units: int
) -> list[Evidence]:
    """The evidence with ``units`` windows that the encoder prefers, as unlike as may be, scored by
    the reader; in the same order, but for items that none of these is from."""
    windows = [window for some in evidence for window in some.windows]
    best = diverse(windows, units, _OVERLAP_COST)
    logits = archive.reader.score(
        question.text, [Unit(w.chunk.headline, w.chunk.text, w.chunk.section) for w in best]
    )
    read: dict[str, list[Window]] = {}
    for window, logit in zip(best, logits, strict=True):
        score = float(logit) + _COSINE_WEIGHT * window.score - _WORD_COST * window.words
        score += _SECTION_BONUS.get(window.chunk.section, 0.0)
        score -= _QUESTION_COST * window.chunk.text.endswith("?")
        read.setdefault(window.chunk.item_id, []).append(Window(window.chunk, score))
    return [
        replace(some, windows=tuple(sorted(chosen, key=lambda w: -w.score)))
        for some in evidence
        if (chosen := read.get(some.found.item.item_id))
    ]
