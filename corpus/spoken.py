"""Where an entity is spoken of, without reading the documents that do."""

from __future__ import annotations

import datetime as dt
import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, TextClause, text

from corpus import rows
from corpus.catalogue_database import CatalogueDatabase
from corpus.columns import ANSWERS, DATE, FORUM, REGION, among, read_day
from corpus.records import Attachment, Item, Region, Span

_FEW = 900


def _of_documents(query: str) -> TextClause:
    return text(query).bindparams(among("ids"))


_MENTIONING = (
    "SELECT document_id, count(*) AS n FROM mentions "
    f"WHERE entity_id = :entity_id AND {ANSWERS} GROUP BY document_id"
)
_MEETINGS = (
    f"SELECT d.document_id, {REGION} AS region, {FORUM} AS forum, {DATE} AS date "
    "FROM documents AS d LEFT JOIN attachments AS a ON a.document_id = d.document_id"
)
_MEETINGS_OF = _of_documents(f"{_MEETINGS} WHERE d.document_id IN :ids")
_HEADS = _of_documents(
    f"SELECT d.document_id, d.source, d.title AS name, {rows.ATTACHED} FROM documents AS d "
    "LEFT JOIN attachments AS a ON a.document_id = d.document_id "
    "LEFT JOIN items AS i ON i.item_id = a.item_id WHERE d.document_id IN :ids"
)
_ITEMS = _of_documents(
    "SELECT i.*, e.deciding FROM item_entities AS e "
    "JOIN items AS i ON i.document_id = e.document_id AND i.position = e.position "
    "WHERE e.entity_id = :entity_id AND e.document_id IN :ids AND e.deciding >= :least "
    "ORDER BY e.document_id, e.position"
)
_PLACES = _of_documents(
    'SELECT document_id, start, "end" FROM mentions '
    "WHERE entity_id = :entity_id AND document_id IN :ids ORDER BY document_id, start"
)


@dataclass(frozen=True, slots=True)
class SpokenMeeting:
    """A document that speaks of an entity, so often, and whose and of which day it is."""

    document_id: str
    region: Region | None
    forum: str | None
    date: dt.date | None
    mentions: int


@dataclass(frozen=True, slots=True)
class SpokenDocument:
    """What such a document is called, and what it is an attachment to."""

    source: str
    title: str
    attachment: Attachment | None


@dataclass(frozen=True, slots=True)
class SpokenItem:
    """An item that speaks of an entity, without its sections, and where it does. ``deciding``: it
    decides something, and speaks of it in its title or in the decision."""

    document_id: str
    item: Item
    deciding: bool
    places: tuple[Span, ...]


class Spoken(CatalogueDatabase):
    """The part of the catalogue that tells where an entity is spoken of."""

    def documents_mentioning(self, entity_id: str) -> dict[str, int]:
        """How often each document speaks of an entity."""
        return {row.document_id: row.n for row in self.rows(_MENTIONING, entity_id=entity_id)}

    def mostly_mentioning(self, entity_id: str, most: int) -> list[str]:
        """The documents that speak the most of an entity, at most so many."""
        most_first = f"{_MENTIONING} ORDER BY n DESC, document_id LIMIT :most"
        found = self.rows(most_first, entity_id=entity_id, most=most)
        return [row.document_id for row in found]

    def meetings_mentioning(self, entity_id: str) -> list[SpokenMeeting]:
        """Every document that speaks of an entity, in no order."""
        counts = self.documents_mentioning(entity_id)
        # To look up many one by one takes longer than to run through all.
        found = (
            self.rows(_MEETINGS_OF, ids=list(counts))
            if len(counts) <= _FEW
            else self.rows(_MEETINGS)
        )
        return [
            SpokenMeeting(r.document_id, r.region, r.forum, read_day(r.date), counts[r.document_id])
            for r in found
            if r.document_id in counts
        ]

    def spoken_documents(self, document_ids: Sequence[str]) -> dict[str, SpokenDocument]:
        """What these documents are called, by id; any that are gone are left out."""
        return {
            row.document_id: SpokenDocument(row.source, row.name, rows.attachment(row))
            for some in _batches(document_ids)
            for row in self.rows(_HEADS, ids=some)
        }

    def spoken_items(
        self, entity_id: str, document_ids: Sequence[str], *, deciding: bool = False
    ) -> list[SpokenItem]:
        """The items of these documents that speak of an entity, in the documents' order; with
        ``deciding`` only those that are."""
        items: dict[str, list[Row[Any]]] = defaultdict(list)
        for some in _batches(document_ids):
            for row in self.rows(_ITEMS, entity_id=entity_id, ids=some, least=int(deciding)):
                items[row.document_id].append(row)
        places: dict[str, list[Span]] = defaultdict(list)
        for some in _batches(list(items)):
            for row in self.rows(_PLACES, entity_id=entity_id, ids=some):
                places[row.document_id].append(Span(row.start, row.end))
        return [
            _spoken_item(row, places[document_id])
            for document_id in document_ids
            for row in items.get(document_id, ())
        ]


def _spoken_item(row: Row[Any], places: Sequence[Span]) -> SpokenItem:
    first = bisect_left(places, row.start, key=lambda place: place.start)
    past = bisect_left(places, row.end, key=lambda place: place.start)
    inside = tuple(place for place in places[first:past] if place.end <= row.end)
    path = tuple(json.loads(row.path))
    item = Item(row.item_id, row.number, row.title, path, row.start, row.end)
    return SpokenItem(row.document_id, item, bool(row.deciding), inside)


def _batches(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + _FEW] for start in range(0, len(ids), _FEW)]
