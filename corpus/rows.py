"""The records as rows of the catalogue's tables, and back."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from corpus.columns import read_day, read_spans, stored_day, stored_spans
from corpus.records import Attachment, Chunk, Document, Fact, Item, Lead, Link, Page, Section

CHUNK_QUERY = (
    "SELECT chunks.*, substr(documents.text, chunks.start + 1, chunks.end - chunks.start) AS text, "
    "substr(documents.text, lead_start + 1, lead_end - lead_start) AS lead "
    "FROM chunks JOIN documents USING (document_id)"
)


def insert_document(db: sqlite3.Connection, document: Document, fingerprint: str) -> None:
    """Write a document with its items and sections."""
    db.execute(
        f"INSERT INTO documents VALUES ({', '.join(24 * '?')})",
        (
            document.document_id,
            document.source,
            document.sha256,
            fingerprint,
            document.text,
            document.title,
            document.kind,
            document.region,
            document.forum,
            stored_day(document.date),
            document.place,
            json.dumps(document.participants, ensure_ascii=False),
            document.structure,
            stored_spans(document.head),
            stored_spans(document.agenda),
            json.dumps([[page.start, page.ocr, page.read] for page in document.pages]),
            document.access,
            json.dumps([[link.start, link.end, link.target] for link in document.links]),
            json.dumps(document.apologies, ensure_ascii=False),
            document.minute_taker,
            json.dumps(document.certainty),
            document.status,
            document.language,
            json.dumps(document.notes, ensure_ascii=False),
        ),
    )
    db.executemany(
        "INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                item.item_id,
                document.document_id,
                position,
                item.number,
                item.title,
                json.dumps(item.path, ensure_ascii=False),
                item.start,
                item.end,
                item.missing,
            )
            for position, item in enumerate(document.items)
        ],
    )
    db.executemany(
        "INSERT INTO sections VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (item.item_id, position, s.kind, s.label, s.label_start, s.start, s.end)
            for item in document.items
            for position, s in enumerate(item.sections)
        ],
    )


def select_document(db: sqlite3.Connection, document_id: str) -> Document | None:
    """Read a document with its items and sections."""
    row = db.execute(
        "SELECT documents.*, parent_id, a.item_id, a.number, a.certainty AS tie, evidence, "
        "a.region AS meeting_region, a.forum AS meeting_forum, a.date AS meeting_date, "
        "i.number AS item_number, i.title AS item_title, superseded_by FROM documents "
        "LEFT JOIN attachments AS a ON a.document_id = documents.document_id "
        "LEFT JOIN items AS i ON i.item_id = a.item_id "
        "LEFT JOIN superseded AS s ON s.document_id = documents.document_id "
        "WHERE documents.document_id = ?",
        (document_id,),
    ).fetchone()
    if row is None:
        return None
    sections: dict[str, list[Section]] = {}
    for s in db.execute(
        "SELECT sections.* FROM sections JOIN items USING (item_id) WHERE document_id = ? "
        "ORDER BY items.position, sections.position",
        (document_id,),
    ):
        sections.setdefault(s["item_id"], []).append(
            Section(s["kind"], s["label"], s["label_start"], s["start"], s["end"])
        )
    items = tuple(
        Item(
            i["item_id"],
            i["number"],
            i["title"],
            tuple(json.loads(i["path"])),
            i["start"],
            i["end"],
            tuple(sections.get(i["item_id"], ())),
            bool(i["missing"]),
        )
        for i in db.execute(
            "SELECT * FROM items WHERE document_id = ? ORDER BY position", (document_id,)
        )
    )
    attachment = _attachment(row)
    inherited = _inherited(row, attachment) if attachment else {}
    return Document(
        document_id=row["document_id"],
        source=row["source"],
        sha256=row["sha256"],
        text=row["text"],
        title=row["title"],
        kind=row["kind"],
        region=inherited.get("region", row["region"]),
        forum=inherited.get("forum", row["forum"]),
        date=inherited.get("date", read_day(row["date"])),
        place=row["place"],
        participants=tuple(json.loads(row["participants"])),
        structure=row["structure"],
        head=read_spans(row["head"]),
        agenda=read_spans(row["agenda"]),
        items=items,
        pages=tuple(Page(*page) for page in json.loads(row["pages"])),
        access=row["access"],
        links=tuple(Link(*link) for link in json.loads(row["links"])),
        apologies=tuple(json.loads(row["apologies"])),
        minute_taker=row["minute_taker"],
        certainty=json.loads(row["certainty"]),
        status=row["status"],
        language=row["language"],
        notes=tuple(json.loads(row["notes"])),
        attachment=attachment,
        inherited=tuple(inherited),
        superseded_by=row["superseded_by"],
    )


def _attachment(row: sqlite3.Row) -> Attachment | None:
    if row["parent_id"] is None:
        return None
    return Attachment(
        row["parent_id"],
        row["item_id"],
        row["number"],
        row["tie"],
        row["evidence"],
        row["meeting_region"],
        row["meeting_forum"],
        read_day(row["meeting_date"]),
        row["item_number"],
        row["item_title"] or "",
    )


def _inherited(row: sqlite3.Row, attachment: Attachment) -> dict[Fact, Any]:
    """What a document does not tell of itself and has from its meeting. A region and a forum that
    do not belong together are not put together."""
    found: dict[Fact, Any] = {}
    if row["region"] is None and row["forum"] in (None, attachment.forum):
        found["region"] = attachment.region
    if row["forum"] is None and row["region"] in (None, attachment.region):
        found["forum"] = attachment.forum
    if row["date"] is None:
        found["date"] = attachment.date
    return {name: value for name, value in found.items() if value is not None}


def chunk(row: sqlite3.Row) -> Chunk:
    """A row of ``CHUNK_QUERY``."""
    lead = None
    if row["lead_start"] is not None:
        lead = Lead(row["lead_start"], row["lead_end"], row["lead"])
    return Chunk(
        row["chunk_id"],
        row["document_id"],
        row["item_id"],
        row["section"],
        row["start"],
        row["end"],
        row["headline"],
        row["text"],
        lead,
    )
