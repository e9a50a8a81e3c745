"""What is quoted from a page that was hardly recognised carries a warning, on every face."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from docx import Document as WordDocument
from fastapi.testclient import TestClient
from pypdf import PdfReader

from corpus.records import LEAST_CERTAIN_OCR, Page
from ingest.extract import Extract
from models.encoder import Encoder
from search_api import render
from search_api.archive import Archive
from search_api.ask import ask
from search_api.brief import brief
from search_api.briefing_formats import written
from search_api.compare import compare
from search_api.export import comparison_csv, comparison_docx, search_csv
from search_api.http import create_app
from search_api.mcp_text import as_text
from search_api.pages.document_text import document_parts
from search_api.search import search
from search_api.wording import UNCERTAIN
from tests.ingested import Corpus
from tests.pages import one, page, spoken
from tests.parsed import parse_extract
from tests.scanned import needs_tesseract, pdf_of, scan, worn

POOR = [
    "Referat af møde i KKR Sjælland den 4. marts 2024",
    "",
    "1. Svømmehallen i Ringsted",
    "",
    "Beslutning",
    "",
    "KKR Sjælland besluttede at renovere svømmehallen i Ringsted for 3,4 mio. kr.",
]
GOOD = [
    "2. Ålegræs i Smålandsfarvandet",
    "",
    "Beslutning",
    "",
    "KKR Sjælland godkendte at plante ålegræs på 12 hektar i Smålandsfarvandet.",
]
POOR_QUESTION = "Hvad blev besluttet om svømmehallen i Ringsted?"
GOOD_QUESTION = "Hvad blev besluttet om ålegræs?"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Corpus:
    corpus = Corpus(tmp_path_factory.mktemp("skannet"), encoder)
    pages = worn(scan(POOR), blur=2.2, noise=10, ink=90), scan(GOOD)
    (report,) = corpus.ingest(corpus.write("skannet.pdf", pdf_of(*pages)))
    assert report.outcome == "new", report.message
    return corpus


@pytest.fixture(scope="module")
def archive(corpus: Corpus, encoder: Encoder) -> Iterator[Archive]:
    archive = Archive(corpus.settings, encoder)
    yield archive
    archive.close()


@pytest.fixture(scope="module")
def client(corpus: Corpus) -> Iterator[TestClient]:
    with TestClient(create_app(corpus.settings)) as client:
        yield client


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.split())


@needs_tesseract
def test_citations_and_hits_tell_how_surely_their_page_was_recognised(archive: Archive) -> None:
    (poor,) = ask(archive, POOR_QUESTION).citations
    (good,) = ask(archive, GOOD_QUESTION).citations
    assert poor.uncertain and poor.ocr is not None and poor.ocr < LEAST_CERTAIN_OCR
    assert not good.uncertain and good.ocr is not None and good.ocr >= LEAST_CERTAIN_OCR
    hits = {hit.item.number: hit for hit in search(archive, POOR_QUESTION).hits}
    assert (hits["1"].uncertain, hits["2"].uncertain) == (True, False)
    assert hits["1"].ocr == poor.ocr


@needs_tesseract
def test_the_command_line_and_assistants_are_warned(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    for question, times in ((POOR_QUESTION, 1), (GOOD_QUESTION, 0)):
        answer = ask(archive, question)
        render.answer(answer, as_json=False)
        assert printed(capsys).count(UNCERTAIN) == times
        assert as_text(answer).count(UNCERTAIN) == times
    found = search(archive, POOR_QUESTION)
    render.search(found, as_json=False)
    assert printed(capsys).count(UNCERTAIN) == 1
    assert as_text(found).count(UNCERTAIN) == 1


@needs_tesseract
def test_notes_and_tables_that_leave_the_house_carry_the_warning(archive: Archive) -> None:
    note = brief(archive, "svømmehallen i Ringsted")
    assert UNCERTAIN in written(note, "md", None).decode()
    word = WordDocument(io.BytesIO(written(note, "docx", None)))
    assert any(UNCERTAIN in paragraph.text for paragraph in word.paragraphs)
    pdf = PdfReader(io.BytesIO(written(note, "pdf", None)))
    assert UNCERTAIN in " ".join("".join(p.extract_text() for p in pdf.pages).split())
    comparison = compare(archive, "svømmehallen i Ringsted")
    word = WordDocument(io.BytesIO(comparison_docx(comparison)))
    assert any(UNCERTAIN in paragraph.text for paragraph in word.paragraphs)
    for table in (comparison_csv(comparison), search_csv(search(archive, POOR_QUESTION))):
        rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff")), delimiter=";"))
        by_item = {row["Punkt"]: row["Bemærkning"] for row in rows if row["Punkt"]}
        assert by_item["1"] == UNCERTAIN and by_item.get("2", "") == ""


@needs_tesseract
@pytest.mark.parametrize("path", ["/", "/sammenlign"])
def test_pages_with_quotes_warn(client: TestClient, path: str) -> None:
    soup = page(client, f"{path}?q={POOR_QUESTION}")
    assert {spoken(warning) for warning in soup.select(".uncertain")} == {UNCERTAIN}


@needs_tesseract
def test_the_page_of_the_document_marks_the_page(client: TestClient, archive: Archive) -> None:
    (document_id,) = archive.catalogue.document_ids()
    soup = page(client, f"/dokumenter/{document_id}")
    assert UNCERTAIN[1:] in spoken(one(soup, "#side-1.page-warns"))
    assert spoken(one(soup, "#side-2")) == "Side 2"


def test_pages_that_were_not_read_are_told_of_where_they_are_missing() -> None:
    text = "1. Svømmehal\nBeslutning\nHallen renoveres.\n2. Ålegræs\nBeslutning\nDet plantes.\n"
    second = text.index("2. Ålegræs")
    pages = (Page(0), Page(second, read=False), Page(second), Page(len(text), read=False))
    document = parse_extract(Extract(text, "pdf", pages))
    shown = " ".join(
        f"{part.heading}{part.blocks}{part.sections}" for part in document_parts(document, None, [])
    )
    assert shown.count("Side 2 er ikke læst – se originalen") == 1
    assert shown.index("Side 2 er ikke") < shown.index("Side 3") < shown.index("Ålegræs")
    assert shown.index("Det plantes") < shown.index("Side 4 er ikke læst")
