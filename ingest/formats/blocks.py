"""What a text document is made of, as its lines are written: paragraphs and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile

from ingest.formats.manuscript import PAGE, Manuscript, bare, paragraph_lines, without_pages

DEEPEST_HEADING = 6
VISIBLE_SPACE = 100
"""Twentieths of a point that are seen as space between two paragraphs."""
_LONGEST_HEADING = 300
_MOST_COLUMNS = 200
# Where authors part paragraphs with empty ones, the space that styles put between them all says
# nothing.
_EMPTY_PARTS = 0.15
_APART = 0.05
# A cell this long with paragraphs of its own is text in columns, not a field of a table.
_LONG_CELL = 600
_FEWEST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of marked text, in which ``\\n`` is a line break.

    ``level`` is a heading's, from 1, and 0 for none; ``title`` marks the document's own title.
    ``mark`` is the number or letter of a list's item, or "-"; ``depth`` how far a list is indented.
    ``apart`` tells that visible space parts it from the paragraph above, ``bold`` that all of it
    is bold; ``size`` is that of its largest letters, in half points, 0 where it is not known.
    """

    text: str
    level: int = 0
    title: bool = False
    mark: str = ""
    depth: int = 0
    apart: bool = False
    bold: bool = False
    size: int = 0

    @property
    def empty(self) -> bool:
        return not bare(self.text).strip()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is ``span`` columns wide."""

    blocks: tuple[Block, ...] = ()
    span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Table


def anchored(blocks: Sequence[Block], mark: str = "") -> list[Block]:
    """A note or a text box as it stands below its paragraph: no page starts in it, and a note
    opens with its ``mark``."""
    below = [_without_pages(block) for block in blocks]
    if below and isinstance(below[0], Paragraph):
        first = below[0]
        text = f"{mark} {first.text.lstrip()}" if mark else first.text
        below[0] = replace(first, text=text, apart=not mark)
    return below


def write_blocks(manuscript: Manuscript, blocks: Sequence[Block]) -> None:
    """Writes a document's blocks: a blank line around headings and tables, and where the document
    shows one.

    A title stands a level above the headings.
    """
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    titled = any(p.title and not p.empty for p in paragraphs)
    empty = sum(p.empty for p in paragraphs)
    spaced = empty < _EMPTY_PARTS * len(paragraphs)
    if spaced and sum(p.apart for p in paragraphs) < _APART * len(paragraphs):
        blocks = _all_apart(blocks)
    _write(manuscript, _whole_headings(blocks), int(titled), spaced)


def _all_apart(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a document that shows no space between paragraphs at all: each is a block of
    its own, but for the items of one list."""
    listed = [isinstance(block, Paragraph) and bool(block.mark) for block in blocks]
    return [
        replace(block, apart=not (mark and above)) if isinstance(block, Paragraph) else block
        for block, mark, above in zip(blocks, listed, [False, *listed], strict=False)
    ]


def _whole_headings(blocks: Sequence[Block]) -> list[Block]:
    """``blocks`` with headings whole that were broken into paragraphs: the second goes on with a
    small letter."""
    whole: list[Block] = []
    for block in blocks:
        above = whole[-1] if whole else None
        if (
            isinstance(above, Paragraph)
            and isinstance(block, Paragraph)
            and above.level == block.level
            and is_heading(above)
            and is_heading(block)
            and _goes_on(block)
        ):
            whole[-1] = replace(above, text=f"{above.text} {block.text}")
        else:
            whole.append(block)
    return whole


def _write(manuscript: Manuscript, blocks: Sequence[Block], shift: int, spaced: bool) -> None:
    above: Block | None = None
    for block in blocks:
        if isinstance(block, Table):
            manuscript.gap()
            _write_table(manuscript, block, shift)
            manuscript.gap()
        else:
            if _parted(above, block, spaced):
                manuscript.gap()
            _write_paragraph(manuscript, block, shift)
        above = block


def _parted(above: Block | None, paragraph: Paragraph, spaced: bool) -> bool:
    """Whether a blank line is to stand above a paragraph."""
    if is_heading(paragraph):
        return True
    below_heading = isinstance(above, Paragraph) and is_heading(above)
    if not (below_heading or (spaced and paragraph.apart)):
        return False
    # A small letter goes on with what is above, whatever space a style puts between the two.
    return not _goes_on(paragraph)


def _goes_on(paragraph: Paragraph) -> bool:
    return bare(paragraph.text).lstrip()[:1].islower() and not paragraph.mark


def _write_paragraph(manuscript: Manuscript, paragraph: Paragraph, shift: int) -> None:
    if paragraph.empty and not paragraph.mark:
        manuscript.line(paragraph.text)
        manuscript.blank()
        return
    lines = paragraph_lines(paragraph.text)
    if is_heading(paragraph):
        level = 1 if paragraph.title else min(paragraph.level + shift, DEEPEST_HEADING)
        manuscript.line(" ".join(filter(None, lines)), f"{'#' * level} {_mark(paragraph)}")
        return
    manuscript.line(lines[0], "  " * paragraph.depth + _mark(paragraph))
    for line in lines[1:]:
        manuscript.line(line)


def is_heading(paragraph: Paragraph) -> bool:
    """Whether a paragraph reads as a heading, whatever its style: one of a length for it."""
    marked = paragraph.title or paragraph.level > 0
    return marked and not paragraph.empty and len(bare(paragraph.text)) <= _LONGEST_HEADING


def _is_empty(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.empty


def _mark(paragraph: Paragraph) -> str:
    return f"{paragraph.mark} " if paragraph.mark else ""


def _write_table(manuscript: Manuscript, table: Table, shift: int) -> None:
    columns = max((sum(cell.span for cell in row) for row in table.rows), default=0)
    for row in table.rows:
        _write_row(manuscript, _one_break(row), columns, shift)


def _one_break(row: Sequence[Cell]) -> tuple[Cell, ...]:
    """A row over two pages breaks in each of its cells: the cell with most breaks counts."""
    breaks = [sum(line.count(PAGE) for line in cell_lines(cell)) for cell in row]
    most = breaks.index(max(breaks)) if breaks else 0
    return tuple(
        cell
        if i == most or not breaks[i]
        else replace(cell, blocks=tuple(map(_without_pages, cell.blocks)))
        for i, cell in enumerate(row)
    )


def _without_pages(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=without_pages(block.text))
    return Table(
        tuple(
            tuple(replace(cell, blocks=tuple(map(_without_pages, cell.blocks))) for cell in row)
            for row in block.rows
        )
    )


def cell_lines(cell: Cell) -> list[str]:
    """The lines of marked text in a cell; a row of a table in it is one, its cells parted by
    spaces."""
    lines: list[str] = []
    for block in cell.blocks:
        if isinstance(block, Paragraph):
            inner = paragraph_lines(block.text)
            inner[0] = (_mark(block) + inner[0]).rstrip()
            lines += (line.replace("\t", " ") for line in inner)
        else:
            lines += (
                " ".join(line for inner_cell in row for line in cell_lines(inner_cell) if line)
                for row in block.rows
            )
    return [line for line in lines if line]


def _write_row(manuscript: Manuscript, row: Sequence[Cell], columns: int, shift: int) -> None:
    lines = [cell_lines(cell) for cell in row]
    filled = [i for i, some in enumerate(lines) if bare("".join(some)).strip()]
    if not filled:
        manuscript.line("".join("".join(some) for some in lines))
    elif len(filled) == 1 and (filled[0] == 0 or len(lines[filled[0]]) > 1):
        manuscript.line("".join("".join(some) for i, some in enumerate(lines) if i != filled[0]))
        _write(manuscript, row[filled[0]].blocks, shift, spaced=False)
    elif any(_is_text(cell, some, columns) for cell, some in zip(row, lines, strict=True)):
        _write_columns(manuscript, row, lines, columns, shift)
    else:
        fields: list[str] = []
        for cell, some in zip(row, lines, strict=True):
            room = max(1, _MOST_COLUMNS - len(fields))
            fields += [" ".join(some), *[""] * (min(cell.span, room) - 1)]
        manuscript.line("\t".join(fields).rstrip("\t"))


def _is_text(cell: Cell, lines: Sequence[str], columns: int) -> bool:
    """Whether a cell holds text that is to be read line by line, not a field of a table."""
    if any(isinstance(block, Paragraph) and is_heading(block) for block in cell.blocks):
        return True
    if len(lines) < 2:
        return False
    return columns < _FEWEST_COLUMNS or sum(map(len, lines)) > _LONG_CELL


def _write_columns(
    manuscript: Manuscript,
    row: Sequence[Cell],
    lines: Sequence[Sequence[str]],
    columns: int,
    shift: int,
) -> None:
    """A row with text in it: its cells after one another, the first line of a text beside the short
    cells before it."""
    beside: list[str] = []
    for cell, some in zip(row, lines, strict=True):
        if not _is_text(cell, some, columns):
            beside += some and [" ".join(some)]
            continue
        first, *rest = dropwhile(_is_empty, cell.blocks)
        if beside and isinstance(first, Paragraph) and not first.level and not first.mark:
            text, _, more = first.text.partition("\n")
            manuscript.line("\t".join([*beside, *paragraph_lines(text)]))
            blocks: Sequence[Block] = [replace(first, text=more), *rest] if more else rest
        else:
            manuscript.line("\t".join(beside))
            blocks = [first, *rest]
        _write(manuscript, blocks, shift, spaced=False)
        beside = []
    manuscript.line("\t".join(beside))
