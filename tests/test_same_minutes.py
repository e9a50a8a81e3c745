"""Versions of the same minutes: which of them answers, and what becomes of the others."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ingest.ties.same_minutes import Minutes, same_items, superseded_minutes

TITLES = ("Godkendelse af dagsorden", "Takster for 2025", "Herberger", "Eventuelt")


def version(document_id: str, **fields: Any) -> Minutes:
    values: dict[str, Any] = {
        "document_id": document_id,
        "source": f"{document_id}.pdf",
        "forum": "KKR Sjælland",
        "date": dt.date(2024, 3, 4),
        "access": "public",
        "status": None,
        "titles": TITLES,
        "length": 1000,
    }
    return Minutes(**(values | fields))


@pytest.mark.parametrize(
    ("answers", "others"),
    [
        ({"status": "corrected"}, {"status": "approved"}),
        ({"status": "approved"}, {}),
        ({}, {"status": "draft"}),
        ({"status": "approved"}, {"status": "draft", "length": 9000}),
        ({"published": dt.date(2024, 4, 2)}, {"published": dt.date(2024, 3, 9), "length": 9000}),
        ({"source": "Referat v3.pdf"}, {"source": "Referat v2.pdf", "length": 9000}),
        ({"length": 1001}, {"length": 1000}),
    ],
)
def test_one_version_answers(answers: dict[str, Any], others: dict[str, Any]) -> None:
    for first, last in (("a", "b"), ("b", "a")):
        some = [version(first, **answers), version(last, **others)]
        assert superseded_minutes(some) == {last: first}
        assert superseded_minutes(some[::-1]) == {last: first}


def test_of_several_all_others_name_the_one_that_answers() -> None:
    some = [version("a", status="draft"), version("b"), version("c", status="approved")]
    assert superseded_minutes(some) == {"a": "c", "b": "c"}


@pytest.mark.parametrize(
    "other",
    [
        {"forum": "KKR Syddanmark"},
        {"date": dt.date(2024, 3, 5)},
        {"date": None},
        {"access": "internal"},
        {"titles": ("Valg af formand", "Budget", "Næste møde", "Eventuelt")},
        {"titles": ()},
    ],
    ids=["forum", "date", "no date", "access", "items", "no items"],
)
def test_other_minutes_are_no_versions(other: dict[str, Any]) -> None:
    assert not superseded_minutes([version("a"), version("b", **other)])


def test_two_meetings_of_a_day_each_have_their_versions() -> None:
    extra = ("Ekstraordinært: Lukning af Bakkehuset", "Proces")
    some = [
        version("a", status="draft"),
        version("b"),
        version("c", titles=extra),
        version("d", titles=extra, status="approved"),
    ]
    assert superseded_minutes(some) == {"a": "b", "c": "d"}


def test_items_are_the_same_though_a_few_words_or_items_are_not() -> None:
    assert same_items(TITLES, ("Dagsorden", "Takster for 2025", "Herberger", "Eventuelt."))
    assert same_items(TITLES, (*TITLES, "Lukket punkt"))
    assert same_items(TITLES, ("Godkendelse af dagsordenen", "Takster 2025", "Herberger"))
    assert not same_items(TITLES, TITLES[:1])
    assert not same_items(TITLES[:2], tuple(f"{title} {n}" for n in range(9) for title in TITLES))
