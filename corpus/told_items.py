"""What is told of items: who and what they speak of, and what their titles say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, text

from corpus import schema
from corpus.catalogue_database import CatalogueDatabase
from corpus.columns import ANSWERS, among, read_day, stored_day
from corpus.item_rows import item_entity_rows, title_word_rows
from corpus.records import Document, Mention, Region
from corpus.titles import Title

TELL_ENTITIES = (
    "INSERT INTO item_entities (document_id, position, entity_id, deciding) "
    "SELECT i.document_id, i.position, m.entity_id, max(CASE WHEN "
    "EXISTS (SELECT 1 FROM sections AS s WHERE s.item_id = i.item_id "
    "AND s.kind IN ('title', 'decision') AND s.start <= m.start AND m.start < s.end) AND "
    "EXISTS (SELECT 1 FROM sections AS s WHERE s.item_id = i.item_id AND s.kind = 'decision') "
    "THEN 1 ELSE 0 END) FROM items AS i JOIN mentions AS m ON m.document_id = i.document_id "
    "AND m.start >= i.start AND m.start < i.end AND m.end <= i.end "
    "WHERE i.missing = 0 AND i.document_id {} GROUP BY i.document_id, i.position, m.entity_id"
)
"""Fills ``item_entities`` of some documents, as ``item_entity_rows`` tells."""

_TELL_ENTITIES = TELL_ENTITIES.format("= :document_id")
_AT_A_TIME = 50
# Attachments follow their meeting.
_MEETINGS = f"t.{ANSWERS} AND t.document_id NOT IN (SELECT document_id FROM attachments)"
_LATER = text(
    "SELECT t.document_id, t.position, t.date, t.words, sum(1 - t.named) AS shared, "
    "sum(t.named) AS names FROM title_words AS t WHERE t.region = :region AND t.word IN :told "
    f"AND t.date > :date AND {_MEETINGS} GROUP BY t.document_id, t.position, t.date, t.words "
    "HAVING CAST(2 * sum(1 - t.named) AS DOUBLE PRECISION) / (t.words + :words) >= :least "
    "ORDER BY t.date, t.document_id, t.position"
).bindparams(among("told"))
# The few items that speak of a day come first, then their titles.
_SPEAKING = text(
    "SELECT DISTINCT t.document_id, t.position, t.date "
    "FROM item_entities AS e CROSS JOIN title_words AS t "
    "WHERE e.entity_id IN :days AND t.document_id = e.document_id AND t.position = e.position "
    "AND t.region = :region AND t.word IN :told AND t.named = 0 AND t.date > :date "
    f"AND t.date <= :until AND {_MEETINGS} ORDER BY t.date, t.document_id, t.position"
).bindparams(among("days"), among("told"))
_ITEM_TEXTS = text(
    "SELECT i.document_id, i.position, substr(d.text, i.start + 1, i.end - i.start) AS text "
    "FROM items AS i JOIN documents AS d ON d.document_id = i.document_id "
    "WHERE i.document_id IN :ids"
).bindparams(among("ids"))
_YEARS = text(
    "SELECT document_id, position, word FROM title_words "
    "WHERE document_id IN :ids AND named = 0 AND length(word) = 4"
).bindparams(among("ids"))
_FORUMS = text("SELECT document_id, forum FROM documents WHERE document_id IN :ids").bindparams(
    among("ids")
)

Place = tuple[str, int]
"""An item: its document, and its position in it."""


@dataclass(frozen=True, slots=True)
class LikeTitle:
    """An item of a later meeting whose title shares words with one that was asked of: ``shared`` of
    its ``words``, and so many of the ``names``."""

    document_id: str
    position: int
    date: dt.date
    words: int
    shared: int
    names: int

    @property
    def place(self) -> Place:
        return self.document_id, self.position


class ToldItems(CatalogueDatabase):
    """The part of the catalogue that items are known in by what they speak of."""

    def put_told_items(self, document: Document, mentions: Sequence[Mention]) -> None:
        """Store what is told of the items of a stored document, anew; ``mentions`` are all of it,
        by place."""
        for table in (schema.item_entities, schema.title_words):
            self.run(delete(table).where(table.c.document_id == document.document_id))
        self._tell_items(document, mentions)

    def _tell_items(self, document: Document, mentions: Sequence[Mention]) -> None:
        self.run(_TELL_ENTITIES, document_id=document.document_id)
        self.run_for_each(insert(schema.title_words), _title_words(document, mentions))

    def told_items(self, document_id: str) -> dict[str, list[dict[str, Any]]]:
        """What is stored of a document's items, as ``told_item_rows`` gives it."""
        return {
            table.name: [
                dict(row._mapping)
                for row in self.rows(
                    select(table)
                    .where(table.c.document_id == document_id)
                    .order_by(*table.primary_key.columns)
                )
            ]
            for table in (schema.item_entities, schema.title_words)
        }

    def later_titles(
        self, region: Region, date: dt.date, title: Title, least: float
    ) -> list[LikeTitle]:
        """The items of later meetings in a region whose titles share at least so much of the words
        of both (Dice's coefficient, 0–1), by date. Reports and attachments are left out."""
        found = self.rows(
            _LATER,
            region=region,
            date=stored_day(date),
            told=sorted(title.words | title.names),
            words=len(title.words),
            least=least,
        )
        return [
            LikeTitle(r.document_id, r.position, _day(r.date), r.words, int(r.shared), int(r.names))
            for r in found
        ]

    def later_speaking_of(
        self, region: Region, date: dt.date, words: Sequence[str], until: dt.date | None
    ) -> Iterator[tuple[Place, dt.date, str]]:
        """The items of later meetings in a region, to the day ``until``, that speak of ``date`` and
        have any of these words in their titles, with the meeting's day and the item's text; by
        date."""
        day = date.isoformat()
        found = self.rows(
            _SPEAKING,
            days=[f"date:{day}", f"deadline:{day}"],
            region=region,
            date=day,
            until=stored_day(until) or "9999-12-31",
            told=list(words),
        )
        for start in range(0, len(found), _AT_A_TIME):
            some = found[start : start + _AT_A_TIME]
            texts = {
                (row.document_id, row.position): str(row.text)
                for row in self.rows(_ITEM_TEXTS, ids=sorted({row.document_id for row in some}))
            }
            for row in some:
                place = row.document_id, row.position
                if place in texts:
                    yield place, _day(row.date), texts[place]

    def years_in_titles(self, document_ids: Sequence[str]) -> dict[Place, frozenset[str]]:
        """The years that the titles of these documents' items tell, where any do."""
        found: dict[Place, set[str]] = {}
        for row in self.rows(_YEARS, ids=list(document_ids)):
            if row.word.isdecimal():
                found.setdefault((row.document_id, row.position), set()).add(row.word)
        return {place: frozenset(years) for place, years in found.items()}

    def forums_of(self, document_ids: Sequence[str]) -> dict[str, str | None]:
        """The forums that these documents tell."""
        return {row.document_id: row.forum for row in self.rows(_FORUMS, ids=list(document_ids))}


def told_item_rows(
    document: Document, mentions: Sequence[Mention]
) -> dict[str, list[dict[str, Any]]]:
    """What should be stored of a document's items, by table; ``mentions`` are all of it, by
    place."""
    return {
        "item_entities": list(item_entity_rows(document.document_id, document.items, mentions)),
        "title_words": _title_words(document, mentions),
    }


def _title_words(document: Document, mentions: Sequence[Mention]) -> list[dict[str, Any]]:
    # What the document has from the meeting that it is an attachment to is not its own.
    region = None if "region" in document.inherited else document.region
    date = None if "date" in document.inherited else document.date
    found = title_word_rows(
        document.document_id,
        region,
        stored_day(date),
        document.kind,
        document.items,
        mentions,
    )
    return list(found)


def _day(stored: str) -> dt.date:
    day = read_day(stored)
    assert day is not None
    return day
