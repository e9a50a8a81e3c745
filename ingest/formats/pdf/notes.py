"""What parts a paragraph of a PDF in two: footnotes, and stamps across the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from ingest.formats.pdf.lines import ASIDE, WHOLE_PAGE, Line
from ingest.formats.pdf.measures import Measures
from ingest.formats.pdf.paragraphs import Paragraph, paragraphs

_SIGN = re.compile(r"(?:\[?\d{1,3}[\])]?|\*{1,3})\s?\S")
_SMALLER = 0.92


def footnotes(lines: Sequence[Line], measures: Measures) -> tuple[list[Line], list[list[Line]]]:
    """A document's lines without the notes at the feet of pages and what runs across a page; and
    those, page by page."""
    body: list[Line] = []
    notes: list[list[Line]] = []
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        beside = [line for line in page if line.frame[0] == ASIDE]
        page = [line for line in page if line.frame[0] != ASIDE]
        start = len(page)
        while start and _small(page[start - 1], measures):
            start -= 1
        while start < len(page) and not _SIGN.match(page[start].text):
            start += 1
        start = start or len(page)
        body += page[:start]
        if apart := page[start:] + beside:
            notes.append(apart)
    return body, notes


def _small(line: Line, measures: Measures) -> bool:
    return line.size < _SMALLER * measures.size and line.frame[0] == WHOLE_PAGE and not line.row


def with_notes(
    found: Sequence[Paragraph], notes: Sequence[Sequence[Line]], measures: Measures
) -> list[Paragraph]:
    """Paragraphs with a page's notes after the last that ends on that page."""
    placed: list[Paragraph] = []
    i = 0
    for lines in notes:
        while i < len(found) and found[i].lines[-1].page <= lines[0].page:
            placed.append(found[i])
            i += 1
        inserted = paragraphs(lines, measures)
        inserted[0].blank = bool(placed)
        placed += inserted
        if i < len(found):
            found[i].blank = True
    return placed + list(found[i:])
