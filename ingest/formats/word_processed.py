"""What the readers of DOCX, ODT and RTF share: from a document's blocks to its extract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.extract import Extract
from ingest.formats.blocks import Block, Paragraph, write_blocks
from ingest.formats.heading_looks import with_headings
from ingest.formats.letterhead import letterhead
from ingest.formats.manuscript import PAGE, Manuscript, without_pages

TRACKED_CHANGES = (
    "Dokumentet har registrerede ændringer, som ingen har taget stilling til. De er læst, som om "
    "de er accepteret."
)
COMMENTS = "Kommentarerne i dokumentets margen er ikke læst."


@dataclass(frozen=True, slots=True)
class Header:
    """The first page's header, and whether it runs on over the other pages."""

    blocks: Sequence[Block] = ()
    running: bool = False


def document_extract(
    blocks: Sequence[Block], header: Header, format: str, notes: Sequence[str]
) -> Extract:
    """A document's text: its headings found, the header's lines that tell of the meeting on top."""
    blocks = with_headings(blocks)
    body = _written(blocks, format, notes)
    head = letterhead(header.blocks, header.running, body.text)
    return _written([*head, *_on_the_first_page(blocks)], format, notes) if head else body


def _written(blocks: Sequence[Block], format: str, notes: Sequence[str]) -> Extract:
    manuscript = Manuscript()
    write_blocks(manuscript, blocks)
    return manuscript.extract(format, notes)


def _on_the_first_page(blocks: Sequence[Block]) -> list[Block]:
    """``blocks`` in which no page starts above the first text."""
    below = list(blocks)
    for at, block in enumerate(below):
        if not isinstance(block, Paragraph):
            break
        if not block.empty:
            below[at] = replace(block, text=block.text.lstrip(PAGE))
            break
        below[at] = replace(block, text=without_pages(block.text))
    return below
