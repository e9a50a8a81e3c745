"""Spans and days as the catalogue's columns keep them, and back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

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
