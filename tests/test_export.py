"""Files of results and comparisons: read back, they hold what was answered."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from docx import Document as WordDocument
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import qn
from fastapi.testclient import TestClient

from corpus.records import REGIONS
from corpus.settings import Settings
from search_api.archive import Archive
from search_api.brief import brief
from search_api.briefing_docx import to_docx
from search_api.compare import compare
from search_api.export import comparison_csv, comparison_docx, search_csv
from search_api.http import create_app
from search_api.replies import Comparison
from search_api.search import search

KOFOEDSMINDE = "Hvordan håndterede hvert KKR Kofoedsminde?"
ADDRESS = "http://127.0.0.1:8000"
ASPECTS = ["Beslutning", "Baggrund", "Tal", "Indstilling", "Det videre forløb"]


@pytest.fixture(scope="module")
def client(samples_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(samples_settings)) as client:
        yield client


@pytest.fixture(scope="module")
def comparison(samples: Archive) -> Comparison:
    return compare(samples, KOFOEDSMINDE)


@pytest.fixture(scope="module")
def silent(samples: Archive) -> Comparison:
    return compare(samples, "rumfart")


def rows(content: str) -> list[dict[str, str]]:
    assert content.startswith("\ufeff")
    table = csv.DictReader(io.StringIO(content.removeprefix("\ufeff"), newline=""), delimiter=";")
    read = list(table)
    assert all(None not in row and None not in row.values() for row in read)
    return read


def plain(cell: str) -> str:
    """A cell as it stood before it was made harmless."""
    return cell.removeprefix("'")


def word_text(content: bytes) -> str:
    document = WordDocument(io.BytesIO(content))
    return "\n".join(paragraph.text for paragraph in document.element.body.iter(qn("w:p")))


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_comparison_as_csv_holds_every_quote_and_every_region(comparison: Comparison):
    read = rows(comparison_csv(comparison, f"{ADDRESS}/"))
    assert [row["Region"] for row in read if row["Resultat"] == "Ingen fund"] == [
        summary.region for summary in comparison.regions if summary.status == "none"
    ]
    assert list(dict.fromkeys(row["Region"] for row in read)) == list(REGIONS)
    quotes = [row for row in read if row["Resultat"] == "Fund"]
    assert len(quotes) == len(comparison.citations) > 3
    for row, citation in zip(quotes, comparison.citations, strict=True):
        assert plain(row["Citat"]) == citation.quote
        assert row["Aspekt"] in ASPECTS
        assert (row["Forum"], row["Dokument"]) == (citation.forum or "", citation.source)
        assert plain(row["Titel"]) == citation.item.title
        assert row["Kilde"] == ADDRESS + citation.url
        assert row["Dato"] == (citation.date.strftime("%d-%m-%Y") if citation.date else "")
        assert row["Side"] == str(citation.page)


def test_a_search_as_csv_holds_every_hit(samples: Archive):
    found = search(samples, "særlige pladser", limit=20)
    read = rows(search_csv(found, ADDRESS))
    assert len(read) == len(found.hits) == 20
    for n, (row, hit) in enumerate(zip(read, found.hits, strict=True), start=1):
        assert row["Nr."] == str(n)
        assert plain(row["Citat"]) == hit.text
        assert (row["Region"], row["Dokument"]) == (hit.region or "", hit.source)
        assert hit.item.item_id in row["Kilde"] and row["Kilde"].startswith(ADDRESS)
        document = samples.document(hit.document_id)
        assert document.text[hit.start : hit.end] == plain(row["Citat"])
    assert rows(search_csv(found.model_copy(update={"hits": []}))) == []


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+45",
        "-2;3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        '=HYPERLINK("http://x";"y")',
        "＝1",
    ],
)
def test_no_cell_is_read_as_a_formula_and_none_loses_its_text(comparison: Comparison, text: str):
    region = next(summary for summary in comparison.regions if summary.summary)
    sentence = region.summary[0]
    item = sentence.citation.item.model_copy(update={"title": text, "number": text})
    citation = sentence.citation.model_copy(
        update={"quote": text, "item": item, "source": text, "forum": text}
    )
    changed = sentence.model_copy(update={"citation": citation})
    one = region.model_copy(update={"summary": [changed]})
    (row,) = rows(comparison_csv(comparison.model_copy(update={"regions": [one]})))
    for column in ("Citat", "Titel", "Punkt", "Dokument", "Forum"):
        assert row[column] == f"'{text}"


def test_quotes_with_separators_and_lines_come_back_whole(comparison: Comparison):
    region = next(summary for summary in comparison.regions if summary.summary)
    quote = "a;b \"c\" 'd'\r\ne\nf\tg – æøå\u00a0€"
    citation = region.summary[0].citation.model_copy(update={"quote": quote})
    changed = region.summary[0].model_copy(update={"citation": citation})
    one = region.model_copy(update={"summary": [changed]})
    (row,) = rows(comparison_csv(comparison.model_copy(update={"regions": [one]})))
    assert row["Citat"] == quote


def test_a_comparison_in_word_is_a_table_of_every_region(comparison: Comparison):
    document = WordDocument(io.BytesIO(comparison_docx(comparison, ADDRESS)))
    section = document.sections[0]
    assert section.orientation == WD_ORIENTATION.LANDSCAPE
    assert section.page_width is not None and section.page_height is not None
    assert section.page_width > section.page_height
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Aspekt", *REGIONS]
    shown = [row.cells[0].text for row in table.rows[1:]]
    assert shown == [aspect for aspect in ASPECTS if aspect in shown]
    for column, summary in enumerate(comparison.regions, start=1):
        cells = [row.cells[column] for row in table.rows[1:]]
        if summary.status == "none":
            assert {cell.text for cell in cells} == {"Ingen fund."}
        text = squeezed("".join(cell.text for cell in cells))
        for sentence in summary.summary:
            assert squeezed(f"{sentence.text} [{sentence.citation.n}]") in text
    widths = sum(cell.width or 0 for cell in table.rows[1].cells)
    assert widths <= section.page_width - (section.left_margin or 0) - (section.right_margin or 0)


def test_the_sources_in_word_are_numbered_and_linked(comparison: Comparison):
    document = WordDocument(io.BytesIO(comparison_docx(comparison, f"{ADDRESS}/")))
    body = document.element.body
    targets = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} - {None}
    assert anchors == targets == {f"kilde{citation.n}" for citation in comparison.citations}
    urls = {some.target_ref for some in document.part.rels.values() if some.is_external}
    assert urls and urls <= {ADDRESS + citation.url for citation in comparison.citations}
    sources = [p.text for p in document.paragraphs if p.style and p.style.name == "Kilde"]
    assert len(sources) == len({(c.item.item_id, c.page) for c in comparison.citations})
    assert any("KKR Sjælland, 3. september 2024, punkt 3" in source for source in sources)
    offline = WordDocument(io.BytesIO(comparison_docx(comparison)))
    assert not [some for some in offline.part.rels.values() if some.is_external]


def test_a_comparison_without_finds_says_so(silent: Comparison):
    assert {row["Resultat"] for row in rows(comparison_csv(silent))} == {"Ingen fund"}
    content = comparison_docx(silent)
    (table,) = WordDocument(io.BytesIO(content)).tables
    assert {cell.text for cell in table.rows[1].cells[1:]} == {"Ingen fund."}
    assert "Kilder" not in word_text(content)


@pytest.mark.parametrize("text", ["a\x01b", "\x0b", "x" * 999, "<w:t>&amp;]]>", "\ufffe"])
def test_word_files_hold_whatever_is_asked(samples: Archive, silent: Comparison, text: str):
    asked = silent.model_copy(update={"question": text})
    assert WordDocument(io.BytesIO(comparison_docx(asked))).tables
    briefing = brief(samples, "rumfart").model_copy(update={"question": text, "title": text})
    assert zipfile.ZipFile(io.BytesIO(to_docx(briefing))).testzip() is None


def get(client: TestClient, file: str, **parameters: Any) -> Any:
    response = client.get(f"/api/v1/export/{file}", params=parameters)
    assert response.status_code == 200, response.text
    return response


def test_the_files_hold_what_the_same_question_is_answered_with(client: TestClient):
    told = client.get("/api/v1/compare", params={"q": KOFOEDSMINDE}).json()
    quotes = [citation["quote"] for citation in told["citations"]]
    response = get(client, "compare.csv", q=KOFOEDSMINDE)
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbf")
    read = rows(response.content.decode("utf-8"))
    assert [plain(row["Citat"]) for row in read if row["Resultat"] == "Fund"] == quotes
    assert all(row["Kilde"].startswith("http://testserver/api/v1/items/") for row in read[-1:])

    text = squeezed(word_text(get(client, "compare.docx", q=KOFOEDSMINDE).content))
    for region in told["regions"]:
        assert region["region"] in text
        for sentence in region["summary"]:
            assert squeezed(sentence["text"]) in text

    hits = client.get("/api/v1/search", params={"q": KOFOEDSMINDE, "limit": 4}).json()["hits"]
    read = rows(get(client, "search.csv", q=KOFOEDSMINDE, limit=4).content.decode("utf-8"))
    assert [plain(row["Citat"]) for row in read] == [hit["text"] for hit in hits]


def test_the_links_of_a_file_lead_to_their_quotes(client: TestClient):
    for file in ("search.csv", "compare.csv"):
        for row in rows(get(client, file, q=KOFOEDSMINDE).content.decode("utf-8")):
            if row["Kilde"]:
                item = client.get(row["Kilde"].removeprefix("http://testserver")).json()
                assert item["quote"] == plain(row["Citat"])


def test_filters_narrow_files(client: TestClient):
    wanted = {"q": "takster", "region": "Sjælland,Nordjylland", "from": "2021"}
    read = rows(get(client, "search.csv", **wanted).content.decode("utf-8"))
    assert {row["Region"] for row in read} == {"Sjælland", "Nordjylland"}
    read = rows(get(client, "compare.csv", **wanted).content.decode("utf-8"))
    assert {row["Region"] for row in read} == {"Sjælland", "Nordjylland"}


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Hvad siger Sjælland om ældre?", "Punkter – Hvad siger Sjælland om ældre.csv"),
        ('a/b\\c:"d"\r\nX-Evil: 1 <|>*', "Punkter – a b c d X-Evil 1.csv"),
        ("??", "Punkter.csv"),
        ("ø" * 200, f"Punkter – {'ø' * 80}.csv"),
    ],
)
def test_files_are_named_after_the_question(client: TestClient, question: str, name: str):
    header = get(client, "search.csv", q=question).headers["content-disposition"]
    assert header.startswith('attachment; filename="Punkter.csv"; ')
    assert header.isascii()
    assert unquote(header.partition("filename*=UTF-8''")[2]) == name


@pytest.mark.parametrize("file", ["search.csv", "compare.csv", "compare.docx"])
def test_what_is_asked_wrongly_is_a_problem(client: TestClient, file: str):
    for parameters in ({}, {"q": " "}, {"q": "x", "region": "Fyn"}, {"q": "x", "limit": 51}):
        response = client.get(f"/api/v1/export/{file}", params=parameters)
        assert response.status_code == 422
        assert response.headers["content-type"] == "application/problem+json"
