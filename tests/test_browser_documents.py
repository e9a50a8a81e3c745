"""Reading the minutes and what they name, in a real browser: real engine, real model."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from search_api.citations import shown
from tests.browsing import page_of, scrolls_sideways, spoken

pytestmark = pytest.mark.browser

PLACES = "Hvad siges der om særlige pladser i psykiatrien?"
KOFOEDSMINDE = "Hvordan håndterede hvert KKR Kofoedsminde?"
SJAELLAND = "kkr-sjaelland-2024-09-03.txt"


def citations(page: Page, verb: str, question: str) -> list[dict[str, str]]:
    """What the API cites."""
    found = page.request.get(f"/api/v1/{verb}", params={"q": question}).json()
    return list(found["citations"])


def words(text: str) -> str:
    """A text without its white space, and without what begins the entries of a list."""
    return "".join(re.sub(r"^\s*[-–•*]\s+", "", text, flags=re.MULTILINE).split())


def marked(page: Page) -> str:
    """The words that are marked as quoted, in a page that has scrolled to them."""
    expect(page.locator("mark#citat")).to_be_in_viewport()
    return words("\n".join(page.locator("article mark").all_inner_texts()))


def open_document(page: Page, source: str) -> None:
    found = page.request.get("/api/v1/documents").json()["documents"]
    [document_id] = [one["document_id"] for one in found if one["source"] == source]
    page.goto(f"/dokumenter/{document_id}")


@pytest.mark.parametrize("width", [390, 1366])
def test_a_citation_is_followed_to_its_highlighted_quote(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    cited = citations(page, "ask", PLACES)[0]
    page.goto(f"/?q={PLACES}")
    page.get_by_role("link", name="Kilde 1", exact=True).click()
    page.locator("#kilde1").get_by_role("link").click()
    page.wait_for_url("**/dokumenter/**")
    assert marked(page) == words(shown(cited["quote"]))
    expect(page.locator("main")).to_contain_text(cited["source"])
    expect(page.get_by_role("link", name=re.compile("^Citat fra "))).to_be_visible()
    # Whoever has scrolled away finds back.
    page.evaluate("scrollTo(0, 0)")
    page.get_by_role("link", name=re.compile("^Citat fra ")).click()
    expect(page.locator("mark#citat")).to_be_in_viewport()


def test_every_quote_of_a_comparison_is_highlighted_where_it_stands(
    browser: Browser, address: str
) -> None:
    with page_of(browser, address, java_script_enabled=False) as page:
        cited = citations(page, "compare", KOFOEDSMINDE)
        page.goto(f"/sammenlign?q={KOFOEDSMINDE}")
        links = page.locator("[id^=kilde].citation-mark")
        addresses = {one.inner_text(): one.get_attribute("href") or "" for one in links.all()}
        assert len(addresses) == len(cited) > 10
        for one in cited:
            page.goto(addresses[f"[{one['n']}]"])
            assert marked(page) == words(shown(one["quote"])), one


def test_the_citation_of_a_program_opens_for_a_person(page: Page) -> None:
    cited = citations(page, "ask", PLACES)[0]
    page.goto(cited["url"])
    assert urlsplit(page.url).path.startswith("/dokumenter/")
    assert marked(page) == words(shown(cited["quote"]))


def test_the_items_are_found_in_the_side_list(page: Page) -> None:
    open_document(page, SJAELLAND)
    items = page.get_by_role("navigation", name="Punkter")
    assert items.get_by_role("link").count() == 8
    items.get_by_role("link", name="4. Hjemløse og borgere på kanten").click()
    heading = page.get_by_role("heading", name=re.compile("Hjemløse og borgere på kanten"))
    expect(heading).to_be_in_viewport()


def test_names_are_underlined_by_a_switch_and_lead_to_their_topic(page: Page) -> None:
    cited = citations(page, "compare", KOFOEDSMINDE)[0]
    page.goto(f"/dokumenter/{cited['document_id']}?start={cited['start']}&end={cited['end']}#citat")
    text = words(page.locator("article").inner_text())
    expect(page.locator("a.name")).to_have_count(0)
    page.get_by_role("link", name="Understreg navne").click()
    page.wait_for_url("**navne=1**")
    # The quote is still there, and no word has changed.
    assert marked(page) == words(shown(cited["quote"]))
    assert words(page.locator("article").inner_text()) == text
    page.locator("a.name").filter(has_text="Kofoedsminde").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kofoedsminde")
    page.go_back()
    page.get_by_role("link", name="Vis uden understregede navne").click()
    expect(page.locator("a.name")).to_have_count(0)


def test_the_original_is_a_click_away(page: Page) -> None:
    open_document(page, SJAELLAND)
    original = page.get_by_role("link", name="Åbn den oprindelige fil").get_attribute("href")
    response = page.request.get(original or "")
    assert response.ok and "Ventelisten er tom." in response.text()


def test_the_list_is_narrowed_and_leads_to_a_document(page: Page) -> None:
    page.goto("/dokumenter")
    entries = page.locator(".document-entry")
    expect(entries).to_have_count(11)
    page.get_by_label("Region").select_option("Syddanmark")
    page.get_by_label("Fra og med").fill("2023")
    page.get_by_role("button", name="Vis dokumenter").click()
    page.wait_for_url("**region=Syddanmark**")
    assert urlsplit(page.url).query == "region=Syddanmark&from=2023"
    expect(page.get_by_role("status")).to_have_text("2 dokumenter")
    for entry in entries.all():
        assert "Region Syddanmark" in spoken(entry)
    title = spoken(entries.first.get_by_role("link"))
    entries.first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.go_back()
    page.get_by_role("link", name="Ryd filtre").click()
    expect(entries).to_have_count(11)


def test_a_topic_is_found_and_told_of(page: Page) -> None:
    page.goto("/emner")
    page.get_by_label("Find et emne ved navn").fill("kofoeds")
    page.keyboard.press("Enter")
    page.locator("main").get_by_role("link", name="Kofoedsminde", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kofoedsminde")
    # The chart and its table tell the same.
    page.get_by_text("Vis omtalerne som tabel").click()
    table = page.locator("#omtaler")
    years = table.locator("thead th").all_inner_texts()[1:-1]
    in_chart = [figure.text_content() for figure in page.locator(".chart-figure").all()]
    in_table = [
        cell
        for row in table.locator("tbody tr").all()
        for year, cell in zip(years, row.locator("td").all_inner_texts(), strict=False)
        if cell != "0" and year != "Uden dato"
    ]
    assert in_chart == in_table and len(in_chart) > 3
    quote = page.locator(".decision-quote q").first
    decided = words(quote.inner_text())
    page.locator(".decision-quote .citation-mark").first.click()
    assert marked(page) == decided


def test_a_topic_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/emner/institution:kofoedsminde")
    expect(page.locator(".entity-chart")).to_be_visible()
    assert not scrolls_sideways(page)


def test_the_help_has_no_dead_ends(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Hjælp").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    addresses = {
        link.get_attribute("href") or "" for link in page.locator("main a, footer a").all()
    }
    assert "/docs" in addresses
    for address in addresses:
        path, _, fragment = address.partition("#")
        if not path or path == "/hjaelp":
            expect(page.locator(f"[id='{fragment}']")).to_have_count(1)
        else:
            assert page.request.get(path, headers={"accept": "text/html"}).ok, address


def test_the_description_of_the_api_is_shown(page: Page) -> None:
    page.goto("/docs")
    expect(page.get_by_text("Stil et spørgsmål").first).to_be_visible()


def test_a_document_is_deleted(page: Page) -> None:
    open_document(page, "kkr-hovedstaden-2024-09-13.txt")
    address = page.url
    page.get_by_text("Slet dokumentet").first.click()
    page.get_by_role("checkbox", name=re.compile("^Ja, slet ")).check()
    page.get_by_role("button", name="Slet dokumentet").click()
    page.wait_for_url("**/dokumenter")
    expect(page.locator(".document-entry")).to_have_count(10)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Siden findes ikke")
