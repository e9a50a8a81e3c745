"""Which candidates are the items: the best run of rising numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.splitting.agenda import Agenda, title_similarity
from ingest.splitting.candidates import Candidate
from ingest.splitting.numbering import HIGHEST_NUMBER

_STEP_BONUS = 2.0
_GAP_COST = 1.2
# Minutes whose items go on from those of the last meeting start at any number.
_DEAREST_START = 6.0
_AGENDA_BONUS = 8.0
_WEAKEST_ITEM = 2.0
_STRONG_ITEM = 4.0
_WEAKEST_BESIDE_STRONG = 1.0
_FEWEST_BY_NUMBER = 3
_WEAKEST_BY_NUMBER = -2.0
_LEAST_ALONE = 3.0
_LEAST_COVERED = 0.6
_MOST_SKIPPED = 0.2


def _weight(candidate: Candidate, agenda: Agenda | None) -> float:
    if agenda is None:
        return candidate.evidence
    title = agenda.titles.get(candidate.number)
    if title is None:
        return candidate.evidence - 4.0
    similarity = title_similarity(candidate.name, title) if candidate.name else 0.5
    return candidate.evidence + (_AGENDA_BONUS * similarity if similarity >= 0.6 else -4.0)


def choose_items(
    candidates: Sequence[Candidate],
    listed: Sequence[Candidate],
    agenda: Agenda | None,
    filled: Sequence[int],
) -> list[Candidate]:
    """The chain of candidates with rising numbers that the evidence favours most.

    Dynamic programming over the candidates below the agenda, one style of numbering at a time
    ("Punkt 3" and "3." are not mixed): a step to the next number is rewarded, a gap costs by its
    width. ``listed`` are titles of the agenda that stand below it without a number, and go with
    any style; ``filled`` are the numbers of the lines that are not blank. Empty where no chain is
    credible as a list of items.
    """
    below = [c for c in candidates if agenda is None or c.line > agenda.last]
    chains = []
    for style in dict.fromkeys(c.style for c in [*below, *listed]):
        some = [c for c in below if c.style == style]
        some = sorted([*some, *listed], key=lambda c: c.line) if listed else some
        chains.append(_best_chain(some, agenda))
    for _, chain in sorted(chains, key=lambda scored: -scored[0]):
        if chain and _credible(chain, agenda, filled):
            return chain
    return []


def _credible(chain: Sequence[Candidate], agenda: Agenda | None, filled: Sequence[int]) -> bool:
    if len(chain) == 1 and agenda is None and chain[0].evidence < _LEAST_ALONE:
        return False
    weights = [_weight(c, agenda) for c in chain]
    # Items without text, such as "Eventuelt", are carried by one that plainly is an item.
    weakest = _WEAKEST_BESIDE_STRONG if max(weights) >= _STRONG_ITEM else _WEAKEST_ITEM
    mean = sum(weights) / len(weights)
    return mean >= weakest or (mean >= _WEAKEST_BY_NUMBER and _divides(chain, filled))


def _divides(chain: Sequence[Candidate], filled: Sequence[int]) -> bool:
    """Whether the chain divides most of the document, number after number with text between, as
    a list inside it does not."""
    if len(chain) < _FEWEST_BY_NUMBER or chain[0].number != 1:
        return False
    skipped = chain[-1].number - len(chain)
    if skipped > _MOST_SKIPPED * len(chain):
        return False
    at = {line: place for place, line in enumerate(filled)}
    places = [at[c.line] for c in chain]
    texts = sum(after - before > 1 for before, after in pairwise([*places, len(filled)]))
    return texts > len(chain) / 2 and len(filled) - places[0] >= _LEAST_COVERED * len(filled)


def _best_chain(
    candidates: Sequence[Candidate], agenda: Agenda | None
) -> tuple[float, list[Candidate]]:
    totals: list[float] = []
    previous: list[int] = []
    # The best total up to each number, with the gap that it will cost counted in, so that the
    # best of all lower numbers is one look-up in a tree of maxima.
    tree = [(float("-inf"), 0)] * (HIGHEST_NUMBER + 2)
    for i, candidate in enumerate(candidates):
        weight, number = _weight(candidate, agenda), candidate.number
        total, link = weight - min(_GAP_COST * (number - 1), _DEAREST_START), -1
        at, best = number - 1, (float("-inf"), 0)
        while at > 0:
            best = max(best, tree[at])
            at &= at - 1
        chained = best[0] + weight + _STEP_BONUS - _GAP_COST * (number - 1)
        if chained > total:
            total, link = chained, -best[1]
        totals.append(total)
        previous.append(link)
        at, entry = number, (total + _GAP_COST * number, -i)
        while at < len(tree):
            tree[at] = max(tree[at], entry)
            at += at & -at
    if not totals:
        return 0.0, []
    at = max(range(len(totals)), key=totals.__getitem__)
    score, chain = totals[at], []
    while at >= 0:
        chain.append(candidates[at])
        at = previous[at]
    return score, chain[::-1]
