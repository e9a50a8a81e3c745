"""What the service keeps moved between its SQLite files and its tables in PostgreSQL, as a backup
moves a corpus from one database to the other."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection

from corpus.database import Database
from corpus.engine import sqlite_engine
from corpus.service_dump import dump, put
from search_api import feedback
from search_api.access import file as access
from search_api.jobs import store as jobs

SERVICE_FILES = {
    "access.sqlite": (access.SCHEMA, ("keys",)),
    "feedback.sqlite": (feedback.SCHEMA, ("feedback", "cited")),
    "jobs.sqlite": (jobs.SCHEMA, ("jobs",)),
}
"""The files of a data folder: how each is made, and which of its tables are moved."""


def put_in_file(folder: Path, table: str, content: bytes) -> None:
    """Put the rows of a part into the file that keeps them, new where there is none; raises as
    ``corpus.service_dump.put``."""
    for name, (schema, tables) in SERVICE_FILES.items():
        if table in tables:
            with _opened(folder / name, schema) as connection:
                put(connection, table, content)
            return
    raise ValueError(f"no table {table}")


def move_files(folder: Path, connection: Connection) -> None:
    """Put what the files of ``folder`` keep into PostgreSQL, and remove them: they would only tell
    of what was."""
    for name, (schema, tables) in SERVICE_FILES.items():
        path = folder / name
        if not path.exists():
            continue
        with _opened(path, schema) as kept:
            for part in dump(kept, *tables):
                put(connection, part.table, part.content)
        path.unlink()


@contextmanager
def _opened(path: Path, schema: str) -> Iterator[Connection]:
    """A transaction."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(path)) as db:
        db.executescript(schema)
    database = Database(sqlite_engine(path))
    try:
        with database.transaction(), database.connection() as connection:
            yield connection
    finally:
        database.close()
