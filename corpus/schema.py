"""The tables of the catalogue: what is known, in SQL. The index is derived from it.

Spans are "start-end" in the document's text, lists of spans JSON.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Table

from corpus.schema_columns import METADATA, NUMBER, STRING, integer, maybe_string, part_of, string
from corpus.schema_kept import (
    entity_counts,
    item_entities,
    tallies,
    title_words,
    vocabulary,
    words,
)

# Beside those below.
__all__ = [
    "METADATA",
    "entity_counts",
    "item_entities",
    "tallies",
    "title_words",
    "vocabulary",
    "words",
]

meta = Table("meta", METADATA, string("key", primary_key=True), string("value"))

documents = Table(
    "documents",
    METADATA,
    string("document_id", primary_key=True),
    string("source"),
    string("sha256"),
    string("fingerprint"),
    string("text"),
    string("title"),
    string("kind"),
    maybe_string("region"),
    maybe_string("forum"),
    maybe_string("date"),
    maybe_string("place"),
    string("participants"),
    string("structure"),
    string("head"),
    string("agenda"),
    string("pages"),
    string("access"),
    string("links"),
    string("apologies"),
    maybe_string("minute_taker"),
    string("certainty"),
    maybe_string("status"),
    string("language"),
    string("notes"),
    CheckConstraint("access IN ('public', 'internal', 'closed')"),
    Index("documents_by_meeting", "forum", "date"),
    Index("documents_by_fingerprint", "fingerprint"),
    Index("documents_by_sha256", "sha256"),
    # What is looked up of many, without their texts.
    Index("documents_of_meetings", "document_id", "access", "kind", "region", "forum", "date"),
    # What lists and clearances read of a document: SQLite reaches what stands behind a long text
    # only through all of it. PostgreSQL keeps the text apart.
    Index(
        "documents_listed",
        *("document_id", "access", "date", "region", "forum", "kind", "source", "title"),
    ).ddl_if(dialect="sqlite"),
)

# What each document is an attachment to, and what it has from that meeting; seen anew after every
# ingest. The other end is no reference: what the index was last told is compared with.
attachments = Table(
    "attachments",
    METADATA,
    part_of("documents", primary_key=True),
    string("parent_id"),
    maybe_string("item_id"),
    Column("number", Integer),
    Column("certainty", NUMBER, nullable=False),
    string("evidence"),
    maybe_string("region"),
    maybe_string("forum"),
    maybe_string("date"),
    Index("attachments_by_parent", "parent_id"),
)

# Earlier versions of the same minutes, which another one answers for; seen anew likewise.
superseded = Table(
    "superseded", METADATA, part_of("documents", primary_key=True), string("superseded_by")
)

files = Table(
    "files",
    METADATA,
    string("path", primary_key=True),
    part_of("documents"),
    string("told"),
    Index("files_by_document", "document_id"),
)

items = Table(
    "items",
    METADATA,
    string("item_id", primary_key=True),
    part_of("documents"),
    integer("position"),
    maybe_string("number"),
    string("title"),
    string("path"),
    integer("start"),
    integer("end"),
    integer("missing"),
    Index("items_by_document", "document_id", "position"),
)

sections = Table(
    "sections",
    METADATA,
    part_of("items", primary_key=True),
    integer("position", primary_key=True),
    string("kind"),
    string("label"),
    integer("label_start"),
    integer("start"),
    integer("end"),
)

chunks = Table(
    "chunks",
    METADATA,
    string("chunk_id", primary_key=True),
    part_of("documents"),
    part_of("items"),
    string("role"),
    string("section"),
    integer("start"),
    integer("end"),
    string("headline"),
    Column("lead_start", Integer),
    Column("lead_end", Integer),
    string("content_hash"),
    CheckConstraint("role IN ('passage', 'window')"),
    Index("chunks_by_item", "item_id", "role"),
    Index("chunks_by_document", "document_id", "role"),
)

mentions = Table(
    "mentions",
    METADATA,
    part_of("documents", primary_key=True),
    integer("start", primary_key=True),
    integer("end"),
    string("entity_id", primary_key=True),
    string("kind"),
    string("text"),
    Index("mentions_by_entity", "entity_id", "document_id", "start"),
)

# What an item ended with, who is to do what, and the figures.
decisions = Table(
    "decisions",
    METADATA,
    string("decision_id", primary_key=True),
    part_of("documents"),
    part_of("items"),
    string("outcome"),
    integer("start"),
    integer("end"),
    string("telling"),
    maybe_string("decided_by"),
    maybe_string("recommendation"),
    maybe_string("followed"),
    string("changes"),
    string("conditions"),
    string("dissent"),
    Index("decisions_by_item", "item_id"),
    Index("decisions_by_document", "document_id"),
)

follow_ups = Table(
    "follow_ups",
    METADATA,
    part_of("decisions", primary_key=True),
    part_of("documents"),
    integer("position", primary_key=True),
    integer("start"),
    integer("end"),
    maybe_string("who"),
    string("what"),
    maybe_string("due"),
    maybe_string("due_date"),
    Index("follow_ups_by_document", "document_id"),
)

figures = Table(
    "figures",
    METADATA,
    string("figure_id", primary_key=True),
    part_of("documents"),
    part_of("items"),
    integer("start"),
    integer("end"),
    string("kind"),
    Column("value", NUMBER, nullable=False),
    Column("high", NUMBER),
    string("precision"),
    string("unit"),
    maybe_string("counted"),
    string("sentence"),
    integer("from_table"),
    maybe_string("row"),
    maybe_string("column"),
    maybe_string("period"),
    maybe_string("date_from"),
    maybe_string("date_to"),
    maybe_string("place"),
    Index("figures_by_item", "item_id"),
    Index("figures_by_document", "document_id"),
)

# Vectors outlive the chunks they were made for: the same text is never encoded twice by a model.
vectors = Table(
    "vectors",
    METADATA,
    string("encoder", primary_key=True),
    string("content_hash", primary_key=True),
    Column("vector", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# Names that stand in no gazetteer, as editors are asked of them. A name keeps its number and its
# answer when the documents that hold it go, so that nothing is asked twice.
candidates = Table(
    "candidates",
    METADATA,
    Column("number", Integer, primary_key=True),
    string("key", unique=True),
    Column("state", STRING, nullable=False, server_default="open"),
    maybe_string("entity_id"),
    CheckConstraint("state IN ('open', 'accepted', 'rejected')"),
    sqlite_autoincrement=True,
)

proposals = Table(
    "proposals",
    METADATA,
    part_of("documents", primary_key=True),
    integer("start", primary_key=True),
    integer("end"),
    Column("number", Integer, ForeignKey("candidates.number"), nullable=False),
    string("name"),
    string("kind"),
    integer("sentence_start"),
    integer("sentence_end"),
    string("evidence"),
    maybe_string("cue"),
    Column("certainty", NUMBER, nullable=False),
    Index("proposals_by_number", "number"),
)
