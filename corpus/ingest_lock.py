"""The right to plan and write an ingest: one at a time for each corpus."""

from __future__ import annotations

from sqlalchemy import Connection, text

from corpus.engine import postgresql_engine
from corpus.errors import IngestUnderWay
from corpus.generations import Lock, lock_or_say
from corpus.settings import Settings

# Of the database; any number will do, if it is always the same and no other lock's.
_KEY = 0x7476_696E


class IngestLock:
    """Held until ``release``, or until the process ends."""

    def __init__(self, file: Lock, connection: Connection | None) -> None:
        self._file = file
        self._connection = connection

    def release(self) -> None:
        if self._connection is not None:
            # The lock is the session's, and gone with it.
            self._connection.invalidate()
            self._connection.close()
            self._connection.engine.dispose()
        self._file.release()


def lock_ingest(settings: Settings) -> IngestLock:
    """The right to ingest into the corpus of ``settings``: of this machine's data folder, and,
    where the catalogue is in PostgreSQL, of all machines that share it.

    Raises ``IngestUnderWay`` where taken.
    """
    file = lock_or_say(settings.data / "INGEST", settings.data)
    if settings.catalogue_url is None:
        return IngestLock(file, None)
    engine = postgresql_engine(settings.catalogue_url)
    try:
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        taken = connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY})
    except BaseException:
        file.release()
        engine.dispose()
        raise
    lock = IngestLock(file, connection)
    if not taken:
        lock.release()
        raise IngestUnderWay(
            "Der indlæses allerede referater i det samme katalog fra en anden maskine. Vent, til "
            "det er færdigt, og prøv igen."
        )
    return lock
