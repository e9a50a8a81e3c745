"""PDF pages drawn line by line, as programs draw them, for tests of how they are read."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ingest.extract import Extract
from ingest.formats.pdf.reader import read_pdf

LEFT, RIGHT, TOP = 70.0, 525.0, 780.0
SIZE, LEADING = 11.0, 13.5
FONT, BOLD = "Helvetica", "Helvetica-Bold"

Draw = Callable[[Canvas], None]


def pdf_of(*pages: Draw) -> bytes:
    """A PDF of A4 pages, each drawn by a function."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=1)
    for draw in pages:
        canvas.setFont(FONT, SIZE)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def read(*pages: Draw) -> Extract:
    """What is read of pages that are drawn so."""
    return read_pdf(pdf_of(*pages), "referat.pdf")


def lines_of(*pages: Draw) -> list[str]:
    """The lines of the text read, those that are blank left out."""
    return [line for line in read(*pages).text.split("\n") if line]


def wrapped(text: str, width: float, font: str = FONT, size: float = SIZE) -> list[str]:
    """A paragraph's lines."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and stringWidth(longer, font, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def text_at(
    canvas: Canvas,
    paragraphs: Sequence[str],
    x: float = LEFT,
    y: float = TOP,
    width: float = RIGHT - LEFT,
    *,
    gap: float = 0.0,
    font: str = FONT,
    size: float = SIZE,
    leading: float = LEADING,
) -> float:
    """Draw paragraphs below each other, an empty one as an empty line; where the next would be."""
    canvas.setFont(font, size)
    for paragraph in paragraphs:
        for line in wrapped(paragraph, width, font, size):
            canvas.drawString(x, y, line)
            y -= leading
        y -= gap
    canvas.setFont(FONT, SIZE)
    return y
