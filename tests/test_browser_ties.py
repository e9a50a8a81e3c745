"""Pages of attachments, versions and other languages in a real browser: open to everybody, and one
leads to the other."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from models.encoder import Encoder
from search_api.http import create_app
from tests.accessibility import check
from tests.browsing import page_of
from tests.serving import listening
from tests.tied_papers import NOTE_NAME, tied_corpus

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def address(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, encoder: Encoder
) -> Iterator[str]:
    corpus = tied_corpus(tmp_path_factory.mktemp("samlet"), encoder)
    app = create_app(corpus.settings)
    with listening(app) as address:
        until = time.monotonic() + 120
        while not app.state.service.ready and time.monotonic() < until:
            time.sleep(0.1)
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with page_of(browser, address) as page:
        yield page


def test_from_the_minutes_to_the_attachment_and_back_to_its_item(page: Page) -> None:
    page.goto("/dokumenter")
    check(page)
    page.get_by_role("link", name="Referat af møde i KKR Sjælland").first.click()
    check(page)
    page.get_by_role("link", name=NOTE_NAME).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Notat om takster")
    check(page)
    page.get_by_role("link", name="bilag 2 til punkt 2 i KKR Sjælland").click()
    expect(page.get_by_role("heading", name="2. Takster for Bakkehuset")).to_be_in_viewport()


def test_an_earlier_version_and_another_language_are_for_everybody(page: Page) -> None:
    page.goto("/dokumenter?q=udkast")
    check(page)
    page.get_by_role("link", name="Udkast til referat").click()
    check(page)
    page.locator(".alert").get_by_role("link").click()
    expect(page.locator(".attached")).to_be_visible()
    page.goto("/dokumenter?q=norsk")
    page.locator(".document-entry a").first.click()
    expect(page.get_by_text("kunne ikke deles i punkter")).to_be_visible()
    check(page)
