"""How the reader is shown a question and a unit of text, as text and as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding

from models.e5_tokenizer import padded

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


def masks(
    encodings: Sequence[Encoding], leads: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Ids, attention and text mask, each ``[n, tokens]``, of pairs whose second text begins with
    the lead that is no part of the unit."""
    ids, attention = padded(encodings)
    text = np.zeros(ids.shape, dtype=np.bool_)
    for n, (encoding, lead) in enumerate(zip(encodings, leads, strict=True)):
        text[n, : len(encoding.ids)] = [
            kind == 1 and end > len(lead)
            for kind, (_, end) in zip(encoding.sequence_ids, encoding.offsets, strict=True)
        ]
    return ids, attention, text


def packed(encodings: Sequence[Encoding], tokens: int) -> Iterator[list[int]]:
    """Positions of the pairs, those of like length together, at most ``tokens`` a batch with the
    padding."""
    batch: list[int] = []
    for n in sorted(range(len(encodings)), key=lambda n: len(encodings[n].ids)):
        if batch and len(encodings[n].ids) * (len(batch) + 1) > tokens:
            yield batch
            batch = []
        batch.append(n)
    if batch:
        yield batch
