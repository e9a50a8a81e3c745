"""The verb ``follow``: a matter through meetings and regions, and what is left open."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from models.encoder import Encoder
from search_api.cli import main
from search_api.http import create_app
from search_api.mcp_text import as_text
from search_api.mcp_tools import TOOLS
from search_api.service import Service
from tests.ingested import Corpus
from tests.pages import page, spoken

MATTER = "Sammen om Psykiatri"
RAISED = (
    "Sammen om Psykiatri er et nyt samarbejde mellem kommunerne og psykiatrien om borgere med en "
    "svær sindslidelse."
)
PROPOSED = "Sekretariatet indstiller, at samarbejdet sættes i gang."
DECIDED = "Socialdirektørforum godkendte, at samarbejdet sættes i gang i seks kommuner."
DRAFT = "Odense Kommune udarbejder et udkast til aftale senest den 1. september 2018."
CHANGED = "Socialdirektørforum godkendte, at Sammen om Psykiatri forlænges til udgangen af 2021."
ENDED = "Sammen om Psykiatri afsluttes den 31. december 2021."
REPORT = "Sekretariatet sender en slutrapport til KKR senest den 1. marts 2022."
MENTIONED = "KKR blev orienteret om, at Sammen om Psykiatri i Syddanmark følges af forskere."
PUT_OFF = "Punktet blev udsat til næste møde."


def _item(number: int, title: str, case: str, recommendation: str, decision: str) -> str:
    return (
        f"{number}. {title}\n\nSagsfremstilling\n\n{case}\n\n"
        f"Indstilling\n\n{recommendation}\n\nBeslutning\n\n{decision}\n\n"
    )


def _takster(year: int) -> str:
    return _item(
        2,
        f"Takster for {year}",
        "Taksterne følger pris- og lønudviklingen.",
        "Sekretariatet indstiller, at taksterne godkendes.",
        "Taksterne blev godkendt.",
    )


MINUTES = {
    "a.txt": (
        "Socialdirektørforum",
        "14. marts 2018",
        _item(1, MATTER, RAISED, PROPOSED, f"{DECIDED} {DRAFT}") + _takster(2019),
    ),
    "b.txt": (
        "Socialdirektørforum",
        "4. juni 2019",
        _item(
            1,
            "Forlængelse af Sammen om Psykiatri",
            "Projektet udløber den 31. december 2019.",
            "Sekretariatet indstiller, at projektet forlænges i to år.",
            CHANGED,
        )
        + _takster(2020),
    ),
    "c.txt": (
        "KKR Sjælland",
        "3. september 2020",
        _item(
            1,
            "Ventelisten på Kofoedsminde",
            "Ventelisten på Kofoedsminde er vokset.",
            "K17 indstiller, at ventelisten drøftes.",
            PUT_OFF,
        )
        + _item(2, "Orienteringer", MENTIONED, "Til orientering.", "Taget til efterretning."),
    ),
    "d.txt": (
        "Socialdirektørforum",
        "3. december 2021",
        _item(
            1,
            "Status på Sammen om Psykiatri",
            "Samarbejdet har været i gang i tre år.",
            "Sekretariatet indstiller, at status drøftes.",
            f"{ENDED} {REPORT}",
        )
        + _takster(2022),
    ),
    "e.txt": ("Socialdirektørforum", "10. juni 2022", _takster(2023).replace("2.", "1.", 1)),
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Corpus:
    corpus = Corpus(tmp_path_factory.mktemp("forloeb"), encoder)
    for name, (forum, date, items) in MINUTES.items():
        corpus.write(name, f"Referat af møde i {forum} den {date}\n\n{items}")
    corpus.ingest()
    return corpus


@pytest.fixture(scope="module")
def client(corpus: Corpus) -> Iterator[TestClient]:
    with TestClient(create_app(corpus.settings)) as client:
        yield client


def _follow(client: TestClient, matter: str = MATTER, **more: str):
    response = client.get("/api/v1/follow", params={"q": matter, **more})
    assert response.status_code == 200, response.text
    return response.json()


def _steps(course) -> list[tuple[str, str, str]]:
    return [
        (item["date"], step["kind"], step["text"])
        for item in course["items"]
        for step in item["steps"]
    ]


def test_a_matter_is_told_in_the_order_of_time(client: TestClient) -> None:
    steps = _steps(_follow(client))
    assert [step[:2] for step in steps] == sorted(
        (step[:2] for step in steps), key=lambda step: step[0]
    )
    for step in (
        ("2018-03-14", "raised", RAISED),
        ("2018-03-14", "proposed", PROPOSED),
        ("2018-03-14", "decided", DECIDED),
        ("2018-03-14", "next_step", DRAFT),
        ("2019-06-04", "changed", CHANGED),
        ("2021-12-03", "ended", ENDED),
        ("2021-12-03", "next_step", REPORT),
    ):
        assert step in steps
    assert {date for date, kind, _ in steps if kind == "raised"} == {"2018-03-14"}


def test_what_is_prolonged_in_the_same_item_has_not_ended(client: TestClient) -> None:
    assert {date for date, kind, _ in _steps(_follow(client)) if kind == "ended"} == {"2021-12-03"}


def test_an_item_about_something_else_gives_only_the_sentence_that_names_it(
    client: TestClient,
) -> None:
    course = _follow(client)
    (other,) = [item for item in course["items"] if item["region"] == "Sjælland"]
    assert not other["about"] and other["outcome"] is None
    assert [(step["kind"], step["text"]) for step in other["steps"]] == [("mentioned", MENTIONED)]
    assert course["silent"] == ["Hovedstaden", "Midtjylland", "Nordjylland"]
    assert course["overview"] == (
        "Sagen er behandlet i 3 punkter og omtalt i 1 punkt om andet fra 2 regioner, 2018–2021."
    )


def test_open_is_what_no_later_item_takes_up(client: TestClient) -> None:
    (task,) = _follow(client)["open"]
    assert task["text"] == REPORT and task["who"] == "Sekretariatet" and not task["postponed"]
    assert task["due_date"] == "2022-03-01" and task["latest"] == "2022-06-10"
    assert task["passed"] is True


def test_a_postponed_item_is_open_until_it_is_taken_up(client: TestClient) -> None:
    course = _follow(client, "Ventelisten på Kofoedsminde")
    assert ("2020-09-03", "postponed", PUT_OFF) in _steps(course)
    (task,) = course["open"]
    assert task["postponed"] and task["text"] == PUT_OFF
    assert task["latest"] is None and task["passed"] is None


def test_a_period_bounds_what_is_shown_but_not_what_is_known(client: TestClient) -> None:
    course = _follow(client, to="2018")
    assert {item["date"] for item in course["items"]} == {"2018-03-14"}
    assert not course["open"]
    told = _follow(client, "Hvad besluttede Socialdirektørforum om Sammen om Psykiatri i 2018?")
    assert told["items"] == course["items"]
    assert [item["date"] for item in _follow(client, to="2021", **{"from": "2021"})["items"]] == [
        "2021-12-03"
    ]


def test_every_sentence_stands_word_for_word_where_it_is_cited(client: TestClient) -> None:
    citations = _follow(client)["citations"]
    assert [citation["n"] for citation in citations] == list(range(1, len(citations) + 1))
    for citation in citations:
        assert client.get(citation["url"]).json()["quote"] == citation["quote"]


@pytest.mark.parametrize("matter", ["Fælles elbusser i Hvidovre", "projekt Taget Godt", "Hvad?"])
def test_what_the_minutes_do_not_name_has_no_course(client: TestClient, matter: str) -> None:
    course = _follow(client, matter)
    assert course["items"] == course["open"] == course["citations"] == []
    assert course["overview"] == "Ingen fund."


def test_a_forum_can_be_followed_where_others_speak_of_it(client: TestClient) -> None:
    course = _follow(client, "Socialdirektørforum")
    texts = {step["text"] for item in course["items"] for step in item["steps"]}
    assert DECIDED in texts and "Taksterne blev godkendt." not in texts


def test_the_page_shows_the_course_and_what_is_open(client: TestClient) -> None:
    soup = page(client, f"/forloeb?q={MATTER}")
    items = [spoken(item) for item in soup.select(".course-item")]
    assert len(items) == 4 and "Rejst" in items[0] and "Afslutning" in items[3]
    assert "Omtalt" in items[2] and "punktet handler om andet" in items[2]
    (task,) = soup.select(".task")
    assert REPORT in spoken(task) and "den var gået ved" in spoken(task)
    assert "10. juni 2022" in spoken(task)
    current = soup.select_one("nav .nav-link[aria-current=page]")
    assert current is not None and spoken(current) == "Forløb"
    assert "nævner ikke sagen" in spoken(page(client, "/forloeb?q=Fælles elbusser").main)
    assert "Følg en sag" in spoken(page(client, "/forloeb").main)
    assert page(client, "/forloeb?q=takster&from=<i går>", 422)


def test_an_assistant_is_told_the_same_in_words(corpus: Corpus) -> None:
    tool = next(tool for tool in TOOLS if tool.name == "follow")
    service = Service(corpus.settings)
    try:
        reply = tool.answer(service, "public", tool.arguments(question=MATTER))
    finally:
        service.close()
    text = as_text(reply)
    assert f"- Rejst: »{RAISED}« [1]" in text and "Åbent" in text and "Kilder" in text
    assert "den var gået ved" in text and "punktet handler om andet" in text


def test_the_command_line_shows_the_course_and_the_same_json(
    corpus: Corpus, client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(corpus.settings.data)]
    assert main([*data, "follow", MATTER]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "Afslutning: " + ENDED in shown and "Ingen fund i Hovedstaden" in shown
    assert "den var gået ved forummets nyeste møde i referaterne, 10. juni 2022" in shown
    assert main([*data, "follow", MATTER, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == _follow(client)
