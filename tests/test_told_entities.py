"""Entities that are told by their id alone: paragraphs, dates, deadlines and amounts."""

from __future__ import annotations

import pytest

from corpus.gazetteer import entity_of


@pytest.mark.parametrize(
    ("entity_id", "kind", "name", "parent"),
    [
        ("law:serviceloven-107", "law", "Serviceloven § 107", "law:serviceloven"),
        ("law:serviceloven-54a", "law", "Serviceloven § 54 a", "law:serviceloven"),
        ("law:barnets-lov-32", "law", "Barnets Lov § 32", "law:barnets-lov"),
        ("law:serviceloven", "law", "Serviceloven", None),
        ("date:2021-06-01", "date", "1. juni 2021", None),
        ("date:2021-06", "date", "juni 2021", None),
        ("deadline:2021-06-01", "deadline", "1. juni 2021", None),
        ("amount:1200000", "amount", "1.200.000 kr.", None),
        ("amount:400", "amount", "400 kr.", None),
    ],
)
def test_an_id_tells_the_entity(entity_id: str, kind: str, name: str, parent: str | None) -> None:
    entity = entity_of(entity_id)
    assert entity is not None
    assert (entity.entity_id, entity.kind, entity.name, entity.parent) == (
        entity_id,
        kind,
        name,
        parent,
    )


def test_a_paragraph_has_the_law_s_abbreviation_as_a_name() -> None:
    entity = entity_of("law:serviceloven-107")
    assert entity is not None and "SEL § 107" in entity.names


@pytest.mark.parametrize(
    "entity_id",
    [
        "law:andeloven-3",
        "law:serviceloven-",
        "date:2021-02-30",
        "date:2021-13",
        "deadline:i-morgen",
        "amount:mange",
        "person:karin-lau",
        "",
    ],
)
def test_an_id_that_tells_nothing_gives_none(entity_id: str) -> None:
    assert entity_of(entity_id) is None
