"""What ties documents together: attachments to items, earlier versions to the one that answers."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, insert

from corpus import schema
from corpus.columns import read_day, stored_day
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


_SILENT = ("superseded",)


class Ties(CountedWords):
    """The part of the catalogue that documents are tied together in."""

    def outlines(self) -> list[Outline]:
        """Every document, by id."""
        paths: dict[str, list[str]] = {}
        for row in self.rows("SELECT path, document_id FROM files ORDER BY path"):
            paths.setdefault(row.document_id, []).append(row.path)
        lists: dict[str, list[Section]] = {}
        for row in self.rows(
            "SELECT * FROM sections WHERE kind = 'attachments' ORDER BY item_id, position"
        ):
            lists.setdefault(row.item_id, []).append(
                Section(row.kind, row.label, row.label_start, row.start, row.end)
            )
        items: dict[str, list[OutlineItem]] = {}
        for row in self.rows("SELECT * FROM items ORDER BY document_id, position"):
            items.setdefault(row.document_id, []).append(
                OutlineItem(
                    row.item_id,
                    row.number,
                    row.title,
                    row.start,
                    row.end,
                    tuple(lists.get(row.item_id, ())),
                )
            )
        return [
            Outline(
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
                paths=tuple(paths.get(row.document_id, ())),
                items=tuple(items.get(row.document_id, ())),
            )
            for row in self.rows(
                "SELECT document_id, source, title, kind, region, forum, date, access, status, "
                "links FROM documents ORDER BY document_id"
            )
        ]

    def text_of(self, document_id: str) -> str:
        """A document's text; empty for an id that is not stored."""
        found = "SELECT text FROM documents WHERE document_id = :document_id"
        row = self.first(found, document_id=document_id)
        return str(row.text) if row else ""

    def put_ties(
        self, attachments: Mapping[str, Attachment], superseded: Mapping[str, str]
    ) -> set[str]:
        """Let these be the ties, by the id of the attachment and of the version that is replaced.

        Returns: the ids of the documents that are now found otherwise than before: under another
        region, forum or date, again, or no more.
        """
        before = self._found_as()
        self.run(delete(schema.attachments))
        self.run(delete(schema.superseded))
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
        after = self._found_as()
        silent, answering = (
            {one for one, how in some.items() if how == _SILENT} for some in (after, before)
        )
        self._count_words(silent - answering, -1)
        self._count_words(answering - silent, 1)
        return {one for one in before.keys() | after.keys() if before.get(one) != after.get(one)}

    def _found_as(self) -> dict[str, tuple[str | None, ...]]:
        """What each tie lets a document be found as, or not."""
        found: dict[str, tuple[str | None, ...]] = {
            row.document_id: (row.region, row.forum, row.date)
            for row in self.rows("SELECT * FROM attachments")
        }
        for row in self.rows("SELECT document_id FROM superseded"):
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
