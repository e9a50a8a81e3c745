"""Whether the index is the catalogue's: its passages, each with its fields and vectors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from corpus.catalogue import Catalogue
from corpus.index import Index, Point, StoredPoint, payload_of, point_id
from corpus.records import Document, Filters
from ingest.points import points_of
from models.sparse import SparseEncoder

_LEAST_COSINE = 0.9999
_LEAST_FOUND = 0.999
_WEIGHT_TOLERANCE = 1e-3
_SEARCHED = 16


def expected_points(
    catalogue: Catalogue, document: Document, encoder: str, sparse: SparseEncoder
) -> Iterator[Point]:
    """The points that a document should have in the index; none for an earlier version of minutes.
    A passage without a vector is left out: that is told of by itself."""
    if document.superseded_by is not None:
        return
    items = [item.item_id for item in document.items]
    stored = catalogue.chunks_of_items(items, "passage")
    vectors = catalogue.vectors(encoder, [hashed for _, hashed in stored])
    known = [(chunk, hashed) for chunk, hashed in stored if hashed in vectors]
    yield from points_of(
        document, catalogue.mentions_of(document.document_id), known, vectors, sparse
    )


def wrong_in_points(expected: Sequence[Point], stored: Mapping[str, StoredPoint]) -> Iterator[str]:
    """What is wrong with the points that the index holds of some documents, by their ids."""
    left = dict(stored)
    for point in expected:
        found = left.pop(point_id(point.chunk_id), None)
        if found is None:
            yield f"{point.chunk_id} mangler"
        elif wrong := _unlike(point, found):
            yield f"{point.chunk_id} {wrong}"
    for found in left.values():
        yield f"{found.payload.get('chunk_id', found.point_id)} skulle ikke være der"


def _unlike(point: Point, found: StoredPoint) -> str:
    payload = payload_of(point)
    if dict(found.payload) != payload:
        fields = [name for name in payload if found.payload.get(name) != payload[name]]
        return f"har andre oplysninger end kataloget ({', '.join(fields) or 'for mange'})"
    if found.dense.shape != point.dense.shape:
        return "har en vektor af en anden størrelse"
    lengths = np.linalg.norm(found.dense) * np.linalg.norm(point.dense)
    if not float(found.dense @ point.dense) >= _LEAST_COSINE * float(lengths) > 0:
        return "har en anden vektor end kataloget"
    terms = dict(zip(found.sparse.indices, found.sparse.values, strict=True))
    wanted = dict(zip(point.sparse.indices, point.sparse.values, strict=True))
    if terms.keys() != wanted.keys() or any(
        abs(terms[term] - wanted[term]) > _WEIGHT_TOLERANCE for term in wanted
    ):
        return "har andre ord end kataloget"
    return ""


def strangers(index: Index, catalogue: Catalogue) -> Iterator[str]:
    """The points of documents that the catalogue does not hold."""
    for point in index.points():
        document_id = str(point.payload.get("document_id"))
        if not catalogue.has_document(document_id):
            yield (
                f"{point.payload.get('chunk_id', point.point_id)} hører til et dokument, der ikke "
                "er i kataloget"
            )


def not_found(index: Index, points: Sequence[Point]) -> Iterator[str]:
    """Those of some points that a search for their own vectors does not find."""
    for point in points[:_SEARCHED]:
        own = Filters(documents=(point.document_id,))
        near = index.rank_dense(point.dense, own, 1)
        if not near or near[0].score < _LEAST_FOUND:
            yield f"{point.chunk_id} findes ikke ved sin vektor"
        elif point.sparse.indices and not index.rank_sparse(point.sparse, own, 1):
            yield f"{point.chunk_id} findes ikke ved sine ord"
