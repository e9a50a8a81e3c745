"""English questions over Danish minutes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from importlib import resources

import pytest

from search_api.archive import Archive
from search_api.ask import ask
from search_api.compare import compare
from search_api.english import is_english, to_danish


@pytest.mark.parametrize(
    "text",
    [
        "What was decided about Kofoedsminde?",
        "Who leads Sammen om Psykiatri?",
        "Compare the rates in Zealand and Southern Denmark",
        "Is Aalborg Krisecenter full?",
        "homelessness in Zealand",
        "shelter rates Aalborg",
    ],
)
def test_english_is_recognised(text: str):
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hvad blev besluttet om Kofoedsminde?",
        "Hvad er Out of the Box?",
        "Hvad siger rapporten The State of the World om byerne?",
        "Må kommunerne bruge Housing First?",
        "Er der et hospice i Aalborg?",
        "Find det i referaterne",
        "under forhandling",
        "takster for bosteder",
        "Kofoedsminde",
        "budget 2012",
        "?",
        "",
    ],
)
def test_danish_and_bare_names_are_not_english(text: str):
    assert not is_english(text)


@pytest.mark.parametrize(
    ("english", "danish"),
    [
        (
            "How many children were admitted to the women's shelter in 2019?",
            "Hvor mange børn blev indskrevet i krisecenter i 2019?",
        ),
        ("When is the rate agreement of 4 March 2024?", "Hvornår er takstaftale af 4. marts 2024?"),
        ("Did it cost 1.35 million or 640,000 kroner?", "Det koster 1,35 mio. eller 640.000 kr.?"),
        ("What may the municipality of Vejle do?", "Hvad må Vejle Kommune?"),
        ("What was said in May 2020?", "Hvad blev sagde i maj 2020?"),
        ("Who runs Sammen om Psykiatri?", "Hvem driver Sammen om Psykiatri?"),
        ("Is it Aalborg's or KL's zebra?", "Er det Aalborgs eller KL's zebra?"),
    ],
)
def test_words_dates_and_amounts_are_read_in_danish(english: str, danish: str):
    gloss = to_danish(english)
    assert gloss.text.replace(" til ", " i ") == danish.replace(" til ", " i ")
    assert gloss.foreign <= {"om", "zebra"}


def test_no_english_word_stands_twice_in_the_glossary():
    folder = resources.files("search_api")
    names = Counter(
        name.strip()
        for part in ("words", "names", "services", "terms")
        for line in folder.joinpath(f"english_{part}.txt").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
        for name in line.partition("=")[0].split(",")
    )
    assert [name for name, count in names.items() if count > 1] == []
    assert all(name and name == name.casefold() for name in names)
    assert len(names) > 250


@pytest.mark.parametrize(
    ("text", "regions", "forums"),
    [
        ("What did Region Zealand say about secure places?", ("Sjælland",), ()),
        ("What does the North Denmark Region pay?", ("Nordjylland",), ()),
        (
            "What happened in Central Jutland and Southern Denmark?",
            ("Syddanmark", "Midtjylland"),
            (),
        ),
        ("How many places are there in the Capital Region?", ("Hovedstaden",), ()),
        (
            "What did the Municipal Contact Council of Central Jutland decide?",
            ("Midtjylland",),
            ("KKR Midtjylland",),
        ),
        (
            "What did the Social Directors' Forum approve?",
            ("Syddanmark",),
            ("Socialdirektørforum",),
        ),
    ],
)
def test_english_names_of_regions_and_forums(understood, text, regions, forums):
    question = understood(text)
    assert (question.regions, question.forums) == (regions, forums)


@pytest.mark.parametrize(
    ("text", "compares"),
    [
        ("Compare how the regions handle homelessness", True),
        ("How did each KKR handle Kofoedsminde?", True),
        ("What are the differences between the regions?", True),
        ("What do Zealand and Central Jutland say about rates?", True),
        ("What did KKR Zealand decide about rates?", False),
    ],
)
def test_an_english_comparison(understood, text, compares):
    assert understood(text).compares is compares


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("What was discussed at meetings in 2021?", (dt.date(2021, 1, 1), dt.date(2021, 12, 31))),
        ("What has happened since 2020?", (dt.date(2020, 1, 1), None)),
        ("What was said before 2022?", (None, dt.date(2021, 12, 31))),
        ("What was agreed between 2021 and 2023?", (dt.date(2021, 1, 1), dt.date(2023, 12, 31))),
        ("What was the budget for 2012?", (None, None)),
    ],
)
def test_an_english_period(understood, text, period):
    question = understood(text)
    assert (question.date_from, question.date_to) == period


def test_an_english_question_is_about_danish_words(samples: Archive, understood):
    question = understood("What was decided about the wobbly rate at Kofoedsminde in Zealand?")
    assert question.asks_decision and question.kind == "decision"
    terms = {term.text: term for term in question.terms}
    assert set(terms) == {"takst", "Kofoedsminde", "wobbly"}
    assert terms["takst"].terms == set(samples.sparse.encode_query("takst").indices)
    assert terms["Kofoedsminde"].name and not terms["wobbly"].name
    assert terms["wobbly"].weight < terms["Kofoedsminde"].weight


def test_a_danish_question_is_read_as_it_stands(understood):
    text = "Hvad blev besluttet om taksten på Kofoedsminde?"
    assert understood(text).text == understood(text).topic == text


@pytest.mark.parametrize(
    ("text", "source", "number", "fact"),
    [
        (
            "How much money did Nøglen Først get for one more year?",
            "embedsmandsudvalget-hovedstaden-2022-09-09.txt",
            "5",
            "640.000 kr.",
        ),
        (
            "How many cases may a contact person in Fast Følge have?",
            "socialdirektoerforum-2023-06-02.txt",
            "2",
            "12 unge",
        ),
        (
            "What did the municipalities of Southern Denmark pay for Kofoedsminde in 2021?",
            "socialdirektoerforum-2022-02-25.txt",
            "3",
            "61,3",
        ),
        (
            "What must a municipality pay for a trainee place that it does not fill?",
            "kkr-hovedstaden-2024-09-13.txt",
            "6",
            "15.000 kr.",
        ),
        (
            "Who runs the housing bank in the capital area to begin with?",
            "kkr-hovedstaden-2024-09-13.txt",
            "4",
            "Ballerup Kommune",
        ),
    ],
)
def test_an_english_question_is_answered_in_the_minutes_words(
    samples: Archive, text: str, source: str, number: str, fact: str
):
    reply = ask(samples, text)
    assert not reply.abstained and reply.question == text
    cited = {(citation.source, citation.item.number) for citation in reply.citations}
    assert (source, number) in cited
    assert fact in reply.text


@pytest.mark.parametrize(
    "text",
    [
        "When does the light rail between Aarhus and Silkeborg open?",
        "What did KKR Capital Region decide about Kofoedsminde?",
        "Who is the best singer in Aalborg?",
    ],
)
def test_the_reason_for_silence_is_danish(samples: Archive, text: str):
    reply = ask(samples, text)
    assert reply.abstained
    assert reply.reason.startswith("Referaterne")


def test_an_english_comparison_hears_every_region(samples: Archive):
    reply = compare(samples, "How did each KKR handle Kofoedsminde?")
    status = {summary.region: summary.status for summary in reply.regions}
    assert status.pop("Hovedstaden") == "none"
    assert set(status.values()) == {"found"} and len(status) == 4
