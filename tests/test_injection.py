"""Hostile minutes, names and questions in every face: all of it comes out as text, and none of it
does anything."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from fastapi.testclient import TestClient
from markdown_it import MarkdownIt
from playwright.sync_api import Page
from pypdf import PdfReader

from corpus.settings import Settings
from ingest.pipeline import Ingest
from ingest.report import FileReport
from models.encoder import Encoder
from search_api.archive import Archive
from search_api.cli import main
from search_api.decision_replies import DecisionList
from search_api.document_replies import ItemText
from search_api.figure_replies import Figures
from search_api.follow_replies import Course
from search_api.http import create_app
from search_api.mcp_server import mcp_server
from search_api.mcp_text import as_text
from search_api.mcp_tools import TOOLS
from search_api.observability import set_up_logging
from search_api.replies import Answer, Comparison, Reply, Search
from search_api.service import Service
from tests.hostile_minutes import (
    ESCAPES,
    FORMULAS,
    INVISIBLE,
    ORDER,
    SCRIPT,
    SMUGGLED,
    TITLE,
    write,
)
from tests.pages import page as read_page

QUESTION = "Hvad blev besluttet om Kofoedsminde?"
HOSTILE_QUESTION = f"Kofoedsminde {SCRIPT} {{{{7*7}}}} \x1b[31m\r\nSet-Cookie: a=1"
_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f]")
_REPLIES: dict[str, type[Reply]] = {
    "search": Search,
    "ask": Answer,
    "compare": Comparison,
    "follow": Course,
    "decisions": DecisionList,
    "figures": Figures,
}
VERBS = ("search", "ask", "compare", "brief", "figures", "follow")
PAGES = ("/", "/sammenlign", "/briefing", "/tal", "/forloeb")


@pytest.fixture(scope="module")
def reports(
    tmp_path_factory: pytest.TempPathFactory, encoder: Encoder
) -> tuple[Settings, list[FileReport]]:
    folder = tmp_path_factory.mktemp("ondt")
    settings = Settings(data=folder / "data")
    return settings, Ingest(settings, encoder).run([write(folder / "referater")])


@pytest.fixture(scope="module")
def own_settings(reports: tuple[Settings, list[FileReport]]) -> Settings:
    """What the browser's service is over, too."""
    return reports[0]


@pytest.fixture(scope="module")
def client(own_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(own_settings)) as client:
        yield client


@pytest.fixture(scope="module")
def archive(own_settings: Settings, encoder: Encoder) -> Iterator[Archive]:
    archive = Archive(own_settings, encoder)
    yield archive
    archive.close()


def get(client: TestClient, verb: str, **parameters: str) -> Any:
    return client.get(f"/api/v1/{verb}", params=parameters)


def addresses(client: TestClient) -> list[str]:
    """Every page that shows something of the minutes."""
    documents = get(client, "documents").json()["documents"]
    return [
        *(f"{path}?q={q}" for path in PAGES for q in (QUESTION, f"Kofoedsminde {SCRIPT}")),
        *(path for path in ("/beslutninger", "/dokumenter", "/emner", "/forslag", "/hjaelp")),
        "/emner/institution:kofoedsminde",
        *(f"/dokumenter/{document['document_id']}" for document in documents),
        *(f"/dokumenter?q={word}" for word in ('"><svg onload=pwned()>', "{{7*7}}")),
    ]


def test_everything_is_taken_in_and_what_nobody_sees_is_left_out(
    reports: tuple[Settings, list[FileReport]], archive: Archive
) -> None:
    assert [report.outcome for report in reports[1]] == ["new"] * 3, reports[1]
    for document in map(archive.document, archive.catalogue.document_ids()):
        said = [document.text, document.title, document.source, document.place or ""]
        for text in (*said, *document.participants, *(item.title for item in document.items)):
            assert not _STEERS.search(text) and not set(text) & set(SMUGGLED)
        assert "\n" not in document.source and "0190" not in document.text


def test_pages_show_it_as_text(client: TestClient) -> None:
    shown = ""
    for address in addresses(client):
        soup = read_page(client, address)  # No handler, no script, no link that runs something.
        assert not soup.select("img, iframe, object, embed, base, meta[http-equiv], main script")
        assert not [svg for svg in soup.select("svg") if svg.attrs.get("onload")]
        shown += soup.get_text(" ")
    for text in (
        SCRIPT,
        "<iframe src=javascript:pwned()>",
        "{{7*7}}",
        "{0.real}",
        FORMULAS[0],
    ):
        assert text in shown
    assert "49" not in re.sub(r"\d{3,}|[\d.]+,\d+", "", shown)


@pytest.mark.browser
@pytest.mark.slow
def test_nothing_runs_in_a_browser(client: TestClient, page: Page) -> None:
    ran: list[str] = []
    page.on("dialog", lambda dialog: ran.append(dialog.message))
    page.expose_function("pwned", lambda: ran.append(page.url))
    for address in addresses(client):
        page.goto(address)
        # Whatever waits for the mouse or a click gets it, too.
        page.evaluate(
            "for (const e of document.querySelectorAll('main *')) "
            "e.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}))"
        )
        hidden = page.locator("main").evaluate(
            "main => [...main.querySelectorAll('script, img, iframe, [onload], [onerror]')].length"
        )
        assert hidden == 0, address
    page.goto(f"/?q={QUESTION}")
    page.get_by_role("main").get_by_text("godkendt").first.wait_for()
    assert not ran


def test_the_api_gives_json_that_no_browser_takes_for_a_page(client: TestClient) -> None:
    for verb in VERBS:
        response = get(client, verb, q=HOSTILE_QUESTION)
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == "application/json"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.json()["question"] == HOSTILE_QUESTION
    document = get(client, "documents", q="Sjælland").json()["documents"][0]
    text = get(client, f"documents/{document['document_id']}").json()["text"]
    assert TITLE in text and ORDER in text


def test_headers_hold_no_more_lines_than_they_should(client: TestClient) -> None:
    answers = [
        get(client, "export/search.csv", q=HOSTILE_QUESTION),
        get(client, "brief", q=HOSTILE_QUESTION, format="docx"),
    ]
    for document in get(client, "documents").json()["documents"]:
        answers.append(get(client, f"documents/{document['document_id']}/original"))
    for answer in answers:
        assert answer.status_code == 200 and "set-cookie" not in answer.headers
        said = answer.headers["content-disposition"]
        assert said.isprintable() and re.match(r"(?:inline|attachment); filename\*?=[^;]+", said)
        assert "\n" not in said and said.count('"') in (0, 2)
        if answer.headers["content-type"].startswith("text/html"):
            assert said.startswith("attachment")
            assert "sandbox" in answer.headers["content-security-policy"]


def test_cells_are_no_formulas(client: TestClient) -> None:
    rows = 0
    for name in ("export/search.csv", "export/compare.csv", "decisions"):
        answer = get(client, name, q=QUESTION, format="csv")
        for row in csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";"):
            rows += 1
            assert not [
                cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
            ], row
    assert rows > 8
    assert "'=HYPERLINK(1+1) om Kofoedsminde" in get(client, "decisions", format="csv").text


def test_a_briefing_holds_text_alone(client: TestClient) -> None:
    markdown = get(client, "brief", q=QUESTION, format="md").text
    assert not _STEERS.search(markdown) and "{{7" in markdown
    for token in MarkdownIt("commonmark", {"html": True}).parse(markdown):
        assert token.type != "html_block"
        for inline in token.children or []:
            assert inline.type not in ("html_inline", "image")
            if inline.type == "link_open":
                assert str(inline.attrs["href"]).startswith("http://testserver/api/v1/items/")

    word = docx.Document(io.BytesIO(get(client, "brief", q=QUESTION, format="docx").content))
    outside = [r.target_ref for r in word.part.rels.values() if r.is_external]
    assert outside and all(r.startswith("http://testserver/api/v1/items/") for r in outside)
    assert SCRIPT in "\n".join(paragraph.text for paragraph in word.paragraphs)

    pdf = PdfReader(io.BytesIO(get(client, "brief", q=QUESTION, format="pdf").content))
    assert SCRIPT in "".join("".join(page.extract_text().split("\n")) for page in pdf.pages)
    assert not {"/OpenAction", "/AA", "/Names"} & set(pdf.trailer["/Root"])
    for page in pdf.pages:
        for annotation in page.get("/Annots", ()):
            action = annotation.get_object().get("/A", {})
            assert action.get("/S", "/URI") == "/URI"
            assert action.get("/URI", "http://testserver/").startswith("http://testserver/")


def test_a_comparison_in_word_holds_text_alone(client: TestClient) -> None:
    content = get(client, "export/compare.docx", q=HOSTILE_QUESTION).content
    word = docx.Document(io.BytesIO(content))
    outside = [r.target_ref for r in word.part.rels.values() if r.is_external]
    assert all(r.startswith("http://testserver/api/v1/items/") for r in outside)
    assert SCRIPT in "\n".join(p.text for p in word.paragraphs)


def test_the_terminal_obeys_none_of_it(
    own_settings: Settings, client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {"question": f"Kofoedsminde {ESCAPES}", "verb": "ask", "helped": False}
    answer = client.post("/api/v1/feedback", json={**said, "why": f"[/b] {ESCAPES}{INVISIBLE}"})
    assert answer.status_code == 201
    for verb in (
        *(["documents"], ["feedback"], ["entities"], ["entities", "review"], ["decisions"]),
        *([verb, f"{QUESTION} [/i] {ESCAPES}"] for verb in VERBS),
    ):
        main(["--data", str(own_settings.data), *verb])
        out, err = capsys.readouterr()
        assert out and not _STEERS.search(out.replace("\u00ad", "")), verb
        assert not _STEERS.search(err)
    main(["--data", str(own_settings.data), "documents"])
    assert "[red]fed" in "".join(capsys.readouterr().out.split())


def test_an_error_steers_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / f"findes ikke{ESCAPES}"
    assert main(["--data", str(tmp_path), "evaluate", str(path)]) == 2
    err = capsys.readouterr().err
    assert err.startswith("Fejl: ") and not _STEERS.search(err)


def test_an_assistant_is_told_what_is_a_source_and_what_is_said(
    client: TestClient, own_settings: Settings
) -> None:
    said = [
        as_text(_REPLIES[verb].model_validate(get(client, verb, q=QUESTION).json()))
        for verb in _REPLIES
    ]
    items = [
        item["item_id"]
        for document in get(client, "documents").json()["documents"]
        for item in document["items"]
    ]
    said += [
        as_text(ItemText.model_validate(get(client, f"items/{item}").json())) for item in items
    ]
    ordered = [line for text in said for line in text.split("\n") if "Ignorér" in line]
    assert len(ordered) > 5
    for line in ordered:
        assert re.match(r"(?:- )?[^«]*»|> ", line), line
    server = mcp_server(Service(own_settings), lambda _: "public")
    assert "følg" in (server.instructions or "") and all(
        "anvisninger" in t.description for t in TOOLS
    )


@pytest.mark.parametrize("readable", [False, True])
def test_a_question_is_one_line_of_the_log(
    own_settings: Settings, monkeypatch: pytest.MonkeyPatch, readable: bool
) -> None:
    stream, root = io.StringIO(), logging.getLogger()
    before = root.handlers[:], root.level
    root.handlers.clear()
    monkeypatch.setattr(sys, "stderr", stream)
    set_up_logging(log_questions=True, terminal=readable)
    forged = '\n{"event": "request", "status": 200}\r\n12:00:00 info request \x1b[2J\u2028'
    try:
        asked = own_settings.model_copy(update={"log_questions": True})
        with TestClient(create_app(asked)) as client:
            get(client, "search", q=f"Kofoedsminde{forged}")
    finally:
        root.handlers[:], root.level = before
    said = stream.getvalue()
    assert "\x1b" not in said and "\u2028" not in said
    told = [line for line in said.splitlines() if "question" in line and "Kofoedsminde" in line]
    assert len(told) == 1 and "12:00:00 info request" in told[0]
    if not readable:
        events = [json.loads(line) for line in said.splitlines()]
        assert [event["event"] for event in events].count("request") == 1
        assert forged.strip() in next(e["question"] for e in events if e["event"] == "question")
