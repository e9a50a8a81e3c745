"""Heads as documents set them: several days, labels on one line, tables, all run together."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.parsed import SAMPLES, parse, parse_file

TRUTH: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "data" / "samples.toml").read_text("utf-8")
)["document"]
BODY = (
    "\n\n1. Takster\n\nBaggrund\n\nTaksterne har ligget fast.\n\nBeslutning\n\nVedtaget.\n\n"
    "2. Eventuelt\n\nIntet.\n"
)


@pytest.mark.parametrize(
    ("head", "date"),
    [
        # A letter's own date, above its sender.
        ("Referat fra DASSOS\n\nDato: 23. august 2016\n\nSted: Viborg\n\nDato: 30. august 2016\n\n"
         "Sagsbehandler: Anna Dam", "2016-08-23"),
        # The day that a decision was put off to is not the day of the meeting.
        ("Møde i Socialdirektørforum afklares per mail efter den 29. september 2023\n\n"
         "STARTTIDSPUNKT\n\n2023-10-02 11:00", "2023-10-02"),
        ("UDVALG\n\nUdvalget\n\nSTARTTIDSPUNKT\n\n04-06-2020 09:00:00", "2020-06-04"),
        ("Referat fra døgnseminar den 1.-2. oktober 2020", "2020-10-01"),
        ("Møde i DASSOS 3/5-2021", "2021-05-03"),
        ("Mødedato\t03.05.21", "2021-05-03"),
        # The year stands in the title alone; the weekday tells which of two years it is.
        ("Referat af styregruppemøde 2024\n\nDato: Fredag den 5. januar kl. 9-12", "2024-01-05"),
        ("Referat 2023\nUdgivet 12.01.2024\n\nTid: Fredag den 5. januar", "2024-01-05"),
        ("Sendt: 12. januar 2024 10:14\nEmne: Referat fra mødet den 5. januar 2024", "2024-01-05"),
        ("Referat\n\nNæste møde: 5. maj 2024", None),
    ],
)  # fmt: skip
def test_the_day_of_the_meeting_among_other_days(head: str, date: str | None) -> None:
    found = parse(head + BODY).date
    assert (found.isoformat() if found else None) == date


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("Tid og sted: Fredag den 18. marts 2011, fra kl. 9.00 til 12.00\nRådhuset, Silkeborg",
         "Rådhuset, Silkeborg"),
        ("Sted: kl. 9.00-12.00 (frokost efterfølgende) Regionshuset Viborg", "Regionshuset Viborg"),
        ("Referat\ntil\nmødet i udvalget\nden 4. juni 2019 kl. 09:00\ni Regionshuset, lokale F7",
         "Regionshuset, lokale F7"),
        ("Referat af møde den 3. maj 2021 kl. 9.00-11.00 på Hotel Phønix, Herning",
         "Hotel Phønix, Herning"),
        ("Referat fra mødet den 3. maj 2021\nMødet blev holdt på Hotel Comwell, Kolding.",
         "Hotel Comwell, Kolding"),
        ("Fredag den 13. september 2024\n\nGentofte Rådhus, lokale D", "Gentofte Rådhus, lokale D"),
        ("Fredag den 13. september 2024\n\nReferat", None),
    ],
)  # fmt: skip
def test_the_place_without_a_label(head: str, place: str | None) -> None:
    assert parse(head + BODY).place == place


@pytest.mark.parametrize(
    "head",
    [
        "Referat\n\nDato: 3. maj 2021 Sted: Sorø Rådhus Deltagere: Anna Dam, Greve Kommune, Bo "
        "Elm, KL Afbud: Carl Fyr, Faxe Kommune Referent: Dan Gran",
        "Referat\n\nDato:\t3. maj 2021\tSted:\tSorø Rådhus\nDeltagere:\tAnna Dam, Greve Kommune, "
        "Bo Elm, KL\tAfbud:\tCarl Fyr, Faxe Kommune\nReferent\tDan Gran",
        "Referat Mødedato 3. maj 2021 Tid Kl. 9-13 Sted Sorø Rådhus Deltagere Anna Dam, Greve "
        "Kommune, Bo Elm, KL Afbud Carl Fyr, Faxe Kommune Referent Dan Gran",
        "Møde i Styregruppen\nDato 3. maj 2021\nSted Sorø Rådhus\nDeltagere Anna Dam, Greve "
        "Kommune, Bo Elm, KL\nAfbud Carl Fyr, Faxe Kommune\nReferent Dan Gran",
        "MØDE Referat STARTTIDSPUNKT 2021-05-03 09:00 STED Sorø Rådhus DELTAGERE Anna Dam, Greve "
        "Kommune, Bo Elm, KL AFBUD Carl Fyr, Faxe Kommune REFERENT Dan Gran",
    ],
    ids=["labels in a row", "table of two pairs", "run together", "set with spaces", "capitals"],
)
def test_several_fields_on_a_line(head: str) -> None:
    document = parse(head + BODY)
    assert (document.date, document.place) == (dt.date(2021, 5, 3), "Sorø Rådhus")
    assert document.participants == ("Anna Dam, Greve Kommune", "Bo Elm, KL")
    assert document.apologies == ("Carl Fyr, Faxe Kommune",)
    assert document.minute_taker == "Dan Gran"


@pytest.mark.parametrize("truth", TRUTH[:10], ids=[truth["source"] for truth in TRUTH[:10]])
def test_a_head_run_together_with_its_items_tells_who_met_where_and_when(
    truth: dict[str, Any],
) -> None:
    document = parse_file(SAMPLES / truth["source"])
    flat = parse(" ".join(document.text.split()))
    assert (flat.region, flat.forum, flat.date) == (document.region, document.forum, document.date)
    assert len(flat.apologies) == truth["apologies"]
