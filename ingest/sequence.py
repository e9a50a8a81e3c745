"""Which candidates are the items: the best run of rising numbers."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.agenda import Agenda, title_similarity
from ingest.candidates import Candidate

_STEP_BONUS = 2.0
_GAP_COST = 1.2
_AGENDA_BONUS = 8.0
_WEAKEST_ITEM = 2.0
_STRONG_ITEM = 4.0
_WEAKEST_BESIDE_STRONG = 1.0


def _weight(candidate: Candidate, agenda: Agenda | None) -> float:
    if agenda is None:
        return candidate.evidence
    title = agenda.titles.get(candidate.number)
    if title is None:
        return candidate.evidence - 4.0
    similarity = title_similarity(candidate.title, title) if candidate.title else 0.5
    return candidate.evidence + (_AGENDA_BONUS * similarity if similarity >= 0.6 else -4.0)


def _step(before: int, after: int) -> float:
    return _STEP_BONUS - _GAP_COST * (after - before - 1)


def choose_items(candidates: Sequence[Candidate], agenda: Agenda | None) -> list[Candidate]:
    """The chain of candidates with rising numbers that the evidence favours most.

    Dynamic programming over the candidates below the agenda, one heading style at a time ("Punkt
    3" and "3." are not mixed): a step to the next number is rewarded, a gap costs by its width.
    Empty where no chain is credible as a list of items.
    """
    below = [c for c in candidates if agenda is None or c.line > agenda.last]
    best: tuple[float, list[Candidate]] = (0.0, [])
    for style in ("word", "number"):
        best = max(
            best,
            _best_chain([c for c in below if c.style == style], agenda),
            key=lambda scored: scored[0],
        )
    chain = best[1]
    if not chain or (len(chain) == 1 and agenda is None and chain[0].evidence < 3.0):
        return []
    weights = [_weight(c, agenda) for c in chain]
    # Items without text, such as "Eventuelt", are carried by one that plainly is an item.
    weakest = _WEAKEST_BESIDE_STRONG if max(weights) >= _STRONG_ITEM else _WEAKEST_ITEM
    return chain if sum(weights) / len(weights) >= weakest else []


def _best_chain(
    candidates: Sequence[Candidate], agenda: Agenda | None
) -> tuple[float, list[Candidate]]:
    totals: list[float] = []
    previous: list[int] = []
    ends: dict[int, int] = {}  # The best chain that ends in each number.
    for i, candidate in enumerate(candidates):
        weight = _weight(candidate, agenda)
        total, link = weight - _GAP_COST * (candidate.number - 1), -1
        for number, j in ends.items():
            if number < candidate.number:
                chained = totals[j] + weight + _step(number, candidate.number)
                if chained > total or (chained == total and 0 <= j < link):
                    total, link = chained, j
        totals.append(total)
        previous.append(link)
        if candidate.number not in ends or total > totals[ends[candidate.number]]:
            ends[candidate.number] = i
    if not totals:
        return 0.0, []
    at = max(range(len(totals)), key=totals.__getitem__)
    score, chain = totals[at], []
    while at >= 0:
        chain.append(candidates[at])
        at = previous[at]
    return score, chain[::-1]
