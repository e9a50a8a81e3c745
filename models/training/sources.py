"""The material of each stage, split into what is trained on and what is held out."""

from __future__ import annotations

import random
from pathlib import Path

from models.training.minutes import read_minutes
from models.training.questions import Material, read_squad, split

HELD_OUT = {"articles": 0.08, "items": 0.1}
"""Shares of the groups."""

_SEED = 11


def general_material(folder: Path) -> tuple[Material, Material]:
    """squad_da and norquad below ``folder``: training and held-out questions, by article."""
    paths = [*(folder / "squad_da").glob("*.json"), *(folder / "norquad").glob("*.json")]
    return _split(read_squad(sorted(paths, key=lambda path: path.name)), HELD_OUT["articles"])


def own_material() -> tuple[Material, Material]:
    """The items written for this project: training and held-out questions, by item."""
    return _split(read_minutes(), HELD_OUT["items"])


def _split(material: Material, share: float) -> tuple[Material, Material]:
    groups = sorted({passage.group for passage in material.passages})
    random.Random(_SEED).shuffle(groups)
    return split(material, set(groups[: round(len(groups) * share)]))
