"""The same minutes as a small file of every format, by the formats' own libraries."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage
from html import escape

import docx
import openpyxl
import pptx
from odf.opendocument import OpenDocumentText
from odf.text import H, P
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

_LINES_ON_A_PAGE = 45
_LETTERS_ON_A_LINE = 92


def blocks(text: str) -> list[str]:
    """The lines of minutes that are not blank."""
    return [line for line in text.splitlines() if line.strip()]


def is_heading(block: str) -> bool:
    return block[:1].isdigit() and ". " in block[:5]


def pdf(text: str) -> bytes:
    """Lines of at most 92 letters, 45 on a page."""
    lines: list[str] = []
    for line in text.splitlines():
        words, row = line.split(), ""
        for word in words:
            if row and len(row) + len(word) >= _LETTERS_ON_A_LINE:
                lines.append(row)
                row = ""
            row = f"{row} {word}".strip()
        lines.append(row)
    return pdf_pages(
        [lines[n : n + _LINES_ON_A_PAGE] for n in range(0, len(lines), _LINES_ON_A_PAGE)]
    )


def pdf_pages(pages: Sequence[Sequence[str]]) -> bytes:
    """A page for each list of lines."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=1)
    for lines in pages:
        page = canvas.beginText(50, 780)
        page.setFont("Helvetica", 11)
        for line in lines:
            page.textLine(line)
        canvas.drawText(page)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def word(text: str) -> bytes:
    document = docx.Document()
    for block in blocks(text):
        if is_heading(block):
            document.add_heading(block, 1)
        else:
            document.add_paragraph(block)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def odt(text: str) -> bytes:
    document = OpenDocumentText()
    for block in blocks(text):
        element = H(outlinelevel=1, text=block) if is_heading(block) else P(text=block)
        document.text.addElement(element)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def rtf(text: str) -> bytes:
    """Letters beyond ASCII as RTF writes them: ``\\u230?``."""
    body = "".join(
        letter if ord(letter) < 128 else f"\\u{ord(letter)}?"
        for block in blocks(text)
        for letter in f"{block}\\par\n"
    )
    return b"{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\\f0\\fs22 " + (
        f"{body}}}".encode("ascii")
    )


def html(text: str) -> bytes:
    body = "\n".join(
        f"<h2>{escape(block)}</h2>" if is_heading(block) else f"<p>{escape(block)}</p>"
        for block in blocks(text)
    )
    return (
        '<!DOCTYPE html>\n<html lang="da"><head><meta charset="utf-8"><title>Referat</title>'
        f"</head>\n<body><main>\n{body}\n</main></body></html>\n"
    ).encode()


def eml(text: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Referat af mødet"
    message["From"] = "sekretariatet@kkr.example"
    message["To"] = "udvalget@kkr.example"
    message["Date"] = "Tue, 05 Mar 2024 10:00:00 +0100"
    message.set_content(text)
    return bytes(message)


def mhtml(text: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Referat"
    message["From"] = "<Saved by Blink>"
    message["MIME-Version"] = "1.0"
    message.add_related(
        html(text).decode(), subtype="html", headers=["Content-Location: https://kkr.example/1"]
    )
    message.set_boundary("graense")
    return bytes(message)


def slides(text: str) -> bytes:
    presentation = pptx.Presentation()
    shown = blocks(text)
    for start in range(0, len(shown), 8):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = shown[start]
        slide.placeholders[1].text = "\n".join(shown[start + 1 : start + 8])
    written = io.BytesIO()
    presentation.save(written)
    return written.getvalue()


def workbook(text: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, block in enumerate(blocks(text), start=1):
        sheet.append([row, block])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return written.getvalue()


def archive(text: str) -> bytes:
    """The minutes in a folder, and an attachment beside them."""
    return zipped({"møde/referat.txt": text.encode(), "møde/Bilag 1.html": html(text)})


FORMATS: Mapping[str, Callable[[str], bytes]] = {
    "txt": str.encode,
    "pdf": pdf,
    "docx": word,
    "odt": odt,
    "rtf": rtf,
    "html": html,
    "mhtml": mhtml,
    "eml": eml,
    "pptx": slides,
    "xlsx": workbook,
    "zip": archive,
}
"""What writes minutes as a file, by the file's suffix without the dot."""
