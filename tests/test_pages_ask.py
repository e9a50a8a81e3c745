"""Spørg, as a browser without JavaScript shows it: real engine, real model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from corpus.settings import Settings
from search_api.http import create_app
from search_api.pages.excerpts import excerpt
from search_api.pages.rendering import marked
from search_api.wording import danish_number
from tests.pages import HTML, chip, one, page, shown_behind, spoken

PLACES = "/?q=Hvad siges der om særlige pladser i psykiatrien i Nordjylland?"
NO_ANSWER = "/?q=Hvad koster en elefant i Sjælland?"
HOSTILE = """<script>alert(1)</script>"><img src=x onerror='alert(2)'> Kofoedsminde {{ 7*7 }}"""


@pytest.fixture(scope="module")
def client(samples_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(samples_settings)) as client:
        yield client


def chips(soup: BeautifulSoup, kind: str) -> list[str]:
    return [spoken(tag.find_all("span")[-1]) for tag in soup.select(f"a.tag-{kind}")]


def test_the_first_page_offers_questions_that_are_answered(client: TestClient) -> None:
    soup = page(client, "/")
    assert one(soup, "#q").has_attr("autofocus")
    examples = [link["href"] for link in soup.select(".examples a")]
    assert 3 <= len(examples) <= 5
    assert {urlsplit(address).path for address in examples} == {"/", "/sammenlign", "/briefing"}
    for address in examples:
        answered = page(client, address)
        assert answered.select("a.citation-mark"), address
        assert not one(answered, "#q").has_attr("autofocus")


def test_an_answer_is_verbatim_with_sources_that_lead_to_it(client: TestClient) -> None:
    soup = page(client, PLACES)
    quotes = soup.select(".answer-text .quote")
    assert quotes
    for n, quote in enumerate(quotes, start=1):
        mark = one(quote, "a.citation-mark")
        assert (mark["href"], mark.text) == (f"#kilde{n}", f"[{n}]")
        source = one(soup, f"#kilde{n}")
        link = one(source, "a")
        assert spoken(one(quote, "q")) == shown_behind(client, link["href"])
        assert "Region Nordjylland" in source.text
    assert "Den Administrative Styregruppe, 25. oktober 2021, punkt 4" in spoken(soup)


def test_the_items_it_came_from_have_the_matched_words_marked(client: TestClient) -> None:
    soup = page(client, PLACES)
    hits = soup.select(".hit")
    assert len(hits) == 10
    words = {mark.text.casefold() for mark in soup.select(".hit mark")}
    assert {"pladser", "særlige pladser"} & words
    for hit in hits:
        one(hit, ".badge").extract()
        text = spoken(one(hit, ".hit-text")).removeprefix("… ").removesuffix(" …")
        assert text in shown_behind(client, one(hit, "h3 a")["href"])
    more = page(client, one(soup, ".more a")["href"])
    assert len(more.select(".hit")) > len(hits)


def test_what_was_understood_can_be_taken_away_and_put_back(client: TestClient) -> None:
    soup = page(client, PLACES)
    assert chips(soup, "understood") == [
        "Region: Nordjylland",
        "Emne: særlige pladser i psykiatrien",
    ]
    without = page(client, chip(soup, "Region: Nordjylland", "understood")["href"])
    assert chips(without, "understood") == ["Emne: særlige pladser i psykiatrien"]
    assert chips(without, "taken_away") == ["Region: Nordjylland"]
    regions = {spoken(facts) for facts in without.select(".hit-facts")}
    assert any("Nordjylland" not in region for region in regions)
    again = page(client, chip(without, "Region: Nordjylland", "taken_away")["href"])
    assert again.select(".hits")[0].text == soup.select(".hits")[0].text


def test_filters_are_kept_shown_and_removed(client: TestClient) -> None:
    address = "/?q=takster&region=Sjælland&forum=KKR Sjælland&from=2020&entity=Kofoedsminde"
    soup = page(client, address)
    assert chips(soup, "chosen") == [
        "Region: Sjælland",
        "Forum: KKR Sjælland",
        "Emne: Kofoedsminde",
        "Fra og med: 2020",
    ]
    assert soup.select("#region-2[checked]") and one(soup, "#fra")["value"] == "2020"
    assert {spoken(facts).split(" · ")[0] for facts in soup.select(".hit-facts")} == {
        "KKR Sjælland"
    }
    # The form has no field for an entity that is chosen already; it goes along.
    assert one(soup, "form.question > input[name=entity]")["value"] == "Kofoedsminde"
    wider = page(client, chip(soup, "Forum: KKR Sjælland", "chosen")["href"])
    assert "Forum: KKR Sjælland" not in chips(wider, "chosen")
    assert len(chips(wider, "chosen")) == 3
    assert len(wider.select(".hit")) > len(soup.select(".hit"))


def test_the_hits_can_be_narrowed(client: TestClient) -> None:
    soup = page(client, "/?q=særlige pladser")
    year = next(link for link in soup.select(".narrowings a") if link.text == "2023")
    narrowed = page(client, year["href"])
    dates = {time.text[-4:] for time in narrowed.select(".hit-facts time")}
    assert dates == {"2023"}


def test_the_same_question_leads_on(client: TestClient) -> None:
    soup = page(client, f"{PLACES}&from=2020&uden=region:Nordjylland")
    links = [link["href"] for link in soup.select(".side-actions a")]
    paths = {urlsplit(link).path: parse_qs(urlsplit(link).query) for link in links}
    assert list(paths) == ["/sammenlign", "/briefing", "/api/v1/export/search.csv"]
    for query in paths.values():
        assert query["from"] == ["2020"] and query["uden"] == ["region:Nordjylland"]
        assert query["q"] == [PLACES.removeprefix("/?q=")]


def test_silence_is_told_plainly_with_what_lies_nearest(client: TestClient) -> None:
    soup = page(client, NO_ANSWER)
    assert "Referaterne fra Sjælland indeholder intet om »elefant«." in spoken(one(soup, ".answer"))
    assert not soup.select(".quote") and not soup.select(".sources")
    assert spoken(one(soup, ".hits h2")) == "Det, der ligger nærmest"
    assert 1 <= len(soup.select(".hit")) <= 5


def test_what_cannot_be_searched_for_is_said_and_kept(client: TestClient) -> None:
    soup = page(client, "/?q=takster&from=i går&region=Sjælland", 422)
    assert "Datoen »i går« (fra) kan ikke læses" in spoken(one(soup, ".alert-error"))
    assert one(soup, "#q")["value"] == "takster" and one(soup, "#fra")["value"] == "i går"
    assert one(soup, "details.filters").has_attr("open")
    assert chip(soup, "Fra og med: i går", "chosen")["href"] == "/?q=takster&region=Sj%C3%A6lland"
    long = page(client, f"/?q={'takst ' * 200}", 422)
    assert "Det må højst være på 1000" in spoken(one(long, ".alert-error"))
    assert "findes ikke" in spoken(page(client, "/?q=takster&entity=Fugleøen", 422))


def test_a_hostile_question_is_only_text(client: TestClient) -> None:
    response = client.get("/", params={"q": HOSTILE, "region": "Sjælland"}, headers=HTML)
    assert response.status_code == 200
    soup = page(client, str(response.url))
    assert spoken(one(soup, "h1")) == HOSTILE
    assert one(soup, "#q")["value"] == HOSTILE
    assert not soup.find_all("img")
    assert all(script.has_attr("src") for script in soup.find_all("script"))
    bad = client.get("/", params={"q": "x", "forum": HOSTILE}, headers=HTML)
    assert bad.status_code == 422 and "<img" not in bad.text


def test_feedback_goes_with_the_answer_and_is_thanked_for(client: TestClient) -> None:
    soup = page(client, PLACES)
    form = one(soup, ".feedback form")
    assert (form["method"], form["action"]) == ("post", "/hjalp")
    sent = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    assert sent["spoergsmaal"] == PLACES.removeprefix("/?q=") and sent["verbum"] == "ask"
    assert page(client, sent["tilbage"]).select(".quote")
    assert sent["punkter"] in {hit["item"]["item_id"] for hit in _hits(client)}
    assert [button["value"] for button in form.select("button")] == ["ja", "nej"]
    assert "Tak for din tilbagemelding" in spoken(page(client, f"{PLACES}&tak=1"))


def _hits(client: TestClient) -> list[dict[str, dict[str, str]]]:
    found = client.get("/api/v1/search", params={"q": PLACES.removeprefix("/?q=")}).json()
    return list(found["hits"])


def test_errors_are_pages_for_people_and_problems_for_programs(client: TestClient) -> None:
    soup = page(client, "/findes/ikke", 404)
    assert spoken(one(soup, "h1")) == "Siden findes ikke"
    assert client.get("/findes/ikke").headers["content-type"] == "application/problem+json"
    gone = page(client, "/api/v1/items/borte", 404)
    assert "Der findes intet punkt med id »borte«." in spoken(gone)


def test_an_empty_collection_is_told_of(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=tmp_path / "tom"))) as client:
        for address in ("/", "/?q=takster", "/sammenlign?q=takster", "/briefing?q=takster"):
            soup = page(client, address, 503)
            assert "Der er endnu ingen referater i samlingen." in spoken(soup)
            assert one(soup, "main a.button")["href"] == "/upload"
            assert str(tmp_path) not in soup.text


def test_static_files_are_served(client: TestClient) -> None:
    soup = page(client, "/")
    files = [link["href"] for link in soup.select("link[href^='/static']")]
    files += [script["src"] for script in soup.select("script")]
    assert len(files) >= 4
    for file in files:
        response = client.get(file)
        assert response.status_code == 200
        assert "immutable" in response.headers["cache-control"]


def test_marks_are_joined_and_everything_is_escaped() -> None:
    assert marked("abc <b> def", [(0, 3), (2, 5)]) == "<mark>abc &lt;</mark>b&gt; def"
    assert marked("abc", [(9, 10), (-3, 1)]) == "<mark>a</mark>bc"


def test_an_excerpt_holds_the_marked_words() -> None:
    text = f"Indledning. {'Andet og mere. ' * 40}Her står **Kofoedsminde** to gange: Kofoedsminde."
    first = text.index("Kofoedsminde")
    last = text.rindex("Kofoedsminde")
    marks = [(first, first + 12), (last, last + 12)]
    part = excerpt(text, marks, 120)
    assert part.startswith("… ") and part.count("<mark>Kofoedsminde</mark>") == 2
    assert "**" not in part
    assert excerpt("Kort & godt", []) == "Kort &amp; godt"


def test_numbers_are_written_the_danish_way() -> None:
    assert danish_number(1234567) == "1.234.567"
    assert danish_number(1234.56, 1) == "1.234,6"
