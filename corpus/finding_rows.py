"""Decisions, follow-ups and figures as rows of the catalogue's tables, and back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from corpus.columns import read_day, read_span, read_spans, stored_day, stored_span, stored_spans
from corpus.decision import Decision, FollowUp
from corpus.figure import Figure


def decision_row(d: Decision) -> dict[str, Any]:
    return {
        "decision_id": d.decision_id,
        "document_id": d.document_id,
        "item_id": d.item_id,
        "outcome": d.outcome,
        "start": d.start,
        "end": d.end,
        "telling": stored_span(d.telling),
        "decided_by": stored_span(d.decided_by),
        "recommendation": stored_span(d.recommendation),
        "followed": d.followed,
        "changes": stored_spans(d.changes),
        "conditions": stored_spans(d.conditions),
        "dissent": stored_spans(d.dissent),
    }


def decision(row: Row[Any], follow_ups: tuple[FollowUp, ...]) -> Decision:
    telling = read_span(row.telling)
    assert telling is not None
    return Decision(
        row.decision_id,
        row.document_id,
        row.item_id,
        row.outcome,
        row.start,
        row.end,
        telling,
        read_span(row.decided_by),
        read_span(row.recommendation),
        row.followed,
        read_spans(row.changes),
        read_spans(row.conditions),
        read_spans(row.dissent),
        follow_ups,
    )


def follow_up_row(decision: Decision, position: int, f: FollowUp) -> dict[str, Any]:
    return {
        "decision_id": decision.decision_id,
        "document_id": decision.document_id,
        "position": position,
        "start": f.start,
        "end": f.end,
        "who": stored_span(f.who),
        "what": stored_span(f.what),
        "due": stored_span(f.due),
        "due_date": stored_day(f.due_date),
    }


def follow_up(row: Row[Any]) -> FollowUp:
    what = read_span(row.what)
    assert what is not None
    return FollowUp(
        row.start,
        row.end,
        read_span(row.who),
        what,
        read_span(row.due),
        read_day(row.due_date),
    )


def figure_row(f: Figure) -> dict[str, Any]:
    return {
        "figure_id": f.figure_id,
        "document_id": f.document_id,
        "item_id": f.item_id,
        "start": f.start,
        "end": f.end,
        "kind": f.kind,
        "value": f.value,
        "high": f.high,
        "precision": f.precision,
        "unit": f.unit,
        "counted": stored_span(f.counted),
        "sentence": stored_span(f.sentence),
        "from_table": int(f.from_table),
        "row": stored_span(f.row),
        "column": stored_span(f.column),
        "period": stored_span(f.period),
        "date_from": stored_day(f.date_from),
        "date_to": stored_day(f.date_to),
        "place": f.place,
    }


def figure(row: Row[Any]) -> Figure:
    sentence = read_span(row.sentence)
    assert sentence is not None
    return Figure(
        row.figure_id,
        row.document_id,
        row.item_id,
        row.start,
        row.end,
        row.kind,
        row.value,
        row.high,
        row.precision,
        row.unit,
        read_span(row.counted),
        sentence,
        bool(row.from_table),
        read_span(row.row),
        read_span(row.column),
        read_span(row.period),
        read_day(row.date_from),
        read_day(row.date_to),
        row.place,
    )
