"""What a clearance lets a connection to the catalogue read."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from corpus.records import AccessLevel

_OF_DOCUMENTS = (
    "files",
    "items",
    "chunks",
    "mentions",
    "words",
    "decisions",
    "follow_ups",
    "figures",
    "proposals",
)
_BETWEEN_DOCUMENTS = (("attachments", "parent_id"), ("superseded", "superseded_by"))


def restrict(db: sqlite3.Connection, levels: Sequence[AccessLevel]) -> None:
    """Let ``db`` see only documents of these levels, and what belongs to them.

    Temporary views stand before the tables of the same names, so that no query, whichever it is,
    can come to see more; and since a view cannot be written to, such a connection only reads.
    """
    allowed = ", ".join(f"'{level}'" for level in levels)
    db.execute(
        f"CREATE TEMP VIEW documents AS SELECT * FROM main.documents WHERE access IN ({allowed})"
    )
    for table in _OF_DOCUMENTS:
        db.execute(
            f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} "
            "WHERE document_id IN (SELECT document_id FROM temp.documents)"
        )
    for table, other in _BETWEEN_DOCUMENTS:
        db.execute(
            f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} "
            "WHERE document_id IN (SELECT document_id FROM temp.documents) "
            f"AND {other} IN (SELECT document_id FROM temp.documents)"
        )
    db.execute(
        "CREATE TEMP VIEW sections AS SELECT * FROM main.sections "
        "WHERE item_id IN (SELECT item_id FROM temp.items)"
    )
