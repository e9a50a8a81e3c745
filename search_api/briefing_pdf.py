"""A briefing as a PDF that needs nothing installed: its typeface is in it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Paragraph, SimpleDocTemplate

from search_api.briefing_blocks import Block, Run, blocks
from search_api.briefing_markdown import to_markdown
from search_api.replies import Briefing

_FONT = "SourceSansPro"
_INK, _GREY = HexColor(0x1F3A5F), HexColor(0x595959)
_MARGIN = 2.5 * cm
_FOOT = 1.2 * cm

_TEXT = ParagraphStyle(
    "text", fontName=_FONT, fontSize=10, leading=13, spaceAfter=4, allowWidows=0, allowOrphans=0
)
_ITEM = ParagraphStyle("item", _TEXT, leftIndent=0.5 * cm, bulletIndent=0.1 * cm, spaceAfter=3)
_SOURCE = ParagraphStyle(
    "source", _TEXT, fontSize=9, leading=11.5, leftIndent=0.8 * cm, firstLineIndent=-0.8 * cm
)
_HEADING = ParagraphStyle(
    "heading", _TEXT, fontName=f"{_FONT}-Bold", textColor=_INK, keepWithNext=1, spaceAfter=3
)
_HEADINGS = {
    1: ParagraphStyle("title", _HEADING, fontSize=20, leading=24, spaceAfter=6),
    2: ParagraphStyle("heading1", _HEADING, fontSize=13, leading=16, spaceBefore=9),
    3: ParagraphStyle("heading2", _HEADING, fontSize=11, leading=13.5, spaceBefore=4, spaceAfter=1),
}


@cache
def _register_typeface() -> None:
    files = resources.files("font_source_sans_pro") / "files"
    for name, file in (("", "Regular"), ("-Bold", "Bold"), ("-It", "It"), ("-BoldIt", "BoldIt")):
        with resources.as_file(files / f"SourceSansPro-{file}.ttf") as path:
            pdfmetrics.registerFont(TTFont(f"{_FONT}{name}", str(path)))
    pdfmetrics.registerFontFamily(
        _FONT,
        normal=_FONT,
        bold=f"{_FONT}-Bold",
        italic=f"{_FONT}-It",
        boldItalic=f"{_FONT}-BoldIt",
    )


def _markup(run: Run, target: bool, known: frozenset[int]) -> str:
    """A run as reportlab's markup; a mark as its source's anchor, or as a link to it."""
    text = escape(run.text).replace("\n", "<br/>")
    text = f"<b>{text}</b>" if run.bold else text
    text = f"<i>{text}</i>" if run.italic else text
    if run.mark is not None and target:
        return f'<a name="kilde{run.mark}"/>{text}'
    url = f"#kilde{run.mark}" if run.mark in known else run.url
    return f"<a href={quoteattr(url)} color={quoteattr(_INK.hexval())}>{text}</a>" if url else text


def _paragraph(block: Block, known: frozenset[int]) -> Paragraph:
    source = block.kind == "source"
    text = "".join(_markup(run, source and run in block.marks, known) for run in block.runs)
    match block.kind:
        case "heading":
            return Paragraph(text, _HEADINGS[min(block.level, 3)])
        case "source":
            return Paragraph(text, _SOURCE)
        case "bullet":
            return Paragraph(text, _ITEM, bulletText="•")
        case "number":
            return Paragraph(text, _ITEM, bulletText=f"{block.number}.")
        case _:
            return Paragraph(text, _TEXT)


def _built(
    briefing: Briefing, laid_out: Sequence[Block], known: frozenset[int], pages: int
) -> tuple[bytes, int]:
    """The document with "Side 1 af ``pages``" at the foot of each, and how many there are."""

    def foot(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont(_FONT, 9)
        canvas.setFillColor(_GREY)
        canvas.drawCentredString(A4[0] / 2, _FOOT, f"Side {document.page} af {pages}")

    written = io.BytesIO()
    document = SimpleDocTemplate(
        written,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=1.8 * cm,
        bottomMargin=2 * cm,
        title=briefing.title,
        subject=briefing.question,
        author="Tværsnit",
        creator="Tværsnit",
        lang="da-DK",
    )
    document.build(
        [_paragraph(block, known) for block in laid_out], onFirstPage=foot, onLaterPages=foot
    )
    return written.getvalue(), document.page


def to_pdf(briefing: Briefing, template: Path | None = None, address: str | None = None) -> bytes:
    """The briefing as a PDF on A4, laid out as ``to_markdown`` lays it out.

    Raises ``TvaersnitError`` where the template cannot be read or used.
    """
    _register_typeface()
    laid_out = blocks(to_markdown(briefing, template, address))
    sources = [block for block in laid_out if block.kind == "source"]
    known = frozenset(run.mark for block in sources for run in block.marks if run.mark)
    _, pages = _built(briefing, laid_out, known, 0)
    return _built(briefing, laid_out, known, pages)[0]
