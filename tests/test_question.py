"""What a question is understood to ask."""

from __future__ import annotations

import datetime as dt

import pytest

from search_api.archive import Archive


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("Hvad besluttede KKR Midtjylland om Kofoedsminde?", ("Midtjylland",)),
        ("hvad mener de nordjyske kommuner om takster", ("Nordjylland",)),
        ("Hvad siger Region Sjælland om et sikret tilbud?", ("Sjælland",)),
        ("Hvad siger Nordjylland og Sjælland om processen?", ("Sjælland", "Nordjylland")),
        ("Hvad koster en plads på Kofoedsminde?", ()),
    ],
)
def test_regions_named_in_the_question_are_understood(understood, text, regions):
    assert understood(text).regions == regions


@pytest.mark.parametrize(
    ("text", "compares"),
    [
        ("Hvordan håndterede hvert KKR Kofoedsminde?", True),
        ("Sammenlign taksterne", True),
        ("Hvad har regionerne gjort for hjemløse?", True),
        ("Hvad siger Syddanmark og Midtjylland om takster?", True),
        ("Hvad besluttede Socialdirektørforum om takster?", False),
        ("Hvor mange pladser må Region Syddanmark ommærke?", False),
    ],
)
def test_a_comparison_is_told_from_a_question_to_one(understood, text, compares):
    assert understood(text).compares is compares


def test_the_matter_is_known_by_any_of_its_names(understood):
    ids = {
        understood(f"Hvad er besluttet om {name}?").entities
        for name in (
            "dømte udviklingshæmmede",
            "domfældte udviklingshæmmede",
            "borgere med udviklingshæmning og dom",
        )
    }
    assert len(ids) == 1 and ids != {()}


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Hvad blev drøftet på møder i 2023?", (dt.date(2023, 1, 1), dt.date(2023, 12, 31))),
        ("Hvad er sket siden 2024?", (dt.date(2024, 1, 1), None)),
        ("Hvad blev sagt mellem 2021 og 2022?", (dt.date(2021, 1, 1), dt.date(2022, 12, 31))),
        # The year of a budget or an agreement is not the year of the meeting.
        ("Hvilket budget fik sekretariatet for 2012?", (None, None)),
        ("Hvad er der besluttet om Rammeaftale 2021-2022?", (None, None)),
    ],
)
def test_only_a_plain_period_of_meetings_narrows(understood, text, period):
    question = understood(text)
    assert (question.date_from, question.date_to) == period


def test_what_is_asked_is_kept_apart_from_how_it_is_asked(understood):
    question = understood("Hvordan håndterede hvert KKR Kofoedsminde?")
    assert [term.text for term in question.terms] == ["Kofoedsminde"]
    assert question.asks_decision


def test_a_word_finds_the_compounds_it_is_part_of(samples: Archive):
    terms = samples.vocabulary.compounds("takst")
    inside = set(samples.sparse.encode_query("takststigning").indices)
    assert inside <= terms
