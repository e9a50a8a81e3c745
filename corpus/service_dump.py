"""What the service keeps beside the catalogue in PostgreSQL, as files alike those of
``corpus.dump``; the SQLite files that it keeps without a server have the same columns.

Sessions are left out: whoever had one logs in again with their key.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Identity,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    func,
    literal_column,
    select,
    text,
)

from corpus.dump import Part, parts_of, rows_in

FOLDER = "service/"
"""What the names of the parts begin with."""

_SERVICE = MetaData()
# Keys are listed as they were made, within a second too.
_AS_MADE: ColumnElement[Any] = literal_column("rowid")


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text) for name in names]


# The columns that are stored: what is computed of them is not written.
TABLES = (
    Table(
        "keys",
        _SERVICE,
        *_texts("key_id", "name", "role", "clearance"),
        Column("secret_hash", LargeBinary),
        Column("created", BigInteger),
        *_texts("expires"),
        Column("last_used", BigInteger),
        Column("revoked", BigInteger),
    ),
    Table(
        "feedback",
        _SERVICE,
        Column("feedback_id", BigInteger, Identity(always=True), primary_key=True),
        *_texts("given", "question", "verb"),
        Column("helped", Boolean),
        Column("abstained", Boolean),
        *_texts("why", "filters", "generation", "clearance"),
    ),
    Table(
        "cited",
        _SERVICE,
        Column("feedback_id", BigInteger, primary_key=True),
        Column("place", Integer, primary_key=True),
        *_texts("item_id"),
    ),
    Table(
        "jobs",
        _SERVICE,
        Column("number", BigInteger, Identity(always=True), primary_key=True),
        *_texts("job", "told"),
        Column("crashes", Integer),
    ),
)
"""In an order in which what is referred to comes first."""


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in TABLES
    }


def dump(connection: Connection, *names: str) -> Iterator[Part]:
    """The rows of the tables of these names, of all without any, from either database."""
    for table in TABLES:
        if not names or table.name in names:
            order: list[ColumnElement[Any]] = [*table.primary_key.columns]
            yield from parts_of(connection, FOLDER, table, *(order or [_AS_MADE]))


def put(connection: Connection, name: str, content: bytes) -> None:
    """Put the rows of a part of the table ``name`` into either database; numbers go on after them.

    Raises ``ValueError`` for rows that are none of ours.
    """
    table = _SERVICE.tables.get(name)
    if table is None:
        raise ValueError(f"no table {name}")
    rows = rows_in(table, content)
    if not rows:
        return
    columns = table.columns.keys()
    numbered = [column.name for column in table.columns if column.identity]
    server = connection.dialect.name == "postgresql"
    if server:
        rows = [{column: _without_nul(value) for column, value in row.items()} for row in rows]
    statement = (
        f"INSERT INTO {name} ({', '.join(columns)}) "
        f"{'OVERRIDING SYSTEM VALUE' if server and numbered else ''} "
        f"VALUES ({', '.join(f':{column}' for column in columns)})"
    )
    typed = [bindparam(column.name, type_=column.type) for column in table.columns]
    connection.execute(text(statement).bindparams(*typed), rows)
    for column in numbered if server else ():
        connection.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{name}', '{column}'), max({column})) "
                f"FROM {name}"
            )
        )


def _without_nul(value: Any) -> Any:
    """PostgreSQL has no room for the character in a text; a question in SQLite may have it."""
    return value.replace("\0", "") if isinstance(value, str) else value
