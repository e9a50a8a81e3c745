"""Spans and days as the catalogue's columns keep them, and back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from sqlalchemy import BindParameter, Text, bindparam

from corpus.records import Span


def stored_span(span: Span | None) -> str | None:
    """ "12-40", or nothing."""
    return f"{span.start}-{span.end}" if span else None


def read_span(stored: str | None) -> Span | None:
    if stored is None:
        return None
    start, _, end = stored.partition("-")
    return Span(int(start), int(end))


def stored_spans(spans: Sequence[Span]) -> str:
    return json.dumps([[span.start, span.end] for span in spans])


def read_spans(stored: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in json.loads(stored))


def stored_day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def read_day(stored: str | None) -> dt.date | None:
    return dt.date.fromisoformat(stored) if stored else None


ANSWERS = "document_id NOT IN (SELECT document_id FROM superseded)"
"""True of documents that no other version of the same minutes answers for."""

DATE = "coalesce(d.date, a.date)"
"""A document ``d`` that does not tell its date has that of its meeting, told by ``attachments`` as
``a``; its region and its forum likewise, where the two belong together."""
REGION = "coalesce(d.region, CASE WHEN d.forum IS NULL OR d.forum = a.forum THEN a.region END)"
FORUM = "coalesce(d.forum, CASE WHEN d.region IS NULL OR d.region = a.region THEN a.forum END)"


def among(name: str) -> BindParameter[str]:
    """The parameter of »column IN :name« for texts, of which there may be none."""
    # PostgreSQL takes none of an unknown type for none of integers.
    return bindparam(name, expanding=True, type_=Text())
