"""The words of a passage that match a question, to be marked for the reader."""

from __future__ import annotations

import re
from functools import lru_cache

from models.sparse import SparseEncoder
from search_api.archive import Archive
from search_api.question import Question

_WORD = re.compile(r"\w[\w-]*", re.UNICODE)
# Terms that weigh less ("siges", "mange") would be marked everywhere.
_EVERYDAY = 0.5


@lru_cache(maxsize=20_000)
def _terms_of(sparse: SparseEncoder, word: str) -> frozenset[int]:
    return frozenset(sparse.encode_query(word).indices)


def marks(
    archive: Archive, question: Question, document_id: str, start: int, end: int
) -> list[tuple[int, int]]:
    """The character ranges, counted from ``start``, of what matches in ``[start, end)`` of a
    document: the question's words, whatever their inflection, the compounds they stand in, and its
    entities under whichever name. In order, none inside another."""
    telling = [term for term in question.terms if term.weight >= _EVERYDAY]
    wanted = frozenset().union(*(term.terms | term.compounds for term in telling))
    text = archive.document(document_id).text[start:end]
    spans = [
        (mention.start - start, mention.end - start)
        for mention in archive.mentions(document_id, start, end)
        if not set(archive.gazetteer.wholes(mention.entity_id)).isdisjoint(question.entities)
    ]
    for match in _WORD.finditer(text):
        terms = _terms_of(archive.sparse, match.group().casefold())
        if terms and terms <= wanted:
            spans.append(match.span())
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not merged or first >= merged[-1][1]:
            merged.append((first, last))
    return merged
