"""The whole suite on PostgreSQL: with ``TVAERSNIT_TEST_DATABASE=postgresql`` the catalogue of each
data folder is in a database of its own, without the tests' saying so."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import URL, Engine

from corpus import engine
from corpus.catalogue import Catalogue
from corpus.settings import Settings
from search_api.access.keys import KeyStore
from search_api.feedback import FeedbackStore
from search_api.jobs.store import JobStore
from tests.postgresql import Server, database_url

ROOT = Path(__file__).resolve().parents[1]
# What tests that keep a corpus import or ask for.
_CORPORA = {"Archive", "Catalogue", "Corpus", "Ingest", "JobStore", "create_app"}
_CORPORA |= {"samples", "samples_settings", "own_settings", "minutes", "minutes_settings"}
_TEMPLATE = "migrated"
# Names the database of a data folder, so that a copy of the folder is known as one.
_MARKER = ".database"

_folders: dict[str, Path] = {}
_made: set[str] = set()


def share(server: Server) -> None:
    """Let ``server`` be that of all processes of this run."""
    server.run(f"CREATE DATABASE {_TEMPLATE}")
    settings = Settings(data=server.folder.parent / "none", catalogue_url=server.url(_TEMPLATE))
    Catalogue(settings).close()
    os.environ["TVAERSNIT_TEST_SERVER"] = str(server.port)
    path = [str(ROOT / "tests" / "on_postgresql"), str(ROOT), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, path))
    give_each_folder_its_own()


def give_each_folder_its_own() -> None:
    """From now on settings that name a data folder have a database of its own, which is there once
    something is asked of it."""
    port = int(os.environ["TVAERSNIT_TEST_SERVER"])
    read, create = Settings.__init__, engine.create_engine

    def with_database(self: Settings, **values: Any) -> None:
        read(self, **values)
        if self.catalogue_url is None and "data" in self.model_fields_set:
            name = "t_" + hashlib.sha256(str(self.data).encode()).hexdigest()[:24]
            _folders[name] = self.data
            self.__dict__["catalogue_url"] = SecretStr(database_url(port, name))

    def of_existing(url: URL, **options: Any) -> Engine:
        if url.database in _folders:
            _provide(url.database, _folders[url.database], port)
        return create(url, **options)

    def beside(init: Callable[..., None]) -> Callable[..., None]:
        def opened(self: Any, data: Path, catalogue_url: SecretStr | None = None) -> None:
            init(self, data, catalogue_url or Settings(data=data).catalogue_url)

        return opened

    for store in (KeyStore, FeedbackStore, JobStore):
        store.__init__ = beside(store.__init__)  # type: ignore[misc]
    Settings.__init__ = with_database  # type: ignore[method-assign]
    engine.create_engine = of_existing  # type: ignore[attr-defined]


def _provide(name: str, data: Path, port: int) -> None:
    """Make the database of ``data``: new or, of a copied folder, a copy too."""
    marker = data / _MARKER
    source = marker.read_text() if marker.exists() else None
    if name not in _made:
        with psycopg.connect(database_url(port, "postgres"), autocommit=True) as db:
            db.execute("SELECT pg_advisory_lock(1)")
            known = db.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
            if not known:
                if source:
                    # A database that is in use cannot be copied.
                    db.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                        (source,),
                    )
                db.execute(f"CREATE DATABASE {name} TEMPLATE {source or _TEMPLATE}")
        _made.add(name)
    if data.is_dir() and source != name:
        marker.write_text(name)


def keeps_a_corpus(item: pytest.Item) -> bool:
    """Whether a test is one to run on PostgreSQL too: about what is stored, not how it looks."""
    assert isinstance(item, pytest.Function)
    if item.get_closest_marker("browser") or item.get_closest_marker("sqlite"):
        return False
    return bool(_CORPORA & {*vars(item.module), *item.fixturenames})
