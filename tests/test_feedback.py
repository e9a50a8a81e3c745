"""Feedback: kept without personal data, read by editors, and made into questions for evaluate."""

from __future__ import annotations

import json
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from corpus.catalogue import Catalogue
from corpus.records import ACCESS_LEVELS
from corpus.settings import Settings
from search_api.access.keys import KeyStore, NewKey
from search_api.archive import Archive
from search_api.cli import main
from search_api.evaluate import evaluate, read_questions
from search_api.feedback import FeedbackStore, NewFeedback, filters_in
from search_api.feedback_questions import question_file
from search_api.http import create_app

# What is kept in files; in PostgreSQL it is met by test_shared_service.
pytestmark = pytest.mark.sqlite

ADDRESS = "/api/v1/feedback"
NOEGLEN = "Hvor mange penge fik Nøglen Først til et år mere?"
KOFOEDSMINDE = "Hvordan håndterede hvert KKR Kofoedsminde?"
SILENT = "Hvem vandt VM i håndbold?"


@pytest.fixture
def data(samples_settings: Settings, tmp_path: Path) -> Path:
    """A data folder of the samples that may be written to."""
    folder = tmp_path / "data"
    shutil.copytree(samples_settings.data, folder)
    return folder


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path)


@pytest.fixture
def client(data: Path) -> Iterator[TestClient]:
    client = TestClient(create_app(Settings(data=data)), follow_redirects=False)
    yield client
    client.app.state.service.close()  # type: ignore[attr-defined]


def item_of(archive: Archive, source: str, number: str) -> str:
    documents = map(archive.document, archive.catalogue.document_ids())
    document = next(document for document in documents if document.source.startswith(source))
    return next(item.item_id for item in document.items if item.number == number)


@pytest.fixture
def noeglen(samples: Archive) -> str:
    return item_of(samples, "embedsmandsudvalget-hovedstaden-2022", "5")


@pytest.fixture
def kofoedsminde(samples: Archive) -> str:
    return item_of(samples, "kkr-sjaelland-2024", "3")


def new(question: str, helped: bool = True, **more: Any) -> NewFeedback:
    return NewFeedback(**{"question": question, "verb": "ask", "helped": helped, **more})


def bearer(key: NewKey) -> dict[str, str]:
    return {"Authorization": f"Bearer {key.secret}"}


def form(**fields: Any) -> dict[str, Any]:
    return {"spoergsmaal": NOEGLEN, "verbum": "ask", "hjalp": "ja", **fields}


def test_feedback_is_kept_as_given(store: FeedbackStore, samples: Archive, noeglen: str):
    said = new(NOEGLEN, why="  Beløbet stod der.  ", items=[noeglen, noeglen, "intet"])
    kept = store.add(samples, "internal", said)
    assert (kept.question, kept.verb, kept.helped) == (NOEGLEN, "ask", True)
    assert kept.why == "Beløbet stod der."
    assert kept.items == [noeglen]
    assert kept.generation == samples.generation
    assert store.latest(ACCESS_LEVELS) == ([kept], 1)
    assert store.latest(("public",)) == ([], 0)


def test_no_personal_data_is_stored(store: FeedbackStore, samples: Archive, tmp_path: Path):
    said = new(
        "Hvad med 010190-1234?",
        why="Ring 21 33 92 11 eller skriv til hanne@gmail.com",
        filters="region=Sj%C3%A6lland&entity=010190-1234&q=hemmelig&nonce=1",
    )
    kept = store.add(samples, "closed", said)
    assert kept.question == "Hvad med ••••••-••••?"
    assert kept.why == "Ring •• •• •• •• eller skriv til •••••@•••••.•••"
    assert "q=" not in kept.filters and "nonce" not in kept.filters
    assert kept.filters.startswith("region=Sj%C3%A6lland&entity=")
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        content = file.read_bytes()
        assert not any(some in content for some in (b"1234", b"21 33", b"hanne", b"hemmelig"))


def test_filters_keep_what_narrows_and_nothing_else():
    assert (
        filters_in("q=x&region=A&region=B&to=&uden=period&tak=1") == "region=A&region=B&uden=period"
    )
    assert filters_in("") == filters_in("%%%&&=") == ""


def test_the_newest_comes_first_page_by_page(store: FeedbackStore, samples: Archive):
    for n in range(5):
        store.add(samples, "public", new(f"Spørgsmål {n}", helped=n % 2 == 0))
    found, total = store.latest(("public",), limit=2, offset=1)
    assert [one.question for one in found] == ["Spørgsmål 3", "Spørgsmål 2"] and total == 5
    found, total = store.latest(("public",), helped=False)
    assert [one.question for one in found] == ["Spørgsmål 3", "Spørgsmål 1"] and total == 2


def test_a_question_file_expects_what_helped(
    store: FeedbackStore, samples: Archive, noeglen: str, kofoedsminde: str, tmp_path: Path
):
    for said in (
        new(NOEGLEN, items=[noeglen]),
        new(SILENT, abstained=True),
        new(KOFOEDSMINDE, verb="compare", items=[kofoedsminde]),
        # What tells of nothing to expect:
        new("Hvad er svaret?", helped=False, items=[noeglen]),
        new("Notat om takster", verb="brief", items=[noeglen]),
        new("Hvad siger de?", items=[noeglen], filters="region=Hovedstaden"),
        new("Hvad er væk?", verb="search", items=["fjernet:1"]),
        new("Hvad stod der?", items=["fjernet:1"]),
        new("Hvad er ændret?", items=[noeglen]),
        new("hvad er  ændret?", helped=False),
    ):
        store.add(samples, "public", said)
    found, total = store.latest(ACCESS_LEVELS)
    made = question_file(samples, found)
    assert made.left_out == total - 3
    path = tmp_path / "q.jsonl"
    path.write_text(made.lines(), encoding="utf-8")
    questions = read_questions(path)
    assert [(q.question, q.type) for q in questions] == [
        (NOEGLEN, "fact"),
        (SILENT, "unanswerable"),
        (KOFOEDSMINDE, "compare"),
    ]
    assert questions[0].gold == ["embedsmandsudvalget-hovedstaden-2022-09-09.txt#5"]
    assert questions[2].regions == {"Sjælland": []}
    figures = evaluate(samples, questions)
    assert figures.hit_at_1 == figures.compare_gold_cited == figures.region_status_right == 1.0
    assert figures.unanswerable_abstained == 1.0
    # No fact is named, so none can be missing.
    assert figures.fact_recall is None and not figures.failures


def test_the_latest_word_on_a_question_counts(
    store: FeedbackStore, samples: Archive, noeglen: str, kofoedsminde: str
):
    for items in ([kofoedsminde], [noeglen]):
        store.add(samples, "public", new(NOEGLEN, items=items))
    made = question_file(samples, store.latest(ACCESS_LEVELS)[0])
    assert [question.gold[0].endswith("#5") for question in made.questions] == [True]


def test_over_http(client: TestClient, noeglen: str, tmp_path: Path):
    said = {"question": NOEGLEN, "verb": "ask", "helped": True, "items": [noeglen]}
    response = client.post(ADDRESS, json={**said, "why": "Ja tak", "filters": ""})
    assert response.status_code == 201, response.text
    kept = response.json()
    assert kept["feedback_id"] == 1 and kept["items"] == [noeglen]
    client.post(ADDRESS, json={**said, "question": "Hvad?", "helped": False})
    listed = client.get(ADDRESS, params={"limit": 1}).json()
    assert listed["total"] == 2 and [one["question"] for one in listed["feedback"]] == ["Hvad?"]
    assert client.get(ADDRESS, params={"helped": True}).json()["feedback"] == [kept]

    response = client.get(f"{ADDRESS}/questions")
    assert response.headers["content-type"] == "application/jsonl"
    path = tmp_path / "q.jsonl"
    path.write_bytes(response.content)
    assert [question.question for question in read_questions(path)] == [NOEGLEN]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"question": " "}, "question"),
        ({"question": "x" * 1001}, "question"),
        ({"verb": "bake"}, "verb"),
        ({"helped": "ja"}, "helped"),
        ({"why": "x" * 1001}, "why"),
        ({"items": ["x"] * 201}, "items"),
        ({"navn": "Hanne"}, "navn"),
        ({"question": "\ud800"}, "question"),
    ],
)
def test_bad_feedback_is_refused(client: TestClient, data: Path, change: Any, named: str):
    said = {"question": NOEGLEN, "verb": "ask", "helped": True, **change}
    response = client.post(
        ADDRESS, content=json.dumps(said), headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 422, response.text
    assert f"»{named}«" in response.json()["detail"]
    assert not (data / "feedback.sqlite").exists()


def test_the_form_goes_back_to_the_answer_with_thanks(client: TestClient, noeglen: str):
    back = "/?q=N%C3%B8glen&region=Sj%C3%A6lland&region=Midtjylland"
    fields = form(hvorfor="Linje 1\r\nLinje 2", punkter=[noeglen], tilbage=f"{back}&tak=1#hjalp")
    response = client.post("/hjalp", data=fields)
    assert response.status_code == 303
    assert response.headers["location"] == f"{back}&tak=1#hjalp"
    (kept,) = client.get(ADDRESS).json()["feedback"]
    assert (kept["question"], kept["verb"], kept["helped"]) == (NOEGLEN, "ask", True)
    assert kept["why"] == "Linje 1\nLinje 2" and kept["items"] == [noeglen]
    assert kept["filters"] == "region=Sj%C3%A6lland&region=Midtjylland"
    assert client.post("/hjalp", data=form(hjalp="nej")).headers["location"] == "/?tak=1#hjalp"
    (silent, answered) = client.get(ADDRESS).json()["feedback"]
    assert silent["helped"] is False and answered["helped"] is True
    assert silent["abstained"] is True and answered["abstained"] is False


@pytest.mark.parametrize(
    "elsewhere", ["https://ond.dk/", "//ond.dk/", "/\\ond.dk", "javascript:alert(1)", "\t//ond.dk"]
)
def test_the_form_leads_nowhere_else(client: TestClient, elsewhere: str):
    response = client.post("/hjalp", data=form(tilbage=elsewhere))
    assert response.headers["location"] == "/?tak=1#hjalp"


@pytest.mark.parametrize(
    "fields", [{"hjalp": "måske"}, {"verbum": "bake"}, {"spoergsmaal": ""}, {"hvorfor": "x" * 1001}]
)
def test_a_bad_form_is_refused(client: TestClient, data: Path, fields: dict[str, str]):
    assert client.post("/hjalp", data=form(**fields)).status_code == 422
    assert not (data / "feedback.sqlite").exists()


def test_who_may_what(client: TestClient, data: Path, samples: Archive, noeglen: str):
    keys = KeyStore(data)
    reader = bearer(keys.add("Læser", "reader", "internal"))
    editor = bearer(keys.add("Redaktør", "editor", "internal"))
    outside = bearer(keys.add("Praktikant", "editor", "public"))
    said = {"question": NOEGLEN, "verb": "ask", "helped": True, "items": [noeglen]}

    assert client.post(ADDRESS, json=said).status_code == 401
    assert client.post(ADDRESS, json=said, headers=reader).status_code == 201
    for address in (ADDRESS, f"{ADDRESS}/questions"):
        assert client.get(address).status_code == 401
        assert client.get(address, headers=reader).status_code == 403
        assert client.get(address, headers=editor).status_code == 200
    listed = client.get(ADDRESS, headers=editor)
    assert [one["question"] for one in listed.json()["feedback"]] == [NOEGLEN]
    assert "Læser" not in listed.text
    # The words of somebody who may see more are not shown to somebody who may see less.
    assert client.get(ADDRESS, headers=outside).json() == {"feedback": [], "total": 0}
    assert client.get(f"{ADDRESS}/questions", headers=outside).text == ""


def test_items_that_have_been_closed_since_are_not_told_of(
    client: TestClient, data: Path, noeglen: str
):
    keys = KeyStore(data)
    editor = bearer(keys.add("Redaktør", "editor", "public"))
    said = {"question": NOEGLEN, "verb": "ask", "helped": True, "items": [noeglen]}
    assert client.post(ADDRESS, json=said, headers=editor).json()["items"] == [noeglen]
    catalogue = Catalogue(Settings(data=data))
    catalogue.run("UPDATE documents SET access = 'closed'")
    catalogue.close()
    (kept,) = client.get(ADDRESS, headers=editor).json()["feedback"]
    assert kept["items"] == []
    assert client.get(f"{ADDRESS}/questions", headers=editor).text == ""


def test_the_command_line(
    data: Path, samples: Archive, noeglen: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    def run(*arguments: str) -> str:
        assert main(["--data", str(data), "feedback", *arguments]) == 0
        return capsys.readouterr().out

    assert "ingen tilbagemeldinger" in run()
    assert json.loads(run("--json")) == {"feedback": [], "total": 0}
    assert not (data / "feedback.sqlite").exists()
    store = FeedbackStore(data)
    store.add(samples, "closed", new(NOEGLEN, items=[noeglen]))
    store.add(samples, "public", new("Hvad?", helped=False, why="Svaret manglede"))
    shown = run()
    assert "Svaret manglede" in shown and "nej" in shown
    assert [one["question"] for one in json.loads(run("--json"))["feedback"]] == ["Hvad?", NOEGLEN]
    path = tmp_path / "spørgsmål.jsonl"
    assert "1 spørgsmål er gemt" in run("--out", str(path))
    assert [question.question for question in read_questions(path)] == [NOEGLEN]
    assert main(["--data", str(data), "feedback", "--out", str(tmp_path / "nej" / "q")]) == 2
    assert "--out" in capsys.readouterr().err


def test_a_file_that_cannot_be_used_is_told_of(client: TestClient, data: Path):
    (data / "feedback.sqlite").write_bytes(b"ikke sqlite" * 100)
    response = client.post(ADDRESS, json={"question": "x", "verb": "ask", "helped": True})
    assert response.status_code == 503
    assert str(data) not in response.text and "sqlite" not in response.text
