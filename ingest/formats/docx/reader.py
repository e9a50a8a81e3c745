"""Word documents as text."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise

from docx import Document

from corpus.errors import UnreadableFile
from corpus.records import Page
from ingest.extract import Extract
from ingest.formats.broken import broken
from ingest.formats.docx.document import WordDocument, notes_on
from ingest.formats.ooxml import slim_package
from ingest.formats.word_processed import document_extract

# Longer than any page: a file that was never laid out does not tell where its pages start.
_LONGEST_PAGE = 8000


def read_docx(data: bytes, name: str) -> Extract:
    """The text of a Word document (.docx, .docm), with tracked changes accepted.

    The numbers of lists and headings are computed as Word does. Text boxes and notes ("[1] …")
    follow the paragraph that they belong to. Hidden text, comments and page numbers are left out,
    so are headers and footers, but for what the first page's header alone tells of the meeting.

    Raises:
        UnreadableFile: it is broken, too large, or holds pictures and no text.
    """
    with broken(name, "Word-filen"):
        package, macros = slim_package(data, name)
        document = WordDocument(Document(io.BytesIO(package)).part)
        extract = document_extract(
            document.body(), document.first_header(), "docx", tuple(notes_on(document, macros))
        )
        pictures, laid_out = document.holds_pictures(), document.knows_pages()
    if pictures and not any(map(str.isalpha, extract.text)):
        raise UnreadableFile(
            f"{name}: Word-filen rummer kun billeder og ingen tekst (skannet). Gem den som PDF, og "
            "prøv igen; så læses den med tekstgenkendelse."
        )
    ends = [*(page.start for page in extract.pages), len(extract.text)]
    if not laid_out and any(end - start > _LONGEST_PAGE for start, end in pairwise(ends)):
        return replace(extract, pages=(Page(0),))
    return extract
