"""What a file's name tells of the meeting, where the text does not."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.parsed import parse

BODY = (
    "\n\n1. Takster\n\nBaggrund\n\nTaksterne har ligget fast.\n\nBeslutning\n\nVedtaget.\n\n"
    "2. Eventuelt\n\nIntet.\n"
)


def test_a_file_name_tells_what_the_text_does_not_and_confirms_what_it_does() -> None:
    text = "Referat fra et møde" + BODY
    named = parse(text, source="Referat KKR Sjælland 2024-03-04.docx")
    assert (named.region, named.forum) == ("Sjælland", "KKR Sjælland")
    assert named.date == dt.date(2024, 3, 4)
    assert all(value <= 0.5 for value in named.certainty.values())
    text = "Referat fra møde i KKR Sjælland den 4. marts 2024" + BODY
    alone = parse(text).certainty
    confirmed = parse(text, source="20240304_KKR_Sjælland.pdf").certainty
    assert confirmed["date"] > alone["date"] and confirmed["forum"] > alone["forum"]
    # What the text says wins over the name.
    assert parse(text, source="Referat DASSOS 2020-01-02.docx").forum == "KKR Sjælland"


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("20200525_DAS_referat.pdf", "2020-05-25"),
        ("Referat_DAS_250520.docx", None),  # 25 May 2020, or 20 May 2025
        ("kkr-sjaelland-2024-03-04.txt", "2024-03-04"),
        ("2024_03_04 referat.docx", "2024-03-04"),
        ("Referat 2024.03.04.docx", "2024-03-04"),
        ("Referat 4. marts 2024.docx", "2024-03-04"),
        ("Referat 04.03.24.pdf", "2024-03-04"),
        ("SAG-20219999-12345678.pdf", None),
    ],
)
def test_dates_in_file_names(name: str, date: str | None) -> None:
    found = parse("Referat fra et møde" + BODY, source=name).date
    assert (found.isoformat() if found else None) == date


def test_two_ways_to_read_a_date_in_a_file_name_are_told_apart_by_the_text() -> None:
    text = "Referat fra et møde om takster for 2020" + BODY
    assert parse(text, source="Referat_DAS_250520.docx").date == dt.date(2020, 5, 25)


@pytest.mark.parametrize(
    ("name", "forum", "region"),
    [
        ("kkr_sjaelland_referat.pdf", "KKR Sjælland", "Sjælland"),
        ("DASSOS-2023.pdf", "DASSOS", "Midtjylland"),
        ("Referat Socialdirektørforum.docx", "Socialdirektørforum", "Syddanmark"),
        ("referat-dastekster.docx", None, None),
        ("Takster i Nordjylland.docx", None, "Nordjylland"),
        ("Sjælland og Midtjylland.docx", None, None),
    ],
)
def test_forums_and_regions_in_file_names(name: str, forum: str | None, region: str | None) -> None:
    document = parse("Referat fra et møde" + BODY, source=name)
    assert (document.forum, document.region) == (forum, region)
