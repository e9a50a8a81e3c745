"""What the header of a document's first page tells of the meeting."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.dates import find_dates
from ingest.formats.blocks import Block, Paragraph, write_blocks
from ingest.formats.manuscript import Manuscript

_PAGE_NUMBER = re.compile(r"[\s|·–-]*\bside:?\s*(?:\d+\s*)?(?:(?:af|/)\s*\d*\s*)?$", re.IGNORECASE)
_OF_THE_MEETING = re.compile(r"referat|dagsorden|møde", re.IGNORECASE)


def letterhead(header: Sequence[Block], running: bool, body: str) -> list[Paragraph]:
    """The lines of the first page's ``header`` that ``body`` does not hold itself.

    Of a header that runs over all pages only what tells of the meeting is kept: a date, or that
    these are its minutes or agenda.
    """
    manuscript = Manuscript()
    write_blocks(manuscript, header)
    known = _folded(body)
    lines = (_PAGE_NUMBER.sub("", line) for line in manuscript.extract("docx").text.split("\n"))
    kept = [
        Paragraph(line)
        for line in lines
        if any(map(str.isalpha, line))
        and _folded(line) not in known
        and (not running or _tells(line))
    ]
    return [*kept, Paragraph("")] if kept else []


def _tells(line: str) -> bool:
    return bool(find_dates(line) or _OF_THE_MEETING.search(line))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
