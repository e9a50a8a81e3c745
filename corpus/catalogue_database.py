"""The catalogue's database: opened for a clearance, its tables brought up to date."""

from __future__ import annotations

from sqlalchemy import text

from corpus.clearance import restrict_postgresql, restrict_sqlite
from corpus.database import Database
from corpus.engine import postgresql_engine, sqlite_engine
from corpus.errors import BrokenIndex, TvaersnitError
from corpus.migration import HEAD, prepare, version_of
from corpus.records import ACCESS_LEVELS, AccessLevel, readable
from corpus.settings import Settings

_META = text("SELECT value FROM meta WHERE key = :key")
_SET_META = text(
    "INSERT INTO meta (key, value) VALUES (:key, :value) "
    "ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)


class CatalogueDatabase(Database):
    """The tables of ``corpus.schema``: in the data folder, or in the database that is set."""

    def __init__(self, settings: Settings, clearance: AccessLevel = "closed") -> None:
        """Open the catalogue, new where there is none.

        With less than the full ``clearance`` it is read only, and shows nothing above it.

        Raises ``BrokenIndex`` where its tables cannot be used, ``CatalogueUnavailable`` where they
        cannot be reached.
        """
        whole = clearance == ACCESS_LEVELS[-1]
        levels = readable(clearance)
        if settings.catalogue_url is None:
            path = settings.data / "catalogue.sqlite"
            self.place = str(path)
            if whole:
                _make_folder(settings)
            engine = sqlite_engine(path, None if whole else lambda db: restrict_sqlite(db, levels))
        else:
            self.place = "PostgreSQL"
            engine = postgresql_engine(
                settings.catalogue_url,
                None if whole else lambda db: restrict_postgresql(db, levels),
            )
        super().__init__(engine)
        self._prepare(whole)

    def _prepare(self, whole: bool) -> None:
        if whole:
            return prepare(self, self.place)
        with self.connection() as db:
            up_to_date = version_of(db) == HEAD
        if not up_to_date:
            raise BrokenIndex(
                f"{self.place}: Kataloget er ikke bragt op til denne udgave af Tværsnit. Kør "
                "»tvaersnit doctor«, så bliver det det."
            )

    # Notes about the corpus as a whole.

    def meta(self, key: str) -> str | None:
        row = self.first(_META, key=key)
        return str(row.value) if row else None

    def set_meta(self, key: str, value: str) -> None:
        self.run(_SET_META, key=key, value=value)


def _make_folder(settings: Settings) -> None:
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TvaersnitError(
            f"Der kan ikke skrives i datamappen {settings.data}: {error.strerror}. Ret adgangen, "
            "eller vælg en anden mappe med --data eller TVAERSNIT_DATA."
        ) from error
