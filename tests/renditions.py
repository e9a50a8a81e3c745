"""Minutes as the files that secretariats have: made from a text, for tests and benchmarks."""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path

import docx
from PIL import Image

from corpus.records import Document
from ingest.splitting.lines import plain_text

_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
_RULE = re.compile(r"^[\s\-=_|:*+]+$")
OFFICE = shutil.which("soffice")
RASTERISER = shutil.which("pdftoppm")


def flattened(text: str) -> str:
    """A whole text as one paragraph."""
    return " ".join(text.split())


def _blocks(text: str) -> list[tuple[str, list[str]]]:
    """A text as ("heading 2" | "paragraph" | "table" | "blank", lines)."""
    blocks: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        heading = _HEADING.match(line.strip())
        if not line.strip():
            blocks.append(("blank", []))
        elif heading:
            blocks.append((f"heading {len(heading.group(1))}", [plain_text(heading.group(2))]))
        elif "\t" in line.strip():
            if not blocks or blocks[-1][0] != "table":
                blocks.append(("table", []))
            blocks[-1][1].append(line)
        elif not _RULE.match(line):
            blocks.append(("paragraph", [plain_text(line)]))
    return blocks


def docx_of(text: str, running: str = "") -> bytes:
    """A text as DOCX: a paragraph a line, headings by style, tables as such; ``running`` in the
    header, and page numbers in the footer."""
    document = docx.Document()
    if running:
        section = document.sections[0]
        section.header.paragraphs[0].text = running
        footer = section.footer.paragraphs[0]
        footer.add_run("Side ")
        for field in ("PAGE", "NUMPAGES"):
            _add_field(footer, field)
            footer.add_run(" af " if field == "PAGE" else " sider")
    for kind, lines in _blocks(text):
        if kind.startswith("heading"):
            document.add_heading(lines[0], int(kind.split()[1]))
        elif kind == "table":
            rows = [[plain_text(cell) for cell in line.split("\t")] for line in lines]
            table = document.add_table(len(rows), max(map(len, rows)))
            table.style = "Table Grid"
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, value in zip(row.cells, cells, strict=False):
                    cell.text = value
        else:
            document.add_paragraph(lines[0] if lines else "")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _add_field(paragraph: docx.text.paragraph.Paragraph, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    shown = OxmlElement("w:t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    paragraph._p.append(field)


def html_of(text: str) -> bytes:
    """A text as a portal's page: menu and cookie banner around it."""
    parts: list[str] = []
    for kind, lines in _blocks(text):
        if kind.startswith("heading"):
            level = kind.split()[1]
            parts.append(f"<h{level}>{html.escape(lines[0])}</h{level}>")
        elif kind == "table":
            rows = "".join(
                "<tr>"
                + "".join(f"<td>{html.escape(plain_text(c))}</td>" for c in line.split("\t"))
                + "</tr>"
                for line in lines
            )
            parts.append(f"<table>{rows}</table>")
        elif kind == "paragraph":
            parts.append(f"<p>{html.escape(lines[0])}</p>")
    return (
        '<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Referater</title></head>'
        '<body><div id="cookie-banner">Vi bruger cookies. <button>Accepter alle</button></div>'
        '<header><nav><ul><li><a href="/">Forside</a></li><li><a href="/om">Om os</a></li></ul>'
        f"</nav></header><main>{''.join(parts)}</main><footer>Kontakt os</footer></body></html>"
    ).encode()


def eml_of(text: str, attachments: Mapping[str, bytes] | None = None) -> bytes:
    """A text as the body of a mail."""
    mail = EmailMessage()
    mail["Subject"] = "Til orientering"
    mail["From"] = "sekretariat@kommune.example"
    mail["To"] = "medlemmer@kommune.example"
    mail["Date"] = "Mon, 02 Dec 2024 09:00:00 +0100"
    mail.set_content(text)
    for name, data in (attachments or {}).items():
        mail.add_attachment(data, "application", "octet-stream", filename=name)
    return bytes(mail)


def converted(files: Mapping[str, bytes], target: str) -> dict[str, bytes]:
    """Files by name, made into another format by LibreOffice in one run; by their stems."""
    assert OFFICE
    with tempfile.TemporaryDirectory() as folder:
        inside, outside = Path(folder, "in"), Path(folder, "out")
        inside.mkdir()
        for name, data in files.items():
            (inside / name).write_bytes(data)
        subprocess.run(
            [
                OFFICE,
                "--headless",
                f"-env:UserInstallation=file://{folder}/profile",
                "--convert-to",
                target,
                "--outdir",
                str(outside),
                *(str(inside / name) for name in files),
            ],
            check=True,
            capture_output=True,
            timeout=300,
        )
        return {path.stem: path.read_bytes() for path in outside.iterdir()}


def scan_of(pdf: bytes, resolution: int = 200) -> bytes:
    """A PDF's pages as pictures in a PDF, without text."""
    assert RASTERISER
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.pdf").write_bytes(pdf)
        subprocess.run(
            [RASTERISER, "-r", str(resolution), "-gray", f"{folder}/a.pdf", f"{folder}/p"],
            check=True,
            capture_output=True,
        )
        pages = [Image.open(path) for path in sorted(Path(folder).glob("p*.pgm"))]
        return pictures(pages, resolution)


def pictures(pages: Sequence[Image.Image], resolution: int) -> bytes:
    written = io.BytesIO()
    pages[0].save(
        written, "PDF", resolution=resolution, save_all=True, append_images=list(pages[1:])
    )
    return written.getvalue()


def item_blocks(document: Document) -> Iterator[tuple[str, str]]:
    """A document as ("title" | "label" | "line", text): as a system shows it that knows the
    items."""
    titles = {s.label_start for item in document.items for s in item.sections if s.kind == "title"}
    labels = {s.label_start for item in document.items for s in item.sections if s.label}
    at = 0
    for line in document.text.split("\n"):
        bare = plain_text(line)
        if at in titles:
            yield "title", bare
        elif at in labels and len(bare) < 40:
            yield "label", bare
        elif line.strip() and not _RULE.match(line):
            yield "line", line if "\t" in line.strip() else bare
        at += len(line) + 1


def styled_docx_of(document: Document) -> bytes:
    """Minutes as DOCX with a heading for each item and each label."""
    made = docx.Document()
    for kind, text in item_blocks(document):
        if kind == "line":
            made.add_paragraph(text)
        else:
            made.add_heading(text, 1 if kind == "title" else 2)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def accordion_of(document: Document) -> bytes:
    """Minutes as a portal's page with a panel that folds for each item."""
    parts: list[str] = []
    opened = False
    for kind, text in item_blocks(document):
        shown = html.escape(text)
        if kind == "title":
            parts.append(
                ("</div></div>" if opened else "")
                + '<div class="accordion-item"><h2><button class="accordion-button" '
                f'aria-expanded="false">{shown}</button></h2><div class="panel-collapse collapse">'
            )
            opened = True
        elif kind == "label":
            parts.append(f"<h3>{shown}</h3>")
        elif "\t" in text.strip():
            cells = "".join(f"<td>{html.escape(plain_text(c))}</td>" for c in text.split("\t"))
            parts.append(f"<table><tr>{cells}</tr></table>")
        else:
            parts.append(f"<p>{shown}</p>")
    return (
        '<!doctype html><html lang="da"><head><meta charset="utf-8"></head><body>'
        '<nav><a href="/">Forside</a></nav><div role="main">'
        f"{''.join(parts)}{'</div></div>' if opened else ''}</div><footer>Cookies</footer>"
        "</body></html>"
    ).encode()
