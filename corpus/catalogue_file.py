"""The catalogue's file: its connections, its transactions, and what version it is of."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from corpus.clearance import restrict
from corpus.errors import BrokenIndex, TvaersnitError
from corpus.records import ACCESS_LEVELS, AccessLevel, readable

SCHEMA_VERSION = "5"


class CatalogueFile:
    """An SQLite file with the tables of ``schema.sql``.

    Each thread has a connection of its own. Writing happens inside ``transaction()``: all of it or
    nothing.
    """

    def __init__(self, folder: Path, clearance: AccessLevel = "closed") -> None:
        """Open the catalogue in ``folder``, new where there is none; raises ``BrokenIndex``.

        With less than the full ``clearance`` it is read only, and shows nothing above it.
        """
        self._path = folder / "catalogue.sqlite"
        self._clearance = clearance
        self._connections = threading.local()
        if clearance == ACCESS_LEVELS[-1]:
            self._prepare(folder)

    def _prepare(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db.executescript(
                resources.files("corpus").joinpath("schema.sql").read_text("utf-8")
            )
            if self.meta("schema") is None:
                self.set_meta("schema", SCHEMA_VERSION)
        except OSError as error:
            raise TvaersnitError(
                f"Der kan ikke skrives i datamappen {folder}: {error.strerror}. Ret adgangen, "
                "eller vælg en anden mappe med --data eller TVAERSNIT_DATA."
            ) from error
        except sqlite3.DatabaseError as error:
            raise BrokenIndex(
                f"{self._path}: Kataloget kan ikke åbnes ({error}). Gendan filen fra en "
                "sikkerhedskopi, eller flyt den, og indlæs referaterne igen med »tvaersnit ingest«."
            ) from error
        if self.meta("schema") != SCHEMA_VERSION:
            raise BrokenIndex(
                f"{self._path}: Kataloget er lavet af en anden version af Tværsnit. "
                "Indlæs referaterne igen i en ny datamappe."
            )

    @property
    def _db(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._connections, "db", None)
        if db is None:
            db = sqlite3.connect(self._path, isolation_level=None, timeout=30)
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            if self._clearance != ACCESS_LEVELS[-1]:
                restrict(db, readable(self._clearance))
            self._connections.db = db
        return db

    def close(self) -> None:
        """Close this thread's connection."""
        self._db.close()
        del self._connections.db

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is kept, or, after an error, none of it."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # Notes about the corpus as a whole.

    def meta(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row["value"] if row else None

    def set_meta(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
