"""Minutes annotated by hand with their figures.

The annotations stand in ``tests/annotations/figures``, what they go by in
``tests/annotations/README-figures.md``.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.figure import FigureKind
from corpus.records import Span
from tests.parsed import MINUTES, SAMPLES

FOLDER = Path(__file__).parent / "annotations" / "figures"


@dataclass(frozen=True, slots=True)
class AnnotatedFigure:
    """A number with what it counts. ``units`` holds kind and unit, first as chosen, then as they
    may be read as well; ``counted`` the words that say what is counted, those chosen first."""

    span: Span
    value: float
    high: float | None
    units: tuple[tuple[FigureKind, str], ...]
    counted: tuple[Span, ...]
    from_table: bool
    row: Span | None
    column: Span | None
    date_from: dt.date | None
    date_to: dt.date | None


@dataclass(frozen=True, slots=True)
class FiguredMinutes:
    """The figures of one document. What stands at an ``optional`` span may be taken for a figure,
    or not. ``sha256`` is that of the text's UTF-8."""

    name: str
    source: str
    sha256: str
    figures: tuple[AnnotatedFigure, ...]
    optional: tuple[Span, ...]

    @property
    def path(self) -> Path:
        """The file with the text; that of real minutes may be missing on this machine."""
        written = FOLDER.parent / "minutes" / self.source
        if written.is_file():
            return written
        return (MINUTES if self.name.isdigit() else SAMPLES) / self.source


def _span(pair: Sequence[int] | None) -> Span | None:
    return Span(*pair) if pair else None


def _date(told: str | None) -> dt.date | None:
    return dt.date.fromisoformat(told) if told else None


def _figure(told: Mapping[str, Any]) -> AnnotatedFigure:
    counted = [told["counted"], *told.get("or_counted", ())]
    units = [(told["kind"], told["unit"]), *told.get("or_units", ())]
    return AnnotatedFigure(
        span=Span(*told["span"]),
        value=told["value"],
        high=told["high"],
        units=tuple((kind, unit) for kind, unit in units),
        counted=tuple(Span(*pair) for pair in counted if pair),
        from_table=told["from_table"],
        row=_span(told["row"]),
        column=_span(told["column"]),
        date_from=_date(told["date_from"]),
        date_to=_date(told["date_to"]),
    )


def figured_minutes() -> Iterator[FiguredMinutes]:
    """All annotated documents, by name."""
    for path in sorted(FOLDER.glob("*.json")):
        told = json.loads(path.read_text("utf-8"))
        needed = [one for one in told["figures"] if not one.get("optional")]
        optional = [Span(*one["span"]) for one in told["figures"] if one.get("optional")]
        figures = tuple(map(_figure, needed))
        yield FiguredMinutes(path.stem, told["source"], told["sha256"], figures, tuple(optional))
