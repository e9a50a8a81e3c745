"""A text as a document: head, agenda, items, sections, and the entities spoken of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.gazetteer import load_gazetteer
from corpus.records import Document, DocumentKind, Mention
from ingest.extract import Extract
from ingest.head import Head, read_head
from ingest.items import Split, split_items
from ingest.lines import Line, split_lines
from ingest.told import Told
from models.tagger import Tagger

# Raised whenever splitting or tagging changes what is stored, so that files are read anew.
PARSER_VERSION = 6
_REPORT_HEAD_LINES = 12


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
    extract: Extract,
    *,
    source: str,
    sha256: str,
    document_id: str,
    tagger: Tagger,
    told: Told | None = None,
) -> Parsed:
    """Split and tag a file's text. ``told`` wins over what the text itself says."""
    told = told or Told()
    text = extract.text
    lines = split_lines(text)
    split = split_items(lines, document_id)
    mentions = tuple(tagger.tag(text))
    head = read_head(_head_lines(lines, split), text, mentions, load_gazetteer())
    document = Document(
        document_id=document_id,
        source=source,
        sha256=sha256,
        text=text,
        title=told.title or head.title or source,
        kind=told.kind or _kind(text, split, head),
        region=told.region or head.region,
        forum=told.forum or head.forum,
        date=told.date or head.date,
        place=told.place or head.place,
        participants=head.participants,
        structure=split.structure,
        head=split.head,
        agenda=split.agenda,
        items=split.items,
        pages=extract.pages,
        access=told.access or "public",
        links=extract.links,
        status=told.status,
        notes=extract.notes,
    )
    return Parsed(document, mentions)
