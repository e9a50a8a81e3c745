"""Reading: the windows that the encoder prefers, scored anew by the reader, which knows better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.records import SectionKind
from models.reader import Unit
from search_api.archive import Archive
from search_api.evidence import Evidence
from search_api.question import Question
from search_api.windows import Window, diverse

# Weights beside the reader's logit, chosen on questions with known answers. A recommendation says
# less than what was made of it, and a question in the minutes hardly ever answers one.
_COSINE_WEIGHT = 80.0
_WORD_COST = 0.015
_SECTION_BONUS: dict[SectionKind, float] = {"decision": 0.5, "recommendation": -0.5}
_QUESTION_COST = 2.0
_OVERLAP_COST = 0.04


@dataclass(frozen=True, slots=True)
class Reading:
    """Evidence with its windows as the reader scores them, best first; ``surest`` is the best logit
    of any."""

    evidence: tuple[Evidence, ...]
    surest: float


def read(archive: Archive, question: Question, evidence: Sequence[Evidence], units: int) -> Reading:
    """Read ``units`` windows that the encoder prefers, as unlike as may be. The evidence keeps its
    order; an item that none of these is from is left out."""
    windows = diverse([w for some in evidence for w in some.windows], units, _OVERLAP_COST)
    logits = archive.reader.score(
        question.text, [Unit(w.chunk.headline, w.chunk.text, w.chunk.section) for w in windows]
    )
    by_item: dict[str, list[Window]] = {}
    for window, logit in zip(windows, logits, strict=True):
        score = float(logit) + _COSINE_WEIGHT * window.score - _WORD_COST * window.words
        score += _SECTION_BONUS.get(window.chunk.section, 0.0)
        score -= _QUESTION_COST * window.chunk.text.endswith("?")
        by_item.setdefault(window.chunk.item_id, []).append(replace(window, score=score))
    kept = [
        replace(some, windows=tuple(sorted(chosen, key=lambda w: -w.score)))
        for some in evidence
        if (chosen := by_item.get(some.found.item.item_id))
    ]
    return Reading(tuple(kept), float(max(logits)))
