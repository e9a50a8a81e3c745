"""The database engines: SQLite in the data folder, or the PostgreSQL server that is set."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

from psycopg.types.string import StrDumper
from pydantic import SecretStr
from sqlalchemy import Engine, Pool, create_engine, event
from sqlalchemy.engine import URL

from corpus.database_errors import not_text, told_by_postgresql, told_by_sqlite
from corpus.database_url import postgresql_url

_BUSY_SECONDS = 30
_ANSWERS_WITHIN = 10
_KEPT_OPEN = 5
_AT_MOST_BESIDES = 25

_engines: weakref.WeakSet[Engine] = weakref.WeakSet()
_inherited: list[Pool] = []

OnConnect = Callable[[Any], None]
"""What is done with each new connection of the driver's, before it is used."""


def sqlite_engine(path: Path, on_connect: OnConnect | None = None) -> Engine:
    """An engine of the SQLite file ``path``; its folder has to be there."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": _BUSY_SECONDS},
        pool_size=_KEPT_OPEN,
        max_overflow=-1,
    )

    def prepare(db: Any, _: Any) -> None:
        # What begins and ends a transaction is said by ``Database``.
        db.isolation_level = None
        db.execute("PRAGMA foreign_keys = ON")
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except UnicodeDecodeError as error:
            raise not_text(path) from error
        db.execute("PRAGMA synchronous = NORMAL")
        if on_connect:
            on_connect(db)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "handle_error", lambda told: told_by_sqlite(path, told))
    _engines.add(engine)
    return engine


def postgresql_engine(url: SecretStr, on_connect: OnConnect | None = None) -> Engine:
    """An engine of the database at ``url``. A connection that the server has ended meanwhile is
    replaced before it is used."""
    address = postgresql_url(url.get_secret_value())
    engine = create_engine(
        address,
        connect_args={"connect_timeout": _ANSWERS_WITHIN, "application_name": "tvaersnit"},
        pool_pre_ping=True,
        pool_size=_KEPT_OPEN,
        max_overflow=_AT_MOST_BESIDES,
    )

    def prepare(db: Any, _: Any) -> None:
        db.adapters.register_dumper(str, _WithoutNul)
        if on_connect:
            db.autocommit = True
            on_connect(db)
            db.autocommit = False

    event.listen(engine, "connect", prepare)
    event.listen(engine, "handle_error", lambda told: told_by_postgresql(address, told))
    _engines.add(engine)
    return engine


class _WithoutNul(StrDumper):
    """PostgreSQL holds no U+0000 in texts; a sign of the same length stands for it, so that spans
    are where they were."""

    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\0", "\ufffd"))


def _forget_in_child() -> None:
    """A forked process opens connections of its own: one that two processes use is of no use to
    either. Those of its parent are kept, so that they are not closed under it."""
    for engine in list(_engines):
        _inherited.append(engine.pool)
        engine.dispose(close=False)


os.register_at_fork(after_in_child=_forget_in_child)
