"""What the head says: region, forum, date, place and who took part."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from corpus.gazetteer import load_gazetteer
from ingest.told import Told
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
    ("number", "region", "forum", "date", "place", "participants"),
    [
        ("000", "Syddanmark", SDF, "2020-08-14", "Uddannelsescentret Fredericia", 0),
        ("001", "Syddanmark", SDF, "2011-08-16", None, 20),
        ("002", "Syddanmark", SDF, None, None, 0),
        ("003", "Sjælland", STYREGRUPPEN, "2024-01-05", "Virtuelt", 12),
        ("004", "Nordjylland", DAS, "2020-05-25", "Skype - Link i kalenderbooking", 11),
    ],
)
def test_real_heads(
    number: str, region: str, forum: str, date: str | None, place: str | None, participants: int
) -> None:
    document = real(number)
    assert document.region == region
    assert document.forum == forum
    assert document.date == (dt.date.fromisoformat(date) if date else None)
    assert document.place == place
    assert len(document.participants) == participants


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


def test_an_agenda_and_a_report_are_no_minutes() -> None:
    agenda = (
        "Dagsorden for møde i KKR Sjælland den 4. marts 2024\n\n1. Takster\n\nIndstilling\n\n"
        "Det indstilles, at taksterne hæves.\n\n2. Herberger\n\nIndstilling\n\n"
        "Det indstilles, at sagen drøftes.\n"
    )
    assert parse(agenda).kind == "dagsorden"
    assert (
        parse("# Rapport\n\n## Mål\n\nFlere pladser.\n\n## Tal\n\nDer er 40.\n").kind == "rapport"
    )
    assert parse("Referat af møde i KKR Sjælland" + BODY).kind == "referat"
