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
from ingest.formats.docx import read_docx

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
) -> bytes:
    """A .docx whose body, lists and styles hold the given XML (prefix ``w`` and the usual ones).

    ``links`` gives relationships' targets by id. A ``header`` is that of "rIdHeader".
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
