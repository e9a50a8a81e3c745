"""Chunks: what search finds and what answers are chosen from, as spans of one section each."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.records import Chunk, Document
from ingest.chunks import LONGEST_PASSAGE, passages, windows
from tests.parsed import MINUTES, SAMPLES, parse, parse_file

FILES = sorted(
    path
    for folder in (SAMPLES, MINUTES)
    if folder.is_dir()
    for path in folder.iterdir()
    if path.suffix in (".txt", ".md")
)
_TAG = re.compile(r"</?[a-z]+[^<>]*>", re.IGNORECASE)


def sections_of(document: Document, chunk: Chunk) -> list[str]:
    """The kinds of the sections that hold the chunk."""
    item = next(item for item in document.items if item.item_id == chunk.item_id)
    return [s.kind for s in item.sections if s.start <= chunk.start and chunk.end <= s.end]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:24])
def test_chunks_are_verbatim_spans_of_one_section(path: Path) -> None:
    document = parse_file(path)
    found = list(passages(document))
    assert found
    for chunk in (*found, *windows(document)):
        assert chunk.text == document.text[chunk.start : chunk.end] == chunk.text.strip() != ""
        assert sections_of(document, chunk) == [chunk.section]
        assert chunk.headline
    assert max(len(chunk.text) for chunk in found) <= LONGEST_PASSAGE
    ids = [chunk.chunk_id for chunk in (*found, *windows(document))]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:24])
def test_passages_cover_every_section_and_never_overlap(path: Path) -> None:
    document = parse_file(path)
    spans = sorted((chunk.start, chunk.end) for chunk in passages(document))
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    text = _TAG.sub(lambda tag: " " * len(tag.group()), document.text)
    left = list(text)
    for start, end in spans:
        left[start:end] = " " * (end - start)
    for item in document.items:
        for section in item.sections:
            if section.kind != "title":
                rest = "".join(left[section.start : section.end])
                assert not re.search(r"\w", rest), (item.number, section.kind)


def minutes(text: str) -> Document:
    return parse(
        "Referat af møde i KKR Sjælland den 4. marts 2024\n\n1. Takster og pladser\n\nBaggrund\n\n"
        f"{text}\n\nBeslutning\n\nKKR godkendte forslaget.\n\n2. Eventuelt\n"
    )


def texts(chunks: list[Chunk], section: str) -> list[str]:
    return [chunk.text for chunk in chunks if chunk.section == section]


@pytest.mark.parametrize(
    "text",
    [
        "Taksten stiger med otte procent i år. " * 200,
        "uden punktum og uden ende " * 300,
        "x" * 5000,
        "\n".join(f"Tilbud {n}\t{n * 7}\t{n * 11}" for n in range(400)),
    ],
    ids=["sætninger", "uden punktum", "uden mellemrum", "tabel"],
)
def test_long_sections_are_parted_and_nothing_is_lost(text: str) -> None:
    document = minutes(text.strip())
    found = texts(list(passages(document)), "background")
    assert all(len(part) <= LONGEST_PASSAGE for part in found)
    assert "".join("".join(found).split()) == "".join(text.split())
    # Of even length: no crumb at the end that search would find and no one could use.
    assert min(map(len, found)) > LONGEST_PASSAGE / 4


def test_the_title_is_read_with_the_text_but_is_no_part_of_it() -> None:
    chunk = next(iter(passages(minutes("Taksten stiger."))))
    assert chunk.text == "Taksten stiger."
    assert chunk.encoded_text == "Takster og pladser: Taksten stiger."


def test_a_part_carries_the_title_of_its_item() -> None:
    part = "{}) {}\n\nResume\n\nDer er nyt.\n\nBeslutning\n\nUdsat.\n\n"
    document = parse(
        "Referat af møde i KKR Sjælland\n\nPunkt 1. Nyt fra grupperne\n\n"
        + part.format("A", "Unge") + part.format("B", "Ældre") + "Punkt 2. Eventuelt\n\nIntet.\n"
    )  # fmt: skip
    assert "Nyt fra grupperne – Ældre" in {chunk.headline for chunk in passages(document)}


def test_an_item_without_text_is_found_by_its_title() -> None:
    found = list(passages(minutes("Taksten stiger.")))
    assert ("title", "2. Eventuelt") in [(chunk.section, chunk.text) for chunk in found]


def test_windows_are_one_to_three_neighbours() -> None:
    document = minutes("Ét er sagt. To er sagt. Tre er sagt. Fire er sagt.")
    found = texts(list(windows(document)), "background")
    assert sorted(found) == sorted(
        [
            "Ét er sagt.", "Ét er sagt. To er sagt.", "Ét er sagt. To er sagt. Tre er sagt.",
            "To er sagt.", "To er sagt. Tre er sagt.", "To er sagt. Tre er sagt. Fire er sagt.",
            "Tre er sagt.", "Tre er sagt. Fire er sagt.", "Fire er sagt.",
        ]
    )  # fmt: skip


def test_a_short_list_is_quoted_with_the_line_that_leads_in_to_it() -> None:
    text = "Det koster i alt:\n\n- 3 mio. kr. i 2024\n- 4 mio. kr. i 2025"
    found = texts(list(windows(minutes(text))), "background")
    assert text in found
    assert "Det koster i alt:" not in found


def test_a_row_is_read_under_the_heads_of_its_columns() -> None:
    rows = ["Tilbud\tTakst 2024\tTakst 2025", "Ahornlunden\t2.140\t2.210", "Birk\t1.870\t1.900"]
    document = minutes("Taksterne er aftalt.\n\n" + "\n".join(rows))
    by_text = {chunk.text: chunk for chunk in windows(document)}
    lead = by_text[rows[2]].lead
    assert lead is not None and lead.text == rows[0] == document.text[lead.start : lead.end]
    assert "Takst 2025" in by_text[rows[2]].headline
    assert "\n".join(rows) in by_text


def test_every_item_of_a_long_list_is_read_after_the_line_that_leads_in_to_it() -> None:
    items = [f"- Kommune {n} afprøver en ny model for visitation til botilbud" for n in range(20)]
    lead_in = "Forsøget omfatter:"
    found = [c for c in windows(minutes("\n".join([lead_in, *items]))) if c.text == items[-1]]
    assert [chunk.lead.text for chunk in found if chunk.lead] == [lead_in]


def test_a_line_with_a_colon_before_running_text_may_be_quoted() -> None:
    line = "Tilbuddet skal følge en model, hvor valget bestemmes af borgerens problem:"
    document = minutes(f"{line}\n\nDer er fire regioner med.")
    assert line in texts(list(windows(document)), "background")


def test_attachments_are_found_but_never_an_answer() -> None:
    document = minutes("Taksten stiger.\n\nBilag\n\nNotat om takster.docx")
    assert texts(list(passages(document)), "attachments") == ["Notat om takster.docx"]
    assert texts(list(windows(document)), "attachments") == []


def test_a_missing_item_has_no_chunks() -> None:
    document = parse(
        "Referat af møde i KKR Sjælland\n\n1. Takster\n\nBeslutning\n\nVedtaget.\n\n"
        "3. Pladser\n\nBeslutning\n\nUdsat.\n"
    )
    assert document.items[1].missing
    assert {chunk.item_id for chunk in passages(document)} == {"d.1", "d.3"}
