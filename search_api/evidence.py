"""How well a found item answers a question, and with which of its windows, to the encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search_api.archive import Archive
from search_api.coverage import Coverage, item_coverage
from search_api.question import Question
from search_api.search import Asked, Found
from search_api.windows import Window

# Weights beside the cosine of an item's best window; ``tests/benchmarks/bench_evidence.py`` shows
# how well they part what can be answered from what cannot.
_COVERAGE_WEIGHT = 0.05
_NAME_PENALTY = 0.04
_ENTITY_PENALTY = 0.03
_DECISION_BONUS = 0.01


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
