"""What was read out of the minutes beyond their text: decisions with follow-ups, and figures."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from corpus.catalogue_file import CatalogueFile
from corpus.columns import read_day, read_span, read_spans, stored_day, stored_span, stored_spans
from corpus.decision import Decision, Followed, FollowUp, Outcome
from corpus.figure import Figure, FigureKind
from corpus.gazetteer import load_gazetteer
from corpus.records import Filters

# A document that does not tell its region, forum or date has its meeting's.
_MEETING = (
    "JOIN documents AS d ON d.document_id = f.document_id "
    "JOIN items AS i ON i.item_id = f.item_id "
    "LEFT JOIN attachments AS a ON a.document_id = f.document_id"
)
_DATE = "coalesce(d.date, a.date)"
_REGION = "coalesce(d.region, CASE WHEN d.forum IS NULL OR d.forum = a.forum THEN a.region END)"
_FORUM = "coalesce(d.forum, CASE WHEN d.region IS NULL OR d.region = a.region THEN a.forum END)"
_ANSWERS = "f.document_id NOT IN (SELECT document_id FROM superseded)"
_ORDER = f"ORDER BY coalesce({_DATE}, ''), d.source, f.document_id, f.start, f.end"


class Findings(CatalogueFile):
    """The part of the catalogue that decisions, follow-ups and figures are kept in."""

    def put_findings(self, decisions: Sequence[Decision], figures: Sequence[Figure]) -> None:
        """Store what was found in a document that has just been put."""
        self._db.executemany(
            f"INSERT INTO decisions VALUES ({', '.join(13 * '?')})", map(_decision_row, decisions)
        )
        self._db.executemany(
            f"INSERT INTO follow_ups VALUES ({', '.join(9 * '?')})",
            [
                _follow_up_row(decision, position, follow_up)
                for decision in decisions
                for position, follow_up in enumerate(decision.follow_ups)
            ],
        )
        self._db.executemany(
            f"INSERT INTO figures VALUES ({', '.join(19 * '?')})", map(_figure_row, figures)
        )

    def decisions(
        self,
        filters: Filters | None = None,
        outcomes: Sequence[Outcome] = (),
        followed: Sequence[Followed] = (),
        items: Sequence[str] = (),
    ) -> list[Decision]:
        """The decisions that the filters leave, by date, document and place. Earlier versions of
        minutes that others answer for are left out."""
        where, values = _where(filters or Filters())
        for column, wanted in (("outcome", outcomes), ("followed", followed), ("f.item_id", items)):
            _among(where, values, column, wanted)
        found = f"decisions AS f {_MEETING} WHERE {' AND '.join(where)}"
        follow_ups: dict[str, list[FollowUp]] = {}
        for row in self._db.execute(
            "SELECT o.* FROM follow_ups AS o WHERE o.decision_id IN "
            f"(SELECT f.decision_id FROM {found}) ORDER BY o.decision_id, o.position",
            values,
        ):
            follow_ups.setdefault(row["decision_id"], []).append(_follow_up(row))
        return [
            _decision(row, tuple(follow_ups.get(row["decision_id"], ())))
            for row in self._db.execute(f"SELECT f.* FROM {found} {_ORDER}", values)
        ]

    def figures(
        self,
        filters: Filters | None = None,
        kinds: Sequence[FigureKind] = (),
        items: Sequence[str] = (),
    ) -> list[Figure]:
        """The figures that the filters leave, in the order of ``decisions``."""
        where, values = _where(filters or Filters())
        _among(where, values, "f.kind", kinds)
        _among(where, values, "f.item_id", items)
        rows = self._db.execute(
            f"SELECT f.* FROM figures AS f {_MEETING} WHERE {' AND '.join(where)} {_ORDER}", values
        )
        return [_figure(row) for row in rows]


def _where(filters: Filters) -> tuple[list[str], list[Any]]:
    """Conditions, and the values for their question marks."""
    where, values = [_ANSWERS], list[Any]()
    _among(where, values, _REGION, filters.regions)
    _among(where, values, _FORUM, filters.forums)
    _among(where, values, "f.document_id", filters.documents)
    if filters.date_from:
        where.append(f"{_DATE} >= ?")
        values.append(filters.date_from.isoformat())
    if filters.date_to:
        where.append(f"{_DATE} <= ?")
        values.append(filters.date_to.isoformat())
    if filters.entities:
        known = load_gazetteer()
        wanted = [part for entity_id in filters.entities for part in known.parts(entity_id)]
        # Paragraphs of a law stand in no file.
        paragraphs = [f"{one}-[0-9]*" for one in filters.entities if one.startswith("law:")]
        marks = ", ".join("?" * len(wanted))
        globs = "".join(" OR m.entity_id GLOB ?" for _ in paragraphs)
        where.append(
            "EXISTS (SELECT 1 FROM mentions AS m WHERE m.document_id = f.document_id "
            f"AND m.start >= i.start AND m.end <= i.end AND (m.entity_id IN ({marks}){globs}))"
        )
        values += [*wanted, *paragraphs]
    return where, values


def _among(where: list[str], values: list[Any], column: str, some: Sequence[str]) -> None:
    if some:
        where.append(f"{column} IN ({', '.join('?' * len(some))})")
        values += some


def _decision_row(d: Decision) -> tuple[Any, ...]:
    return (
        d.decision_id,
        d.document_id,
        d.item_id,
        d.outcome,
        d.start,
        d.end,
        stored_span(d.telling),
        stored_span(d.decided_by),
        stored_span(d.recommendation),
        d.followed,
        stored_spans(d.changes),
        stored_spans(d.conditions),
        stored_spans(d.dissent),
    )


def _decision(row: sqlite3.Row, follow_ups: tuple[FollowUp, ...]) -> Decision:
    telling = read_span(row["telling"])
    assert telling is not None
    return Decision(
        row["decision_id"],
        row["document_id"],
        row["item_id"],
        row["outcome"],
        row["start"],
        row["end"],
        telling,
        read_span(row["decided_by"]),
        read_span(row["recommendation"]),
        row["followed"],
        read_spans(row["changes"]),
        read_spans(row["conditions"]),
        read_spans(row["dissent"]),
        follow_ups,
    )


def _follow_up_row(decision: Decision, position: int, f: FollowUp) -> tuple[Any, ...]:
    return (
        decision.decision_id,
        decision.document_id,
        position,
        f.start,
        f.end,
        stored_span(f.who),
        stored_span(f.what),
        stored_span(f.due),
        stored_day(f.due_date),
    )


def _follow_up(row: sqlite3.Row) -> FollowUp:
    what = read_span(row["what"])
    assert what is not None
    return FollowUp(
        row["start"],
        row["end"],
        read_span(row["who"]),
        what,
        read_span(row["due"]),
        read_day(row["due_date"]),
    )


def _figure_row(f: Figure) -> tuple[Any, ...]:
    return (
        f.figure_id,
        f.document_id,
        f.item_id,
        f.start,
        f.end,
        f.kind,
        f.value,
        f.high,
        f.precision,
        f.unit,
        stored_span(f.counted),
        stored_span(f.sentence),
        f.from_table,
        stored_span(f.row),
        stored_span(f.column),
        stored_span(f.period),
        stored_day(f.date_from),
        stored_day(f.date_to),
        f.place,
    )


def _figure(row: sqlite3.Row) -> Figure:
    sentence = read_span(row["sentence"])
    assert sentence is not None
    return Figure(
        row["figure_id"],
        row["document_id"],
        row["item_id"],
        row["start"],
        row["end"],
        row["kind"],
        row["value"],
        row["high"],
        row["precision"],
        row["unit"],
        read_span(row["counted"]),
        sentence,
        bool(row["from_table"]),
        read_span(row["row"]),
        read_span(row["column"]),
        read_span(row["period"]),
        read_day(row["date_from"]),
        read_day(row["date_to"]),
        row["place"],
    )
