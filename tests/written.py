"""The minutes in ``data/layouts.toml``, and what they hold."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.parsed import ItemTold


@dataclass(frozen=True)
class Written:
    """Minutes written in one layout. ``flattened`` is false where nobody could tell the items apart
    in one paragraph."""

    name: str
    structure: str
    text: str
    items: Sequence[dict[str, Any]]
    flattened: bool = True

    def assert_told(self, told: Sequence[ItemTold]) -> None:
        """That the items are those that were written; the sections where they are told of."""
        expected, found = [], []
        for item, (number, title, missing, sections, decision) in zip(
            self.items, told, strict=False
        ):
            whole = "sections" in item or "missing" in item
            expected.append(
                (
                    item.get("number"),
                    item["title"],
                    item.get("missing", False),
                    tuple(item.get("sections", ())),
                    item.get("decision", ""),
                )
            )
            found.append((number, title, missing, *((sections, decision) if whole else ((), ""))))
        assert found == expected
        assert len(told) == len(self.items)


MINUTES_WRITTEN = [
    Written(**minutes)
    for minutes in tomllib.loads(
        (Path(__file__).parent / "data" / "layouts.toml").read_text("utf-8")
    )["minutes"]
]
