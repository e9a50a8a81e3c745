"""Ingest into an index on a server: cut off at any moment it is caught up with, and what is found
meanwhile stands in the catalogue."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus import journal, server_calls, server_index
from corpus.errors import IndexAway
from corpus.index import Scored
from corpus.records import Filters
from corpus.settings import Settings, load_settings
from ingest.pipeline import Ingest
from models.encoder import Encoder
from search_api.archive import Archive
from tests.ingested import Corpus, minutes
from tests.qdrant_server import QdrantServer, qdrant_server
from tests.quick_encoder import QuickEncoder

HOME = Path(__file__).parents[1]
MOMENTS = ["PATCH", "PUT", "/points/delete", "PATCH again"]


@pytest.fixture(scope="module")
def quick() -> Encoder:
    return QuickEncoder(Settings())


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_index, "FOLLOW", 0.01)
    monkeypatch.setattr(server_calls, "FIRST_WAIT", 0.02)
    monkeypatch.setattr(server_calls, "TRIES", 2)


@pytest.fixture
def server() -> Iterator[QdrantServer]:
    with qdrant_server() as server:
        yield server


@pytest.fixture
def corpus(server: QdrantServer, tmp_path: Path, quick: Encoder) -> Corpus:
    """Two minutes, taken in; then one is changed, one is gone and one is new."""
    corpus = Corpus(tmp_path, quick)
    corpus.settings = load_settings(data=tmp_path / "data", qdrant_url=server.url)
    corpus.write("a.txt", minutes("Takster"))
    gone = corpus.write("b.txt", minutes("Herberger"))
    corpus.ingest()
    corpus.write("a.txt", minutes("Takster og botilbud"))
    corpus.write("c.txt", minutes("Hjerneskade"))
    gone.unlink()
    server.requests.clear()
    return corpus


def ingest(corpus: Corpus) -> None:
    Ingest(corpus.settings, corpus.encoder).run([corpus.files], prune=True)


def lacking(corpus: Corpus) -> int:
    """How many documents the index is known to lack."""
    pending = corpus.read(journal.pending)
    return len(pending.documents) if pending else 0


def found(archive: Archive) -> list[tuple[str, str]]:
    """Every hit that may be shown, as its text; of each its document still says it."""
    anything = np.ones(archive.encoder.dimension, dtype=np.float32)
    shown = []
    for hit in archive.index.rank_dense(anything, Filters(), 1000):
        located = archive.locate(hit)
        if located is not None:
            document, _ = located
            assert archive.catalogue.document(hit.document_id).text == document.text
            shown.append((hit.chunk_id, document.text[hit.start : hit.end]))
    return shown


def expected(corpus: Corpus) -> list[tuple[str, str]]:
    chunks = corpus.read(lambda c: [chunk for chunk, _ in c.all_chunks("passage")])
    return [(chunk.chunk_id, chunk.text) for chunk in chunks]


def away_from(server: QdrantServer, moment: str) -> None:
    """The server goes away at a moment of the next ingest, for good."""
    part, _, again = moment.partition(" ")
    left = 2 if again else 1

    def before(method: str, path: str) -> None:
        nonlocal left
        if part in f"{method} {path}":
            left -= 1
            if not left:
                server.fail(1_000_000, 503, "gone")

    server.before = before


def back(server: QdrantServer) -> None:
    server.before = lambda method, path: None
    server.fail(0)
    server.requests.clear()


def test_written_in_place_the_index_holds_what_the_catalogue_does(
    corpus: Corpus, server: QdrantServer
) -> None:
    ingest(corpus)
    assert sorted(server.points()) == sorted(chunk for chunk, _ in expected(corpus))
    corpus.state()
    assert lacking(corpus) == 0 and len(server.collections()) == 1
    assert server.asked("PUT") == 1 and server.asked("scroll") == 0


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_server_that_goes_away_in_the_middle_is_caught_up_with(
    corpus: Corpus, server: QdrantServer, moment: str
) -> None:
    archive = Archive(corpus.settings, corpus.encoder)
    found(archive)
    away_from(server, moment)
    with pytest.raises(IndexAway, match="Det indlæste er gemt.*tvaersnit ingest"):
        ingest(corpus)
    back(server)
    assert lacking(corpus) == 3
    said = expected(corpus)
    archive.close()
    archive = Archive(corpus.settings, corpus.encoder)
    assert set(found(archive)) <= set(said), "nothing that the catalogue does not say"
    name = server.current()
    ingest(corpus)
    assert server.current() == name and server.asked("PUT") == 1, "only what was lacking"
    assert sorted(found(archive)) == sorted(said)
    assert set(server.points()) == {chunk for chunk, _ in said}
    assert lacking(corpus) == 0
    corpus.state()


def test_a_server_that_is_away_from_the_start_changes_nothing(
    corpus: Corpus, server: QdrantServer
) -> None:
    before = corpus.read(lambda c: c.document_ids())
    points = set(server.points())
    server.stop()
    with pytest.raises(IndexAway, match="svarer ikke"):
        ingest(corpus)
    assert corpus.read(lambda c: c.document_ids()) == before
    server.start()
    assert set(server.points()) == points
    assert server.asked("PUT") == 0
    ingest(corpus)
    assert sorted(server.points()) == sorted(chunk for chunk, _ in expected(corpus))


def test_an_index_lost_on_the_server_is_built_again_without_encoding(
    corpus: Corpus, server: QdrantServer
) -> None:
    ingest(corpus)
    state = corpus.state()
    server.engine.delete_collection(server.current())
    assert {report for report in corpus.outcomes().values()} == {"unchanged"}
    assert corpus.encoded == 0
    assert corpus.state() == state


def test_a_rebuild_that_is_cut_off_leaves_the_old_index(
    corpus: Corpus, server: QdrantServer
) -> None:
    ingest(corpus)
    state, name = corpus.state(), server.current()
    server.fail(1_000_000, 503, "gone", only="PUT")
    with pytest.raises(IndexAway):
        Ingest(corpus.settings, corpus.encoder).reindex()
    server.fail(0)
    assert server.current() == name and corpus.state() == state
    Ingest(corpus.settings, corpus.encoder).reindex()
    assert server.current() != name and corpus.state() == state
    server.requests.clear()
    ingest(corpus)
    assert server.asked("PUT") == 0, "the new one belongs to the catalogue"


def test_a_hit_of_what_the_catalogue_says_otherwise_is_passed_over(corpus: Corpus) -> None:
    archive = Archive(corpus.settings, corpus.encoder)
    anything = np.ones(archive.encoder.dimension, dtype=np.float32)
    hit = archive.index.rank_dense(anything, Filters(), 1)[0]
    assert archive.locate(hit) is not None
    fields = {name: getattr(hit, name) for name in Scored.__slots__}
    for name, stale in {
        "chunk_id": "andet",
        "document_id": "andet",
        "item_id": "andet",
        "section": "attachments",
        "start": hit.start + 1,
        "end": hit.end - 1,
        "region": "Nordjylland",
        "forum": "KKR Nordjylland",
        "date": "2019-01-01",
    }.items():
        assert archive.locate(Scored(**{**fields, name: stale})) is None, name


CHILD = """
import sys
from pathlib import Path
from corpus.settings import load_settings
from ingest.pipeline import Ingest
from tests.quick_encoder import QuickEncoder
settings = load_settings(data=Path(sys.argv[1]), qdrant_url=sys.argv[3])
Ingest(settings, QuickEncoder(settings)).run([Path(sys.argv[2])], prune=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_while_it_writes_to_the_server_nothing_is_lost(
    corpus: Corpus, server: QdrantServer, moment: str
) -> None:
    part, _, again = moment.partition(" ")
    left, reached, dead = 2 if again else 1, threading.Event(), threading.Event()

    def before(method: str, path: str) -> None:
        nonlocal left
        if part in f"{method} {path}":
            left -= 1
            if not left:
                reached.set()
                dead.wait(60)

    server.before = before
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(corpus.settings.data), str(corpus.files), server.url],
        cwd=HOME,
    )
    assert reached.wait(300)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    dead.set()
    back(server)
    archive = Archive(corpus.settings, corpus.encoder)
    assert set(found(archive)) <= set(expected(corpus))
    assert lacking(corpus) == 3
    ingest(corpus)
    assert sorted(found(archive)) == sorted(expected(corpus))
    assert lacking(corpus) == 0
    corpus.state()
