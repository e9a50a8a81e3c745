"""Minutes from the pages of portals: nothing lost of them, and nothing kept of the portal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from corpus.records import Document
from ingest.extract import Extract
from ingest.formats.html.reader import read_html
from tests import html_pages
from tests.parsed import assert_partition, item, kinds, numbers, parse_extract, section, titles


@dataclass(frozen=True)
class Expected:
    """What is to be found in a page, and the words that are the portal's own."""

    numbers: list[str]
    titles: list[str]
    kinds: list[list[str]]
    date: dt.date
    decisions: list[str]
    others: list[str]


PAGES: dict[str, tuple[bytes, Expected]] = {
    "panels": (
        html_pages.PANELS.encode(),
        Expected(
            ["1", "2"],
            ["Godkendelse af dagsorden", "Nye pladser i botilbud"],
            [["recommendation", "decision"], ["case", "decision", "attachments"]],
            dt.date(2024, 3, 12),
            ["Godkendt.", "Tiltrådt."],
            ["cookies", "Borger", "Fold alle", "kode", "expand_more", "Rådhustorvet", "color"],
        ),
    ),
    "article": (
        html_pages.ARTICLE.encode(),
        Expected(
            ["1", "2"],
            ["Godkendelse af dagsordenen", "Rammeaftalen"],
            [["decision"], ["case", "decision", "attachments"]],
            dt.date(2022, 6, 3),
            ["Godkendt.", "KKR bakkede op."],
            ["ookie", "Gå til", "Søg", "Forside", "Møder 20", "Udskriv", "Facebook", "Sommerfest"],
        ),
    ),
    "post": (
        html_pages.POST.encode(),
        Expected(
            ["1", "2", "3"],
            ["Velkomst", "Regnskab", "Eventuelt"],
            [["case"], ["case", "decision"], ["case"]],
            dt.date(2023, 5, 5),
            ["", "Regnskabet blev godkendt.", ""],
            ["Landsbylauget", "Hjem", "admin", "Del dette", "Kategorier", "Seneste", "Drevet"],
        ),
    ),
    "tables": (
        html_pages.TABLES.encode("latin-1"),
        Expected(
            ["1", "2", "3"],
            ["Godkendelse af dagsorden", "Takster", "Eventuelt"],
            [["decision"], ["case", "recommendation", "decision"], ["case"]],
            dt.date(2001, 5, 3),
            ["Dagsordenen blev godkendt.", "Tiltrådt på mødet", ""],
            ["Amtet", "Forside", "Kontakt", "Til toppen"],
        ),
    ),
    "word": (
        html_pages.WORD.encode("cp1252"),
        Expected(
            ["1", "2"],
            ["Godkendelse af dagsorden", "Takster"],
            [["decision"], ["recommendation", "decision"]],
            dt.date(2024, 3, 4),
            ["Godkendt.", "Tiltrådt."],
            ["Mso", "margin", "supportLists"],
        ),
    ),
    "columns": (
        html_pages.COLUMNS.encode(),
        Expected(
            ["1", "2"],
            ["Veje", "Stier"],
            [["recommendation", "decision", "attachments"], ["case", "decision"]],
            dt.date(2019, 4, 1),
            ["Godkendt", "Udsat."],
            ["Byrådet", "Nyheder"],
        ),
    ),
}


def _read(name: str) -> tuple[Extract, Document]:
    extract = read_html(PAGES[name][0], "side.html")
    return extract, parse_extract(extract)


@pytest.mark.parametrize("name", PAGES)
def test_the_items_of_a_page_are_split_and_the_portal_is_gone(name: str) -> None:
    extract, document = _read(name)
    expected = PAGES[name][1]
    assert numbers(document) == expected.numbers
    assert titles(document) == expected.titles
    assert [kinds(one) for one in document.items] == expected.kinds
    assert document.date == expected.date
    for number, decision in zip(expected.numbers, expected.decisions, strict=True):
        found = [s for s in item(document, number).sections if s.kind == "decision"]
        assert [document.text[s.start : s.end].strip() for s in found] == [decision] * bool(
            decision
        )
    assert [word for word in expected.others if word in extract.text] == []
    assert_partition(document)


def test_a_page_of_one_item_tells_of_its_meeting_above_the_item() -> None:
    extract = read_html(html_pages.ITEM.encode(), "p7.html")
    document = parse_extract(extract)
    assert extract.text.startswith(
        "Udvalg: KKR Sjælland\n\nMødedato: 04-03-2024\n\n# Punkt 7 Særlige pladser\n"
    )
    assert titles(document) == ["Særlige pladser"]
    assert document.items[-1].number == "7"
    assert (document.forum, document.date) == ("KKR Sjælland", dt.date(2024, 3, 4))
    assert section(document, "7", "decision") == "Tiltrådt af udvalget."
    assert "Næste punkt" not in extract.text


def test_lists_of_word_get_the_bullets_and_numbers_that_word_shows() -> None:
    extract, _ = _read("word")
    assert "\n- Taksten hæves\n  - i år\n1. sagen sendes videre\n\nBeslutning\n" in extract.text
    assert "Det indstilles, at:" in extract.text
    assert "Sted:\tSorø – »Salen«\n" in extract.text


@pytest.mark.parametrize(
    ("name", "links"),
    [
        ("panels", [("Notat om pladser", "/vis?id=4f"), ("Budget", "/vis?id=5f")]),
        ("article", [("tallene", "/tal.html"), ("Aftalen", "/media/1/aftale 1.pdf")]),
        ("columns", [("Vejplan", "x/vej.pdf")]),
    ],
)
def test_links_to_attachments_stand_under_bilag(name: str, links: list[tuple[str, str]]) -> None:
    extract, document = _read(name)
    assert [(extract.text[x.start : x.end], x.target) for x in extract.links] == links
    number = document.items[0].number if name == "columns" else "2"
    assert links[-1][0] in section(document, str(number), "attachments")
