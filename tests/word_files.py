"""Word documents made from Word's own XML, for what python-docx has no call for."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml

from ingest.extract import Extract
from ingest.formats.docx.reader import read_docx

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)
_PARTS = {
    "footnotes": ("/word/footnotes.xml", RELATIONSHIP_TYPE.FOOTNOTES),
    "endnotes": ("/word/endnotes.xml", RELATIONSHIP_TYPE.ENDNOTES),
    "header": ("/word/header9.xml", RELATIONSHIP_TYPE.HEADER),
}
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def _elements(xml: str) -> list:
    return list(parse_xml(f"<w:all {_NAMESPACES}>{xml}</w:all>"))


def word_file(
    body: str,
    *,
    numbering: str = "",
    styles: str = "",
    links: Mapping[str, str] | None = None,
    footnotes: str = "",
    endnotes: str = "",
    header: str = "",
    page: str = "",
) -> bytes:
    """A .docx whose body, lists and styles hold the given XML (prefix ``w`` and the usual ones).

    ``links`` gives relationships' targets by id. A ``header`` is that of "rIdHeader",
    and a web ``page`` inside the file that of "rIdPage".
    """
    document = docx.Document()
    main = document.part
    document.element.body[:] = _elements(body)
    lists = main.numbering_part.element
    lists[:] = _elements(numbering)
    document.styles.element.extend(_elements(styles))
    for identifier, target in (links or {}).items():
        main.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, target, identifier, True)
    for kind, xml in (("footnotes", footnotes), ("endnotes", endnotes), ("header", header)):
        if xml:
            name, relation = _PARTS[kind]
            tag = "hdr" if kind == "header" else kind
            blob = f"<w:{tag} {_NAMESPACES}>{xml}</w:{tag}>".encode()
            part = Part(PackURI(name), f"{_MAIN}.{kind}+xml", blob, main.package)
            main.rels.add_relationship(relation, part, f"rId{kind.title()}")
    if page:
        part = Part(PackURI("/word/page.html"), "text/html", page.encode(), main.package)
        main.rels.add_relationship(RELATIONSHIP_TYPE.A_F_CHUNK, part, "rIdPage")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """A ``w:p`` of one run."""
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(code: str, result: str) -> str:
    """A field as Word writes it, in runs."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(*texts: str, properties: str = "") -> str:
    inside = "".join(map(paragraph, texts)) or "<w:p/>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def read_body(body: str, **parts: Any) -> Extract:
    """What is read of a ``word_file`` of these parts."""
    return read_docx(word_file(body, **parts), "a.docx")


def lines_of(body: str, **parts: Any) -> list[str]:
    """The lines that are read of it, the blank ones left out."""
    return [line for line in read_body(body, **parts).text.split("\n") if line]


def listed(text: str, list_id: int, level: int = 0) -> str:
    """A paragraph of a list."""
    return paragraph(
        text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    )


def level(at: int, text: str, kind: str = "decimal", start: int = 1, more: str = "") -> str:
    """A ``w:lvl``; ``more`` stands where the schema has its ``pStyle``, ``isLgl`` and the like."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(identifier: int, *levels: str, more: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{identifier}"><w:multiLevelType w:val="multilevel"/>'
        f"{more}{''.join(levels)}</w:abstractNum>"
    )


def num(identifier: int, abstract_id: int, overrides: str = "") -> str:
    return (
        f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{abstract_id}"/>{overrides}</w:num>'
    )


def restart(at: int, start: int = 1) -> str:
    """The override that makes a list start anew."""
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def rich_word_file() -> bytes:
    """A document with one of most things: what it says in other formats must be the same."""
    shape = (
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" '
        'distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" '
        'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="column"><wp:posOffset>1</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>1</wp:posOffset></wp:positionV>'
        '<wp:extent cx="2000000" cy="500000"/><wp:wrapNone/><wp:docPr id="1" name="Boks"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
        'wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="2000000" cy="500000"/></a:xfrm><a:prstGeom prst="rect">'
        f"<a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent>{paragraph('Sag 17/24')}"
        "</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>"
    )
    numbered = (
        '<w:pStyle w:val="Heading2"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    )
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>(internt)</w:t></w:r>"
    gone = '<w:del w:id="1" w:author="x"><w:r><w:delText>ikke </w:delText></w:r></w:del>'
    new = f'<w:ins w:id="2" w:author="x">{run("nu ")}</w:ins>'
    link = f'<w:hyperlink r:id="rIdA">{run("Bilag 1")}</w:hyperlink>'
    other = field("HYPERLINK &quot;https://kl.dk/b.pdf&quot;", run("Bilag 2"))
    body = (
        paragraph("Referat æøå ÆØÅ é – “x” € ½ §", '<w:pStyle w:val="Title"/>')
        + f"<w:p>{run('Boks')}<w:r>{shape}</w:r></w:p>"
        + paragraph("Sager", '<w:pStyle w:val="Heading1"/>')
        + paragraph("Budget", numbered)
        + f"<w:p>{run('Taksten')}<w:r><w:footnoteReference w:id='5'/></w:r>{run(' stiger.')}</w:p>"
        + f"<w:p>{run('KKR godkendte ')}{gone}{new}{run('budgettet')}{hidden}{run('.')}</w:p>"
        + "".join(listed(text, 2, at) for text, at in (("at punkt", 0), ("led", 1), ("at nyt", 0)))
        + f"<w:p>{link}{run(' og ')}{other}</w:p>"
        + table(cell("Kommune") + cell("2023") + cell("2024"), cell("Fanø") + cell("1") + cell("2"))
        + paragraph("Efter tabellen 😀")
        + '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        + "<w:p><w:r><w:t>Sags</w:t><w:noBreakHyphen/><w:t>nr.</w:t><w:tab/>"
        + "<w:t>so\u00adcial</w:t><w:br/><w:t>linje</w:t></w:r></w:p>"
        + table(cell("Sted") + cell("Odense"), cell("Deltagere") + cell("Anne Bo", "Carl Dam"))
        + paragraph("Regnskab", numbered)
        + '<w:sectPr><w:headerReference w:type="first" r:id="rIdHeader"/><w:titlePg/></w:sectPr>'
    )
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{at}"><w:p/></w:footnote>'
        for at, kind in enumerate(("separator", "continuationSeparator"))
    )
    inside = f"<w:p><w:r><w:footnoteRef/></w:r>{run(' Bilag 4.')}</w:p>"
    note = f'<w:footnote w:id="5">{inside}</w:footnote>'
    bullets = abstract(1, level(0, "-", "bullet"), level(1, "%2)", "lowerLetter"))
    return word_file(
        body,
        numbering=abstract(0, level(0, "%1.")) + bullets + num(1, 0) + num(2, 1),
        footnotes=separators + note,
        header=paragraph("KKR Sjælland") + f"<w:p>{run('Side ')}{field('PAGE', run('1'))}</w:p>",
        links={"rIdA": "https://kl.dk/a.pdf"},
    )
