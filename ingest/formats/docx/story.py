"""A story of a Word document (its body, a header, a note) as blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from lxml.etree import _Element

from ingest.formats.blocks import VISIBLE_SPACE, Block, Cell, Paragraph, Table, anchored
from ingest.formats.docx.inline import (
    ALTERNATIVES,
    GONE,
    INSERTED,
    R_ID,
    Inline,
    InlineReader,
    alternatives,
    prompts,
)
from ingest.formats.docx.numbering import Numbering
from ingest.formats.docx.styles import ParagraphStyle, Styles, W, child, number, switch, value
from ingest.formats.manuscript import PAGE

_BODY_TEXT = 9
_WIDEST_CELL = 200
_TRANSPARENT = INSERTED | {f"{W}customXml", f"{W}sdtContent", f"{W}smartTag"}
_TRUE = frozenset({"1", "true", "on"})


@dataclass(slots=True)
class _Held:
    """The text of paragraphs that go on in the one below: their end is deleted or hidden, or they
    are a drop cap."""

    inline: Inline = field(default_factory=Inline)
    any: bool = False


@dataclass(slots=True)
class Story:
    """Reads a story's elements; those of one document share ``styles`` and ``numbering``.

    ``note_of`` gives the blocks of a note by its kind and id, ``imported`` those of a part in
    another format by its relationship. ``page_breaks`` tells of each section but the first, the
    last section first, whether it starts a page.
    """

    styles: Styles
    numbering: Numbering
    inline: InlineReader
    note_of: Callable[[str, str], list[Block]]
    imported: Callable[[str], list[Block]]
    page_breaks: list[bool] = field(default_factory=list)
    _tables: int = 0
    _notes_below: list[Block] = field(default_factory=list)

    def blocks(self, parent: _Element) -> list[Block]:
        """The blocks in ``parent`` (``w:body``, ``w:tc``, ``w:txbxContent`` …)."""
        blocks: list[Block] = []
        held = _Held()
        after: tuple[int, ParagraphStyle] | None = None
        for element in self._children(parent):
            if element.tag == f"{W}p":
                after = self._paragraph(element, blocks, held, after)
            elif element.tag == f"{W}tbl":
                self._flush(blocks, held)
                blocks.append(self._table(element))
                after = None
                if not self._tables:
                    blocks += self._notes_below
                    self._notes_below = []
            elif element.tag == f"{W}altChunk":
                self._flush(blocks, held)
                blocks += self.imported(element.get(R_ID) or "")
        self._flush(blocks, held)
        return blocks

    def _children(self, parent: _Element) -> Iterator[_Element]:
        """The elements in ``parent``, wrappers opened and what is deleted left out."""
        for element in parent:
            if element.tag in GONE:
                continue
            if element.tag in _TRANSPARENT:
                yield from self._children(element)
            elif element.tag == f"{W}sdt":
                if not prompts(element):
                    yield from self._children(element)
            elif element.tag == ALTERNATIVES:
                yield from self._children(next(alternatives(element), element))
            else:
                yield element

    def _paragraph(
        self,
        element: _Element,
        blocks: list[Block],
        held: _Held,
        after: tuple[int, ParagraphStyle] | None,
    ) -> tuple[int, ParagraphStyle] | None:
        """Reads a paragraph on to ``blocks``; returns the space after it, and its style."""
        properties = child(element, "pPr")
        style = self.styles.paragraph(value(properties, "pStyle"))
        inline = self.inline.read(element, style)
        if held.any:
            inline = _joined(held.inline, inline)
            held.inline, held.any = Inline(), False
        if self._goes_on(properties, style, inline):
            held.inline, held.any = inline, True
            return after
        if switch(properties, "pageBreakBefore"):
            inline.text = PAGE + inline.text
        mark = self.numbering.mark(properties, style)
        level = _level(properties, style)
        paragraph = Paragraph(
            text=inline.text,
            level=level,
            title=style.title and level > 0,
            mark=mark.text if mark else "",
            depth=max(mark.level, style.list_depth) if mark and not level else 0,
            apart=_apart(after, properties, style),
            bold=inline.bold,
            size=inline.size,
        )
        if paragraph.empty and not self._tables:
            paragraph = replace(paragraph, mark="")
        if child(properties, "sectPr") is not None and self.page_breaks and self.page_breaks.pop():
            paragraph = replace(paragraph, text=paragraph.text + PAGE)
        blocks.append(paragraph)
        self._beside(inline, blocks)
        return _space(properties, style, "after"), style

    def _goes_on(self, properties: _Element | None, style: ParagraphStyle, inline: Inline) -> bool:
        """Whether a paragraph's end is not there to be seen."""
        mark = child(properties, "rPr")
        if any(child(mark, gone) is not None for gone in ("del", "moveFrom")):
            return True
        if switch(mark, "vanish") or (style.hidden and not inline.text.strip()):
            return True
        frame = child(properties, "framePr")
        drop_cap = "none" if frame is None else frame.get(f"{W}dropCap") or "none"
        return drop_cap != "none" and bool(inline.text.strip())

    def _flush(self, blocks: list[Block], held: _Held) -> None:
        if held.any and held.inline.text.strip():
            blocks.append(Paragraph(held.inline.text))
        if held.any:
            self._beside(held.inline, blocks)
        held.inline, held.any = Inline(), False

    def _beside(self, inline: Inline, blocks: list[Block]) -> None:
        """What is anchored in a paragraph follows it: text boxes, then notes."""
        for box in inline.boxes:
            blocks += anchored(self.blocks(box))
        for kind, note_id, mark in inline.notes:
            below = self._notes_below if self._tables else blocks
            below += anchored(self.note_of(kind, note_id), mark)

    def _table(self, element: _Element) -> Table:
        self._tables += 1
        rows: list[tuple[Cell, ...]] = []
        for row in self._children(element):
            properties = child(row, "trPr")
            gone = child(properties, "del") is not None or switch(properties, "hidden")
            if row.tag != f"{W}tr" or gone:
                continue
            cells = [Cell()] * min(number(value(properties, "gridBefore")) or 0, _WIDEST_CELL)
            cells += (self._cell(c) for c in self._children(row) if c.tag == f"{W}tc")
            rows.append(tuple(cells))
        self._tables -= 1
        return Table(tuple(rows))

    def _cell(self, element: _Element) -> Cell:
        properties = child(element, "tcPr")
        span = min(max(number(value(properties, "gridSpan")) or 1, 1), _WIDEST_CELL)
        # What is read must be counted in the lists, even where the cell is merged into another.
        blocks = tuple(self.blocks(element))
        merged = any(
            child(properties, merge) is not None
            and (value(properties, merge) or "continue") == "continue"
            for merge in ("vMerge", "hMerge")
        )
        gone = child(properties, "cellDel") is not None
        return Cell((), span) if merged or gone else Cell(blocks, span)


def _joined(first: Inline, second: Inline) -> Inline:
    return Inline(
        first.text + second.text,
        first.boxes + second.boxes,
        first.notes + second.notes,
        first.bold and second.bold,
        max(first.size, second.size),
    )


def _level(properties: _Element | None, style: ParagraphStyle) -> int:
    """A heading's level from 1; 0 for body text."""
    own = number(value(properties, "outlineLvl"))
    if own is None or own < 0:
        return style.level
    return 0 if own >= _BODY_TEXT else own + 1


def _apart(
    above: tuple[int, ParagraphStyle] | None, properties: _Element | None, style: ParagraphStyle
) -> bool:
    """Whether visible space parts a paragraph from the one above, whose space after it is
    ``above``."""
    if above is None:
        return False
    space, style_above = above
    own = switch(properties, "contextualSpacing")
    tight = style.contextual if own is None else own
    if tight and style_above is style:
        return False
    return max(space, _space(properties, style, "before")) >= VISIBLE_SPACE


def _space(properties: _Element | None, style: ParagraphStyle, side: str) -> int:
    spacing = child(properties, "spacing")
    own = None if spacing is None else spacing.get(W + side)
    auto = None if spacing is None else spacing.get(f"{W}{side}Autospacing")
    if auto in _TRUE:
        return VISIBLE_SPACE
    space = number(own)
    return (style.before if side == "before" else style.after) if space is None else space
