"""PDF files as text."""

from __future__ import annotations

import io
import logging

from pypdf import PdfReader

from corpus.errors import UnreadableFile
from ingest.extract import Extract
from ingest.formats.pdf.pages import broken, pages_read
from ingest.formats.pdf.text import text_of

# It tells of every small fault that it reads past.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

MOST_PAGES = 3_000


def read_pdf(data: bytes, name: str) -> Extract:
    """The text of a PDF: its paragraphs, tables and headings in the order in which they are read.

    Pages that are pictures go through text recognition; where that is not installed they are left
    out, and the notes say so.

    Raises ``UnreadableFile`` for a file that is broken, locked, too long, or of which no page can
    be read.
    """
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile(
                f"{name}: PDF-filen er låst med en adgangskode. Gem den uden, og prøv igen."
            )
        count = len(reader.pages)
    except UnreadableFile:
        raise
    except Exception as error:  # The library raises anything that a broken file can bring about.
        raise broken(name) from error
    if count > MOST_PAGES:
        raise UnreadableFile(
            f"{name}: PDF-filen har {count} sider og må højst have {MOST_PAGES}. Del den op, og "
            "indlæs delene."
        )
    extract = text_of(pages_read(reader, count, data, name), "pdf")
    if any(map(str.isalpha, extract.text)):
        return extract
    advice = " ".join(extract.notes) or "Kontrollér, at det er den rigtige fil."
    raise UnreadableFile(
        f"{name}: PDF-filen rummer kun billeder og ingen tekst, der kan læses. {advice}"
    )
