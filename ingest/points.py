"""Chunks as points of the index: what is filtered by, and the words that are counted."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpus.gazetteer import load_gazetteer
from corpus.index import Point, Vector
from corpus.records import REGIONS, TIMES_AND_AMOUNTS, Chunk, Document, Mention, Region
from corpus.words import words_of
from models.sparse import SparseEncoder


def points_of(
    document: Document,
    mentions: Sequence[Mention],
    hashed_chunks: Iterable[tuple[Chunk, str]],
    vectors: Mapping[str, Vector],
    sparse: SparseEncoder,
) -> Iterator[Point]:
    """A document's chunks, each with the hash of its content, as points; ``vectors`` by hash."""
    for chunk, hashed in hashed_chunks:
        entities = _entities_of(document, chunk, mentions)
        yield Point(
            chunk_id=chunk.chunk_id,
            document_id=chunk.document_id,
            item_id=chunk.item_id,
            section=chunk.section,
            region=document.region,
            forum=document.forum,
            date=document.date.isoformat() if document.date else None,
            entities=entities,
            dense=vectors[hashed],
            sparse=sparse.encode_passage(chunk.encoded_text),
            about=_regions_of(document, entities),
            start=chunk.start,
            end=chunk.end,
            access=document.access,
        )


def counted_words(chunks: Iterable[Chunk], sparse: SparseEncoder) -> Iterator[tuple[str, int, int]]:
    """Each word of the chunks, its sparse term and the number of chunks that hold it."""
    counts: Counter[str] = Counter()
    for chunk in chunks:
        counts.update(set(words_of(chunk.encoded_text)))
    for word, chunks_with_it in counts.items():
        terms = sparse.encode_query(word).indices
        if len(terms) == 1:
            yield word, terms[0], chunks_with_it


def _entities_of(document: Document, chunk: Chunk, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """What a chunk speaks of: the entities in its own text and in its item's title; the mentions
    are sorted by place."""
    item = next(item for item in document.items if item.item_id == chunk.item_id)
    spans = [(chunk.start, chunk.end)]
    spans += [(s.start, s.end) for s in item.sections if s.kind == "title"]
    found: set[str] = set()
    for start, end in spans:
        first = bisect_left(mentions, start, key=_start)
        last = bisect_left(mentions, end, key=_start)
        inside = (m for m in mentions[first:last] if m.end <= end)
        found.update(m.entity_id for m in inside if m.kind not in TIMES_AND_AMOUNTS)
    wholes = load_gazetteer().wholes
    return tuple(sorted({whole for entity_id in found for whole in wholes(entity_id)}))


def _start(mention: Mention) -> int:
    return mention.start


def _regions_of(document: Document, entities: Sequence[str]) -> tuple[Region, ...]:
    """The document's region, and those that a chunk names itself or by one of their forums."""
    gazetteer = load_gazetteer()
    named = {document.region} | {
        entity.region
        for entity in map(gazetteer.get, entities)
        if entity is not None and entity.kind in ("region", "forum")
    }
    return tuple(region for region in REGIONS if region in named)
