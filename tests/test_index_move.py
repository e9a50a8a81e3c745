"""The index moved to a server and back: the same answers, nothing encoded, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus import journal, server_calls, server_index
from corpus.errors import BrokenIndex, IndexAway, TvaersnitError
from corpus.index import Scored, open_index
from corpus.index_move import Place, move_index
from corpus.records import Filters
from corpus.settings import Settings, load_settings
from models.encoder import Encoder
from models.sparse import SparseEncoder
from search_api.cli import main
from tests.ingested import Corpus, minutes
from tests.qdrant_server import QdrantServer, qdrant_server
from tests.quick_encoder import QuickEncoder


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_index, "FOLLOW", 0.01)
    monkeypatch.setattr(server_calls, "FIRST_WAIT", 0.02)


@pytest.fixture(scope="module")
def quick() -> Encoder:
    return QuickEncoder(Settings())


@pytest.fixture
def server() -> Iterator[QdrantServer]:
    with qdrant_server() as server:
        yield server


@pytest.fixture
def corpus(tmp_path: Path, quick: Encoder) -> Corpus:
    """Some minutes in an embedded index."""
    corpus = Corpus(tmp_path, quick)
    for name in ("Takster", "Herberger", "Hjerneskade"):
        corpus.write(f"{name}.txt", minutes(name))
    corpus.ingest()
    return corpus


def on(corpus: Corpus, server: QdrantServer | None) -> Corpus:
    """The same corpus, with this index set."""
    corpus.settings = load_settings(data=corpus.settings.data, qdrant_url=server and server.url)
    return corpus


def move(corpus: Corpus, to: Place) -> int:
    return move_index(corpus.settings, to, corpus.encoder.name, corpus.encoder.dimension)


def answers(corpus: Corpus) -> list[dict[str, Scored]]:
    """Of some questions every hit, by chunk: equal scores have no order."""
    index = open_index(corpus.settings, corpus.encoder.name, corpus.encoder.dimension)
    chance = np.random.default_rng(7)
    words = SparseEncoder()
    found = []
    for text in ("takster", "herberger for hjerneskadede", "forslaget blev godkendt"):
        dense = chance.standard_normal(corpus.encoder.dimension).astype(np.float32)
        for filters in (Filters(), Filters(regions=("Sjælland",), sections=("decision",))):
            found.append(index.rank_dense(dense, filters, 50))
            found.append(index.rank_sparse(words.encode_query(text), filters, 50))
    index.close()
    return [{hit.chunk_id: hit for hit in hits} for hits in found]


def alike(some: list[dict[str, Scored]], others: list[dict[str, Scored]]) -> bool:
    assert any(some)
    return all(
        hits.keys() == other_hits.keys()
        and all(
            replace(hits[chunk], score=0) == replace(other_hits[chunk], score=0)
            and hits[chunk].score == pytest.approx(other_hits[chunk].score, abs=1e-4)
            for chunk in hits
        )
        for hits, other_hits in zip(some, others, strict=True)
    )


def test_there_and_back_it_answers_the_same(corpus: Corpus, server: QdrantServer) -> None:
    before, state = answers(corpus), corpus.state()
    on(corpus, server)
    assert move(corpus, "server") == len(server.points()) == len(state["passages"])
    assert alike(answers(corpus), before)
    server.requests.clear()
    assert set(corpus.outcomes().values()) == {"unchanged"}
    assert corpus.encoded == 0 and server.asked("PUT") == 0, "it belongs to the catalogue"
    assert set(on(corpus, None).outcomes().values()) == {"unchanged"}, "and so does the old one"

    on(corpus, server).write("Ny.txt", minutes("Plejefamilier"))
    corpus.ingest()
    after = answers(corpus)
    move(corpus, "embedded")
    on(corpus, None)
    assert alike(answers(corpus), after)
    generation = corpus.generation()
    assert corpus.outcomes()["Ny.txt"] == "unchanged"
    assert corpus.encoded == 0 and corpus.generation() == generation
    corpus.state()


def test_the_one_that_was_left_behind_is_not_taken_for_the_catalogues(
    corpus: Corpus, server: QdrantServer
) -> None:
    on(corpus, server)
    move(corpus, "server")
    corpus.write("Ny.txt", minutes("Plejefamilier"))
    corpus.ingest()
    on(corpus, None)
    generation = corpus.generation()
    assert not corpus.read(lambda c: journal.belongs(c, generation))
    corpus.ingest()
    assert corpus.encoded == 0
    corpus.state()


def test_cut_off_in_the_middle_nothing_has_changed(
    corpus: Corpus, server: QdrantServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_calls, "TRIES", 2)
    before, generation = answers(corpus), corpus.generation()
    on(corpus, server)
    for part in ("PUT /collections/tvaersnit_000001/points", "/points/count", "/aliases"):
        server.fail(2, 503, "gone", only=part)
        with pytest.raises(IndexAway):
            move(corpus, "server")
        server.fail(0)
        assert not server.engine.aliases
    on(corpus, None)
    assert alike(answers(corpus), before) and corpus.generation() == generation
    assert set(corpus.outcomes().values()) == {"unchanged"}
    assert corpus.generation() == generation
    on(corpus, server)
    move(corpus, "server")
    assert alike(answers(corpus), before)


@pytest.mark.parametrize("damage", ["lost", "changed"])
def test_a_copy_unlike_the_original_is_not_taken_into_use(
    corpus: Corpus, server: QdrantServer, damage: str
) -> None:
    def before(method: str, path: str) -> None:
        if not path.endswith("/points/count"):
            return
        name = path.split("/")[2]
        records, _ = server.engine.scroll(name, limit=1)
        if damage == "lost":
            server.engine.delete(name, [records[0].id])
        else:
            server.engine.set_payload(name, {"start": 1_000}, [records[0].id])

    on(corpus, server)
    server.before = before
    with pytest.raises(BrokenIndex, match="ikke taget i brug"):
        move(corpus, "server")
    assert not server.engine.aliases and not server.collections()


def test_an_index_that_is_not_the_catalogues_is_not_moved(
    corpus: Corpus, server: QdrantServer
) -> None:
    on(corpus, server)
    corpus.read(lambda c: c.set_meta("generation", "gen-000099"))
    with pytest.raises(BrokenIndex, match="tvaersnit reindex"):
        move(corpus, "server")
    assert not server.collections()


def test_without_a_server_set_the_command_tells_what_to_set(
    corpus: Corpus, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TVAERSNIT_QDRANT_URL", raising=False)
    with pytest.raises(TvaersnitError, match="TVAERSNIT_QDRANT_URL"):
        move(corpus, "server")
    assert main(["--data", str(corpus.settings.data), "index", "move", "server"]) == 2
    assert "Sæt TVAERSNIT_QDRANT_URL" in capsys.readouterr().err


def test_the_command_moves_it_and_tells_what_is_used_now(
    corpus: Corpus,
    server: QdrantServer,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TVAERSNIT_QDRANT_URL", server.url)
    data = str(corpus.settings.data)
    assert main(["--data", data, "index", "move", "server"]) == 0
    said = capsys.readouterr().out
    assert f"{len(server.points())} tekststykker" in said and "bruges" in said
    assert main(["index", "move", "embedded", "--data", data]) == 0
    assert "når TVAERSNIT_QDRANT_URL ikke længere er sat" in capsys.readouterr().out
