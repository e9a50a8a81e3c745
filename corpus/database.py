"""A database: its connections, its transactions, and the errors of both in Danish."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, Executable, Row, TextClause, text

_AT_A_TIME = 1000

Values = Mapping[str, Any]
Statement = str | Executable
"""A string is SQL that both databases know, with its values named ``:name``."""


class Database:
    """Statements and transactions over an engine. Safe to use from many threads.

    A single statement is kept at once. Every call may raise ``CatalogueUnavailable`` or
    ``BrokenIndex``.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._sqlite = engine.dialect.name == "sqlite"
        # SQLite's driver commits by itself between the transactions that are begun below.
        self._at_once = (
            engine if self._sqlite else engine.execution_options(isolation_level="AUTOCOMMIT")
        )
        self._snapshots = engine.execution_options(
            **({} if self._sqlite else {"isolation_level": "REPEATABLE READ"})
        )
        self._mine = threading.local()

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """The connection of this thread's transaction; outside of one any, which commits at
        once."""
        held: Connection | None = getattr(self._mine, "connection", None)
        if held is not None:
            yield held
        else:
            with self._at_once.connect() as connection:
                yield connection

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is kept, or, after an error, none of it. No other transaction
        of SQLite's writes meanwhile."""
        assert getattr(self._mine, "connection", None) is None, "a transaction inside another"
        with self.engine.connect() as connection, connection.begin():
            if self._sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            self._mine.connection = connection
            try:
                yield
            finally:
                self._mine.connection = None

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that this thread reads inside is of one moment, whatever others write meanwhile. For
        reading only."""
        assert getattr(self._mine, "connection", None) is None, "a snapshot inside a transaction"
        with self._snapshots.connect() as connection, connection.begin():
            if self._sqlite:
                connection.exec_driver_sql("BEGIN")
            self._mine.connection = connection
            try:
                yield
            finally:
                self._mine.connection = None

    @contextmanager
    def streaming(self) -> Iterator[Connection]:
        """A connection whose rows come as they are asked for, however many they are."""
        held: Connection | None = getattr(self._mine, "connection", None)
        if held is not None:
            yield held.execution_options(yield_per=_AT_A_TIME)
        else:
            with self.engine.connect() as connection:
                yield connection.execution_options(yield_per=_AT_A_TIME)

    def rows(self, statement: Statement, **values: Any) -> Sequence[Row[Any]]:
        """The rows that a statement gives."""
        with self.connection() as connection:
            return connection.execute(_read(statement), values).all()

    def first(self, statement: Statement, **values: Any) -> Row[Any] | None:
        """The first row that a statement gives, if any."""
        with self.connection() as connection:
            return connection.execute(_read(statement), values).first()

    def run(self, statement: Statement, **values: Any) -> int:
        """Carry a statement out; how many rows it changed."""
        with self.connection() as connection:
            return connection.execute(_read(statement), values).rowcount

    def run_for_each(self, statement: Statement, values: Sequence[Values]) -> None:
        """Carry a statement out for each of ``values``."""
        if values:
            with self.connection() as connection:
                connection.execute(_read(statement), list(values))

    def close(self) -> None:
        """Release the connections; the next use opens others."""
        self.engine.dispose()


def _read(statement: Statement) -> Executable:
    return _text(statement) if isinstance(statement, str) else statement


@cache
def _text(statement: str) -> TextClause:
    return text(statement)
