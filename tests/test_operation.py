"""How the service fares: alive, ready, its figures and its log."""

from __future__ import annotations

import io
import json
import logging
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from corpus.settings import Settings
from search_api.access.keys import KeyStore
from search_api.http import create_app
from search_api.observability import set_up_logging

Log = Callable[[], list[dict[str, Any]]]
FACT = "Hvor mange penge fik Nøglen Først til et år mere?"


@pytest.fixture(scope="module")
def client(samples_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(samples_settings)) as client:
        yield client


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Log]:
    """What the log has told so far, as a service that writes to a file tells it."""
    stream, root = io.StringIO(), logging.getLogger()
    before = root.handlers[:], root.level
    root.handlers.clear()  # Else pytest's own would be closed.
    monkeypatch.setattr(sys, "stderr", stream)
    set_up_logging(log_questions=False)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], root.level = before


def figures(client: TestClient) -> dict[tuple[str, ...], float]:
    """Every figure by its name and the values of its labels."""
    response = client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def test_ready_once_the_models_are_loaded(samples_settings: Settings) -> None:
    # Without the lifespan nothing is loaded yet; the first to ask whether it is, sets it going.
    client = TestClient(create_app(samples_settings))
    response = client.get("/ready")
    assert response.status_code == 503
    assert "Modellerne" in response.json()["detail"]
    deadline = time.monotonic() + 60
    while client.get("/ready").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert client.get("/ready").json() == {"status": "klar"}


def test_alive_but_not_ready_with_nothing_to_search_in(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path / "tom"))) as client:
        assert client.get("/health").json()["status"] == "ok"
        response = client.get("/ready")
        assert response.status_code == 503
        assert response.headers["content-type"] == "application/problem+json"
        assert "tvaersnit ingest" in response.json()["detail"]
        assert str(tmp_path) not in response.text
        assert figures(client)[("tvaersnit_ready",)] == 0


def test_requests_are_counted_by_their_routes(client: TestClient) -> None:
    requests = "tvaersnit_http_requests_total"
    before = figures(client)
    for item in ("a", "b", "c"):
        client.get(f"/api/v1/items/{item}")
        client.get(f"/findes/{item}")
        client.request(f"PRØVE{item}".encode().hex().upper(), "/health")
    after = figures(client)

    def grown(*labels: str) -> float:
        return after.get((requests, *labels), 0) - before.get((requests, *labels), 0)

    assert grown("GET", "/api/v1/items/{item_id}", "404") == 3
    assert grown("GET", "other", "404") == 3
    assert grown("other", "/health", "405") == 3
    seconds = ("tvaersnit_http_request_seconds_count", "GET", "/api/v1/items/{item_id}")
    assert after[seconds] >= 3


def test_questions_are_counted_by_what_became_of_them(client: TestClient) -> None:
    def asked(verb: str, question: str, **filters: str) -> None:
        response = client.get(f"/api/v1/{verb}", params={"q": question, **filters})
        assert response.status_code == 200

    def count(outcome: str, verb: str) -> float:
        return figures(client).get(("tvaersnit_questions_total", outcome, verb), 0)

    for verb, outcome, question, filters in (
        ("ask", "answered", FACT, {}),
        ("ask", "abstained", "Hvad koster en billet til månen?", {}),
        ("compare", "found", "Kofoedsminde", {}),
        ("compare", "none", "Kofoedsminde", {"region": "Hovedstaden"}),
        ("search", "found", "takster", {}),
        ("search", "none", "takster", {"to": "1950"}),
        ("brief", "found", "takster", {}),
    ):
        before = count(outcome, verb)
        asked(verb, question, **filters)
        asked(verb, question, **filters)  # What was kept from before counts too.
        assert count(outcome, verb) == before + 2


def test_the_corpus_is_told_of(client: TestClient) -> None:
    found = figures(client)
    documents = client.get("/api/v1/documents").json()["documents"]
    assert found[("tvaersnit_documents",)] == len(documents)
    assert found[("tvaersnit_passages",)] > len(documents)
    assert any(name == "tvaersnit_corpus_info" for name, *_ in found)
    assert found[("process_resident_memory_bytes",)] > 0


def test_two_services_in_one_process_count_apart(
    client: TestClient, samples_settings: Settings
) -> None:
    client.get("/health")
    other = figures(TestClient(create_app(samples_settings)))
    assert ("tvaersnit_http_requests_total", "GET", "/health", "200") not in other


def test_a_plain_request_id_is_taken_over(client: TestClient) -> None:
    for plain in ("abc-123", "A" * 64):
        response = client.get("/api/v1/items/x", headers={"X-Request-ID": plain})
        assert response.headers["x-request-id"] == plain
        assert response.json()["request_id"] == plain
    for strange in ("", "a b", "x" * 65, "<script>", "æ".encode("latin-1")):
        response = client.get("/health", headers={"X-Request-ID": strange})
        assert re.fullmatch("[0-9a-f]{32}", response.headers["x-request-id"])
    ids = {client.get("/health").headers["x-request-id"] for _ in range(3)}
    assert len(ids) == 3


def test_each_request_is_a_line_in_the_log(client: TestClient, log: Log) -> None:
    response = client.get("/api/v1/items/x?start=1", headers={"X-Request-ID": "prøve".encode()})
    client.get("/api/v1/ask", params={"q": FACT}, headers={"X-Request-ID": "et-id"})
    missed, question, answered = log()
    assert missed["event"] == answered["event"] == "request"
    assert missed["request_id"] == response.headers["x-request-id"]
    assert (missed["method"], missed["route"], missed["status"]) == (
        "GET",
        "/api/v1/items/{item_id}",
        404,
    )
    assert missed["level"] == "info" and isinstance(missed["milliseconds"], int)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", missed["timestamp"])
    assert question["event"] == "question"
    assert (question["verb"], question["outcome"]) == ("ask", "answered")
    assert question["request_id"] == answered["request_id"] == "et-id"


def test_questions_are_logged_only_where_that_is_set(
    client: TestClient, samples_settings: Settings, log: Log
) -> None:
    client.get("/api/v1/ask", params={"q": FACT})
    client.get("/api/v1/search", params={"q": FACT, "limit": "mange"})
    assert "Nøglen" not in json.dumps(log(), ensure_ascii=False)
    told = samples_settings.model_copy(update={"log_questions": True})
    TestClient(create_app(told)).get("/api/v1/ask", params={"q": FACT})
    assert FACT in [line.get("question") for line in log()]


def test_who_asked_is_logged_by_the_name_of_the_key(
    samples_settings: Settings, tmp_path: Path, log: Log
) -> None:
    data = Path(shutil.copytree(samples_settings.data, tmp_path / "data"))
    keys = KeyStore(data)
    secret = keys.add("journalsystem", "admin", "closed").secret
    keys.close()
    client = TestClient(create_app(Settings(data=data)))
    client.get("/metrics", headers={"Authorization": f"Bearer {secret}"})
    client.get("/metrics")
    admitted, refused = (line for line in log() if line["event"] == "request")
    assert admitted["key"] == "journalsystem" and admitted["status"] == 200
    assert "key" not in refused and refused["status"] == 401
    assert secret not in json.dumps([admitted, refused])


def fail(*_: Any) -> None:
    raise RuntimeError(f"/hemmelig/sti: {FACT}")


def test_unforeseen_errors_are_told_to_the_log_alone(
    samples_settings: Settings, monkeypatch: pytest.MonkeyPatch, log: Log
) -> None:
    app = create_app(samples_settings)
    monkeypatch.setattr(app.state.service, "ask", fail)
    response = TestClient(app).get("/api/v1/ask", params={"q": FACT})
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["request_id"] == response.headers["x-request-id"]
    assert "nosniff" in response.headers["x-content-type-options"]
    assert "sti" not in response.text and "RuntimeError" not in response.text
    error, request = log()
    assert error["level"] == "error" and request["status"] == 500
    assert error["request_id"] == request["request_id"] == response.json()["request_id"]
    # Where it arose and what kind it is, but not what it says: that may be the question.
    assert "test_operation.py" in error["error"] and "RuntimeError" in error["error"]
    assert "Nøglen" not in error["error"]


def test_a_terminal_gets_lines_for_people(
    client: TestClient, log: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logging(log_questions=False, terminal=True)
    client.get("/health", headers={"X-Request-ID": "abc"})
    line = capsys.readouterr().err.strip()
    assert re.fullmatch(
        r"\d\d:\d\d:\d\d info request method=GET route=/health status=200 "
        r"milliseconds=\d+ request_id=abc",
        line,
    )


def test_jobs_are_counted_by_their_state(samples_settings: Settings, tmp_path: Path) -> None:
    data = Path(shutil.copytree(samples_settings.data, tmp_path / "data"))
    # Without the lifespan nobody works, and what is taken in waits.
    client = TestClient(create_app(Settings(data=data)))
    for name in ("a.txt", "b.txt"):
        file = {"files": (name, b"KKR Sj\xc3\xa6lland", "text/plain")}
        assert client.post("/api/v1/documents", files=file).status_code == 202
    found = figures(client)
    assert found[("tvaersnit_jobs", "queued")] == 2
    assert found[("tvaersnit_jobs", "failed")] == 0
