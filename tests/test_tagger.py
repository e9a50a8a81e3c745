"""The tagger: what is linked, to what, exactly where; and what is left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from models.tagger import Tagger

MINUTES = Path(__file__).resolve().parents[2] / "shared" / "minutes"
needs_minutes = pytest.mark.skipif(
    not MINUTES.is_dir(), reason="de fem referater i ../shared/minutes er ikke på denne maskine"
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def ids(tagger: Tagger, text: str, kind: str = "", lowercase: bool = False) -> list[str]:
    return [
        m.entity_id for m in tagger.tag(text, lowercase=lowercase) if m.entity_id.startswith(kind)
    ]


def municipalities(tagger: Tagger, text: str, lowercase: bool = False) -> list[str]:
    found = ids(tagger, text, "municipality:", lowercase)
    return [entity_id.removeprefix("municipality:") for entity_id in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vejles oplæg blev drøftet.", ["vejle"]),
        ("Det er Odense Kommunes ansvar.", ["odense"]),
        ("Aarhus' bidrag stiger, og Assens’ bidrag falder.", ["aarhus", "assens"]),
        (
            "Kolding, Vejen, Varde, Aabenraa og Tønder kommuner er med.",
            ["kolding", "vejen", "varde", "aabenraa", "toender"],
        ),
        ("Opgaven løses af Næstved og Holbæk.", ["naestved", "holbaek"]),
        (
            "med koordinatorer fra Lolland, Stevns samt Vordingborg",
            ["lolland", "stevns", "vordingborg"],
        ),
        ("Greve indledte drøftelsen.", ["greve"]),
        ("Greve og Køge bidrager.", ["greve", "koege"]),
        ("Slagelse og Faxe bidrager med tal.", ["slagelse", "faxe"]),
        ("Fælles portal: Greve\nFælles udbud: Lejre", ["greve", "lejre"]),
        ("Greve: Kommunen har to pladser.", ["greve"]),
        ("Netværk for børn (Holbæk) og for voksne (Greve).", ["holbaek", "greve"]),
        ("Det sker fra kommunerne Slagelse og Roskilde.", ["slagelse", "roskilde"]),
        ("Kommunerne Odder og Samsø deltager.", ["odder", "samsoe"]),
        ("Sagen behandles i Hjørring Byråd.", ["hjoerring"]),
        (
            "Faaborg- Midtfyn Kommune og Faaborg Midtfyn Kommune er den samme.",
            ["faaborg-midtfyn", "faaborg-midtfyn"],
        ),
        (
            "Nordfyn, Århus, Åbenrå og Høje Taastrup",
            ["nordfyns", "aarhus", "aabenraa", "hoeje-taastrup"],
        ),
        ("Bornholms Regionskommune svarede.", ["bornholm"]),
        ("Københavns Kommune og Vesthimmerlands Kommune", ["koebenhavn", "vesthimmerlands"]),
        ("Pladserne i Vejle flyttes til Odense.", ["vejle", "odense"]),
        ("Anne Vest\tSocialchef\tSkive Kommune", ["skive"]),
        ("Horsens og Skanderborg Kommuner", ["horsens", "skanderborg"]),
        ("Forslag fra\nVejen, Kolding\nog Varde", ["vejen", "kolding", "varde"]),
        ("Vejen\tKolding\tBillund", ["vejen", "kolding", "billund"]),
    ],
)
def test_municipalities_are_linked(tagger: Tagger, text: str, expected: list[str]) -> None:
    assert municipalities(tagger, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Vejen Kommune betaler.",
        "Udgiften deles af Vejen og Kolding.",
        "Forslaget kom fra Vejen, som ønsker en afklaring.",
        "Vejen orienterede om sin nye struktur.",
        "Mødet holdes i Vejen.",
        "Pladserne fordeles således: Vejen",
    ],
)
def test_vejen_the_municipality(tagger: Tagger, text: str) -> None:
    assert "vejen" in municipalities(tagger, text)


@pytest.mark.parametrize(
    "text",
    [
        "Vejen til et bedre samarbejde er lang.",
        "Vejen frem er fælles takster.",
        "Der er langt igen. Vejen dertil går gennem flere aftaler.",
        "Vejen er banet for en aftale.",
        "Forslaget er godt på vejen til målet, og vejen er kort.",
        'Rapporten hedder "Vejen til job".',
        "Projektet Vejen til Uddannelse er slut.",
        "Oplæg: Vejen ud af hjemløshed",
        "Vejens tilstand blev drøftet.",
    ],
)
def test_vejen_the_road(tagger: Tagger, text: str) -> None:
    assert "vejen" not in municipalities(tagger, text)


@pytest.mark.parametrize(
    "text",
    [
        "Anders Holbæk bød velkommen.",
        "Anders Holbæk, Pia Nyborg og A. Greve deltog.",
        "Ordstyrer var direktør Nyborg.",
        "Psykolog fru Billund holdt oplæg.",
        "Det Sikrede i Esbjerg har ti pladser.",
        "Borgeren bor på Center for Handicap Aalborg.",
        "Esbjerg Havn er uden for aftalen.",
        "Køge Bugt blev nævnt.",
        "Odense-modellen bruges ikke længere.",
        "Brevet sendes til Storegade 1, 7100 Vejle.",
        "Odder er dyr, som lever ved åen.",
        "Skive efter skive blev skåret af budgettet.",
        "Ringstedhave er et privat tilbud.",
        "Skriv til post@vejenkom.dk.",
    ],
)
def test_what_is_not_a_municipality_stays_unlinked(tagger: Tagger, text: str) -> None:
    assert municipalities(tagger, text) == []


def test_the_longest_name_wins(tagger: Tagger) -> None:
    assert ids(tagger, "Pladserne på Psykiatrisk Afdeling Odense og Aalborg Krisecenter") == [
        "institution:psykiatrisk-afdeling-odense",
        "institution:aalborg-krisecenter",
    ]
    assert ids(tagger, "Styregruppen for Rammeaftale Sjælland og KKR Sjælland mødtes.") == [
        "forum:styregruppen-rammeaftale-sjaelland",
        "forum:kkr-sjaelland",
    ]


@pytest.mark.parametrize(
    ("text", "entity_id"),
    [
        ("Kofoedsmindes pladser", "institution:kofoedsminde"),
        ("Kofoedsminde-sagen", "institution:kofoedsminde"),
        ("KL´s svar", "authority:kl"),
        ("KL's svar", "authority:kl"),
        ("Svar fra KL 9. januar", "authority:kl"),
        ("Kommunernes Landsforening", "authority:kl"),
        ("K17s beslutning", "forum:k17"),
        ("Nyhedsbrev_aug_2020_Særlige pladser.pdf", "theme:saerlige-pladser"),
        ("Anmodning fra Aalborg Krisecenter8. Årsrapport", "institution:aalborg-krisecenter"),
        ("Social- og Boligstyrelsen", "authority:socialstyrelsen"),
        ("socialstyrelsens brev", "authority:socialstyrelsen"),
        ("Social-, Bolig- og Ældreministeriet", "authority:socialministeriet"),
        ("Social- og Indenrigsministeriets kontor", "authority:socialministeriet"),
        ("Region Sjællands vurdering", "region:sjaelland"),
        ("et møde i KKR\nSyddanmark", "forum:kkr-syddanmark"),
        ("Fra Sjælland er der bekymring", "region:sjaelland"),
        ("Støtten gives i Nykøbing Sjælland.", "place:nykoebing-sjaelland"),
        ("de nordjyske kommuner", "region:nordjylland"),
        ("på Grenen", "institution:grenen"),
        ("botilbuddet På Tværs", "institution:paa-tvaers"),
        ("grundet covid-19.", "theme:covid-19"),
        ("taksterne", "theme:takster"),
        ("takststigningen", "theme:takster"),
    ],
)
def test_inflection_compounds_and_old_names(tagger: Tagger, text: str, entity_id: str) -> None:
    assert entity_id in ids(tagger, text)


@pytest.mark.parametrize(
    ("entity_id", "names"),
    [
        (
            "target_group:domfaeldte-udviklingshaemmede",
            [
                "dømte udviklingshæmmede",
                "domfældte udviklingshæmmede",
                "Domfældte udviklingshæmmedes",
                "borgere med udviklingshæmning og dom",
                "udviklingshæmmede med dom",
                "Borgere med udviklingshæmning, der er domfældte",
                "borgere med udviklingshæmning og domstype 2",
            ],
        ),
        (
            "theme:saerlige-pladser",
            [
                "særlige pladser",
                "de særlige psykiatripladser",
                "Særlige pladser i psykiatrien",
                "en særlig plads",
                "de særlige psykiatriske pladser",
            ],
        ),
        ("institution:de-2-gaarde", ["De to Gårde", "Udviklingscenter De 2 Gårde"]),
        (
            "target_group:udsatte-gravide",
            [
                "udsatte gravide med et skadeligt rusmiddelbrug",
                "gravide stofmisbrugere",
            ],
        ),
        ("forum:das", ["DAS", "Den Administrative Styregruppe"]),
        ("project:fremskudt-funktion", ["Fremskudt Funktion", "Regional fremskudt funktion"]),
    ],
)
def test_synonyms_lead_to_one_id(tagger: Tagger, entity_id: str, names: list[str]) -> None:
    for name in names:
        text = f"Man drøftede {name} på mødet."
        assert ids(tagger, text) == [entity_id], name


@pytest.mark.parametrize(
    "text",
    [
        "Regionerne og alle fem regioner svarede hvert KKR.",
        "Grenen knækkede i stormen.",
        "Arbejdet går på tværs af kommunerne.",
        "Mødet er slut kl. 9 og begyndte KL. 8.30.",
        "Styregruppen og Forretningsudvalget mødes.",
        "",
        " \n\t ",
    ],
)
def test_what_names_nothing_is_left_alone(tagger: Tagger, text: str) -> None:
    assert tagger.tag(text) == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Hvad besluttede KKR Midtjylland om Kofoedsminde?",
            ["forum:kkr-midtjylland", "institution:kofoedsminde"],
        ),
        (
            "hvad besluttede kkr midtjylland om kofoedsminde",
            ["forum:kkr-midtjylland", "institution:kofoedsminde"],
        ),
        ("kofoedsminde i syddanmark", ["institution:kofoedsminde", "region:syddanmark"]),
        ("hvad siger vejle og das", ["municipality:vejle", "forum:das"]),
        ("hvad svarede kl kl 9", ["authority:kl"]),
        ("hvad betaler vejen kommune", ["municipality:vejen"]),
        ("vejen og kolding", ["municipality:vejen", "municipality:kolding"]),
        ("er der noget i vejen for en aftale, og er vejen frem kort", []),
        ("hvordan behandlede hvert kkr sagen", []),
    ],
)
def test_questions_without_capitals(tagger: Tagger, question: str, expected: list[str]) -> None:
    assert ids(tagger, question, lowercase=True) == expected


def test_short_names_need_their_capitals_in_minutes(tagger: Tagger) -> None:
    assert ids(tagger, "vejle, kl og das") == []


def test_offsets_give_back_the_mention_and_never_overlap(tagger: Tagger) -> None:
    text = "  KL’s brev:\n\tVejle, Vejen og  Kolding – «Kofoedsminde» (Region Sjælland)\r\n"
    mentions = tagger.tag(text)
    assert [m.text for m in mentions] == [
        "KL",
        "Vejle",
        "Vejen",
        "Kolding",
        "Kofoedsminde",
        "Region Sjælland",
    ]
    assert all(text[m.start : m.end] == m.text for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


def test_many_texts_give_what_each_gives_alone(tagger: Tagger) -> None:
    texts = ["Vejle og Vejen", "", "Kofoedsminde"]
    assert list(tagger.tag_many(texts)) == [tagger.tag(text) for text in texts]


def test_making_a_tagger_loads_nothing() -> None:
    code = "import sys, models.tagger as t; t.Tagger(); sys.exit('spacy' in sys.modules)"
    root = Path(__file__).resolve().parents[1]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)


def read(number: str) -> str:
    return next(MINUTES.glob(f"{number}_*.txt")).read_text(encoding="utf-8")


@needs_minutes
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_every_kofoedsminde_of_the_minutes_is_found(tagger: Tagger, number: str) -> None:
    text = read(number)
    mentions = tagger.tag(text)
    found = Counter(m.entity_id for m in mentions)
    assert found["institution:kofoedsminde"] == text.lower().count("kofoedsminde")
    assert all(text[m.start : m.end] == m.text for m in mentions)


@needs_minutes
def test_the_municipality_list_of_a_real_item(tagger: Tagger) -> None:
    text = read("000")
    start = text.index("veteranprojekt") - 130
    found = municipalities(tagger, text[start : start + 130])
    assert found[-6:] == ["kolding", "fredericia", "vejen", "haderslev", "aabenraa", "soenderborg"]


@needs_minutes
def test_the_municipalities_of_real_participants(tagger: Tagger) -> None:
    head = read("001").split("1. ")[0]
    assert len(set(municipalities(tagger, head))) == 22


@needs_minutes
def test_municipalities_named_without_the_word_in_real_minutes(tagger: Tagger) -> None:
    found = Counter(municipalities(tagger, read("003")))
    assert found["greve"] == 4
    assert found["lolland"] == 4
    assert found["vordingborg"] == 3
