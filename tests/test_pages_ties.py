"""What the pages, the API and the command line tell of attachments, versions and sureness."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from models.encoder import Encoder
from search_api.cli import main
from search_api.http import create_app
from tests.ingested import Corpus
from tests.pages import one, page, spoken
from tests.tied_papers import NOTE_NAME, tied_corpus


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Corpus:
    return tied_corpus(tmp_path_factory.mktemp("samlet"), encoder)


@pytest.fixture(scope="module")
def client(corpus: Corpus) -> Iterator[TestClient]:
    with TestClient(create_app(corpus.settings)) as client:
        yield client


@pytest.fixture(scope="module")
def ids(client: TestClient) -> dict[str, str]:
    """The documents' ids by the names of their files."""
    documents = client.get("/api/v1/documents").json()["documents"]
    return {document["source"]: document["document_id"] for document in documents}


def shown(client: TestClient, document_id: str) -> BeautifulSoup:
    return page(client, f"/dokumenter/{document_id}")


def facts(soup: BeautifulSoup) -> dict[str, str]:
    return {spoken(pair.dt): spoken(pair.dd) for pair in soup.select("dl.facts > div") if pair.dt}


def test_minutes_list_their_attachments_under_the_item(
    client: TestClient, ids: dict[str, str]
) -> None:
    soup = shown(client, ids["Referat.txt"])
    item = one(soup, "section.item:has(.attached)")
    assert spoken(item.h2) == "2. Takster for Bakkehuset"
    link = one(item, ".attached a")
    assert link["href"] == f"/dokumenter/{ids[NOTE_NAME]}"
    assert spoken(link) == NOTE_NAME
    assert spoken(one(item, ".attached-facts")) == "filnavnet passer; sikkerhed 90 %"


def test_an_attachment_tells_where_it_belongs_and_what_it_has_from_there(
    client: TestClient, ids: dict[str, str]
) -> None:
    soup = shown(client, ids[NOTE_NAME])
    tied = one(soup, ".tied")
    assert spoken(tied) == (
        "Hører til som bilag 2 til punkt 2 i KKR Sjælland, 4. marts 2024 "
        "(filnavnet passer; sikkerhed 90 %)"
    )
    address, _, anchor = str(one(tied, "a")["href"]).partition("#")
    assert spoken(one(page(client, address), f"#{anchor}")) == "2. Takster for Bakkehuset"
    told = facts(soup)
    assert told["Forum"] == "KKR Sjælland (fra mødet)"
    assert told["Dato"] == "4. marts 2024 (fra mødet)"
    assert "Region" in told and "Ikke fundet" not in told


def test_an_earlier_version_leads_to_the_one_that_answers(
    client: TestClient, ids: dict[str, str]
) -> None:
    banner = one(shown(client, ids["Udkast.txt"]), ".alert-info")
    assert "Erstattet af en anden udgave" in spoken(banner)
    assert one(banner, "a")["href"] == f"/dokumenter/{ids['Referat.txt']}"
    tied = [spoken(p) for p in shown(client, ids["Referat.txt"]).select(".tied")]
    assert any(text.startswith("Svarer i stedet for et udkast") for text in tied)
    assert not shown(client, ids["Dagsorden.txt"]).select(".alert")


def test_agenda_and_minutes_of_a_meeting_lead_to_each_other(
    client: TestClient, ids: dict[str, str]
) -> None:
    for own, said, other in (
        ("Referat.txt", "Dagsorden til samme møde", "Dagsorden.txt"),
        ("Dagsorden.txt", "Referat fra samme møde", "Referat.txt"),
    ):
        tied = [p for p in shown(client, ids[own]).select(".tied") if said in p.text]
        assert [one(p, "a")["href"] for p in tied] == [f"/dokumenter/{ids[other]}"]
    assert not any("samme møde" in p.text for p in shown(client, ids["Udkast.txt"]).select(".tied"))


def test_facts_are_told_with_what_they_are_worth(client: TestClient, ids: dict[str, str]) -> None:
    soup = shown(client, ids["Referat.txt"])
    told = facts(soup)
    assert told["Sted"] == "Rådhuset i Sorø" and told["Referent"] == "Dorte Krog"
    assert told["Inddeling"] == "Efter punkternes numre" and "Ikke fundet" not in told
    assert "Carl Holm" in spoken(one(soup, ".apologies"))
    draft = facts(shown(client, ids["Udkast.txt"]))
    assert draft["Status"] == "Udkast"
    assert facts(shown(client, ids["Dagsorden.txt"]))["Ikke fundet"] == "sted"


def test_a_text_that_could_not_be_divided_says_so(client: TestClient, ids: dict[str, str]) -> None:
    soup = shown(client, ids["Norsk.txt"])
    assert facts(soup)["Inddeling"] == "Ikke delt i punkter"
    assert "kunne ikke deles i punkter" in spoken(one(soup, ".document-warning"))
    assert not shown(client, ids["Referat.txt"]).select(".document-warning")


def test_another_language_is_marked_for_people_and_for_screen_readers(
    client: TestClient, ids: dict[str, str]
) -> None:
    soup = shown(client, ids["Norsk.txt"])
    assert facts(soup)["Sprog"] == "Norsk"
    assert one(soup, "article")["lang"] == "nb"
    soup = shown(client, ids["Referat.txt"])
    assert "Sprog" not in facts(soup) and not one(soup, "article").has_attr("lang")


def test_the_list_has_attachments_and_versions_under_their_minutes(
    client: TestClient, ids: dict[str, str]
) -> None:
    soup = page(client, "/dokumenter")
    titles = [spoken(entry.h3) for entry in soup.select(".document-entry")]
    assert len(titles) == 3 and "3\u00a0dokumenter" in soup.text
    minutes = next(e for e in soup.select(".document-entry") if "Referat af" in spoken(e.h3))
    assert one(minutes, "details a")["href"] == f"/dokumenter/{ids[NOTE_NAME]}"
    assert "Bilag 2 til punkt 2" in spoken(one(minutes, "details"))
    assert f"/dokumenter/{ids['Udkast.txt']}" in {a["href"] for a in minutes.select("a")}
    # Searched for by name they stand for themselves.
    [entry] = page(client, "/dokumenter?q=bilag+takster").select(".document-entry")
    assert "Hører til som bilag 2 til punkt 2 i KKR Sjælland" in spoken(entry)
    [entry] = page(client, "/dokumenter?q=udkast").select(".document-entry")
    assert "Erstattet af en anden udgave" in spoken(entry)


def test_the_api_and_the_command_line_tell_the_same(
    client: TestClient, corpus: Corpus, ids: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    listed = client.get("/api/v1/documents").json()
    assert main(["--data", str(corpus.settings.data), "documents", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == listed
    by_source = {document["source"]: document for document in listed["documents"]}
    note, minutes = by_source[NOTE_NAME], by_source["Referat.txt"]
    assert note["attachment"]["label"] == "Bilag 2 til punkt 2"
    assert note["attachment"]["by"] == "file name" and note["inherited"][-1] == "date"
    [attached] = minutes["attachments"]
    assert (attached["document_id"], attached["number"]) == (ids[NOTE_NAME], 2)
    assert by_source["Udkast.txt"]["superseded_by"]["document_id"] == ids["Referat.txt"]
    assert [one["document_id"] for one in minutes["replaces"]] == [ids["Udkast.txt"]]
    assert minutes["apologies"] == ["Carl Holm, Greve Kommune"]
    assert minutes["certainty"]["date"] > 0.9 and minutes["structure"] == "numbering"
    assert by_source["Norsk.txt"]["language"] == "nb"
    assert main(["--data", str(corpus.settings.data), "documents"]) == 0
    table = " ".join(capsys.readouterr().out.split())
    assert "Bilag 2 til" in table and "Usikker inddeling" in table


def test_a_found_attachment_says_what_it_is(client: TestClient, ids: dict[str, str]) -> None:
    question = "Hvor meget stiger døgntaksten på Bakkehuset?"
    soup = page(client, f"/?q={question}")
    assert spoken(soup.select(".hit-heading")[0]) == "Bilag 2 til punkt 2: »Notat om takster«"
    assert "bilag 2 til punkt 2" in spoken(soup.select(".source")[0])
    soup = page(client, f"/sammenlign?q={question}")
    assert any("bilag 2 til punkt 2" in spoken(p) for p in soup.select(".aspect-place"))
    hits = client.get("/api/v1/search", params={"q": question}).json()["hits"]
    assert hits[0]["attachment"]["document_id"] == ids["Referat.txt"]
    assert not any(hit["document_id"] == ids["Udkast.txt"] for hit in hits)


def test_what_lies_in_two_places_is_one_document_that_names_both(
    client: TestClient, ids: dict[str, str]
) -> None:
    places = ["kopi/Norsk.txt", "referater/Norsk.txt"]
    document = client.get(f"/api/v1/documents/{ids['Norsk.txt']}").json()
    assert document["sources"] == places
    assert facts(shown(client, ids["Norsk.txt"]))["Kilder"] == ", ".join(places)
    assert facts(shown(client, ids["Referat.txt"]))["Kilde"] == "Referat.txt"
