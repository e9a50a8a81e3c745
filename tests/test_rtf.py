"""RTF documents: text as Word and LibreOffice write it, and as older programs did."""

from __future__ import annotations

import pytest

from ingest.extract import Extract
from ingest.formats.rtf.reader import read_rtf

_STYLES = (
    r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0\b heading 1;}{\s2 heading 2;}"
    r"{\*\cs10 Default Paragraph Font;}{\s3\sbasedon0 Title;}}"
)


def read(
    body: str, opening: str = r"\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}}"
) -> Extract:
    return read_rtf(("{\\rtf1" + opening + body + "}").encode("latin-1"), "a.rtf")


def lines(body: str) -> list[str]:
    return [line for line in read(body).text.split("\n") if line]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"m\'f8de p\'e5 \'c6r\'f8", "møde på Ærø"),
        (r"\uc1 m\u248\'f8de", "møde"),
        (r"\uc0 m\u248 de", "møde"),
        (r"{\uc1 sm\u248 ?rrebr\u248 ?d}", "smørrebrød"),
        (r"\u8211 - \ldblquote x\rdblquote  \endash \emdash \bullet", "– “x” –—•"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"Sags\_nr. so\-cial 5\~kr.", "Sags-nr. social 5\xa0kr."),
        (r"\'7bx\'7d \{y\} \\", "{x} {y} \\"),
    ],
)
def test_characters_are_read_however_they_are_written(source: str, text: str) -> None:
    assert read(source + r"\par").text == f"{text}\n"


@pytest.mark.parametrize(
    ("opening", "byte"), [(r"\mac", "bf"), (r"\pca", "9b"), (r"\ansi\ansicpg850", "9b")]
)
def test_danish_letters_of_older_systems_are_read(opening: str, byte: str) -> None:
    assert read(rf" m\'{byte}de\par", opening).text == "møde\n"


def test_a_font_has_letters_of_its_own() -> None:
    fonts = r"\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset238 Arial CE;}}"
    assert read(r"\f0 \'e5 {\f1 \'b3}\par", fonts).text == "å ł\n"


def test_headings_are_known_by_the_style_sheet_and_by_outline_level() -> None:
    body = (
        _STYLES
        + r"\pard\s3 Referat\par\pard\s1 Sager\par\pard\s2 Budget\par"
        + r"\pard\outlinelevel1 Takster\par\pard Tekst\par"
    )
    assert read(body).text == "# Referat\n\n## Sager\n\n### Budget\n\n### Takster\n\nTekst\n"


def test_the_numbers_of_lists_are_kept_and_bullets_are_dashes() -> None:
    body = (
        r"{\listtext\pard\plain 1.\tab}\pard\ilvl0 Dagsorden\par"
        r"{\listtext\pard\plain\f0 \'b7\tab}\pard\ilvl1 at godkende\par"
        r"{\pntext\f0 2)\tab}{\*\pn\pnlvlbody}\pard Eventuelt\par"
    )
    assert lines(body) == ["1. Dagsorden", "  - at godkende", "2) Eventuelt"]


def test_a_table_is_rows_with_tabs() -> None:
    row = r"\trowd\cellx100\cellx200\pard\intbl {}\cell {}\cell\row"
    body = row.format("Kommune", "Pladser") + row.format("Odense", "12") + r"\pard Efter\par"
    assert read(body).text == "Kommune\tPladser\nOdense\t12\n\nEfter\n"


def test_text_in_the_cell_of_a_frame_keeps_its_paragraphs() -> None:
    body = r"\trowd\cellx100\pard\intbl Beslutning\par KKR godkendte.\cell\row\pard Efter\par"
    assert lines(body) == ["Beslutning", "KKR godkendte.", "Efter"]


def test_links_keep_their_targets_and_page_numbers_are_dropped() -> None:
    body = (
        r'Se {\field{\*\fldinst{HYPERLINK "https://kl.dk/b.pdf"}}{\fldrslt{\ul bilag 1}}}.\par'
        r" Side {\field{\*\fldinst{PAGE}}{\fldrslt{7}}}\par"
    )
    found = read(body)
    assert found.text == "Se bilag 1.\n\nSide\n"
    assert [(found.text[a.start : a.end], a.target) for a in found.links] == [
        ("bilag 1", "https://kl.dk/b.pdf")
    ]


def test_what_is_not_shown_is_left_out() -> None:
    body = (
        r"{\info{\title Hemmelig}}{\*\generator Riched20;}{\header Sidehoved\par}"
        r"{\footer Sidefod\par}Godkendt{\v  (skjult)}{\deleted  ikke}{\*\bkmkstart x}"
        r"{\pict\pngblip 89504e47}{\*\atnid A}{\*\annotation kommentar}.\par"
    )
    found = read(body)
    assert found.text == "Godkendt.\n"
    assert any("registrerede ændringer" in note for note in found.notes)


def test_notes_and_text_boxes_follow_their_paragraph() -> None:
    body = (
        r"Taksten stiger{\super\chftn{\footnote\pard\chftn  Se bilag 4.}}.\par"
        r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt\pard Dato: 4. marts\par}}}Tekst\par"
    )
    assert lines(body) == ["Taksten stiger[1].", "[1] Se bilag 4.", "Tekst", "Dato: 4. marts"]


def test_pages_start_at_page_breaks_and_sections() -> None:
    found = read(r"Et\par\page To\par\sect\sectd\sbknone Stadig\par\sect\sectd Tre\par")
    assert [found.text[p.start :].split("\n")[0] for p in found.pages] == ["Et", "To", "Tre"]


def test_the_header_of_the_first_page_alone_tells_of_the_meeting() -> None:
    found = read(r"{\header Intern\par}{\headerf KKR 4. marts 2024\par}Referat\par")
    assert found.text == "KKR 4. marts 2024\n\nReferat\n"


def test_a_files_own_characters_are_never_taken_for_marks() -> None:
    found = read(r"a{\u57344?}{\u-8191?}b\u-8189?c\par")
    assert found.text == "abc\n"
    assert not found.links


def test_pictures_and_broken_groups_take_no_time_and_lose_no_text() -> None:
    body = r"{\pict " + "00ff" * 500_000 + r"}Efter\par{\pict\bin99999999 " + "{" * 1000
    assert read(body).text == "Efter\n"
    assert read("{" * 50_000 + r"Tekst\par}}}Mere\par").text.startswith("Tekst\n")
