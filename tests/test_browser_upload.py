"""Uploading minutes in a real browser, and finding them: real engine, real model."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.accessibility import check
from tests.browsing import page_of, spoken

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# A job has a process of its own, which loads the model.
_A_JOB = 60_000


def minutes(town: str) -> tuple[str, str]:
    """Minutes of a matter that no others speak of, and the sentence that was decided."""
    decision = f"KKR Sjælland besluttede at renovere svømmehallen i {town} for 3,4 mio. kr."
    text = (
        "Referat af møde i KKR Sjælland den 4. marts 2024\n\n"
        f"1. Svømmehallen i {town}\n\nBaggrund\n\nHallen er fra 1974, og taget er utæt.\n\n"
        f"Beslutning\n\n{decision}\n\n2. Eventuelt\n\nDer var intet.\n"
    )
    return text, decision


def a_file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def as_pdf(text: str) -> bytes:
    """Minutes as a PDF, the second half on a page of its own."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4)
    for page in text.split("2. Eventuelt"):
        lines = canvas.beginText(60, 780)
        lines.textLines(page if page.startswith("Referat") else f"2. Eventuelt{page}")
        canvas.drawText(lines)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


BROKEN = a_file("ødelagt.txt", b"\x00\x01\xff\xfe" * 400)


def upload(page: Page, *files: FilePayload) -> None:
    """Send files, as they are chosen from a folder."""
    page.goto("/upload")
    page.get_by_label("Filer", exact=True).set_input_files(files)
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/upload/*")


def wait_until_done(page: Page) -> None:
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Indlæsningen er færdig", timeout=_A_JOB)


def said_of(page: Page, name: str) -> str:
    """What the page of a job says of a file."""
    return spoken(page.get_by_role("row").filter(has_text=name))


@pytest.mark.parametrize(
    ("name", "written", "town"),
    [
        ("svømmehal.txt", str.encode, "Korsør"),
        ("svømmehal.md", str.encode, "Haslev"),
        ("svømmehal.pdf", as_pdf, "Ringsted"),
    ],
)
def test_a_file_is_uploaded_followed_and_found(
    page: Page, name: str, written: Callable[[str], bytes], town: str
) -> None:
    text, decision = minutes(town)
    upload(page, a_file(name, written(text)), BROKEN)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile("^Filerne (venter|indlæses)"))
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("status")).not_to_be_empty()
    wait_until_done(page)

    expect(page.get_by_text("1 indlæst, 1 afvist")).to_be_visible()
    told = f"{name} indlæst KKR Sjælland Sjælland 4. marts 2024"
    assert said_of(page, name).startswith(told)
    assert "afvist Filen er ikke tekst" in said_of(page, "ødelagt.txt")
    check(page)

    page.goto("/")
    page.get_by_role("searchbox").fill(f"Hvad blev besluttet om svømmehallen i {town}?")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".answer-text q").filter(has_text=decision)).to_have_count(1)
    expect(page.locator(".source").first).to_contain_text(name)


def test_a_file_is_uploaded_without_javascript(browser: Browser, address: str) -> None:
    text, decision = minutes("Store Heddinge")
    with page_of(browser, address, java_script_enabled=False) as page:
        upload(page, a_file("Uden script.txt", text.encode()))
        wait_until_done(page)
        assert "indlæst" in said_of(page, "Uden script.txt")
        page.get_by_role("link", name="Upload flere").click()
        expect(page.get_by_role("row").filter(has_text="Uden script.txt")).to_contain_text("færdig")
        page.goto("/?q=Hvad blev besluttet om svømmehallen i Store Heddinge?")
        expect(page.locator(".answer-text q").filter(has_text=decision)).to_have_count(1)


def test_what_cannot_be_read_of_the_form_is_said_and_kept(page: Page) -> None:
    page.goto("/upload")
    page.get_by_label("Filer", exact=True).set_input_files(a_file("referat.txt", b"Referat"))
    page.get_by_text("Angiv region, forum eller dato").click()
    date = page.get_by_label("Mødets dato")
    # As in a browser that knows no field for dates.
    date.evaluate("field => field.type = 'text'")
    date.fill("i går")
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("alert")).to_contain_text("Intet er uploadet")
    expect(page.get_by_role("alert")).to_contain_text("Datoen »i går« kan ikke læses")
    expect(date).to_be_visible()
