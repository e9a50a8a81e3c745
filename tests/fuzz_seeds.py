"""Small files with something of everything that a format holds, to be damaged."""

from __future__ import annotations

import io
from collections.abc import Sequence
from email.message import EmailMessage
from html import escape

import openpyxl
import pptx
from odf.opendocument import OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import A, H, List, ListItem, Note, NoteBody, NoteCitation, P
from PIL import Image
from pptx.util import Cm
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.ingested import minutes
from tests.mutations import rezipped
from tests.small_files import FORMATS, html, zipped

_TEXT = minutes("Takster på Ærø")
_LINES = [line for line in _TEXT.splitlines() if line]
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_WORD_BODY = (
    '<w:p><w:pPr><w:pStyle w:val="O1"/></w:pPr><w:r><w:t>Overskrift</w:t></w:r></w:p>'
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Punkt'
    '</w:t></w:r><w:ins w:id="1"><w:r><w:t> indsat</w:t></w:r></w:ins><w:del w:id="2"><w:r>'
    '<w:delText>slettet</w:delText></w:r></w:del><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>År</w:t></w:r></w:p>'
    "</w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>2024</w:t><w:tab/><w:br/></w:r></w:p></w:tc><w:tc>"
    "<w:p><w:r><w:t>3,4 mio.</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:sdt><w:sdtContent><w:p><w:r>"
    '<w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText><w:fldChar '
    'w:fldCharType="end"/></w:r></w:p></w:sdtContent></w:sdt><w:sectPr/>'
)


def seeds(format_: str) -> Sequence[bytes]:
    """Some files of a format, the same ones each time."""
    found = [_RICH[format_]()]
    if format_ not in ("docx", "pptx"):
        found.append(FORMATS[format_](_TEXT))
    return [rezipped(one) if one.startswith(b"PK") else one for one in found]


def _plain() -> bytes:
    return (f"\ufeff{_TEXT}\f3. Økonomi\r\n\r\nÅr\tKr.\r\n2024\t3,4 mio.\r\n" * 2).encode("utf-16")


def _pdf() -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=1, pageCompression=1)
    for number in (1, 2):
        page = canvas.beginText(60, 780)
        page.textLines(_TEXT)
        canvas.drawText(page)
        canvas.bookmarkPage(str(number))
        canvas.addOutlineEntry(f"Side {number}", str(number))
        canvas.linkURL("https://kkr.example/bilag.pdf", (60, 700, 200, 720))
        canvas.drawInlineImage(Image.new("RGB", (8, 8), "red"), 300, 300)
        canvas.drawString(280, 20, f"Side {number} af 2")
        canvas.showPage()
    # Compressed alone, not written as letters too.
    as_letters, rl_config.useA85 = rl_config.useA85, 0
    canvas.save()
    rl_config.useA85 = as_letters
    return written.getvalue()


def _word() -> bytes:
    """By hand: without Word's own hundred styles, which there is nothing in."""
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in _LINES)
    kinds = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_OFFICE}.{kind}+xml"/>'
        for part, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("numbering", "numbering"),
            ("footnotes", "footnotes"),
        )
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default '
        f'Extension="xml" ContentType="application/xml"/>{kinds}</Types>',
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"),
            ("numbering", "numbering.xml"),
            ("footnotes", "footnotes.xml"),
        ),
        "word/document.xml": f"<w:document {_W}><w:body>{body}{_WORD_BODY}</w:body></w:document>",
        "word/styles.xml": f'<w:styles {_W}><w:style w:type="paragraph" w:styleId="O1"><w:name '
        'w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>',
        "word/numbering.xml": f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0"><w:lvl '
        'w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
        '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        "</w:numbering>",
        "word/footnotes.xml": f'<w:footnotes {_W}><w:footnote w:id="2"><w:p><w:r><w:t>Noten'
        "</w:t></w:r></w:p></w:footnote></w:footnotes>",
    }
    return zipped({name: (_XML + xml).encode() for name, xml in parts.items()})


def _relations(*targets: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _odt() -> bytes:
    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=1, text="Referat"))
    for line in _TEXT.splitlines():
        document.text.addElement(P(text=line))
    table = Table()
    for texts in (("År", "Kr."), ("2024", "3,4 mio.")):
        row = TableRow()
        for text in texts:
            cell = TableCell()
            cell.addElement(P(text=text))
            row.addElement(cell)
        table.addElement(row)
    document.text.addElement(table)
    items, item = List(), ListItem()
    item.addElement(P(text="Et punkt"))
    items.addElement(item)
    document.text.addElement(items)
    noted = P(text="Med note")
    note = Note(noteclass="footnote")
    note.addElement(NoteCitation(text="1"))
    body = NoteBody()
    body.addElement(P(text="Noten"))
    note.addElement(body)
    noted.addElement(note)
    noted.addElement(A(href="https://kkr.example/", text="link"))
    document.text.addElement(noted)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _rtf() -> bytes:
    return (
        rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}}"
        rb"{\stylesheet{\s1 heading 1;}}{\info{\title Referat}}"
        rb"{\header\pard KKR\par}\pard\s1\b Referat\b0\par"
        rb"\pard{\pntext 1.\tab}{\*\pn\pnlvlbody}Takster p\'e5 \'c6r\'f8\par "
        + b"Kommunerne har dr\\'f8ftet taksterne siden for\\'e5ret. "
        * 4
        + rb"\par\trowd\cellx3000\cellx6000\intbl \u197?r\cell Kr.\cell\row"
        rb"\trowd\cellx3000\cellx6000\intbl 2024\cell 3,4 mio.\cell\row"
        rb'\pard{\field{\*\fldinst HYPERLINK "https://kkr.example/"}{\fldrslt Bilag}}'
        rb"{\footnote Noten}{\pict\pngblip\picw8\pich8 89504e47}{\*\ukendt x}\page\par}"
    )


def _html() -> bytes:
    return (
        '<!DOCTYPE html><html lang="da"><head><title>Referat</title><style>p{}</style>'
        '<meta charset="iso-8859-1"></head><body><nav><ul><li><a href="/">Forside</a></ul></nav>'
        '<div class="cookie">Vi bruger cookies</div><main><h1>Referat</h1><details><summary>1. '
        "Takster på Ærø</summary><p>Kommunerne har drøftet taksterne siden foråret.<br>De er enige."
        "</p><ol start=3 type=a><li>Et<li>To<ul><li>Under</ul></ol></details><table><thead><tr>"
        "<th colspan=2>År<th>Kr.</thead><tr><td rowspan=2>2024<td>3,4 mio.<td>x<tr><td>y</table>"
        '<p>Bilag: <a href="Bilag%201.pdf">Bilag 1</a>&nbsp;&oslash;&#8211;</p><pre>a\n  b</pre>'
        "<script>x()</script></main><footer>Kontakt</footer></body></html>"
    ).encode("latin-1")


def _eml() -> bytes:
    message = EmailMessage()
    message["Subject"] = "Referat af mødet på Ærø"
    message["From"] = "Sekretariatet på Sjælland <sekretariatet@kkr.example>"
    message["To"] = "udvalget@kkr.example"
    message["Date"] = "Tue, 05 Mar 2024 10:00:00 +0100"
    message.set_content(_TEXT, cte="quoted-printable")
    message.add_alternative(html(_TEXT).decode(), subtype="html", cte="base64")
    message.add_attachment(html(_TEXT), "text", "html", filename="Bilag på 1.html")
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"graense{number}")
    return bytes(message)


def _mhtml() -> bytes:
    page = html(_TEXT).replace(b"</main>", b'<img src="cid:1"><a href="b.html">b</a></main>')
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.set_content(page.decode(), subtype="html", cte="quoted-printable")
    message.add_related(b"\x89PNG", "image", "png", cid="<1>")
    message.set_boundary("graense")
    return bytes(message)


def _slides() -> bytes:
    presentation = pptx.Presentation()
    for layout in [one for n, one in enumerate(presentation.slide_layouts) if n not in (1, 5)]:
        presentation.slide_layouts.remove(layout)
    used, empty = presentation.slide_layouts
    slide = presentation.slides.add_slide(used)
    slide.shapes.title.text = "Referat"
    slide.placeholders[1].text = _TEXT
    slide.notes_slide.notes_text_frame.text = "Husk Ærø"
    slide = presentation.slides.add_slide(empty)
    table = slide.shapes.add_table(2, 2, Cm(1), Cm(1), Cm(9), Cm(3)).table
    for cell, text in zip(table.iter_cells(), ("År", "Kr.", "2024", "3,4 mio."), strict=True):
        cell.text = text
    written = io.BytesIO()
    presentation.save(written)
    return written.getvalue()


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    for name in ("Takster", "Skjult"):
        sheet = book.create_sheet(name)
        sheet.append(["År", "Kr.", "Andel", "Note"])
        for year in range(2020, 2024):
            sheet.append([year, year * 1.5, "=B2/B3", f"Kommunerne drøftede taksterne i {year}"])
        sheet.merge_cells("A6:B6")
    book["Skjult"].sheet_state = "hidden"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _archive() -> bytes:
    inner = zipped({"bilag.txt": _TEXT.encode()})
    return zipped({"møde/referat.docx": _word(), "bilag.zip": inner, "side.html": _html()})


_RICH = {
    "txt": _plain,
    "pdf": _pdf,
    "docx": _word,
    "odt": _odt,
    "rtf": _rtf,
    "html": _html,
    "mhtml": _mhtml,
    "eml": _eml,
    "pptx": _slides,
    "xlsx": _workbook,
    "zip": _archive,
}
