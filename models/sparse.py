"""Sparse vectors: BM25 weights over Danish word stems, for the words that dense vectors blur."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from corpus.index import SparseVector

if TYPE_CHECKING:
    from qdrant_edge import Bm25

AVERAGE_LENGTH = 100
"""The terms, less stop words, of a common passage (up to 1,200 characters) of minutes."""


class SparseEncoder:
    """Okapi BM25 (Robertson & Zaragoza 2009; k = 1.2, b = 0.75) as Qdrant's engine makes it:
    lower case, Danish stop words, Snowball stems, each stem hashed to an index.

    A passage's weight is the term-frequency part; the index multiplies the inverse document
    frequency on (its ``IDF`` modifier), so a dot product is the BM25 score.
    """

    @cached_property
    def _bm25(self) -> Bm25:
        from qdrant_edge import Bm25, Bm25Config

        return Bm25(Bm25Config(language="danish", avg_len=AVERAGE_LENGTH))

    def encode_passage(self, text: str) -> SparseVector:
        """The weights of the stems in ``text``; empty where it holds stop words alone."""
        vector = self._bm25.embed_document(text)
        return SparseVector(tuple(vector.indices), tuple(vector.values))

    def encode_query(self, text: str) -> SparseVector:
        """Weight 1 for each different stem in ``text``."""
        vector = self._bm25.embed_query(text)
        return SparseVector(tuple(vector.indices), tuple(vector.values))
