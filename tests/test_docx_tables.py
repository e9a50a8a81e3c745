"""Tables in Word documents: rows where they hold data, text where they only frame it."""

from __future__ import annotations

from tests.word_files import cell, lines_of, table


def test_a_deleted_row_is_left_out() -> None:
    gone = f'<w:trPr><w:del w:id="1" w:author="x"/></w:trPr>{cell("væk")}{cell("2")}'
    assert lines_of(table(cell("Odense") + cell("1"), gone)) == ["Odense\t1"]


def test_a_row_is_a_line_and_merged_cells_keep_the_columns_apart() -> None:
    body = table(
        cell("Kommune") + cell("Pladser", properties='<w:gridSpan w:val="2"/>'),
        cell("Odense", properties='<w:vMerge w:val="restart"/>') + cell("2023") + cell("12"),
        cell("Odense", properties="<w:vMerge/>") + cell("2024", "foreløbigt") + cell("14"),
    )
    assert lines_of(body) == ["Kommune\tPladser", "Odense\t2023\t12", "\t2024 foreløbigt\t14"]


def test_a_table_that_frames_text_reads_as_the_text() -> None:
    nested = f"<w:tc>{table(cell('Odense') + cell('12'))}<w:p/></w:tc>"
    body = table(cell("Beslutning", "KKR godkendte indstillingen."), nested)
    assert lines_of(body) == ["Beslutning", "KKR godkendte indstillingen.", "Odense\t12"]


def test_two_columns_with_paragraphs_in_them_keep_the_paragraphs() -> None:
    body = table(
        cell("Sted") + cell("Odense Rådhus"), cell("Deltagere") + cell("Anne Bo", "Carl Dam")
    )
    assert lines_of(body) == ["Sted\tOdense Rådhus", "Deltagere\tAnne Bo", "Carl Dam"]


def test_minutes_in_a_table_of_three_columns_keep_their_paragraphs() -> None:
    long = ("Kommunerne har drøftet forslaget til rammeaftale. " * 8).strip()
    body = table(
        cell("Punkt") + cell("Emne") + cell("Ansvarlig"),
        cell("1.") + cell("Rammeaftale", long, long) + cell("Sekretariatet"),
    )
    assert lines_of(body) == [
        "Punkt\tEmne\tAnsvarlig",
        "1.\tRammeaftale",
        long,
        long,
        "Sekretariatet",
    ]
