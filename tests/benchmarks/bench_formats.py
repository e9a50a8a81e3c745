"""How alike minutes are split in whichever format they come, against the text itself.

Run by hand: ``python -m tests.benchmarks.bench_formats [--scans] [-v] FILE…``. The files are
minutes as text or Markdown. Each is made into every format with LibreOffice, read, split and
compared: a cell is the items that agree in number, title, sections and decision, of all.
``--scans`` adds pictures at 200 dpi, which takes minutes; ``-v`` tells what differs.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from corpus.errors import UnreadableFile
from corpus.records import Document
from ingest.reader import read_file
from tests.agreement import Agreement, agreement
from tests.parsed import parse_extract, parse_file
from tests.renditions import (
    accordion_of,
    converted,
    docx_of,
    eml_of,
    flattened,
    html_of,
    scan_of,
    styled_docx_of,
)


def _renditions(
    documents: Mapping[str, Document], scans: bool
) -> dict[str, dict[str, tuple[str, bytes]]]:
    """The bytes of each document in each format, with the suffix they are saved under."""
    texts = {name: document.text for name, document in documents.items()}
    plain = {f"{name}.txt": text.encode() for name, text in texts.items()}
    worded = {name: docx_of(text, "Fællessekretariatet") for name, text in texts.items()}
    as_docx = {f"{name}.docx": data for name, data in worded.items()}
    styled = {name: styled_docx_of(document) for name, document in documents.items()}
    as_styled = {f"{name}.docx": data for name, data in styled.items()}
    pages = {f"{name}.html": html_of(text) for name, text in texts.items()}
    from_text = converted(plain, "pdf")
    from_docx = converted(as_docx, "pdf")
    made: dict[str, tuple[str, Mapping[str, bytes]]] = {
        "pdf of text": (".pdf", from_text),
        "pdf of docx": (".pdf", from_docx),
        "pdf, styled": (".pdf", converted(as_styled, "pdf")),
        "docx": (".docx", worded),
        "docx, styled": (".docx", styled),
        "odt": (".odt", converted(as_docx, "odt")),
        "rtf": (".rtf", converted(as_docx, "rtf")),
        "html": (".html", {name: html_of(text) for name, text in texts.items()}),
        "html, panels": (".html", {n: accordion_of(d) for n, d in documents.items()}),
        "html, Office": (".html", converted(as_docx, "html")),
        "pdf of html": (".pdf", converted(pages, "pdf:writer_web_pdf_Export")),
        "eml": (".eml", {name: eml_of(text) for name, text in texts.items()}),
        "flattened": (".txt", {name: flattened(t).encode() for name, t in texts.items()}),
    }
    if scans:
        made["scan, text"] = ".pdf", {n: scan_of(data) for n, data in from_text.items()}
        made["scan, docx"] = ".pdf", {n: scan_of(data) for n, data in from_docx.items()}
    return {
        title: {name: (suffix, data) for name, data in files.items()}
        for title, (suffix, files) in made.items()
    }


def _compared(reference: Document, suffix: str, data: bytes) -> Agreement:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"referat{suffix}")
        path.write_bytes(data)
        try:
            return agreement(reference, parse_extract(read_file(path)))
        except UnreadableFile as refused:
            return Agreement(len(reference.items), 0, (str(refused),))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("files", nargs="+", type=Path)
    arguments.add_argument("--scans", action="store_true")
    arguments.add_argument("-v", action="store_true")
    given = arguments.parse_args()
    documents = {path.stem: parse_file(path) for path in given.files}
    console = Console(width=200)
    table = Table("format", *(name[:12] for name in documents), "all", "share", "seconds")
    for title, files in _renditions(documents, given.scans).items():
        began = time.perf_counter()
        found: dict[str, Agreement] = {}
        for name, reference in documents.items():
            suffix, data = files[name]
            found[name] = _compared(reference, suffix, data)
            if given.v:
                for one in found[name].differing:
                    console.print(f"{title} {name[:12]} {one}", markup=False)
        agreeing = sum(one.agreeing for one in found.values())
        items = sum(one.items for one in found.values())
        table.add_row(
            title,
            *(f"{one.agreeing}/{one.items}" for one in found.values()),
            f"{agreeing}/{items}",
            f"{agreeing / items:.3f}",
            f"{time.perf_counter() - began:.1f}",
        )
    console.print(table)


if __name__ == "__main__":
    main()
