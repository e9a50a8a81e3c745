"""The lines of a document as they were set: those of its text; where lines were run together,
those that they were made of; and of minutes in a table the cells."""

from __future__ import annotations

from dataclasses import replace

from ingest.splitting.flattened import flattened_lines
from ingest.splitting.lines import Line, make_line, split_lines
from ingest.splitting.table_minutes import rows_as_items

_LEVEL_OF_ROW = 2


def document_lines(text: str) -> list[Line]:
    """Every line of a document, blank ones too, numbered from 0. All are spans of ``text``; one
    that stood apart has a blank line of no length before it."""
    lines = split_lines(text)
    rows = rows_as_items(lines)
    flattened = {} if rows else flattened_lines(text, lines)
    if not rows and not flattened:
        return lines
    laid_out: list[Line] = []

    def add(start: int, end: int) -> Line:
        laid_out.append(make_line(text, len(laid_out), start, end))
        return laid_out[-1]

    for line in lines:
        if line.number in rows:
            for cell in rows[line.number]:
                if cell.opens:
                    add(cell.start, cell.start)
                made = add(cell.start, cell.end)
                level = _LEVEL_OF_ROW if cell.opens and not cell.numbered else made.level
                laid_out[-1] = replace(made, label=cell.label, level=level)
        elif line.number in flattened:
            for piece in flattened[line.number]:
                if piece.apart:
                    add(piece.start, piece.start)
                add(piece.start, piece.end)
        else:
            add(line.start, line.end)
    return laid_out
