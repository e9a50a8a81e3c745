"""Whether a document's chunks are those that its text gives, each span and each hash of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from corpus.catalogue import Role
from corpus.records import Chunk, Document, Item
from ingest.chunks import chunked, content_hash

_NAMES: Mapping[Role, str] = {"passage": "tekststykke", "window": "vindue"}


def wrong_in_chunks(
    document: Document, stored: Mapping[Role, Iterable[tuple[Chunk, str]]]
) -> Iterator[str]:
    """What is wrong with the chunks that are stored of a document, in Danish; a chunk that is not
    as the text gives it is told of once."""
    made = chunked(document)
    items = {item.item_id: item for item in document.items}
    for role, chunks in stored.items():
        expected = {chunk.chunk_id: (chunk, hashed) for chunk, hashed in made[role]}
        for chunk, hashed in chunks:
            wanted = expected.pop(chunk.chunk_id, None)
            wrong = _wrong(document, items.get(chunk.item_id), chunk, hashed)
            if wrong is None and wanted is None:
                wrong = "følger ikke af teksten"
            if wrong is None and wanted != (chunk, hashed):
                wrong = "er ikke, som teksten giver det"
            if wrong is not None:
                yield f"{_NAMES[role]} {chunk.chunk_id} {wrong}"
        for chunk_id in expected:
            yield f"{_NAMES[role]} {chunk_id} mangler"


def are_of_the_text(stored: Iterable[tuple[Chunk, str]]) -> bool:
    """Whether each of these chunks still has the text that it was stored with; else the document's
    own may have changed."""
    return all(hashed == content_hash(chunk) for chunk, hashed in stored)


def _wrong(document: Document, item: Item | None, chunk: Chunk, hashed: str) -> str | None:
    if item is None:
        return "hører til et punkt, der ikke findes"
    if not item.start <= chunk.start < chunk.end <= item.end:
        return "ligger uden for sit punkt"
    lead = chunk.lead
    if lead and not item.start <= lead.start < lead.end <= item.end:
        return "indledes af tekst uden for sit punkt"
    if hashed != content_hash(chunk):
        return "har en anden tekst, end da det blev gemt"
    return None
