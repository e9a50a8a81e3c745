"""The file that keys and sessions are kept in, SQLite, for its owner's eyes only; or their tables
beside the catalogue in PostgreSQL."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from corpus.errors import CatalogueUnavailable, TvaersnitError
from corpus.service_database import service_database

_log = logging.getLogger(__name__)
SCHEMA = """
CREATE TABLE IF NOT EXISTS keys (
    key_id      TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    role        TEXT NOT NULL,
    clearance   TEXT NOT NULL,
    secret_hash BLOB NOT NULL UNIQUE,
    created     INTEGER NOT NULL,  -- moments are whole seconds since 1970, UTC
    expires     TEXT,              -- the last day that the key counts
    last_used   INTEGER,
    revoked     INTEGER
) STRICT;
-- A name may be given anew once the key that had it is revoked.
CREATE UNIQUE INDEX IF NOT EXISTS key_names ON keys (name) WHERE revoked IS NULL;
CREATE TABLE IF NOT EXISTS sessions (
    token_hash BLOB PRIMARY KEY,
    key_id     TEXT NOT NULL REFERENCES keys,
    seen       INTEGER NOT NULL
) STRICT;
"""


class AccessFile:
    """One connection that all threads share, a statement at a time; other processes that write to
    the same file are seen at once."""

    def __init__(self, folder: Path) -> None:
        """Open ``access.sqlite`` in ``folder``, new where there is none; raises
        ``TvaersnitError``."""
        path = folder / "access.sqlite"
        self._lock = threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            # SQLite gives its journals the mode of the file itself.
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            path.chmod(0o600)
            self._db = sqlite3.connect(
                path, isolation_level=None, timeout=5, check_same_thread=False
            )
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.executescript(SCHEMA)
        except OSError as error:
            raise TvaersnitError(
                f"{path}: Filen med adgangsnøgler kan ikke åbnes ({error.strerror}). Kør det som "
                "den bruger, der kører tjenesten, eller ret adgangen til filen."
            ) from error
        except sqlite3.Error as error:
            raise TvaersnitError(
                f"{path}: Filen med adgangsnøgler kan ikke bruges ({error}). Gendan den fra en "
                "sikkerhedskopi, eller flyt den, og lav nye nøgler med »tvaersnit keys add«."
            ) from error

    def execute(self, statement: str, *values: Any) -> list[Any]:
        """The rows that a statement gives; a change is kept at once."""
        with self._lock:
            return self._db.execute(statement, values).fetchall()

    def note(self, statement: str, *values: Any) -> None:
        """As ``execute``, for what is only good to know: a full disk keeps nobody out."""
        try:
            self.execute(statement, *values)
        except sqlite3.OperationalError as error:
            _log.warning("Sidste brug kan ikke noteres: %s", error)

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            self._db.close()


class AccessTables:
    """The same tables beside the catalogue in PostgreSQL."""

    def __init__(self, url: SecretStr) -> None:
        self._database = service_database(url)

    def execute(self, statement: str, *values: Any) -> list[Any]:
        """The rows that a statement gives; a change is kept at once."""
        return self._database.execute(statement, *values)

    def note(self, statement: str, *values: Any) -> None:
        """As ``execute``, for what is only good to know: a full disk keeps nobody out."""
        try:
            self.execute(statement, *values)
        except CatalogueUnavailable as error:
            _log.warning("Sidste brug kan ikke noteres: %s", error)

    def close(self) -> None:
        """Nothing: the connections are the process's."""
