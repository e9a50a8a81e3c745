"""A PostgreSQL server that goes away and comes back: nothing is lost, whoever asks is told, and all
goes on by itself."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from corpus.errors import TvaersnitError
from corpus.settings import Settings
from ingest.pipeline import Ingest
from models.encoder import Encoder
from search_api.http import create_app
from tests.faults.conftest import Standing
from tests.faults.runs import KILLS, SEED
from tests.faults.verified import verified
from tests.ingested import minutes
from tests.postgresql import Server, postgresql

TIMES = max(3, KILLS // 20)
QUESTION = "Hvad blev besluttet om takster?"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgresql() as server:
        yield server


@pytest.fixture
def settings(server: Server, standing: Standing, tmp_path: Path, encoder: Encoder) -> Settings:
    """The standing corpus, its catalogue on the server."""
    files = tmp_path / "stående"
    files.mkdir()
    for name, text in standing.stored.items():
        (files / name).write_text(text)
    settings = Settings(data=tmp_path / "data", catalogue_url=server.database())
    Ingest(settings, encoder).run([files])
    return settings


def test_questions_are_told_of_a_server_that_is_away_and_answered_when_it_is_back(
    server: Server, settings: Settings
) -> None:
    with TestClient(create_app(settings)) as client:
        assert client.get("/api/v1/ask", params={"q": QUESTION}).status_code == 200
        server.stop()
        try:
            refused = client.get("/api/v1/documents")
            assert refused.status_code == 503, refused.text
            assert "Prøv igen" in refused.json()["detail"]
            assert client.get("/health").status_code == 200
        finally:
            server.start()
        again = client.get("/api/v1/ask", params={"q": f"{QUESTION} Nu?"})
        assert "Forslaget om takster blev godkendt." in again.json()["text"], again.text


def test_an_upload_that_was_acknowledged_is_taken_in_when_the_server_is_back(
    server: Server, settings: Settings, standing: Standing, encoder: Encoder
) -> None:
    moments = random.Random(SEED)
    with TestClient(create_app(settings)) as client:
        for name, text in standing.new.items():
            files = [("files", (name, text.encode(), "text/plain"))]
            taken = client.post("/api/v1/documents", files=files)
            assert taken.status_code == 202, taken.text
            time.sleep(moments.uniform(0, 6))
            server.stop()
            try:
                assert client.get("/health").status_code == 200
            finally:
                server.start()
            until = time.monotonic() + 120
            while (job := client.get(f"/api/v1/jobs/{taken.json()['job_id']}").json())["state"] in (
                "queued",
                "running",
            ):
                assert time.monotonic() < until, job
                time.sleep(0.2)
            assert job["state"] == "done", job
    assert verified(settings, encoder) == {**standing.stored, **standing.new}


def test_an_ingest_that_loses_its_server_loses_nothing(
    server: Server, settings: Settings, standing: Standing, tmp_path: Path, encoder: Encoder
) -> None:
    began = time.monotonic()
    Ingest(settings, encoder).run([standing.files])
    whole = time.monotonic() - began
    there = {**standing.stored, **standing.new}
    moments, given = random.Random(SEED), dict[str, str]()
    new = tmp_path / "nyt"
    new.mkdir()
    for number in range(TIMES):
        given[f"{number}.txt"] = minutes(f"Sag {number}", "KKR Midtjylland")
        (new / f"{number}.txt").write_text(given[f"{number}.txt"])
        away = threading.Timer(moments.uniform(0, whole), server.stop)
        away.start()
        try:
            reports = Ingest(settings, encoder).run([new])
            assert {one.outcome for one in reports} <= {"new", "unchanged"}, reports
            there |= given
        except TvaersnitError as error:
            assert "PostgreSQL" in str(error) and "Se efter" in str(error), error
        finally:
            away.join()
            server.start()
        texts = verified(settings, encoder, cut_off=True)
        assert there.items() <= texts.items() <= {**there, **given}.items(), number
    Ingest(settings, encoder).run([new])
    assert verified(settings, encoder) == {**there, **given}
