"""What was read out of the minutes beyond their text: decisions with follow-ups, and figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, TextClause, bindparam, insert, text

from corpus import schema
from corpus.catalogue_database import CatalogueDatabase
from corpus.columns import (
    ANSWERS,
    DATE,
    FORUM,
    REGION,
    read_day,
    read_span,
    read_spans,
    stored_day,
    stored_span,
    stored_spans,
)
from corpus.decision import Decision, Followed, FollowUp, Outcome
from corpus.figure import Figure, FigureKind
from corpus.gazetteer import load_gazetteer
from corpus.records import Filters, Region

# A document that does not tell its region, forum or date has its meeting's.
_MEETING = (
    "JOIN documents AS d ON d.document_id = f.document_id "
    "JOIN items AS i ON i.item_id = f.item_id "
    "LEFT JOIN attachments AS a ON a.document_id = f.document_id"
)
_ORDER = f"ORDER BY coalesce({DATE}, ''), d.source, f.document_id, f.start, f.end"


class Findings(CatalogueDatabase):
    """The part of the catalogue that decisions, follow-ups and figures are kept in."""

    def put_findings(self, decisions: Sequence[Decision], figures: Sequence[Figure]) -> None:
        """Store what was found in a document that has just been put."""
        self.run_for_each(insert(schema.decisions), [_decision_row(one) for one in decisions])
        self.run_for_each(
            insert(schema.follow_ups),
            [
                _follow_up_row(decision, position, follow_up)
                for decision in decisions
                for position, follow_up in enumerate(decision.follow_ups)
            ],
        )
        self.run_for_each(insert(schema.figures), [_figure_row(one) for one in figures])

    def decisions(
        self,
        filters: Filters | None = None,
        outcomes: Sequence[Outcome] = (),
        followed: Sequence[Followed] = (),
        items: Sequence[str] = (),
    ) -> list[Decision]:
        """The decisions that the filters leave, by date, document and place. Earlier versions of
        minutes that others answer for are left out."""
        where = _Where(filters or Filters())
        where.among("outcome", outcomes)
        where.among("followed", followed)
        where.among("f.item_id", items)
        found = f"decisions AS f {_MEETING} WHERE {where}"
        told = self.rows(
            where.bound(
                "SELECT o.* FROM follow_ups AS o WHERE o.decision_id IN "
                f"(SELECT f.decision_id FROM {found}) ORDER BY o.decision_id, o.position"
            )
        )
        follow_ups: dict[str, list[FollowUp]] = {}
        for row in told:
            follow_ups.setdefault(row.decision_id, []).append(_follow_up(row))
        return [
            _decision(row, tuple(follow_ups.get(row.decision_id, ())))
            for row in self.rows(where.bound(f"SELECT f.* FROM {found} {_ORDER}"))
        ]

    def count_decisions(self, filters: Filters) -> int:
        """How many decisions the filters leave."""
        where = _Where(filters)
        row = self.first(
            where.bound(f"SELECT count(*) AS n FROM decisions AS f {_MEETING} WHERE {where}")
        )
        assert row is not None
        return int(row.n)

    def figures(
        self,
        filters: Filters | None = None,
        kinds: Sequence[FigureKind] = (),
        items: Sequence[str] = (),
    ) -> list[Figure]:
        """The figures that the filters leave, in the order of ``decisions``."""
        where = _Where(filters or Filters())
        where.among("f.kind", kinds)
        where.among("f.item_id", items)
        found = where.bound(f"SELECT f.* FROM figures AS f {_MEETING} WHERE {where} {_ORDER}")
        return [_figure(row) for row in self.rows(found)]

    def latest_minutes(self, forum: str | None, region: Region | None) -> dt.date | None:
        """The day of the newest minutes of a forum, or where none is told, of a region."""
        of, name = (FORUM, forum) if forum else (REGION, region)
        row = self.first(
            f"SELECT max({DATE}) AS day FROM documents AS d "
            "LEFT JOIN attachments AS a ON a.document_id = d.document_id "
            f"WHERE d.kind = 'referat' AND coalesce({of}, '') = :name "
            "AND d.document_id NOT IN (SELECT document_id FROM superseded)",
            name=name or "",
        )
        return read_day(row.day) if row else None


class _Where:
    """Conditions on findings ``f`` with what ``_MEETING`` joins to them, and their values."""

    def __init__(self, filters: Filters) -> None:
        self._conditions = [f"f.{ANSWERS}"]
        self._values: dict[str, Any] = {}
        self.among(REGION, filters.regions)
        self.among(FORUM, filters.forums)
        self.among("f.document_id", filters.documents)
        if filters.date_from:
            self._conditions.append(f"{DATE} >= {self._value(filters.date_from.isoformat())}")
        if filters.date_to:
            self._conditions.append(f"{DATE} <= {self._value(filters.date_to.isoformat())}")
        if filters.entities:
            self._conditions.append(
                "EXISTS (SELECT 1 FROM item_entities AS m WHERE m.document_id = f.document_id "
                f"AND m.position = i.position AND ({self._spoken_of(filters)}))"
            )

    def _spoken_of(self, filters: Filters) -> str:
        known = load_gazetteer()
        wanted = [part for entity_id in filters.entities for part in known.parts(entity_id)]
        either = [f"m.entity_id IN {self._value(wanted)}"]
        for one in filters.entities:
            if one.startswith("law:"):
                # Paragraphs of a law stand in no file: a hyphen and a digit follow its id.
                first, past = self._value(f"{one}-0"), self._value(f"{one}-:")
                either.append(f"(m.entity_id >= {first} AND m.entity_id < {past})")
        return " OR ".join(either)

    def among(self, column: str, some: Sequence[str]) -> None:
        """Only where ``column`` is one of these, if there are any."""
        if some:
            self._conditions.append(f"{column} IN {self._value(list(some))}")

    def _value(self, value: str | list[str]) -> str:
        name = f"value_{len(self._values)}"
        self._values[name] = value
        return f":{name}"

    def __str__(self) -> str:
        return " AND ".join(self._conditions)

    def bound(self, statement: str) -> TextClause:
        """A statement that holds the conditions, with their values."""
        return text(statement).bindparams(
            *(
                bindparam(name, value, expanding=isinstance(value, list))
                for name, value in self._values.items()
            )
        )


def _decision_row(d: Decision) -> dict[str, Any]:
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


def _decision(row: Row[Any], follow_ups: tuple[FollowUp, ...]) -> Decision:
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


def _follow_up_row(decision: Decision, position: int, f: FollowUp) -> dict[str, Any]:
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


def _follow_up(row: Row[Any]) -> FollowUp:
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


def _figure_row(f: Figure) -> dict[str, Any]:
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


def _figure(row: Row[Any]) -> Figure:
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
