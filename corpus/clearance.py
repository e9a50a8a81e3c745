"""What a clearance lets a connection to the catalogue read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.records import AccessLevel

_BY_LEVEL = ("documents", "vocabulary", "entity_counts", "tallies")
_OF_DOCUMENTS = (
    "files",
    "items",
    "chunks",
    "mentions",
    "item_entities",
    "title_words",
    "words",
    "decisions",
    "follow_ups",
    "figures",
    "proposals",
)
_BETWEEN_DOCUMENTS = (("attachments", "parent_id"), ("superseded", "superseded_by"))


def restrict_sqlite(db: Any, levels: Sequence[AccessLevel]) -> None:
    """Let a connection of SQLite's driver see only documents of these levels, and what belongs to
    them, and write nothing.

    Temporary views stand before the tables of the same names, so that no query, whichever it is,
    can come to see more.
    """
    for view in _views("main", "temp", levels):
        db.execute(view)
    db.execute("PRAGMA query_only = ON")


def restrict_postgresql(db: Any, levels: Sequence[AccessLevel]) -> None:
    """As ``restrict_sqlite``, for a connection of PostgreSQL's driver that commits by itself:
    there too what is temporary is looked for first."""
    [schema] = db.execute("SELECT quote_ident(current_schema())").fetchone()
    for view in _views(schema, "pg_temp", levels):
        db.execute(view)
    db.execute("SET default_transaction_read_only = on")


def _views(schema: str, temporary: str, levels: Sequence[AccessLevel]) -> list[str]:
    allowed = ", ".join(f"'{level}'" for level in levels)
    seen = f"document_id IN (SELECT document_id FROM {temporary}.documents)"
    conditions = {table: f"access IN ({allowed})" for table in _BY_LEVEL}
    conditions |= {table: seen for table in _OF_DOCUMENTS}
    for table, other in _BETWEEN_DOCUMENTS:
        conditions[table] = f"{seen} AND {other} IN (SELECT document_id FROM {temporary}.documents)"
    conditions["sections"] = f"item_id IN (SELECT item_id FROM {temporary}.items)"
    return [
        f"CREATE TEMP VIEW {table} AS SELECT * FROM {schema}.{table} WHERE {condition}"
        for table, condition in conditions.items()
    ]
