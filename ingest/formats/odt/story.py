"""The text of an OpenDocument file (its body, a header, a note) as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml.etree import _Element

from ingest.formats.blocks import VISIBLE_SPACE, Block, Cell, Paragraph, Table, anchored
from ingest.formats.manuscript import LINK_END, PAGE, link_start, text_of
from ingest.formats.odt.lists import LEVELS, Counts, Lists
from ingest.formats.odt.styles import DRAW, OFFICE, TABLE, TEXT, Look, Styles, whole_number

_HREF = "{http://www.w3.org/1999/xlink}href"
_P, _H = f"{TEXT}p", f"{TEXT}h"
_WIDEST, _LONGEST = 200, 200
# A cell or row that is repeated is written out again only up to so many characters.
_MOST_REPEATED = 10_000
_DROPPED = frozenset(
    {
        f"{TEXT}tracked-changes",
        f"{TEXT}page-number",
        f"{TEXT}page-count",
        f"{TEXT}hidden-text",
        f"{TEXT}ruby-text",
        f"{TEXT}number",
        f"{OFFICE}annotation",
        f"{OFFICE}annotation-end",
        f"{OFFICE}forms",
        f"{OFFICE}event-listeners",
    }
)
_ROW_GROUPS = frozenset(f"{TABLE}table-{group}" for group in ("header-rows", "rows", "row-group"))
_WHITE = re.compile(r"[ \t\r\n]+")
_SHAPES = frozenset(
    f"{DRAW}{shape}"
    for shape in ("frame", "text-box", "g", "custom-shape", "rect", "ellipse", "line", "a")
)


@dataclass(slots=True)
class _Inline:
    pieces: list[str] = field(default_factory=list)
    shapes: list[_Element] = field(default_factory=list)
    notes: list[_Element] = field(default_factory=list)
    bold: bool = True
    size: int = 0


@dataclass(frozen=True, slots=True)
class _Item:
    """Where in a list a paragraph stands: its list's counts and style, its level from 0, where the
    count starts anew."""

    counts: Counts
    style: str
    level: int
    start: int | None


@dataclass(slots=True)
class Story:
    """Reads elements in order; one story reads all of a document, as its lists count on.

    ``first`` is the look of the first paragraph, which tells how the first page is laid out.
    """

    styles: Styles
    lists: Lists
    first: Look | None = None
    _above: Look | None = None
    _tables: int = 0
    _notes_below: list[Block] = field(default_factory=list)

    def blocks(self, parent: _Element) -> list[Block]:
        """The blocks in ``parent`` (``office:text``, ``table:table-cell``, ``style:header`` …)."""
        blocks: list[Block] = []
        for element in parent:
            self._block(element, blocks)
        return blocks

    def _block(self, element: _Element, blocks: list[Block]) -> None:
        tag = element.tag
        if tag in (_P, _H):
            self._paragraph(element, None, blocks)
        elif tag == f"{TEXT}list":
            self._list(element, None, "", 0, blocks)
        elif tag == f"{TABLE}table":
            blocks.append(self._table(element))
            self._above = None
            if not self._tables:
                blocks += self._notes_below
                self._notes_below = []
        elif tag == f"{TEXT}soft-page-break":
            blocks.append(Paragraph(PAGE))
        elif tag == f"{TEXT}section" and element.get(f"{TEXT}display") == "none":
            return
        elif tag not in _DROPPED and isinstance(tag, str):
            # Sections, indexes, frames and shapes: what is in them stands where they do.
            blocks += self.blocks(element)

    def _list(
        self,
        element: _Element,
        counts: Counts | None,
        style: str,
        level: int,
        blocks: list[Block],
    ) -> None:
        style = element.get(f"{TEXT}style-name") or style or self._style_of_first(element)
        if counts is None:
            counts = self.lists.open(element, style)
        level = min(level, LEVELS - 1)
        for item in element:
            own = item.get(f"{TEXT}style-override") or style
            start = whole_number(item.get(f"{TEXT}start-value"), 0, 1_000_000)
            place = _Item(counts, own, level, start) if item.tag == f"{TEXT}list-item" else None
            for inner in item:
                if inner.tag == f"{TEXT}list":
                    self._list(inner, counts, style, level + 1, blocks)
                elif inner.tag in (_P, _H):
                    self._paragraph(inner, place, blocks)
                    place = None  # The paragraphs below go on in the same item.
                else:
                    self._block(inner, blocks)

    def _style_of_first(self, element: _Element) -> str:
        """The list style that the first paragraph's style names, for a list that names none."""
        first = next(element.iter(_P, _H), None)
        return (self._look(first).list_style if first is not None else None) or ""

    def _look(self, paragraph: _Element) -> Look:
        return self.styles.look("paragraph", paragraph.get(f"{TEXT}style-name") or "")

    def _paragraph(self, element: _Element, item: _Item | None, blocks: list[Block]) -> None:
        look = self._look(element)
        self.first = self.first or look
        inline = _Inline()
        self._inline(element, inline, look.hidden or False, look.bold or False, look.size or 0)
        text = "".join(inline.pieces)
        level = 0
        if element.tag == _H:
            level = whole_number(element.get(f"{TEXT}outline-level"), 1, LEVELS) or 1
        if look.hidden and not text.strip():
            return
        mark = ""
        if item is not None:
            mark = self.lists.mark(item.counts, item.style, item.level, item.start)
        elif element.tag == _H and element.get(f"{TEXT}is-list-header") != "true":
            mark = self._heading_mark(element, look, level)
        if look.new_page or look.master_page:
            text = PAGE + text
        if look.new_page_after:
            text += PAGE
        paragraph = Paragraph(
            text=text,
            level=level or int(look.title),
            title=look.title,
            mark=mark,
            depth=item.level if item is not None and mark and not level else 0,
            apart=self._apart(look),
            bold=inline.bold,
            size=inline.size,
        )
        if paragraph.empty and not self._tables:
            paragraph = replace(paragraph, mark="")
        blocks.append(paragraph)
        self._above = look
        self._beside(inline, blocks)

    def _heading_mark(self, element: _Element, look: Look, level: int) -> str:
        if look.list_style == "":
            return ""  # Its style takes it out of the numbered outline.
        restarts = element.get(f"{TEXT}restart-numbering") == "true"
        start = whole_number(element.get(f"{TEXT}start-value"), 0, 1_000_000)
        return self.lists.heading_mark(level - 1, start if restarts else None)

    def _apart(self, look: Look) -> bool:
        above = self._above
        if above is None or (look.contextual and above.name == look.name):
            return False
        return max(above.after, look.before) >= VISIBLE_SPACE

    def _beside(self, inline: _Inline, blocks: list[Block]) -> None:
        """What is anchored in a paragraph follows it: text boxes, then notes."""
        for shape in inline.shapes:
            blocks += anchored(self.blocks(shape))
        for note in inline.notes:
            body = note.find(f"{TEXT}note-body")
            below = self._notes_below if self._tables else blocks
            below += anchored([] if body is None else self.blocks(body), _note_mark(note))

    def _inline(
        self, element: _Element, inline: _Inline, hidden: bool, bold: bool, size: int
    ) -> None:
        def emit(text: str) -> None:
            if hidden or not text:
                return
            inline.pieces.append(text)
            if text.strip():
                inline.bold &= bold
                inline.size = max(inline.size, size)

        emit(_folded(element.text))
        for inner in element:
            tag = inner.tag
            if tag == f"{TEXT}s":
                emit(" " * (whole_number(inner.get(f"{TEXT}c"), 1, 1000) or 1))
            elif tag == f"{TEXT}tab":
                emit("\t")
            elif tag == f"{TEXT}line-break":
                emit("\n")
            elif tag == f"{TEXT}soft-page-break":
                emit(PAGE)
            elif tag == f"{TEXT}note":
                emit(_note_mark(inner))
                inline.notes.append(inner)
            elif tag in _SHAPES:
                inline.shapes.append(inner)
            elif tag == f"{TEXT}a":
                emit(link_start(inner.get(_HREF) or ""))
                self._inline(inner, inline, hidden, bold, size)
                emit(LINK_END)
            elif isinstance(tag, str) and tag not in _DROPPED:
                look = self.styles.look("text", inner.get(f"{TEXT}style-name") or "")
                self._inline(
                    inner,
                    inline,
                    hidden if look.hidden is None else look.hidden,
                    bold if look.bold is None else look.bold,
                    look.size or size,
                )
            emit(_folded(inner.tail))

    def _table(self, element: _Element) -> Table:
        self._tables += 1
        rows: list[tuple[Cell, ...]] = []
        for row in _rows(element):
            if row.tag == f"{TEXT}soft-page-break":
                rows.append((Cell((Paragraph(PAGE),)),))
                continue
            cells: list[Cell] = []
            for cell in row:
                if cell.tag == f"{TABLE}table-cell":
                    read = Cell(tuple(self.blocks(cell)))
                elif cell.tag == f"{TABLE}covered-table-cell":
                    read = Cell()
                else:
                    continue
                times = whole_number(cell.get(f"{TABLE}number-columns-repeated"), 1, _WIDEST) or 1
                cells += [read] * _repeated(times, (read,))
            times = whole_number(row.get(f"{TABLE}number-rows-repeated"), 1, _LONGEST) or 1
            rows += [tuple(cells)] * _repeated(times, cells)
        self._tables -= 1
        return Table(tuple(rows))


def _rows(table: _Element) -> Iterator[_Element]:
    for element in table:
        if element.tag in (f"{TABLE}table-row", f"{TEXT}soft-page-break"):
            if element.get(f"{TABLE}visibility") != "collapse":
                yield element
        elif element.tag in _ROW_GROUPS:
            yield from _rows(element)


def _repeated(times: int, cells: Sequence[Cell]) -> int:
    """How often cells are written out that are to be repeated so many times: only small ones are,
    and none with a table in it."""
    length = 0
    for block in (block for cell in cells for block in cell.blocks):
        if isinstance(block, Table):
            return 1
        length += len(block.text)
    return times if times * length <= _MOST_REPEATED else 1


def _note_mark(note: _Element) -> str:
    citation = note.find(f"{TEXT}note-citation")
    shown = "" if citation is None else "".join(citation.itertext())
    return f"[{text_of(shown).strip()}]"


def _folded(text: str | None) -> str:
    """White space as OpenDocument reads it: one space for any of it."""
    return text_of(_WHITE.sub(" ", text)) if text else ""
