"""The same document says the same in every format of an office, and splits as its text does."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.extract import Extract
from ingest.formats.docx.reader import read_docx
from ingest.formats.odt.reader import read_odt
from ingest.formats.rtf.reader import read_rtf
from tests.agreement import agreement
from tests.numbered_minutes import numbered_docx_of
from tests.parsed import MINUTES, SAMPLES, parse_extract, parse_file
from tests.renditions import OFFICE, converted
from tests.word_files import rich_word_file

_READERS = {"docx": read_docx, "odt": read_odt, "rtf": read_rtf}
_FILES = sorted([*MINUTES.glob("*.txt"), *SAMPLES.glob("*.txt"), *SAMPLES.glob("*.md")])
_office = pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice (soffice) er ikke på denne maskine"
)
_GOAL = 0.98


def _facts(extract: Extract) -> dict[str, object]:
    text = extract.text
    return {
        "text": text,
        "pages": [text[page.start :].split("\n")[0] for page in extract.pages],
        "links": [(text[link.start : link.end], link.target) for link in extract.links],
        "notes": extract.notes,
    }


def _share(documents: dict[Path, Extract]) -> float:
    """The share of items that are split as in the text file."""
    found = [agreement(parse_file(p), parse_extract(extract)) for p, extract in documents.items()]
    return sum(one.agreeing for one in found) / sum(one.items for one in found)


@_office
@pytest.mark.parametrize("target", ["odt", "rtf"])
def test_a_document_that_libreoffice_saves_in_another_format_reads_the_same(target: str) -> None:
    original = rich_word_file()
    other = converted({"a.docx": original}, target)["a"]
    assert _facts(_READERS[target](other, "a")) == _facts(read_docx(original, "a.docx"))


@pytest.mark.parametrize("headings", [True, False])
@pytest.mark.parametrize("blanks", [True, False])
def test_minutes_numbered_by_word_split_as_their_text(headings: bool, blanks: bool) -> None:
    read = {}
    for path in _FILES:
        data = numbered_docx_of(parse_file(path), headings=headings, blanks=blanks)
        read[path] = read_docx(data, path.name)
    assert _share(read) >= _GOAL


@_office
@pytest.mark.slow
@pytest.mark.parametrize("target", ["docx", "odt", "rtf"])
@pytest.mark.parametrize("blanks", [True, False])
def test_minutes_that_libreoffice_saved_split_as_their_text(target: str, blanks: bool) -> None:
    made = {
        f"{path.stem}.docx": numbered_docx_of(parse_file(path), headings=False, blanks=blanks)
        for path in _FILES
    }
    saved = converted(made, target)
    read = {path: _READERS[target](saved[path.stem], path.name) for path in _FILES}
    assert _share(read) >= _GOAL
