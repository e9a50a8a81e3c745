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
    # The level stands behind the document's text, but in this index it does not.
    for view in _views("main", "temp", levels, "INDEXED BY documents_listed"):
        db.execute(view)
    db.execute("PRAGMA query_only = ON")


def restrict_postgresql(db: Any, levels: Sequence[AccessLevel]) -> None:
    """As ``restrict_sqlite``, for a connection of PostgreSQL's driver that commits by itself:
    there too what is temporary is looked for first."""
    [schema] = db.execute("SELECT quote_ident(current_schema())").fetchone()
    for view in _views(schema, "pg_temp", levels):
        db.execute(view)
    db.execute("SET default_transaction_read_only = on")


def _views(
    schema: str, temporary: str, levels: Sequence[AccessLevel], indexed: str = ""
) -> list[str]:
    some = ", ".join(f"'{level}'" for level in levels)
    allowed = f"access IN ({some})"

    def seen(table: str, column: str = "document_id") -> str:
        # Looked up row by row: a list of all that may be read would be made for every query.
        return (
            f"EXISTS (SELECT 1 FROM {schema}.documents AS seen {indexed} "
            f"WHERE seen.document_id = {table}.{column} AND seen.{allowed})"
        )

    conditions = dict.fromkeys(_BY_LEVEL, allowed)
    conditions |= {table: seen(table) for table in _OF_DOCUMENTS}
    for table, other in _BETWEEN_DOCUMENTS:
        conditions[table] = f"{seen(table)} AND {seen(table, other)}"
    conditions["sections"] = (
        f"EXISTS (SELECT 1 FROM {temporary}.items AS seen WHERE seen.item_id = sections.item_id)"
    )
    return [
        f"CREATE TEMP VIEW {table} AS SELECT * FROM {schema}.{table} WHERE {condition}"
        for table, condition in conditions.items()
    ]
