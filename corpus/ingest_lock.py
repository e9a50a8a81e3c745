"""The right to plan and write an ingest: one at a time for each corpus."""

from __future__ import annotations

from sqlalchemy import Connection, text

from corpus.engine import postgresql_engine
from corpus.errors import IngestUnderWay
from corpus.generations import Lock, lock_or_say
from corpus.settings import Settings

# Of the database; any numbers will do, if they are always the same and no other lock's.
_KEY, _STORING = 0x7476_696E, 0x7476_7374
_HELD = text(
    "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = :pid "
    "AND classid = 0 AND objid = :key AND objsubid = 1"
)


class IngestLock:
    """Held until ``release``, or until the process ends."""

    def __init__(self, file: Lock, connection: Connection | None) -> None:
        self._file = file
        self._connection = connection
        self._session = connection and connection.scalar(text("SELECT pg_backend_pid()"))

    def keep(self, storing: Connection) -> None:
        """Have the right to the end of the transaction ``storing``, to be called in it before
        anything is stored: PostgreSQL lets go of a lock when the connection that took it is cut.

        Raises ``IngestUnderWay`` where it is lost.
        """
        if self._connection is None:
            return
        storing.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _STORING})
        if not storing.scalar(_HELD, {"pid": self._session, "key": _KEY}):
            raise IngestUnderWay(
                "Forbindelsen til PostgreSQL har været afbrudt, så en anden maskine kan have "
                "indlæst referater imens. Intet er gemt; start indlæsningen igen. Det, der er "
                "kodet, bliver ikke kodet igen."
            )

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
        # One that has just lost the right may be storing the last of it.
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _STORING})
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _STORING})
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
