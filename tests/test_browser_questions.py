"""Asking, comparing and writing a briefing in a real browser: real engine, real model."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from docx import Document
from playwright.sync_api import Browser, Download, Locator, Page, expect
from pypdf import PdfReader

from corpus.records import ACCESS_LEVELS
from corpus.settings import Settings
from search_api.feedback import FeedbackStore
from tests.browsing import page_of, scrolls_sideways, spoken

pytestmark = pytest.mark.browser

PLACES = "Hvad siges der om særlige pladser i psykiatrien?"
KOFOEDSMINDE = "Hvordan håndterede hvert KKR Kofoedsminde?"
ELEPHANT = "Hvad koster en elefant i Sjælland?"
REGIONS = ["Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland"]


def ask(page: Page, question: str, path: str = "/") -> None:
    """Type a question in the field of a page, and send it."""
    page.goto(path)
    page.get_by_role("searchbox").fill(question)
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(question)


def asked_for(page: Page) -> dict[str, list[str]]:
    """The parameters in the page's address."""
    return parse_qs(urlsplit(page.url).query)


def chips(page: Page) -> list[str]:
    return [
        re.sub("^(Fjern|Regn med igen:) ", "", spoken(tag)) for tag in page.locator(".tag").all()
    ]


# Spørg.


def test_a_question_is_answered_with_numbered_quotes_that_lead_to_their_sources(page: Page) -> None:
    ask(page, PLACES)
    quotes = page.locator(".answer-text .quote")
    assert quotes.count() >= 2
    for n, quote in enumerate(quotes.all(), start=1):
        assert quote.get_by_role("link").inner_text() == f"[{n}]"
    quotes.first.get_by_role("link", name="Kilde 1").click()
    source = page.locator("#kilde1")
    expect(source).to_be_in_viewport()
    assert page.evaluate("document.querySelector(':target').id") == "kilde1"
    expect(source).to_contain_text(re.compile(r"side \d+ i .+\.(txt|md)"))


def test_an_example_on_the_first_page_is_answered(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.locator(".examples a").first.click()
    expect(page.locator(".citation-mark").first).to_be_visible()


def test_filters_are_set_in_the_form_and_taken_away_by_their_chips(
    browser: Browser, address: str, page: Page
) -> None:
    ask(page, PLACES)
    page.get_by_text("Filtre", exact=True).click()
    page.get_by_role("checkbox", name="Nordjylland", exact=True).check()
    page.get_by_label("Fra og med").fill("2021")
    page.get_by_role("button", name="Brug filtrene").click()
    page.wait_for_url("**region=*")
    # What was not filled in is not in the address.
    assert asked_for(page) == {"q": [PLACES], "region": ["Nordjylland"], "from": ["2021"]}
    assert {"Region: Nordjylland", "Fra og med: 2021"} < set(chips(page))
    assert {"Region Nordjylland"} == {
        spoken(facts).split(" · ")[-1] for facts in page.locator(".hit-facts").all()
    }
    expect(page.get_by_text("Filtre (i brug)")).to_be_visible()

    with page_of(browser, address) as another:
        another.goto(page.url)
        assert spoken(another.locator("main")) == spoken(page.locator("main"))

    page.get_by_role("link", name="Fjern Region: Nordjylland").click()
    page.wait_for_url(lambda url: "region" not in url)
    assert asked_for(page) == {"q": [PLACES], "from": ["2021"]}
    assert "Region: Nordjylland" not in chips(page)
    page.go_back()
    assert "Region: Nordjylland" in chips(page)


def test_what_was_understood_of_the_question_can_be_taken_away(page: Page) -> None:
    ask(page, "Hvad siges der om særlige pladser i psykiatrien i Nordjylland?")
    expect(page.get_by_text("Forstået af spørgsmålet")).to_be_visible()
    page.get_by_role("link", name="Fjern Region: Nordjylland").click()
    expect(page.get_by_text("Regnes ikke med")).to_be_visible()
    assert asked_for(page)["uden"] == ["region:Nordjylland"]
    page.get_by_role("link", name="Regn med igen: Region: Nordjylland").click()
    expect(page.get_by_text("Regnes ikke med")).to_have_count(0)


def test_a_question_that_the_minutes_do_not_answer_is_told_so(page: Page) -> None:
    ask(page, ELEPHANT)
    answer = page.get_by_role("region", name="Svar", exact=True)
    expect(answer).to_contain_text("Referaterne giver ikke noget svar")
    expect(answer).to_contain_text("Referaterne fra Sjælland indeholder intet om »elefant«.")
    expect(answer.locator("q")).to_have_count(0)
    expect(page.get_by_role("heading", name="Det, der ligger nærmest")).to_be_visible()


@pytest.mark.parametrize(("button", "helped"), [("Ja, det hjalp", True), ("Nej, det hjalp", False)])
def test_feedback_is_thanked_for_and_kept(
    page: Page, own_settings: Settings, button: str, helped: bool
) -> None:
    ask(page, KOFOEDSMINDE)
    page.get_by_text("Skriv hvorfor (valgfrit)").click()
    page.get_by_label("Hvad hjalp, eller hvad manglede?").fill("Der mangler\nen region: æøå.")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text("Tak for din tilbagemelding")).to_be_in_viewport()
    expect(page.locator(".answer-text .quote").first).to_be_attached()
    [kept, *_], _ = FeedbackStore(own_settings.data).latest(ACCESS_LEVELS)
    assert (kept.question, kept.helped) == (KOFOEDSMINDE, helped)
    assert kept.why == "Der mangler\nen region: æøå."
    assert kept.items


# Sammenlign.


def columns(page: Page) -> Locator:
    return page.locator("[data-region]")


def left_edges(some: Locator) -> list[float]:
    boxes = [one.bounding_box() for one in some.all()]
    return [box["x"] for box in boxes if box]


def rows_copied(page: Page) -> list[list[str]]:
    """The cells of the table on the clipboard."""
    return page.evaluate(  # type: ignore[no-any-return]
        """async () => {
            const [item] = await navigator.clipboard.read();
            const html = await (await item.getType("text/html")).text();
            const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
            table.querySelectorAll("br").forEach((line) => line.replaceWith("\\n"));
            return [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent));
        }"""
    )


def downloaded(page: Page, name: str) -> Download:
    with page.expect_download() as download:
        page.get_by_role("link", name=name, exact=True).click()
    return download.value


def test_a_comparison_has_five_columns_and_says_where_nothing_is_found(page: Page) -> None:
    page.set_viewport_size({"width": 1366, "height": 768})
    ask(page, KOFOEDSMINDE, "/sammenlign")
    assert [spoken(heading) for heading in columns(page).get_by_role("heading", level=2).all()] == (
        REGIONS
    )
    edges = left_edges(columns(page))
    assert edges == sorted(set(edges)) and len(edges) == 5
    silent = columns(page).filter(has_text="Ingen fund")
    assert [one.get_attribute("data-region") for one in silent.all()] == ["Hovedstaden"]
    # An aspect stands at the same height in every column.
    decisions = page.get_by_role("heading", level=3, name="Beslutning", exact=True).all()
    heights = {round(box["y"]) for one in decisions if (box := one.bounding_box())}
    assert len(decisions) > 1 and len(heights) == 1


def test_a_comparison_is_stacked_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    ask(page, KOFOEDSMINDE, "/sammenlign")
    assert len(set(left_edges(columns(page)))) == 1
    assert not scrolls_sideways(page)


def test_the_meetings_of_a_comparison_stand_in_time(page: Page) -> None:
    ask(page, KOFOEDSMINDE, "/sammenlign")
    page.get_by_text("Vis møderne som tabel").click()
    dated = page.get_by_role("region", name="Møderne som tabel").locator("tbody time")
    assert page.locator(".strip circle").count() == dated.count() > 1


def test_a_comparison_is_copied_as_a_table(browser: Browser, address: str) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    with page_of(browser, address, permissions=allowed) as page:
        ask(page, KOFOEDSMINDE, "/sammenlign")
        page.get_by_role("button", name="Kopiér som tabel").click()
        expect(page.get_by_role("status")).to_have_text("Tabellen er kopieret.")
        first, *rows = rows_copied(page)
        assert first == ["", *REGIONS]
        assert {row[0] for row in rows} >= {"Beslutning"} and {len(row) for row in rows} == {6}
        assert [row[1] for row in rows] == ["Ingen fund"] + [""] * (len(rows) - 1)
        copied = " ".join(" ".join(row) for row in rows)
        for quote in page.locator(".comparison q").all():
            assert quote.inner_text() in copied


def test_a_comparison_is_downloaded(page: Page) -> None:
    ask(page, KOFOEDSMINDE, "/sammenlign")
    quotes = [spoken(quote) for quote in page.locator(".comparison q").all()]

    table = downloaded(page, "Hent som CSV")
    assert table.suggested_filename.endswith(".csv")
    with table.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    in_table = " ".join(" ".join(row.values()) for row in rows)

    note = downloaded(page, "Hent som Word")
    assert note.suggested_filename.endswith(".docx")
    document = Document(str(note.path()))
    parts = [one.text for one in document.paragraphs]
    parts += [cell.text for one in document.tables for row in one.rows for cell in row.cells]
    in_document = " ".join(" ".join(parts).split())

    assert "Ingen fund" in in_document
    for quote in quotes:
        assert quote in " ".join(in_table.split())
        assert quote in in_document


# Briefing.


def test_a_briefing_is_edited_and_downloaded_as_it_is_shown(page: Page) -> None:
    ask_for_briefing(page)
    page.get_by_text("Udelad sætninger").click()
    left_out = page.get_by_role("checkbox", name="Udelad: ").first
    gone = label_of(left_out)
    left_out.check()
    page.get_by_text("Tilføj sætninger").click()
    added = page.get_by_role("checkbox", name="Tilføj: ").first
    new = label_of(added)
    added.check()
    note = page.locator(".note")
    assert gone in spoken(note) and new not in spoken(note)
    page.get_by_role("button", name="Opdatér notatet").click()
    page.wait_for_url("**udelad=*")
    assert gone not in spoken(note) and new in spoken(note)
    marks = list(dict.fromkeys(note.locator("a.citation-mark").all_inner_texts()))
    assert marks == [f"[{n}]" for n in range(1, len(marks) + 1)]

    pdf = downloaded(page, "Hent som PDF")
    read = {
        "pdf": "\n".join(one.extract_text() for one in PdfReader(pdf.path()).pages),
        "docx": "\n".join(
            one.text for one in Document(str(downloaded(page, "Hent som Word").path())).paragraphs
        ),
        "md": downloaded(page, "Hent som Markdown").path().read_text(encoding="utf-8"),
    }
    for kind, text in read.items():
        even = " ".join(text.split())
        assert new in even and gone not in even, kind

    page.get_by_role("link", name="Begynd forfra").click()
    page.wait_for_url(lambda url: "udelad" not in url)
    assert gone in spoken(note) and new not in spoken(note)


def ask_for_briefing(page: Page) -> None:
    page.goto("/briefing")
    page.get_by_label("Sagen").fill("Kofoedsminde")
    page.get_by_role("button", name="Skriv notat").click()
    expect(page.locator(".note .citation-mark").first).to_be_visible()


def label_of(checkbox: Locator) -> str:
    """The sentence that a box is about, without who said it."""
    return str(
        checkbox.evaluate(
            """box => [...box.labels[0].childNodes].filter((node) => node.nodeType === 3)
                .map((node) => node.textContent).join(" ").trim().split(/\\s+/).join(" ")"""
        )
    )


# Without JavaScript.


def test_everything_is_there_without_javascript(browser: Browser, address: str) -> None:
    with page_of(browser, address, java_script_enabled=False) as page:
        ask(page, PLACES)
        page.get_by_role("link", name="Kilde 1", exact=True).click()
        expect(page.locator("#kilde1")).to_be_in_viewport()
        page.get_by_role("link", name="Sammenlign regionerne").click()
        assert columns(page).count() == 5
        # What only works with JavaScript is not offered.
        expect(page.get_by_role("button", name="Kopiér som tabel")).to_be_hidden()
        page.get_by_text("Filtre", exact=True).click()
        page.get_by_role("checkbox", name="Nordjylland", exact=True).check()
        page.get_by_role("button", name="Brug filtrene").click()
        expect(columns(page)).to_have_count(1)
        ask_for_briefing(page)
        page.get_by_text("Udelad sætninger").click()
        left_out = page.get_by_role("checkbox", name="Udelad: ").first
        gone = label_of(left_out)
        left_out.check()
        page.get_by_role("button", name="Opdatér notatet").click()
        expect(page.get_by_text("Udelad sætninger (1 valgt)")).to_be_visible()
        assert gone not in spoken(page.locator(".note"))


# Printed.


@pytest.mark.parametrize(
    ("address_of_page", "shown"),
    [("/", ".answer-text .quote"), ("/sammenlign", ".aspect-quote"), ("/briefing", ".note p")],
)
def test_what_is_printed_is_the_answer_alone(page: Page, address_of_page: str, shown: str) -> None:
    ask_or_read = f"{address_of_page}?q=Kofoedsminde"
    page.goto(ask_or_read)
    page.emulate_media(media="print")
    expect(page.locator(shown).first).to_be_visible()
    for hidden in ("nav", "header", "footer", "form", "button", "summary", ".chips", ".hits"):
        for element in page.locator(hidden).all():
            expect(element).to_be_hidden()
    pdf = PdfReader(io.BytesIO(page.pdf()))
    text = " ".join(" ".join(one.extract_text() for one in pdf.pages).split())
    assert "Kofoedsminde" in text and "Log ud" not in text and "Filtre" not in text
