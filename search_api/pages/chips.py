"""Chips: what counts in a search, each with a link that takes it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.gazetteer import Gazetteer
from search_api.pages.asking import Asking
from search_api.replies import Understood
from search_api.wording import SECTIONS, period

ChipKind = Literal["understood", "chosen", "taken_away"]
_PREFIXES = {"region": "Region", "forum": "Forum", "entity": "Emne", "section": "Afsnit"}


@dataclass(frozen=True, slots=True)
class Chip:
    """``label`` counts because the question says so, or because it was chosen; ``address`` is the
    page without it. One that was taken away has the page with it again."""

    kind: ChipKind
    label: str
    address: str


def understood_chips(asking: Asking, understood: Understood, path: str) -> list[Chip]:
    """What was read out of the question itself; taken away, it no longer counts."""
    read = [(f"region:{region}", f"Region: {region}") for region in understood.regions]
    read += [(f"forum:{forum}", f"Forum: {forum}") for forum in understood.forums]
    if understood.date_from or understood.date_to:
        read.append(("period", f"Møder: {period(understood.date_from, understood.date_to)}"))
    read += [(f"entity:{one.entity_id}", f"Emne: {one.name}") for one in understood.entities]
    return [
        Chip("understood", label, asking.plus("uden", name).address(path)) for name, label in read
    ]


def chosen_chips(asking: Asking, gazetteer: Gazetteer, path: str) -> list[Chip]:
    """The filters that were chosen, as they were typed."""
    chips = [
        Chip(
            "chosen",
            f"{_PREFIXES[name]}: {_known(gazetteer, name, value)}",
            asking.minus(name, value).address(path),
        )
        for name, value in asking.pairs
        if name in _PREFIXES
    ]
    for name, words in (("from", "Fra og med"), ("to", "Til og med")):
        if asking.one(name):
            label = f"{words}: {asking.one(name)}"
            chips.append(Chip("chosen", label, asking.minus(name).address(path)))
    return chips


def taken_away_chips(asking: Asking, gazetteer: Gazetteer, path: str) -> list[Chip]:
    """What was understood from the question and taken away."""
    chips: list[Chip] = []
    for value in asking.all("uden"):
        kind, _, name = value.partition(":")
        label = "Periode" if kind == "period" else _labelled(gazetteer, kind, name)
        if label:
            chips.append(Chip("taken_away", label, asking.minus("uden", value).address(path)))
    return chips


def _labelled(gazetteer: Gazetteer, kind: str, name: str) -> str:
    known = kind in _PREFIXES and name
    return f"{_PREFIXES[kind]}: {_known(gazetteer, kind, name)}" if known else ""


def _known(gazetteer: Gazetteer, kind: str, value: str) -> str:
    """The name that people know a filter's value by."""
    if kind == "entity":
        entity = gazetteer.get(value)
        return entity.name if entity else value
    names: dict[str, str] = {str(kind): name for kind, name in SECTIONS.items()}
    return names.get(value, value) if kind == "section" else value


def all_chips(
    asking: Asking, understood: Understood | None, gazetteer: Gazetteer, path: str
) -> Sequence[Chip]:
    """Every chip of a page: what was understood, what was chosen, and what was taken away."""
    read = understood_chips(asking, understood, path) if understood else []
    chosen = chosen_chips(asking, gazetteer, path)
    return [*read, *chosen, *taken_away_chips(asking, gazetteer, path)]
