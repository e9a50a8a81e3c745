"""A number with what it counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from corpus.records import Span

FigureKind = Literal["amount", "count", "percentage", "rate"]
Precision = Literal["exact", "about", "under", "over", "at most", "at least", "range"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts. ``start`` and ``end`` span the number with its unit as written
    ("1,2 mio. kr.", "knap 50.000 kr.", "2-4").

    ``value`` is in whole units ("1,2 mio. kr." is 1200000.0), ``high`` the upper end of a range.
    ``unit`` is "kr." for amounts, "%" for percentages, for a rate what it is per ("kr. pr. døgn"),
    and for a count the noun in the indefinite plural as written or derived ("pladser", "borgere").
    ``counted`` is the words that say what is counted ("personer med dom til Kofoedsminde"), a
    table's row and column heads are ``row`` and ``column``. The period is ``date_from`` to
    ``date_to`` with the words that tell it, the place is an entity of kind municipality, region,
    institution or authority.
    """

    figure_id: str
    document_id: str
    item_id: str
    start: int
    end: int
    kind: FigureKind
    value: float
    high: float | None
    precision: Precision
    unit: str
    counted: Span | None
    sentence: Span
    from_table: bool
    row: Span | None = None
    column: Span | None = None
    period: Span | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    place: str | None = None
