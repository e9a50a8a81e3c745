"""Names in other spellings: mistakes, inflections, compounds and abbreviations."""

from __future__ import annotations

import pytest

from tests.tagged import ids, links, towns


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Frederica Kommune og Vejlle Kommunes svar", ["fredericia", "vejle"]),
        ("Ringkøbing-Skern Kommune", ["ringkoebing-skjern"]),
        ("Guldborgssund Komune og Vejle Komune", ["guldborgsund", "vejle"]),
        ("Aarhus, Rander og Viborg kommuner", ["aarhus", "randers", "viborg"]),
        ("Hørning Kommune og Vojens Kommune (nu nedlagt)", []),
        ("Egen Kommune, Anden Kommune og Hvilken Kommune", []),
        ("Holland og Kolding Kommune", ["kolding"]),
        ("Vi mødtes i Vejlle.", []),
    ],
)
def test_a_misspelt_municipality_needs_the_word(text: str, expected: list[str]) -> None:
    assert towns(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Region Sydanmark afventer.", ["region:syddanmark"]),
        ("KKR Midtjyland godkendte.", ["forum:kkr-midtjylland"]),
        ("På Kofodsminde og Kofoedsmide", ["institution:kofoedsminde"] * 2),
        (
            "Ankestyrrelsen og Socialstyrlsen",
            ["authority:ankestyrelsen", "authority:socialstyrelsen"],
        ),
        ("Socialdirektørforrum drøftede", ["forum:socialdirektoerforum"]),
    ],
)
def test_other_long_names_are_known_with_a_mistake(text: str, expected: list[str]) -> None:
    assert ids(text, "region", "forum", "institution", "authority") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Udenrigsministeriet er hørt.",
        "Egenmestringsgrupper er mange.",
        "Lundegården, Lindegaarden og Platangaarden",
        "Socialtilsynene mødes.",
        "ankestyrrelsen",
    ],
)
def test_another_name_or_inflection_is_no_mistake(text: str) -> None:
    assert ids(text, "authority", "institution", "agreement", "forum") == []


def test_a_form_that_the_text_keeps_to_is_a_name_of_its_own() -> None:
    text = "Kofoedsmunde har plads. " * 4
    assert ids(text, "institution") == []
    assert ids(f"{text} Kofoedsminde", "institution") == ["institution:kofoedsminde"] * 5


@pytest.mark.parametrize(
    ("text", "words", "entity_id"),
    [
        ("Kofoedsminde-sagen", "Kofoedsminde", "institution:kofoedsminde"),
        ("Kofoedsmindesagen", "Kofoedsmindesagen", "institution:kofoedsminde"),
        ("om socialaftaletilbud", "socialaftaletilbud", "agreement:nordjysk-socialaftale"),
        ("i rammeaftaleperioden", "rammeaftaleperioden", "agreement:rammeaftalen"),
        (
            "Rammeaftalesekretariatet skriver",
            "Rammeaftalesekretariatet",
            "organisation:rammeaftalesekretariatet",
        ),
        (
            "Rammeaftale-\nsekretariatets notat",
            "Rammeaftale-\nsekretariatets",
            "organisation:rammeaftalesekretariatet",
        ),
        (
            "Fælleskommunalt socialsekretariatets budget",
            "Fælleskommunalt socialsekretariatets",
            "organisation:faelleskommunalt-socialsekretariat",
        ),
        (
            "Socialdirektørforummets svar",
            "Socialdirektørforummets",
            "forum:socialdirektoerforum",
        ),
        (
            "Social- & Boligstyrelsen",
            "Social- & Boligstyrelsen",
            "authority:socialstyrelsen",
        ),
        (
            "Psykiatrisk Afdeling i Odense",
            "Psykiatrisk Afdeling i Odense",
            "institution:psykiatrisk-afdeling-odense",
        ),
        ("undergrupper til DAS6. Evt.", "DAS", "forum:das"),
        ("botilbuddet De To Gårde", "De To Gårde", "institution:de-2-gaarde"),
    ],
)
def test_inflections_and_compounds_are_linked(text: str, words: str, entity_id: str) -> None:
    assert (words, entity_id) in links(text)


def test_socialaften_is_no_agreement() -> None:
    assert ids("Socialaften i rammeaftalens ånd", "agreement") == ["agreement:rammeaftalen"]


def test_an_abbreviation_stands_for_the_name_that_introduced_it() -> None:
    text = (
        "Specialområde Hjerneskade (SOH) har pladser. SOH's takst stiger, og SOHs leder deltog. "
        "Behandlingscenter Hammer Bakker, herefter Centret, er hørt. Centret svarede."
    )
    assert links(text) == [
        ("Specialområde Hjerneskade", "institution:specialomraade-hjerneskade"),
        ("SOH", "institution:specialomraade-hjerneskade"),
        ("SOH", "institution:specialomraade-hjerneskade"),
        ("takst", "theme:takster"),
        ("SOHs", "institution:specialomraade-hjerneskade"),
        ("Behandlingscenter Hammer Bakker", "institution:hammer-bakker"),
        ("Centret", "institution:hammer-bakker"),
        ("Centret", "institution:hammer-bakker"),
    ]
    assert ids("SOH har pladser.") == []


def test_the_abbreviation_may_come_first() -> None:
    text = "SOH (Specialområde Hjerneskade) mødes. SOH har pladser."
    assert ids(text) == ["institution:specialomraade-hjerneskade"] * 3


def test_what_stands_in_brackets_is_no_abbreviation_by_that_alone() -> None:
    text = "Vejle Kommune (FB) og Region Nordjylland (referent). FB skriver. KL (formand)."
    assert ids(text) == ["municipality:vejle", "region:nordjylland", "authority:kl"]


def test_a_text_may_use_an_abbreviation_for_something_else() -> None:
    text = "Dansk Arkitektur Samling (DAS) har udgivet en bog. DAS er et museum."
    assert ids(text) == []
    assert ids("Den Administrative Styregruppe på socialområdet (DAS). DAS.") == ["forum:das"] * 3


def test_a_project_is_known_without_the_word() -> None:
    assert ids("TIM-projektet er slut. TIM og NOPII er to projekter.") == [
        "project:tim-projektet",
        "project:tim-projektet",
        "project:nopii",
    ]
    assert ids("TIM og Tina") == []
