"""Columns, tables, lists and headings of PDF files."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.drawn_pdf import (
    BOLD,
    FONT,
    LEADING,
    LEFT,
    RIGHT,
    SIZE,
    TOP,
    lines_of,
    read,
    text_at,
    wrapped,
)

FIRST = (
    "Formanden bød velkommen og orienterede om dagens program. Der var afbud fra Lolland og fra "
    "Odsherred, som begge havde sendt deres bemærkninger skriftligt til sekretariatet dagen før."
)
SECOND = (
    "Regnskabet for det fælles sekretariat viser et mindreforbrug på 310.000 kr., fordi en "
    "stilling stod tom i otte måneder. Beløbet føres tilbage til kommunerne efter folketal."
)
THIRD = (
    "I kredsen drøftede man, om aftalen om særlige pladser kan forlænges et år, mens staten "
    "arbejder på en ny finansiering. Der er enighed om at fastholde de nuværende takster."
)
FOURTH = (
    "Kommunerne bedes melde tilbage inden udgangen af maj, hvor mange borgere der venter på et "
    "tilbud, og hvor længe de har ventet. Sekretariatet samler svarene til næste møde."
)


def test_two_columns_are_read_one_after_the_other() -> None:
    def page(canvas: Canvas) -> None:
        text_at(canvas, ["Referat af mødet i styregruppen for rammeaftalen den 12. maj 2023"])
        text_at(canvas, [SECOND, FIRST], width=210, y=740, gap=4)
        text_at(canvas, [THIRD, FOURTH], x=310, width=210, y=740, gap=4)

    assert lines_of(page)[1:] == [SECOND, FIRST, THIRD, FOURTH]


def test_a_sentence_goes_on_from_one_column_to_the_next() -> None:
    def page(canvas: Canvas) -> None:
        rows = wrapped(SECOND, 210)
        y = text_at(canvas, [FIRST], width=210, gap=4)
        text_at(canvas, [" ".join(rows[:3])], width=210, y=y)
        text_at(canvas, [" ".join(rows[3:]), THIRD, FOURTH], x=310, width=210, gap=4)

    assert lines_of(page) == [FIRST, SECOND, THIRD, FOURTH]


def _table(
    canvas: Canvas, rows: Sequence[Sequence[str]], xs: Sequence[float], y: float, ruled: bool
) -> float:
    top = y
    for row in rows:
        ends = [
            text_at(canvas, [cell] if cell else [], x=xs[i] + 4, y=y, width=xs[i + 1] - xs[i] - 12)
            for i, cell in enumerate(row)
        ]
        y = min(ends) - (4 if ruled else 0)
        if ruled:
            canvas.line(xs[0], y + LEADING - 3, xs[-1], y + LEADING - 3)
    if ruled:
        canvas.line(xs[0], top + LEADING - 3, xs[-1], top + LEADING - 3)
        for x in xs:
            canvas.line(x, top + LEADING - 3, x, y + LEADING - 3)
    return y


ROWS = [
    ["Gruppe", "Målgruppe", "Antal"],
    ["Gruppe 1 fra september 2024", "I kontakt med psykiatrien, men ikke i behandling", "4.600"],
    ["Gruppe 2", "I behandling både i psykiatrien og i kommunalt regi", "4.000"],
    ["", "I alt", "8.600"],
]


def test_a_ruled_table_is_a_line_for_each_row_however_its_cells_are_broken() -> None:
    def page(canvas: Canvas) -> None:
        y = text_at(canvas, [FIRST, ""])
        y = _table(canvas, ROWS, [70, 170, 330, 400], y, ruled=True)
        text_at(canvas, ["", SECOND], y=y)

    rows = ["\t".join(row) for row in ROWS]
    assert lines_of(page) == [FIRST, *rows, SECOND]


def test_a_table_without_rules_is_one_too() -> None:
    def page(canvas: Canvas) -> None:
        y = text_at(canvas, [FIRST, ""])
        y = _table(canvas, ROWS[:3], [70, 190, 430, 500], y, ruled=False)
        text_at(canvas, ["", SECOND], y=y)

    rows = ["\t".join(row) for row in ROWS[:3]]
    assert lines_of(page) == [FIRST, *rows, SECOND]


def test_years_as_columns_keep_the_empty_corner() -> None:
    def page(canvas: Canvas) -> None:
        y = text_at(canvas, [FIRST, ""])
        for row in (
            ["", "2023", "2024"],
            ["Pladser", "12", "14"],
            ["Takst i kr.", "2.100", "2.200"],
        ):
            for x, cell in zip((70, 250, 350), row, strict=True):
                canvas.drawString(x, y, cell)
            y -= LEADING

    assert lines_of(page) == [FIRST, "\t2023\t2024", "Pladser\t12\t14", "Takst i kr.\t2.100\t2.200"]


def test_minutes_in_a_table_of_long_cells_keep_their_paragraphs() -> None:
    body = ["Indstilling", FIRST, SECOND, "Beslutning", THIRD, FOURTH]

    def page(canvas: Canvas) -> None:
        canvas.drawString(75, TOP, "Punkt 3")
        y = text_at(canvas, body, x=155, width=360)
        for x in (70, 150, 525):
            canvas.line(x, TOP + 12, x, y)
        for level in (TOP + 12, y):
            canvas.line(70, level, 525, level)

    assert lines_of(page) == ["Punkt 3", *body]


def test_a_long_list_in_a_cell_stays_beside_its_label() -> None:
    names = ", ".join(f"Kommunaldirektør nummer {n} fra Kommune {n}" for n in range(1, 15))

    def page(canvas: Canvas) -> None:
        _table(canvas, [["Sted", "Vejle"], ["Deltagere", names]], [70, 150, 450], TOP, ruled=True)

    assert lines_of(page) == ["Sted\tVejle", f"Deltagere\t{names}"]


def test_headings_are_told_by_their_size_and_ranked_by_it() -> None:
    def page(canvas: Canvas) -> None:
        y = text_at(canvas, ["Referat fra KKR Sjælland"], font=BOLD, size=20, leading=30)
        title = "1. Forlængelse af aftalen om de særlige pladser i psykiatrien i Region Sjælland"
        y = text_at(canvas, [title], y=y, font=BOLD, size=14, leading=17)
        y = text_at(canvas, ["Indstilling"], y=y - 6, font=BOLD)
        y = text_at(canvas, [FIRST, SECOND], y=y)
        y = text_at(canvas, ["2. Eventuelt"], y=y - 10, font=BOLD, size=14, leading=17)
        text_at(canvas, [THIRD], y=y)

    assert lines_of(page) == [
        "# Referat fra KKR Sjælland",
        "## 1. Forlængelse af aftalen om de særlige pladser i psykiatrien i Region Sjælland",
        *("### Indstilling", FIRST, SECOND, "## 2. Eventuelt", THIRD),
    ]


def test_a_sentence_in_bold_and_words_in_bold_are_no_headings() -> None:
    sentence = "Dagsordenen blev godkendt med en bemærkning."

    def page(canvas: Canvas) -> None:
        y = text_at(canvas, [FIRST, SECOND])
        y = text_at(canvas, [sentence], y=y, font=BOLD)
        canvas.setFont(BOLD, SIZE)
        canvas.drawString(LEFT, y, "Frist: ")
        canvas.setFont(FONT, SIZE)
        canvas.drawString(LEFT + stringWidth("Frist: ", BOLD, SIZE), y, "den 1. maj.")

    assert lines_of(page)[2:] == [
        "Dagsordenen blev godkendt med en bemærkning.",
        "Frist: den 1. maj.",
    ]


def test_signs_of_lists_become_dashes_and_levels_indents() -> None:
    def item(canvas: Canvas, sign: str, text: str, x: float, y: float) -> float:
        canvas.setFont("Symbol", SIZE)
        canvas.drawString(x, y, sign)
        return text_at(canvas, [text], x=x + 18, y=y, width=RIGHT - x - 18)

    def page(canvas: Canvas) -> None:
        y = text_at(canvas, [FIRST])
        y = item(canvas, "•", SECOND, 88, y)
        y = item(canvas, "•", "Takster", 106, y)
        y = item(canvas, "•", "Pladser", 106, y)
        y = item(canvas, "•", THIRD, 88, y)
        text_at(canvas, [FOURTH], y=y)

    assert [line for line in read(page).text.split("\n") if line] == [
        *(FIRST, f"- {SECOND}", "  - Takster", "  - Pladser", f"- {THIRD}", FOURTH)
    ]


def test_dots_that_a_browser_draws_before_lines_are_signs_of_lists_too() -> None:
    def page(canvas: Canvas) -> None:
        y = text_at(canvas, [FIRST])
        for text in (SECOND, "Takster"):
            canvas.circle(80, y + 3.5, 2, stroke=0, fill=1)
            y = text_at(canvas, [text], x=90, y=y, width=RIGHT - 90)
        text_at(canvas, [THIRD], y=y)

    assert lines_of(page) == [FIRST, f"- {SECOND}", "- Takster", THIRD]


def test_numbers_that_hang_stand_before_their_text() -> None:
    def page(canvas: Canvas) -> None:
        y = text_at(canvas, ["Det indstilles, at KKR"])
        for number, text in enumerate((FIRST, SECOND, "drøfter sagen"), start=1):
            canvas.drawString(88, y, f"{number}.")
            y = text_at(canvas, [text], x=106, y=y, width=RIGHT - 106)
        text_at(canvas, [THIRD], y=y)

    assert lines_of(page)[1:] == [f"1. {FIRST}", f"2. {SECOND}", "3. drøfter sagen", THIRD]


def test_a_date_at_the_start_of_a_line_opens_no_item() -> None:
    text = (
        "Der søges om en stigning i taksten på krisecentret med 206 kr. pr. døgn, gældende fra den "
        "1. august 2024, så der kan ansættes en børnefaglig medarbejder på stedet."
    )

    def page(canvas: Canvas) -> None:
        cut = text.index("1. august")
        width = stringWidth(text[: cut - 1], FONT, SIZE) + 4
        text_at(canvas, [text, ""], width=width, x=40)
        text_at(canvas, [FIRST, SECOND], width=width, x=40, y=TOP - 5 * LEADING)

    assert lines_of(page)[0] == text
