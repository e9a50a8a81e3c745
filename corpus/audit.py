"""What an examination of the catalogue reads beyond what answers need, and what it mends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Table, delete, insert, select, text

from corpus import rows, schema
from corpus.catalogue_database import CatalogueDatabase
from corpus.columns import among, read_span, read_spans
from corpus.records import Chunk, Span

_AT_ONCE = 900
# The columns of each table that hold one span, and many.
_SPANNED = {
    "decisions": (
        ("telling", "decided_by", "recommendation"),
        ("changes", "conditions", "dissent"),
    ),
    "follow_ups": (("who", "what", "due"), ()),
    "figures": (("counted", "sentence", "row", "column", "period"), ()),
}
# What refers to what is not there, told as the row that does; the databases themselves see to the
# references that no query here names.
_ASTRAY = (
    "SELECT 'tekststykket ' || c.chunk_id FROM chunks AS c "
    "LEFT JOIN items AS i ON i.item_id = c.item_id AND i.document_id = c.document_id "
    "WHERE i.item_id IS NULL",
    "SELECT 'beslutningen ' || c.decision_id FROM decisions AS c "
    "LEFT JOIN items AS i ON i.item_id = c.item_id AND i.document_id = c.document_id "
    "WHERE i.item_id IS NULL",
    "SELECT 'tallet ' || c.figure_id FROM figures AS c "
    "LEFT JOIN items AS i ON i.item_id = c.item_id AND i.document_id = c.document_id "
    "WHERE i.item_id IS NULL",
    "SELECT 'filen ' || f.path FROM files AS f "
    "LEFT JOIN documents AS d ON d.document_id = f.document_id WHERE d.document_id IS NULL",
    "SELECT 'dokumentet ' || d.document_id || ' uden fil' FROM documents AS d "
    "LEFT JOIN files AS f ON f.document_id = d.document_id WHERE f.path IS NULL",
    "SELECT 'bilaget ' || a.document_id FROM attachments AS a "
    "LEFT JOIN documents AS d ON d.document_id = a.parent_id WHERE d.document_id IS NULL",
    "SELECT 'bilaget ' || a.document_id FROM attachments AS a "
    "LEFT JOIN items AS i ON i.item_id = a.item_id AND i.document_id = a.parent_id "
    "WHERE a.item_id IS NOT NULL AND i.item_id IS NULL",
    "SELECT 'versionen ' || s.document_id FROM superseded AS s "
    "LEFT JOIN documents AS d ON d.document_id = s.superseded_by WHERE d.document_id IS NULL",
    "SELECT 'versionen ' || s.document_id FROM superseded AS s "
    "JOIN superseded AS t ON t.document_id = s.superseded_by",
)
_VECTORS = text(
    "SELECT content_hash, vector FROM vectors WHERE encoder = :encoder AND content_hash IN :hashes"
).bindparams(among("hashes"))


@dataclass(frozen=True, slots=True)
class Spanned:
    """Something found in a document's text: a row of ``table``, known by ``key``, with the spans
    that belong to it. ``text`` is what the text at ``span`` was when it was found."""

    table: str
    key: str
    span: Span
    inside: tuple[Span, ...] = ()
    others: tuple[Span, ...] = ()
    item_id: str | None = None
    text: str | None = None


class Audit(CatalogueDatabase):
    """The part of the catalogue that it is examined and mended by."""

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that this thread reads inside is of one moment, whatever is written meanwhile."""
        isolation = {} if self._sqlite else {"isolation_level": "REPEATABLE READ"}
        with self.engine.connect() as plain:
            connection = plain.execution_options(**isolation)
            with connection.begin():
                if self._sqlite:
                    connection.exec_driver_sql("BEGIN")
                self._mine.connection = connection
                try:
                    yield
                finally:
                    self._mine.connection = None

    def damage(self) -> list[str]:
        """What SQLite itself finds wrong with its file; a server sees to its own."""
        if not self._sqlite:
            return []
        found = [str(row[0]) for row in self.rows("PRAGMA integrity_check(10)")]
        found = [] if found == ["ok"] else found
        for row in self.rows("PRAGMA foreign_key_check"):
            table, _, other, *_ = tuple(row)
            found.append(f"tabellen {table} henviser til en række i {other}, der ikke findes")
        return found

    def astray(self) -> list[str]:
        """The rows that refer to what is not there, in Danish."""
        return [str(row[0]) for query in _ASTRAY for row in self.rows(query)]

    def spanned(self, document_id: str) -> Iterator[Spanned]:
        """All that was found in a document's text. Raises ``ValueError`` for a row that cannot be
        read."""
        for row in self._of(schema.mentions, document_id):
            yield Spanned("mentions", row.entity_id, Span(row.start, row.end), text=row.text)
        for row in self._of(schema.decisions, document_id):
            others = _spans(row, "decisions")
            span = Span(row.start, row.end)
            yield Spanned("decisions", row.decision_id, span, others=others, item_id=row.item_id)
        for row in self._of(schema.follow_ups, document_id):
            inside = _spans(row, "follow_ups")
            yield Spanned("follow_ups", row.decision_id, Span(row.start, row.end), inside=inside)
        for row in self._of(schema.figures, document_id):
            others = _spans(row, "figures")
            span = Span(row.start, row.end)
            yield Spanned("figures", row.figure_id, span, others=others, item_id=row.item_id)
        for row in self._of(schema.proposals, document_id):
            sentence = Span(row.sentence_start, row.sentence_end)
            cue = read_span(row.cue)
            yield Spanned(
                "proposals",
                row.name,
                Span(row.start, row.end),
                others=(sentence, cue) if cue else (sentence,),
                text=row.name,
            )

    def words_in(self, document_id: str) -> set[tuple[str, int, int]]:
        """The words of a document's passages, as ``put_document`` was given them."""
        rows = self._of(schema.words, document_id)
        return {(row.word, row.term, row.passages) for row in rows}

    def put_chunks(self, document_id: str, role: str, chunks: Sequence[tuple[Chunk, str]]) -> None:
        """Store a document's chunks of this role anew; see ``put_document``."""
        stored = schema.chunks.c
        self.run(
            delete(schema.chunks).where(stored.document_id == document_id, stored.role == role)
        )
        self.run_for_each(insert(schema.chunks), rows.chunk_rows(role, chunks))

    def put_words(self, document_id: str, words: Iterable[tuple[str, int, int]]) -> None:
        """Store a document's words anew; see ``put_document``."""
        self.run(delete(schema.words).where(schema.words.c.document_id == document_id))
        self.run_for_each(
            insert(schema.words),
            [
                {"document_id": document_id, "word": word, "term": term, "passages": passages}
                for word, term, passages in words
            ],
        )

    def digest_of(self, document_id: str) -> str | None:
        """The SHA-256 of the file that a document was read from."""
        row = self.first(
            "SELECT sha256 FROM documents WHERE document_id = :document_id", document_id=document_id
        )
        return str(row.sha256) if row else None

    def paths(self) -> dict[str, list[str]]:
        """The files of every document, by its id."""
        found: dict[str, list[str]] = {}
        for row in self.rows("SELECT path, document_id FROM files ORDER BY path"):
            found.setdefault(row.document_id, []).append(row.path)
        return found

    def stored_vectors(self, encoder: str, hashes: Sequence[str]) -> dict[str, bytes]:
        """The vectors that ``encoder`` made of these contents, as the bytes that are kept."""
        found: dict[str, bytes] = {}
        unique = list(dict.fromkeys(hashes))
        for start in range(0, len(unique), _AT_ONCE):
            some = unique[start : start + _AT_ONCE]
            for row in self.rows(_VECTORS, encoder=encoder, hashes=some):
                found[row.content_hash] = bytes(row.vector)
        return found

    def forget_vectors(self, encoder: str, hashes: Sequence[str] | None = None) -> None:
        """Take out the vectors of these contents, or all that ``encoder`` has made."""
        if hashes is None:
            self.run("DELETE FROM vectors WHERE encoder = :encoder", encoder=encoder)
        else:
            self.run_for_each(
                "DELETE FROM vectors WHERE encoder = :encoder AND content_hash = :hashed",
                [{"encoder": encoder, "hashed": one} for one in hashes],
            )

    def forget_fingerprints(self, document_ids: Sequence[str]) -> None:
        """Let the files of these documents be read anew at the next ingest."""
        self.run_for_each(
            "UPDATE documents SET fingerprint = '' WHERE document_id = :document_id",
            [{"document_id": one} for one in document_ids],
        )

    def _of(self, table: Table, document_id: str) -> Sequence[Row[Any]]:
        return self.rows(select(table).where(table.c.document_id == document_id))


def _spans(row: Row[Any], table: str) -> tuple[Span, ...]:
    single, many = _SPANNED[table]
    columns = row._mapping
    spans = [read_span(columns[column]) for column in single]
    return (
        *(span for span in spans if span is not None),
        *(span for column in many for span in read_spans(columns[column])),
    )
