"""What an examination tells: one check for each invariant."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Remedy = Literal["vectors", "encoder", "index", "reading", "chunks", "words", "items", "ties"]
"""What mends it: encoding some texts anew, or all; building the index again from the catalogue;
reading documents' files again; cutting their whole texts again; counting their words again; telling
what their items speak of again, and counting it; tying documents together again."""

MOST_NAMED = 5
"""How many of those that are wrong are told of."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. ``found`` says in Danish how it is; where it is not ``ok``,
    ``examples`` name the first that are wrong and ``advice`` says what to do. ``looked_at`` and
    ``wrong`` are numbers of what the check counts."""

    name: str
    ok: bool
    found: str
    advice: str = ""
    looked_at: int = 0
    wrong: int = 0
    examples: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """A check in the making. ``unit`` is what is counted, in the plural."""

    name: str
    unit: str
    advice: str
    looked_at: int = 0
    wrong: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, looked_at: int, wrong: list[str]) -> None:
        """Count some that were looked at, and those of them that are wrong, each told in Danish."""
        self.looked_at += looked_at
        self.wrong += len(wrong)
        self.examples += wrong[: MOST_NAMED - len(self.examples)]

    def check(self) -> Check:
        counted = f"{self.looked_at} {self.unit}"
        found = f"{counted}, heraf {self.wrong} med fejl" if self.wrong else counted
        return Check(
            self.name,
            not self.wrong,
            found,
            self.advice if self.wrong else "",
            self.looked_at,
            self.wrong,
            tuple(self.examples),
        )
