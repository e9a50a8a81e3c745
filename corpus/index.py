"""The index: chunks as points in Qdrant, dense and sparse, behind one small interface.

``corpus.edge_index`` runs Qdrant's engine inside the process, ``corpus.server_index`` speaks to a
Qdrant server; both answer alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.records import Filters, Region, SectionKind

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SparseVector:
    """Term indices and their weights, of equal length."""

    indices: tuple[int, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A chunk as it is indexed. ``date`` is ISO 8601 (``2020-08-14``) or ``None``."""

    chunk_id: str
    document_id: str
    item_id: str
    section: SectionKind
    region: Region | None
    forum: str | None
    date: str | None
    entities: tuple[str, ...]
    dense: Vector
    sparse: SparseVector


@dataclass(frozen=True, slots=True)
class Scored:
    """A found chunk. ``score`` is the fused rank score, ``similarity`` the dense cosine where known."""

    chunk_id: str
    document_id: str
    item_id: str
    section: SectionKind
    score: float


class Index(Protocol):
    """What searching and ingesting need of an index."""

    @property
    def generation(self) -> str:
        """Names the state of the index; changes with every ingest."""

    def query(
        self, dense: Vector, sparse: SparseVector, filters: Filters, limit: int
    ) -> list[Scored]:
        """The ``limit`` best points by reciprocal rank fusion of the dense and the sparse ranking."""

    def count(self) -> int:
        """The number of points."""

    def close(self) -> None:
        """Release the engine."""


class IndexWriter(Protocol):
    """Writes the next generation; nothing of it is seen before ``publish``."""

    def upsert(self, points: Iterable[Point]) -> None: ...

    def delete_documents(self, document_ids: Sequence[str]) -> None: ...

    def publish(self) -> str:
        """Make the written state the current one, at once; returns its generation."""

    def abandon(self) -> None:
        """Throw the written state away."""
