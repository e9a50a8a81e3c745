"""Uploads over HTTP and on their pages: a real server, real jobs, and searches meanwhile."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fastapi.routing
import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from corpus.errors import Forbidden, NotFound
from corpus.ingest_lock import lock_ingest
from corpus.settings import Settings
from ingest.batch.versions import uploads_in
from ingest.pipeline import Ingest
from models.encoder import Encoder
from search_api.access.caller import Caller
from search_api.archive import Archive
from search_api.http import create_app
from search_api.jobs.job import Job, JobList
from search_api.originals import check_original, original_of
from tests.ingested import Corpus, minutes
from tests.pages import HTML, one, page, spoken
from tests.serving import listening

KOFOEDSMINDE = "Kofoedsminde skærmet enhed"


@pytest.fixture(scope="module")
def settings(samples_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    data = tmp_path_factory.mktemp("upload") / "data"
    shutil.copytree(samples_settings.data, data)
    return Settings(data=data)


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[httpx.Client]:
    """A client of a service that has started."""
    with (
        listening(create_app(settings)) as address,
        httpx.Client(base_url=address, timeout=120) as client,
    ):
        yield client


@pytest.fixture
def resting(tmp_path: Path) -> FastAPI:
    """A service that has not started, so that jobs stay in its queue."""
    return create_app(Settings(data=tmp_path, upload_limit_mb=1))


def files(*named: tuple[str, str]) -> list[tuple[str, tuple[str, bytes]]]:
    return [("files", (name, text.encode())) for name, text in named]


def no_file_chosen(field: str) -> dict[str, Any]:
    """What a browser sends of a field in which no file is chosen."""
    part = f'Content-Disposition: form-data; name="{field}"; filename=""'
    body = f"--x\r\n{part}\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--x--\r\n"
    return {"content": body, "headers": {"Content-Type": "multipart/form-data; boundary=x"}}


def events(client: httpx.Client, job_id: str, **headers: str) -> Iterator[Job]:
    """What is told of a job, until the stream is closed."""
    with client.stream("GET", f"/api/v1/jobs/{job_id}/events", headers=headers) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        for line in response.iter_lines():
            if line.startswith("data:"):
                yield Job.model_validate_json(line.removeprefix("data:"))


def uploaded(client: httpx.Client, name: str, text: str, **said: str) -> Job:
    """A file taken in, its job ended."""
    response = client.post("/api/v1/documents", files=files((name, text)), data=said)
    assert response.status_code == 202, response.text
    *_, job = events(client, response.json()["job_id"])
    return job


def problem(response: Any, status: int) -> str:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return str(response.json()["detail"])


def found(client: httpx.Client, question: str) -> list[str]:
    response = client.get("/api/v1/search", params={"q": question})
    assert response.status_code == 200, response.text
    return [hit["source"] for hit in response.json()["hits"]]


def test_an_upload_is_followed_and_found_while_searches_go_on(
    client: httpx.Client, settings: Settings
) -> None:
    before = client.get("/api/v1/search", params={"q": KOFOEDSMINDE}).json()
    response = client.post(
        "/api/v1/documents",
        files=files(
            ("Møde om løvfrøer.txt", minutes("Løvfrøer på Lolland")),
            ("tom.txt", ""),
        ),
        data={"region": "", "forum": "", "date": ""},
    )
    assert response.status_code == 202
    queued = Job.model_validate(response.json())
    address = response.headers["location"]
    assert address == f"/api/v1/jobs/{queued.job_id}"
    answers: list[dict[str, Any]] = []
    ended = threading.Event()

    def searching() -> None:
        while not ended.is_set():
            answer = client.get("/api/v1/search", params={"q": KOFOEDSMINDE})
            answers.append(answer.json() if answer.status_code == 200 else {})

    thread = threading.Thread(target=searching)
    thread.start()
    told = list(events(client, queued.job_id))
    ended.set()
    thread.join()
    assert [job.state for job in told if job.ended] == ["done"]
    assert told[-1].ended and len({job.model_dump_json() for job in told}) == len(told)
    assert any(job.progress for job in told)
    assert [file.outcome for file in told[-1].files] == ["new", "refused"]
    assert told[-1] == Job.model_validate(client.get(address).json())
    # Nothing failed or came out otherwise meanwhile, and the new minutes are there at once.
    tops = {answer["hits"][0]["item"]["item_id"] for answer in answers}
    assert tops == {before["hits"][0]["item"]["item_id"]}
    assert found(client, "løvfrøer på Lolland")[0] == "Møde om løvfrøer.txt"

    listed = JobList.model_validate(client.get("/api/v1/jobs", params={"limit": 1}).json())
    assert listed.jobs == [told[-1]] and listed.total >= 1
    again = list(events(client, queued.job_id, **{"Last-Event-ID": "17"}))
    assert again == [told[-1]]


def test_a_stream_is_kept_alive_while_nothing_happens(
    client: httpx.Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fastapi.routing, "_PING_INTERVAL", 0.1)
    lock = lock_ingest(settings)
    response = client.post("/api/v1/documents", files=files(("a.txt", minutes("Løvfrøer"))))
    lines: list[str] = []
    with client.stream("GET", f"{response.headers['location']}/events") as stream:
        for line in stream.iter_lines():
            lines.append(line)
            if line == ": ping" and lines.count(line) == 2:
                lock.release()
    assert lines[0].startswith("data:") and lines.count(": ping") >= 2
    assert json.loads([line for line in lines if line.startswith("data:")][-1][5:])["finished"]


def test_a_document_is_deleted_with_its_file(client: httpx.Client, settings: Settings) -> None:
    job = uploaded(client, "Snoge.txt", minutes("Snoge i Skanderborg"), region="Midtjylland")
    [file] = job.files
    assert (file.outcome, file.region) == ("new", "Midtjylland")
    address = f"/api/v1/documents/{file.document_id}"
    [stored] = uploads_in(settings.data).rglob("Snoge.txt")
    lock = lock_ingest(settings)
    assert "Prøv igen" in problem(client.delete(address), 409)
    lock.release()
    assert stored.exists() and client.get(address).status_code == 200
    response = client.delete(address)
    assert (response.status_code, response.content) == (204, b"")
    assert not stored.exists() and not stored.parent.parent.exists()
    assert "Snoge.txt" not in found(client, "snoge i Skanderborg")
    problem(client.get(address), 404)
    problem(client.delete(address), 404)


def test_the_original_is_given_as_it_was_read(client: httpx.Client, settings: Settings) -> None:
    text = minutes("Tudser i Tønder") + "\nKontakt: Kirsten, kirsten.k@gmail.com\n"
    [file] = uploaded(client, "Tudser.txt", text).files
    archive = Archive(settings)
    assert file.document_id
    original = original_of(settings, archive, file.document_id)
    path = original.path
    assert path.read_text() == text
    # The mail address in it is for editors alone; another's original is for all.
    reader, editor = (Caller("k", role, "public", "1") for role in ("reader", "editor"))
    check_original(settings, archive, editor, file.document_id, original)
    with pytest.raises(Forbidden, match="personoplysninger"):
        check_original(settings, archive, reader, file.document_id, original)
    [plain] = uploaded(client, "Snoge.txt", minutes("Snoge i Skanderborg")).files
    archive = Archive(settings)
    assert plain.document_id
    other = original_of(settings, archive, plain.document_id)
    check_original(settings, archive, reader, plain.document_id, other)
    path.write_text(text + "\n")
    with pytest.raises(NotFound, match="ændret siden"):
        original_of(settings, archive, file.document_id)
    path.unlink()
    with pytest.raises(NotFound, match="findes ikke mere"):
        original_of(settings, archive, file.document_id)
    archive.close()


def test_uploads_come_along_when_the_data_folder_is_moved(tmp_path: Path, encoder: Encoder) -> None:
    corpus = Corpus(tmp_path, encoder)
    path = uploads_in(corpus.settings.data) / "5f0c2a9be41d7c36" / "1" / "a.txt"
    path.parent.mkdir(parents=True)
    path.write_text(minutes("Takster"))
    [report] = Ingest(corpus.settings, encoder).run([path])
    moved = corpus.settings.data.rename(tmp_path / "flyttet")
    settings = Settings(data=moved)
    archive = Archive(settings, encoder)
    assert report.document
    original = original_of(settings, archive, report.document.document_id)
    assert original.path.is_relative_to(moved)
    assert original.path.read_text() == minutes("Takster")
    archive.close()


@pytest.mark.parametrize(
    ("sent", "said", "part"),
    [
        (files(("a.txt", "x")), {"date": "i morgen"}, "Datoen »i morgen« kan ikke læses"),
        (files(("a.txt", "x")), {"region": "Skåne"}, "»region«"),
        (files(("a.txt", "x")), {"access": "hemmelig"}, "»access«"),
        (files(("a.txt", "x")), {"forum": "x" * 500}, "»forum«"),
        ([], {"region": "Sjælland"}, "»files« mangler"),
    ],
)
def test_what_cannot_be_used_is_told(
    resting: FastAPI, sent: Any, said: dict[str, str], part: str
) -> None:
    response = TestClient(resting).post("/api/v1/documents", files=sent or None, data=said)
    assert part in problem(response, 422)
    assert resting.state.jobs.store.latest(("public",), 10) == ([], 0)


def test_no_file_chosen_is_told(resting: FastAPI) -> None:
    response = TestClient(resting).post("/api/v1/documents", **no_file_chosen("files"))
    assert problem(response, 422) == "Parameteren »files« mangler."


def test_too_large_an_upload_leaves_nothing(resting: FastAPI, tmp_path: Path) -> None:
    client = TestClient(resting)
    big = files(("a.txt", "x" * 700_000), ("b.txt", "y" * 700_000))
    assert "megabyte" in problem(client.post("/api/v1/documents", files=big), 413)
    assert not uploads_in(tmp_path).exists()
    assert client.post("/api/v1/documents", files=big[:1]).status_code == 202


def test_each_role_and_level_sees_its_own(resting: FastAPI) -> None:
    client = TestClient(resting)

    def as_(role: Any, clearance: Any) -> dict[str, str]:
        key = resting.state.keys.add(f"{role} {clearance}", role, clearance)
        return {"Authorization": f"Bearer {key.secret}"}

    admin, editor, reader = as_("admin", "closed"), as_("editor", "public"), as_("reader", "closed")
    sent = files(("a.txt", minutes("Takster")))
    for headers, level, status in (
        ({}, "public", 401),
        (reader, "public", 403),
        (editor, "internal", 403),
        (editor, "public", 202),
        (admin, "closed", 202),
    ):
        response = client.post(
            "/api/v1/documents", files=sent, data={"access": level}, headers=headers
        )
        assert response.status_code == status, response.text
    closed = response.headers["location"]
    assert client.get(closed, headers=admin).json()["access"] == "closed"
    for address in (closed, f"{closed}/events", f"/upload/{closed.rsplit('/')[-1]}"):
        assert client.get(address, headers=editor).status_code == 404
        assert client.get(address, headers=reader).status_code == 403
    assert client.get("/api/v1/jobs", headers=editor).json()["total"] == 1
    assert client.get("/api/v1/jobs", headers=admin).json()["total"] == 2
    for address in ("/api/v1/jobs", "/upload"):
        assert client.get(address, headers=reader).status_code == 403
    for address in ("/api/v1/documents/x", "/dokumenter/x/slet"):
        method = "DELETE" if "api" in address else "POST"
        assert client.request(method, address, headers=reader).status_code == 403


def test_a_document_above_the_clearance_cannot_be_deleted(
    samples_settings: Settings, tmp_path: Path, encoder: Encoder
) -> None:
    settings = Settings(data=tmp_path / "data")
    shutil.copytree(samples_settings.data, settings.data)
    app = create_app(settings)
    client = TestClient(app, follow_redirects=False)
    key = app.state.keys.add("redaktør", "editor", "public")
    headers = {"Authorization": f"Bearer {key.secret}"}
    catalogue = app.state.service.archive("closed").catalogue
    first, second, *_ = catalogue.document_ids()
    catalogue.run(
        "UPDATE documents SET access = 'internal' WHERE document_id = :document_id",
        document_id=first,
    )
    problem(client.delete(f"/api/v1/documents/{first}", headers=headers), 404)
    sure = {"bekraeft": "ja"}
    response = client.post(f"/dokumenter/{first}/slet", headers=headers, data=sure)
    assert response.status_code == 404
    assert client.post(f"/dokumenter/{second}/slet", headers=headers).status_code == 422
    assert {first, second} <= set(catalogue.document_ids())
    response = client.post(f"/dokumenter/{second}/slet", headers=headers, data=sure)
    assert (response.status_code, response.headers["location"]) == (303, "/dokumenter")
    assert second not in catalogue.document_ids()


def test_the_pages_work_without_a_script(resting: FastAPI) -> None:
    client = TestClient(resting, headers=HTML, follow_redirects=False)
    form = one(page(client, "/upload"), "main form")
    assert (form["method"], form["enctype"]) == ("post", "multipart/form-data")
    names = {field["name"] for field in form.select("[name]")}
    assert names == {"filer", "region", "forum", "dato", "adgang"}
    assert all(form.find("label", {"for": field["id"]}) for field in form.select("[name]"))

    empty = {"region": "", "forum": "", "dato": "", "adgang": "public"}
    wrong = client.post("/upload", data=empty | {"dato": "engang", "forum": "Rådet"})
    assert wrong.status_code == 422 and "engang" in wrong.text and 'value="Rådet"' in wrong.text
    none = client.post("/upload", **no_file_chosen("filer"))
    assert none.status_code == 422 and "Der er ingen filer" in none.text

    sent = [
        ("filer", ("Møde <b>.txt", minutes("Takster").encode())),
        ("filer", ("tom.txt", b"")),
    ]
    response = client.post("/upload", data=empty, files=sent)
    assert response.status_code == 303
    address = response.headers["location"]
    waiting = page(client, address)
    assert one(waiting, "head noscript meta")["http-equiv"] == "refresh"
    assert spoken(one(waiting, "[role=status]")) == "Venter på sin tur."
    assert one(waiting, "progress")["aria-label"]
    assert "Møde <b>.txt og 1 fil til" in spoken(one(page(client, "/upload"), "tbody tr"))

    resting.state.jobs.start()
    last = time.monotonic() + 120
    while "færdig" not in client.get(address).text and time.monotonic() < last:
        time.sleep(0.1)
    resting.state.jobs.stop()
    done = page(client, address)
    assert not done.select("noscript, progress")
    assert spoken(one(done, ".alert-heading")) == "2 filer: 1 indlæst, 1 afvist."
    rows = [[spoken(cell) for cell in row.select("th, td")] for row in done.select("tbody tr")]
    assert rows == [
        ["Møde <b>.txt", "indlæst", "", "KKR Sjælland", "Sjælland", "4. marts 2024", "2"],
        ["tom.txt", "afvist", "Filen er tom. Hent den igen fra kilden.", "–", "–", "–", "–"],
    ]
    assert one(done, "tbody a")["href"].startswith("/dokumenter/")
