"""How much of two spans is the same text."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.records import Span


def shared(one: Span | None, other: Span | None) -> int:
    """The characters that lie in both; 0 where there is no span."""
    if one is None or other is None:
        return 0
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def touches(one: Span | None, others: Iterable[Span | None]) -> bool:
    """Whether the span shares a character with any of the others."""
    return any(shared(one, other) for other in others)


def alike(one: Span, other: Span) -> float:
    """The share of all their characters that lies in both, 0–1."""
    both = shared(one, other)
    return both / max(1, one.end - one.start + other.end - other.start - both)
