"""A briefing as a Word document, in Word's own styles."""

from __future__ import annotations

import io
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun

from search_api.briefing_blocks import Block, Run, blocks
from search_api.briefing_markdown import to_markdown
from search_api.replies import Briefing

_FONT = "Calibri"
_INK = RGBColor(0x1F, 0x3A, 0x5F)
_GREY = RGBColor(0x59, 0x59, 0x59)
_SOURCE = "Kilde"
_STYLES = {
    "paragraph": "Normal",
    "bullet": "List Bullet",
    "number": "List Number",
    "source": _SOURCE,
}
# Size, space before and space after, in points.
_SIZES = {
    "Normal": (10, 0, 4),
    "Title": (20, 0, 4),
    "Heading 1": (13, 10, 3),
    "Heading 2": (11, 6, 1),
    "Heading 3": (10, 6, 1),
    "List Bullet": (10, 0, 3),
    "List Number": (10, 0, 3),
    _SOURCE: (9, 0, 2),
}


def _element(tag: str, /, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(tag)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element


def _field(paragraph: Paragraph, instruction: str) -> None:
    """A field that Word fills in, such as the number of the page."""
    run = paragraph.add_run()
    for element in (
        _element("w:fldChar", fldCharType="begin"),
        _element("w:instrText"),
        _element("w:fldChar", fldCharType="separate"),
        _element("w:t"),
        _element("w:fldChar", fldCharType="end"),
    ):
        run._r.append(element)
    run._r.findall(qn("w:instrText"))[0].text = instruction
    run._r.findall(qn("w:t"))[0].text = "1"


def _page(document: WordDocument) -> None:
    """A4, with "Side 1 af 2" at the foot."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("Side ")
    _field(foot, "PAGE")
    foot.add_run(" af ")
    _field(foot, "NUMPAGES")


def _styled(document: WordDocument) -> None:
    """The styles, in Danish and in one typeface."""
    styles = document.styles
    styles.add_style(_SOURCE, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    for name, (size, before, after) in _SIZES.items():
        style = styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.name, style.font.size = _FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.line_spacing = 1.05
        style.paragraph_format.widow_control = True
        if name == "Title" or name.startswith("Heading"):
            style.font.color.rgb, style.font.bold = _INK, True
    # The default template underlines titles and sets the items of lists solid.
    for tag in ("w:pBdr", "w:contextualSpacing"):
        for element in styles.element.findall(f".//{qn(tag)}"):
            element.getparent().remove(element)
    source = styles[_SOURCE]
    assert isinstance(source, ParagraphStyle)
    source.paragraph_format.left_indent = Cm(0.8)
    source.paragraph_format.first_line_indent = Cm(-0.8)
    footer = styles["Footer"]
    assert isinstance(footer, ParagraphStyle)
    footer.font.name, footer.font.size, footer.font.color.rgb = _FONT, Pt(9), _GREY
    for language in styles.element.findall(f".//{qn('w:lang')}"):
        language.set(qn("w:val"), "da-DK")


def _linked(paragraph: Paragraph, run: WordRun, **attributes: str) -> None:
    link = _element("w:hyperlink", **attributes)
    paragraph._p.replace(run._r, link)
    link.append(run._r)


def _write(paragraph: Paragraph, run: Run, target: bool, known: frozenset[int]) -> None:
    """A run; a mark as the bookmark of its source, or as a link to it."""
    lines = run.text.split("\n")
    written = paragraph.add_run(lines[0])
    for line in lines[1:]:
        written.add_break()
        written.add_text(line)
    written.bold, written.italic = run.bold or None, run.italic or None
    if run.mark is not None and target:
        begin = _element("w:bookmarkStart", id=str(run.mark), name=f"kilde{run.mark}")
        written._r.addprevious(begin)
        written._r.addnext(_element("w:bookmarkEnd", id=str(run.mark)))
    elif run.mark in known:
        written.font.color.rgb = _INK
        _linked(paragraph, written, anchor=f"kilde{run.mark}")
    elif run.url:
        written.font.color.rgb = _INK
        link = paragraph.part.relate_to(run.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        _linked(paragraph, written)
        written._r.getparent().set(qn("r:id"), link)


def _style(block: Block) -> str:
    if block.kind != "heading":
        return _STYLES[block.kind]
    return "Title" if block.level == 1 else f"Heading {min(block.level - 1, 3)}"


def to_docx(briefing: Briefing, template: Path | None = None, address: str | None = None) -> bytes:
    """The briefing as a .docx, laid out as ``to_markdown`` lays it out.

    Raises ``TvaersnitError`` where the template cannot be read or used.
    """
    document = Document()
    _page(document)
    _styled(document)
    laid_out = blocks(to_markdown(briefing, template, address))
    sources = [block for block in laid_out if block.kind == "source"]
    known = frozenset(run.mark for block in sources for run in block.marks if run.mark)
    for block in laid_out:
        paragraph = document.add_paragraph(style=_style(block))
        for run in block.runs:
            _write(paragraph, run, block.kind == "source" and run in block.marks, known)
    properties = document.core_properties
    properties.title, properties.subject = briefing.title, briefing.question
    properties.language, properties.author, properties.comments = "da-DK", "Tværsnit", ""
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
