"""How the reader is shown a question and a unit of text, as text and as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from models.e5_tokenizer import Pair

LONGEST = 208
"""Tokens of question, title and text together; a longer text is cut at its end."""

_LABELS = {
    "summary": "Resumé",
    "background": "Baggrund",
    "case": "Sagsfremstilling",
    "recommendation": "Indstilling",
    "decision": "Beslutning",
}


def first_text(question: str) -> str:
    """The first text of the pair: the question."""
    return f"query: {question}"


def lead_text(title: str, section: str = "", forum: str = "") -> str:
    """What stands before the unit in the pair's second text: forum, item's title and section's
    label, each where there is one."""
    parts = [part for part in (forum, title, _LABELS.get(section, "")) if part]
    return f"passage: {' – '.join(parts)}: " if parts else "passage: "


def masked(pairs: Sequence[Pair], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Where the texts of the units stand, ``shape`` being that of the pairs' ids."""
    text = np.zeros(shape, dtype=np.bool_)
    for row, pair in zip(text, pairs, strict=True):
        row[pair.text] = True
    return text


def packed(pairs: Sequence[Pair], tokens: int) -> Iterator[list[int]]:
    """Positions of the pairs, those of like length together, at most ``tokens`` a batch with the
    padding."""
    batch: list[int] = []
    for n in sorted(range(len(pairs)), key=lambda n: len(pairs[n].ids)):
        if batch and len(pairs[n].ids) * (len(batch) + 1) > tokens:
            yield batch
            batch = []
        batch.append(n)
    if batch:
        yield batch
