"""Tables of a page: rows of fields, or the layout of a page that is older than style sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ingest.formats.blocks import Block, Cell, Paragraph, Table
from ingest.formats.html.counts import NUMBERED
from ingest.formats.manuscript import bare
from ingest.splitting.labels import section_label

_LONG_CELL = 600
_WIDEST = 200
_REPEATED = 80
_MOST_REPEATED = 20_000
_NUMBER = re.compile(
    r"(?:(?:dagsordens)?punkt|pkt\.?|sag(?:\s*nr\.?)?)\s*\d{1,3}[A-H]?[.:]?|\d{1,3}[.)]", re.I
)


@dataclass(slots=True)
class PageCell:
    blocks: list[Block]
    colspan: int = 1
    rowspan: int = 1


@dataclass(slots=True)
class PageTable:
    """A table under construction; ``rows`` are by the part of the table that they stand in."""

    rows: dict[str, list[list[PageCell]]] = field(default_factory=dict)
    part: str = "tbody"

    def add_row(self) -> None:
        self.rows.setdefault(self.part, []).append([])

    def add_cell(self, cell: PageCell) -> None:
        rows = self.rows.setdefault(self.part, [[]])
        rows[-1].append(cell)


def table_blocks(table: PageTable) -> list[Block]:
    """A table as blocks: rows of fields as tables, and what is laid out in cells as text.

    The heads come first. A short field that spans rows stands in each of them.
    """
    rows = [
        row for part in ("thead", "tbody", "tfoot") for row in _filled(table.rows.get(part, []))
    ]
    if all(len(row) == 1 for row in rows):
        spaced = any(_is_text(cell) or _is_label(cell) for row in rows for cell in row)
        return [block for row in rows for block in _unrolled(row, spaced)]
    blocks: list[Block] = []
    fields: list[tuple[Cell, ...]] = []
    widest = min(max((len(row) for row in rows), default=0), _WIDEST)
    agenda = any(len(cell.blocks) > 1 and _is_agenda(cell) for row in rows for cell in row)
    for row in rows:
        if _is_laid_out(row) or (agenda and any(_is_agenda(cell) for cell in row)):
            blocks += _as_table(fields)
            fields = []
            blocks += _unrolled(row)
        else:
            fields.append(_fields(row, widest))
    return blocks + _as_table(fields)


def _as_table(rows: Sequence[tuple[Cell, ...]]) -> list[Block]:
    return [Table(tuple(rows))] if rows else []


def _fields(row: Sequence[PageCell], widest: int) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    width = 0
    for cell in row:
        span = max(1, min(cell.colspan, widest - width))
        cells.append(Cell(tuple(cell.blocks), span))
        width += span
    return tuple(cells)


def _filled(rows: Iterable[list[PageCell]]) -> list[list[PageCell]]:
    """Rows with a cell in every column that one of a row above reaches down into."""
    reaching: dict[int, tuple[int, PageCell]] = {}
    repeated = 0
    filled: list[list[PageCell]] = []
    for row in rows:
        whole: list[PageCell] = []
        column = 0
        waiting = list(reversed(row))
        while waiting or column in reaching:
            if column in reaching and (repeated < _MOST_REPEATED or not waiting):
                left, above = reaching.pop(column)
                if repeated >= _MOST_REPEATED:
                    break
                if left > 1:
                    reaching[column] = left - 1, above
                whole.append(above)
                repeated += 1
                column += above.colspan
                continue
            cell = waiting.pop()
            whole.append(cell)
            if cell.rowspan > 1:
                short = len(_text([cell])) <= _REPEATED and not _is_text(cell)
                copy = PageCell(cell.blocks if short else [], cell.colspan)
                reaching[column] = cell.rowspan - 1, copy
            column += cell.colspan
        filled.append(whole)
    return filled


def _text(cells: Iterable[PageCell]) -> str:
    return " ".join(
        bare(block.text) for cell in cells for block in cell.blocks if isinstance(block, Paragraph)
    ).strip()


def _is_laid_out(row: Sequence[PageCell]) -> bool:
    """Whether a row is a piece of page, to be read cell by cell."""
    some = [cell for cell in row if cell.blocks]
    if any(_is_text(cell) for cell in some):
        return True
    return len(some) == 2 and some[0] is row[0] and _is_label(some[0])


def _is_label(cell: PageCell) -> bool:
    """Whether a cell is the label of a section, whose text is the next cell."""
    text = _text([cell])
    found = section_label(text, text)
    return bool(
        len(cell.blocks) == 1
        and found
        and found.text_offset == len(text)
        and (found.kind != "case" or text.casefold().startswith(("sags", "fremstilling")))
    )


def _is_agenda(cell: PageCell) -> bool:
    """Whether a cell lists items by number."""
    return bool(cell.blocks) and all(
        isinstance(block, Paragraph)
        and (block.mark[:1].isdigit() or bool(NUMBERED.match(bare(block.text).strip())))
        for block in cell.blocks
    )


def _is_text(cell: PageCell) -> bool:
    paragraphs = [block for block in cell.blocks if isinstance(block, Paragraph)]
    if len(paragraphs) < len(cell.blocks) or any(p.level for p in paragraphs):
        return True
    if len(paragraphs) > 1 and sum(len(bare(p.text)) for p in paragraphs) > _LONG_CELL:
        return True
    return len(paragraphs) > 1 and any(_is_label(PageCell([p])) for p in paragraphs)


def _unrolled(row: Sequence[PageCell], spaced: bool = True) -> list[Block]:
    """The blocks of a row's cells, one cell below the other; a cell that is but an item's number
    goes before the first line of the next."""
    blocks: list[Block] = []
    number = ""
    for cell in row:
        if not cell.blocks:
            continue
        first, *rest = cell.blocks
        if len(row) > 1 and _NUMBER.fullmatch(_text([cell])):
            number = _text([cell])
            continue
        if isinstance(first, Paragraph):
            text = f"{number} {first.text}" if number else first.text
            apart = spaced or first.apart or first.level > 0
            blocks.append(replace(first, text=text, apart=apart))
        else:
            blocks += [Paragraph(number), first] if number else [first]
        blocks += rest
        number = ""
    return [*blocks, Paragraph(number)] if number else blocks
