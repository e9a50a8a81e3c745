"""PDF files as minutes: real files, written here."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import UnreadableFile
from ingest.formats.ocr.recognition import OcrMissing
from ingest.formats.pdf import pages as pdf_pages
from ingest.formats.pdf import reader as pdf_module
from ingest.formats.pdf.reader import read_pdf
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


def pictures(pages: Sequence[str | None]) -> bytes:
    """Pages with text, and one that is nothing but a picture for each ``None``."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4)
    for page in pages:
        if page is None:
            grey = ImageReader(Image.new("L", (60, 80), 160))
            canvas.drawImage(grey, 0, 0, *A4)
        else:
            lines = canvas.beginText(60, 780)
            lines.textLines(page)
            canvas.drawText(lines)
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
        (pictures([None]), "kun billeder"),
        (pdf([FIRST])[:300], "beskadiget"),
        (b"%PDF-1.7 og ikke mere", "beskadiget"),
        (b"", "tom"),
    ],
)
def test_what_cannot_be_read_is_refused_in_danish(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "referat.pdf"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=reason):
        read_file(path)


@pytest.fixture
def without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise OcrMissing("Tesseract er ikke installeret.")

    monkeypatch.setattr(pdf_pages, "recognise", missing)


@pytest.mark.usefixtures("without_tesseract")
def test_pages_that_are_pictures_are_told_where_they_cannot_be_recognised() -> None:
    extract = read_pdf(pictures([FIRST, None, None, SECOND]), "referat.pdf")
    assert [page.read for page in extract.pages] == [True, False, False, True]
    assert all(page.ocr is None for page in extract.pages)
    (note,) = extract.notes
    assert note.startswith("Siderne 2 og 3 er billeder og er ikke læst")
    assert "apt install tesseract-ocr tesseract-ocr-dan" in note
    assert extract.text[extract.pages[3].start :].startswith("2. Ålegræs")


@pytest.mark.usefixtures("without_tesseract")
def test_nothing_but_pictures_is_refused_with_what_to_install() -> None:
    with pytest.raises(UnreadableFile, match=r"kun billeder .* apt install tesseract-ocr"):
        read_pdf(pictures([None, None]), "referat.pdf")


def test_a_blank_page_is_no_picture() -> None:
    extract = read_pdf(pictures([FIRST, "", SECOND]), "referat.pdf")
    assert [page.read for page in extract.pages] == [True, True, True]
    assert extract.notes == ()


def test_a_broken_page_is_told_and_the_others_read() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pictures([FIRST, FIRST, SECOND]))))
    broken = DecodedStreamObject()
    broken.set_data(b"no compressed data at all")
    broken[NameObject("/Filter")] = NameObject("/LZWDecode")
    writer.pages[1][NameObject("/Contents")] = writer._add_object(broken)
    written = io.BytesIO()
    writer.write(written)
    extract = read_pdf(written.getvalue(), "referat.pdf")
    assert [page.read for page in extract.pages] == [True, False, True]
    assert extract.notes == (
        "Side 2 er beskadiget og kunne ikke læses. Hent filen igen fra kilden.",
    )


def test_a_file_that_anybody_may_open_is_read_though_it_is_encrypted() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([SECOND]))))
    writer.encrypt("", "ejerens adgangskode", algorithm="AES-256")
    written = io.BytesIO()
    writer.write(written)
    assert "ålegræs på 12 hektar" in read_pdf(written.getvalue(), "referat.pdf").text


def test_more_pages_than_can_be_read_in_time_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "MOST_PAGES", 2)
    with pytest.raises(UnreadableFile, match=r"har 3 sider og må højst have 2\. Del den op"):
        read_pdf(pdf([FIRST, SECOND, FIRST]), "referat.pdf")
