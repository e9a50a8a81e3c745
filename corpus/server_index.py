"""The index on a Qdrant server: a generation is a collection, the current one has an alias."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar, cast

import numpy as np
from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

from corpus import generations
from corpus.errors import BrokenIndex
from corpus.index import (
    CANDIDATES,
    DENSE,
    KEYWORDS,
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
from corpus.records import Filters
from corpus.settings import Settings

ALIAS = "tvaersnit"
BATCH = 256
"""Points a request."""

_COLLECTION = re.compile(rf"{ALIAS}_(\d+)")
_STORED = {"id", "vector", "payload"}
_T = TypeVar("_T")


def connect(settings: Settings) -> QdrantClient:
    """A client of the server that is set; nothing is sent yet."""
    key = settings.qdrant_api_key
    return QdrantClient(
        url=settings.qdrant_url,
        api_key=key.get_secret_value() if key else None,
        check_compatibility=False,
    )


class ServerIndex:
    """Reads the collection that the alias points at; looked up at every call, so that a new
    generation, or another encoder's, is known at once."""

    def __init__(self, client: QdrantClient, encoder_name: str, dimension: int) -> None:
        self._client = client
        self._encoder = (encoder_name, dimension)
        self._checked: str | None = None
        self._points = 0
        self._follow()

    @property
    def generation(self) -> str:
        return self._follow()

    def query(
        self, dense: Vector, sparse: SparseVector, filters: Filters, limit: int
    ) -> list[Scored]:
        narrowed = _filter(filters)
        candidates = max(CANDIDATES, limit)
        return self._ask(
            limit,
            query=models.RrfQuery(rrf=models.Rrf(k=RRF_K)),
            prefetch=[
                models.Prefetch(query=query, using=using, limit=candidates, filter=narrowed)
                for query, using in ((dense.tolist(), DENSE), (_sparse(sparse), SPARSE))
            ],
        )

    def rank_dense(self, dense: Vector, filters: Filters, limit: int) -> list[Scored]:
        return self._ask(limit, query=dense.tolist(), using=DENSE, query_filter=_filter(filters))

    def rank_sparse(self, sparse: SparseVector, filters: Filters, limit: int) -> list[Scored]:
        return self._ask(limit, query=_sparse(sparse), using=SPARSE, query_filter=_filter(filters))

    def count(self) -> int:
        self._follow()
        return self._points

    def points(self, documents: Sequence[str] = ()) -> Iterator[StoredPoint]:
        page = partial(
            self._client.scroll,
            self._follow(),
            scroll_filter=_filter(Filters(documents=tuple(documents))),
            limit=BATCH,
            with_payload=True,
            with_vectors=True,
        )
        offset = None
        while True:
            records, offset = _asked(partial(page, offset=offset))
            yield from map(_stored, records)
            if offset is None:
                return

    def close(self) -> None:
        self._client.close()

    def _ask(self, limit: int, **request: Any) -> list[Scored]:
        collection = self._follow()
        if not self._points:
            raise generations.empty()
        answer = _asked(
            lambda: self._client.query_points(collection, limit=limit, with_payload=True, **request)
        )
        return [scored(hit.payload or {}, hit.score) for hit in answer.points]

    def _follow(self) -> str:
        """The current collection, checked once."""
        collection = _current(self._client)
        if collection is None:
            raise generations.empty()
        if collection != self._checked:
            _check(self._client, collection, *self._encoder)
            self._points = _asked(lambda: self._client.count(collection, exact=True)).count
            self._checked = collection
        return collection


class ServerIndexWriter:
    """Writes the next collection. ``root`` is the local index folder: its lock lets one process
    of this machine write at a time, as the catalogue beside it needs too."""

    def __init__(
        self,
        client: QdrantClient,
        root: Path,
        encoder_name: str,
        dimension: int,
        *,
        fresh: bool = False,
    ) -> None:
        self._client = client
        self._lock: generations.Lock | None = generations.lock_writing(root)
        try:
            self._previous = _current(client)
            if self._previous is not None and not fresh:
                _check(client, self._previous, encoder_name, dimension)
            number = _number(self._previous)
            # What is newer than the current one was never published.
            _drop(client, lambda other: other > number)
            self._collection = f"{ALIAS}_{number + 1:06d}"
            _asked(lambda: _create(client, self._collection, encoder_name, dimension))
            if self._previous is not None and not fresh:
                _copy(client, self._previous, self._collection)
        except BaseException:
            self._lock.release()
            raise

    def upsert(self, points: Iterable[Point]) -> None:
        self._held()
        batch: list[models.PointStruct] = []
        for point in points:
            batch.append(
                models.PointStruct(
                    id=point_id(point.chunk_id),
                    vector={DENSE: point.dense.tolist(), SPARSE: _sparse(point.sparse)},
                    payload=payload_of(point),
                )
            )
            if len(batch) == BATCH:
                _put(self._client, self._collection, batch)
                batch = []
        if batch:
            _put(self._client, self._collection, batch)

    def delete_documents(self, document_ids: Sequence[str]) -> None:
        self._held()
        if document_ids:
            narrowed = _filter(Filters(documents=tuple(document_ids)))
            assert narrowed is not None
            selector = models.FilterSelector(filter=narrowed)
            _asked(lambda: self._client.delete(self._collection, selector, wait=True))

    def publish(self) -> str:
        lock = self._held()
        change: list[models.AliasOperations] = []
        if self._previous is not None:
            change.append(
                models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=ALIAS))
            )
        change.append(
            models.CreateAliasOperation(
                create_alias=models.CreateAlias(collection_name=self._collection, alias_name=ALIAS)
            )
        )
        _asked(lambda: self._client.update_collection_aliases(change))
        # The previous collection stays for the queries that are still running on it.
        kept = _number(self._previous)
        _drop(self._client, lambda other: other < kept)
        self._lock = None
        lock.release()
        return self._collection

    def abandon(self) -> None:
        if self._lock is not None:
            lock, self._lock = self._lock, None
            try:
                _asked(lambda: self._client.delete_collection(self._collection))
            finally:
                lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.abandon()

    def _held(self) -> generations.Lock:
        if self._lock is None:
            raise ValueError("the writer is done")
        return self._lock


def _create(client: QdrantClient, collection: str, encoder: str, dimension: int) -> None:
    client.create_collection(
        collection,
        vectors_config={
            DENSE: models.VectorParams(size=dimension, distance=models.Distance.COSINE)
        },
        sparse_vectors_config={SPARSE: models.SparseVectorParams(modifier=models.Modifier.IDF)},
        metadata={"format": generations.FORMAT, "encoder": encoder, "dimension": dimension},
    )
    for field in KEYWORDS:
        client.create_payload_index(collection, field, models.PayloadSchemaType.KEYWORD)
    client.create_payload_index(collection, "date", models.PayloadSchemaType.DATETIME)


def _copy(client: QdrantClient, source: str, target: str) -> None:
    page = partial(client.scroll, source, limit=BATCH, with_payload=True, with_vectors=True)
    offset = None
    while True:
        records, offset = _asked(partial(page, offset=offset))
        if records:
            stored = (record.model_dump(include=_STORED) for record in records)
            _put(client, target, [models.PointStruct(**fields) for fields in stored])
        if offset is None:
            return


def _put(client: QdrantClient, collection: str, points: list[models.PointStruct]) -> None:
    _asked(lambda: client.upsert(collection, points, wait=True))


def _current(client: QdrantClient) -> str | None:
    for alias in _asked(client.get_aliases).aliases:
        if alias.alias_name == ALIAS:
            return str(alias.collection_name)
    return None


def _check(client: QdrantClient, collection: str, encoder: str, dimension: int) -> None:
    made_by = _asked(lambda: client.get_collection(collection)).config.metadata or {}
    if made_by.get("format") != generations.FORMAT:
        raise generations.broken(
            f"samlingen {collection}", "det er lavet af en anden udgave af Tværsnit"
        )
    generations.check_encoder(made_by["encoder"], made_by["dimension"], encoder, dimension)


def _number(collection: str | None) -> int:
    match = _COLLECTION.fullmatch(collection or "")
    return int(match[1]) if match else 0


def _drop(client: QdrantClient, unwanted: Callable[[int], bool]) -> None:
    for found in _asked(client.get_collections).collections:
        match = _COLLECTION.fullmatch(found.name)
        if match and unwanted(int(match[1])):
            _asked(partial(client.delete_collection, found.name))


def _asked(work: Callable[[], _T]) -> _T:
    """``work()``, with whatever the client raises turned into ``BrokenIndex``."""
    try:
        return work()
    except ResponseHandlingException as error:
        raise BrokenIndex(
            f"Qdrant-serveren svarer ikke ({str(error)[:200]}). Se, om den kører, og om "
            "TVAERSNIT_QDRANT_URL er rigtig."
        ) from error
    except UnexpectedResponse as error:
        if error.status_code in (401, 403):
            raise BrokenIndex(
                "Qdrant-serveren afviser adgangsnøglen. Ret TVAERSNIT_QDRANT_API_KEY."
            ) from error
        raise generations.broken(
            "Qdrant-serveren", f"den melder »{error.reason_phrase}«"
        ) from error


def _stored(record: models.Record) -> StoredPoint:
    vectors = cast(dict[str, Any], record.vector)
    sparse = vectors[SPARSE]
    return StoredPoint(
        str(record.id),
        record.payload or {},
        np.asarray(vectors[DENSE], np.float32),
        SparseVector(tuple(sparse.indices), tuple(sparse.values)),
    )


def _sparse(vector: SparseVector) -> models.SparseVector:
    return models.SparseVector(indices=list(vector.indices), values=list(vector.values))


def _filter(filters: Filters) -> models.Filter | None:
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
