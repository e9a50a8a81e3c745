"""Answers that a client already has are not made again, and never served when they are old."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from corpus.records import AccessLevel
from corpus.settings import Settings
from ingest.head.told import Told
from ingest.pipeline import Ingest
from models.encoder import Encoder
from search_api.access.keys import KeyStore
from search_api.http import create_app

FACT = {"q": "Hvor mange penge fik Nøglen Først til et år mere?"}


@pytest.fixture(scope="module")
def client(samples_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(samples_settings)) as client:
        yield client


def tag(client: TestClient, address: str, **options: Any) -> str:
    response = client.get(address, **options)
    assert response.status_code == 200
    return str(response.headers["etag"])


@pytest.mark.parametrize("verb", ["search", "ask", "compare", "brief"])
def test_a_question_is_not_answered_twice_for_one_who_has_the_answer(
    client: TestClient, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/api/v1/{verb}"
    had = tag(client, address, params=FACT)
    assert had.startswith('W/"')

    def answer(*_: Any) -> None:
        raise AssertionError("answered again")

    monkeypatch.setattr(client.app.state.service, verb, answer)  # type: ignore[attr-defined]
    for held in (had, had.removeprefix("W/"), f'"andet", {had}'):
        response = client.get(address, params=FACT, headers={"If-None-Match": held})
        assert response.status_code == 304 and response.content == b""
        assert response.headers["etag"] == had
        assert response.headers["cache-control"] == "private, no-cache"
        assert "Accept" in response.headers["vary"]


def test_what_is_read_has_tags_too(client: TestClient) -> None:
    document = client.get("/api/v1/documents").json()["documents"][0]
    for address in (
        "documents",
        f"documents/{document['document_id']}",
        f"items/{document['items'][0]['item_id']}",
        "entities?kind=institution",
    ):
        again = {"If-None-Match": tag(client, f"/api/v1/{address}")}
        assert client.get(f"/api/v1/{address}", headers=again).status_code == 304


def test_different_requests_have_different_tags(client: TestClient) -> None:
    address = "/api/v1/brief"
    tags = [
        tag(client, address, params=FACT),
        tag(client, address, params=FACT | {"region": "Sjælland"}),
        tag(client, address, params=FACT, headers={"Accept": "application/pdf"}),
        tag(client, address, params=FACT | {"format": "md"}),
        tag(client, "/api/v1/ask", params=FACT),
    ]
    assert len(set(tags)) == len(tags)
    assert tag(client, address, params=FACT) == tags[0]


def test_errors_and_what_is_not_of_the_corpus_have_none(client: TestClient) -> None:
    for address in ("/api/v1/ask", "/api/v1/items/findes-ikke", "/api/v1/keys", "/health"):
        assert "etag" not in client.get(address).headers
    held = {"If-None-Match": "*"}
    assert client.get("/api/v1/items/findes-ikke", headers=held).status_code == 404


def write(folder: Path, decision: str) -> Path:
    file = folder / "kkr-nordjylland.txt"
    file.write_text(
        "KKR Nordjylland\n\nReferat af møde den 4. marts 2024\n\n"
        "1. Godkendelse af dagsorden\n\nBeslutning\nDagsordenen blev godkendt.\n\n"
        f"2. Fælles svømmehal\n\nBeslutning\n{decision}\n\n3. Eventuelt\n\nIntet.\n",
        encoding="utf-8",
    )
    return file


def test_nothing_is_fresh_after_an_ingest(tmp_path: Path, encoder: Encoder) -> None:
    settings = Settings(data=tmp_path / "data")
    question = {"q": "Hvad blev besluttet om svømmehallen?"}
    with TestClient(create_app(settings)) as client:
        assert client.get("/api/v1/ask", params=question).status_code == 503
        Ingest(settings, encoder).run([write(tmp_path, "KKR Nordjylland udsatte sagen.")])
        had = tag(client, "/api/v1/ask", params=question)
        Ingest(settings, encoder).run([write(tmp_path, "KKR Nordjylland opgav sagen.")])
        response = client.get("/api/v1/ask", params=question, headers={"If-None-Match": had})
        assert response.status_code == 200 and response.headers["etag"] != had
        assert "opgav sagen" in response.json()["text"]
        # The same generation in a new run of the program, perhaps with other settings.
        assert tag(TestClient(create_app(settings)), "/api/v1/documents") != had


def test_another_clearance_has_other_tags(
    samples_settings: Settings, tmp_path: Path, encoder: Encoder
) -> None:
    data = Path(shutil.copytree(samples_settings.data, tmp_path / "data"))
    file = write(tmp_path, "KKR Nordjylland opgav svømmehallen.")
    Ingest(Settings(data=data), encoder).run([file], Told(access="closed"))
    keys = KeyStore(data)
    levels: tuple[AccessLevel, ...] = ("public", "closed")
    key = {level: keys.add(level, "reader", level).secret for level in levels}
    keys.close()
    client = TestClient(create_app(Settings(data=data)))
    had = client.get("/api/v1/documents", headers={"Authorization": f"Bearer {key['closed']}"})
    assert "kkr-nordjylland.txt" in had.text
    headers = {"If-None-Match": had.headers["etag"]}
    response = client.get(
        "/api/v1/documents", headers=headers | {"Authorization": f"Bearer {key['public']}"}
    )
    assert response.status_code == 200 and "kkr-nordjylland.txt" not in response.text
    # Without a key nothing is told, not even that nothing is new.
    assert client.get("/api/v1/documents", headers=headers).status_code == 401
