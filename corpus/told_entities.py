"""Entities that stand in no file: their id tells all that is known of them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from corpus.dates import MONTHS, danish_date
from corpus.records import Entity, EntityKind

_DAY = re.compile(r"(date|deadline):(\d{4}-\d\d-\d\d)")
_MONTH = re.compile(r"(date|deadline):(\d{4})-(\d\d)")
_YEAR = re.compile(r"(date|deadline):(\d{4})")
_AMOUNT = re.compile(r"amount:(\d+)")
_PARAGRAPH = re.compile(r"(law:[a-z0-9-]+)-(\d+)([a-z]?)")


def told_entity(entity_id: str, entities: Mapping[str, Entity]) -> Entity | None:
    """The paragraph, date, deadline or amount that an id tells of, or ``None``.

    "law:serviceloven-107" is »Serviceloven § 107« with the law, from ``entities``, as its parent;
    "date:2021-06-01" »1. juni 2021«, "date:2021-06" »juni 2021«, "amount:1200000" »1.200.000 kr.«.
    A person's name cannot be told from an id.
    """
    if match := _PARAGRAPH.fullmatch(entity_id):
        law = entities.get(match[1])
        return law and _paragraph(entity_id, law, match[2], match[3])
    kind: EntityKind = "deadline" if entity_id.startswith("deadline:") else "date"
    if match := _DAY.fullmatch(entity_id):
        try:
            return _told(entity_id, kind, danish_date(dt.date.fromisoformat(match[2])))
        except ValueError:
            return None
    if match := _MONTH.fullmatch(entity_id):
        month = int(match[3])
        if not 1 <= month <= len(MONTHS):
            return None
        return _told(entity_id, kind, f"{MONTHS[month - 1]} {match[2]}")
    if match := _YEAR.fullmatch(entity_id):
        return _told(entity_id, kind, match[2])
    if match := _AMOUNT.fullmatch(entity_id):
        return _told(entity_id, "amount", f"{int(match[1]):,} kr.".replace(",", "."))
    return None


def _paragraph(entity_id: str, law: Entity, number: str, letter: str) -> Entity:
    paragraph = f"§ {number} {letter}".rstrip()
    names = (f"{law.name} {paragraph}", *(f"{short} {paragraph}" for short in law.abbreviations))
    return Entity(entity_id, "law", names[0], names, parent=law.entity_id)


def _told(entity_id: str, kind: EntityKind, name: str) -> Entity:
    return Entity(entity_id, kind, name, (name,))
