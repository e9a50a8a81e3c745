"""The numbers that are computed for Word's lists are those that LibreOffice computes."""

from __future__ import annotations

import pytest

from ingest.formats.docx import read_docx
from tests.renditions import OFFICE, converted
from tests.word_files import abstract, level, listed, num, paragraph, restart, word_file

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
