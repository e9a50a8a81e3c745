"""Sammenlign, as a browser without JavaScript shows it: real engine, real model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from corpus.records import REGIONS
from corpus.settings import Settings
from search_api.archive import Archive
from search_api.compare import compare
from search_api.http import create_app
from search_api.pages.timeline import timeline
from tests.pages import HTML, chip, one, page, shown_behind, spoken

QUESTION = "Hvordan håndterede hvert KKR Kofoedsminde?"
KOFOEDSMINDE = f"/sammenlign?q={QUESTION}"
ROWS = ["Beslutning", "Baggrund", "Tal", "Indstilling", "Det videre forløb"]


@pytest.fixture(scope="module")
def client(samples_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(samples_settings)) as client:
        yield client


def test_the_question_is_asked_for(client: TestClient) -> None:
    soup = page(client, "/sammenlign")
    assert one(soup, "form.question")["action"] == "/sammenlign"
    assert not soup.select(".comparison")


def test_one_column_a_region_and_silence_said_plainly(client: TestClient) -> None:
    soup = page(client, KOFOEDSMINDE)
    columns = soup.select(".comparison > .region")
    assert [spoken(one(column, "h2")) for column in columns] == list(REGIONS)
    silent = [spoken(one(c, "h2")) for c in columns if c.select(".no-findings")]
    assert silent == ["Hovedstaden"]
    assert spoken(one(columns[0], ".no-findings")) == "Ingen fund"
    for column in columns[1:]:
        # The same rows in every column, so that they stand side by side.
        assert [row["data-aspect"] for row in column.select(".aspect")] == ROWS
        headings = [spoken(heading) for heading in column.select("h3")]
        assert headings == [row for row in ROWS if row in headings]
    assert spoken(one(soup, ".lead")) == "Behandlet i 4 af 5 regioner: 7 møder og 1 andet dokument."


def test_every_quote_is_verbatim_and_numbered(client: TestClient) -> None:
    soup = page(client, KOFOEDSMINDE)
    quotes = soup.select(".aspect-quote")
    assert len(quotes) > 10
    numbers = set()
    for quote in quotes:
        mark = one(quote, "a.citation-mark")
        numbers.add(int(mark.text.strip("[]")))
        source = one(soup, mark["href"])
        assert spoken(one(quote, "q")) == shown_behind(client, source["href"])
    assert numbers == set(range(1, len(quotes) + 1))


def test_the_strip_of_time_has_a_mark_a_meeting_and_a_twin_in_text(client: TestClient) -> None:
    soup = page(client, KOFOEDSMINDE)
    strip = one(soup, ".strip")
    assert strip["role"] == "img" and strip["aria-label"]
    assert len(strip.select("circle")) == 7
    for circle in strip.select("circle"):
        assert 0 <= float(circle["cx"].rstrip("%")) <= 100
    assert [tick.text for tick in strip.select("text")] == ["2021", "2022", "2023", "2024", "2025"]
    rows = [[spoken(cell) for cell in row.select("td")] for row in soup.select("tbody tr")]
    assert len(rows) == 8
    assert rows[0][:3] == ["25. oktober 2021", "Nordjylland", "Den Administrative Styregruppe"]
    assert rows[-1][0] == "uden dato"
    assert sum(int(row[3]) for row in rows) == len(soup.select(".aspect-quote"))


def test_places_on_the_strip(samples: Archive) -> None:
    strip = timeline(compare(samples, QUESTION))
    dates = [m.cited.date or dt.date.max for m in strip.meetings]
    assert dates == sorted(dates)
    placed = [m for m in strip.meetings if m.place is not None]
    assert [m.place for m in placed] == sorted(m.place for m in placed if m.place)
    years = {tick.year: tick.place for tick in strip.ticks}
    for meeting in placed:
        assert meeting.cited.date and meeting.place
        assert meeting.place >= years[meeting.cited.date.year]


def test_regions_named_are_the_only_columns(client: TestClient) -> None:
    soup = page(client, "/sammenlign?q=Hvad siger Sjælland og Nordjylland om særlige pladser?")
    headings = [spoken(heading) for heading in soup.select(".region h2")]
    assert headings == ["Sjælland", "Nordjylland"]
    wider = page(client, chip(soup, "Region: Nordjylland", "understood")["href"])
    assert [spoken(heading) for heading in wider.select(".region h2")] == ["Sjælland"]


def test_it_can_be_taken_along(client: TestClient) -> None:
    soup = page(client, f"{KOFOEDSMINDE}&from=2022")
    links = [link["href"] for link in soup.select(".actions a")]
    paths = [urlsplit(link).path for link in links]
    assert paths == [
        "/api/v1/export/compare.csv",
        "/api/v1/export/compare.docx",
        "/",
        "/briefing",
    ]
    assert all("from=2022" in link for link in links)
    # What only works with JavaScript is not shown without it.
    assert all(button.parent.has_attr("hidden") for button in soup.select(".actions button"))


def test_silence_everywhere(client: TestClient) -> None:
    soup = page(client, "/sammenlign?q=Hvad koster en elefant?")
    assert "Ingen af regionernes referater siger noget om sagen." in spoken(one(soup, ".alert"))
    assert not soup.select(".comparison") and not soup.select(".strip")


def test_what_cannot_be_compared_is_said_and_kept(client: TestClient) -> None:
    soup = page(client, f"{KOFOEDSMINDE}&region=Jylland", 422)
    assert "Regionen »Jylland« findes ikke." in spoken(one(soup, ".alert-error"))
    assert one(soup, "#q")["value"] == QUESTION


def test_a_hostile_question_is_only_text(client: TestClient) -> None:
    hostile = """</h1><script>alert(1)</script> Kofoedsminde"""
    response = client.get("/sammenlign", params={"q": hostile}, headers=HTML)
    soup = page(client, str(response.url))
    assert spoken(one(soup, "h1")) == hostile
    assert "<script>alert" not in response.text
