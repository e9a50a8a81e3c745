"""What ties documents together: attachments to items, earlier versions to the one that answers."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Row, TextClause, insert, text

from corpus import schema
from corpus.columns import among, read_day, stored_day
from corpus.counted_entities import CountedEntities
from corpus.counted_words import CountedWords
from corpus.records import (
    AccessLevel,
    Attachment,
    DocumentKind,
    Link,
    Region,
    Section,
    Status,
)


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """An item as documents are compared by it, with the sections that list its attachments."""

    item_id: str
    number: str | None
    title: str
    start: int
    end: int
    lists: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What of a document is compared with others: all but its text. ``paths`` are its files;
    region, forum and date are those that its own text tells."""

    document_id: str
    source: str
    title: str
    kind: DocumentKind
    region: Region | None
    forum: str | None
    date: dt.date | None
    access: AccessLevel
    status: Status | None
    links: tuple[Link, ...]
    paths: tuple[str, ...]
    items: tuple[OutlineItem, ...]


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a document lies, and which meeting it tells of: what says which others it may be tied
    to. ``paths`` are its files."""

    document_id: str
    kind: DocumentKind
    forum: str | None
    date: dt.date | None
    paths: tuple[str, ...]


_SILENT = ("superseded",)
_AT_ONCE = 500


def _among(statement: str) -> TextClause:
    return text(statement).bindparams(among("ids"))


_PATHS = _among("SELECT path, document_id FROM files WHERE document_id IN :ids ORDER BY path")
_LISTS = _among(
    "SELECT s.* FROM sections AS s JOIN items AS i ON i.item_id = s.item_id "
    "WHERE s.kind = 'attachments' AND i.document_id IN :ids ORDER BY s.item_id, s.position"
)
_ITEMS = _among(
    'SELECT document_id, item_id, number, title, start, "end" FROM items '
    "WHERE document_id IN :ids ORDER BY document_id, position"
)
_DOCUMENTS = _among(
    "SELECT document_id, source, title, kind, region, forum, date, access, status, links "
    "FROM documents WHERE document_id IN :ids ORDER BY document_id"
)
_ATTACHED = _among(
    "SELECT document_id, region, forum, date FROM attachments WHERE document_id IN :ids"
)
_REPLACED = _among("SELECT document_id FROM superseded WHERE document_id IN :ids")
_UNTIE = tuple(
    _among(f"DELETE FROM {table} WHERE document_id IN :ids")
    for table in ("attachments", "superseded")
)


class Ties(CountedWords, CountedEntities):
    """The part of the catalogue that documents are tied together in."""

    def filed(self) -> list[Filed]:
        """Every document, by id."""
        found = self.rows(
            "SELECT d.document_id, d.kind, d.forum, d.date, f.path FROM documents AS d "
            "LEFT JOIN files AS f ON f.document_id = d.document_id ORDER BY d.document_id, f.path"
        )
        return [
            Filed(
                document_id,
                some[0].kind,
                some[0].forum,
                read_day(some[0].date),
                tuple(row.path for row in some if row.path is not None),
            )
            for document_id, rows in groupby(found, key=lambda row: str(row.document_id))
            if (some := list(rows))
        ]

    def outlines(self, document_ids: Collection[str]) -> list[Outline]:
        """These documents, by id."""
        return [one for some in _batches(document_ids) for one in self._outlines(some)]

    def _outlines(self, ids: Collection[str]) -> Iterator[Outline]:
        paths: dict[str, list[str]] = {}
        for row in self.rows(_PATHS, ids=ids):
            paths.setdefault(row.document_id, []).append(row.path)
        lists: dict[str, list[Section]] = {}
        for row in self.rows(_LISTS, ids=ids):
            lists.setdefault(row.item_id, []).append(
                Section(row.kind, row.label, row.label_start, row.start, row.end)
            )
        items: dict[str, list[OutlineItem]] = {}
        for row in self.rows(_ITEMS, ids=ids):
            own = tuple(lists.get(row.item_id, ()))
            items.setdefault(row.document_id, []).append(
                OutlineItem(row.item_id, row.number, row.title, row.start, row.end, own)
            )
        for row in self.rows(_DOCUMENTS, ids=ids):
            yield _outline(
                row, tuple(paths.get(row.document_id, ())), tuple(items.get(row.document_id, ()))
            )

    def text_of(self, document_id: str) -> str:
        """A document's text; empty for an id that is not stored."""
        found = "SELECT text FROM documents WHERE document_id = :document_id"
        row = self.first(found, document_id=document_id)
        return str(row.text) if row else ""

    def put_ties(
        self,
        attachments: Mapping[str, Attachment],
        superseded: Mapping[str, str],
        document_ids: Collection[str],
    ) -> set[str]:
        """Let these be the ties of ``document_ids``, by the id of the attachment and of the version
        that is replaced; those of others stay.

        Returns: the ids of the documents that are now found otherwise than before: under another
        region, forum or date, again, or no more.
        """
        before = self._found_as(document_ids)
        for some in _batches(document_ids):
            for untie in _UNTIE:
                self.run(untie, ids=some)
        self.run_for_each(
            insert(schema.attachments),
            [
                {
                    "document_id": document_id,
                    "parent_id": tie.document_id,
                    "item_id": tie.item_id,
                    "number": tie.number,
                    "certainty": tie.certainty,
                    "evidence": tie.by,
                    "region": tie.region,
                    "forum": tie.forum,
                    "date": stored_day(tie.date),
                }
                for document_id, tie in sorted(attachments.items())
            ],
        )
        self.run_for_each(
            insert(schema.superseded),
            [
                {"document_id": earlier, "superseded_by": later}
                for earlier, later in sorted(superseded.items())
            ],
        )
        after = self._found_as(document_ids)
        silent, answering = (
            {one for one, how in some.items() if how == _SILENT} for some in (after, before)
        )
        self._count(silent - answering, -1)
        self._count(answering - silent, 1)
        return {one for one in before.keys() | after.keys() if before.get(one) != after.get(one)}

    def _count(self, document_ids: Collection[str], sign: int) -> None:
        """Add (``sign`` 1) or take away (-1) what is counted of stored documents."""
        self._count_words(document_ids, sign)
        self._count_entities(document_ids, sign)

    def _found_as(self, document_ids: Collection[str]) -> dict[str, tuple[str | None, ...]]:
        """What each tie of these lets a document be found as, or not."""
        found: dict[str, tuple[str | None, ...]] = {}
        for some in _batches(document_ids):
            for row in self.rows(_ATTACHED, ids=some):
                found[row.document_id] = (row.region, row.forum, row.date)
            for row in self.rows(_REPLACED, ids=some):
                found[row.document_id] = _SILENT
        return found

    def attachments_of(self, document_id: str) -> list[str]:
        """The attachments to a document's items, in the items' order."""
        found = self.rows(
            "SELECT a.document_id FROM attachments AS a "
            "JOIN documents AS d ON d.document_id = a.document_id "
            "LEFT JOIN items AS i ON i.item_id = a.item_id WHERE a.parent_id = :document_id "
            "ORDER BY i.position IS NULL, i.position, a.number IS NULL, a.number, d.source",
            document_id=document_id,
        )
        return [row.document_id for row in found]

    def replaced_by(self, document_id: str) -> list[str]:
        """The earlier versions that a document answers for."""
        found = self.rows(
            "SELECT s.document_id FROM superseded AS s JOIN documents AS d "
            "ON d.document_id = s.document_id "
            "WHERE superseded_by = :document_id ORDER BY d.source, s.document_id",
            document_id=document_id,
        )
        return [row.document_id for row in found]

    def same_meeting(self, document_id: str) -> list[str]:
        """The agenda of the meeting that a document is the minutes of, or the other way round."""
        found = self.rows(
            "SELECT d.document_id FROM documents AS d JOIN documents AS own "
            "ON d.forum = own.forum AND d.date = own.date AND d.kind <> own.kind "
            "WHERE own.document_id = :document_id AND d.kind IN ('referat', 'dagsorden') "
            "AND own.kind IN ('referat', 'dagsorden') "
            "AND d.document_id NOT IN (SELECT document_id FROM superseded) "
            "ORDER BY d.source, d.document_id",
            document_id=document_id,
        )
        return [row.document_id for row in found]

    def ties(self) -> tuple[dict[str, Attachment], dict[str, str]]:
        """Every tie, as ``put_ties`` was given them."""
        attachments = {
            row.document_id: Attachment(
                document_id=row.parent_id,
                item_id=row.item_id,
                number=row.number,
                certainty=row.certainty,
                by=row.evidence,
                region=row.region,
                forum=row.forum,
                date=read_day(row.date),
            )
            for row in self.rows("SELECT * FROM attachments")
        }
        superseded = self.rows("SELECT document_id, superseded_by FROM superseded")
        return attachments, {row.document_id: row.superseded_by for row in superseded}


def _batches(document_ids: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(document_ids)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


def _outline(row: Row[Any], paths: tuple[str, ...], items: tuple[OutlineItem, ...]) -> Outline:
    return Outline(
        document_id=row.document_id,
        source=row.source,
        title=row.title,
        kind=row.kind,
        region=row.region,
        forum=row.forum,
        date=read_day(row.date),
        access=row.access,
        status=row.status,
        links=tuple(Link(*link) for link in json.loads(row.links)),
        paths=paths,
        items=items,
    )
