"""The material of each stage, split into what is trained on and what is held out."""

from __future__ import annotations

import random
from pathlib import Path

from models.training.minutes import read_minutes
from models.training.questions import Material, read_squad, split

HELD_OUT_ARTICLES = 0.08
HELD_OUT_ITEMS = 0.1
_SEED = 11


def general_material(folder: Path) -> tuple[Material, Material]:
    """squad_da and norquad below ``folder``: training and held-out questions, by article."""
    paths = sorted((folder / "squad_da").glob("*.json")) + sorted(
        (folder / "norquad").glob("*.json")
    )
    material = read_squad(paths)
    groups = sorted({p.group for p in material.passages})
    random.Random(_SEED).shuffle(groups)
    return split(material, set(groups[: round(len(groups) * HELD_OUT_ARTICLES)]))


def own_material() -> tuple[Material, Material]:
    """The items written for this project: training and held-out questions, by item."""
    material = read_minutes()
    groups = sorted({p.group for p in material.passages})
    random.Random(_SEED).shuffle(groups)
    return split(material, set(groups[: round(len(groups) * HELD_OUT_ITEMS)]))
