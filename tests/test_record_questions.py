"""Questions that the records answer: which they are, and what is answered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from corpus.records import Filters
from corpus.settings import Settings
from search_api.archive import Archive
from search_api.ask import ask
from search_api.http import create_app
from search_api.record_answers import answer_from_records
from search_api.record_questions import record_question
from search_api.replies import Answer
from tests.decided import MEETINGS, take_in
from tests.ingested import Corpus
from tests.pages import one, page, spoken
from tests.quick_encoder import QuickEncoder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    made = Corpus(tmp_path_factory.mktemp("asked"), QuickEncoder(Settings()))
    take_in(made, MEETINGS)
    return made


@pytest.fixture(scope="module")
def archive(corpus: Corpus) -> Iterator[Archive]:
    archive = Archive(corpus.settings, corpus.encoder)
    yield archive
    archive.close()


def quotes(answer: Answer | None) -> list[str]:
    assert answer is not None
    return [sentence.text for sentence in answer.sentences]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hvilke punkter blev udsat i 2011?", "decisions"),
        ("Hvad udsatte Socialdirektørforum?", "decisions"),
        ("Hvilke forslag blev afvist af KKR Midtjylland?", "decisions"),
        ("Hvilke arbejdsgrupper blev nedsat i 2023?", "decisions"),
        ("Hvad besluttede KKR Sjælland i 2024?", "decisions"),
        ("Hvilke beslutninger traf DASSOS i 2023?", "decisions"),
        ("Hvor tit fulgte Socialdirektørforum indstillingen?", "recommendations"),
        ("Hvilke indstillinger blev ikke fulgt?", "recommendations"),
        ("Hvad skulle Lolland gøre?", "follow_ups"),
        ("Hvilke opgaver fik sekretariatet?", "follow_ups"),
        ("Hvem skal gøre hvad?", "follow_ups"),
        ("Hvilke frister blev der sat?", "deadlines"),
        ("Hvem stemte imod?", "dissent"),
        ("Var der uenighed om punktet?", "dissent"),
    ],
)
def test_questions_of_the_records(text: str, kind: str) -> None:
    asked = record_question(text)
    assert asked is not None and asked.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "Hvad koster det at forlænge Sammen om Psykiatri?",
        "Hvor mange pladser er der på Kofoedsminde?",
        "Hvilke takster blev nedsat i 2023?",
        "Hvordan håndterede hvert KKR Kofoedsminde?",
        "Hvorfor besluttede KKR Sjælland det?",
        "Hvilken kommune var imod en højere pris?",
        "udsat",
    ],
)
def test_questions_of_another_shape_are_not_caught(text: str) -> None:
    assert record_question(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Hvad besluttede KKR Sjælland om Kofoedsminde?",
        "Hvad blev besluttet?",
        "Hvilken frist har kommunerne for at melde sig til nye initiativer?",
        "Hvad skal man gøre?",
        "Hvad skal Lolland gøre for at få flere pladser?",
        "Hvilke projekter blev godkendt i 2011?",
        "Hvornår blev punktet udsat?",
        "Hvem stemte imod letbanen?",
        "Hvad skal aftalen gøre?",
    ],
)
def test_a_matter_is_looked_for_in_the_text(archive: Archive, text: str) -> None:
    assert answer_from_records(archive, text) is None


def test_what_was_postponed_is_told_with_its_title(archive: Archive) -> None:
    answer = ask(archive, "Hvilke punkter blev udsat i 2011?")
    assert answer.finding == "2 punkter blev udsat eller flyttet til et senere møde (2011)."
    assert quotes(answer) == [
        "Faglige netværk",
        "Punktet flyttes til næste møde.",
        "Fælles svømmehal i Kolding",
        "Punktet udsættes til næste møde.",
    ]
    for citation in answer.citations:
        text = archive.document(citation.document_id).text
        assert citation.quote == text[citation.start : citation.end]
    assert answer.text.startswith("Faglige netværk [1] Punktet flyttes til næste møde. [2] ")
    assert answer.listing.startswith("/beslutninger?outcome=udsat&outcome=flyttet&from=2011-01-01")
    assert answer.understood.date_from is not None


def test_it_is_silent_where_the_records_are(archive: Archive) -> None:
    answer = ask(archive, "Hvilke punkter blev udsat i 2024?")
    assert answer.abstained and not answer.sentences and not answer.finding
    assert answer.reason == (
        "Ingen af de 2 beslutninger i referaterne (2024) er noteret som »udsat« eller »flyttet«."
    )
    absent = ask(archive, "Hvad besluttede KKR Nordjylland i 2024?")
    assert absent.reason == "Der er ingen referater fra KKR Nordjylland i samlingen."
    nobody = ask(archive, "Hvad skulle Greve gøre?")
    assert nobody.reason == "Referaterne har ingen opfølgning, hvor »Greve« skal gøre noget."


def test_how_often_a_recommendation_was_followed_is_counted(archive: Archive) -> None:
    answer = ask(archive, "Hvor tit fulgte Socialdirektørforum indstillingen?")
    assert answer.finding == "1 af 2 indstillinger blev fulgt (Socialdirektørforum)."
    assert "Socialdirektørforum fulgte ikke indstillingen." in quotes(answer)
    every = ask(archive, "Hvor ofte blev indstillingen fulgt?")
    assert every.finding == "2 af 3 indstillinger blev fulgt, heraf 1 med ændringer."
    refused = ask(archive, "Hvilke indstillinger blev ikke fulgt?")
    assert quotes(refused)[0] == "Takster for 2012"
    assert len(refused.sentences) == 2


def test_who_was_to_do_what(archive: Archive) -> None:
    lolland = ask(archive, "Hvad skulle Lolland gøre?")
    assert lolland.finding == "1 opfølgning for Lolland."
    assert quotes(lolland) == ["Lolland Kommune skriver til styrelsen."]
    assert quotes(ask(archive, "Hvad skal sekretariatet gøre?")) == [
        "Sekretariatet vender tilbage."
    ]
    meeting = ask(archive, "Hvem skal gøre hvad efter mødet i KKR Sjælland i 2024?")
    assert len(meeting.sentences) == 2


def test_deadlines_and_dissent(archive: Archive) -> None:
    due = ask(archive, "Hvilke frister blev der sat?")
    assert due.finding == "1 frist."
    assert quotes(due)[0].startswith("Kolding Kommune sender et udkast")
    assert ask(archive, "Hvilke frister blev der sat i 2024?").abstained
    against = ask(archive, "Hvem stemte imod takster for 2012?")
    assert quotes(against) == ["Vejle Kommune stemte imod."]
    assert ask(archive, "Hvem stemte imod i KKR Sjælland?").abstained


def test_what_a_forum_decided_is_listed(archive: Archive) -> None:
    answer = ask(archive, "Hvad besluttede KKR Sjælland i 2024?")
    assert answer.finding == "2 beslutninger (KKR Sjælland, 2024)."
    assert "Orienteringen blev taget til efterretning." in quotes(answer)
    first = ask(archive, "Hvad besluttede KKR Sjælland i 2024?", limit=1)
    assert len(first.sentences) == 1
    assert first.finding == f"{answer.finding} Kun nogle af dem er vist her."


def test_filters_and_what_was_taken_away_count(archive: Archive) -> None:
    narrowed = Filters(forums=("KKR Sjælland",))
    assert ask(archive, "Hvilke punkter blev udsat?", narrowed).abstained
    question = "Hvilke punkter blev udsat i 2024?"
    assert not ask(archive, question, Filters(without=("period",))).abstained


def test_the_page_shows_the_count_as_no_quote(corpus: Corpus) -> None:
    client = TestClient(create_app(corpus.settings))
    soup = page(client, "/?q=Hvilke punkter blev udsat i 2011?")
    finding = one(soup, ".finding")
    assert "2 punkter blev udsat eller flyttet" in spoken(finding)
    assert not finding.select("q")
    assert page(client, one(finding, "a")["href"]).select(".decision")
    assert spoken(soup.select(".answer-text q")[2]) == "Fælles svømmehal i Kolding"
