"""A Word document in the service's own look: its page, its styles, its links."""

from __future__ import annotations

import io
import re

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENTATION
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

SOURCE_STYLE = "Kilde"

_FONT = "Calibri"
_INK = RGBColor(0x1F, 0x3A, 0x5F)
_GREY = RGBColor(0x59, 0x59, 0x59)
_LONGEST_PROPERTY = 255
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Size, space before and space after, in points.
_SIZES = {
    "Normal": (10, 0, 4),
    "Title": (20, 0, 4),
    "Heading 1": (13, 10, 3),
    "Heading 2": (11, 6, 1),
    "Heading 3": (10, 6, 1),
    "List Bullet": (10, 0, 3),
    "List Number": (10, 0, 3),
    SOURCE_STYLE: (9, 0, 2),
}


def new_document(title: str, subject: str, landscape: bool = False) -> WordDocument:
    """An empty document on A4, in Danish, with "Side 1 af 2" at the foot."""
    document = Document()
    _page(document, landscape)
    _styled(document)
    properties = document.core_properties
    properties.title = written(title)[:_LONGEST_PROPERTY]
    properties.subject = written(subject)[:_LONGEST_PROPERTY]
    properties.language, properties.author, properties.comments = "da-DK", "Tværsnit", ""
    return document


def saved(document: WordDocument) -> bytes:
    """The document as the bytes of a .docx."""
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def written(text: str) -> str:
    """``text`` without the control characters that no Word file can hold."""
    return _NOT_IN_XML.sub(" ", text)


def element(tag: str, /, **attributes: str) -> BaseOxmlElement:
    """An element of Word's own markup, such as ``w:fldChar``."""
    made = OxmlElement(tag)
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    return made


def add_text(paragraph: Paragraph, text: str) -> WordRun:
    """A run of ``text``, its lines as lines."""
    lines = written(text).split("\n")
    run = paragraph.add_run(lines[0])
    for line in lines[1:]:
        run.add_break()
        run.add_text(line)
    return run


def mark_source(run: WordRun, n: int) -> None:
    """Let the links to source ``n`` lead to ``run``."""
    run._r.addprevious(element("w:bookmarkStart", id=str(n), name=f"kilde{n}"))
    run._r.addnext(element("w:bookmarkEnd", id=str(n)))


def link_to_source(paragraph: Paragraph, run: WordRun, n: int) -> None:
    """Let ``run`` lead to the source ``n`` of the same document."""
    _linked(paragraph, run, anchor=f"kilde{n}")


def link_to_address(paragraph: Paragraph, run: WordRun, url: str) -> None:
    """Let ``run`` lead to an address on the web."""
    _linked(paragraph, run)
    link = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    run._r.getparent().set(qn("r:id"), link)


def _linked(paragraph: Paragraph, run: WordRun, **attributes: str) -> None:
    run.font.color.rgb = _INK
    link = element("w:hyperlink", **attributes)
    paragraph._p.replace(run._r, link)
    link.append(run._r)


def _field(paragraph: Paragraph, instruction: str) -> None:
    """A field that Word fills in, such as the number of the page."""
    run = paragraph.add_run()
    for part in (
        element("w:fldChar", fldCharType="begin"),
        element("w:instrText"),
        element("w:fldChar", fldCharType="separate"),
        element("w:t"),
        element("w:fldChar", fldCharType="end"),
    ):
        run._r.append(part)
    run._r.findall(qn("w:instrText"))[0].text = instruction
    run._r.findall(qn("w:t"))[0].text = "1"


def _page(document: WordDocument, landscape: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)
    if landscape:
        section.orientation = WD_ORIENTATION.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
        section.left_margin = section.right_margin = Cm(1.5)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("Side ")
    _field(foot, "PAGE")
    foot.add_run(" af ")
    _field(foot, "NUMPAGES")


def _styled(document: WordDocument) -> None:
    """The styles, in Danish and in one typeface."""
    styles = document.styles
    styles.add_style(SOURCE_STYLE, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
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
        for unwanted in styles.element.findall(f".//{qn(tag)}"):
            unwanted.getparent().remove(unwanted)
    source = styles[SOURCE_STYLE]
    assert isinstance(source, ParagraphStyle)
    source.paragraph_format.left_indent = Cm(0.8)
    source.paragraph_format.first_line_indent = Cm(-0.8)
    footer = styles["Footer"]
    assert isinstance(footer, ParagraphStyle)
    footer.font.name, footer.font.size, footer.font.color.rgb = _FONT, Pt(9), _GREY
    for language in styles.element.findall(f".//{qn('w:lang')}"):
        language.set(qn("w:val"), "da-DK")
