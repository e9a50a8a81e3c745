"""PDF files as minutes: real files, written here."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import UnreadableFile
from ingest.reader import read_file
from models.encoder import Encoder
from search_api.archive import Archive
from search_api.ask import ask
from tests.ingested import Corpus

FIRST = """Referat af møde i KKR Sjælland den 4. marts 2024

1. Svømmehallen i Ringsted

Baggrund

Hallen er fra 1974, og taget er utæt.

Beslutning

KKR Sjælland besluttede at renovere svømmehallen i Ringsted for 3,4 mio. kr."""
SECOND = """2. Ålegræs i Smålandsfarvandet

Beslutning

KKR Sjælland godkendte at plante ålegræs på 12 hektar i Smålandsfarvandet."""


def pdf(pages: Sequence[str]) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4)
    for page in pages:
        lines = canvas.beginText(60, 780)
        lines.textLines(page)
        canvas.drawText(lines)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def locked(data: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt("hemmelig", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def scanned() -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4)
    canvas.rect(50, 50, 400, 600, fill=1)
    canvas.showPage()
    canvas.save()
    return written.getvalue()


def test_minutes_are_read_and_cited_at_their_page(tmp_path: Path, encoder: Encoder) -> None:
    corpus = Corpus(tmp_path, encoder)
    (report,) = corpus.ingest(corpus.write("referat.pdf", pdf([FIRST, SECOND])))
    assert report.outcome == "new" and report.document is not None
    document = report.document
    assert (document.forum, document.region) == ("KKR Sjælland", "Sjælland")
    assert document.items == 2
    archive = Archive(corpus.settings, encoder)
    for question, page in (("svømmehallen i Ringsted", 1), ("ålegræs", 2)):
        answer = ask(archive, f"Hvad blev besluttet om {question}?")
        assert question in answer.text, answer
        assert {citation.page for citation in answer.citations} == {page}
    archive.close()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (locked(pdf([FIRST])), "låst med en adgangskode"),
        (scanned(), "kun billeder"),
        (pdf([FIRST])[:300], "beskadiget"),
        (b"slet ingen PDF", "beskadiget"),
        (b"", "tom"),
    ],
)
def test_what_cannot_be_read_is_refused_in_danish(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "referat.pdf"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=reason):
        read_file(path)
