"""Paragraphs, pages, hyphens and letters of PDF files: what stands on the page, as it is read."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter, Transformation
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ingest.formats.pdf.reader import read_pdf
from tests.drawn_pdf import (
    BOLD,
    FONT,
    LEADING,
    LEFT,
    RIGHT,
    SIZE,
    TOP,
    Draw,
    lines_of,
    pdf_of,
    read,
    text_at,
    wrapped,
)

LONG = (
    "Kommunerne i regionen har siden 2019 drevet et fælles beredskab for borgere med svære "
    "spiseforstyrrelser. Beredskabet bruges mere end ventet, og udgiften er steget til 4,2 mio. "
    "kr. om året, hvoraf Region Sjælland betaler en tredjedel."
)
OTHER = (
    "Sekretariatet har spurgt de 17 kommuner, om de vil fortsætte. Femten svarer ja, mens Lejre og "
    "Stevns beder om et nyt regnskab, før de tager stilling til den videre drift."
)


def test_a_paragraph_is_one_line_whatever_lines_it_was_set_in() -> None:
    def page(canvas: Canvas) -> None:
        text_at(canvas, ["Baggrund", LONG, OTHER, "Beslutning", "Godkendt."])

    assert lines_of(page) == ["Baggrund", LONG, OTHER, "Beslutning", "Godkendt."]


def test_an_empty_line_stays_and_none_comes_where_there_is_none() -> None:
    def page(canvas: Canvas) -> None:
        text_at(canvas, ["Baggrund", LONG, "", "Beslutning", "", OTHER])

    assert read(page).text == f"Baggrund\n{LONG}\n\nBeslutning\n\n{OTHER}\n"


def test_lines_broken_by_counting_letters_are_joined_too() -> None:
    def page(canvas: Canvas) -> None:
        y = TOP
        for paragraph in (LONG, OTHER, LONG):
            rows = [""]
            for word in paragraph.split():
                if len(rows[-1]) + len(word) > 70:
                    rows.append("")
                rows[-1] = f"{rows[-1]} {word}".strip()
            for row in rows:
                canvas.drawString(LEFT, y, row)
                y -= LEADING

    assert lines_of(page) == [LONG, OTHER, LONG]


def test_first_lines_that_are_indented_open_paragraphs() -> None:
    def page(canvas: Canvas) -> None:
        y = TOP
        for paragraph in (LONG, OTHER, LONG, OTHER):
            first, *rest = wrapped(f"XXXX {paragraph}", RIGHT - LEFT)
            canvas.drawString(LEFT + stringWidth("XXXX ", FONT, SIZE), y, first[5:])
            y = text_at(canvas, rest, y=y - LEADING)

    assert lines_of(page) == [LONG, OTHER, LONG, OTHER]


def _running(canvas: Canvas, number: int) -> None:
    canvas.drawString(LEFT, 815, "Referat fra KKR Sjælland")
    canvas.drawRightString(RIGHT, 30, f"Side {number} af 3 sider")


def test_heads_feet_and_page_numbers_are_gone_from_the_sentence_that_they_part() -> None:
    rows = wrapped(LONG, RIGHT - LEFT)

    def first(canvas: Canvas) -> None:
        _running(canvas, 1)
        text_at(canvas, ["1. Beredskabet", "", *rows[:2]])

    def second(canvas: Canvas) -> None:
        _running(canvas, 2)
        text_at(canvas, [*rows[2:], OTHER])

    def third(canvas: Canvas) -> None:
        _running(canvas, 3)
        text_at(canvas, ["2. Eventuelt", "", OTHER])

    extract = read(first, second, third)
    assert extract.text.split("\n") == [
        *("1. Beredskabet", "", LONG, OTHER, "", "2. Eventuelt", "", OTHER, "")
    ]
    starts = [page.start for page in extract.pages]
    assert starts[0] == 0
    assert extract.text[starts[1] :].startswith(rows[2])
    assert extract.text[starts[2] :].startswith("2. Eventuelt")


def test_headings_and_labels_at_the_top_of_every_page_stay() -> None:
    def page(number: int) -> list[str]:
        return [f"Punkt {number}", "", "Baggrund", "", LONG, "", "Beslutning", "", OTHER]

    def draw(number: int) -> Draw:
        def on(canvas: Canvas) -> None:
            text_at(canvas, page(number))

        return on

    expected = [line for number in (4, 5, 6, 7) for line in page(number) if line]
    assert lines_of(*(draw(number) for number in (4, 5, 6, 7))) == expected


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("Kommunens social-", "forvaltning betaler.", "Kommunens socialforvaltning betaler."),
        ("Sendes til KKR-", "sekretariatet i dag.", "Sendes til KKR-sekretariatet i dag."),
        ("Gælder for 2021-", "2022 og frem.", "Gælder for 2021-2022 og frem."),
        ("Det gælder børne-", "og ungeområdet.", "Det gælder børne- og ungeområdet."),
        ("Ansøg hos Ikast-", "Brande Kommune.", "Ansøg hos Ikast-Brande Kommune."),
        ("Sagen går til drifts-", "styregruppe A.", "Sagen går til drifts-styregruppe A."),
    ],
)
def test_a_hyphen_at_a_lines_end_stays_where_it_belongs_to_the_word(
    left: str, right: str, joined: str
) -> None:
    opening = "I aftalen om den nye drifts-styregruppe står der, som det fremgår af referatet:"

    def page(canvas: Canvas) -> None:
        y = text_at(canvas, [LONG, ""])
        line = f"{opening} {left}"
        wider = RIGHT - LEFT - stringWidth(line, FONT, SIZE)
        canvas.drawString(LEFT, y, line, wordSpace=wider / line.count(" "))
        text_at(canvas, [right], y=y - LEADING)

    assert lines_of(page) == [LONG, f"{opening} {joined}"]


def test_a_hyphen_that_the_file_calls_soft_goes() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(LEFT, TOP, "Regionens special")
        canvas._code.append("/Span <</ActualText <FEFF00AD>>> BDC")
        canvas.drawString(LEFT + stringWidth("Regionens special", FONT, SIZE), TOP, "-")
        canvas._code.append("EMC")
        canvas.drawString(LEFT, TOP - LEADING, "tilbud lukkes.")

    assert lines_of(page) == ["Regionens specialtilbud lukkes."]


def test_words_drawn_in_any_order_are_read_as_they_stand() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(LEFT, TOP - LEADING, "Godkendt.")
        canvas.drawString(LEFT + stringWidth("KKR ", FONT, SIZE), TOP, "Sjælland")
        canvas.drawString(LEFT, TOP, "KKR")

    assert lines_of(page) == ["KKR Sjælland", "Godkendt."]


def test_letters_drawn_one_by_one_are_words() -> None:
    def page(canvas: Canvas) -> None:
        y = TOP
        for row in wrapped(LONG, RIGHT - LEFT):
            x = LEFT
            for letter in row:
                if letter != " ":
                    canvas.drawString(x, y, letter)
                x += stringWidth(letter, FONT, SIZE)
            y -= LEADING

    assert lines_of(page) == [LONG]


def test_letters_set_far_apart_are_words() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(LEFT, TOP, "REFERAT AF MØDET", charSpace=4)
        canvas.drawString(LEFT, TOP - 40, "B E S L U T N I N G")
        text_at(canvas, [LONG], y=TOP - 60)

    assert lines_of(page) == ["REFERAT AF MØDET", "BESLUTNING", LONG]


def test_text_drawn_twice_to_look_bold_is_read_once_and_as_bold() -> None:
    def page(canvas: Canvas) -> None:
        for shift in (0, 0.3):
            canvas.drawString(LEFT + shift, TOP, "Indstilling fra sekretariatet")
        text_at(canvas, [LONG], y=TOP - 2 * LEADING)

    assert lines_of(page) == ["## Indstilling fra sekretariatet", LONG]


def test_a_bold_word_before_a_plain_one_is_no_column_of_its_own() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont(BOLD, SIZE)
        canvas.drawString(LEFT, TOP, "Dato:")
        canvas.setFont(FONT, SIZE)
        canvas.drawString(LEFT + stringWidth("Dato:", BOLD, SIZE), TOP, " 4. marts 2024 i Vejle")

    assert lines_of(page) == ["Dato: 4. marts 2024 i Vejle"]


def test_raised_numbers_stay_in_their_line() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(LEFT, TOP, "Taksten er fastsat")
        canvas.setFont(FONT, 6)
        canvas.drawString(LEFT + stringWidth("Taksten er fastsat", FONT, SIZE), TOP + 4, "2")
        canvas.setFont(FONT, SIZE)
        x = LEFT + stringWidth("Taksten er fastsat", FONT, SIZE) + stringWidth("2", FONT, 6)
        canvas.drawString(x, TOP, " for 2025.")

    assert lines_of(page) == ["Taksten er fastsat2 for 2025."]


def test_a_footnote_does_not_part_the_sentence_that_goes_on_on_the_next_page() -> None:
    rows = wrapped(LONG, RIGHT - LEFT)
    note = "1 Jf. bekendtgørelse om rammeaftaler."

    def first(canvas: Canvas) -> None:
        text_at(canvas, [OTHER, "", *rows[:2]])
        text_at(canvas, [note], y=60, size=8)

    def second(canvas: Canvas) -> None:
        text_at(canvas, [*rows[2:], "", OTHER])

    assert lines_of(first, second) == [OTHER, note, LONG, OTHER]


def test_a_page_that_lies_on_its_side_is_read() -> None:
    def page(canvas: Canvas) -> None:
        text_at(canvas, ["Baggrund", LONG, "", "Beslutning", OTHER], width=400)

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_of(page))))
    (turned,) = writer.pages
    height, width = float(turned.mediabox.height), float(turned.mediabox.width)
    turned.add_transformation(Transformation().rotate(90).translate(height, 0))
    turned.mediabox.upper_right = turned.cropbox.upper_right = (height, width)
    turned.rotate(90)
    written = io.BytesIO()
    writer.write(written)
    text = read_pdf(written.getvalue(), "referat.pdf").text
    assert text == f"Baggrund\n{LONG}\n\nBeslutning\n{OTHER}\n"


def test_a_stamp_across_the_pages_is_read_once_and_parts_no_sentence() -> None:
    rows = wrapped(LONG, RIGHT - LEFT)

    def stamp(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(200, 500)
        canvas.rotate(45)
        canvas.setFont(BOLD, 60)
        canvas.drawString(0, 0, "UDKAST")
        canvas.restoreState()

    def first(canvas: Canvas) -> None:
        stamp(canvas)
        text_at(canvas, [OTHER, "", *rows[:2]])

    def second(canvas: Canvas) -> None:
        stamp(canvas)
        text_at(canvas, [*rows[2:], "", OTHER])

    lines = lines_of(first, second)
    assert [line for line in lines if "UDKAST" not in line] == [OTHER, LONG, OTHER]
    assert sum("UDKAST" in line for line in lines) == 1


def test_links_lie_over_the_words_that_they_lead_from() -> None:
    def page(canvas: Canvas) -> None:
        text_at(canvas, [f"Se Notat om takster. {OTHER}", "Bilag 2 ligger ved."])
        x = LEFT + stringWidth("Se ", FONT, SIZE)
        over = (x, TOP - 3, x + stringWidth("Notat om takster", FONT, SIZE), TOP + 9)
        canvas.linkURL("https://example.dk/notat.pdf", over)

    extract = read(page)
    (link,) = extract.links
    assert extract.text[link.start : link.end] == "Notat om takster."
    assert link.target == "https://example.dk/notat.pdf"
