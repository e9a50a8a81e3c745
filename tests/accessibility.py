"""What every page is to be for everybody, as axe-core sees it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browsing import scrolls_sideways

_WIDTHS = (320, 390, 820, 1366)
_AXE_WIDTHS = (390, 1366)
_HEIGHT = 844
# Rules that axe-core knows and leaves out unless asked.
_OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def check(page: Page) -> None:
    """No violation, light and dark, wide and narrow, and nothing that scrolls sideways; whatever
    can be opened is open."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    for width in _WIDTHS:
        page.set_viewport_size({"width": width, "height": _HEIGHT})
        assert not scrolls_sideways(page), f"bredere end {width}"
        if width in _AXE_WIDTHS:
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                found = Axe().run(page, options=_OPTIONS)
                assert not found.violations_count, (width, scheme, found.generate_report())
