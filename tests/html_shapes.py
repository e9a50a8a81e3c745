"""Minutes as web pages in the shapes that people and programs give them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from itertools import groupby

from corpus.records import Document
from tests.renditions import accordion_of, html_of, item_blocks

_BULLET = re.compile(r"[-–•]\s+")
_NUMBER = re.compile(r"(\d{1,2})\. ")
_PARTING = re.compile(r"\n\s*\n")


def _page(body: str) -> bytes:
    return (
        '<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Referater</title></head>'
        f"<body>{body}</body></html>"
    ).encode()


def paragraph_a_line(document: Document) -> bytes:
    lines = (escape(line) for line in document.text.split("\n") if line.strip())
    return _page("".join(f"<p>{line}</p>\n" for line in lines))


def breaks(document: Document) -> bytes:
    """Blocks as divisions, their lines parted by breaks."""
    blocks = _PARTING.split(escape(document.text))
    return _page("".join(f"<div>{block.replace(chr(10), '<br>')}</div>" for block in blocks))


def preformatted(document: Document) -> bytes:
    return _page(f'<div class="content"><pre>{escape(document.text)}</pre></div>')


def division_a_line(document: Document) -> bytes:
    """As editors of mails write it: an empty line is a division with a break."""
    lines = (escape(line) if line.strip() else "<br>" for line in document.text.split("\n"))
    return _page("".join(f"<div>{line}</div>" for line in lines))


def structured(document: Document) -> bytes:
    """Headings, lists with numbers that the browser counts, and tables."""
    parts: list[str] = []
    for kind, blocks in groupby(item_blocks(document), key=lambda block: _kind(*block)):
        texts = [text for _, text in blocks]
        if kind == "ul":
            items = "".join(f"<li>{escape(_BULLET.sub('', t.strip(), count=1))}" for t in texts)
            parts.append(f"<ul>{items}</ul>")
        elif kind == "ol":
            parts += _numbered(texts)
        elif kind == "table":
            parts.append(f"<table>{''.join(map(_row, texts))}</table>")
        else:
            parts += [f"<{kind}>{escape(text)}</{kind}>" for text in texts]
    return _page(f"<main>{''.join(parts)}</main>")


def _kind(kind: str, text: str) -> str:
    if kind != "line":
        return {"title": "h2", "label": "h3"}[kind]
    bare = text.strip()
    if "\t" in bare:
        return "table"
    return "ul" if _BULLET.match(bare) else "ol" if _NUMBER.match(bare) else "p"


def _numbered(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        found = _NUMBER.match(text.strip())
        assert found
        yield f"<ol start={found[1]}><li>{escape(text.strip()[found.end() :])}</ol>"


def _row(text: str) -> str:
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in text.split(chr(9)))}</tr>"


def bold(document: Document) -> bytes:
    """Titles and labels in bold type, and no headings."""
    parts = (
        f"<p>{escape(text)}</p>" if kind == "line" else f"<p><strong>{escape(text)}</strong></p>"
        for kind, text in item_blocks(document)
    )
    return _page(f'<div class="entry-content">{chr(10).join(parts)}</div>')


def word(document: Document) -> bytes:
    """As Word saves it: source lines of ten words, empty paragraphs, bullets of its own."""
    parts: list[str] = []
    for line in document.text.split("\n"):
        if not line.strip():
            parts.append("<p class=MsoNormal><o:p>&nbsp;</o:p></p>")
        elif bullet := _BULLET.match(line.strip()):
            parts.append(
                "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>"
                "<span style='font-family:Symbol'>·<span>&nbsp;&nbsp; </span></span><![endif]>"
                f"{escape(line.strip()[bullet.end() :])}</p>"
            )
        else:
            cells = (
                re.sub(r"((?:\S+ ){9}\S+) ", r"\1\n", escape(cell)) for cell in line.split("\t")
            )
            tab = "<span style='mso-tab-count:1'>   </span>"
            parts.append(f"<p class=MsoNormal>{tab.join(cells)}<o:p></o:p></p>")
    return _page(f"<div class=WordSection1>{chr(10).join(parts)}</div>")


SHAPES: Mapping[str, Callable[[Document], bytes]] = {
    "paragraph a line": paragraph_a_line,
    "breaks": breaks,
    "preformatted": preformatted,
    "division a line": division_a_line,
    "structured": structured,
    "bold": bold,
    "word": word,
    "portal": lambda document: html_of(document.text),
    "panels": accordion_of,
}
