"""What was read out of the minutes beyond their text: decisions with follow-ups, and figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import insert, text

from corpus import finding_rows as rows
from corpus import schema
from corpus.catalogue_database import CatalogueDatabase
from corpus.columns import ANSWERS, DATE, FORUM, REGION, among, read_day, read_span
from corpus.conditions import OF_MEETING, Conditions
from corpus.decision import Decision, Followed, FollowUp, Outcome
from corpus.figure import Figure, FigureKind
from corpus.gazetteer import load_gazetteer
from corpus.records import Filters, Region, Span

Part = Literal["recommendation", "dissent", "follow_up", "deadline"]
"""What not every decision has."""

_MEETING = (
    "JOIN documents AS d ON d.document_id = f.document_id "
    "LEFT JOIN attachments AS a ON a.document_id = f.document_id"
)
_ORDER = f"ORDER BY coalesce({DATE}, ''), d.source, f.document_id, f.start, f.end"
_HAS: dict[Part, str] = {
    "recommendation": "f.recommendation IS NOT NULL",
    "dissent": "f.dissent <> '[]'",
    "follow_up": "EXISTS (SELECT 1 FROM follow_ups AS o WHERE o.decision_id = f.decision_id)",
    "deadline": "EXISTS (SELECT 1 FROM follow_ups AS o "
    "WHERE o.decision_id = f.decision_id AND o.due_date IS NOT NULL)",
}

_TEXTS = text("SELECT document_id, text FROM documents WHERE document_id IN :ids").bindparams(
    among("ids")
)
_TEXTS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Tally:
    """How many decisions of a document have an outcome and a fate, and where the first begins."""

    document_id: str
    outcome: Outcome
    followed: Followed | None
    decisions: int
    start: int


@dataclass(frozen=True, slots=True)
class Task:
    """Where a follow-up stands, and in it who is to do it."""

    document_id: str
    decision_id: str
    sentence: Span
    who: Span | None


class Findings(CatalogueDatabase):
    """The part of the catalogue that decisions, follow-ups and figures are kept in.

    Earlier versions of minutes that others answer for are left out of all that is found.
    """

    def put_findings(self, decisions: Sequence[Decision], figures: Sequence[Figure]) -> None:
        """Store what was found in a document that has just been put."""
        self.run_for_each(insert(schema.decisions), [rows.decision_row(one) for one in decisions])
        self.run_for_each(
            insert(schema.follow_ups),
            [
                rows.follow_up_row(decision, position, follow_up)
                for decision in decisions
                for position, follow_up in enumerate(decision.follow_ups)
            ],
        )
        self.run_for_each(insert(schema.figures), [rows.figure_row(one) for one in figures])

    def decisions(
        self,
        filters: Filters | None = None,
        outcomes: Sequence[Outcome] = (),
        followed: Sequence[Followed] = (),
        items: Sequence[str] = (),
        part: Part | None = None,
    ) -> list[Decision]:
        """The decisions that the filters leave, of those that have ``part``, by date, document and
        place."""
        where = _decided(filters, outcomes, followed, part)
        where.among("f.item_id", items)
        told = self.rows(
            where.bound(
                "SELECT o.* FROM follow_ups AS o WHERE o.decision_id IN "
                f"(SELECT f.decision_id FROM decisions AS f WHERE {where}) "
                "ORDER BY o.decision_id, o.position"
            )
        )
        follow_ups: dict[str, list[FollowUp]] = {}
        for row in told:
            follow_ups.setdefault(row.decision_id, []).append(rows.follow_up(row))
        found = where.bound(f"SELECT f.* FROM decisions AS f {_MEETING} WHERE {where} {_ORDER}")
        return [
            rows.decision(row, tuple(follow_ups.get(row.decision_id, ())))
            for row in self.rows(found)
        ]

    def decision_tallies(
        self,
        filters: Filters | None = None,
        outcomes: Sequence[Outcome] = (),
        followed: Sequence[Followed] = (),
        part: Part | None = None,
    ) -> list[Tally]:
        """The same decisions, counted; by document and place."""
        where = _decided(filters, outcomes, followed, part)
        counted = where.bound(
            "SELECT f.document_id, f.outcome, f.followed, count(*) AS n, min(f.start) AS first "
            f"FROM decisions AS f WHERE {where} GROUP BY f.document_id, f.outcome, f.followed "
            "ORDER BY f.document_id, first"
        )
        return [
            Tally(row.document_id, row.outcome, row.followed, row.n, row.first)
            for row in self.rows(counted)
        ]

    def count_decisions(self, filters: Filters | None = None) -> int:
        """How many decisions the filters leave."""
        where = _decided(filters, (), (), None)
        row = self.first(where.bound(f"SELECT count(*) AS n FROM decisions AS f WHERE {where}"))
        return int(row.n) if row else 0

    def tasks(
        self, filters: Filters | None = None, due: bool = False, naming: Sequence[str] = ()
    ) -> list[Task]:
        """The follow-ups of the decisions that the filters leave, by decision and place: of those
        with a deadline if it is to be ``due``, and of those that name one of ``naming``, where any
        are given."""
        where = _to_do(filters, due)
        if naming:
            where.that(
                "EXISTS (SELECT 1 FROM mentions AS m WHERE m.document_id = o.document_id "
                "AND m.start >= o.start AND m.start < o.end AND m.end <= o.end "
                f"AND m.entity_id IN {where.value(naming)})"
            )
        found = where.bound(
            "SELECT o.document_id, o.decision_id, o.start, o.end, o.who FROM follow_ups AS o "
            f"JOIN decisions AS f ON f.decision_id = o.decision_id WHERE {where} "
            "ORDER BY o.decision_id, o.position"
        )
        return [
            Task(row.document_id, row.decision_id, Span(row.start, row.end), read_span(row.who))
            for row in self.rows(found)
        ]

    def count_tasks(self, filters: Filters | None = None, due: bool = False) -> int:
        """How many sentences the follow-ups stand in, each counted once for a decision."""
        where = _to_do(filters, due)
        row = self.first(
            where.bound(
                "SELECT count(*) AS n FROM (SELECT DISTINCT o.decision_id, o.start, o.end "
                "FROM follow_ups AS o JOIN decisions AS f ON f.decision_id = o.decision_id "
                f"WHERE {where}) AS sentences"
            )
        )
        return int(row.n) if row else 0

    def texts_at(self, places: Sequence[tuple[str, Span]]) -> list[str]:
        """What stands in these spans of documents; nothing of a document that is not there."""
        spans: dict[str, list[tuple[int, Span]]] = {}
        for n, (document_id, span) in enumerate(places):
            spans.setdefault(document_id, []).append((n, span))
        found = [""] * len(places)
        ids = list(spans)
        for at in range(0, len(ids), _TEXTS_AT_ONCE):
            for row in self.rows(_TEXTS, ids=ids[at : at + _TEXTS_AT_ONCE]):
                for n, span in spans[row.document_id]:
                    found[n] = row.text[span.start : span.end]
        return found

    def figures(
        self,
        filters: Filters | None = None,
        kinds: Sequence[FigureKind] = (),
        items: Sequence[str] = (),
    ) -> list[Figure]:
        """The figures that the filters leave, in the order of ``decisions``."""
        where = _left_by(filters)
        where.among("f.kind", kinds)
        where.among("f.item_id", items)
        found = where.bound(f"SELECT f.* FROM figures AS f {_MEETING} WHERE {where} {_ORDER}")
        return [rows.figure(row) for row in self.rows(found)]

    def latest_minutes(self, forum: str | None, region: Region | None) -> dt.date | None:
        """The day of the newest minutes of a forum, or where none is told, of a region."""
        of, name = (FORUM, forum) if forum else (REGION, region)
        row = self.first(
            f"SELECT max({DATE}) AS day FROM {OF_MEETING} "
            f"WHERE d.kind = 'referat' AND coalesce({of}, '') = :name "
            f"AND d.{ANSWERS}",
            name=name or "",
        )
        return read_day(row.day) if row else None


def _decided(
    filters: Filters | None,
    outcomes: Sequence[Outcome],
    followed: Sequence[Followed],
    part: Part | None,
) -> Conditions:
    where = _left_by(filters)
    where.among("f.outcome", outcomes)
    where.among("f.followed", followed)
    if part:
        where.that(_HAS[part])
    return where


def _to_do(filters: Filters | None, due: bool) -> Conditions:
    """What filters leave of follow-ups ``o`` of decisions ``f``."""
    where = _left_by(filters)
    if due:
        where.that("o.due_date IS NOT NULL")
    return where


def _left_by(filters: Filters | None) -> Conditions:
    """What filters leave of findings ``f``."""
    where = Conditions(f"f.{ANSWERS}")
    if filters is None:
        return where
    where.among("f.document_id", filters.documents)
    if meetings := where.of_meetings(filters):
        where.that(f"f.document_id IN (SELECT d.document_id FROM {OF_MEETING} WHERE {meetings})")
    if filters.entities:
        # Few items of a document, or of an entity, come first: SQLite joins in this order.
        tables, inside = "item_entities AS m CROSS JOIN items AS i", ""
        if filters.documents:
            tables = "items AS i CROSS JOIN item_entities AS m"
            inside = f"i.document_id IN {where.value(filters.documents)} AND "
        where.that(
            f"f.item_id IN (SELECT i.item_id FROM {tables} WHERE {inside}"
            "i.document_id = m.document_id AND i.position = m.position "
            f"AND ({_spoken_of(filters.entities, where)}))"
        )
    return where


def _spoken_of(entities: Sequence[str], where: Conditions) -> str:
    known = load_gazetteer()
    wanted = [part for entity_id in entities for part in known.parts(entity_id)]
    either = [f"m.entity_id IN {where.value(wanted)}"]
    for one in entities:
        if one.startswith("law:"):
            # Paragraphs of a law stand in no file: a hyphen and a digit follow its id.
            first, past = where.value(f"{one}-0"), where.value(f"{one}-:")
            either.append(f"(m.entity_id >= {first} AND m.entity_id < {past})")
    return " OR ".join(either)
