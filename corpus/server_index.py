"""The index on a Qdrant server or cluster, read."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar, cast

import numpy as np
from qdrant_client import QdrantClient, models

from corpus import generations
from corpus.index import (
    CANDIDATES,
    DENSE,
    RRF_K,
    SPARSE,
    Scored,
    SparseVector,
    StoredPoint,
    Vector,
    keywords_of,
    scored,
)
from corpus.records import Filters
from corpus.server_calls import CollectionGone, Server
from corpus.server_collection import Current, read_current

FOLLOW = 1.0
"""Seconds for which a reader takes it that nothing has changed; an ingest is told to be done only
after them."""

PAGE = 256
"""Points that are read back at a time."""

REVISION = "revision"
"""The payload field that names the ingest which wrote a point."""

# With quantised vectors twice as many are found by these as are asked for, and put in order by the
# whole ones. Where vectors are not quantised this changes nothing.
_DENSE_SEARCH = models.SearchParams(
    quantization=models.QuantizationSearchParams(rescore=True, oversampling=2.0)
)
_T = TypeVar("_T")


class ServerIndex:
    """Reads the collection that the alias points at. Whether that is another one, or has another
    state, is asked once in ``FOLLOW`` seconds while there are questions, not at every one."""

    def __init__(self, server: Server, encoder_name: str, dimension: int) -> None:
        self._server = server
        self._encoder = (encoder_name, dimension)
        self._lock = threading.Lock()
        self._until = 0.0
        self._current: Current | None = None
        server.check_version()
        self._followed()

    @property
    def generation(self) -> str:
        return self._followed().generation

    def query(
        self, dense: Vector, sparse: SparseVector, filters: Filters, limit: int
    ) -> list[Scored]:
        narrowed = filter_of(filters)
        candidates = max(CANDIDATES, limit)
        return self._ask(
            limit,
            query=models.RrfQuery(rrf=models.Rrf(k=RRF_K)),
            prefetch=[
                models.Prefetch(
                    query=dense.tolist(),
                    using=DENSE,
                    limit=candidates,
                    filter=narrowed,
                    params=_DENSE_SEARCH,
                ),
                models.Prefetch(
                    query=sparse_of(sparse), using=SPARSE, limit=candidates, filter=narrowed
                ),
            ],
        )

    def rank_dense(self, dense: Vector, filters: Filters, limit: int) -> list[Scored]:
        return self._ask(
            limit,
            query=dense.tolist(),
            using=DENSE,
            query_filter=filter_of(filters),
            search_params=_DENSE_SEARCH,
        )

    def rank_sparse(self, sparse: SparseVector, filters: Filters, limit: int) -> list[Scored]:
        return self._ask(
            limit, query=sparse_of(sparse), using=SPARSE, query_filter=filter_of(filters)
        )

    def count(self) -> int:
        return self._of_current(
            lambda client, current: client.count(current.name, exact=True)
        ).count

    def points(self, documents: Sequence[str] = ()) -> Iterator[StoredPoint]:
        name = self._followed().name
        narrowed = filter_of(Filters(documents=tuple(documents)))
        offset = None
        while True:
            page = partial(_page, name=name, narrowed=narrowed, offset=offset)
            records, offset = self._server.ask(page)
            yield from map(stored, records)
            if offset is None:
                return

    def close(self) -> None:
        self._server.close()

    def _ask(self, limit: int, **request: Any) -> list[Scored]:
        answer = self._of_current(
            lambda client, current: client.query_points(
                current.name, limit=limit, with_payload=True, **request
            )
        )
        if not answer.points and not self._followed().points:
            raise generations.empty()
        return [scored(hit.payload or {}, hit.score) for hit in answer.points]

    def _of_current(self, work: Callable[[QdrantClient, Current], _T]) -> _T:
        """``work`` on the current collection; once more where it has just been dropped."""
        current = self._followed()
        try:
            return self._server.ask(lambda client: work(client, current))
        except CollectionGone:
            self._until = 0.0
        other = self._followed()
        return self._server.ask(lambda client: work(client, other))

    def _followed(self) -> Current:
        """The current collection, as it was found at most ``FOLLOW`` seconds ago."""
        with self._lock:
            if self._current is None or time.monotonic() >= self._until:
                asked = time.monotonic()
                current = read_current(self._server)
                generations.check_encoder(current.encoder, current.dimension, *self._encoder)
                self._current, self._until = current, asked + FOLLOW
            return self._current


def sparse_of(vector: SparseVector) -> models.SparseVector:
    """A sparse vector as the client takes it."""
    return models.SparseVector(indices=list(vector.indices), values=list(vector.values))


def filter_of(filters: Filters) -> models.Filter | None:
    """Filters as the client takes them."""
    conditions: list[models.Condition] = [
        models.FieldCondition(key=key, match=models.MatchAny(any=values))
        for key, values in keywords_of(filters).items()
    ]
    if filters.date_from or filters.date_to:
        conditions.append(
            models.FieldCondition(
                key="date",
                range=models.DatetimeRange(gte=filters.date_from, lte=filters.date_to),
            )
        )
    return models.Filter(must=conditions) if conditions else None


def _page(
    client: QdrantClient, name: str, narrowed: models.Filter | None, offset: Any
) -> tuple[list[models.Record], Any]:
    return client.scroll(
        name, narrowed, limit=PAGE, offset=offset, with_payload=True, with_vectors=True
    )


def stored(record: models.Record) -> StoredPoint:
    """A point as the client reads it."""
    vectors = cast(dict[str, Any], record.vector)
    sparse = vectors[SPARSE]
    payload = {key: value for key, value in (record.payload or {}).items() if key != REVISION}
    return StoredPoint(
        str(record.id),
        payload,
        np.asarray(vectors[DENSE], np.float32),
        SparseVector(tuple(sparse.indices), tuple(sparse.values)),
    )
