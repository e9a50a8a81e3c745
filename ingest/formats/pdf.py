"""PDF files as text."""

from __future__ import annotations

import io
import logging

from pypdf import PdfReader

from corpus.errors import UnreadableFile
from corpus.records import Page
from ingest.extract import Extract, clean

# It tells of every small fault that it reads past.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read_pdf(data: bytes, name: str) -> Extract:
    """The text of a PDF, page by page.

    Raises ``UnreadableFile`` for one that is broken, locked, or has no text but pictures of it.
    """
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile(
                f"{name}: PDF-filen er låst med en adgangskode. Gem den uden, og prøv igen."
            )
        pages = [page.extract_text() for page in reader.pages]
    except UnreadableFile:
        raise
    except Exception as error:  # The library raises anything that a broken file can bring about.
        raise UnreadableFile(
            f"{name}: PDF-filen er beskadiget og kan ikke læses. Hent den igen fra kilden."
        ) from error
    if not any(character.isalpha() for page in pages for character in page):
        raise UnreadableFile(
            f"{name}: PDF-filen rummer kun billeder og ingen tekst (skannet). Få den gjort søgbar "
            "med tekstgenkendelse (OCR), og prøv igen."
        )
    starts, text = [], ""
    for page in pages:
        starts.append(Page(len(text)))
        text += clean(page) + "\n"
    return Extract(text, "pdf", tuple(starts))
