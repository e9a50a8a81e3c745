"""Workbooks: what Excel shows in Denmark, a row a line."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from openpyxl import Workbook

from corpus.errors import UnreadableFile
from ingest.extract import Extract
from ingest.formats.xlsx.reader import read_xlsx
from ingest.formats.xlsx.values import shown


def saved(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def read(book: Workbook) -> Extract:
    return read_xlsx(saved(book), "a.xlsx")


def changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A workbook with ``old`` in a part (or, for "", in all) replaced."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(packed, "w") as other:
        for name in whole.namelist():
            xml = whole.read(name)
            other.writestr(name, xml.replace(old, new) if part in ("", name) else xml)
    return packed.getvalue()


def test_a_sheet_is_a_page_with_its_name_as_heading_and_margins_are_trimmed() -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Budget 2025"
    for row, values in {3: ("Kommune", "Pladser"), 4: ("Odense", 12), 9: ("I alt", 12)}.items():
        for column, value in enumerate(values, start=3):
            sheet.cell(row, column, value)
    book.create_sheet("Noter").append(["Foreløbige\ntal"])
    found = read(book)
    budget, notes = "Kommune\tPladser\nOdense\t12\n\nI alt\t12", "Foreløbige tal"
    assert found.text == f"## Budget 2025\n\n{budget}\n\n## Noter\n\n{notes}\n"
    assert [page.start for page in found.pages] == [0, found.text.index("## Noter")]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1234.5, "#,##0.00", "1.234,50"),
        (-1234567, '#,##0 "kr."', "-1.234.567 kr."),
        (1234.5, '_-* #,##0.00 "kr."_-;-* #,##0.00 "kr."_-', "1.234,50 kr."),
        (1234.5, "[$kr.-406] #,##0.00", "kr. 1.234,50"),
        (0.125, "0.0%", "12,5%"),
        (2_500_000, '0.0,, "mio."', "2,5 mio."),
        (-5, "0;(0)", "(5)"),
        (0, '0;-0;"–"', "–"),
        (5, "0000", "0005"),
        (2.675, "0.00", "2,68"),
        (12, "General", "12"),
        (1 / 3, "General", "0,3333333333"),
        (True, "General", "SAND"),
        (dt.datetime(2024, 3, 4), "mm-dd-yy", "04-03-2024"),
        (dt.datetime(2024, 3, 4, 9, 5), 'd. mmmm yyyy "kl." hh:mm', "4. marts 2024 kl. 09:05"),
        (dt.datetime(2024, 3, 4), "[$-406]dddd d. mmm yy", "mandag 4. mar 24"),
        (dt.time(9, 5), "h:mm", "9:05"),
        (dt.timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
        (float("nan"), "0", "nan"),
    ],
)
def test_values_are_shown_as_excel_shows_them_in_denmark(
    value: object, code: str, text: str
) -> None:
    assert shown(value, code) == text


def test_formulas_are_never_shown_or_computed_and_missing_results_are_told_of() -> None:
    book = Workbook()
    book.active.append([2, 3, "=A1+B1"])
    uncomputed = read(book)
    assert "=" not in uncomputed.text
    assert any("uden et gemt resultat i 1 celler" in note for note in uncomputed.notes)
    data = changed(saved(book), "xl/worksheets/sheet1.xml", b"<v />", b"<v>5</v>")
    data = changed(data, "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>5</v>")
    computed = read_xlsx(data, "a.xlsx")
    assert computed.text.endswith("2\t3\t5\n")
    assert not computed.notes


def test_hidden_sheets_are_read_and_told_of() -> None:
    book = Workbook()
    book.active["A1"] = "Åben"
    hidden = book.create_sheet("Bag")
    hidden["A1"] = "Tal"
    hidden.sheet_state = "hidden"
    found = read(book)
    assert found.text.endswith("## Bag\n\nTal\n")
    assert any("»Bag« er skjult" in note for note in found.notes)


def test_a_sheet_too_large_is_cut_and_the_editor_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.formats.xlsx.reader.MOST_ROWS", 3)
    book = Workbook()
    for row in range(5):
        book.active.append([row + 1])
    wide = book.create_sheet("Bred")
    wide.append(list(range(201)))
    found = read(book)
    assert found.text == "## Sheet\n\n1\n2\n3\n\n## Bred\n"
    assert any("ikke læst til ende" in note for note in found.notes)
    monkeypatch.undo()
    assert any("til og med kolonne nr. 200" in note for note in read(book).notes)


def test_a_cell_far_down_costs_nothing() -> None:
    book = Workbook()
    book.active["A1"] = "Her"
    data = changed(saved(book), "xl/worksheets/sheet1.xml", b'<row r="1"', b'<row r="999999999"')
    read_xlsx(data, "a.xlsx")
    book.active["B1000000"] = "Der"
    assert read(book).text == "## Sheet\n\nHer\n\n\tDer\n"


def test_a_workbook_saved_as_strict_open_xml_is_read() -> None:
    book = Workbook()
    book.active["A1"] = "Streng"
    data = saved(book)
    for kind in (b"spreadsheetml", b"officeDocument"):
        transitional = b"http://schemas.openxmlformats.org/" + kind + b"/2006/"
        data = changed(data, "", transitional, b"http://purl.oclc.org/ooxml/" + kind + b"/")
    assert read_xlsx(data, "a.xlsx").text == "## Sheet\n\nStreng\n"


def test_a_broken_workbook_is_refused() -> None:
    data = saved(Workbook())
    for broken in (data[:2000], changed(data, "xl/workbook.xml", b"<workbook", b"<")):
        with pytest.raises(UnreadableFile, match="beskadiget"):
            read_xlsx(broken, "a.xlsx")
