"""Decisions as they are listed, filtered, counted and taken along, in every face of the service."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from corpus.errors import BadValue
from corpus.records import Filters, Span
from corpus.settings import Settings
from corpus.titles import title_words
from search_api.archive import Archive
from search_api.citations import cite_span
from search_api.cli import main
from search_api.decision_replies import DecisionList, DecisionView
from search_api.decisions import decisions, read_followed, read_outcomes
from search_api.http import create_app
from search_api.mcp_text import as_text
from search_api.mcp_tools import TOOLS
from search_api.replies import Sentence
from tests.decided import MEETINGS, take_in
from tests.ingested import Corpus
from tests.pages import one, page, shown_behind, spoken
from tests.parsed import SAMPLES
from tests.quick_encoder import QuickEncoder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    made = Corpus(tmp_path_factory.mktemp("decided"), QuickEncoder(Settings()))
    take_in(made, MEETINGS)
    return made


@pytest.fixture(scope="module")
def archive(corpus: Corpus) -> Iterator[Archive]:
    archive = Archive(corpus.settings, corpus.encoder)
    yield archive
    archive.close()


@pytest.fixture(scope="module")
def client(corpus: Corpus) -> TestClient:
    # Not entered: nothing here needs the models that the service would load at its start.
    return TestClient(create_app(corpus.settings))


def titles(found: DecisionList) -> list[str]:
    return [decision.item.title for decision in found.decisions]


def sentences(decision: DecisionView) -> list[Sentence]:
    some = [decision.telling, *decision.changes, *decision.conditions, *decision.dissent]
    some += [*decision.follow_ups, *([decision.recommendation] if decision.recommendation else [])]
    return [Sentence(text=decision.text, citation=decision.citation), *some]


def test_the_latest_meeting_comes_first_with_what_is_known_of_each(archive: Archive) -> None:
    found = decisions(archive)
    assert titles(found) == [
        "Kofoedsminde og den centrale udmelding",
        "Ventelister i psykiatrien",
        "Fælles svømmehal i Kolding – genoptagelse",
        "Faglige netværk",
        "Fælles svømmehal i Kolding",
        "Takster for 2012",
    ]
    first = found.decisions[0]
    assert (first.outcome, first.followed) == ("godkendt med ændringer", "fulgt med ændringer")
    assert (first.decided_by, first.region, first.forum) == (
        *("KKR Sjælland", "Sjælland", "KKR Sjælland"),
    )
    assert [s.text for s in first.conditions] == ["Det forudsætter, at staten betaler."]
    (follow_up,) = found.decisions[2].follow_ups
    assert (follow_up.who, follow_up.due) == ("Kolding Kommune", "senest den 1. september 2011")
    assert found.decisions[5].dissent[0].text == "Vejle Kommune stemte imod."


def test_every_quote_is_verbatim_and_has_its_own_number(archive: Archive) -> None:
    for decision in decisions(archive).decisions:
        text = archive.document(decision.document_id).text
        some = sentences(decision)
        for sentence in some:
            cited = sentence.citation
            assert cited.quote == text[cited.start : cited.end]
            assert cited.item == decision.item
        assert sorted(s.citation.n for s in some) == list(range(1, len(some) + 1))


def test_a_span_outside_the_item_is_never_cited(archive: Archive) -> None:
    decision = decisions(archive).decisions[0]
    document, item = archive.catalogue.item(decision.item.item_id)
    with pytest.raises(ValueError, match="does not stand in"):
        cite_span(document, item, Span(0, 20), 1)
    gap = document.text.index("\n\n", item.start)
    with pytest.raises(ValueError, match="holds nothing"):
        cite_span(document, item, Span(gap, gap + 2), 1)


def test_filters_narrow_and_facets_count_all_that_pass(archive: Archive) -> None:
    postponed = decisions(archive, outcomes=read_outcomes(["Udsat"]))
    assert titles(postponed) == ["Fælles svømmehal i Kolding"]
    followed = decisions(archive, followed=read_followed(["fulgt, fulgt med ændringer"]))
    assert followed.total == 2
    named = decisions(archive, Filters(entities=("institution:kofoedsminde",)))
    assert titles(named) == ["Kofoedsminde og den centrale udmelding"]
    some = decisions(archive, Filters(regions=("Syddanmark",)), limit=1, offset=1)
    assert titles(some) == ["Faglige netværk"]
    assert some.total == 4
    counted = {facet.value: facet.count for facet in some.facets.outcomes}
    assert counted == {"godkendt": 1, "udsat": 1, "flyttet": 1, "afvist": 1}
    assert [(facet.value, facet.count) for facet in some.facets.years] == [("2011", 4)]
    assert [meeting.decisions for meeting in some.meetings] == [2, 2]


def test_an_outcome_that_there_is_not_is_told_of(archive: Archive) -> None:
    with pytest.raises(BadValue, match="Udfaldet »vundet« findes ikke. Vælg mellem godkendt"):
        read_outcomes(["godkendt,vundet"])


def test_a_postponed_item_is_followed_by_that_of_the_same_matter(archive: Archive) -> None:
    by_title = {decision.item.title: decision for decision in decisions(archive).decisions}
    later = by_title["Fælles svømmehal i Kolding"].later
    assert later is not None and later.item.title == "Fælles svømmehal i Kolding – genoptagelse"
    assert by_title["Fælles svømmehal i Kolding – genoptagelse"].later is None
    assert by_title["Takster for 2012"].later is None


@pytest.mark.parametrize(
    "title", ["Eventuelt", "Godkendelse af dagsorden", "Orientering", "Næste møde den 4. marts"]
)
def test_what_every_meeting_has_is_no_matter(title: str) -> None:
    assert not title_words(title)


def test_minutes_that_are_taken_in_have_their_decisions(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    taken = Corpus(tmp_path_factory.mktemp("samples"), QuickEncoder(Settings()))
    taken.ingest(SAMPLES / "dassos-2023-11-17.md", SAMPLES / "kkr-midtjylland-2024-03-04.txt")
    archive = Archive(taken.settings, taken.encoder)
    found = decisions(archive)
    by_item = {(one.source[:3], one.item.number): one for one in found.decisions}
    refused = by_item["kkr", "4"]
    assert (refused.outcome, refused.followed) == ("afvist", "ikke fulgt")
    assert refused.telling.text == "KKR fulgte ikke indstillingen."
    later = by_item["das", "3"].later
    assert later is not None and later.item.number == "7" and later.forum == "KKR Midtjylland"
    for decision in found.decisions:
        text = archive.document(decision.document_id).text
        for sentence in sentences(decision):
            cited = sentence.citation
            assert cited.quote == text[cited.start : cited.end]
    archive.close()


def test_the_api_gives_json_and_csv(client: TestClient) -> None:
    found = DecisionList.model_validate(client.get("/api/v1/decisions?outcome=udsat").json())
    assert titles(found) == ["Fælles svømmehal i Kolding"]
    response = client.get("/api/v1/decisions?region=Sjælland&format=csv")
    assert response.headers["content-type"].startswith("text/csv")
    table = io.StringIO(response.content.decode("utf-8-sig"), newline="")
    rows = list(csv.DictReader(table, delimiter=";"))
    assert [row["Udfald"] for row in rows] == ["godkendt med ændringer", "taget til efterretning"]
    assert rows[0]["Opfølgning"] == "Lolland Kommune skriver til styrelsen."
    assert rows[0]["Indstillingen blev"] == "fulgt med ændringer"
    assert client.get(rows[0]["Kilde"].replace("http://testserver", "")).status_code == 200
    problem = client.get("/api/v1/decisions?outcome=vundet")
    assert problem.status_code == 422 and "vundet" in problem.json()["detail"]
    document = found.decisions[0].document_id
    assert client.get(f"/api/v1/decisions?document={document}").json()["total"] == 2


def test_the_command_line_lists_and_writes_them(
    corpus: Corpus, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*arguments: str) -> str:
        assert main(["--data", str(corpus.settings.data), "decisions", *arguments]) == 0
        return capsys.readouterr().out

    told = said("--outcome", "udsat", "--from", "2011")
    assert "Punkt 1: Fælles svømmehal i Kolding – udsat" in told
    assert "Taget op igen: Socialdirektørforum, 7. juni 2011, punkt 1" in told
    assert "1 af 1 beslutninger: udsat 1." in told
    assert [
        d["outcome"] for d in json.loads(said("--followed", "fulgt", "--json"))["decisions"]
    ] == ["godkendt"]
    assert said("--entity", "Kofoedsminde", "--csv", "-").count("\n") == 2
    assert "6 beslutninger er gemt" in said("--csv", str(tmp_path / "alle.csv"))
    assert (tmp_path / "alle.csv").read_bytes().startswith(b"\xef\xbb\xbfRegion;Forum;")
    assert said("--outcome", "delt") == "Ingen beslutninger passer.\n"


def test_an_assistant_reads_them_in_words(client: TestClient) -> None:
    (tool,) = [tool for tool in TOOLS if tool.name == "decisions"]
    service = client.app.state.service  # type: ignore[attr-defined]
    given = tool.arguments.model_validate({"outcome": "afvist"})
    reply = tool.answer(service, "closed", given)
    text = as_text(reply, "http://127.0.0.1:8000/")
    assert "Uenighed: »Vejle Kommune stemte imod.«" in text
    assert "Udfald: afvist; indstillingen blev ikke fulgt" in text
    assert f"http://127.0.0.1:8000{reply.decisions[0].citation.url}" in text


def test_the_page_has_the_decisions_under_their_meetings(client: TestClient) -> None:
    soup = page(client, "/beslutninger")
    assert spoken(one(soup, '[role="status"]')) == "6 beslutninger fra 3 møder"
    headings = [spoken(heading) for heading in soup.select(".decided-heading")]
    assert headings == [
        "KKR Sjælland, 3. september 2024",
        "Socialdirektørforum, 7. juni 2011",
        "Socialdirektørforum, 4. marts 2011",
    ]
    first = soup.select(".decision")[0]
    assert spoken(one(first, ".badge")) == "godkendt med ændringer"
    for quote in soup.select("q.quote-text"):
        link = quote.find_next("a", class_="citation-mark")
        assert spoken(quote) == shown_behind(client, link["href"])
    (later,) = soup.select(".decision-later a")
    assert spoken(later) == "punkt 1: Fælles svømmehal i Kolding – genoptagelse"
    assert spoken(one(soup, ".nav-primary [aria-current]")) == "Beslutninger"


def test_the_pages_strip_of_time_and_its_twin_in_text(client: TestClient) -> None:
    soup = page(client, "/beslutninger")
    assert len(soup.select(".strip circle")) == 3
    rows = [[spoken(cell) for cell in row.select("td")] for row in soup.select("tbody tr")]
    assert rows[0] == ["4. marts 2011", "Syddanmark", "Socialdirektørforum", "2"]
    narrowed = page(client, soup.select("tbody a")[0]["href"])
    assert spoken(one(narrowed, '[role="status"]')).startswith("2 beslutninger fra 1 møde")


def test_of_more_meetings_than_a_strip_can_show_there_is_none(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search_api.pages.decisions_page._MOST_MEETINGS", 1)
    shown = client.get("/beslutninger").text
    assert "Møderne vises i tid, når listen er afgrænset til højst 1 af dem." in shown
    assert "Vis møderne som tabel" not in shown
    assert "Kofoedsminde og den centrale udmelding" in shown


def test_the_page_narrows_and_keeps_what_was_chosen(client: TestClient) -> None:
    soup = page(client, "/beslutninger?outcome=udsat&from=2011&entity=municipality:kolding")
    assert len(soup.select(".decision")) == 1
    assert spoken(one(soup, "#outcome option[selected]")) == "Udsat"
    assert one(soup, "#emne")["value"] == "Kolding"
    csv_link = one(soup, "a.csv")["href"]
    assert csv_link.startswith("/api/v1/decisions?outcome=udsat&from=2011&")
    assert client.get(csv_link).text.count("\r\n") == 2
    nothing = page(client, "/beslutninger?outcome=delt")
    assert "Ingen beslutninger passer med filtrene." in spoken(nothing.main)
    wrong = page(client, "/beslutninger?outcome=<script>", 422)
    assert "Udfaldet »<script>« findes ikke." in spoken(one(wrong, ".alert-error"))
    assert "Så mange sider er der ikke." in spoken(page(client, "/beslutninger?side=9").main)


def test_a_document_and_a_topic_lead_to_their_decisions(client: TestClient) -> None:
    document = client.get("/api/v1/decisions?outcome=udsat").json()["decisions"][0]["document_id"]
    soup = page(client, f"/dokumenter/{document}")
    (link,) = [a for a in soup.select(".document-actions a") if "beslutning" in a.text]
    assert spoken(link) == "2 beslutninger"
    assert len(page(client, link["href"]).select(".decision")) == 2
    topic = page(client, "/emner/institution:kofoedsminde")
    (link,) = [a for a in topic.select("section a") if a["href"].startswith("/beslutninger")]
    assert len(page(client, link["href"]).select(".decision")) == 1
