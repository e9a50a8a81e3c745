"""The words of a passage that match a question, to be marked for the reader."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from corpus.records import Mention
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
    archive: Archive, question: Question, text: str, start: int, mentions: Iterable[Mention]
) -> list[tuple[int, int]]:
    """The character ranges of what matches in ``text``: the question's words, whatever their
    inflection, the compounds they stand in, and its entities under whichever name, of which
    ``mentions`` are told by their place in the document, where ``text`` begins at ``start``. In
    order, none inside another."""
    telling = [term for term in question.terms if term.weight >= _EVERYDAY]
    wanted = frozenset().union(*(term.terms | term.compounds for term in telling))
    spans = [
        (mention.start - start, mention.end - start)
        for mention in mentions
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
