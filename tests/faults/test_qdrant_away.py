"""A Qdrant server that goes away and comes back: nothing is lost, whoever asks is told, and all
goes on by itself."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from corpus.errors import TvaersnitError
from corpus.settings import Settings
from ingest.pipeline import Ingest
from models.encoder import Encoder
from search_api.http import create_app
from tests.faults.conftest import Standing
from tests.faults.verified import verified
from tests.qdrant_server import QdrantServer, qdrant_server

QUESTION = {"q": "Hvad blev besluttet om takster?"}


def on(server: QdrantServer, standing: Standing, to: Path) -> Settings:
    """The corpus with its index on the server."""
    copied = standing.copied(to)
    return Settings(data=copied.data, qdrant_url=server.url)


def test_questions_are_told_of_a_server_that_is_away_and_answered_when_it_is_back(
    standing: Standing, tmp_path: Path, encoder: Encoder
) -> None:
    with qdrant_server() as server:
        settings = on(server, standing, tmp_path)
        Ingest(settings, encoder).reindex()
        with TestClient(create_app(settings)) as client:
            assert client.get("/api/v1/ask", params=QUESTION).status_code == 200
            server.stop()
            asked = {"q": QUESTION["q"] + " Nu?"}
            refused = client.get("/api/v1/ask", params=asked)
            assert refused.status_code == 503
            assert "Qdrant" in refused.json()["detail"] or "log" in refused.json()["detail"]
            assert client.get("/health").status_code == 200
            server.start()
            # A breaker may keep its distance for a while.
            for _ in range(60):
                answered = client.get("/api/v1/ask", params=asked)
                if answered.status_code == 200:
                    break
                threading.Event().wait(0.5)
            assert "Forslaget om takster blev godkendt." in answered.json()["text"]


@pytest.mark.parametrize("requests", [0, 2, 4, 6, 8])
def test_an_ingest_that_loses_its_server_loses_nothing(
    standing: Standing, tmp_path: Path, encoder: Encoder, requests: int
) -> None:
    with qdrant_server() as server:
        settings = on(server, standing, tmp_path)
        Ingest(settings, encoder).reindex()
        seen = len(server.requests)

        def away(method: str, path: str) -> None:
            if len(server.requests) - seen >= requests:
                server.fail(1_000)

        server.before = away
        with pytest.raises(TvaersnitError) as told:
            Ingest(settings, encoder).run([standing.files])
        assert "Qdrant" in str(told.value) and server.url in str(told.value)
        server.before = lambda method, path: None
        server.fail(0)
        Ingest(Settings(**dict(settings)), encoder).run([standing.files])
        assert verified(settings, encoder, ()) == {**standing.stored, **standing.new}
