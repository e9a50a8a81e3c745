"""What the service keeps beside the catalogue in PostgreSQL: keys, sessions, feedback, jobs.

Without a server each of them is an SQLite file, with the same columns and the same statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Connection

from corpus.database import Database
from corpus.engine import postgresql_engine
from corpus.migration import prepare


class ServiceConnection:
    """Takes statements as SQLite's driver does: with ``?`` for each value, rows read by name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """What a statement gives: ``fetchone``, ``fetchall``, or row by row."""
        result = self._connection.exec_driver_sql(_for_postgresql(statement), tuple(values))
        return result.mappings() if result.returns_rows else result

    def executemany(self, statement: str, values: Iterable[Sequence[Any]]) -> None:
        """Carry a statement out for each of ``values``."""
        for some in values:
            self.execute(statement, some)


class ServiceDatabase:
    """The service's tables in the catalogue's database. Safe to use from many threads."""

    def __init__(self, url: SecretStr) -> None:
        """Raises ``CatalogueUnavailable`` or ``BrokenIndex``."""
        self._database = Database(postgresql_engine(url))
        prepare(self._database, "PostgreSQL")

    @contextmanager
    def open(self) -> Iterator[ServiceConnection]:
        """A transaction."""
        with self._database.transaction(), self._database.connection() as connection:
            yield ServiceConnection(connection)

    def execute(self, statement: str, *values: Any) -> list[Any]:
        """The rows that a statement gives; a change is kept at once."""
        with self._database.connection() as connection:
            result = connection.exec_driver_sql(_for_postgresql(statement), values)
            return list(result.mappings()) if result.returns_rows else []


@cache
def service_database(url: SecretStr) -> ServiceDatabase:
    """The service's tables at ``url``, one pool of connections for a process; raises as
    ``ServiceDatabase``."""
    return ServiceDatabase(url)


def _for_postgresql(statement: str) -> str:
    return statement.replace("?", "%s")
