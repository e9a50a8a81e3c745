"""Emner and Hjælp, as a browser without JavaScript shows them: real engine, real model."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import Tag
from fastapi.testclient import TestClient

from corpus.records import ACCESS_LEVELS, REGIONS, TIMES_AND_AMOUNTS, Region
from corpus.settings import Settings
from ingest.head.told import Told
from ingest.reader import SUFFIXES
from models.encoder import Encoder
from search_api.access.keys import KeyStore
from search_api.archive import Archive
from search_api.http import create_app
from search_api.pages.entity_chart import entity_chart
from search_api.replies import EntityYear
from search_api.wording import KINDS
from tests.ingested import Corpus
from tests.pages import HTML, one, page, shown_behind, spoken
from tests.test_clearance import MATTERS, NAMES, written

KOFOEDSMINDE = "/emner/institution:kofoedsminde"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def client(samples_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(samples_settings)) as client:
        yield client


def numbers(row: Tag) -> list[int]:
    return [int(spoken(cell).replace(".", "")) for cell in row.select("td.number")]


def counts(samples: Archive) -> dict[str, list[int]]:
    """The mentions and documents of each entity, as the catalogue has them."""
    rows = samples.catalogue.entity_counts()
    return {entity_id: [mentions, documents] for entity_id, _, mentions, documents in rows}


# Emner


def test_every_kind_with_its_most_mentioned(client: TestClient, samples: Archive) -> None:
    soup = page(client, "/emner")
    kinds = {entity_id.partition(":")[0] for entity_id in counts(samples)} - TIMES_AND_AMOUNTS
    headings = [spoken(heading) for heading in soup.select(".entity-group h2")]
    assert headings == [KINDS[kind][1] for kind in KINDS if kind in kinds]
    for group in soup.select(".entity-group"):
        assert 1 <= len(group.select("li")) <= 8
    for entry in soup.select("li[data-entity]"):
        mentions, documents = counts(samples)[str(entry["data-entity"])]
        assert spoken(one(entry, "[aria-hidden]")) == f"{mentions} / {documents}"


def test_one_kind_page_by_page_with_the_catalogues_counts(
    client: TestClient, samples: Archive
) -> None:
    seen: dict[str, list[int]] = {}
    address = "/emner?art=municipality"
    while address:
        soup = page(client, address)
        assert spoken(soup.h1) == "Kommuner"
        assert spoken(one(soup, ".entity-kinds [aria-current]")).startswith("Kommuner")
        rows = soup.select("tr[data-entity]")
        assert 0 < len(rows) <= 50
        seen |= {str(row["data-entity"]): numbers(row) for row in rows}
        further = soup.select('.pagination a[rel="next"]')
        address = str(further[0]["href"]) if further else ""
    every = counts(samples)
    assert seen == {name: every[name] for name in every if name.startswith("municipality:")}
    assert list(seen.values()) == sorted(seen.values(), key=lambda pair: -pair[0])


def test_a_name_is_found_among_all_names(client: TestClient) -> None:
    soup = page(client, "/emner?q=kofodsmin")
    assert [row["data-entity"] for row in soup.select("tr[data-entity]")] == [
        "institution:kofoedsminde"
    ]
    assert one(soup, "#q")["value"] == "kofodsmin"
    narrower = page(client, "/emner?q=ko&art=theme")
    names = [str(row["data-entity"]) for row in narrower.select("tr[data-entity]")]
    assert all(name.startswith("theme:") for name in names)
    assert one(narrower, 'input[name="art"]')["value"] == "theme"


def test_no_such_name_and_no_such_kind(client: TestClient) -> None:
    assert "hedder noget med »elefant«" in spoken(page(client, "/emner?q=elefant").main)
    wrong = page(client, "/emner?art=dyr", 422)
    assert "Der er ingen art ved navn »dyr«." in spoken(one(wrong, ".alert-error"))
    assert page(client, "/emner?side=99999999").select(".entity-group")


# Et emne


def test_an_entity_with_its_counts_and_names(client: TestClient, samples: Archive) -> None:
    soup = page(client, KOFOEDSMINDE)
    mentions, documents = counts(samples)["institution:kofoedsminde"]
    assert spoken(soup.h1) == "Kofoedsminde"
    lead = f"Institution med {mentions} omtaler i {documents} dokumenter, 2021–2025."
    assert spoken(one(soup, ".lead")) == lead
    assert "Kofodsminde" in spoken(one(soup, ".entity-names"))
    assert len(one(soup, ".entity-items").select("tbody tr")) == 9


def test_old_names_are_shown_as_old_with_their_years(client: TestClient) -> None:
    soup = page(client, "/emner/authority%3Asocialstyrelsen")
    assert "Socialstyrelsen (til 2022)" in spoken(one(soup, ".former-names"))
    assert "SBST" in spoken(one(soup, ".entity-names"))
    assert "Servicestyrelsen" not in spoken(one(soup, ".entity-names"))


def test_its_decisions_are_verbatim_and_lead_to_their_place(client: TestClient) -> None:
    soup = page(client, KOFOEDSMINDE)
    quotes = soup.select(".decision-quote")
    assert len(quotes) >= 5
    for quote in quotes:
        assert spoken(one(quote, "q")) == shown_behind(client, one(quote, "a")["href"])
    dates = [str(time["datetime"]) for time in soup.select(".decisions time")]
    assert dates == sorted(dates, reverse=True)
    for link in soup.select(".entity-items a"):
        assert shown_behind(client, link["href"]).casefold().startswith("kofo")


def test_the_chart_and_its_twin_in_text(client: TestClient) -> None:
    soup = page(client, KOFOEDSMINDE)
    chart = one(soup, "svg.entity-chart")
    assert chart["role"] == "img"
    labels = [one(soup, f"#{name}") for name in str(chart["aria-labelledby"]).split()]
    assert [label.name for label in labels] == ["title", "desc"]
    rows = one(soup, "#omtaler").select("tbody tr")
    assert [spoken(one(row, "th")) for row in rows] == list(REGIONS)
    for row, drawn in zip(rows, chart.select("g"), strict=True):
        *cells, undated, total = numbers(row)
        assert sum(cells) + undated == total
        figures = [int(text.text) for text in drawn.select(".chart-figure")]
        assert figures == [cell for cell in cells if cell]
        assert len(drawn.select("rect")) == len(figures)
    assert sum(numbers(row)[-1] for row in rows) == 26


def test_what_goes_with_it_and_what_can_be_asked(client: TestClient) -> None:
    soup = page(client, KOFOEDSMINDE)
    related = soup.select("aside li[data-entity]")
    assert spoken(related[0]).startswith("Sikrede institutioner Tema, 8 punkter")
    assert spoken(page(client, one(related[0], "a")["href"]).h1) == "Sikrede institutioner"
    ask, compare, brief = (str(link["href"]) for link in soup.select(".side-actions a"))
    assert not page(client, ask).select(".alert")
    assert len(page(client, compare).select(".region")) == 5
    assert page(client, brief).select(".note")
    # A region is one of those that would be compared.
    of_region = page(client, "/emner/region:sjaelland").select(".side-actions a")
    assert [spoken(link) for link in of_region] == ["Spørg om det", "Skriv briefing"]


def test_many_items_come_page_by_page(client: TestClient) -> None:
    items = client.get("/api/v1/entities/theme:takster").json()["items"]
    assert len(items) > 20
    first = page(client, "/emner/theme:takster")
    second = page(client, one(first, '.pagination a[rel="next"]')["href"])
    rows = [row for soup in (first, second) for row in soup.select(".entity-items tbody tr")]
    assert len(rows) == len(items)


def test_one_that_is_not_there(client: TestClient) -> None:
    for entity_id in ("institution:elefanthuset", "municipality:glostrup", HOSTILE):
        response = client.get(f"/emner/{entity_id.replace('/', '')}", headers=HTML)
        assert response.status_code == 404
        assert "Referaterne nævner ikke noget med id »" in response.text
        assert "<script>alert" not in response.text
    problem = client.get("/api/v1/entities/institution:elefanthuset")
    assert problem.status_code == 404
    assert problem.headers["content-type"] == "application/problem+json"


def test_hostile_words_are_only_text(
    tmp_path_factory: pytest.TempPathFactory, encoder: Encoder
) -> None:
    corpus = Corpus(tmp_path_factory.mktemp("hostile"), encoder)
    text = written("public").replace("Fælles svømmehal", f"Kofoedsminde {HOSTILE}")
    text = text.replace("svømmehallen", '"><img src=x onerror=alert(1)> Kofoedsminde')
    corpus.ingest(corpus.write("et.txt", text), told=Told(forum=f"Udvalg {HOSTILE}"))
    with TestClient(create_app(corpus.settings)) as client:
        for address in (KOFOEDSMINDE, "/hjaelp", f"/emner?q={HOSTILE}", f"/emner?art={HOSTILE}"):
            soup = page(client, address, 422 if "art=" in address else 200)
            assert not soup.select("main script, main img")
        assert HOSTILE in spoken(page(client, KOFOEDSMINDE).main)


def test_places_in_the_chart() -> None:
    def told(region: Region | None, year: int | None, mentions: int) -> EntityYear:
        return EntityYear(region=region, year=year, mentions=mentions)

    chart = entity_chart(
        [
            told("Sjælland", 2019, 4),
            told("Sjælland", 2019, 4),
            told("Nordjylland", 2022, 2),
            told(None, None, 1),
        ]
    )
    assert chart.years == (2019, 2020, 2021, 2022)
    assert [row.region for row in chart.rows] == [*REGIONS, None]
    (tallest,), (lower,) = chart.rows[1].bars, chart.rows[4].bars
    assert (tallest.mentions, lower.mentions) == (8, 2)
    assert tallest.height == 4 * lower.height
    assert tallest.middle < lower.middle < 100
    for row in chart.rows:
        assert all(bar.y + bar.height == row.base for bar in row.bars)
    assert chart.undated == chart.rows[-1].mentions == 1
    assert not entity_chart([told("Sjælland", None, 1)]).years


# Hjælp


def test_help_tells_how_answers_are_made_and_what_there_is(
    client: TestClient, samples: Archive
) -> None:
    soup = page(client, "/hjaelp")
    assert one(page(client, "/emner"), ".footer a")["href"] == "/hjaelp#saadan-laves-svar"
    assert spoken(one(soup, "#saadan-laves-svar")) == "Sådan laves svarene"
    for link in soup.select('.help a[href^="#"]'):
        assert one(soup, str(link["href"]))
    rows = one(soup, ".help table").select("tbody tr")
    assert sum(numbers(row)[0] for row in rows) == len(samples.catalogue.document_ids())
    cells = [[spoken(cell) for cell in row.select("td")] for row in rows]
    assert ["Sjælland", "KKR Sjælland", "1", "3. september 2024"] in cells
    assert ["Syddanmark", "Socialdirektørforum", "2", "25. februar 2022 til 2. juni 2023"] in cells
    assert all(suffix in soup.text for suffix in SUFFIXES)


def test_help_without_minutes(tmp_path_factory: pytest.TempPathFactory) -> None:
    with TestClient(create_app(Settings(data=tmp_path_factory.mktemp("none")))) as client:
        assert not page(client, "/hjaelp").select("table")


def test_each_is_told_only_what_may_be_read(
    tmp_path_factory: pytest.TempPathFactory, encoder: Encoder
) -> None:
    corpus = Corpus(tmp_path_factory.mktemp("keys"), encoder)
    for level in ACCESS_LEVELS:
        corpus.ingest(corpus.write(f"{level}.txt", written(level)), told=Told(access=level))
    keys = KeyStore(corpus.settings.data)
    secrets = {level: keys.add(level, "reader", level).secret for level in ACCESS_LEVELS}
    keys.close()
    with TestClient(create_app(corpus.settings), follow_redirects=False) as client:
        # A stranger is helped, but not told what there is.
        soup = page(client, "/hjaelp")
        assert not soup.select("table") and not soup.select("#samlingen")
        assert not any(forum in soup.text for forum, _, _ in MATTERS.values())
        assert client.get("/emner", headers=HTML).status_code == 303
        for number, clearance in enumerate(ACCESS_LEVELS, start=1):
            client.headers["Authorization"] = f"Bearer {secrets[clearance]}"
            rows = page(client, "/hjaelp").select("tbody tr")
            assert [spoken(row.select("td")[1]) for row in rows] == [
                MATTERS[level][0] for level in ACCESS_LEVELS[:number]
            ]
            listed = page(client, "/emner").text
            for level, name in NAMES.items():
                assert (name in listed) == (level in ACCESS_LEVELS[:number])


def test_dates_and_amounts_are_listed_when_they_are_asked_for(client: TestClient) -> None:
    assert not page(client, "/emner").select('[data-entity^="amount:"]')
    amounts = page(client, "/emner?art=amount").select('[data-entity^="amount:"]')
    assert amounts and all(spoken(one(entry, "a")).endswith(" kr.") for entry in amounts)
    listed = client.get("/api/v1/entities", params={"kind": "deadline"}).json()["entities"]
    assert listed and {entity["kind"] for entity in listed} == {"deadline"}
