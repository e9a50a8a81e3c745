"""The tables of the catalogue: what is known, in SQL. The index is derived from it.

Alike in SQLite and PostgreSQL, the order of texts included: by code points. Spans are "start-end"
in the document's text, lists of spans JSON.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    REAL,
    BigInteger,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

METADATA = MetaData()

_TEXT = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
_NUMBER: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")


def _text(name: str, **options: Any) -> Column[str]:
    return Column(name, _TEXT, nullable=False, **options)


def _maybe_text(name: str) -> Column[str]:
    return Column(name, _TEXT)


def _integer(name: str, **options: Any) -> Column[int]:
    return Column(name, Integer, nullable=False, **options)


def _of(table: str, **options: Any) -> Column[str]:
    """What is gone when the row of ``table`` is."""
    name = {"documents": "document_id", "items": "item_id", "decisions": "decision_id"}[table]
    key = ForeignKey(f"{table}.{name}", ondelete="CASCADE")
    return Column(name, _TEXT, key, nullable=False, **options)


meta = Table("meta", METADATA, _text("key", primary_key=True), _text("value"))

documents = Table(
    "documents",
    METADATA,
    _text("document_id", primary_key=True),
    _text("source"),
    _text("sha256"),
    _text("fingerprint"),
    _text("text"),
    _text("title"),
    _text("kind"),
    _maybe_text("region"),
    _maybe_text("forum"),
    _maybe_text("date"),
    _maybe_text("place"),
    _text("participants"),
    _text("structure"),
    _text("head"),
    _text("agenda"),
    _text("pages"),
    _text("access"),
    _text("links"),
    _text("apologies"),
    _maybe_text("minute_taker"),
    _text("certainty"),
    _maybe_text("status"),
    _text("language"),
    _text("notes"),
    CheckConstraint("access IN ('public', 'internal', 'closed')"),
    Index("documents_by_meeting", "forum", "date"),
    Index("documents_by_fingerprint", "fingerprint"),
    Index("documents_by_sha256", "sha256"),
    # What is looked up of many, without their texts.
    Index("documents_of_meetings", "document_id", "access", "kind", "region", "forum", "date"),
)

# What each document is an attachment to, and what it has from that meeting; seen anew after every
# ingest. The other end is no reference: what the index was last told is compared with.
attachments = Table(
    "attachments",
    METADATA,
    _of("documents", primary_key=True),
    _text("parent_id"),
    _maybe_text("item_id"),
    Column("number", Integer),
    Column("certainty", _NUMBER, nullable=False),
    _text("evidence"),
    _maybe_text("region"),
    _maybe_text("forum"),
    _maybe_text("date"),
    Index("attachments_by_parent", "parent_id"),
)

# Earlier versions of the same minutes, which another one answers for; seen anew likewise.
superseded = Table(
    "superseded", METADATA, _of("documents", primary_key=True), _text("superseded_by")
)

files = Table(
    "files",
    METADATA,
    _text("path", primary_key=True),
    _of("documents"),
    _text("told"),
    Index("files_by_document", "document_id"),
)

items = Table(
    "items",
    METADATA,
    _text("item_id", primary_key=True),
    _of("documents"),
    _integer("position"),
    _maybe_text("number"),
    _text("title"),
    _text("path"),
    _integer("start"),
    _integer("end"),
    _integer("missing"),
    Index("items_by_document", "document_id", "position"),
)

sections = Table(
    "sections",
    METADATA,
    _of("items", primary_key=True),
    _integer("position", primary_key=True),
    _text("kind"),
    _text("label"),
    _integer("label_start"),
    _integer("start"),
    _integer("end"),
)

chunks = Table(
    "chunks",
    METADATA,
    _text("chunk_id", primary_key=True),
    _of("documents"),
    _of("items"),
    _text("role"),
    _text("section"),
    _integer("start"),
    _integer("end"),
    _text("headline"),
    Column("lead_start", Integer),
    Column("lead_end", Integer),
    _text("content_hash"),
    CheckConstraint("role IN ('passage', 'window')"),
    Index("chunks_by_item", "item_id", "role"),
    Index("chunks_by_document", "document_id", "role"),
)

mentions = Table(
    "mentions",
    METADATA,
    _of("documents", primary_key=True),
    _integer("start", primary_key=True),
    _integer("end"),
    _text("entity_id", primary_key=True),
    _text("kind"),
    _text("text"),
    Index("mentions_by_entity", "entity_id", "document_id", "start"),
)

# Who and what each item speaks of, once; ``deciding`` where the item decides something, and speaks
# of it in its title or in the decision. The item is known by its document and its position there.
item_entities = Table(
    "item_entities",
    METADATA,
    _of("documents", primary_key=True),
    _integer("position", primary_key=True),
    _text("entity_id", primary_key=True),
    _integer("deciding"),
    Index("item_entities_by_entity", "entity_id", "document_id", "position", "deciding"),
    sqlite_with_rowid=False,
)

# How often the documents of a level that answer speak of each, how many of them and of their items
# do; kept with every change.
entity_counts = Table(
    "entity_counts",
    METADATA,
    _text("access", primary_key=True),
    _text("entity_id", primary_key=True),
    _text("kind", primary_key=True),
    _integer("mentions"),
    _integer("documents"),
    _integer("items"),
    sqlite_with_rowid=False,
)

# What the titles of dated meetings' items tell: the stems of their words, of which there are
# ``words``, and as ``named`` the ids of the things that they name.
title_words = Table(
    "title_words",
    METADATA,
    _of("documents", primary_key=True),
    _integer("position", primary_key=True),
    _text("word", primary_key=True),
    _integer("named"),
    _integer("words"),
    _text("region"),
    _text("date"),
    Index(
        "title_words_by_word",
        "region",
        "word",
        "date",
        "document_id",
        "position",
        "words",
        "named",
    ),
    sqlite_with_rowid=False,
)

# What an item ended with, who is to do what, and the figures.
decisions = Table(
    "decisions",
    METADATA,
    _text("decision_id", primary_key=True),
    _of("documents"),
    _of("items"),
    _text("outcome"),
    _integer("start"),
    _integer("end"),
    _text("telling"),
    _maybe_text("decided_by"),
    _maybe_text("recommendation"),
    _maybe_text("followed"),
    _text("changes"),
    _text("conditions"),
    _text("dissent"),
    Index("decisions_by_item", "item_id"),
    Index("decisions_by_document", "document_id"),
)

follow_ups = Table(
    "follow_ups",
    METADATA,
    _of("decisions", primary_key=True),
    _of("documents"),
    _integer("position", primary_key=True),
    _integer("start"),
    _integer("end"),
    _maybe_text("who"),
    _text("what"),
    _maybe_text("due"),
    _maybe_text("due_date"),
    Index("follow_ups_by_document", "document_id"),
)

figures = Table(
    "figures",
    METADATA,
    _text("figure_id", primary_key=True),
    _of("documents"),
    _of("items"),
    _integer("start"),
    _integer("end"),
    _text("kind"),
    Column("value", _NUMBER, nullable=False),
    Column("high", _NUMBER),
    _text("precision"),
    _text("unit"),
    _maybe_text("counted"),
    _text("sentence"),
    _integer("from_table"),
    _maybe_text("row"),
    _maybe_text("column"),
    _maybe_text("period"),
    _maybe_text("date_from"),
    _maybe_text("date_to"),
    _maybe_text("place"),
    Index("figures_by_item", "item_id"),
    Index("figures_by_document", "document_id"),
)

# The words of the passages: for expanding a question to compounds and for telling rare words.
# A sparse term is an unsigned 32-bit number.
words = Table(
    "words",
    METADATA,
    _of("documents", primary_key=True),
    _text("word", primary_key=True),
    Column("term", BigInteger().with_variant(Integer, "sqlite"), nullable=False),
    _integer("passages"),
    sqlite_with_rowid=False,
)

# The same words of all documents of a level that answer, kept with every change. ``tail`` is the
# stem backwards.
vocabulary = Table(
    "vocabulary",
    METADATA,
    _text("access", primary_key=True),
    _text("word", primary_key=True),
    _text("tail"),
    Column("term", BigInteger().with_variant(Integer, "sqlite"), nullable=False),
    _integer("passages"),
    Index("vocabulary_by_word", "word", "term"),
    Index("vocabulary_by_tail", "tail", "term"),
    Index("vocabulary_by_term", "term", "passages"),
    sqlite_with_rowid=False,
)

# How many passages and items the documents of a level that answer have.
tallies = Table(
    "tallies",
    METADATA,
    _text("access", primary_key=True),
    _integer("passages"),
    _integer("items"),
)

# Vectors outlive the chunks they were made for: the same text is never encoded twice by a model.
vectors = Table(
    "vectors",
    METADATA,
    _text("encoder", primary_key=True),
    _text("content_hash", primary_key=True),
    Column("vector", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# Names that stand in no gazetteer, as editors are asked of them. A name keeps its number and its
# answer when the documents that hold it go, so that nothing is asked twice.
candidates = Table(
    "candidates",
    METADATA,
    Column("number", Integer, primary_key=True),
    _text("key", unique=True),
    Column("state", _TEXT, nullable=False, server_default="open"),
    _maybe_text("entity_id"),
    CheckConstraint("state IN ('open', 'accepted', 'rejected')"),
    sqlite_autoincrement=True,
)

proposals = Table(
    "proposals",
    METADATA,
    _of("documents", primary_key=True),
    _integer("start", primary_key=True),
    _integer("end"),
    Column("number", Integer, ForeignKey("candidates.number"), nullable=False),
    _text("name"),
    _text("kind"),
    _integer("sentence_start"),
    _integer("sentence_end"),
    _text("evidence"),
    _maybe_text("cue"),
    Column("certainty", _NUMBER, nullable=False),
    Index("proposals_by_number", "number"),
)
