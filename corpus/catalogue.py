"""The catalogue: every document, item, section, chunk, mention and vector, in SQLite."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from corpus import rows
from corpus.errors import NotFound
from corpus.findings import Findings
from corpus.index import Vector
from corpus.proposals import Proposals
from corpus.records import AccessLevel, Chunk, Document, Item, Mention
from corpus.ties import Ties

Role = Literal["passage", "window"]
_SQL_VARIABLES = 900
# What another version of the same minutes answers for is stored, but not found or counted.
_ANSWERS = "document_id NOT IN (SELECT document_id FROM superseded)"


class Catalogue(Ties, Findings, Proposals):
    """The truth about the corpus; the index is derived from it."""

    # Documents.

    def document_at(self, path: str) -> tuple[str, str] | None:
        """``(document_id, fingerprint)`` of what was read from ``path``."""
        row = self._db.execute(
            "SELECT document_id, fingerprint FROM files JOIN documents USING (document_id) "
            "WHERE files.path = ?",
            (path,),
        ).fetchone()
        return (row["document_id"], row["fingerprint"]) if row else None

    def document_with(self, fingerprint: str) -> str | None:
        """The id of the document with this fingerprint, wherever it was read from."""
        row = self._db.execute(
            "SELECT document_id FROM documents WHERE fingerprint = ?", (fingerprint,)
        ).fetchone()
        return row["document_id"] if row else None

    def path_with(self, sha256: str, access: AccessLevel) -> str | None:
        """A file with these bytes, of a document of this level."""
        row = self._db.execute(
            "SELECT path FROM files JOIN documents USING (document_id) "
            "WHERE sha256 = ? AND access = ? ORDER BY path",
            (sha256, access),
        ).fetchone()
        return row["path"] if row else None

    def paths_below(self, folder: Path) -> list[str]:
        """The files below ``folder`` that hold a document."""
        below = f"{folder}/"
        found = self._db.execute(
            "SELECT path FROM files WHERE substr(path, 1, ?) = ? ORDER BY path", (len(below), below)
        )
        return [row["path"] for row in found]

    def has_document(self, document_id: str) -> bool:
        found = self._db.execute("SELECT 1 FROM documents WHERE document_id = ?", (document_id,))
        return found.fetchone() is not None

    def paths_of(self, document_id: str) -> list[str]:
        found = self._db.execute("SELECT path FROM files WHERE document_id = ?", (document_id,))
        return [row["path"] for row in found]

    def put_document(
        self,
        document: Document,
        fingerprint: str,
        mentions: Sequence[Mention],
        chunks: Mapping[Role, Sequence[tuple[Chunk, str]]],
        words: Iterable[tuple[str, int, int]],
    ) -> None:
        """Store a document, replacing all that was stored of it.

        ``chunks`` come with the hash of what the encoder reads of them, ``words`` as word, sparse
        term and the number of passages that hold it.
        """
        self.delete_document(document.document_id, keep_files=True)
        rows.insert_document(self._db, document, fingerprint)
        self._db.executemany(
            "INSERT OR IGNORE INTO mentions VALUES (?, ?, ?, ?, ?, ?)",
            [(document.document_id, m.start, m.end, m.entity_id, m.kind, m.text) for m in mentions],
        )
        self._db.executemany(
            "INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    c.chunk_id,
                    c.document_id,
                    c.item_id,
                    role,
                    c.section,
                    c.start,
                    c.end,
                    c.headline,
                    c.lead.start if c.lead else None,
                    c.lead.end if c.lead else None,
                    hashed,
                )
                for role, some in chunks.items()
                for c, hashed in some
            ],
        )

        self._db.executemany(
            "INSERT INTO words VALUES (?, ?, ?, ?)",
            [(document.document_id, *counted) for counted in words],
        )

    def told_of(self, path: str) -> dict[str, str]:
        """What the user has said of a file, as ``put_file`` was given it; empty for an unknown."""
        row = self._db.execute("SELECT told FROM files WHERE path = ?", (path,)).fetchone()
        return dict(json.loads(row["told"])) if row else {}

    def put_file(self, path: str, document_id: str, told: Mapping[str, str]) -> None:
        """Note that ``path`` holds the document, and what the user said of it."""
        self._db.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?)",
            (path, document_id, json.dumps(told, ensure_ascii=False)),
        )

    def move_file(self, path: str, other: str) -> None:
        """Note that what is known of ``path`` is the file at ``other`` from now on."""
        self._db.execute("UPDATE OR REPLACE files SET path = ? WHERE path = ?", (other, path))

    def remove_file(self, path: str) -> None:
        """Forget a file; its document stays."""
        self._db.execute("DELETE FROM files WHERE path = ?", (path,))

    def delete_document(self, document_id: str, keep_files: bool = False) -> None:
        files = (
            self._db.execute("SELECT * FROM files WHERE document_id = ?", (document_id,)).fetchall()
            if keep_files
            else []
        )
        self._db.execute("DELETE FROM documents WHERE document_id = ?", (document_id,))
        if files:
            # The files come back once the new version of the document is in.
            self._db.execute("PRAGMA defer_foreign_keys = ON")
            self._db.executemany(
                "INSERT INTO files VALUES (?, ?, ?)", [tuple(row) for row in files]
            )

    def document(self, document_id: str) -> Document:
        """Raises ``NotFound`` for an id that is not stored."""
        document = rows.select_document(self._db, document_id)
        if document is None:
            raise NotFound(f"Der findes intet dokument med id »{document_id}«.")
        return document

    def document_ids(self) -> list[str]:
        """Every document, by date (an attachment without one by its meeting's), then source."""
        found = self._db.execute(
            "SELECT d.document_id FROM documents AS d LEFT JOIN attachments AS a "
            "ON a.document_id = d.document_id "
            "ORDER BY coalesce(d.date, a.date, ''), d.source, d.document_id"
        )
        return [row["document_id"] for row in found]

    def regions(self) -> set[str]:
        """The regions that any document is from."""
        found = self._db.execute("SELECT DISTINCT region FROM documents WHERE region IS NOT NULL")
        return {row["region"] for row in found}

    def forums(self) -> list[str]:
        """The names of the forums that any document is from, in alphabetical order."""
        found = self._db.execute("SELECT DISTINCT forum FROM documents WHERE forum IS NOT NULL")
        return sorted(row["forum"] for row in found)

    def document_of_item(self, item_id: str) -> str:
        row = self._db.execute(
            "SELECT document_id FROM items WHERE item_id = ?", (item_id,)
        ).fetchone()
        if row is None:
            raise NotFound(f"Der findes intet punkt med id »{item_id}«.")
        return str(row["document_id"])

    def item(self, item_id: str) -> tuple[Document, Item]:
        document = self.document(self.document_of_item(item_id))
        item = document.item(item_id)
        if item is None:
            raise NotFound(f"Der findes ikke længere et punkt med id »{item_id}«.")
        return document, item

    def count(self, table: Literal["documents", "items", "chunks", "mentions", "vectors"]) -> int:
        return int(self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    # Chunks and their vectors.

    def chunks_of_items(self, item_ids: Sequence[str], role: Role) -> list[tuple[Chunk, str]]:
        """The chunks of some items with their content hashes, in document order."""
        found: list[tuple[Chunk, str]] = []
        for some in _batches(item_ids):
            marks = ",".join("?" * len(some))
            query = (
                f"{rows.CHUNK_QUERY} WHERE chunks.item_id IN ({marks}) AND role = ? "
                "ORDER BY chunks.item_id, chunks.start, chunks.end"
            )
            found += [
                (rows.chunk(row), row["content_hash"])
                for row in self._db.execute(query, (*some, role))
            ]
        return found

    def all_chunks(self, role: Role) -> Iterator[tuple[Chunk, str]]:
        for row in self._db.execute(
            f"{rows.CHUNK_QUERY} WHERE role = ? ORDER BY chunk_id", (role,)
        ):
            yield rows.chunk(row), row["content_hash"]

    def passages(self) -> int:
        """How many passages there are to find."""
        found = self._db.execute(
            f"SELECT count(*) FROM chunks WHERE role = 'passage' AND {_ANSWERS}"
        )
        return int(found.fetchone()[0])

    def vectors(self, encoder: str, hashes: Sequence[str]) -> dict[str, Vector]:
        """The vectors that ``encoder`` made of these contents, float32 of shape (dimension,)."""
        found: dict[str, Vector] = {}
        for some in _batches(hashes):
            marks = ",".join("?" * len(some))
            query = (
                "SELECT content_hash, vector FROM vectors "
                f"WHERE encoder = ? AND content_hash IN ({marks})"
            )
            for row in self._db.execute(query, (encoder, *some)):
                found[row["content_hash"]] = np.frombuffer(row["vector"], np.float16).astype(
                    np.float32
                )
        return found

    def known_vectors(self, encoder: str, hashes: Sequence[str]) -> set[str]:
        """Those of these contents that ``encoder`` has made a vector of."""
        found: set[str] = set()
        for some in _batches(hashes):
            query = (
                "SELECT content_hash FROM vectors WHERE encoder = ? AND content_hash IN "
                f"({','.join('?' * len(some))})"
            )
            found |= {row["content_hash"] for row in self._db.execute(query, (encoder, *some))}
        return found

    def put_vectors(self, encoder: str, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors in half precision: the cosine moves by less than 0.001."""
        self._db.executemany(
            "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
            [(encoder, hashed, v.astype(np.float16).tobytes()) for hashed, v in vectors.items()],
        )

    def words(self) -> Iterator[tuple[str, int, int]]:
        """Every word of the passages, its sparse term and the number of passages that hold it."""
        found = self._db.execute(
            f"SELECT word, term, sum(passages) FROM words WHERE {_ANSWERS} "
            "GROUP BY word ORDER BY word"
        )
        for row in found:
            yield row[0], row[1], row[2]

    # Mentions.

    def mentions_of(self, document_id: str) -> list[Mention]:
        found = self._db.execute(
            "SELECT * FROM mentions WHERE document_id = ? ORDER BY start", (document_id,)
        )
        return [Mention(r["entity_id"], r["kind"], r["start"], r["end"], r["text"]) for r in found]

    def documents_mentioning(self, entity_id: str) -> dict[str, int]:
        """How often each document speaks of an entity."""
        found = self._db.execute(
            f"SELECT document_id, count(*) AS n FROM mentions WHERE entity_id = ? AND {_ANSWERS} "
            "GROUP BY document_id",
            (entity_id,),
        )
        return {row["document_id"]: row["n"] for row in found}

    def entity_counts(self) -> list[tuple[str, str, int, int]]:
        """``(entity_id, kind, mentions, documents)``, the most mentioned first."""
        found = self._db.execute(
            "SELECT entity_id, kind, count(*) AS mentions, "
            f"count(DISTINCT document_id) AS documents FROM mentions WHERE {_ANSWERS} "
            "GROUP BY entity_id, kind ORDER BY mentions DESC, entity_id"
        )
        return [(r["entity_id"], r["kind"], r["mentions"], r["documents"]) for r in found]

    def people(self) -> dict[str, str]:
        """The name of every person that is spoken of, by id, as it is mostly written."""
        found = self._db.execute(
            "SELECT entity_id, text FROM mentions WHERE kind = 'person' "
            "GROUP BY entity_id, text ORDER BY count(*), text"
        )
        return {row["entity_id"]: row["text"] for row in found}


def _batches(values: Iterable[str]) -> Iterator[list[str]]:
    unique = list(dict.fromkeys(values))
    for start in range(0, len(unique), _SQL_VARIABLES):
        yield unique[start : start + _SQL_VARIABLES]
