"""The words of the passages, counted: kept with every change, so that none is ever counted twice.

What another version of the same minutes answers for is not counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, text

from corpus.catalogue_database import CatalogueDatabase
from corpus.words import stem

# The words of a document that no other of its level has had, and those that it shares.
_NEW_WORDS = text(
    "SELECT word, term, passages FROM words AS w WHERE document_id = :id AND NOT EXISTS "
    "(SELECT 1 FROM vocabulary AS v WHERE v.access = :access AND v.word = w.word)"
)
_SHARED = "access = :access AND word IN (SELECT word FROM words WHERE document_id = :id)"
_CHANGE_WORDS = text(
    "UPDATE vocabulary SET passages = passages + :sign * (SELECT w.passages FROM words AS w "
    f"WHERE w.document_id = :id AND w.word = vocabulary.word) WHERE {_SHARED}"
)
_ADD_WORD = text(
    "INSERT INTO vocabulary (access, word, tail, term, passages) "
    "VALUES (:access, :word, :tail, :term, :passages)"
)
_FORGET_WORDS = text(f"DELETE FROM vocabulary WHERE passages <= 0 AND {_SHARED}")
_COUNTED = text(
    "SELECT access, (SELECT count(*) FROM chunks AS c WHERE c.document_id = d.document_id "
    "AND c.role = 'passage') AS passages, (SELECT count(*) FROM items AS i "
    "WHERE i.document_id = d.document_id AND i.missing = 0) AS items "
    "FROM documents AS d WHERE document_id = :id"
)
_ADD_COUNTED = text(
    "INSERT INTO tallies (access, passages, items) VALUES (:access, :passages, :items) "
    "ON CONFLICT (access) DO UPDATE SET passages = tallies.passages + excluded.passages, "
    "items = tallies.items + excluded.items"
)
_PASSAGES_WITH = text(
    "SELECT term, sum(passages) AS n FROM vocabulary WHERE term IN :terms GROUP BY term"
).bindparams(bindparam("terms", expanding=True))
_LAST = "\U0010ffff"
_ASKED_TOGETHER = 60


@dataclass(frozen=True, slots=True)
class Begins:
    """Words of at least ``shortest`` letters that begin with ``root``."""

    root: str
    shortest: int = 0

    def condition(self, at: int) -> str:
        return f"word >= :from_{at} AND word < :to_{at} AND length(word) >= :shortest_{at}"

    def values(self, at: int) -> dict[str, str | int]:
        root = self.root
        return {f"from_{at}": root, f"to_{at}": root + _LAST, f"shortest_{at}": self.shortest}


@dataclass(frozen=True, slots=True)
class Ends:
    """Words whose stem ends with ``root``."""

    root: str

    def condition(self, at: int) -> str:
        return f"tail >= :from_{at} AND tail < :to_{at}"

    def values(self, at: int) -> dict[str, str | int]:
        tail = self.root[::-1]
        return {f"from_{at}": tail, f"to_{at}": tail + _LAST}


class CountedWords(CatalogueDatabase):
    """The part of the catalogue that words are counted in."""

    def passages(self) -> int:
        """How many passages there are to find."""
        row = self.first("SELECT coalesce(sum(passages), 0) AS n FROM tallies")
        assert row is not None
        return int(row.n)

    def words(self) -> Iterator[tuple[str, int, int]]:
        """Every word of the passages, its sparse term and the number of passages that hold it."""
        found = (
            "SELECT word, term, sum(passages) AS n FROM vocabulary "
            "GROUP BY word, term ORDER BY word"
        )
        with self.streaming() as db:
            yield from ((row.word, row.term, row.n) for row in db.execute(text(found)))

    def passages_with(self, terms: Collection[int]) -> dict[int, int]:
        """How many passages hold words of each of these sparse terms, every word counted for
        itself; those that none holds are left out."""
        return {row.term: int(row.n) for row in self.rows(_PASSAGES_WITH, terms=list(terms))}

    def terms_of_words(self, asked: Sequence[Begins | Ends], most: int) -> list[frozenset[int]]:
        """For each of ``asked`` the sparse terms of such words, at most so many of them."""
        found: list[set[int]] = [set() for _ in asked]
        for start in range(0, len(asked), _ASKED_TOGETHER):
            some = asked[start : start + _ASKED_TOGETHER]
            values: dict[str, str | int] = {"most": most}
            parts = []
            for at, one in enumerate(some, start=start):
                parts.append(
                    f"SELECT {at} AS place, term FROM (SELECT DISTINCT term FROM vocabulary "
                    f"WHERE {one.condition(at - start)} LIMIT :most) AS some_{at}"
                )
                values |= one.values(at - start)
            for row in self.rows(text(" UNION ALL ".join(parts)), **values):
                found[row.place].add(row.term)
        return [frozenset(some) for some in found]

    def _count_words(self, document_ids: Collection[str], sign: int) -> None:
        """Add (``sign`` 1) or take away (-1) what stored documents hold."""
        for document_id in sorted(document_ids):
            counted = self.first(_COUNTED, id=document_id)
            if counted is None:
                continue
            self.run(
                _ADD_COUNTED,
                access=counted.access,
                passages=sign * counted.passages,
                items=sign * counted.items,
            )
            values = {"access": counted.access, "id": document_id}
            new = self.rows(_NEW_WORDS, **values) if sign > 0 else []
            self.run(_CHANGE_WORDS, **values, sign=sign)
            self.run_for_each(
                _ADD_WORD,
                [
                    {
                        "access": counted.access,
                        "word": word,
                        "tail": stem(word)[::-1],
                        "term": term,
                        "passages": passages,
                    }
                    for word, term, passages in map(tuple, new)
                ],
            )
            if sign < 0:
                self.run(_FORGET_WORDS, **values)
