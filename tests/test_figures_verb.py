"""The verb ``figures``: numbers by region and year, each with the sentence that it stands in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from models.encoder import Encoder
from search_api.cli import main
from search_api.http import create_app
from tests.ingested import Corpus
from tests.pages import page, spoken

QUESTION = "Hvor mange borgere er anbragt på Kofoedsminde i hver region?"


def _minutes(forum: str, date: str, text: str) -> str:
    return (
        f"Referat af møde i {forum} den {date}\n\n1. Kofoedsminde\n\nSagsfremstilling\n\n{text}\n\n"
        "Beslutning\n\nOrienteringen blev taget til efterretning.\n\n2. Takster\n\n"
        "Sagsfremstilling\n\nTaksten på Bakkehuset stiger med 312 kr. i 2024.\n\nBeslutning\n\n"
        "Godkendt.\n"
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Corpus:
    corpus = Corpus(tmp_path_factory.mktemp("tal"), encoder)
    one = "I 2022 var der anbragt 11 borgere på Kofoedsminde. I 2023 var der anbragt 14 borgere."
    other = "I 2022 var der anbragt 13 borgere på Kofoedsminde."
    corpus.write("a.txt", _minutes("KKR Sjælland", "4. marts 2024", one))
    corpus.write("b.txt", _minutes("KKR Sjælland", "3. juni 2024", other))
    third = "Der er anbragt 8 borgere fra Syddanmark på Kofoedsminde."
    corpus.write("c.txt", _minutes("KKR Syddanmark", "7. februar 2025", third))
    corpus.ingest()
    return corpus


@pytest.fixture(scope="module")
def client(corpus: Corpus) -> Iterator[TestClient]:
    with TestClient(create_app(corpus.settings)) as client:
        yield client


def test_each_region_has_its_numbers_by_year_and_the_others_are_silent(client: TestClient) -> None:
    found = client.get("/api/v1/figures", params={"q": QUESTION}).json()
    said = {
        row["region"]: {
            cell["year"]: [figure["value"] for figure in cell["figures"]] for cell in row["cells"]
        }
        for row in found["rows"]
    }
    assert list(said) == ["Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland"]
    assert sorted(said["Sjælland"][2022]) == [11, 13] and said["Sjælland"][2023] == [14]
    assert said["Syddanmark"] == {2025: [8]}
    assert not said["Hovedstaden"] and not said["Midtjylland"] and not said["Nordjylland"]
    assert found["years"] == [2022, 2023, 2025]


def test_where_two_minutes_disagree_it_says_so(client: TestClient) -> None:
    found = client.get("/api/v1/figures", params={"q": QUESTION}).json()
    cells = [(row["region"], cell) for row in found["rows"] for cell in row["cells"]]
    disagreeing = [(region, cell["year"]) for region, cell in cells if cell["disagreement"]]
    assert disagreeing == [("Sjælland", 2022)] and found["disagreements"] == 1


def test_every_number_is_cited_word_for_word(client: TestClient) -> None:
    found = client.get("/api/v1/figures", params={"q": QUESTION}).json()
    for n, citation in enumerate(found["citations"], start=1):
        item = client.get(citation["url"]).json()
        assert citation["n"] == n and item["quote"] == citation["quote"]
    texts = [f for row in found["rows"] for cell in row["cells"] for f in cell["figures"]]
    assert all(figure["text"] in figure["citation"]["quote"] for figure in texts)


def test_an_amount_is_no_answer_to_how_many(client: TestClient) -> None:
    found = client.get("/api/v1/figures", params={"q": "Hvad stiger taksten på Bakkehuset med?"})
    values = {
        figure["text"]
        for row in found.json()["rows"]
        for cell in row["cells"]
        for figure in cell["figures"]
    }
    assert values == {"312 kr."}


def test_the_page_shows_a_row_a_region(client: TestClient) -> None:
    soup = page(client, f"/tal?{urlencode({'q': QUESTION})}")
    rows = {spoken(tr.th): spoken(tr) for tr in soup.select("table.figures tbody tr") if tr.th}
    assert "11" in rows["Sjælland"] and "To referater giver hver sit tal" in rows["Sjælland"]
    assert "Ingen fund" in rows["Nordjylland"]
    empty = page(client, "/tal?q=Hvor+mange+elbusser+er+der")
    assert "ingen tal" in spoken(empty.main)


def test_the_command_line_shows_the_table_and_the_same_json(
    corpus: Corpus, client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(corpus.settings.data)]
    assert main([*data, "figures", QUESTION]) == 0
    shown = capsys.readouterr().out
    assert "uenighed" in shown and "ingen fund" in shown and "2023" in shown
    assert main([*data, "figures", QUESTION, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == client.get("/api/v1/figures", params={"q": QUESTION}).json()
