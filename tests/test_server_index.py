"""The index on a server, where it differs from the one in the process: what goes over the wire,
what is tried again, what is told when the server is away, and how it is laid out."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from corpus import server_calls, server_collection, server_index, server_writer
from corpus.errors import BrokenIndex, EmptyCorpus, EncoderMismatch, IndexAway
from corpus.index import KEYWORDS, Index, open_index, write_index
from corpus.records import Filters
from corpus.settings import Settings, load_settings
from tests.qdrant_server import QdrantServer, qdrant_server
from tests.serving import listening
from tests.test_index import DIMENSION, POINTS, SPARSE, dense, point


@pytest.fixture
def server() -> Iterator[QdrantServer]:
    with qdrant_server() as server:
        yield server


@pytest.fixture
def settings(server: QdrantServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Of a server that holds ``POINTS``, with shorter waits than in earnest."""
    monkeypatch.setattr(server_index, "FOLLOW", 0.01)
    monkeypatch.setattr(server_calls, "FIRST_WAIT", 0.02)
    settings = load_settings(data=tmp_path, qdrant_url=server.url, qdrant_timeout=2)
    fill(settings)
    server.requests.clear()
    return settings


def fill(settings: Settings, **options: Any) -> str:
    with write_index(settings, "e", DIMENSION, **options) as writer:
        writer.upsert(POINTS)
        return writer.publish()


def read(settings: Settings) -> Index:
    return open_index(settings, "e", DIMENSION)


def ask(index: Index) -> set[str]:
    hits = index.query(dense(0), SPARSE.encode_query("takst"), Filters(), 10)
    return {hit.chunk_id for hit in hits}


def test_a_question_costs_a_single_request(
    server: QdrantServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_index, "FOLLOW", 60)
    index = read(settings)
    server.requests.clear()
    for _ in range(5):
        assert len(ask(index)) == 4
        assert index.generation
    assert len(server.requests) == server.asked("/points/query") == 5


def test_a_document_more_costs_its_own_points_alone(
    server: QdrantServer, settings: Settings
) -> None:
    with write_index(settings, "e", DIMENSION) as writer:
        writer.upsert(point(f"d{n % 7}#{n}#case", n % 7, f"nummer {n}") for n in range(700))
        writer.publish()
    server.requests.clear()
    with write_index(settings, "e", DIMENSION) as writer:
        writer.delete_documents(["ny"])
        writer.upsert([point("ny#1#case", 4, "Noget helt nyt")])
        writer.publish()
    assert read(settings).count() == 705
    assert len(server.collections()) == 1
    assert server.asked("PUT") == 1 and server.asked("scroll") == 0
    assert len(server.requests) < 15


def test_small_documents_share_requests(server: QdrantServer, settings: Settings) -> None:
    with write_index(settings, "e", DIMENSION) as writer:
        for n in range(600):
            writer.upsert([point(f"d{n}#1#case", n % 7, f"nummer {n}")])
        writer.publish()
    assert server.asked("PUT") == 3
    assert read(settings).count() == 604


def test_of_a_replaced_document_nothing_is_missing_meanwhile(settings: Settings) -> None:
    index = read(settings)
    with write_index(settings, "e", DIMENSION) as writer:
        writer.delete_documents(["a"])
        writer.upsert([point("a#1#case", 5, "Noget andet"), point("a#9#case", 6, "Noget nyt")])
        assert len(list(writer.written(["a#1#case", "a#9#case"]))) == 2
        assert {"a#1#case", "a#2#decision", "a#9#case"} <= ask(index)
        writer.publish()
    assert ask(index) == {"a#1#case", "a#9#case", "b#1#case", "c#1#decision"}


def test_a_request_to_take_out_that_comes_late_takes_out_nothing_new(
    server: QdrantServer, settings: Settings
) -> None:
    with write_index(settings, "e", DIMENSION) as writer:
        writer.delete_documents(["a"])
        writer.upsert([replace(POINTS[0], region="Midtjylland")])
        writer.publish()
    (late,) = server.deleted
    assert set(server.points()) == {"a#1#case", "b#1#case", "c#1#decision"}
    server.engine.delete(server.current(), late)
    assert server.points()["a#1#case"]["region"] == "Midtjylland"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_write_that_fails_in_passing_is_sent_again(
    server: QdrantServer, settings: Settings, status: int
) -> None:
    server.fail(3, status, only="PUT")
    fill(settings)
    assert server.asked("PUT") == 4
    assert read(settings).count() == 4


def test_a_write_waits_for_as_long_as_the_server_asks(
    server: QdrantServer, settings: Settings
) -> None:
    server.fail(1, 429, only="PUT", headers={"Retry-After": "1"})
    began = time.monotonic()
    fill(settings)
    assert time.monotonic() - began > 1 and server.asked("PUT") == 2


def test_a_write_that_the_server_refuses_is_not_sent_again(
    server: QdrantServer, settings: Settings
) -> None:
    server.fail(1, 400, "Wrong input: Vector dimension error", only="PUT")
    with pytest.raises(BrokenIndex, match="Vector dimension error.*tvaersnit reindex"):
        fill(settings)
    assert server.asked("PUT") == 1


def test_a_server_that_restarts_in_the_middle_loses_nothing(
    server: QdrantServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_calls, "FIRST_WAIT", 0.25)
    with write_index(settings, "e", DIMENSION) as writer:
        writer.upsert([point("d#1#case", 4, "Før")])
        assert writer.count() == 5
        server.stop()
        later = threading.Timer(0.5, server.start)
        later.start()
        writer.upsert([point("d#2#case", 5, "Efter")])
        writer.publish()
        later.join()
    assert {"d#1#case", "d#2#case"} <= ask(read(settings))


def test_a_server_that_stays_away_is_given_up(
    server: QdrantServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_calls, "TRIES", 3)
    writer = write_index(settings, "e", DIMENSION)
    server.stop()
    with pytest.raises(IndexAway, match="svarer ikke"), writer:
        writer.upsert(POINTS)
        writer.publish()
    server.start()
    assert fill(settings), "the lock was given back"


def test_what_was_never_published_is_dropped_by_the_next_writer(
    server: QdrantServer, settings: Settings
) -> None:
    with write_index(settings, "e", DIMENSION, fresh=True) as writer:
        writer.upsert(POINTS)
        server.stop()
    server.start()
    assert len(server.collections()) == 2
    assert ask(read(settings)) == {p.chunk_id for p in POINTS}
    fill(settings)
    assert len(server.collections()) == 1


def test_a_question_is_asked_again_where_the_connection_broke(
    server: QdrantServer, settings: Settings
) -> None:
    index = read(settings)
    server.fail(1, 502, only="query")
    assert len(ask(index)) == 4


def test_after_some_failures_questions_fail_at_once_until_one_gets_through(
    server: QdrantServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_calls, "PAUSE", 0.5)
    monkeypatch.setattr(server_index, "FOLLOW", 60)
    index = read(settings)
    server.requests.clear()
    server.fail(1000, 503, "Shard is not active")
    for _ in range(server_calls.FAILURES):
        with pytest.raises(IndexAway, match="Shard is not active"):
            ask(index)
    sent = len(server.requests)
    with pytest.raises(IndexAway, match="Shard is not active.*Der spørges igen om"):
        ask(index)
    assert len(server.requests) == sent
    time.sleep(0.5)

    def asking() -> None:
        with pytest.raises(IndexAway):
            ask(index)

    threads = [threading.Thread(target=asking) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.requests) == sent + 2, "one to see how it is, sent once more"
    server.fail(0)
    time.sleep(0.5)
    assert len(ask(index)) == 4
    assert len(ask(index)) == 4


def test_a_server_that_comes_back_is_followed(server: QdrantServer, settings: Settings) -> None:
    index = read(settings)
    server.stop()
    with pytest.raises(IndexAway, match="svarer ikke.*TVAERSNIT_QDRANT_URL"):
        ask(index)
    server.start()
    fill(settings)
    assert len(ask(index)) == 4


def test_a_slow_server_is_waited_for_no_longer_than_is_set(
    server: QdrantServer, settings: Settings
) -> None:
    index = read(settings.model_copy(update={"qdrant_timeout": 1}))
    server.requests.clear()
    server.delay = 1.5
    began = time.monotonic()
    with pytest.raises(IndexAway, match="på 1 sekunder.*TVAERSNIT_QDRANT_TIMEOUT"):
        ask(index)
    assert time.monotonic() - began < 1.5
    assert len(server.requests) == 1


def test_a_collection_dropped_under_a_reader_is_left_for_the_current_one(
    server: QdrantServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = read(settings)
    monkeypatch.setattr(server_index, "FOLLOW", 60)
    assert index.count() == 4
    monkeypatch.setattr(server_index, "FOLLOW", 0)
    for _ in range(2):
        fill(settings, fresh=True)
    assert len(ask(index)) == 4


def test_made_anew_with_another_encoder_it_is_switched_to_at_once(
    server: QdrantServer, settings: Settings
) -> None:
    index = read(settings)
    with write_index(settings, "anden", 16, fresh=True) as writer:
        assert len(ask(index)) == 4, "the old one answers until the new one is whole"
        before = server.current()
        writer.publish()
    assert server.current() != before
    with pytest.raises(EncoderMismatch, match="tvaersnit reindex"):
        ask(index)
    assert open_index(settings, "anden", 16).count() == 0


def test_a_new_one_is_switched_to_when_the_server_has_built_it(
    server: QdrantServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_writer, "LOOK", 0.01)
    before = server.current()
    with write_index(settings, "e", DIMENSION, fresh=True) as writer:
        server.building = ["yellow", "yellow", "red"]
        with pytest.raises(BrokenIndex, match="kan ikke bygge det færdigt"):
            writer.publish()
    assert server.current() == before and not server.building
    with write_index(settings, "e", DIMENSION, fresh=True) as writer:
        server.building = ["yellow", "yellow", "green"]
        writer.publish()
    assert server.current() != before and not server.building


def test_an_empty_server_is_an_empty_corpus(server: QdrantServer, tmp_path: Path) -> None:
    with pytest.raises(EmptyCorpus, match="tvaersnit ingest"):
        read(load_settings(data=tmp_path, qdrant_url=server.url))


def test_a_wrong_key_is_told_of_and_not_repeated(tmp_path: Path) -> None:
    with qdrant_server(api_key="rigtig") as server:
        settings = load_settings(data=tmp_path, qdrant_url=server.url, qdrant_api_key="hemmelig")
        with pytest.raises(IndexAway, match="TVAERSNIT_QDRANT_API_KEY") as told:
            read(settings)
        assert "hemmelig" not in str(told.value)
        fill(settings.model_copy(update={"qdrant_api_key": None, **key("rigtig")}))


def key(value: str) -> dict[str, Any]:
    return {"qdrant_api_key": load_settings(qdrant_api_key=value).qdrant_api_key}


def test_what_stands_in_the_address_before_the_host_is_not_told(tmp_path: Path) -> None:
    settings = load_settings(data=tmp_path, qdrant_url="http://bruger:kode@127.0.0.1:9/qdrant")
    with pytest.raises(IndexAway, match="http://127.0.0.1:9/qdrant svarer ikke") as told:
        read(settings)
    assert "kode" not in str(told.value)


def test_an_old_server_is_told_of(tmp_path: Path) -> None:
    with qdrant_server(version="1.15.4") as server:
        settings = load_settings(data=tmp_path, qdrant_url=server.url)
        with pytest.raises(BrokenIndex, match=r"version 1\.15\.4; der kræves mindst 1\.16"):
            fill(settings)


def test_a_server_of_something_else_is_told_of(tmp_path: Path) -> None:
    page = FastAPI()
    for app in (FastAPI(), page):
        with listening(app) as address:
            settings = load_settings(data=tmp_path, qdrant_url=address)
            with pytest.raises(IndexAway, match="taler ikke som en Qdrant-server"):
                read(settings)

        @page.get("/")
        def home() -> HTMLResponse:
            return HTMLResponse("<h1>Velkommen</h1>")


@pytest.mark.parametrize(
    "error", ["No space left on device (os error 28)", "Read-only file system (os error 30)"]
)
def test_a_server_that_cannot_write_is_told_of_at_once(
    server: QdrantServer, settings: Settings, error: str
) -> None:
    server.fail(1, 500, f"Service internal error: {error}", only="PUT")
    with pytest.raises(IndexAway, match=f"kan ikke skrive.*{error[:12]}.*Skaf plads"):
        fill(settings)
    assert server.asked("PUT") == 1


def test_shards_replicas_and_payload_indexes_are_as_set(
    server: QdrantServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_index, "FOLLOW", 0.01)
    fill(load_settings(data=tmp_path, qdrant_url=server.url, qdrant_shards=6, qdrant_replicas=3))
    config = server.configs[server.current()]
    assert (config["shard_number"], config["replication_factor"]) == (6, 3)
    assert config["write_consistency_factor"] == 2, "a majority"
    assert set(config["indexes"]) == {*KEYWORDS, "date"}


def test_an_index_that_outgrows_memory_is_quantised_and_goes_to_disk(
    server: QdrantServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def laid_out() -> tuple[Any, Any, Any]:
        config = server.configs[server.current()]
        quantised = config.get("quantization_config", {}).get("scalar")
        return config["vectors"]["dense"]["on_disk"], quantised, config["hnsw_config"]["on_disk"]

    int8 = {"type": "int8", "quantile": 0.99, "always_ram": True}
    assert laid_out() == (False, None, False)
    vector = 4 * DIMENSION
    monkeypatch.setattr(server_collection, "LARGE", 6 * vector)
    monkeypatch.setattr(server_collection, "HUGE", 9 * vector)
    fill(settings)
    assert laid_out() == (False, None, False), "four points are not many"
    for number, expected in ((4, (True, int8, False)), (8, (True, int8, True))):
        with write_index(settings, "e", DIMENSION) as writer:
            writer.upsert(point(f"d#{n}#case", n % 7, "Mere") for n in range(number))
            writer.publish()
        assert laid_out() == expected
    assert read(settings).count() == 12
    fill(settings, fresh=True, points=20)
    assert laid_out() == (True, int8, True), "known ahead, where it is made anew"


def test_sizes_are_reckoned_for_each_shard() -> None:
    gib = 1 << 30
    points = 3 * gib // (4 * 384)
    assert server_collection.size_of(points, 384, 1) == "large"
    assert server_collection.size_of(points, 384, 2) == "small"
    assert server_collection.size_of(50_000_000, 384, 3) == "huge"
    assert server_collection.size_of(50_000_000, 384, 12) == "large"
