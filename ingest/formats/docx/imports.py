"""Pages inside Word documents: what portals and other programs write, Word takes the page in when
it first saves the document (``w:altChunk``)."""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.errors import UnreadableFile
from ingest.extract import Extract
from ingest.formats.blocks import Block, Paragraph
from ingest.formats.html.reader import read_html
from ingest.formats.mail.mhtml import read_mhtml
from ingest.formats.manuscript import LINK_END, link_start, text_of

_READERS: dict[str, Callable[[bytes, str], Extract]] = {
    "text/html": read_html,
    "application/xhtml+xml": read_html,
    "message/rfc822": read_mhtml,
    "multipart/related": read_mhtml,
}
_HEADING = re.compile(r"(#{1,6}) (.*)")


def imported_blocks(data: bytes, content_type: str) -> list[Block] | None:
    """The lines of a page in a document as blocks; ``None`` for a part that cannot be read."""
    reader = _READERS.get(content_type.split(";")[0].strip().lower())
    if reader is None:
        return None
    try:
        extract = reader(data, "")
    except UnreadableFile:
        return None
    return [_block(line) for line in _with_links(extract).rstrip("\n").split("\n")]


def _with_links(extract: Extract) -> str:
    """The text with marks where its links stand."""
    marks = [
        mark
        for link in extract.links
        for mark in ((link.start, 1, link_start(link.target)), (link.end, 0, LINK_END))
    ]
    pieces, done = [], 0
    for at, _, mark in sorted(marks):
        pieces += [text_of(extract.text[done:at]), mark]
        done = at
    return "".join([*pieces, text_of(extract.text[done:])])


def _block(line: str) -> Paragraph:
    heading = _HEADING.match(line)
    return Paragraph(heading[2], level=len(heading[1])) if heading else Paragraph(line)
