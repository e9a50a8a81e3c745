"""Every page in its main states: no violation that axe-core finds, light and dark, wide and narrow,
and none that scrolls sideways.

The description of the API at /docs is left out: what is in it is Swagger UI's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from corpus.ingest_lock import lock_ingest
from corpus.settings import Settings
from search_api.access.keys import KeyStore
from search_api.http import create_app
from tests.accessibility import check
from tests.browsing import page_of
from tests.serving import listening

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# A job has a process of its own.
_A_JOB = 60_000
# Address of a state, and something that is to be seen in it.
STATES = {
    "question": ("/", "Prøv for eksempel"),
    "question with filters": (
        "/?q=Kofoedsminde&region=Sjælland&from=2020&uden=entity:institution:kofoedsminde",
        "Regnes ikke med",
    ),
    "answer": ("/?q=Hvad siges der om særlige pladser i Nordjylland?", "Punkter om sagen"),
    "source": ("/?q=Kofoedsminde#kilde1", "Kilder"),
    "silence": ("/?q=Hvad koster en elefant i Sjælland?", "Referaterne giver ikke noget svar"),
    "thanks": ("/?q=Kofoedsminde&tak=1", "Tak for din tilbagemelding"),
    "not understood": ("/?q=takster&from=i går", "Der kan ikke søges sådan"),
    "comparison, empty": ("/sammenlign", "Sammenlign regionerne"),
    "comparison": ("/sammenlign?q=Kofoedsminde", "Møderne i tid"),
    "comparison, nothing found": ("/sammenlign?q=elefanter", "Ingen fund"),
    "briefing, empty": ("/briefing", "Skriv en briefing"),
    "briefing, edited": ("/briefing?q=Kofoedsminde&udelad=1", "Udelad sætninger (1 valgt)"),
    "briefing, not possible": (
        "/briefing?q=Kofoedsminde&tilfoej=findes-ikke:0-10",
        "En sætning kunne ikke tilføjes",
    ),
    "documents": ("/dokumenter", "11 dokumenter"),
    "documents, not understood": ("/dokumenter?from=i går", "Listen kan ikke afgrænses sådan"),
    "decisions": ("/beslutninger", "Møderne i tid"),
    "decisions, narrowed": ("/beslutninger?outcome=delt&region=Sjælland", "med filtrene"),
    "decisions, not understood": ("/beslutninger?outcome=vundet", "Listen kan ikke afgrænses"),
    "figures, empty": ("/tal", "Tal på tværs"),
    "figures": ("/tal?q=Hvad koster Kofoedsminde i hver region?", "Kilder"),
    "figures, none": ("/tal?q=Hvor mange elefanter er der?", "ingen tal"),
    "course, empty": ("/forloeb", "Følg en sag"),
    "course": ("/forloeb?q=Kofoedsminde", "Hvad der står åbent"),
    "course, none": ("/forloeb?q=elbusser i Hvidovre", "nævner ikke sagen"),
    "answer from the records": ("/?q=Hvad besluttede KKR Sjælland i 2024?", "beslutninger ("),
    "topics": ("/emner", "Find et emne ved navn"),
    "topics of a kind": ("/emner?art=institution", "Kofoedsminde"),
    "topic": ("/emner/institution:kofoedsminde", "Hvad der er besluttet"),
    "proposals": ("/forslag", "Nøglen Først"),
    "help": ("/hjaelp", "Persondata"),
    "upload": ("/upload", "Upload referater"),
    "keys": ("/noegler", "Ny nøgle"),
    "no such page": ("/findes-ikke", "Siden findes ikke"),
}


@pytest.fixture(scope="module")
def key(own_settings: Settings) -> str:
    """The key of an administrator."""
    keys = KeyStore(own_settings.data)
    try:
        return keys.add("Anna Ærlig", "admin", "closed").secret
    finally:
        keys.close()


@pytest.fixture(scope="module")
def administrator(browser: Browser, address: str, key: str) -> Iterator[Page]:
    """A page of somebody who has logged in and may see everything."""
    with page_of(browser, address) as page:
        page.goto("/log-ind")
        page.get_by_label("Adgangsnøgle").fill(key)
        page.get_by_role("button", name="Log ind").click()
        expect(page.get_by_role("button", name="Log ud")).to_be_visible()
        yield page


@pytest.mark.parametrize(("path", "seen"), STATES.values(), ids=STATES)
def test_a_page_is_for_everybody(administrator: Page, path: str, seen: str) -> None:
    administrator.goto(path)
    expect(administrator.locator("main")).to_contain_text(seen)
    check(administrator)


def test_a_document_with_a_quote_and_names_is_for_everybody(administrator: Page) -> None:
    asked = administrator.request.get("/api/v1/compare", params={"q": "Kofoedsminde"})
    [cited, *_] = asked.json()["citations"]
    document = f"/dokumenter/{cited['document_id']}"
    span = f"start={cited['start']}&end={cited['end']}"
    administrator.goto(f"{document}?{span}&navne=1&tilbage=/#citat")
    expect(administrator.locator("mark#citat")).to_be_in_viewport()
    expect(administrator.locator("a.name").first).to_be_visible()
    check(administrator)


def test_a_job_is_for_everybody(administrator: Page, own_settings: Settings) -> None:
    page = administrator
    broken = FilePayload(name="en meget lang uforståelig fil.txt", mimeType="", buffer=b"\x00\xff")
    another = lock_ingest(own_settings)
    try:
        page.goto("/upload")
        page.get_by_label("Filer", exact=True).set_input_files(broken)
        page.get_by_role("button", name="Upload").click()
        expect(page.get_by_role("status")).to_have_text("Venter på en anden indlæsning.")
        check(page)
    finally:
        another.release()
    expect(page.get_by_text("1 fil: 1 afvist")).to_be_visible(timeout=_A_JOB)
    check(page)
    page.goto("/upload")
    expect(page.get_by_role("row")).to_have_count(2)
    check(page)


def test_a_new_key_is_for_everybody(administrator: Page) -> None:
    administrator.goto("/noegler")
    administrator.get_by_label("Navn").fill("Institutionen for meget lange navne i Nordsjælland")
    administrator.get_by_role("button", name="Lav nøgle").click()
    expect(administrator.get_by_text("Den vises kun denne ene gang")).to_be_visible()
    check(administrator)
    # The name is taken now.
    administrator.get_by_label("Navn").fill("Anna Ærlig")
    administrator.get_by_role("button", name="Lav nøgle").click()
    expect(administrator.get_by_text("Nøglen er ikke lavet")).to_be_visible()
    check(administrator)


def test_the_way_in_is_for_everybody(browser: Browser, address: str, key: str) -> None:
    with page_of(browser, address) as page:
        page.goto("/log-ind")
        check(page)
        page.get_by_label("Adgangsnøgle").fill(f"{key}x")
        page.get_by_role("button", name="Log ind").click()
        expect(page.get_by_role("alert")).to_contain_text("Fejl: ")
        check(page)


def test_an_empty_collection_is_for_everybody(browser: Browser, tmp_path: Path) -> None:
    with (
        listening(create_app(Settings(data=tmp_path / "empty"))) as address,
        page_of(browser, address) as page,
    ):
        page.goto("/")
        expect(page.get_by_role("link", name="Upload referater")).to_be_visible()
        check(page)
