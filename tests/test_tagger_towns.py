"""Towns, municipalities and the people and words of the same name, as secretariats write them."""

from __future__ import annotations

import pytest

from tests.tagged import ids, towns


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Slagelse og Køge bidrager med cases.", ["slagelse", "koege"]),
        ("Varde sendte afbud, og Lejre deltog ikke.", ["varde", "lejre"]),
        ("Odder efterspørger tal.", ["odder"]),
        ("Faxe deltog via Teams.", ["faxe"]),
        (
            "Greve er bekymret. Sagen er rejst af Greve Kommune.",
            ["greve", "greve"],
        ),
        ("Jf. mail fra Thisted og Morsø", ["thisted", "morsoe"]),
        ("REFERAT FRA MØDE I VEJLE", ["vejle"]),
        ("Mødet afholdes på Comwell i Kolding.", ["kolding"]),
        ("Sted: Regionshuset i Viborg", ["viborg"]),
        ("Sted: Hotel Legoland, Billund", ["billund"]),
        ("I 2020 bidrog Odense, og i 2021 Nyborg.", ["odense", "nyborg"]),
        ("I 2020 Odense og Vejle", ["odense", "vejle"]),
        ("Esbjerg Byråd og Ballerup Jobcenter", ["esbjerg", "ballerup"]),
        ("Herning/Ikast-Brande og Varde/Esbjerg", ["herning", "ikast-brande", "varde", "esbjerg"]),
        ("Kommune\tPladser\nVejen\t2\nSkive\t1", ["vejen", "skive"]),
        ("1. Greve\n2. Vejen", ["greve", "vejen"]),
        ("• Odder\n• Samsø\n• Skive", ["odder", "samsoe", "skive"]),
        ("Hans Jensen (Greve), Ole Olsen (Vejen)", ["greve", "vejen"]),
        ("Anne Hansen, direktør, Vejen", ["vejen"]),
        ("Punkt 3 v/Odense", ["odense"]),
        ("Kommune Vejle Kolding Vejen Varde i alt", ["vejle", "kolding", "vejen", "varde"]),
        ("Dagsordenen blev godkendt. Referat Odense bad om ordet.", ["odense"]),
        ("Randers bidrag er på 2 mio. kr.", ["randers"]),
        ("Horsens’ bidrag og Ærøs borgmester", ["horsens", "aeroe"]),
        ("Anmodning fra Fre-\ndericia Kommune", ["fredericia"]),
        ("Furesø ser gerne, at Egedal og Halsnæs er med.", ["furesoe", "egedal", "halsnaes"]),
        ("Der er botilbud på Samsø og på Bornholm.", ["samsoe", "bornholm"]),
        ("Hverken Aarhus eller Skanderborg tilslutter sig.", ["aarhus", "skanderborg"]),
        ("Kofoedsminde i Rødby og Nykøbing F. Roskilde Kommune", ["roskilde"]),
    ],
)
def test_a_municipality_is_known_without_the_word(text: str, expected: list[str]) -> None:
    assert towns(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jens Odder og Marianne Rebild deltog i mødet.", []),
        ("Borgmester Rebild bød velkommen.", []),
        ("Peter Holbæk, Slagelse Kommune, orienterede.", ["slagelse"]),
        ("Afbud: Lone Vejen og Søren Struer", []),
        ("Pernille Lemvig (Odense Kommune)", ["odense"]),
        ("Christian Thisted fra Thisted Kommune", ["thisted"]),
        ("Formand Thomas Fredericia og Ib Fanø", []),
        ("Carsten Fanø Sørensen fra KL", []),
        ("Oplæg v/ Jens Odder og Jette Skive, KL", []),
        ("Kirsten A. Greve og koordinator Lemvig", []),
        ("Jens Ole Randers Struer Kommune", ["struer"]),
        ("Kontakt: Mette Skanderborg, tlf. 87 65 43 21", []),
        ("Anne Egedal-Hansen og Bo Nyborg-Lund", []),
    ],
)
def test_a_person_is_no_municipality(text: str, expected: list[str]) -> None:
    assert towns(text) == expected


def test_a_surname_alone_is_no_municipality_of_another_region() -> None:
    rest = "Varde Kommune og Esbjerg Kommune deltog. Karen Rebild sagde nej."
    assert towns(f"{rest} Rebild mente, at sagen burde udsættes.") == ["varde", "esbjerg"]
    assert towns(f"{rest} Besøget gik til Rebild.") == ["varde", "esbjerg", "rebild"]


@pytest.mark.parametrize(
    "text",
    [
        "Vejen blev lang, og vejen er smal.",
        "Skive efter skive blev lagt på.",
        "Greven af Rosenborg kom forbi.",
        "Faxe Kondi blev serveret.",
        "Brøndby IF og Roskilde Festival støtter projektet.",
        "Mødet holdes på Nyborg Strand.",
        "Vejen kan være lang. Vejen har mange sving.",
        "Kommunerne på Lolland-Falster og på Lolland",
        "Hos Professionshøjskolen i Esbjerg og Krisecentret i Herning",
        "Torvet 1, 7400 Herning",
        "Fredericia-Middelfart samarbejdet",
        "Jobbet hos Glostrup Apotek er besat.",
        "MAN SKAL FINDE VEJEN FREM",
    ],
)
def test_a_word_or_a_longer_name_is_no_municipality(text: str) -> None:
    assert towns(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kofoedsminde ligger i Rødby.", ["place:roedby"]),
        ("I Hobro og Skagen er der ledige pladser.", ["place:hobro", "place:skagen"]),
        ("hjernecaféen i Nykøbing F.", ["place:nykoebing-falster"]),
        ("Støtten gives i Nykøbing Sjælland.", ["place:nykoebing-sjaelland"]),
        ("Sted: Hobro, Kulturhusets mødelokale", ["place:hobro"]),
        ("Jeg skal give besked. Give besked til dem.", []),
        ("Hans Ry og direktør Hobro deltog.", []),
        ("Hammel Neurocenter", []),
        ("Jesper Skibby kom, hvorved Skibby vandt.", []),
        ("Kommunen bruger Skibby mest.", ["place:skibby"]),
    ],
)
def test_other_towns_are_places(text: str, expected: list[str]) -> None:
    assert ids(text, "place", "region", "municipality") == expected


def test_the_word_before_a_region_may_make_it_a_longer_name() -> None:
    assert ids("Regionalt Arbejdsmarkedsråd Syddanmark nedsættes.", "region") == []
    assert ids("De nordjyske kommuner. Fra Sjælland", "region") == [
        "region:nordjylland",
        "region:sjaelland",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SIND mener, at LEV har ret.", ["organisation:sind", "organisation:landsforeningen-lev"]),
        ("MAN SKAL HAVE SIND OG KRAFT", []),
        ("Det kræver sind og skind.", []),
    ],
)
def test_abbreviations_that_are_words_need_their_capitals(text: str, expected: list[str]) -> None:
    assert ids(text, "organisation") == expected
