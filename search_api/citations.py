"""Quotes with their citations; the one place where text becomes something shown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Chunk, Document, Item, SectionKind, Span
from ingest.splitting.lines import TAG_OR_EMPHASIS
from search_api.attached import attachment_ref
from search_api.replies import Citation
from search_api.search import item_ref, scanned

_MARKUP = re.compile(TAG_OR_EMPHASIS, re.IGNORECASE)
_BULLET = re.compile(r"^\s*[-–—•·○▪*]\s+")
_RULE = re.compile(r"[\s|:-]+")
_NUMBERED = re.compile(r"^\s*\(?(?:\d{1,2}|[a-z])[.)]\s+")


def cite(document: Document, item: Item, chunk: Chunk, n: int) -> Citation:
    """The citation of a chunk of ``document``.

    Raises:
        ValueError: the chunk is not exactly what the document says there; nothing may be shown.
    """
    quote = document.text[chunk.start : chunk.end]
    if quote != chunk.text or not quote.strip():
        raise ValueError(f"{chunk.chunk_id} is no span of {document.document_id}")
    return _citation(document, item, chunk.section, Span(chunk.start, chunk.end), n)


def cite_span(document: Document, item: Item, span: Span, n: int) -> Citation:
    """The citation of a span that was read out of ``item``.

    Raises:
        ValueError: the span does not stand in the item, or holds no words; nothing may be shown.
    """
    if not item.start <= span.start < span.end <= item.end:
        raise ValueError(f"{span} does not stand in {item.item_id}")
    if not document.text[span.start : span.end].strip():
        raise ValueError(f"{span} of {document.document_id} holds nothing")
    inside = (s.kind for s in item.sections if s.label_start <= span.start < s.end)
    return _citation(document, item, next(inside, "case"), span, n)


def _citation(document: Document, item: Item, section: SectionKind, span: Span, n: int) -> Citation:
    ocr, uncertain = scanned(document, span.start, span.end)
    return Citation(
        n=n,
        document_id=document.document_id,
        source=document.source,
        region=document.region,
        forum=document.forum,
        date=document.date,
        item=item_ref(item),
        section=section,
        page=document.page_at(span.start),
        quote=document.text[span.start : span.end],
        start=span.start,
        end=span.end,
        url=f"/api/v1/items/{item.item_id}?start={span.start}&end={span.end}",
        attachment=attachment_ref(document),
        ocr=ocr,
        uncertain=uncertain,
    )


def shown(quote: str) -> str:
    """A quote for reading: markup gone and white space evened out, every word in place.

    Items of a list and rows of a table keep a line each, the cells of a row a bar between them; a
    line that was only broken is joined again.
    """
    lines: list[str] = []
    joins = False
    for raw in quote.split("\n"):
        line = re.sub(r"[^\S\t]+", " ", _MARKUP.sub(" ", raw)).strip(" ")
        row = "\t" in line.strip() or line.count("|") > 1
        line = (
            re.sub(r"\s*[\t|]\s*", " | ", line.strip().strip("|").strip()) if row else line.strip()
        )
        if not line or _RULE.fullmatch(line):
            continue
        starts = bool(_BULLET.match(line) or _NUMBERED.match(line)) or row
        if lines and (starts or not joins):
            lines.append(line)
        elif lines:
            lines[-1] += f" {line}"
        else:
            lines.append(line)
        joins = not row
    return _BULLET.sub("", lines[0]) if len(lines) == 1 else "\n".join(lines)


def running_text(citations: Sequence[Citation]) -> str:
    """The quotes one after the other, each with its number: "… [1] … [2]"."""
    return " ".join(f"{shown(citation.quote)} [{citation.n}]" for citation in citations)
