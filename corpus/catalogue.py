"""The catalogue: every document, item, section, chunk, mention and vector, in SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from sqlalchemy import insert, select, text

from corpus import rows, schema
from corpus.audit import Audit
from corpus.columns import ANSWERS, among
from corpus.errors import NotFound
from corpus.findings import Findings
from corpus.index import Vector
from corpus.overview import Overview
from corpus.proposals import Proposals
from corpus.records import AccessLevel, Chunk, Document, Item, Mention
from corpus.spoken import Spoken
from corpus.ties import Ties
from corpus.told_items import ToldItems

Role = Literal["passage", "window"]
_MENTIONS = (
    'SELECT entity_id, kind, start, "end", text FROM mentions WHERE document_id = :document_id'
)
_AT_ONCE = 900
_CHUNKS_OF_ITEMS = text(
    f"{rows.CHUNK_QUERY} WHERE chunks.item_id IN :item_ids AND role = :role "
    "ORDER BY chunks.item_id, chunks.start, chunks.end, chunk_id"
).bindparams(among("item_ids"))
_ALL_CHUNKS = text(f"{rows.CHUNK_QUERY} WHERE role = :role ORDER BY chunk_id")
_VECTORS = text(
    "SELECT content_hash, vector FROM vectors WHERE encoder = :encoder AND content_hash IN :hashes"
).bindparams(among("hashes"))
_KNOWN_VECTORS = text(
    "SELECT content_hash FROM vectors WHERE encoder = :encoder AND content_hash IN :hashes"
).bindparams(among("hashes"))


class Catalogue(Ties, ToldItems, Spoken, Findings, Overview, Proposals, Audit):
    """The truth about the corpus; the index is derived from it."""

    # Documents.

    def document_at(self, path: str) -> tuple[str, str] | None:
        """``(document_id, fingerprint)`` of what was read from ``path``."""
        row = self.first(
            "SELECT d.document_id, fingerprint FROM files AS f "
            "JOIN documents AS d ON d.document_id = f.document_id WHERE f.path = :path",
            path=path,
        )
        return (row.document_id, row.fingerprint) if row else None

    def document_with(self, fingerprint: str) -> str | None:
        """The id of the document with this fingerprint, wherever it was read from."""
        row = self.first(
            "SELECT document_id FROM documents WHERE fingerprint = :fingerprint",
            fingerprint=fingerprint,
        )
        return str(row.document_id) if row else None

    def path_with(self, sha256: str, access: AccessLevel) -> str | None:
        """A file with these bytes, of a document of this level."""
        row = self.first(
            "SELECT path FROM files AS f JOIN documents AS d ON d.document_id = f.document_id "
            "WHERE sha256 = :sha256 AND access = :access ORDER BY path",
            sha256=sha256,
            access=access,
        )
        return str(row.path) if row else None

    def paths_below(self, folder: Path) -> list[str]:
        """The files below ``folder`` that hold a document."""
        below = f"{folder}/"
        found = self.rows(
            "SELECT path FROM files WHERE substr(path, 1, :length) = :below ORDER BY path",
            length=len(below),
            below=below,
        )
        return [row.path for row in found]

    def has_document(self, document_id: str) -> bool:
        found = "SELECT 1 FROM documents WHERE document_id = :document_id"
        return self.first(found, document_id=document_id) is not None

    def paths_of(self, document_id: str) -> list[str]:
        found = "SELECT path FROM files WHERE document_id = :document_id ORDER BY path"
        return [row.path for row in self.rows(found, document_id=document_id)]

    def put_document(
        self,
        document: Document,
        fingerprint: str,
        mentions: Sequence[Mention],
        chunks: Mapping[Role, Sequence[tuple[Chunk, str]]],
        words: Iterable[tuple[str, int, int]],
    ) -> None:
        """Store a document, replacing all that was stored of it but which files hold it.

        ``chunks`` come with the hash of what the encoder reads of them, ``words`` as word, sparse
        term and the number of passages that hold it. To be called in a transaction.
        """
        document_id = document.document_id
        held_by = select(schema.files).where(schema.files.c.document_id == document_id)
        files = [row._asdict() for row in self.rows(held_by)]
        self.delete_document(document_id)
        self.run_for_each(insert(schema.documents), [rows.document_row(document, fingerprint)])
        self.run_for_each(insert(schema.files), files)
        self.run_for_each(insert(schema.items), rows.item_rows(document))
        self.run_for_each(insert(schema.sections), rows.section_rows(document))
        # Of several of the same entity at one place the first is kept.
        kept = {(m.start, m.entity_id): m for m in reversed(mentions)}
        self.run_for_each(insert(schema.mentions), rows.mention_rows(document_id, kept.values()))
        self._tell_items(document, [kept[place] for place in sorted(kept)])
        for role, some in chunks.items():
            self.run_for_each(insert(schema.chunks), rows.chunk_rows(role, some))
        self.run_for_each(
            insert(schema.words),
            [
                {"document_id": document_id, "word": word, "term": term, "passages": passages}
                for word, term, passages in words
            ],
        )
        self._count([document_id], 1)

    def told_of(self, path: str) -> dict[str, str]:
        """What the user has said of a file, as ``put_file`` was given it; empty for an unknown."""
        row = self.first("SELECT told FROM files WHERE path = :path", path=path)
        return dict(json.loads(row.told)) if row else {}

    def put_file(self, path: str, document_id: str, told: Mapping[str, str]) -> None:
        """Note that ``path`` holds the document, and what the user said of it."""
        self.run(
            "INSERT INTO files (path, document_id, told) VALUES (:path, :document_id, :told) "
            "ON CONFLICT (path) DO UPDATE SET document_id = excluded.document_id, "
            "told = excluded.told",
            path=path,
            document_id=document_id,
            told=json.dumps(told, ensure_ascii=False),
        )

    def move_file(self, path: str, other: str) -> None:
        """Note that what is known of ``path`` is the file at ``other`` from now on."""
        row = self.first("SELECT document_id FROM files WHERE path = :path", path=path)
        if row is not None:
            self.put_file(other, row.document_id, self.told_of(path))
            if other != path:
                self.remove_file(path)

    def remove_file(self, path: str) -> None:
        """Forget a file; its document stays."""
        self.run("DELETE FROM files WHERE path = :path", path=path)

    def delete_document(self, document_id: str) -> None:
        """Forget a document, and all that belongs to it. To be called in a transaction."""
        answers = f"SELECT 1 FROM documents WHERE document_id = :id AND {ANSWERS}"
        if self.first(answers, id=document_id):
            self._count([document_id], -1)
        self.run("DELETE FROM documents WHERE document_id = :id", id=document_id)

    def document(self, document_id: str) -> Document:
        """Raises ``NotFound`` for an id that is not stored."""
        if document := self.documents([document_id]).get(document_id):
            return document
        raise not_found(document_id)

    def documents(self, document_ids: Sequence[str]) -> dict[str, Document]:
        """Those of some documents that are stored."""
        with self.connection() as db:
            return {
                document.document_id: document
                for some in _batches(document_ids)
                for document in rows.select_documents(db, some)
            }

    def document_ids(self) -> list[str]:
        """Every document, by date (an attachment without one by its meeting's), then source."""
        found = self.rows(
            "SELECT d.document_id FROM documents AS d LEFT JOIN attachments AS a "
            "ON a.document_id = d.document_id "
            "ORDER BY coalesce(d.date, a.date, ''), d.source, d.document_id"
        )
        return [row.document_id for row in found]

    def regions(self) -> set[str]:
        """The regions that any document is from."""
        found = self.rows("SELECT DISTINCT region FROM documents WHERE region IS NOT NULL")
        return {row.region for row in found}

    def forums(self) -> list[str]:
        """The names of the forums that any document is from, in alphabetical order."""
        found = self.rows("SELECT DISTINCT forum FROM documents WHERE forum IS NOT NULL")
        return sorted(row.forum for row in found)

    def document_of_item(self, item_id: str) -> str:
        found = "SELECT document_id FROM items WHERE item_id = :item_id"
        row = self.first(found, item_id=item_id)
        if row is None:
            raise NotFound(f"Der findes intet punkt med id »{item_id}«.")
        return str(row.document_id)

    def item(self, item_id: str) -> tuple[Document, Item]:
        document = self.document(self.document_of_item(item_id))
        item = document.item(item_id)
        if item is None:
            raise NotFound(f"Der findes ikke længere et punkt med id »{item_id}«.")
        return document, item

    def count(self, table: Literal["documents", "items", "chunks", "mentions", "vectors"]) -> int:
        row = self.first(f"SELECT count(*) AS n FROM {table}")
        assert row is not None
        return int(row.n)

    # Chunks and their vectors.

    def chunks_of_items(self, item_ids: Sequence[str], role: Role) -> list[tuple[Chunk, str]]:
        """The chunks of some items with their content hashes, in document order."""
        found: list[tuple[Chunk, str]] = []
        for some in _batches(item_ids):
            found += map(rows.chunk, self.rows(_CHUNKS_OF_ITEMS, item_ids=some, role=role))
        return found

    def all_chunks(self, role: Role) -> Iterator[tuple[Chunk, str]]:
        with self.streaming() as db:
            yield from map(rows.chunk, db.execute(_ALL_CHUNKS, {"role": role}))

    def vectors(self, encoder: str, hashes: Sequence[str]) -> dict[str, Vector]:
        """The vectors that ``encoder`` made of these contents, float32 of shape (dimension,)."""
        return {
            row.content_hash: np.frombuffer(row.vector, np.float16).astype(np.float32)
            for some in _batches(hashes)
            for row in self.rows(_VECTORS, encoder=encoder, hashes=some)
        }

    def known_vectors(self, encoder: str, hashes: Sequence[str]) -> set[str]:
        """Those of these contents that ``encoder`` has made a vector of."""
        return {
            row.content_hash
            for some in _batches(hashes)
            for row in self.rows(_KNOWN_VECTORS, encoder=encoder, hashes=some)
        }

    def put_vectors(self, encoder: str, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors in half precision: the cosine moves by less than 0.001."""
        self.run_for_each(
            "INSERT INTO vectors (encoder, content_hash, vector) "
            "VALUES (:encoder, :content_hash, :vector) "
            "ON CONFLICT (encoder, content_hash) DO UPDATE SET vector = excluded.vector",
            [
                {"encoder": encoder, "content_hash": h, "vector": v.astype(np.float16).tobytes()}
                for h, v in vectors.items()
            ],
        )

    # Mentions.

    def mentions_of(self, document_id: str) -> list[Mention]:
        found = f"{_MENTIONS} ORDER BY start, entity_id"
        return [rows.mention(row) for row in self.rows(found, document_id=document_id)]

    def mentions_in(self, document_id: str, start: int, end: int) -> list[Mention]:
        """Those inside ``[start, end)``."""
        found = (
            f'{_MENTIONS} AND start >= :start AND start < :end AND "end" <= :end '
            "ORDER BY start, entity_id"
        )
        span = {"document_id": document_id, "start": start, "end": end}
        return [rows.mention(row) for row in self.rows(found, **span)]

    def person(self, entity_id: str) -> str | None:
        """The name of a person that is spoken of, as it is mostly written."""
        row = self.first(
            "SELECT text FROM mentions WHERE entity_id = :entity_id AND kind = 'person' "
            "GROUP BY text ORDER BY count(*) DESC, text DESC",
            entity_id=entity_id,
        )
        return str(row.text) if row else None


def not_found(document_id: str) -> NotFound:
    """There is no such document."""
    return NotFound(f"Der findes intet dokument med id »{document_id}«.")


def _batches(values: Iterable[str]) -> Iterator[list[str]]:
    unique = list(dict.fromkeys(values))
    for start in range(0, len(unique), _AT_ONCE):
        yield unique[start : start + _AT_ONCE]
