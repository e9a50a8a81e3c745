"""The tables of a database brought to those that this program knows (Alembic)."""

from __future__ import annotations

from importlib import resources

from sqlalchemy import Connection, inspect, text

from corpus.database import Database
from corpus.errors import BrokenIndex

HEAD = "0005"
"""The newest of ``corpus/migrations/versions``."""

_FIRST = "0001"
_FIRST_SCHEMA = "5"
# Any number will do, if it is always the same.
_LOCK = 0x7476_6D69


def version_of(db: Connection) -> str | None:
    """The migration that the tables were last brought to; ``None`` where none was."""
    if not inspect(db).has_table("alembic_version"):
        return None
    row = db.execute(text("SELECT version_num FROM alembic_version")).first()
    return str(row.version_num) if row else None


def prepare(database: Database, place: str) -> None:
    """Bring the tables of ``database`` up to date; raises as ``migrate``."""
    with database.connection() as db:
        if version_of(db) == HEAD:
            return
    with database.transaction(), database.connection() as db:
        migrate(db, place)


def migrate(db: Connection, place: str) -> None:
    """Bring the tables to ``HEAD``, in the transaction of ``db``; one process at a time.

    Raises ``BrokenIndex`` where they are newer than that, or are none of ours.
    """
    if db.dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    if version_of(db) == HEAD:
        return
    # It takes a tenth of a second, and most databases are up to date.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    folder = resources.files("corpus").joinpath("migrations")
    config = Config(attributes={"connection": db})
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    known = {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}
    version = version_of(db)
    if version is None:
        if (schema := _schema_before_migrations(db)) is not None:
            if schema != _FIRST_SCHEMA:
                raise BrokenIndex(
                    f"{place}: Kataloget er lavet af en anden version af Tværsnit. "
                    "Indlæs referaterne igen i en ny datamappe."
                )
            command.stamp(config, _FIRST)
    elif version not in known:
        raise BrokenIndex(
            f"{place}: Kataloget er lavet af en nyere udgave af Tværsnit. Opgradér Tværsnit, eller "
            "gendan kataloget fra en sikkerhedskopi, der er taget før opgraderingen."
        )
    command.upgrade(config, "head")


def _schema_before_migrations(db: Connection) -> str | None:
    if not inspect(db).has_table("meta"):
        return None
    row = db.execute(text("SELECT value FROM meta WHERE key = 'schema'")).first()
    return str(row.value) if row else None
