"""Workbooks as text: a sheet is a page, a row a line."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from ingest.extract import Extract
from ingest.formats.broken import broken
from ingest.formats.manuscript import PAGE, Manuscript, text_of
from ingest.formats.ooxml import is_strict, slim_package
from ingest.formats.xlsx.values import shown
from ingest.formats.zipped import open_zip

MOST_ROWS = 20_000
MOST_COLUMNS = 200
_LAST_ROW = 1_048_576
_STRETCH = 1_000_000


@dataclass(slots=True)
class _Sheet:
    """A sheet's rows of shown values, an empty one for several, and what was not read of it."""

    rows: list[list[str]] = field(default_factory=list)
    cut_rows: bool = False
    cut_columns: bool = False
    uncomputed: int = 0


def read_xlsx(data: bytes, name: str) -> Extract:
    """The values of a workbook (.xlsx, .xlsm) as they are shown: each sheet's name as a heading,
    then its rows, a tab between the cells; at most ``MOST_ROWS`` rows that are not empty.

    Formulas are never computed: what is shown is the result that was saved with them. Hidden
    sheets, rows and columns are read as the others.

    Raises:
        UnreadableFile: it is broken or too large.
    """
    with broken(name, "Excel-filen"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with open_zip(data, name) as archive:
            parts = archive.namelist()
            strict = is_strict(archive, "xl/workbook.xml")
        if strict:
            data, _ = slim_package(data, name)
        values = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        computing = [sheet.title for sheet in values.worksheets if _computes(sheet)]
        formulas = {}
        if computing:
            codes = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            formulas = {title: codes[title] for title in computing}
        manuscript = Manuscript()
        notes: list[str] = []
        left = MOST_ROWS
        for sheet in values.worksheets:
            title = " ".join(text_of(sheet.title).split())
            read = _sheet(sheet, formulas.get(sheet.title), left)
            left -= sum(map(bool, read.rows))
            manuscript.gap()
            manuscript.line(PAGE + f"## {title}")
            manuscript.gap()
            for row in read.rows:
                manuscript.line("\t".join(row)) if row else manuscript.gap()
            notes += _notes(title, read, sheet.sheet_state != "visible")
        if any(part.endswith("vbaProject.bin") for part in parts):
            notes.append("Filen rummer makroer. De er hverken kørt eller læst.")
        return manuscript.extract("xlsx", notes, empty_pages=True)


def _computes(sheet: ReadOnlyWorksheet) -> bool:
    """Whether any cell of a sheet holds a formula."""
    with sheet._get_source() as source:
        before = b""
        while stretch := source.read(_STRETCH):
            if b"<f" in before + stretch:
                return True
            before = stretch[-1:]
    return False


def _sheet(values: ReadOnlyWorksheet, formulas: ReadOnlyWorksheet | None, most_rows: int) -> _Sheet:
    read = _Sheet()
    computed = _rows(formulas) if formulas is not None else None
    above: tuple[Any, ...] | None = None
    for cells in _rows(values):
        codes = next(computed, ()) if computed is not None else ()
        if cells is above:
            continue  # The library gives the same empty row for all that a gap holds.
        above = cells
        row = ["" if cell.value is None else _shown(cell) for cell in cells]
        read.uncomputed += sum(
            code.value is not None and code.data_type == "f" and cell.value is None
            for cell, code in zip(cells, codes, strict=False)
        )
        read.cut_columns |= any(row[MOST_COLUMNS:])
        row = row[:MOST_COLUMNS]
        while row and not row[-1]:
            row.pop()
        if row and most_rows == 0:
            read.cut_rows = True
            break
        most_rows -= bool(row)
        if row or (read.rows and read.rows[-1]):
            read.rows.append(row)
    margin = min((next(i for i, v in enumerate(row) if v) for row in read.rows if row), default=0)
    read.rows = [row[margin:] for row in read.rows]
    return read


def _shown(cell: Any) -> str:
    return " ".join(text_of(shown(cell.value, cell.number_format)).split())


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[tuple[Any, ...]]:
    # What a file says of a sheet's size is not to be relied on.
    sheet.reset_dimensions()
    return islice(sheet.iter_rows(max_col=MOST_COLUMNS + 1), _LAST_ROW)


def _notes(title: str, read: _Sheet, hidden: bool) -> Iterator[str]:
    if hidden:
        yield f"Arket »{title}« er skjult i Excel, men er læst med."
    if read.cut_rows:
        yield (
            f"Arket »{title}« er ikke læst til ende: der læses højst {MOST_ROWS} rækker af en fil. "
            "Del filen op, og indlæs delene."
        )
    if read.cut_columns:
        yield f"Arket »{title}« er kun læst til og med kolonne nr. {MOST_COLUMNS}."
    if read.uncomputed:
        yield (
            f"Arket »{title}« har formler uden et gemt resultat i {read.uncomputed} celler, og de "
            "er ikke læst. Åbn filen i Excel, gem den, og indlæs den igen."
        )
