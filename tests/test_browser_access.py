"""Logging in, and what each role and clearance is shown, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from corpus.records import AccessLevel
from corpus.settings import Settings
from ingest.head.told import Told
from ingest.pipeline import Ingest
from models.encoder import Encoder
from search_api.access.caller import ROLES, Role
from search_api.access.keys import KeyStore
from tests.browsing import page_of, spoken

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AtRole = Callable[[Role], AbstractContextManager[Page]]
_ALWAYS = [
    "Spørg",
    "Sammenlign",
    "Briefing",
    "Beslutninger",
    "Forløb",
    "Tal",
    "Dokumenter",
    "Emner",
]
ENTRIES: dict[Role, list[str]] = {
    "reader": [*_ALWAYS, "Hjælp"],
    "editor": [*_ALWAYS, "Upload", "Hjælp"],
    "admin": [*_ALWAYS, "Upload", "Nøgler", "Hjælp"],
}
CLEARANCES: dict[Role, AccessLevel] = {
    "reader": "public",
    "editor": "internal",
    "admin": "closed",
}
FORBIDDEN: dict[Role, list[str]] = {
    "reader": ["/upload", "/noegler"],
    "editor": ["/noegler"],
    "admin": [],
}
HIDDEN = "Lukning af Grævlingehuset"
SECRET = "Grævlingehuset lukkes den 1. maj."
INTERNAL = (
    f"Referat af møde i KKR Syddanmark den 4. marts 2024\n\n1. {HIDDEN}\n\nBaggrund\n\n"
    f"Kommunerne har drøftet sagen siden foråret.\n\nBeslutning\n\n{SECRET}\n\n"
    "2. Eventuelt\n\nDer var intet.\n"
)


@pytest.fixture(scope="module")
def internal(
    own_settings: Settings, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The id of a document that is not public."""
    path = tmp_path_factory.mktemp("internal") / "grævling.txt"
    path.write_text(INTERNAL, encoding="utf-8")
    [report] = Ingest(own_settings, encoder).run([path], Told(access="internal"))
    assert report.document is not None
    return report.document.document_id


@pytest.fixture(scope="module")
def keys(own_settings: Settings) -> Iterator[KeyStore]:
    keys = KeyStore(own_settings.data)
    yield keys
    keys.close()


@pytest.fixture(scope="module")
def secrets(keys: KeyStore) -> dict[Role, str]:
    """A key of each role; from then on nobody is let in without one."""
    return {role: keys.add(f"Anna {role}", role, CLEARANCES[role]).secret for role in ROLES}


def log_in(page: Page, secret: str) -> None:
    page.get_by_label("Adgangsnøgle").fill(secret)
    page.get_by_role("button", name="Log ind").click()


@pytest.fixture(scope="module")
def as_role(browser: Browser, address: str, secrets: dict[Role, str]) -> AtRole:
    @contextmanager
    def at(role: Role) -> Iterator[Page]:
        """A page of somebody who has logged in."""
        with page_of(browser, address) as page:
            page.goto("/log-ind")
            log_in(page, secrets[role])
            expect(page.get_by_role("button", name="Log ud")).to_be_visible()
            yield page

    return at


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_shown_what_it_may(as_role: AtRole, role: Role) -> None:
    with as_role(role) as page:
        expect(page.get_by_role("banner").locator(".user")).to_have_text(f"Anna {role}")
        entries = page.get_by_role("navigation", name="Hovedmenu").get_by_role("link")
        assert entries.all_inner_texts() == ENTRIES[role]
        for path in FORBIDDEN[role]:
            page.goto(path)
            expect(page.get_by_role("heading", level=1)).to_have_text("Det har du ikke adgang til")
        assert page.evaluate("document.cookie") == ""


def test_the_way_in_and_out(browser: Browser, address: str, secrets: dict[Role, str]) -> None:
    with page_of(browser, address) as page:
        page.goto("/sammenlign?q=Kofoedsminde&region=Sjælland")
        expect(page).to_have_title("Log ind – Tværsnit")
        expect(page.get_by_role("navigation", name="Hovedmenu")).to_have_count(0)
        log_in(page, "tvs_forkert")
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("Fejl: ")
        expect(page.get_by_label("Adgangsnøgle")).to_be_focused()
        expect(page.get_by_label("Adgangsnøgle")).to_have_value("")
        log_in(page, secrets["reader"])
        # On to where one wanted to be.
        expect(page.get_by_role("heading", level=1)).to_have_text("Kofoedsminde")
        expect(page.locator("[data-region]")).to_have_count(1)
        page.get_by_role("button", name="Log ud").click()
        expect(page).to_have_title("Log ind – Tværsnit")
        page.go_back()
        expect(page).to_have_title("Log ind – Tværsnit")


def test_a_reader_of_what_is_public_meets_no_internal_document(
    as_role: AtRole, internal: str
) -> None:
    paths = [
        "/?q=Hvad blev besluttet om Grævlingehuset?",
        "/?q=Kommunerne har drøftet sagen siden foråret&forum=KKR Syddanmark",
        "/sammenlign?q=Grævlingehuset",
        "/briefing?q=Grævlingehuset",
        f"/briefing?q=Kofoedsminde&tilfoej={internal}:0-10",
        "/dokumenter",
        "/dokumenter?forum=KKR Syddanmark",
        f"/dokumenter/{internal}",
        f"/dokumenter/{internal}?start=0&end=10",
        "/beslutninger",
        "/emner",
    ]
    with as_role("reader") as page:
        for path in paths:
            page.goto(path)
            main = page.locator("main").inner_text()
            assert SECRET not in main and HIDDEN not in main, path
            assert "grævling.txt" not in page.content(), path
    with as_role("editor") as page:
        page.goto(paths[0])
        expect(page.locator(".answer-text q").first).to_have_text(SECRET)


def test_a_key_is_made_used_and_revoked(as_role: AtRole, browser: Browser, address: str) -> None:
    with as_role("admin") as admin, page_of(browser, address) as page:
        admin.get_by_role("link", name="Nøgler").click()
        admin.get_by_label("Navn").fill("Bo Ærlig")
        admin.get_by_label("Rolle").select_option("Redaktør")
        admin.get_by_role("button", name="Lav nøgle").click()
        secret = admin.locator("code").filter(has_text="tvs_").inner_text()
        row = admin.get_by_role("row").filter(has_text="Bo Ærlig")
        assert "redaktør offentligt" in spoken(row)
        admin.goto("/noegler")
        assert secret not in admin.content()

        page.goto("/upload")
        log_in(page, secret)
        expect(page.get_by_role("heading", level=1)).to_have_text("Upload referater")

        row.get_by_text("Tilbagekald", exact=False).first.click()
        row.get_by_role("button", name="Ja, tilbagekald den").click()
        expect(row).to_contain_text("tilbagekaldt")
        page.reload()
        expect(page).to_have_title("Log ind – Tværsnit")
        log_in(page, secret)
        expect(page.get_by_role("alert")).to_contain_text("Adgangsnøglen er tilbagekaldt")


def test_logging_in_needs_no_javascript(
    browser: Browser, address: str, secrets: dict[Role, str]
) -> None:
    with page_of(browser, address, java_script_enabled=False) as page:
        page.goto("/")
        log_in(page, secrets["reader"])
        expect(page.get_by_role("heading", level=1)).to_have_text("Spørg i referaterne")
        page.get_by_role("button", name="Log ud").click()
        expect(page).to_have_title("Log ind – Tværsnit")
