"""Who and what the documents speak of: counted, and by item; kept with every change.

What another version of the same minutes answers for is not counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, text

from corpus.catalogue_database import CatalogueDatabase
from corpus.columns import ANSWERS
from corpus.records import EntityKind

COUNTED = (
    "SELECT d.access, m.entity_id, m.kind, sum(m.n) AS mentions, count(*) AS documents, "
    "sum((SELECT count(*) FROM item_entities AS e "
    "WHERE e.entity_id = m.entity_id AND e.document_id = m.document_id)) AS items "
    "FROM (SELECT document_id, entity_id, kind, count(*) AS n FROM mentions "
    f"WHERE {ANSWERS} GROUP BY document_id, entity_id, kind) AS m "
    "JOIN documents AS d ON d.document_id = m.document_id "
    "GROUP BY d.access, m.entity_id, m.kind"
)
"""Every entity of every level, counted from the beginning."""

_CHANGE = text(
    "INSERT INTO entity_counts (access, entity_id, kind, mentions, documents, items) "
    "SELECT d.access, m.entity_id, m.kind, :sign * count(*), CAST(:sign AS INTEGER), "
    ":sign * (SELECT count(*) FROM item_entities AS e "
    "WHERE e.entity_id = m.entity_id AND e.document_id = :id) "
    "FROM mentions AS m JOIN documents AS d ON d.document_id = m.document_id "
    "WHERE m.document_id = :id GROUP BY d.access, m.entity_id, m.kind "
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
_COUNTS_OF_KINDS = text(_COUNTS.format(" WHERE kind IN :kinds")).bindparams(
    bindparam("kinds", expanding=True)
)
_TOGETHER = (
    "SELECT t.entity_id, t.n, sum(c.items) AS alone FROM ("
    "SELECT other.entity_id, count(*) AS n FROM item_entities AS own JOIN item_entities AS other "
    "ON other.document_id = own.document_id AND other.position = own.position "
    "WHERE own.entity_id = :entity_id AND own.{} GROUP BY other.entity_id"
    ") AS t JOIN entity_counts AS c ON c.entity_id = t.entity_id GROUP BY t.entity_id, t.n"
)
_TOGETHER_IN_ALL = _TOGETHER.format(ANSWERS)
_TOGETHER_IN_SOME = text(_TOGETHER.format("document_id IN :ids")).bindparams(
    bindparam("ids", expanding=True)
)
_BOTH = (
    "SELECT count(*) AS n FROM item_entities AS one CROSS JOIN item_entities AS other "
    "WHERE one.entity_id = :one AND other.entity_id = :other "
    f"AND other.document_id = one.document_id AND other.position = one.position AND one.{ANSWERS}"
)
_AT_ONCE = 900
_STORED = "SELECT access, entity_id, kind, mentions, documents, items FROM entity_counts"
_ITEMS = (
    "SELECT d.access, count(*) AS items FROM items AS i "
    "JOIN documents AS d ON d.document_id = i.document_id "
    f"WHERE i.missing = 0 AND i.{ANSWERS} GROUP BY d.access"
)
_STORED_ITEMS = "SELECT access, items FROM tallies WHERE items <> 0"


def _only_in(one: str, other: str) -> str:
    return f"SELECT * FROM (SELECT * FROM ({one}) AS one EXCEPT {other}) AS only_in_one"


_MISCOUNTED = tuple(
    f"SELECT count(*) AS n FROM ({_only_in(one, other)}) AS differing"
    for some, others in ((COUNTED, _STORED), (_ITEMS, _STORED_ITEMS))
    for one, other in ((some, others), (others, some))
)


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
        found = [self.first(query) for query in _MISCOUNTED]
        return sum(int(row.n) for row in found if row is not None)

    def count_again(self) -> None:
        """Count every entity and every item anew. To be called in a transaction."""
        self.run("DELETE FROM entity_counts")
        self.run(
            "INSERT INTO entity_counts (access, entity_id, kind, mentions, documents, items) "
            f"{COUNTED}"
        )
        self.run("UPDATE tallies SET items = 0")
        self.run(
            "INSERT INTO tallies (access, passages, items) "
            f"SELECT access, 0, items FROM ({_ITEMS}) AS counted WHERE items > 0 "
            "ON CONFLICT (access) DO UPDATE SET items = excluded.items"
        )

    def _count_entities(self, document_ids: Collection[str], sign: int) -> None:
        """Add (``sign`` 1) or take away (-1) what stored documents speak of."""
        for document_id in sorted(document_ids):
            self.run(_CHANGE, id=document_id, sign=sign)
            if sign < 0:
                self.run(_FORGET, id=document_id)
