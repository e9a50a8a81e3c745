"""What the head says: region, forum, date, place and who took part."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from corpus.gazetteer import load_gazetteer
from ingest.batch.missing import missing_facts
from ingest.head.told import Told
from tests.parsed import MINUTES, SAMPLES, parse, parse_file, real

TRUTH: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "data" / "samples.toml").read_text("utf-8")
)["document"]
BODY = (
    "\n\n1. Takster\n\nBaggrund\n\nTaksterne har ligget fast.\n\nBeslutning\n\nVedtaget.\n\n"
    "2. Eventuelt\n\nIntet.\n"
)
SDF = "Socialdirektørforum"
DAS = "Den Administrative Styregruppe"
STYREGRUPPEN = "Styregruppen for Rammeaftale Sjælland"

needs_minutes = pytest.mark.skipif(
    not MINUTES.is_dir(), reason="de fem referater i ../shared/minutes er ikke på denne maskine"
)


@needs_minutes
@pytest.mark.parametrize(
    ("number", "region", "forum", "date", "place", "participants", "apologies", "taken"),
    [
        ("000", "Syddanmark", SDF, "2020-08-14", "Uddannelsescentret Fredericia", 0, 0, False),
        ("001", "Syddanmark", SDF, "2011-08-16", None, 20, 7, True),
        ("002", "Syddanmark", SDF, None, None, 0, 0, False),
        ("003", "Sjælland", STYREGRUPPEN, "2024-01-05", "Virtuelt", 12, 0, False),
        ("004", "Nordjylland", DAS, "2020-05-25", "Skype - Link i kalenderbooking", 11, 5, True),
    ],
)
def test_real_heads(
    number: str,
    region: str,
    forum: str,
    date: str | None,
    place: str | None,
    participants: int,
    apologies: int,
    taken: bool,
) -> None:
    document = real(number)
    assert document.region == region
    assert document.forum == forum
    assert document.date == (dt.date.fromisoformat(date) if date else None)
    assert document.place == place
    assert len(document.participants) == participants
    assert len(document.apologies) == apologies
    assert (document.minute_taker is not None) == taken
    assert (document.status, document.language) == (None, "da")


@needs_minutes
def test_real_participants_are_one_person_each_with_their_workplace() -> None:
    # The municipality belongs to the person before it, although commas part both.
    assert all("Kommune" in person for person in real("001").participants[:15])
    # A table's columns are joined, and the guests of the second table are there.
    directors = [p for p in real("003").participants if p.endswith("Region Sjælland")]
    assert len(directors) == 4
    # Apologies are not participants.
    assert not any("Vesthimmerland" in person for person in real("004").participants)


@pytest.mark.parametrize("truth", TRUTH, ids=[truth["source"] for truth in TRUTH])
def test_sample_heads(truth: dict[str, Any]) -> None:
    document = parse_file(SAMPLES / truth["source"])
    known = load_gazetteer().forum(truth["forum"])
    assert document.region == truth["region"]
    assert document.forum == (known.name if known else truth["forum"])
    assert (document.date.isoformat() if document.date else None) == truth.get("date")
    assert document.place == truth.get("place")
    assert len(document.participants) >= truth["participants_min"]
    assert len(document.apologies) == truth["apologies"]
    assert document.minute_taker == truth.get("minute_taker")


def test_the_day_of_the_meeting_not_the_day_of_the_letter() -> None:
    document = parse(
        "Dato: 23.08.2021\n\nReferat fra mødet i KKR Sjælland den 16. august 2021" + BODY
    )
    assert document.date == dt.date(2021, 8, 16)


def test_the_first_meeting_not_the_next_or_the_last_one() -> None:
    document = parse(
        "KKR Sjælland\n\nReferat\n\nMødedato: 5. januar, 2024, kl. 9-12\n\nUdgivet 12.01.2024"
        + BODY
    )
    assert document.date == dt.date(2024, 1, 5)


@pytest.mark.parametrize(
    "head",
    [
        "Sted: Sorø Rådhus",
        "Sted\tSorø Rådhus",
        "STED\n\nSorø Rådhus",
        "**Sted:** Sorø Rådhus",
        "Mødested: Sorø Rådhus",
    ],
)
def test_place_however_labelled(head: str) -> None:
    assert parse(f"Referat af møde i KKR Sjælland\n\n{head}{BODY}").place == "Sorø Rådhus"


@pytest.mark.parametrize(
    "listed",
    [
        "Deltagere: Anna Dam, Greve Kommune, Bo Elm, Køge Kommune, Carl Fyr, KL",
        "Deltagere: Anna Dam (Greve Kommune), Bo Elm (Køge Kommune) og Carl Fyr (KL).",
        "Deltagere:\n\n- Anna Dam, Greve Kommune\n- Bo Elm, Køge Kommune\n- Carl Fyr, KL",
        "Til stede\nAnna Dam, Greve Kommune\nBo Elm, Køge Kommune\nCarl Fyr, KL",
        "Deltagere:\n\nNavn\tSted\nAnna Dam\tGreve Kommune\nBo Elm\tKøge Kommune\nCarl Fyr\tKL",
    ],
)
def test_participants_however_listed(listed: str) -> None:
    document = parse(
        f"Referat af møde i KKR Sjælland\n\n{listed}\n\nAfbud: Dan Gran, Faxe Kommune{BODY}"
    )
    assert [person[:4] for person in document.participants] == ["Anna", "Bo E", "Carl"]
    assert "Greve Kommune" in document.participants[0]


def test_region_from_the_participants_municipalities() -> None:
    document = parse(
        "Referat fra møde\n\nDeltagere: Anna Dam (Aalborg Kommune), Bo Elm (Thisted Kommune)" + BODY
    )
    assert document.region == "Nordjylland"


def test_no_region_where_the_text_points_nowhere() -> None:
    document = parse("Referat fra et møde om takster" + BODY)
    assert (document.region, document.forum, document.date) == (None, None, None)
    assert (document.place, document.participants) == (None, ())


def test_what_the_user_tells_wins() -> None:
    told = Told(region="Midtjylland", forum="DASSOS", date=dt.date(2020, 1, 2))
    document = parse("Referat af møde i KKR Sjælland den 4. marts 2024" + BODY, told)
    assert (document.region, document.forum) == ("Midtjylland", "DASSOS")
    assert document.date == dt.date(2020, 1, 2)


def test_a_label_is_surer_than_a_guess_and_a_guess_surer_than_nothing() -> None:
    labelled = parse("Referat\n\nMødedato: 3. maj 2021\n\nForum: KKR Sjælland" + BODY).certainty
    guessed = parse("Aarhus, 3. maj 2021\n\nAarhus Kommune, Skive Kommune" + BODY).certainty
    assert labelled["date"] > guessed["date"] > 0
    assert labelled["region"] > guessed["region"] > 0
    assert "forum" not in guessed and "place" not in guessed
    assert all(0 < value < 1 for value in (*labelled.values(), *guessed.values()))


def test_what_was_not_found_is_listed_for_the_editor() -> None:
    text = "Referat af møde i KKR Sjælland\n\nDeltagere: Anna Dam, Greve Kommune" + BODY
    document = parse(text)
    assert missing_facts(document) == ("dato", "sted", "afbud", "referent")
    told = Told(date=dt.date(2024, 3, 4), place="Sorø", apologies=(), minute_taker="Bo Elm")
    assert missing_facts(parse(text, told)) == ()


def test_an_agenda_and_a_report_miss_no_people() -> None:
    agenda = parse(
        "Dagsorden for møde i KKR Sjælland\n\n1. Takster\n\nIndstilling\n\nDet indstilles, at de "
        "hæves.\n\n2. Eventuelt\n"
    )
    assert missing_facts(agenda) == ("dato", "sted")
    report = parse("# Rapport\n\n## Mål\n\nFlere pladser.\n\n## Tal\n\nDer er 40.\n")
    assert missing_facts(report) == ("region", "dato")
