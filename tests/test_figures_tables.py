"""Figures in tables: with tabs, with bars, and joined by spaces."""

from __future__ import annotations

import datetime as dt

import pytest

from corpus.figure import Figure
from tests.figured import figures_of, words

Row = tuple[str, str | None, str | None, str]


def cells(text: str) -> list[Row]:
    """Each figure as its words, its row's and its column's head, and its unit."""
    return [
        (words(text, f) or "", words(text, f.row), words(text, f.column), f.unit)
        for f in figures_of(text)
        if f.from_table
    ]


def of(text: str, value: str) -> Figure:
    return next(f for f in figures_of(text) if words(text, f) == value)


YEARS = """Målgruppestørrelse
Kommuner i Syddanmark 2017 2018 2019
Antal borgere med domstype 1 på sikret afdeling 5 5 6
Antal borgere med domstype 2, som er overført til Kofoedsminde 11 10 9
Tallene er foreløbige."""


def test_numbers_under_years_belong_to_their_years() -> None:
    row = "Antal borgere med domstype 2, som er overført til Kofoedsminde"
    assert cells(YEARS)[3:] == [
        ("11", row, "2017", "borgere"),
        ("10", row, "2018", "borgere"),
        ("9", row, "2019", "borgere"),
    ]
    figure = of(YEARS, "10")
    assert (figure.date_from, figure.date_to) == (dt.date(2018, 1, 1), dt.date(2018, 12, 31))
    assert figure.value == 10 and figure.kind == "count"


def test_the_region_over_a_table_is_where_its_numbers_hold() -> None:
    names = (("Syddanmark", "region:syddanmark"), ("Kofoedsminde", "institution:kofoedsminde"))
    assert {f.place for f in figures_of(YEARS, *names)} == {"region:syddanmark"}


def test_a_number_in_a_row_head_is_no_cell() -> None:
    text = "År 2017 2018 2019\nAntal borgere med domstype 1 4 4 4"
    assert [row for _, row, _, _ in cells(text)] == ["Antal borgere med domstype 1"] * 3


def test_the_unit_of_a_head_holds_for_its_cells() -> None:
    text = (
        "| Model | Pladser | Anlæg, mio. kr. | Døgntakst, kr. | Belægning |\n"
        "|---|---|---|---|---|\n"
        "| Tilbygning | 10 | 82 | 11.900 | 97,5 |\n"
    )
    found = [(f.value, f.unit, f.kind) for f in figures_of(text)]
    assert found == [
        (10, "pladser", "count"),
        (82e6, "kr.", "amount"),
        (11900, "kr. pr. døgn", "rate"),
        (97.5, "%", "percentage"),
    ]
    assert all(words(text, f.row) == "Tilbygning" for f in figures_of(text))


def test_the_unit_of_a_row_head_holds_for_its_row() -> None:
    text = "År\t2019\t2020\nBidrag i mio. kr.\t51,2\t57,9\nBelægning i pct.\t91\t74"
    assert [(f.value, f.unit) for f in figures_of(text)] == [
        (51.2e6, "kr."),
        (57.9e6, "kr."),
        (91, "%"),
        (74, "%"),
    ]


def test_the_unit_of_a_title_holds_for_the_table() -> None:
    text = "Udgifter til Kofoedsminde (1.000 kr.)\nKommune\t2010\t2011\nLolland\t1.234\t1.345"
    assert [(f.value, f.unit) for f in figures_of(text)] == [(1234e3, "kr."), (1345e3, "kr.")]


def test_the_years_of_rows_are_periods_and_no_figures() -> None:
    text = "År\tPladser\tBorgere i gennemsnit\n2021\t54\t53\n2023 (skøn)\t50\t42"
    assert cells(text) == [
        ("54", "2021", "Pladser", "pladser"),
        ("53", "2021", "Borgere i gennemsnit", "borgere"),
        ("50", "2023 (skøn)", "Pladser", "pladser"),
        ("42", "2023 (skøn)", "Borgere i gennemsnit", "borgere"),
    ]
    assert of(text, "42").date_to == dt.date(2023, 12, 31)


def test_column_heads_joined_by_spaces_are_told_by_their_capitals() -> None:
    text = "Afsnit Pladser Belægning 2020 Belægning 2021\nEsbjerg 16 84 pct. 73 pct.\n"
    assert cells(text) == [
        ("16", "Esbjerg", "Pladser", "pladser"),
        ("84 pct.", "Esbjerg", "Belægning 2020", "%"),
        ("73 pct.", "Esbjerg", "Belægning 2021", "%"),
    ]
    assert of(text, "84 pct.").date_to == dt.date(2020, 12, 31)


def test_heads_over_several_columns_tell_the_year() -> None:
    text = (
        "\t2020\t\t2021\t\nKommune\tPladser\tBelægning\tPladser\tBelægning\n"
        "Aarhus\t45\t87 %\t46\t90 %"
    )
    found = [(f.value, f.unit, f.date_to) for f in figures_of(text)]
    assert found == [
        (45, "pladser", dt.date(2020, 12, 31)),
        (87, "%", dt.date(2020, 12, 31)),
        (46, "pladser", dt.date(2021, 12, 31)),
        (90, "%", dt.date(2021, 12, 31)),
    ]


def test_two_numbers_in_a_cell_are_two_figures() -> None:
    text = "Tilbud\tPladser\tDøgntakst\nAalborg Krisecenter\t7\t1.933 (2.139)\nHobro\t4\t2.719*"
    assert [(f.value, f.unit) for f in figures_of(text) if f.unit != "pladser"] == [
        (1933, "kr. pr. døgn"),
        (2139, "kr. pr. døgn"),
        (2719, "kr. pr. døgn"),
    ]


def test_a_sum_and_a_part_have_the_unit_above_them() -> None:
    text = "Pladser i alt\t345\nHeraf besatte\t300\nBelægningsprocent\t87"
    assert [(f.value, f.unit) for f in figures_of(text)] == [
        (345, "pladser"),
        (300, "pladser"),
        (87, "%"),
    ]


def test_an_empty_cell_is_left_out() -> None:
    text = "Antal tilsyn 2015 2016 2017\nAnmeldte 45 - 50\nUanmeldte 12 13 -"
    assert [(f.value, words(text, f.column)) for f in figures_of(text)] == [
        (45, "2015"),
        (50, "2017"),
        (12, "2015"),
        (13, "2016"),
    ]


def test_numbers_that_number_rows_and_phones_are_no_figures() -> None:
    text = "Nr.\tKommune\tPladser\tTelefon\n1\tAarhus\t45\t89 40 20 00\n2\tRanders\t12\t89 15 15 15"
    assert cells(text) == [
        ("45", "Aarhus", "Pladser", "pladser"),
        ("12", "Randers", "Pladser", "pladser"),
    ]


def test_a_timetable_holds_only_what_its_words_count() -> None:
    text = (
        "Tid\tAktivitet\n9.00-9.30\tVelkomst\n10.15\tOplæg\n"
        "Den 12. maj 2012\tDialogmøde med 45 deltagere"
    )
    assert [(f.value, f.unit, f.from_table) for f in figures_of(text)] == [(45, "deltagere", True)]


def test_a_table_without_units_holds_no_figures() -> None:
    assert figures_of("Målgruppe\t2019\t2020\nHjerneskade\t12,3\t13,1") == ()


def test_the_text_after_a_table_is_read_as_text() -> None:
    text = YEARS + " Der er 12 kommuner."
    assert [f.from_table for f in figures_of(text)] == [True] * 6 + [False]


def test_spans_of_cells_are_quoted_as_they_stand() -> None:
    for figure in figures_of(YEARS):
        assert words(YEARS, figure) == str(int(figure.value))
        assert "Antal borgere" in (words(YEARS, figure.sentence) or "")


STACKED = [
    "Kommune\n2010\n2011\nGreve\n42\n44\nKøge\n61\n-\nTallene er fra marts.",
    "2010\n2011\nGreve\n42\n44\nKøge\n61\n-\nTallene er fra marts.",
]


@pytest.mark.parametrize("text", STACKED, ids=["with a corner", "without"])
def test_a_table_with_one_cell_a_line_is_read(text: str) -> None:
    assert cells(f"Antal pladser fordelt på kommuner\n{text}") == [
        ("42", "Greve", "2010", "pladser"),
        ("44", "Greve", "2011", "pladser"),
        ("61", "Køge", "2010", "pladser"),
    ]


def test_heads_that_go_on_on_the_next_line_are_one() -> None:
    text = "Målgruppe\nAntal\nborgere\nTakst\n(kr. pr. døgn)\nAutisme\n33\n2.120\nHjerne\n18\n3.480"
    assert [(f.value, f.unit) for f in figures_of(text)] == [
        (33, "borgere"),
        (2120, "kr. pr. døgn"),
        (18, "borgere"),
        (3480, "kr. pr. døgn"),
    ]


FLAT = [
    (
        "Kommune antal pladser antal indskrevne belægning i %\nAssens 12 11 91,7",
        [(12, "pladser"), (11, "indskrevne"), (91.7, "%")],
    ),
    (
        "Kommune   Anmeldte tilsyn   Uanmeldte tilsyn   Påbud\nTønder      7       9       0",
        [(7, "tilsyn"), (9, "tilsyn"), (0, "påbud")],
    ),
    (
        "Regnskab i 1.000 kr.\nRegnskab 2019 Budget 2020 Ændring\nLøn 1.234 1.300 66",
        [(1234e3, "kr."), (1300e3, "kr."), (66e3, "kr.")],
    ),
    (
        "Belægningsprocenter\n       2014     2015\nInstitutioner   88       91",
        [(88, "%"), (91, "%")],
    ),
    (
        "Kommune Antal borgere Gennemsnitlig ventetid (dage)\nGreve 14 96",
        [(14, "borgere"), (96, "dage")],
    ),
]


@pytest.mark.parametrize(("text", "told"), FLAT)
def test_a_table_joined_by_spaces_is_read_by_its_heads(
    text: str, told: list[tuple[float, str]]
) -> None:
    assert [(f.value, f.unit) for f in figures_of(text)] == told


LISTS = [
    (
        "Fordelingen af de nye pladser er således:\n- Assens: 12\n- Nyborg: 9",
        [(12, "pladser"), (9, "pladser")],
    ),
    (
        "Udgifter i mio. kr. (2016-priser)\nAnlæg: 14,2\nDrift: 3,9",
        [(14.2e6, "kr."), (3.9e6, "kr.")],
    ),
    ("Her står noget andet.\nAssens: 12\nNyborg: 9", []),
]


@pytest.mark.parametrize(("text", "told"), LISTS)
def test_a_list_of_numbers_has_the_unit_of_the_line_above(
    text: str, told: list[tuple[float, str]]
) -> None:
    figures = figures_of(text)
    assert [(f.value, f.unit) for f in figures] == told
    assert not any(figure.from_table for figure in figures)


def test_a_column_of_percentages_is_none_of_the_rows_kroner() -> None:
    text = "| Indsats | Status | Andel |\n| Besparelse (mio. kr.) | 2,2 | 73 |\n| Møder | 4 | 80 |"
    assert [(f.value, f.unit) for f in figures_of(text)][:2] == [(2.2e6, "kr."), (73, "%")]
