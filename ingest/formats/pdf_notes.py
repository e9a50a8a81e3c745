"""Footnotes of a PDF: small text at the foot of a page, which parts a paragraph in two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.formats.pdf_lines import WHOLE_PAGE, Line
from ingest.formats.pdf_measures import Measures
from ingest.formats.pdf_paragraphs import Paragraph, paragraphs

_SIGN = re.compile(r"(?:\[?\d{1,3}[\])]?|\*{1,3})\s?\S")
_SMALLER = 0.92


def footnotes(lines: Sequence[Line], measures: Measures) -> tuple[list[Line], list[list[Line]]]:
    """A document's lines without the notes at the feet of pages, and those notes page by page."""
    body: list[Line] = []
    notes: list[list[Line]] = []
    i = 0
    while i < len(lines):
        end = i
        while end < len(lines) and lines[end].page == lines[i].page:
            end += 1
        page = list(lines[i:end])
        start = len(page)
        while start and _small(page[start - 1], measures):
            start -= 1
        while start < len(page) and not _SIGN.match(page[start].text):
            start += 1
        if 0 < start < len(page):
            notes.append(page[start:])
        body += page[:start] if start else page
        i = end
    return body, notes


def _small(line: Line, measures: Measures) -> bool:
    return line.size < _SMALLER * measures.size and line.frame[0] == WHOLE_PAGE and not line.row


def with_notes(
    found: list[Paragraph], notes: Sequence[Sequence[Line]], measures: Measures
) -> list[Paragraph]:
    """Paragraphs with a page's notes after the last that ends on that page."""
    placed = list(found)
    for lines in reversed(notes):
        page = lines[0].page
        at = next((i for i, p in enumerate(placed) if p.lines[-1].page > page), len(placed))
        inserted = paragraphs(lines, measures)
        inserted[0].blank = True
        if at < len(placed):
            placed[at].blank = True
        placed[at:at] = inserted
    return placed
