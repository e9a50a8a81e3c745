"""Lists in Word documents: Word stores which list a paragraph is in, and computes the number."""

from __future__ import annotations

import io

import docx
import pytest

from ingest.formats.docx.reader import read_docx
from tests.renditions import OFFICE, converted
from tests.word_files import (
    abstract,
    cell,
    level,
    lines_of,
    listed,
    num,
    paragraph,
    restart,
    table,
    word_file,
)


def test_items_carry_the_numbers_of_their_list_and_go_on_after_other_text() -> None:
    body = listed("Dagsorden", 1) + paragraph("Godkendt.") + listed("Eventuelt", 1)
    numbering = abstract(0, level(0, "%1.")) + num(1, 0)
    assert lines_of(body, numbering=numbering) == ["1. Dagsorden", "Godkendt.", "2. Eventuelt"]


def test_a_numbered_heading_carries_its_number() -> None:
    styles = (
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Punkt"><w:name w:val="Punkt"/>'
        '<w:basedOn w:val="Heading1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        "</w:style>"
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Under"><w:name w:val="Under"/>'
        '<w:basedOn w:val="Heading2"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    numbering = abstract(
        0,
        level(0, "Punkt %1:", more='<w:pStyle w:val="Punkt"/>'),
        level(1, "%1.%2", more='<w:pStyle w:val="Under"/>'),
    ) + num(1, 0)
    body = "".join(
        paragraph(text, f'<w:pStyle w:val="{style}"/>{more}')
        for text, style, more in (
            ("Budget", "Punkt", ""),
            ("Takster", "Under", ""),
            ("Uden nummer", "Punkt", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
            ("Regnskab", "Punkt", ""),
            ("Bilag", "Under", ""),
        )
    )
    assert lines_of(body, styles=styles, numbering=numbering) == [
        "# Punkt 1: Budget",
        "## 1.1 Takster",
        "# Uden nummer",
        "# Punkt 2: Regnskab",
        "## 2.1 Bilag",
    ]


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("decimal", "2."),
        ("decimalZero", "02."),
        ("lowerLetter", "b."),
        ("upperLetter", "B."),
        ("lowerRoman", "ii."),
        ("upperRoman", "II."),
        ("bullet", "-"),
    ],
)
def test_a_list_is_shown_in_its_own_kind_of_numbers(kind: str, shown: str) -> None:
    numbering = abstract(0, level(0, "%1.", kind)) + num(1, 0)
    assert lines_of(listed("A", 1) + listed("B", 1), numbering=numbering)[1] == f"{shown} B"


def test_words_own_styles_for_inner_lists_are_indented() -> None:
    made = docx.Document()
    for text, style in (("A", "List Number"), ("a", "List Bullet 2"), ("B", "List Number")):
        made.add_paragraph(text, style)
    written = io.BytesIO()
    made.save(written)
    assert read_docx(written.getvalue(), "a.docx").text == "1. A\n\n  - a\n\n2. B\n"


def test_a_list_starts_again_where_it_is_told_to() -> None:
    numbering = abstract(0, level(0, "%1.")) + num(1, 0) + num(2, 0, restart(0)) + num(3, 0)
    body = "".join(listed(t, i) for t, i in (("A", 1), ("B", 1), ("C", 2), ("D", 2), ("E", 3)))
    found = lines_of(body, numbering=numbering)
    assert found == ["1. A", "2. B", "1. C", "2. D", "3. E"]


def test_an_inner_list_is_indented_and_starts_again_below_each_item() -> None:
    numbering = abstract(0, level(0, "%1."), level(1, "%2)", "lowerLetter")) + num(1, 0)
    body = "".join(listed(t, 1, at) for t, at in zip("ABCDE", (0, 1, 1, 0, 1), strict=True))
    found = lines_of(body, numbering=numbering)
    assert found == ["1. A", "  a) B", "  b) C", "2. D", "  a) E"]


def test_a_level_that_is_never_to_start_again_does_not() -> None:
    never = '<w:lvlRestart w:val="0"/>'
    numbering = abstract(0, level(0, "%1.", "upperRoman"), level(1, "%2.", more=never)) + num(1, 0)
    body = "".join(listed(t, 1, at) for t, at in zip("ABCD", (0, 1, 0, 1), strict=True))
    assert lines_of(body, numbering=numbering) == ["I. A", "  1. B", "II. C", "  2. D"]


def test_a_legal_level_shows_roman_numbers_above_it_as_figures() -> None:
    legal = level(1, "%1.%2", more="<w:isLgl/>")
    numbering = abstract(0, level(0, "%1.", "upperRoman"), legal) + num(1, 0)
    body = listed("A", 1) + listed("B", 1) + listed("C", 1, 1)
    assert lines_of(body, numbering=numbering)[2] == "  2.1 C"


def test_a_list_that_a_list_style_defines_is_followed_to_its_definition() -> None:
    styles = (
        '<w:style w:type="numbering" w:customStyle="1" w:styleId="L"><w:name w:val="L"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = (
        abstract(0, level(0, "Sag %1."), more='<w:styleLink w:val="L"/>')
        + abstract(1, more='<w:numStyleLink w:val="L"/>')
        + num(1, 0)
        + num(2, 1)
    )
    assert lines_of(listed("Takster", 2), styles=styles, numbering=numbering) == ["Sag 1. Takster"]


def test_a_table_with_numbers_alone_in_a_column_shows_them() -> None:
    numbering = abstract(0, level(0, "%1.")) + num(1, 0)
    number = f"<w:tc>{listed('', 1)}</w:tc>"
    body = table(number + cell("Dagsorden"), number + cell("Eventuelt"))
    assert lines_of(body, numbering=numbering) == ["1.\tDagsorden", "2.\tEventuelt"]


_TWO = abstract(0, level(0, "%1."), level(1, "%1.%2")) + num(1, 0)
_THREE = abstract(0, level(0, "%1."), level(1, "%1.%2"), level(2, "%1.%2.%3")) + num(1, 0)
_MIXED = abstract(
    0,
    level(0, "Punkt %1:"),
    level(1, "%2)", "lowerLetter"),
    level(2, "%3.", "upperRoman"),
    level(3, "(%4)", "lowerRoman"),
    level(4, "§ %5", "decimal", 4),
) + num(1, 0)
_STYLED = abstract(
    0,
    level(0, "%1.", more='<w:pStyle w:val="Punkt"/>'),
    level(1, "%1.%2", more='<w:pStyle w:val="Under"/>'),
) + num(1, 0)
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
    f'<w:basedOn w:val="{parent}"/><w:pPr>{numbered}</w:pPr></w:style>'
    for name, parent, numbered in (
        ("Punkt", "Heading1", '<w:numPr><w:numId w:val="1"/></w:numPr>'),
        ("Under", "Heading2", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'),
        ("Uden", "Punkt", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
        ("Arvet", "Punkt", ""),
    )
)


def _levels(*levels: int) -> str:
    return "".join(listed(f"Tekst {n}", 1, at) for n, at in enumerate(levels))


def _lists(*lists: int) -> str:
    return "".join(listed(f"Tekst {n}", list_id) for n, list_id in enumerate(lists))


def _styled(*styles: str) -> str:
    return "".join(
        paragraph(f"Tekst {n}", f'<w:pStyle w:val="{style}"/>') for n, style in enumerate(styles)
    )


_SHAPES = {
    "levels": word_file(_levels(0, 1, 1, 2, 0, 1, 2, 2), numbering=_THREE),
    "first level missing": word_file(_levels(1, 1, 0, 1), numbering=_TWO),
    "level skipped": word_file(_levels(0, 2, 1, 2), numbering=_THREE),
    "kinds": word_file(_levels(*range(5), *range(5), 0, 3), numbering=_MIXED),
    "thirty letters": word_file(
        _lists(*[1] * 30), numbering=abstract(0, level(0, "%1)", "lowerLetter")) + num(1, 0)
    ),
    "from five": word_file(
        _levels(0, 1, 0),
        numbering=abstract(0, level(0, "%1)", start=5), level(1, "%2.")) + num(1, 0),
    ),
    "two of one definition": word_file(
        _lists(1, 1, 2, 1), numbering=abstract(0, level(0, "%1.")) + num(1, 0) + num(2, 0)
    ),
    "two definitions": word_file(
        _lists(1, 2, 1, 2),
        numbering=abstract(0, level(0, "%1."))
        + abstract(1, level(0, "%1."))
        + num(1, 0)
        + num(2, 1),
    ),
    "restarts": word_file(
        _lists(1, 1, 2, 2, 3, 1, 2),
        numbering=abstract(0, level(0, "%1."))
        + num(1, 0)
        + num(2, 0, restart(0))
        + num(3, 0, restart(0, 7)),
    ),
    "level of its own": word_file(
        _lists(1, 2, 2, 1),
        numbering=abstract(0, level(0, "%1."))
        + num(1, 0)
        + num(
            2,
            0,
            f'<w:lvlOverride w:ilvl="0">{level(0, "Bilag %1", "upperLetter")}</w:lvlOverride>',
        ),
    ),
    "styles": word_file(
        _styled("Punkt", "Under", "Under", "Uden", "Arvet", "Under", "Punkt"),
        styles=_STYLES,
        numbering=_STYLED,
    ),
}


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) er ikke på denne maskine")
def test_lists_of_every_shape_have_the_numbers_that_libreoffice_shows() -> None:
    files = {f"{name}.docx": data for name, data in _SHAPES.items()}
    shown = converted(files, "txt:Text (encoded):UTF8")
    for name, data in _SHAPES.items():
        theirs = [line.split() for line in shown[name].decode("utf-8-sig").split("\n")]
        ours = [line.lstrip("# ").split() for line in read_docx(data, name).text.split("\n")]
        assert [line for line in ours if line] == [line for line in theirs if line], name
