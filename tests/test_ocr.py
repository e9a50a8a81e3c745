"""Scanned pages through text recognition: what is read, how surely, and what is said where not."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from corpus.errors import UnreadableFile
from ingest.formats.ocr import engine as ocr_engine
from ingest.formats.ocr.picture_file import read_image
from ingest.formats.ocr.recognition import OcrMissing, recognise, recognise_picture
from ingest.formats.pdf.reader import read_pdf
from ingest.reader import read_file
from tests.scanned import DPI, needs_tesseract, pdf_of, saved, scan, typeface, worn

pytestmark = needs_tesseract

MINUTES = [
    "Referat af møde i KKR Sjælland den 4. marts 2024",
    "",
    "11. Ålegræs i Smålandsfarvandet",
    "",
    "Beslutning",
    "",
    "KKR Sjælland godkendte at plante ålegræs på 12 hektar i Smålandsfarvandet for 3,4",
    "mio. kr. Ærø og Læsø følger efter, når økonomien er på plads.",
    "",
    "I øvrigt blev orienteringen taget til efterretning.",
]
DECISION = (
    "KKR Sjælland godkendte at plante ålegræs på 12 hektar i Smålandsfarvandet for 3,4 mio. kr. "
    "Ærø og Læsø følger efter, når økonomien er på plads."
)


def text_of(page: Image.Image) -> str:
    return read_pdf(pdf_of(page), "scan.pdf").text


def test_a_scanned_page_is_read_as_its_paragraphs() -> None:
    extract = read_pdf(pdf_of(scan(MINUTES)), "scan.pdf")
    lines = extract.text.split("\n")
    assert "11. Ålegræs i Smålandsfarvandet" in lines
    assert DECISION in lines
    assert "I øvrigt blev orienteringen taget til efterretning." in lines
    (page,) = extract.pages
    assert page.ocr is not None and page.ocr > 0.9 and not page.uncertain


@pytest.mark.parametrize("angle", [90, 180, 270, -2])
def test_a_page_that_lies_askew_is_set_right(angle: float) -> None:
    turned = scan(MINUTES * 2).rotate(angle, expand=True, fillcolor=255, resample=3)
    assert DECISION in text_of(turned).split("\n")


def test_a_pale_and_grainy_page_is_read_all_the_same() -> None:
    assert DECISION in text_of(worn(scan(MINUTES), noise=20, ink=110)).split("\n")


def test_a_page_that_can_hardly_be_read_is_uncertain() -> None:
    extract = read_pdf(pdf_of(worn(scan(MINUTES), blur=2.5, noise=12, ink=120)), "scan.pdf")
    (page,) = extract.pages
    assert page.uncertain and page.read


def test_the_certainty_is_that_of_the_words() -> None:
    good = recognise_picture(scan(MINUTES), DPI, "x").confidence
    poor = recognise_picture(worn(scan(MINUTES), blur=2.5, noise=12, ink=120), DPI, "x").confidence
    assert 0 < poor < 0.8 < good <= 1


def test_a_page_of_which_next_to_nothing_is_recognised_is_not_read() -> None:
    good, lost = scan(MINUTES), worn(scan(MINUTES), blur=6, noise=12, ink=150)
    extract = read_pdf(pdf_of(good, lost), "scan.pdf")
    assert [page.read for page in extract.pages] == [True, False]
    assert extract.notes == (
        "Side 2 er skannet og kunne ikke læses af tekstgenkendelsen. Skan igen, og indlæs filen "
        "på ny.",
    )


def test_numbers_beside_each_other_stay_apart() -> None:
    line = "Antal kvinder i tilbud 10 8 8 og mænd 11 10 9 i 2018-2020"
    assert line in text_of(scan([*MINUTES, "", line]))


def test_signs_that_the_danish_model_lacks_are_read() -> None:
    text = text_of(
        scan(
            [
                "Tilbud efter servicelovens § 107 og §§ 108-110 drøftes.",
                "Bilag: Referat_DAS_230821.docx",
                "Skriv til sekretariatet@vejenkom.dk senest den 8. maj",
                "De 84 pladser – heraf 8 i Køge & Greve – er optaget.",
            ]
        )
    )
    assert "servicelovens § 107 og §§ 108-110 drøftes" in text
    assert "Referat_DAS_230821.docx" in text
    assert "sekretariatet@vejenkom.dk" in text
    assert "De 84 pladser – heraf 8 i Køge & Greve – er optaget." in text


def test_bullets_become_a_list_and_capital_i_is_no_bar() -> None:
    page = scan(["Det indstilles, at KKR"] + [""] * 3 + ["I Køge er der ingen. Ift. Greve: I dag."])
    draw = ImageDraw.Draw(page)
    for n, text in ((1, "drøfter sagen"), (2, "godkender budgettet")):
        y = 60 + 40 * n
        draw.ellipse((64, y + 15, 76, y + 27), fill=0)
        draw.text((100, y), text, font=typeface(), fill=0)
    text = text_of(page)
    assert "- drøfter sagen\n- godkender budgettet" in text
    assert "I Køge er der ingen. Ift. Greve: I dag." in text


def test_a_table_with_rules_becomes_rows() -> None:
    rows = [("Kommune", "Pladser", "Takst"), ("Køge", "11", "2.719"), ("Greve", "1", "1.950")]
    page = Image.new("L", (1200, 500), 255)
    draw = ImageDraw.Draw(page)
    for n, row in enumerate(rows):
        for column, cell in enumerate(row):
            draw.text((110 + 330 * column, 108 + 44 * n), cell, font=typeface(), fill=0)
    for n in range(4):
        draw.line((100, 104 + 44 * n, 1090, 104 + 44 * n), fill=0, width=2)
        draw.line((100 + 330 * n, 104, 100 + 330 * n, 104 + 44 * 3), fill=0, width=2)
    draw.text((110, 300), "Tabellen blev taget til efterretning.", font=typeface(), fill=0)
    lines = text_of(page).split("\n")
    assert lines[:3] == ["\t".join(row) for row in rows]


def test_a_blank_page_is_certain_and_holds_nothing() -> None:
    extract = read_pdf(pdf_of(scan(MINUTES), Image.new("L", (1200, 500), 250)), "scan.pdf")
    assert [page.uncertain for page in extract.pages] == [False, False]
    assert all(page.read for page in extract.pages) and not extract.notes


def test_pages_of_a_tiff_are_pages_and_a_sentence_goes_on_across_them(tmp_path: Path) -> None:
    data = saved(scan(MINUTES[:7]), scan(MINUTES[7:]), kind="TIFF", dpi=(DPI, DPI))
    path = tmp_path / "skannet.tif"
    path.write_bytes(data)
    extract = read_file(path)
    assert extract.format == "tif"
    assert DECISION in extract.text.split("\n")
    second = extract.pages[1]
    assert extract.text[second.start :].startswith("mio. kr. Ærø")


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "1"), ("JPEG", "CMYK")])
def test_pictures_of_every_make_are_read(kind: str, mode: str) -> None:
    assert "Ålegræs" in read_image(saved(scan(MINUTES).convert(mode), kind=kind), "foto").text


def test_a_photo_without_a_resolution_is_taken_for_a_page() -> None:
    large = scan(MINUTES).resize((2400, 1040), Image.Resampling.BICUBIC)
    assert DECISION in read_image(saved(large, kind="JPEG"), "foto.jpg").text


def test_a_picture_without_text_or_with_half_its_bytes_is_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"^sol\.png: Billedet rummer ingen tekst"):
        read_image(saved(Image.new("L", (400, 400), 180), kind="PNG"), "sol.png")
    half = saved(scan(MINUTES), kind="PNG")
    with pytest.raises(UnreadableFile, match=r"^halv\.png: Billedet er beskadiget"):
        read_image(half[: len(half) // 2], "halv.png")


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    bomb = saved(Image.new("1", (11_000, 8_000)), kind="PNG")
    with pytest.raises(UnreadableFile, match="80 millioner billedpunkter"):
        read_image(bomb, "stort.png")


def test_without_tesseract_the_message_tells_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OcrMissing, match="apt install tesseract-ocr tesseract-ocr-dan"):
        recognise(pdf_of(scan(MINUTES)), 0, "scan.pdf")
    with pytest.raises(UnreadableFile, match=r"ingen tekst.*tesseract-ocr-dan"):
        read_image(saved(scan(MINUTES), kind="PNG"), "side.png")


def test_tesseract_without_danish_does_not_count(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    command = tmp_path / "tesseract"
    command.write_text("#!/bin/sh\necho 'List of available languages (1):'\necho eng\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OcrMissing):
        recognise_picture(scan(MINUTES), DPI, "x")


def test_a_page_that_takes_too_long_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    command = tmp_path / "tesseract"
    command.write_text('#!/bin/sh\n[ "$1" = --list-langs ] && echo dan && exit\nexec sleep 30\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setattr(ocr_engine, "_SECONDS", 1)
    with pytest.raises(UnreadableFile, match="over et minut"):
        recognise_picture(scan(MINUTES), DPI, "side.png")
