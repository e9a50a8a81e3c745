"""What the corpus holds, as it is listed and counted: told without reading any document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from corpus.catalogue_database import CatalogueDatabase
from corpus.columns import ANSWERS, DATE, FORUM, REGION, read_day
from corpus.conditions import OF_MEETING, Conditions
from corpus.records import DocumentKind, Filters, Region


@dataclass(frozen=True, slots=True)
class Listed:
    """A document as lists know it; region, forum and date may be its meeting's."""

    document_id: str
    source: str
    title: str
    region: Region | None
    forum: str | None
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class Holding:
    """The documents of one forum: how many, and the first and last date, where any has one."""

    region: Region | None
    forum: str | None
    documents: int
    first: dt.date | None
    last: dt.date | None


class Overview(CatalogueDatabase):
    """The part of the catalogue that tells what there is."""

    def listed(
        self,
        filters: Filters | None = None,
        kind: DocumentKind | None = None,
        alone: bool = False,
    ) -> list[Listed]:
        """The documents that the filters' regions, forums, days and documents leave, by date, then
        source. ``alone`` leaves out attachments and versions that another answers for."""
        where = Conditions()
        if filters:
            where.among("d.document_id", filters.documents)
            if meetings := where.of_meetings(filters):
                where.that(meetings)
        if kind:
            where.that(f"d.kind = {where.value(kind)}")
        if alone:
            where.that(f"d.{ANSWERS}")
            where.that("a.document_id IS NULL")
        found = where.bound(
            f"SELECT d.document_id, d.source, d.title, {REGION} AS region, "
            f"{FORUM} AS forum, {DATE} AS date FROM {OF_MEETING} WHERE {where} "
            f"ORDER BY coalesce({DATE}, ''), d.source, d.document_id"
        )
        return [
            Listed(r.document_id, r.source, r.title, r.region, r.forum, read_day(r.date))
            for r in self.rows(found)
        ]

    def holdings(self) -> list[Holding]:
        """What there is of each forum. Earlier versions of minutes that others answer for are left
        out."""
        found = self.rows(
            f"SELECT {REGION} AS region, {FORUM} AS forum, count(*) AS documents, "
            f"min({DATE}) AS first, max({DATE}) AS last FROM {OF_MEETING} "
            f"WHERE d.{ANSWERS} GROUP BY 1, 2"
        )
        return [
            Holding(row.region, row.forum, row.documents, read_day(row.first), read_day(row.last))
            for row in found
        ]
