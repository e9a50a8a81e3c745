"""RTF documents as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from striprtf.striprtf import rtf_to_text

from ingest.extract import Extract
from ingest.formats.blocks import (
    VISIBLE_SPACE,
    Block,
    Cell,
    Paragraph,
    Table,
    anchored,
)
from ingest.formats.broken import broken
from ingest.formats.manuscript import PAGE, bare, marked_text
from ingest.formats.rtf.source import (
    CELL,
    CLOSE,
    END,
    HEADER,
    LABEL,
    LINE,
    NOTE,
    ROW,
    RUNNING,
    rtf_source,
)
from ingest.formats.rtf.styles import Look
from ingest.formats.word_processed import TRACKED_CHANGES, Header, document_extract

_MARK = re.compile(f"[{END}-{CLOSE}]")


def read_rtf(data: bytes, name: str) -> Extract:
    """The text of an RTF document, with tracked changes accepted.

    It is read as Word's documents are; the numbers of lists stand in the file.

    Raises:
        UnreadableFile: it is broken.
    """
    with broken(name, "RTF-filen"):
        source = rtf_source(data.decode("latin-1"))
        text: str = rtf_to_text(  # type: ignore[no-untyped-call]
            source.text, encoding=source.code_page, errors="replace"
        )
        # Characters beyond the first 65,536 are written as two halves.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        assembly = _Assembly(iter(source.looks))
        assembly.read(text)
        first, running = assembly.header, assembly.running
        header = Header(first or running, running=not first)
        notes = (TRACKED_CHANGES,) if source.changed else ()
        return document_extract(assembly.body, header, "rtf", notes)


@dataclass(slots=True)
class _Region:
    """A run of paragraphs: the body, a note, a box. ``kind`` is the mark that it opened with."""

    kind: str = ""
    blocks: list[Block] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    label: str = ""
    beside: list[Block] = field(default_factory=list)
    cell: list[Block] = field(default_factory=list)
    row: list[Cell] = field(default_factory=list)
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    space_above: int | None = None
    mark: str = ""


class _Assembly:
    """Text with marks put together as blocks."""

    def __init__(self, looks: Iterator[Look]) -> None:
        self._looks = looks
        self._regions = [_Region()]
        self._notes = 0
        self.header: list[Block] = []
        self.running: list[Block] = []

    @property
    def body(self) -> list[Block]:
        return self._regions[0].blocks

    def read(self, text: str) -> None:
        done = 0
        for mark in _MARK.finditer(text):
            self._regions[-1].text.append(marked_text(text[done : mark.start()]))
            done = mark.end()
            self._mark(mark[0])
        self._regions[-1].text.append(marked_text(text[done:]))
        while len(self._regions) > 1:
            self._mark(CLOSE)
        self._finish(self._regions[0])

    def _mark(self, mark: str) -> None:
        region = self._regions[-1]
        if mark == END:
            self._paragraph(region, next(self._looks, Look()))
        elif mark == CELL:
            self._cell(region, next(self._looks, Look()))
        elif mark == ROW:
            region.rows.append(tuple(region.row))
            region.row = []
        elif mark == LINE:
            region.text.append("\n")
        elif mark == CLOSE:
            self._close()
        else:
            self._regions.append(_Region(mark))
            if mark == NOTE:
                self._notes += 1
                self._regions[-1].mark = f"[{self._notes}]"
                region.text.append(self._regions[-1].mark)

    def _paragraph(self, region: _Region, look: Look) -> None:
        paragraph = self._made(region, look)
        if look.in_table:
            region.cell.append(paragraph)
            return
        self._end_table(region)
        if paragraph.empty:
            paragraph = replace(paragraph, mark="")
        region.blocks += [paragraph, *region.beside]
        region.beside = []

    def _cell(self, region: _Region, look: Look) -> None:
        region.cell.append(self._made(region, look))
        region.row.append(Cell(tuple(region.cell)))
        region.cell = []

    def _made(self, region: _Region, look: Look) -> Paragraph:
        text = "".join(region.text)
        label = " ".join(bare(region.label).split())
        region.text, region.label = [], ""
        above, region.space_above = region.space_above, look.after
        return Paragraph(
            text=PAGE + text if look.new_page else text,
            level=look.level,
            title=look.title,
            mark=label if not label or any(map(str.isalnum, label)) else "-",
            depth=look.depth if label and not look.level else 0,
            apart=above is not None and max(above, look.before) >= VISIBLE_SPACE,
            bold=look.bold,
            size=look.size,
        )

    def _end_table(self, region: _Region) -> None:
        if region.row:
            region.rows.append(tuple(region.row))
            region.row = []
        if region.rows:
            region.blocks += [Table(tuple(region.rows)), *region.beside]
            region.rows, region.beside = [], []

    def _finish(self, region: _Region) -> None:
        if "".join(region.text).strip():
            self._paragraph(region, Look())
        self._end_table(region)
        region.blocks += region.beside
        region.beside = []

    def _close(self) -> None:
        if len(self._regions) < 2:
            return
        closed = self._regions.pop()
        region = self._regions[-1]
        if closed.kind == LABEL:
            region.label = "".join(closed.text)
            return
        self._finish(closed)
        blocks = anchored(closed.blocks, closed.mark)
        if closed.kind == HEADER:
            self.header = self.header or blocks
        elif closed.kind == RUNNING:
            self.running = self.running or blocks
        else:
            region.beside += blocks
