"""Corpora that the tests share: ingested once in a run, with the real engine and model."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copytree

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page

from corpus.settings import Settings
from ingest.pipeline import Ingest
from models.encoder import Encoder
from search_api.archive import Archive
from search_api.http import create_app
from search_api.question import Question
from search_api.search import read_question
from tests import databases
from tests.browsing import chromium, page_of
from tests.postgresql import Server, postgresql
from tests.serving import listening

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "corpus" / "samples"
MINUTES = ROOT.parent / "shared" / "minutes"


_server = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    wanted = os.environ.get("TVAERSNIT_TEST_DATABASE") == "postgresql"
    if wanted and "TVAERSNIT_TEST_SERVER" not in os.environ:
        databases.share(_server.enter_context(postgresql()))


def pytest_unconfigure(config: pytest.Config) -> None:
    _server.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "TVAERSNIT_TEST_SERVER" in os.environ:
        others = [item for item in items if not databases.keeps_a_corpus(item)]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in set(others)]


@pytest.fixture(autouse=True)
def _log_left_as_it_was() -> Iterator[None]:
    """A service that a test started logs to standard error as that test captures it, no other."""
    root = logging.getLogger()
    before = list(root.handlers)
    yield
    for handler in root.handlers:
        if type(handler) is logging.StreamHandler and handler not in before:
            root.removeHandler(handler)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """A real PostgreSQL; skips where there is none on the machine."""
    with postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The packaged encoder, loaded once."""
    return Encoder(Settings())


def _ingested(
    name: str, files: list[Path], encoder: Encoder, factory: pytest.TempPathFactory
) -> Settings:
    """A corpus of these files. Of the processes that tests run in side by side the first that asks
    for it makes it; each has a copy, since an index is for one at a time.
    """
    own = factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / f"{name}-ingested"
    with FileLock(f"{shared}.lock"):
        if not shared.exists():
            making = factory.mktemp(f"{name}-making")
            reports = Ingest(Settings(data=making), encoder).run(files)
            refused = [report.message for report in reports if report.outcome == "refused"]
            assert not refused, refused
            making.rename(shared)
    return Settings(data=Path(copytree(shared, factory.mktemp(name) / "data")))


@pytest.fixture(scope="session")
def samples_settings(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Settings:
    """Settings of a corpus that holds ``corpus/samples``. Not to be written to."""
    files = sorted([*SAMPLES.glob("*.txt"), *SAMPLES.glob("*.md")])
    return _ingested("samples", files, encoder, tmp_path_factory)


@pytest.fixture(scope="session")
def samples(samples_settings: Settings, encoder: Encoder) -> Iterator[Archive]:
    """The sample minutes, open for questions."""
    archive = Archive(samples_settings, encoder)
    yield archive
    archive.close()


@pytest.fixture(scope="session")
def minutes_dir() -> Path:
    """The folder of the real minutes; skips where they are not on the machine."""
    if not MINUTES.is_dir():
        pytest.skip("de fem referater i ../shared/minutes er ikke på denne maskine")
    return MINUTES


@pytest.fixture(scope="session")
def minutes_settings(
    minutes_dir: Path, tmp_path_factory: pytest.TempPathFactory, encoder: Encoder
) -> Settings:
    """Settings of a corpus that holds the real minutes. Not to be written to."""
    return _ingested("minutes", sorted(minutes_dir.iterdir()), encoder, tmp_path_factory)


@pytest.fixture(scope="session")
def minutes(minutes_settings: Settings, encoder: Encoder) -> Iterator[Archive]:
    """The real minutes, open for questions."""
    archive = Archive(minutes_settings, encoder)
    yield archive
    archive.close()


@pytest.fixture(scope="session")
def understood(samples: Archive):
    def read(text: str) -> Question:
        return read_question(samples, text)

    return read


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser. Not of the whole session: its event loop would be in the way of others."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def own_settings(samples_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a corpus of the module's own that holds ``corpus/samples``."""
    folder = tmp_path_factory.mktemp("own") / "data"
    return Settings(data=Path(copytree(samples_settings.data, folder)))


@pytest.fixture(scope="module")
def address(browser: Browser, own_settings: Settings) -> Iterator[str]:
    """The address of a service over ``own_settings``; not made where there is no browser."""
    app = create_app(own_settings)
    with listening(app) as address:
        until = time.monotonic() + 120
        while not app.state.service.ready and time.monotonic() < until:
            time.sleep(0.1)
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page of the service."""
    with page_of(browser, address) as page:
        yield page
