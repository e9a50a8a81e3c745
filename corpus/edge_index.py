"""The index inside the process: Qdrant's engine on a shard in the data folder.

Shards have no write-ahead log: a generation is flushed and checked before it becomes current, so
a log would guard nothing, and its lock would keep a second process from reading along.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import numpy as np
import qdrant_edge as engine

from corpus import edge_shard, generations
from corpus.errors import BrokenIndex
from corpus.generations import guarded
from corpus.index import (
    CANDIDATES,
    DENSE,
    RRF_K,
    SPARSE,
    Point,
    Scored,
    SparseVector,
    StoredPoint,
    Vector,
    keywords_of,
    payload_of,
    point_id,
    scored,
)
from corpus.machine import TO_READ, TO_WRITE, require_memory, require_room, taken
from corpus.records import Filters

BATCH = 500
"""Points a write."""


class EdgeIndex:
    """Reads the current generation below ``root``; any number of processes may."""

    def __init__(self, root: Path, encoder_name: str, dimension: int) -> None:
        self._root = root
        self._encoder = (encoder_name, dimension)
        self._lock = threading.Lock()
        self._stamp = generations.stamp(root)
        self._open: _Opened | None = _Opened(root, encoder_name, dimension)

    @property
    def generation(self) -> str:
        return self._opened().name

    def query(
        self, dense: Vector, sparse: SparseVector, filters: Filters, limit: int
    ) -> list[Scored]:
        narrowed = _filter(filters)
        candidates = max(CANDIDATES, limit)
        prefetches = [
            engine.Prefetch(limit=candidates, query=ranking, filter=narrowed, params=params)
            for ranking, params in ((_dense(dense), edge_shard.SEARCH), (_sparse(sparse), None))
        ]
        return self._ask(
            engine.QueryRequest(
                limit=limit,
                query=engine.Fusion.Rrf(k=RRF_K),  # type: ignore[arg-type]  # the stubs' slip
                prefetches=prefetches,
                with_payload=True,
            )
        )

    def rank_dense(self, dense: Vector, filters: Filters, limit: int) -> list[Scored]:
        return self._ask(
            engine.QueryRequest(
                limit=limit,
                query=_dense(dense),
                filter=_filter(filters),
                params=edge_shard.SEARCH,
                with_payload=True,
            )
        )

    def rank_sparse(self, sparse: SparseVector, filters: Filters, limit: int) -> list[Scored]:
        return self._ask(
            engine.QueryRequest(
                limit=limit, query=_sparse(sparse), filter=_filter(filters), with_payload=True
            )
        )

    def count(self) -> int:
        return self._opened().points

    def points(self, documents: Sequence[str] = ()) -> Iterator[StoredPoint]:
        opened = self._opened()
        narrowed = _filter(Filters(documents=tuple(documents)))
        offset: engine.PointId | None = None
        while True:
            request = engine.ScrollRequest(
                offset=offset, limit=BATCH, filter=narrowed, with_payload=True, with_vector=True
            )
            records, offset = guarded(opened.folder, partial(opened.shard.scroll, request))
            yield from map(_stored, records)
            if offset is None:
                return

    def close(self) -> None:
        with self._lock:
            self._open = None

    def _ask(self, request: engine.QueryRequest) -> list[Scored]:
        opened = self._opened()
        if not opened.points:
            raise generations.empty()
        hits = guarded(opened.folder, lambda: opened.shard.query(request))
        return [scored(hit.payload or {}, hit.score) for hit in hits]

    def _opened(self) -> _Opened:
        """The current generation, opened anew where another has become current.

        One that is left goes when the last query on it has ended.
        """
        with self._lock:
            if self._open is None:
                raise ValueError("the index is closed")
            stamp = generations.stamp(self._root)
            if stamp != self._stamp:
                self._open = _Opened(self._root, *self._encoder)
                self._stamp = stamp
            return self._open


class _Opened:
    """A generation that is open for reading, and locked against removal while it is."""

    def __init__(self, root: Path, encoder_name: str, dimension: int) -> None:
        self.folder, lock = generations.lock_current(root)
        self.name = self.folder.name
        weakref.finalize(self, lock.release)
        manifest = generations.read_manifest(self.folder, encoder_name, dimension)
        require_room(self.folder, TO_READ)
        require_memory(self.folder)
        self.shard = edge_shard.load(self.folder, manifest.points)
        self.points = manifest.points


class EdgeIndexWriter:
    """Writes the next generation below ``root``."""

    staged = True

    def __init__(
        self, root: Path, encoder_name: str, dimension: int, *, fresh: bool = False
    ) -> None:
        self._root = root
        self._encoder = (encoder_name, dimension)
        self._lock: generations.Lock | None = generations.lock_writing(root)
        try:
            self._part, self._shard = self._begin(fresh)
        except BaseException:
            self._lock.release()
            raise

    @property
    def generation(self) -> str:
        return self._part.stem

    def _begin(self, fresh: bool) -> tuple[Path, engine.EdgeShard]:
        encoder, dimension = self._encoder
        require_memory(self._root)
        if fresh or generations.stamp(self._root) is None:
            part = generations.begin(self._root, None)
            return part, guarded(part, lambda: edge_shard.create(part / "shard", dimension))
        source = generations.current(self._root)
        manifest = generations.read_manifest(source, encoder, dimension)
        part = generations.begin(self._root, source, edge_shard.copy_file)
        try:
            return part, edge_shard.load(part, manifest.points, write_dimension=dimension)
        except BrokenIndex:
            generations.discard(part)
            raise

    def upsert(self, points: Iterable[Point]) -> None:
        batch: list[engine.Point] = []
        for point in points:
            sparse = engine.SparseVector(list(point.sparse.indices), list(point.sparse.values))
            batch.append(
                engine.Point(
                    point_id(point.chunk_id),
                    {DENSE: point.dense.tolist(), SPARSE: sparse},
                    payload_of(point),
                )
            )
            if len(batch) == BATCH:
                self._update(engine.UpdateOperation.upsert_points(batch))
                batch = []
        if batch:
            self._update(engine.UpdateOperation.upsert_points(batch))

    def delete_documents(self, document_ids: Sequence[str]) -> None:
        if document_ids:
            narrowed = _filter(Filters(documents=tuple(document_ids)))
            assert narrowed is not None
            self._update(engine.UpdateOperation.delete_points_by_filter(narrowed))

    def written(self, chunk_ids: Sequence[str]) -> Iterator[StoredPoint]:
        ids: list[engine.PointId] = [point_id(chunk_id) for chunk_id in chunk_ids]
        yield from map(_stored, guarded(self._part, lambda: self._shard.retrieve(ids, True, True)))

    def count(self) -> int:
        request = engine.CountRequest(exact=True)
        return guarded(self._part, lambda: self._shard.count(request))

    def publish(self) -> str:
        lock = self._held()
        # Optimizing writes the segments anew beside the old ones.
        require_room(self._root, TO_WRITE + taken(self._part))
        points = guarded(self._part, self._finish)
        # Opened once more before anyone else does: this settles the engine's files, so that
        # their sizes can be recorded, and proves that the generation loads and is whole.
        settled = edge_shard.load(self._part, points)
        guarded(self._part, settled.close)
        name = generations.publish(self._root, self._part, *self._encoder, points)
        self._lock = None
        lock.release()
        return name

    def abandon(self) -> None:
        if self._lock is not None:
            generations.discard(self._part)
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.abandon()

    def _finish(self) -> int:
        self._shard.optimize()
        points = self._shard.count(engine.CountRequest(exact=True))
        self._shard.flush()
        self._shard.close()
        return points

    def _update(self, operation: engine.UpdateOperation) -> None:
        self._held()
        require_room(self._root, TO_WRITE)
        guarded(self._part, lambda: self._shard.update(operation))

    def _held(self) -> generations.Lock:
        if self._lock is None:
            raise ValueError("the writer is done")
        return self._lock


def _stored(record: engine.Record) -> StoredPoint:
    vectors = cast(dict[str, Any], record.vector)
    sparse = vectors[SPARSE]
    return StoredPoint(
        str(record.id),
        record.payload or {},
        np.asarray(vectors[DENSE], np.float32),
        SparseVector(tuple(sparse.indices), tuple(sparse.values)),
    )


def _dense(vector: Vector) -> engine.Query:
    return engine.Query.Nearest(vector.tolist(), using=DENSE)


def _sparse(vector: SparseVector) -> engine.Query:
    return engine.Query.Nearest(
        engine.SparseVector(list(vector.indices), list(vector.values)), using=SPARSE
    )


def _filter(filters: Filters) -> engine.Filter | None:
    conditions: list[engine.ConditionType] = [
        engine.FieldCondition(key, match=engine.MatchAny(list(values)))
        for key, values in keywords_of(filters).items()
    ]
    if filters.date_from or filters.date_to:
        conditions.append(
            engine.FieldCondition(
                "date",
                range=engine.RangeDateTime(
                    gte=filters.date_from.isoformat() if filters.date_from else None,
                    lte=filters.date_to.isoformat() if filters.date_to else None,
                ),
            )
        )
    return engine.Filter(must=conditions) if conditions else None
