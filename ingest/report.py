"""What became of each file of an ingest."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from corpus.records import (
    AccessLevel,
    Document,
    DocumentKind,
    Language,
    Region,
    Status,
    Structure,
)
from ingest.batch.missing import missing_facts

Outcome = Literal["new", "replaced", "unchanged", "refused", "pruned"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What an editor wants to know of a document that was read; without its text.

    ``items`` counts those that have text. ``missing`` is what its head did not tell ("dato"),
    ``notes`` what could not be read, both in Danish.
    """

    document_id: str
    source: str
    title: str
    kind: DocumentKind
    status: Status | None
    region: Region | None
    forum: str | None
    date: dt.date | None
    access: AccessLevel
    language: Language
    structure: Structure
    items: int
    pages: int
    missing: tuple[str, ...]
    notes: tuple[str, ...]


def facts_of(document: Document) -> Facts:
    return Facts(
        document_id=document.document_id,
        source=document.source,
        title=document.title,
        kind=document.kind,
        status=document.status,
        region=document.region,
        forum=document.forum,
        date=document.date,
        access=document.access,
        language=document.language,
        structure=document.structure,
        items=sum(not item.missing for item in document.items),
        pages=len(document.pages),
        missing=missing_facts(document),
        notes=document.notes,
    )


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. ``message`` says in Danish why it was refused; ``cpr`` is how many
    CPR numbers were masked in it."""

    path: str
    outcome: Outcome
    document: Facts | None = None
    message: str = ""
    cpr: int = 0
