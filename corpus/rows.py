"""The records as rows of the catalogue's tables, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, text

from corpus.columns import among, read_day, read_spans, stored_day, stored_spans
from corpus.records import (
    Attachment,
    Chunk,
    Document,
    Fact,
    Item,
    Lead,
    Link,
    Mention,
    Page,
    Section,
)

CHUNK_QUERY = (
    "SELECT chunks.chunk_id, chunks.document_id, chunks.item_id, chunks.section, chunks.start, "
    "chunks.end, headline, "
    "substr(documents.text, chunks.start + 1, chunks.end - chunks.start) AS text, "
    "lead_start, lead_end, substr(documents.text, lead_start + 1, lead_end - lead_start) AS lead, "
    "content_hash FROM chunks JOIN documents ON documents.document_id = chunks.document_id"
)
ATTACHED = (
    "parent_id, a.item_id, a.number, a.certainty AS tie, evidence, "
    "a.region AS meeting_region, a.forum AS meeting_forum, a.date AS meeting_date, "
    "i.number AS item_number, i.title AS item_title"
)
"""What a document is an attachment to, by ``attachments`` as ``a`` and ``items`` as ``i``."""
_DOCUMENT = text(
    f"SELECT documents.*, {ATTACHED}, superseded_by FROM documents "
    "LEFT JOIN attachments AS a ON a.document_id = documents.document_id "
    "LEFT JOIN items AS i ON i.item_id = a.item_id "
    "LEFT JOIN superseded AS s ON s.document_id = documents.document_id "
    "WHERE documents.document_id IN :ids"
).bindparams(among("ids"))
_SECTIONS = text(
    "SELECT sections.* FROM sections JOIN items ON items.item_id = sections.item_id "
    "WHERE document_id IN :ids ORDER BY items.position, sections.position"
).bindparams(among("ids"))
_ITEMS = text(
    "SELECT * FROM items WHERE document_id IN :ids ORDER BY document_id, position"
).bindparams(among("ids"))


def document_row(document: Document, fingerprint: str) -> dict[str, Any]:
    """A document as a row of ``documents``."""
    return {
        "document_id": document.document_id,
        "source": document.source,
        "sha256": document.sha256,
        "fingerprint": fingerprint,
        "text": document.text,
        "title": document.title,
        "kind": document.kind,
        "region": document.region,
        "forum": document.forum,
        "date": stored_day(document.date),
        "place": document.place,
        "participants": json.dumps(document.participants, ensure_ascii=False),
        "structure": document.structure,
        "head": stored_spans(document.head),
        "agenda": stored_spans(document.agenda),
        "pages": json.dumps([[page.start, page.ocr, page.read] for page in document.pages]),
        "access": document.access,
        "links": json.dumps([[link.start, link.end, link.target] for link in document.links]),
        "apologies": json.dumps(document.apologies, ensure_ascii=False),
        "minute_taker": document.minute_taker,
        "certainty": json.dumps(document.certainty),
        "status": document.status,
        "language": document.language,
        "notes": json.dumps(document.notes, ensure_ascii=False),
    }


def item_rows(document: Document) -> list[dict[str, Any]]:
    """A document's items as rows of ``items``."""
    return [
        {
            "item_id": item.item_id,
            "document_id": document.document_id,
            "position": position,
            "number": item.number,
            "title": item.title,
            "path": json.dumps(item.path, ensure_ascii=False),
            "start": item.start,
            "end": item.end,
            "missing": int(item.missing),
        }
        for position, item in enumerate(document.items)
    ]


def section_rows(document: Document) -> list[dict[str, Any]]:
    """The sections of a document's items as rows of ``sections``."""
    return [
        {
            "item_id": item.item_id,
            "position": position,
            "kind": section.kind,
            "label": section.label,
            "label_start": section.label_start,
            "start": section.start,
            "end": section.end,
        }
        for item in document.items
        for position, section in enumerate(item.sections)
    ]


def mention_rows(document_id: str, mentions: Iterable[Mention]) -> list[dict[str, Any]]:
    """The mentions of a document as rows of ``mentions``."""
    return [
        {
            "document_id": document_id,
            "start": mention.start,
            "end": mention.end,
            "entity_id": mention.entity_id,
            "kind": mention.kind,
            "text": mention.text,
        }
        for mention in mentions
    ]


def chunk_rows(role: str, chunks: Iterable[tuple[Chunk, str]]) -> list[dict[str, Any]]:
    """Chunks with their hashes as rows of ``chunks``."""
    return [
        {
            "chunk_id": chunk.chunk_id,
            "document_id": chunk.document_id,
            "item_id": chunk.item_id,
            "role": role,
            "section": chunk.section,
            "start": chunk.start,
            "end": chunk.end,
            "headline": chunk.headline,
            "lead_start": chunk.lead.start if chunk.lead else None,
            "lead_end": chunk.lead.end if chunk.lead else None,
            "content_hash": content_hash,
        }
        for chunk, content_hash in chunks
    ]


def select_documents(db: Connection, document_ids: Sequence[str]) -> Iterator[Document]:
    """Read those of some documents that there are, with their items and sections."""
    values = {"ids": document_ids}
    found = db.execute(_DOCUMENT, values).all()
    sections: dict[str, list[Section]] = {}
    for s in db.execute(_SECTIONS, values):
        sections.setdefault(s.item_id, []).append(
            Section(s.kind, s.label, s.label_start, s.start, s.end)
        )
    items: dict[str, list[Item]] = {}
    for i in db.execute(_ITEMS, values):
        items.setdefault(i.document_id, []).append(
            Item(
                i.item_id,
                i.number,
                i.title,
                tuple(json.loads(i.path)),
                i.start,
                i.end,
                tuple(sections.get(i.item_id, ())),
                bool(i.missing),
            )
        )
    for row in found:
        yield _document(row, tuple(items.get(row.document_id, ())))


def _document(row: Row[Any], items: tuple[Item, ...]) -> Document:
    attached = attachment(row)
    inherited = _inherited(row, attached) if attached else {}
    return Document(
        document_id=row.document_id,
        source=row.source,
        sha256=row.sha256,
        text=row.text,
        title=row.title,
        kind=row.kind,
        region=inherited.get("region", row.region),
        forum=inherited.get("forum", row.forum),
        date=inherited.get("date", read_day(row.date)),
        place=row.place,
        participants=tuple(json.loads(row.participants)),
        structure=row.structure,
        head=read_spans(row.head),
        agenda=read_spans(row.agenda),
        items=items,
        pages=tuple(Page(*page) for page in json.loads(row.pages)),
        access=row.access,
        links=tuple(Link(*link) for link in json.loads(row.links)),
        apologies=tuple(json.loads(row.apologies)),
        minute_taker=row.minute_taker,
        certainty=json.loads(row.certainty),
        status=row.status,
        language=row.language,
        notes=tuple(json.loads(row.notes)),
        attachment=attached,
        inherited=tuple(inherited),
        superseded_by=row.superseded_by,
    )


def attachment(row: Row[Any]) -> Attachment | None:
    """What a row with the columns ``ATTACHED`` is of is an attachment to."""
    if row.parent_id is None:
        return None
    return Attachment(
        row.parent_id,
        row.item_id,
        row.number,
        row.tie,
        row.evidence,
        row.meeting_region,
        row.meeting_forum,
        read_day(row.meeting_date),
        row.item_number,
        row.item_title or "",
    )


def _inherited(row: Row[Any], attachment: Attachment) -> dict[Fact, Any]:
    """What a document does not tell of itself and has from its meeting. A region and a forum that
    do not belong together are not put together."""
    found: dict[Fact, Any] = {}
    if row.region is None and row.forum in (None, attachment.forum):
        found["region"] = attachment.region
    if row.forum is None and row.region in (None, attachment.region):
        found["forum"] = attachment.forum
    if row.date is None:
        found["date"] = attachment.date
    return {name: value for name, value in found.items() if value is not None}


def chunk(row: Sequence[Any]) -> tuple[Chunk, str]:
    """A row of ``CHUNK_QUERY``, with the hash of its content."""
    *fields, lead_start, lead_end, lead, content_hash = row
    fields.append(None if lead_start is None else Lead(lead_start, lead_end, lead))
    return Chunk(*fields), content_hash


def mention(row: Sequence[Any]) -> Mention:
    """A row of entity, kind, start, end and text."""
    return Mention(*row)
