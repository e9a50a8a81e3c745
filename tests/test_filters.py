"""Filters: what users type is understood, and what is not is named in Danish."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Any, get_args

import pytest

from corpus.errors import BadValue
from corpus.records import Filters, SectionKind
from search_api.archive import Archive
from search_api.filters import read_filters


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["Sjælland"], ("Sjælland",)),
        (["region SJÆLLAND"], ("Sjælland",)),
        ([unicodedata.normalize("NFD", "Sjælland")], ("Sjælland",)),
        (["Region H", "nordjylland"], ("Hovedstaden", "Nordjylland")),
        (["syddanmark, Midtjylland,"], ("Syddanmark", "Midtjylland")),
        (["Sjælland", "Region Sjælland"], ("Sjælland",)),
        ([" "], ()),
    ],
)
def test_regions(samples: Archive, typed: list[str], expected: tuple[str, ...]) -> None:
    assert read_filters(samples, regions=typed).regions == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["kkr sjælland"], ("KKR Sjælland",)),
        (["KKR Midt"], ("KKR Midtjylland",)),
        (["DAS"], ("Den Administrative Styregruppe",)),
        (["Styregruppen, rammeaftale Sjælland"], ("Styregruppen for Rammeaftale Sjælland",)),
        (
            ["DASSOS,styregruppen, rammeaftale sjælland,KKR Nord"],
            ("DASSOS", "Styregruppen for Rammeaftale Sjælland", "KKR Nordjylland"),
        ),
    ],
)
def test_forums(samples: Archive, typed: list[str], expected: tuple[str, ...]) -> None:
    assert read_filters(samples, forums=typed).forums == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["Kofoedsminde"], ("institution:kofoedsminde",)),
        (["institution:kofoedsminde"], ("institution:kofoedsminde",)),
        (["aabenraa kommune", "Aabenraa"], ("municipality:aabenraa",)),
        (["vejen", "Odense Kommunes"], ("municipality:vejen", "municipality:odense")),
        (["Børne- og Kulturchefforeningen"], ("forum:boerne-og-kulturchefforeningen",)),
    ],
)
def test_entities(samples: Archive, typed: list[str], expected: tuple[str, ...]) -> None:
    assert read_filters(samples, entities=typed).entities == expected


def test_synonyms_are_one_entity(samples: Archive) -> None:
    typed = "dømte udviklingshæmmede, Domfældte udviklingshæmmede"
    assert len(read_filters(samples, entities=[typed]).entities) == 1


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("beslutning", "decision"),
        ("Beslutninger", "decision"),
        ("Indstilling", "recommendation"),
        ("Det indstilles, at", "recommendation"),
        ("resume", "summary"),
        ("Titel", "title"),
        *((kind, kind) for kind in get_args(SectionKind)),
    ],
)
def test_sections(samples: Archive, typed: str, expected: str) -> None:
    assert read_filters(samples, sections=[typed]).sections == (expected,)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2020-08-14", dt.date(2020, 8, 14), dt.date(2020, 8, 14)),
        ("14.8.2020", dt.date(2020, 8, 14), dt.date(2020, 8, 14)),
        ("14. august 2020", dt.date(2020, 8, 14), dt.date(2020, 8, 14)),
        ("den 14. August 2020", dt.date(2020, 8, 14), dt.date(2020, 8, 14)),
        ("2020", dt.date(2020, 1, 1), dt.date(2020, 12, 31)),
        ("2020-02", dt.date(2020, 2, 1), dt.date(2020, 2, 29)),
        ("februar 2021", dt.date(2021, 2, 1), dt.date(2021, 2, 28)),
    ],
)
def test_dates(samples: Archive, typed: str, first: dt.date, last: dt.date) -> None:
    read = read_filters(samples, date_from=typed, date_to=typed)
    assert (read.date_from, read.date_to) == (first, last)


def test_nothing_narrows_nothing(samples: Archive) -> None:
    assert read_filters(samples, date_from="", date_to=None) == Filters()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"regions": ["Sjælland,Fyn"]}, ["»Fyn«", "Hovedstaden, Sjælland", "Nordjylland"]),
        ({"forums": ["Byrådet"]}, ["»Byrådet«", "DASSOS", "KKR Hovedstaden"]),
        ({"entities": ["Kofoedsmynde"]}, ["»Kofoedsmynde«", "Mentes der", "Kofoedsminde"]),
        ({"entities": ["qqqq"]}, ["»qqqq«", "/api/v1/entities"]),
        ({"sections": ["kapitel"]}, ["»kapitel«", "beslutning", "bilag"]),
        ({"date_from": "i går"}, ["»i går«", "2020-08-14", "14. august 2020"]),
        ({"date_to": "31.2.2020"}, ["»31.2.2020«", "(til)"]),
        ({"date_from": "2020-13"}, ["»2020-13«"]),
        ({"date_from": "2021", "date_to": "2020"}, ["»2021«", "»2020«"]),
    ],
)
def test_what_is_not_understood_is_named(
    samples: Archive, typed: dict[str, Any], said: list[str]
) -> None:
    with pytest.raises(BadValue) as raised:
        read_filters(samples, **typed)
    for words in said:
        assert words in str(raised.value)
