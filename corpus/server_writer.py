"""The index on a Qdrant server or cluster, written: in place, or anew beside what is read."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Self

from qdrant_client import QdrantClient, models

from corpus import generations, server_index
from corpus import server_collection as collections
from corpus.errors import EmptyCorpus, IndexAway
from corpus.index import DENSE, SPARSE, Point, StoredPoint, payload_of, point_id
from corpus.journal import UNDER_WAY
from corpus.records import Filters
from corpus.server_calls import Server
from corpus.settings import Settings

BATCH = 256
"""Points a request."""

LOOK = 2.0
"""Seconds between two looks at how far the server is with its graph."""

_DOCUMENTS = 500


class ServerIndexWriter:
    """Writes to the current collection, or to one of its own, which the alias is given to in the
    end, where the index is made anew or there is none.

    **In place**, a request for each ``BATCH`` points changes what readers see at once: new passages
    come, changed ones change. What a document had before is taken out in ``publish``, after the
    last of its new passages is in, so that none is missing meanwhile. A reader holds every hit
    against the catalogue, and passes over those that do not stand there. Every request may be done
    twice; whatever an interrupted writer left, another that writes the same documents sets right.

    A lock in the local index folder lets one process of this machine write at a time.
    """

    def __init__(
        self,
        server: Server,
        settings: Settings,
        encoder_name: str,
        dimension: int,
        *,
        fresh: bool = False,
        points: int = 0,
    ) -> None:
        self._server = server
        self._revision = secrets.token_hex(4)
        self._documents: list[str] = []
        self._waiting: list[models.PointStruct] = []
        self._began = False
        self._lock: generations.Lock | None = generations.lock_writing(settings.data / "index")
        try:
            server.check_version()
            self._current = None if fresh else self._found(encoder_name, dimension)
            collections.drop_others(server)
            self.staged = self._current is None
            if self._current is None:
                self._name = collections.create(
                    server, settings, encoder_name, dimension, self._revision, points
                )
            else:
                self._name = self._current.name
        except BaseException:
            self._let_go()
            raise
        self.generation = collections.generation(self._name, self._revision)

    def _found(self, encoder: str, dimension: int) -> collections.Current | None:
        try:
            current = collections.read_current(self._server)
        except EmptyCorpus:
            return None
        generations.check_encoder(current.encoder, current.dimension, encoder, dimension)
        return current

    def upsert(self, points: Iterable[Point]) -> None:
        self._held()
        for point in points:
            self._waiting.append(
                models.PointStruct(
                    id=point_id(point.chunk_id),
                    vector={
                        DENSE: point.dense.tolist(),
                        SPARSE: server_index.sparse_of(point.sparse),
                    },
                    payload=payload_of(point) | {server_index.REVISION: self._revision},
                )
            )
            # Documents share requests: most have fewer passages than go into one.
            if len(self._waiting) == BATCH:
                self._flush()

    def delete_documents(self, document_ids: Sequence[str]) -> None:
        self._held()
        self._documents += document_ids

    def written(self, chunk_ids: Sequence[str]) -> Iterator[StoredPoint]:
        self._flush()
        ids = [point_id(chunk_id) for chunk_id in chunk_ids]
        records = self._server.ask(
            lambda client: client.retrieve(self._name, ids, with_payload=True, with_vectors=True)
        )
        yield from map(server_index.stored, records)

    def count(self) -> int:
        self._flush()
        return self._server.ask(lambda client: client.count(self._name, exact=True)).count

    def publish(self) -> str:
        self._flush()
        documents = list(dict.fromkeys(self._documents))
        for start in range(0, len(documents), _DOCUMENTS):
            some = documents[start : start + _DOCUMENTS]
            self._server.ask(partial(_delete, name=self._name, selector=self._before(some)))
        if self._current is None:
            self._wait_until_built()
            collections.switch(self._server, self._name)
        else:
            count = self._server.ask(lambda client: client.count(self._name, exact=False)).count
            outgrown = collections.outgrown(self._current, count)
            collections.revise(self._server, self._name, self._revision, outgrown)
        # By then every reader has seen it.
        time.sleep(server_index.FOLLOW)
        if self._current is None:
            with suppress(IndexAway):  # The next writer drops it.
                collections.drop_others(self._server)
        self._let_go()
        return self.generation

    def abandon(self) -> None:
        if self._lock is not None:
            if self._current is None:
                # Where the server is away, the next writer drops it.
                with suppress(IndexAway):
                    self._server.ask_briefly(lambda client: client.delete_collection(self._name))
            self._let_go()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.abandon()

    def _flush(self) -> None:
        """Send what is waiting. Ahead of the first change in place, readers are told that what they
        keep of the documents may be old."""
        self._held()
        if self._current is not None and not self._began:
            collections.revise(self._server, self._name, f"{self._revision}{UNDER_WAY}")
        self._began = True
        if self._waiting:
            self._server.ask(partial(_put, name=self._name, points=self._waiting))
            self._waiting = []

    def _before(self, document_ids: Sequence[str]) -> models.FilterSelector:
        """What these documents had before this writer. A request of it that comes late, after
        another was sent in its place, takes nothing out that is new."""
        ours = models.FieldCondition(
            key=server_index.REVISION, match=models.MatchValue(value=self._revision)
        )
        narrowed = server_index.filter_of(Filters(documents=tuple(document_ids)))
        assert narrowed is not None
        return models.FilterSelector(filter=models.Filter(must=narrowed.must, must_not=[ours]))

    def _wait_until_built(self) -> None:
        """Until the server has built its search graph: before that it would search slowly."""
        while True:
            info = self._server.ask(lambda client: client.get_collection(self._name))
            if info.status == models.CollectionStatus.RED:
                raise generations.broken(
                    f"Qdrant-serveren på {self._server.url}", "den kan ikke bygge det færdigt"
                )
            if info.status != models.CollectionStatus.YELLOW:
                return
            time.sleep(LOOK)

    def _held(self) -> None:
        if self._lock is None:
            raise ValueError("the writer is done")

    def _let_go(self) -> None:
        if self._lock is not None:
            lock, self._lock = self._lock, None
            lock.release()
            self._server.close()


def _put(client: QdrantClient, name: str, points: list[models.PointStruct]) -> None:
    client.upsert(name, points, wait=True)


def _delete(client: QdrantClient, name: str, selector: models.FilterSelector) -> None:
    client.delete(name, selector, wait=True)
