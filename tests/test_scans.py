"""Minutes as scans at 200 dots an inch: split as their text is, or marked where not read."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.formats.pdf.reader import read_pdf
from tests.agreement import agreement
from tests.parsed import SAMPLES, parse_extract, parse_file
from tests.renditions import OFFICE, RASTERISER, converted, docx_of, scan_of
from tests.scanned import needs_tesseract, pdf_of, scan

pytestmark = needs_tesseract
needs_programs = pytest.mark.skipif(
    OFFICE is None or RASTERISER is None,
    reason="LibreOffice eller pdftoppm er ikke installeret",
)
FIRST = [
    "Referat af møde i KKR Sjælland den 4. marts 2024",
    "",
    "1. Svømmehallen i Ringsted",
    "",
    "Beslutning",
    "",
    "KKR Sjælland besluttede at renovere svømmehallen i Ringsted for 3,4 mio. kr.",
]
SCANNED = [
    "2. Ålegræs i Smålandsfarvandet",
    "",
    "Beslutning",
    "",
    "Ålegræsset plantes på 12 hektar.",
]
LAST = ["3. Eventuelt", "", "Beslutning", "", "Formanden takkede for samarbejdet i året, der gik."]


def differing(paths: list[Path], pdfs: Mapping[str, bytes]) -> tuple[float, list[str]]:
    """The share of items that scans of ``pdfs`` give as the text does, and what differs."""
    items = agreeing = 0
    told: list[str] = []
    for path in paths:
        scanned = read_pdf(scan_of(pdfs[path.stem]), path.name)
        found = agreement(parse_file(path), parse_extract(scanned))
        items, agreeing = items + found.items, agreeing + found.agreeing
        told += (f"{path.stem} {one}" for one in found.differing)
    return agreeing / items, told


@pytest.mark.slow
@needs_programs
@pytest.mark.parametrize("suffix", [".txt", ".docx"])
def test_scanned_samples_are_split_as_their_text(suffix: str) -> None:
    paths = sorted(SAMPLES.glob("*.txt"))
    files = {p.stem + suffix: _file(p, suffix) for p in paths}
    share, told = differing(paths, converted(files, "pdf"))
    assert share >= 0.9, told


@pytest.mark.slow
@needs_programs
@pytest.mark.parametrize("suffix", [".txt", ".docx"])
def test_scanned_real_minutes_are_split_as_their_text(minutes_dir: Path, suffix: str) -> None:
    paths = sorted(minutes_dir.glob("*.txt"))
    files = {p.stem + suffix: _file(p, suffix) for p in paths}
    share, told = differing(paths, converted(files, "pdf"))
    assert share >= 0.9, told


def _file(path: Path, suffix: str) -> bytes:
    text = path.read_text("utf-8")
    return text.encode() if suffix == ".txt" else docx_of(text, "Referat")


def _typed(lines: Sequence[str]) -> bytes:
    """A page that holds its text."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4)
    page = canvas.beginText(60, 780)
    page.textLines(lines)
    canvas.drawText(page)
    canvas.save()
    return written.getvalue()


@pytest.fixture
def mixed() -> bytes:
    """A typed page, a scanned one, and another that is typed."""
    writer = PdfWriter()
    for data in (_typed(FIRST), pdf_of(scan(SCANNED)), _typed(LAST)):
        writer.append(PdfReader(io.BytesIO(data)))
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_a_scanned_page_is_read_in_its_place_among_others(mixed: bytes) -> None:
    extract = read_pdf(mixed, "referat.pdf")
    assert [page.ocr is None for page in extract.pages] == [True, False, True]
    document = parse_extract(extract)
    assert [item.number for item in document.items] == ["1", "2", "3"]
    assert document.pages_of(document.items[1].start, document.items[1].end)[0].ocr is not None


def test_without_tesseract_the_page_is_marked_and_the_rest_is_read(
    mixed: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    extract = read_pdf(mixed, "referat.pdf")
    assert [page.read for page in extract.pages] == [True, False, True]
    (note,) = extract.notes
    assert note.startswith("Side 2 er et billede og er ikke læst")
    assert "apt install tesseract-ocr tesseract-ocr-dan" in note
    document = parse_extract(extract)
    assert [(i.number, i.missing) for i in document.items] == [
        ("1", False),
        ("2", True),
        ("3", False),
    ]
