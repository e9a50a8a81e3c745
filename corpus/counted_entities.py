"""Who and what the documents speak of: counted, and by item; kept with every change.

What another version of the same minutes answers for is not counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, text

from corpus import schema
from corpus.catalogue_database import CatalogueDatabase
from corpus.columns import ANSWERS, among
from corpus.records import EntityKind

_CHANGE = text(
    "INSERT INTO entity_counts (access, entity_id, kind, mentions, documents, items) "
    "SELECT d.access, m.entity_id, m.kind, :sign * m.n, CAST(:sign AS INTEGER), "
    ":sign * coalesce(e.n, 0) FROM (SELECT entity_id, kind, count(*) AS n FROM mentions "
    "WHERE document_id = :id GROUP BY entity_id, kind) AS m "
    "JOIN documents AS d ON d.document_id = :id "
    "LEFT JOIN (SELECT entity_id, count(*) AS n FROM item_entities "
    "WHERE document_id = :id GROUP BY entity_id) AS e ON e.entity_id = m.entity_id WHERE true "
    "ON CONFLICT (access, entity_id, kind) DO UPDATE SET "
    "mentions = entity_counts.mentions + excluded.mentions, "
    "documents = entity_counts.documents + excluded.documents, "
    "items = entity_counts.items + excluded.items"
)
_FORGET = text(
    "DELETE FROM entity_counts WHERE documents <= 0 AND entity_id IN "
    "(SELECT entity_id FROM mentions WHERE document_id = :id)"
)
_COUNTS = (
    "SELECT entity_id, kind, sum(mentions) AS mentions, sum(documents) AS documents "
    "FROM entity_counts{} GROUP BY entity_id, kind ORDER BY mentions DESC, entity_id, kind"
)
_COUNTS_OF_KINDS = text(_COUNTS.format(" WHERE kind IN :kinds")).bindparams(among("kinds"))
_TOGETHER = (
    "SELECT t.entity_id, t.n, sum(c.items) AS alone FROM ("
    "SELECT other.entity_id, count(*) AS n FROM item_entities AS own JOIN item_entities AS other "
    "ON other.document_id = own.document_id AND other.position = own.position "
    "WHERE own.entity_id = :entity_id AND own.{} GROUP BY other.entity_id"
    ") AS t JOIN entity_counts AS c ON c.entity_id = t.entity_id GROUP BY t.entity_id, t.n"
)
_TOGETHER_IN_ALL = _TOGETHER.format(ANSWERS)
_TOGETHER_IN_SOME = text(_TOGETHER.format("document_id IN :ids")).bindparams(among("ids"))
_BOTH = (
    "SELECT count(*) AS n FROM item_entities AS one CROSS JOIN item_entities AS other "
    "WHERE one.entity_id = :one AND other.entity_id = :other "
    f"AND other.document_id = one.document_id AND other.position = one.position AND one.{ANSWERS}"
)
_AT_ONCE = 900
# Some documents at a time: what belongs to a document lies together in the file.
_BETWEEN = "document_id BETWEEN :first AND :last"
_COUNTED = text(
    "SELECT d.access, m.entity_id, m.kind, sum(m.n) AS mentions, count(*) AS documents, "
    "sum(coalesce(e.n, 0)) AS items FROM (SELECT document_id, entity_id, kind, count(*) AS n "
    f"FROM mentions WHERE {_BETWEEN} AND {ANSWERS} GROUP BY document_id, entity_id, kind) AS m "
    "JOIN documents AS d ON d.document_id = m.document_id "
    "LEFT JOIN (SELECT document_id, entity_id, count(*) AS n FROM item_entities "
    f"WHERE {_BETWEEN} GROUP BY document_id, entity_id) AS e "
    "ON e.document_id = m.document_id AND e.entity_id = m.entity_id "
    "GROUP BY d.access, m.entity_id, m.kind"
)
_ITEMS = text(
    "SELECT d.access, count(*) AS items FROM items AS i "
    "JOIN documents AS d ON d.document_id = i.document_id "
    f"WHERE i.missing = 0 AND i.{ANSWERS} GROUP BY d.access"
)
_DOCUMENTS_AT_A_TIME = 500

Counts = dict[tuple[str, str, str], tuple[int, int, int]]
"""Mentions, documents and items by level, entity and kind."""


def entities_counted(db: Connection) -> Counts:
    """Every entity, counted from the beginning."""
    ids = list(db.scalars(text("SELECT document_id FROM documents ORDER BY document_id")))
    counts: Counts = {}
    for start in range(0, len(ids), _DOCUMENTS_AT_A_TIME):
        some = ids[start : start + _DOCUMENTS_AT_A_TIME]
        for *key, mentions, documents, items in db.execute(
            _COUNTED, {"first": some[0], "last": some[-1]}
        ):
            access, entity_id, kind = key
            before = counts.get((access, entity_id, kind), (0, 0, 0))
            counts[access, entity_id, kind] = (
                before[0] + int(mentions),
                before[1] + int(documents),
                before[2] + int(items),
            )
    return counts


def count_rows(counts: Counts) -> list[dict[str, str | int]]:
    """The rows of ``entity_counts``."""
    names = ("access", "entity_id", "kind", "mentions", "documents", "items")
    return [dict(zip(names, (*key, *some), strict=True)) for key, some in sorted(counts.items())]


def items_counted(db: Connection) -> dict[str, int]:
    """How many items the documents of each level that answer have, but those that are missing."""
    return {row.access: int(row.items) for row in db.execute(_ITEMS)}


@dataclass(frozen=True, slots=True)
class Together:
    """In how many items an entity stands with the one that was asked of, and in how many at all."""

    entity_id: str
    both: int
    alone: int


class CountedEntities(CatalogueDatabase):
    """The part of the catalogue that who and what is spoken of is counted in."""

    def entity_counts(self, kinds: Sequence[EntityKind] = ()) -> list[tuple[str, str, int, int]]:
        """``(entity_id, kind, mentions, documents)`` of these kinds, or of all, the most mentioned
        first."""
        found = (
            self.rows(_COUNTS_OF_KINDS, kinds=list(kinds))
            if kinds
            else self.rows(_COUNTS.format(""))
        )
        return [(r.entity_id, r.kind, int(r.mentions), int(r.documents)) for r in found]

    def counted_items(self) -> int:
        """How many items there are, but those that a document skips."""
        row = self.first("SELECT coalesce(sum(items), 0) AS n FROM tallies")
        assert row is not None
        return int(row.n)

    def items_speaking_of(self, entity_id: str) -> int:
        """How many items speak of an entity."""
        row = self.first(
            "SELECT coalesce(sum(items), 0) AS n FROM entity_counts WHERE entity_id = :entity_id",
            entity_id=entity_id,
        )
        assert row is not None
        return int(row.n)

    def together_with(
        self, entity_id: str, document_ids: Sequence[str] | None = None
    ) -> list[Together]:
        """The entities of the items that speak of this one, itself among them; of the items of
        these documents only, where any are given."""
        if document_ids is None:
            found = self.rows(_TOGETHER_IN_ALL, entity_id=entity_id)
            return [Together(row.entity_id, row.n, int(row.alone)) for row in found]
        both: Counter[str] = Counter()
        alone: dict[str, int] = {}
        for start in range(0, len(document_ids), _AT_ONCE):
            ids = list(document_ids[start : start + _AT_ONCE])
            for row in self.rows(_TOGETHER_IN_SOME, entity_id=entity_id, ids=ids):
                both[row.entity_id] += row.n
                alone[row.entity_id] = int(row.alone)
        return [Together(other, n, alone[other]) for other, n in both.items()]

    def items_with_both(self, rarer: str, other: str) -> int:
        """How many items speak of two entities."""
        row = self.first(_BOTH, one=rarer, other=other)
        assert row is not None
        return int(row.n)

    def miscounted(self) -> int:
        """How many of the numbers that are kept are not those that are counted anew."""
        with self.connection() as db:
            counted, items = entities_counted(db), items_counted(db)
        stored = {
            (row.access, row.entity_id, row.kind): (row.mentions, row.documents, row.items)
            for row in self.rows("SELECT * FROM entity_counts")
        }
        tallied = {row.access: row.items for row in self.rows("SELECT access, items FROM tallies")}
        wrong = [key for key in counted | stored if counted.get(key) != stored.get(key)]
        wrong_items = [key for key in items | tallied if items.get(key, 0) != tallied.get(key, 0)]
        return len(wrong) + len(wrong_items)

    def count_again(self) -> None:
        """Count every entity and every item anew. To be called in a transaction."""
        with self.connection() as db:
            counted, items = entities_counted(db), items_counted(db)
        self.run(delete(schema.entity_counts))
        self.run_for_each(insert(schema.entity_counts), count_rows(counted))
        self.run("UPDATE tallies SET items = 0")
        self.run_for_each(
            "INSERT INTO tallies (access, passages, items) VALUES (:access, 0, :items) "
            "ON CONFLICT (access) DO UPDATE SET items = excluded.items",
            [{"access": access, "items": n} for access, n in items.items()],
        )

    def _count_entities(self, document_ids: Collection[str], sign: int) -> None:
        """Add (``sign`` 1) or take away (-1) what stored documents speak of."""
        for document_id in sorted(document_ids):
            self.run(_CHANGE, id=document_id, sign=sign)
            if sign < 0:
                self.run(_FORGET, id=document_id)
