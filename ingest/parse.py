"""A text as a document: head, agenda, items, sections, and the entities spoken of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.gazetteer import load_gazetteer
from corpus.records import (
    ACCESS_LEVELS,
    REGIONS,
    AccessLevel,
    Document,
    DocumentKind,
    Mention,
    Region,
)
from ingest.head import Head, read_head
from ingest.items import Split, split_items
from ingest.lines import Line, split_lines
from models.tagger import Tagger

# Raised whenever splitting or tagging changes what is stored, so that files are read anew.
PARSER_VERSION = 5
_REPORT_HEAD_LINES = 12


@dataclass(frozen=True, slots=True)
class Told:
    """What the user says of a file where its text does not."""

    region: Region | None = None
    forum: str | None = None
    date: dt.date | None = None
    access: AccessLevel | None = None

    def stored(self) -> dict[str, str]:
        """What is said, as the catalogue keeps it."""
        said = {
            "region": self.region,
            "forum": self.forum,
            "date": self.date.isoformat() if self.date else None,
            "access": self.access,
        }
        return {name: value for name, value in said.items() if value is not None}

    def over(self, stored: Mapping[str, str]) -> Told:
        """This, and where it says nothing, what was said before."""
        said = {**stored, **self.stored()}
        region = next((region for region in REGIONS if region == said.get("region")), None)
        date = said.get("date")
        access = next((level for level in ACCESS_LEVELS if level == said.get("access")), None)
        return Told(
            region, said.get("forum"), dt.date.fromisoformat(date) if date else None, access
        )


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document and the mentions in it, sorted by place."""

    document: Document
    mentions: tuple[Mention, ...]


def _kind(text: str, split: Split, head: Head) -> DocumentKind:
    sections = [section for item in split.items for section in item.sections]
    kinds = {section.kind for section in sections}
    if any(s.kind == "decision" and (s.label or split.structure != "headings") for s in sections):
        return "referat"
    opening = text[: split.items[0].start + 400].casefold()
    if "recommendation" in kinds or re.search(r"\bdagsorden (?:for|til)\b", opening):
        return "dagsorden"
    if split.structure in ("headings", "none") and "referat" not in head.title.casefold():
        return "rapport"
    return "referat"


def _head_lines(lines: list[Line], split: Split) -> list[Line]:
    inside = [
        line for line in lines if any(span.start <= line.start <= span.end for span in split.head)
    ]
    if split.structure in ("headings", "none"):
        inside += [line for line in lines if not line.blank][:_REPORT_HEAD_LINES]
    return inside


def parse_document(
    text: str,
    *,
    source: str,
    sha256: str,
    document_id: str,
    tagger: Tagger,
    told: Told | None = None,
) -> Parsed:
    """Split and tag ``text``. ``told`` wins over what the text itself says."""
    told = told or Told()
    lines = split_lines(text)
    split = split_items(lines, document_id)
    mentions = tuple(tagger.tag(text))
    head = read_head(_head_lines(lines, split), text, mentions, load_gazetteer())
    document = Document(
        document_id=document_id,
        source=source,
        sha256=sha256,
        text=text,
        title=head.title or source,
        kind=_kind(text, split, head),
        region=told.region or head.region,
        forum=told.forum or head.forum,
        date=told.date or head.date,
        place=head.place,
        participants=head.participants,
        structure=split.structure,
        head=split.head,
        agenda=split.agenda,
        items=split.items,
        pages=(0, *(match.end() for match in re.finditer("\f", text))),
        access=told.access or "public",
    )
    return Parsed(document, mentions)
