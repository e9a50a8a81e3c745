"""The catalogue's rows as files, alike whichever database keeps them: JSON lines, some megabytes at
a time, so that a catalogue of any size is written and read with little memory."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, LargeBinary, Table, func, insert, select, text

from corpus.catalogue import Catalogue
from corpus.schema import METADATA

FOLDER = "catalogue/"
"""What the names of the catalogue's parts begin with."""

LONGEST = 8_000_000
"""Characters of a part, about."""

TABLES = tuple(METADATA.sorted_tables)
"""In an order in which what is referred to comes first."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a table: the first line names its columns, each other line is a row."""

    folder: str
    table: str
    number: int
    rows: int
    content: bytes

    @property
    def name(self) -> str:
        return f"{self.folder}{self.table}-{self.number:06d}.jsonl"


def counts(catalogue: Catalogue) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: int(catalogue.rows(select(func.count()).select_from(table))[0][0])
        for table in TABLES
    }


def dump(catalogue: Catalogue) -> Iterator[Part]:
    """Every row of the catalogue; to be read inside its ``snapshot``."""
    for table in TABLES:
        with catalogue.streaming() as connection:
            yield from parts_of(connection, FOLDER, table, *table.primary_key.columns)


def load(
    catalogue: Catalogue, parts: Iterator[tuple[str, bytes]], path_of: Callable[[str], str]
) -> None:
    """Put the rows of all parts, as ``(table, content)`` in the order they were written in, into a
    catalogue that is empty; to be called inside its ``transaction``. ``path_of`` tells where a file
    lies now.

    Raises ``ValueError`` for rows that are none of ours.
    """
    tables = {table.name: table for table in TABLES}
    with catalogue.connection() as connection:
        for table in reversed(TABLES):
            connection.execute(table.delete())
        for name, content in parts:
            if name not in tables:
                raise ValueError(f"no table {name}")
            rows = rows_in(tables[name], content)
            if name == "files":
                rows = [{**row, "path": path_of(row["path"])} for row in rows]
            if rows:
                connection.execute(insert(tables[name]), rows)
        if connection.dialect.name == "postgresql":
            connection.execute(_COUNT_ON)
        # The index is made anew, all of it.
        connection.execute(_NO_INDEX)


_NO_INDEX = text("UPDATE meta SET value = '' WHERE key IN ('generation', 'pending')")
_COUNT_ON = text(
    "SELECT setval(pg_get_serial_sequence('candidates', 'number'), "
    "(SELECT coalesce(max(number), 0) + 1 FROM candidates), false)"
)


def parts_of(
    connection: Connection, folder: str, table: Table, *order: ColumnElement[Any]
) -> Iterator[Part]:
    """The rows of a table; one part at least."""
    number, lines, length = 1, [_line([column.name for column in table.columns])], 0
    for row in connection.execute(select(table).order_by(*order)):
        lines.append(_line([_written(value) for value in row]))
        length += len(lines[-1])
        if length >= LONGEST:
            yield _part(folder, table, number, lines)
            number, lines, length = number + 1, lines[:1], 0
    yield _part(folder, table, number, lines)


def rows_in(table: Table, content: bytes) -> list[dict[str, Any]]:
    """The rows of a part; raises ``ValueError`` for those of another table."""
    first, *lines = content.splitlines()
    columns = json.loads(first)
    if set(columns) != set(table.columns.keys()):
        raise ValueError(f"other columns of {table.name}")
    binary = [isinstance(table.columns[column].type, LargeBinary) for column in columns]
    rows: list[dict[str, Any]] = []
    for line in lines:
        values = [
            b64decode(value) if encoded and value is not None else value
            for value, encoded in zip(json.loads(line), binary, strict=True)
        ]
        rows.append(dict(zip(columns, values, strict=True)))
    return rows


def _part(folder: str, table: Table, number: int, lines: list[bytes]) -> Part:
    return Part(folder, table.name, number, len(lines) - 1, b"\n".join(lines) + b"\n")


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def _written(value: Any) -> Any:
    return b64encode(value).decode() if isinstance(value, bytes | memoryview) else value
