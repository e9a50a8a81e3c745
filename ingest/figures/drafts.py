"""A figure before its sentence's period and place are known."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.figure import FigureKind, Precision
from corpus.records import Span


@dataclass(frozen=True, slots=True)
class Draft:
    """A number with its unit at ``[start, end)``, and what it counts. ``known`` tells that those
    counted are known already ("de 22 kommuner")."""

    start: int
    end: int
    kind: FigureKind
    value: float
    high: float | None
    precision: Precision
    unit: str
    counted: Span | None
    row: Span | None = None
    column: Span | None = None
    known: bool = False
