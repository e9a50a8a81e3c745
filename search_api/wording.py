"""Danish wording of the service's own sentences."""

from __future__ import annotations

from collections.abc import Sequence


def listed(names: Sequence[str], word: str = "og") -> str:
    """ "Hovedstaden, Sjælland og Syddanmark"; ``word`` stands before the last."""
    return f" {word} ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
