"""Two services over one data folder: what one is told, the other knows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from corpus.settings import Settings
from search_api.access.keys import KeyStore
from search_api.http import create_app


@pytest.fixture(scope="module")
def data(samples_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("replicas") / "data"
    return Path(shutil.copytree(samples_settings.data, folder))


@pytest.fixture(scope="module")
def keys(data: Path) -> Iterator[KeyStore]:
    keys = KeyStore(data)
    yield keys
    keys.close()


@pytest.fixture
def replicas(data: Path, keys: KeyStore) -> tuple[TestClient, TestClient]:
    one, other = (
        TestClient(create_app(Settings(data=data)), follow_redirects=False) for _ in range(2)
    )
    return one, other


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_who_logs_in_at_one_is_logged_in_at_the_other_and_out_again(
    replicas: tuple[TestClient, TestClient], keys: KeyStore
) -> None:
    one, other = replicas
    secret = keys.add("Bodil", "reader", "public").secret
    assert one.post("/log-ind", data={"noegle": secret}).status_code == 303
    other.cookies.update(one.cookies)
    assert other.get("/api/v1/entities").status_code == 200
    other.post("/log-ud")
    assert one.get("/api/v1/entities").status_code == 401


def test_a_key_made_or_revoked_at_one_counts_at_the_other(
    replicas: tuple[TestClient, TestClient], keys: KeyStore
) -> None:
    one, other = replicas
    admin = bearer(keys.add("Svend", "admin", "closed").secret)
    told = {"name": "Kirsten", "role": "reader", "clearance": "public"}
    made = bearer(one.post("/api/v1/keys", json=told, headers=admin).json()["secret"])
    assert other.get("/api/v1/entities", headers=made).status_code == 200
    assert other.delete("/api/v1/keys/Kirsten", headers=admin).status_code in (200, 204)
    assert one.get("/api/v1/entities", headers=made).status_code == 401


def test_what_is_uploaded_and_said_at_one_is_seen_at_the_other(
    replicas: tuple[TestClient, TestClient], keys: KeyStore
) -> None:
    one, other = replicas
    editor = bearer(keys.add("Inger", "admin", "closed").secret)
    files = [("files", ("referat.txt", b"Referat"))]
    job = one.post("/api/v1/documents", files=files, headers=editor)
    assert job.status_code == 202
    seen = other.get(job.headers["location"], headers=editor)
    assert seen.status_code == 200 and seen.json() == job.json()
    feedback = {"question": "Hvad koster det?", "verb": "ask", "helped": True}
    assert one.post("/api/v1/feedback", json=feedback, headers=editor).status_code == 201
    assert other.get("/api/v1/feedback", headers=editor).json()["total"] == 1
