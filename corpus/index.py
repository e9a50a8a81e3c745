"""The index: chunks as points in Qdrant, dense and sparse, behind one small interface.

``corpus.edge_index`` runs Qdrant's engine inside the process, ``corpus.server_index`` speaks to a
Qdrant server; both answer alike.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from corpus.records import AccessLevel, Filters, Region, SectionKind
from corpus.settings import Settings

Vector = NDArray[np.float32]

DENSE, SPARSE = "dense", "sparse"
"""The names of a point's two vectors."""

KEYWORDS = ("region", "about", "forum", "section", "document_id", "entities", "access")
"""The payload fields that are matched by value; ``date`` is matched by range."""

RRF_K = 60
"""The constant of reciprocal rank fusion (Cormack, Clarke & Büttcher 2009)."""

CANDIDATES = 100
"""How many points each of the two rankings puts into the fusion, at least."""

_NAMESPACE = uuid.UUID("5d0b8c9e-4f0d-5c55-9a3c-7e0c7c1f7a52")


@dataclass(frozen=True, slots=True)
class SparseVector:
    """Term indices and their weights, of equal length."""

    indices: tuple[int, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A chunk as it is indexed. ``date`` is ISO 8601 (``2020-08-14``) or ``None``; ``about`` is the
    document's own region and every other that the chunk names."""

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
    about: tuple[Region, ...] = ()
    start: int = 0
    end: int = 0
    access: AccessLevel = "public"


@dataclass(frozen=True, slots=True)
class Scored:
    """A found chunk, the characters ``[start, end)`` of its document.

    ``score`` is a fused rank score from ``Index.query``, a cosine from ``Index.rank_dense``, a BM25
    score from ``Index.rank_sparse``.
    """

    chunk_id: str
    document_id: str
    item_id: str
    section: SectionKind
    score: float
    start: int = 0
    end: int = 0
    region: Region | None = None
    forum: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class StoredPoint:
    """A point as the index holds it: its id, the fields of ``payload_of``, and its vectors."""

    point_id: str
    payload: Mapping[str, Any]
    dense: Vector
    sparse: SparseVector


class Index(Protocol):
    """What searching needs of an index.

    A reader follows a new generation by itself, at its next call after ``publish`` has returned.
    Every call may raise ``BrokenIndex``, ``EncoderMismatch`` (a new generation made by another
    encoder) or, but for ``count``, ``EmptyCorpus``. Filters hold for both rankings, before they
    are cut off.
    """

    @property
    def generation(self) -> str:
        """Names the state of the index; changes with every ingest."""

    def query(
        self, dense: Vector, sparse: SparseVector, filters: Filters, limit: int
    ) -> list[Scored]:
        """The ``limit`` best points by reciprocal rank fusion of the two rankings."""

    def rank_dense(self, dense: Vector, filters: Filters, limit: int) -> list[Scored]:
        """The ``limit`` points of the highest cosine."""

    def rank_sparse(self, sparse: SparseVector, filters: Filters, limit: int) -> list[Scored]:
        """The ``limit`` points of the highest BM25 score; none that share no term."""

    def count(self) -> int:
        """The number of points."""

    def points(self, documents: Sequence[str] = ()) -> Iterator[StoredPoint]:
        """Every point of these documents, or of all, as they are stored, some at a time; to be
        read through before another ingest."""

    def close(self) -> None:
        """Release the engine."""


class IndexWriter(Protocol):
    """Writes the next generation.

    A context: leaving it without ``publish`` abandons what was written.
    """

    @property
    def generation(self) -> str:
        """What ``publish`` will return."""

    @property
    def staged(self) -> bool:
        """Whether nothing is seen of what is written before ``publish``, and nothing remains of
        what is abandoned. Else each change is seen at once, so that the catalogue, which hits are
        held against, must come first; and what is abandoned remains, until the same documents are
        written again."""

    def upsert(self, points: Iterable[Point]) -> None:
        """Put points in, over those of the same chunks."""

    def delete_documents(self, document_ids: Sequence[str]) -> None:
        """Take out every point that these documents had; before their new ones are put in."""

    def written(self, chunk_ids: Sequence[str]) -> Iterator[StoredPoint]:
        """The points of these chunks, as they would be published now, in any order."""

    def count(self) -> int:
        """The number of points, as it would be published now."""

    def publish(self) -> str:
        """Make the written state the current one, at once; returns its generation."""

    def abandon(self) -> None:
        """Throw the written state away."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def open_index(settings: Settings, encoder_name: str, dimension: int) -> Index:
    """A reader of the current generation: of the server where one is set, else of the data folder.

    Raises ``EmptyCorpus``, ``EncoderMismatch`` or ``BrokenIndex``.
    """
    # Only the engine that is used is imported: the client alone takes half a second.
    if settings.qdrant_url is None:
        from corpus.edge_index import EdgeIndex

        return EdgeIndex(settings.data / "index", encoder_name, dimension)
    from corpus.server_calls import Server
    from corpus.server_index import ServerIndex

    return ServerIndex(Server(settings), encoder_name, dimension)


def write_index(
    settings: Settings,
    encoder_name: str,
    dimension: int,
    *,
    fresh: bool = False,
    points: int = 0,
) -> IndexWriter:
    """A writer of the next generation, which starts from the current one, or with ``fresh`` empty
    (for reindexing, whatever the state of the current one); ``points`` is how many are then
    expected.

    Raises ``TvaersnitError`` while another process writes, ``EncoderMismatch`` or ``BrokenIndex``.
    """
    if settings.qdrant_url is None:
        from corpus.edge_index import EdgeIndexWriter

        return EdgeIndexWriter(settings.data / "index", encoder_name, dimension, fresh=fresh)
    from corpus.server_calls import Server
    from corpus.server_writer import ServerIndexWriter

    server = Server(settings, patient=True)
    return ServerIndexWriter(server, settings, encoder_name, dimension, fresh=fresh, points=points)


def point_id(chunk_id: str) -> str:
    """The same UUID for the same chunk, always (RFC 9562, version 5)."""
    return str(uuid.uuid5(_NAMESPACE, chunk_id))


def payload_of(point: Point) -> dict[str, Any]:
    """What is stored beside the vectors."""
    return {
        "chunk_id": point.chunk_id,
        "document_id": point.document_id,
        "item_id": point.item_id,
        "section": point.section,
        "region": point.region,
        "about": list(point.about),
        "forum": point.forum,
        "date": point.date,
        "entities": list(point.entities),
        "start": point.start,
        "end": point.end,
        "access": point.access,
    }


def point_of(stored: StoredPoint) -> Point:
    """A stored point, ready to be written to another index."""
    lists = {name: tuple(stored.payload[name]) for name in ("entities", "about")}
    fields: dict[str, Any] = {**stored.payload, **lists}
    return Point(**fields, dense=stored.dense, sparse=stored.sparse)


def scored(payload: Mapping[str, Any], score: float) -> Scored:
    """A hit from a stored payload."""
    return Scored(
        chunk_id=payload["chunk_id"],
        document_id=payload["document_id"],
        item_id=payload["item_id"],
        section=payload["section"],
        score=score,
        start=payload["start"],
        end=payload["end"],
        region=payload["region"],
        forum=payload["forum"],
        date=payload["date"],
    )


def keywords_of(filters: Filters) -> dict[str, list[str]]:
    """The payload fields that ``filters`` narrows by value, each with its alternatives."""
    fields = {
        "region": filters.regions,
        "about": filters.about,
        "forum": filters.forums,
        "section": filters.sections,
        "document_id": filters.documents,
        "entities": filters.entities,
        "access": filters.access,
    }
    return {key: list(values) for key, values in fields.items() if values}
