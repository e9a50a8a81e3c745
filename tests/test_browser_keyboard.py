"""Whole flows by keyboard alone, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUESTION = "Hvad siges der om særlige pladser i psykiatrien i Nordjylland?"
_MOST_STOPS = 400

# What has the focus: its name as it is announced, and whether one can see that it has it.
_FOCUSED = """() => {
    const one = document.activeElement;
    const label = one.labels?.[0]?.innerText ?? one.getAttribute("aria-label") ?? one.innerText;
    const box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    // The button in a field for dates is the browser's own, and so is its outline.
    const own = one.type === "date";
    return {
        name: one === document.body ? "" : label.trim().split(/\\s+/).join(" ") || one.tagName,
        outlined: own || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        seen: box.width > 1 && box.height > 1 && box.bottom > 0 && box.right > 0
            && box.top < innerHeight && box.left < innerWidth,
    };
}"""


def tab(page: Page, key: str = "Tab") -> str:
    """Go to the next stop, which can be seen to have the focus; its name, empty after the last."""
    page.keyboard.press(key)
    at = page.evaluate(_FOCUSED)
    assert not at["name"] or (at["outlined"] and at["seen"]), at
    return str(at["name"])


def stops(page: Page) -> list[str]:
    """Every stop from the top of the page to its end."""
    names = []
    while name := tab(page):
        names.append(name)
        assert len(names) < _MOST_STOPS, names
    return names


def tab_to(page: Page, name: str) -> None:
    """Go on to the next stop of this name."""
    passed = []
    while (at := tab(page)) != name:
        passed.append(at)
        assert at, f"»{name}« er ikke blandt {passed}"


def test_a_question_is_asked_narrowed_and_followed_to_its_source(page: Page) -> None:
    page.goto("/")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTION)

    assert tab(page) == "Gå til indholdet"
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    assert tab(page) == "Dit spørgsmål"
    tab_to(page, "Fjern Region: Nordjylland")
    page.keyboard.press("Enter")
    page.wait_for_url("**uden=*")

    tab_to(page, "Kilde 1")
    page.keyboard.press("Enter")
    expect(page.locator("#kilde1")).to_be_in_viewport()
    # The next stop is the link of that very source.
    place = page.locator("#kilde1 a")
    assert tab(page) == " ".join(place.inner_text().split())
    expect(place).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/dokumenter/**")
    expect(page.locator("mark#citat")).to_be_in_viewport()
    assert stops(page)[-1] == "Sådan laves svarene"


def test_filters_are_set(page: Page) -> None:
    page.goto("/?q=Kofoedsminde")
    tab_to(page, "Filtre")
    page.keyboard.press("Enter")
    tab_to(page, "Sjælland")
    page.keyboard.press("Space")
    tab_to(page, "Brug filtrene")
    page.keyboard.press("Enter")
    page.wait_for_url("**region=*")
    tab_to(page, "Fjern Region: Sjælland")


def test_the_regions_are_compared(page: Page) -> None:
    page.goto("/?q=Kofoedsminde")
    tab_to(page, "Sammenlign regionerne")
    page.keyboard.press("Enter")
    expect(page.locator("[data-region]")).to_have_count(5)
    tab_to(page, "Vis møderne som tabel")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Møderne som tabel")).to_be_visible()
    tab_to(page, "Kilde 1")
    page.keyboard.press("Enter")
    assert tab(page).startswith("Citat ")


def test_a_briefing_is_edited(page: Page) -> None:
    page.goto("/briefing?q=Kofoedsminde")
    tab_to(page, "Udelad sætninger")
    page.keyboard.press("Enter")
    sentence = tab(page)
    assert sentence.startswith("Udelad: ")
    page.keyboard.press("Space")
    tab_to(page, "Opdatér notatet")
    page.keyboard.press("Enter")
    page.wait_for_url("**udelad=*")
    expect(page.get_by_text("Udelad sætninger (1 valgt)")).to_be_visible()


def test_feedback_is_given(page: Page) -> None:
    page.goto("/?q=Kofoedsminde")
    tab_to(page, "Nej, det hjalp ikke")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tak for din tilbagemelding")).to_be_in_viewport()


def test_the_stops_of_an_answer_come_in_the_order_they_are_read(page: Page) -> None:
    page.goto(f"/?q={QUESTION}")
    names = stops(page)
    expected = [
        "Gå til indholdet",
        "Tværsnit",
        "Spørg",
        "Sammenlign",
        "Briefing",
        "Beslutninger",
        "Forløb",
        "Tal",
        "Dokumenter",
        "Emner",
        "Upload",
        "Hjælp",
        "Dit spørgsmål",
        "Spørg",
        "Filtre",
        "Fjern Region: Nordjylland",
        "Fjern Emne: særlige pladser i psykiatrien",
        "Kilde 1",
    ]
    assert names[: len(expected)] == expected
    rest = [re.sub("[0-9]+", "1", name) for name in names[len(expected) :]]
    later = ["Kilde 1", "Ja, det hjalp", "Sammenlign regionerne", "Vis flere punkter"]
    assert [rest.index(name) for name in later] == sorted(rest.index(name) for name in later)
    assert names[-1] == "Sådan laves svarene"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?q=takster&from=i går",
        "/sammenlign?q=Kofoedsminde",
        "/briefing?q=Kofoedsminde&udelad=1",
        "/dokumenter",
        "/beslutninger",
        "/emner",
        "/emner?art=institution",
        "/emner/institution:kofoedsminde",
        "/hjaelp",
        "/upload",
        "/findes-ikke",
    ],
)
def test_focus_can_always_be_seen(page: Page, path: str) -> None:
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    page.evaluate("document.activeElement.blur()")
    names = stops(page)
    assert names[-1] == "Sådan laves svarene"
