"""A real browser for the tests of the web pages: Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    expect,
    sync_playwright,
)

_NAMES = ("chromium", "chromium-browser", "google-chrome")
# Milliseconds to wait for a page; answers are slow where the processors are shared.
_PATIENCE = 20_000
expect.set_options(timeout=_PATIENCE)


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
def page_of(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """A page on a service, in a context of its own, which takes ``options``.

    Fails on an error in a console (a breach of the Content-Security-Policy is one), on a file that
    is missing, and on a request to another host.
    """
    context = browser.new_context(base_url=address, locale="da-DK", **options)
    context.set_default_timeout(_PATIENCE)
    said: list[str] = []
    context.on("console", lambda message: said.extend(_errors(message)))
    context.on("weberror", lambda error: said.append(str(error.error)))
    context.on("request", lambda request: said.extend(_outside(request, address)))
    try:
        yield context.new_page()
        assert not said, said
    finally:
        context.close()


def _errors(message: ConsoleMessage) -> list[str]:
    """What a console tells of an error, except that the page itself was answered with one."""
    of_page = message.page is not None and message.location["url"] == message.page.url
    if message.type != "error" or (of_page and message.text.startswith("Failed to load resource")):
        return []
    return [f"{message.location['url']}: {message.text}"]


def _outside(request: Request, address: str) -> list[str]:
    inside = request.url.startswith((f"{address}/", "data:", "blob:"))
    return [] if inside else [f"henter {request.url}"]


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than its window."""
    wider: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wider


def spoken(locator: Locator) -> str:
    """The text of an element, its white space evened out."""
    return " ".join(locator.inner_text().split())
