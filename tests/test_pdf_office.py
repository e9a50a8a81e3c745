"""Minutes as LibreOffice makes PDF files of them, read as the text that they were made from."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from corpus.records import Document, Item
from ingest.formats.pdf.reader import read_pdf
from tests.parsed import SAMPLES, kinds, parse_extract, parse_file
from tests.renditions import OFFICE, converted, docx_of

pytestmark = pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice er ikke installeret (apt install libreoffice-writer)"
)
SAMPLED = (
    "kkr-hovedstaden-2024-09-13",
    "kkr-midtjylland-2024-03-04",
    "styregruppen-sjaelland-2023-05-12",
)
_MARKUP = re.compile(r"<[^<>]+>|[*_]")
_SIGN = re.compile(r"(?:^|\s)[#–-]+(?=\s)")


@cache
def _as_pdf(folder: Path, way: str) -> dict[str, Document]:
    """Every text of a folder as PDF, straight or by way of DOCX, read and split."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
    if folder == SAMPLES:
        texts = {stem: text for stem, text in texts.items() if stem in SAMPLED}
    if way == "txt":
        files = {f"{stem}.txt": text.encode() for stem, text in texts.items()}
    else:
        files = {f"{stem}.docx": docx_of(text, "Fortroligt") for stem, text in texts.items()}
    pdfs = converted(files, "pdf")
    assert pdfs.keys() == texts.keys()
    return {stem: parse_extract(read_pdf(data, stem)) for stem, data in pdfs.items()}


def _plain(text: str) -> str:
    return " ".join(_SIGN.sub(" ", _MARKUP.sub(" ", text)).split())


def _told(document: Document, item: Item) -> tuple[str | None, str, list[str], str]:
    """What must be the same: number, title, sections, and what was decided."""
    decided = " ".join(
        document.text[s.start : s.end] for s in item.sections if s.kind == "decision"
    )
    return item.number, _plain(item.title), kinds(item), _plain(decided)


@pytest.mark.parametrize("way", ["txt", "docx"])
@pytest.mark.parametrize("stem", SAMPLED)
def test_the_same_items_sections_and_decisions_as_from_the_text(stem: str, way: str) -> None:
    expected, document = parse_file(SAMPLES / f"{stem}.txt"), _as_pdf(SAMPLES, way)[stem]
    assert [_told(document, item) for item in document.items] == [
        _told(expected, item) for item in expected.items
    ]
    assert "Fortroligt" not in document.text and not re.search(r"Side \d", document.text)


@pytest.mark.slow
@pytest.mark.parametrize("way", ["txt", "docx"])
def test_the_real_minutes_are_the_same_in_all_but_two_of_a_hundred_items(
    minutes_dir: Path, way: str
) -> None:
    same = count = 0
    for stem, document in _as_pdf(minutes_dir, way).items():
        expected = parse_file(minutes_dir / f"{stem}.txt")
        found = [_told(document, item) for item in document.items]
        count += len(expected.items)
        same += sum(_told(expected, item) in found for item in expected.items)
    assert count > 60 and same >= 0.98 * count, (same, count)
