"""Minutes as web pages are split as their text is, whatever shape the page has."""

from __future__ import annotations

import pytest

from ingest.formats.html.reader import read_html
from tests.agreement import agreement
from tests.html_shapes import SHAPES
from tests.parsed import MINUTES, SAMPLES, parse_extract, parse_file
from tests.renditions import OFFICE, converted, docx_of

ENOUGH = 0.98
_FEW = ["kkr-sjaelland-2024-09-03.txt", "styregruppen-sjaelland-2023-05-12.txt"]


def _agreed(pages: dict[str, bytes], names: list[str]) -> tuple[float, list[str]]:
    """The share of items that agree, and what differs."""
    agreeing = items = 0
    differing: list[str] = []
    for name in names:
        path = next(folder / name for folder in (SAMPLES, MINUTES) if (folder / name).exists())
        found = agreement(parse_file(path), parse_extract(read_html(pages[name], name)))
        agreeing += found.agreeing
        items += found.items
        differing += [f"{name} {one}" for one in found.differing]
    return agreeing / items, differing


@pytest.mark.parametrize("shape", SHAPES)
def test_sample_minutes_are_split_alike(shape: str) -> None:
    pages = {name: SHAPES[shape](parse_file(SAMPLES / name)) for name in _FEW}
    share, differing = _agreed(pages, _FEW)
    assert share >= ENOUGH, differing


@pytest.mark.slow
@pytest.mark.skipif(
    not MINUTES.is_dir(), reason="de fem referater i ../shared/minutes er ikke på denne maskine"
)
@pytest.mark.parametrize("shape", SHAPES)
def test_real_minutes_are_split_alike(shape: str) -> None:
    names = sorted(path.name for path in MINUTES.glob("*.txt"))
    pages = {name: SHAPES[shape](parse_file(MINUTES / name)) for name in names}
    share, differing = _agreed(pages, names)
    assert share >= ENOUGH, differing


@pytest.mark.slow
@pytest.mark.skipif(not OFFICE, reason="LibreOffice er her ikke")
@pytest.mark.parametrize("made_from", ["txt", "docx"])
def test_pages_that_libreoffice_makes_are_split_alike(made_from: str) -> None:
    texts = {name: parse_file(SAMPLES / name).text for name in _FEW}
    files = {
        name.replace(".txt", f".{made_from}"): (
            text.encode() if made_from == "txt" else docx_of(text, "Løbende hoved")
        )
        for name, text in texts.items()
    }
    pages = {f"{stem}.txt": data for stem, data in converted(files, "html").items()}
    share, differing = _agreed(pages, _FEW)
    assert share >= ENOUGH, differing
    assert not any("Løbende hoved" in read_html(page, name).text for name, page in pages.items())
