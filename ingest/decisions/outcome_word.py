"""A way of telling what became of an item, and how much it weighs.

Each form has its own way of being checked (``ingest.decisions.signals``): an *act* needs a deciding
body as its subject ("KKR godkendte"), a *fate* happens to the item or to what was recommended
("Indstillingen blev tiltrådt", "Punktet udsættes"), a *phrase* tells the outcome wherever it stands
in a main clause ("tog orienteringen til efterretning").
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from corpus.decision import Outcome

Form = Literal["act", "fate", "phrase"]


class OutcomeWord(NamedTuple):
    """A way of telling an outcome. ``rank``: of several that an item holds the lowest tells it.
    ``refused`` is the outcome where the words are negated; ``None``: they then tell nothing."""

    outcome: Outcome
    form: Form
    pattern: re.Pattern[str]
    rank: int
    refused: Outcome | None = None


# The ranks: what is decided before what is heard, words before what can only be gathered.
POSTPONED, ADOPTED, REFUSED, RECOMMENDED, SET_UP, RESOLVED = 0, 1, 1, 2, 3, 4
NOTED, DISCUSSED, TOLD, VIEWED, AGREED = 5, 6, 7, 8, 9

BE = r"(?:blev|bliver|er|var|blive|er blevet|kan|kunne)"
GAP = r"(?:\s+(?!ikke\b|at\b|om\b|af\b|på\b)[\wæøåé.-]+){0,4}"


def word(
    outcome: Outcome,
    form: Form,
    rank: int,
    *patterns: str,
    refused: Outcome | None = None,
) -> OutcomeWord:
    return OutcomeWord(
        outcome, form, re.compile(rf"\b(?:{'|'.join(patterns)})", re.IGNORECASE), rank, refused
    )
