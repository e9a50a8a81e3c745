"""Texts tagged for a test, with the ids of what is found."""

from __future__ import annotations

from functools import cache

from models.tagger import Tagger


@cache
def tagger() -> Tagger:
    return Tagger()


def ids(text: str, *kinds: str) -> list[str]:
    """The entities found, in order; of all kinds where none is given."""
    return [m.entity_id for m in tagger().tag(text) if not kinds or m.kind in kinds]


def towns(text: str) -> list[str]:
    """The municipalities found, in order, without the start of their ids."""
    return [one.removeprefix("municipality:") for one in ids(text, "municipality")]


def links(text: str) -> list[tuple[str, str]]:
    """What is found, in order: the words and the entity."""
    return [(m.text, m.entity_id) for m in tagger().tag(text)]
