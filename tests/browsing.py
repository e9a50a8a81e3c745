"""A real browser for the tests of the web pages: Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def _path() -> str:
    """Where the browser is. Without one the test is skipped, or fails where one was promised."""
    promised = os.environ.get("TVAERSNIT_TEST_BROWSER")
    found = next(filter(None, map(shutil.which, [promised] if promised else _NAMES)), None)
    if found is None and promised:
        pytest.fail(f"TVAERSNIT_TEST_BROWSER er »{promised}«, men den findes ikke")
    if found is None:
        pytest.skip("der er ingen Chromium på denne maskine (Debian: apt-get install chromium)")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, without a window."""
    path = _path()
    with sync_playwright() as playwright:
        # Root may only run Chromium without its sandbox, and CI machines are often root.
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=options)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def page_of(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    """A page on a service, in a context of its own; fails on an error in the page's console."""
    context = browser.new_context(base_url=address, locale="da-DK", **options)  # type: ignore[arg-type]
    said: list[str] = []
    page = context.new_page()
    page.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    try:
        yield page
        assert not said, said
    finally:
        context.close()
