"""Minutes that a converter flattened come apart as they do with their lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunks import passages, windows
from ingest.reader import read_file
from ingest.splitting.layout import document_lines
from ingest.splitting.lines import split_lines
from ingest.splitting.title_end import ordinary_words, title_end
from tests.parsed import (
    MINUTES,
    SAMPLES,
    assert_words_kept,
    kinds,
    numbers,
    parse,
    parse_file,
    titles,
    told_items,
)
from tests.test_splitting import BULLETS, KIND, LABELS, SENTENCES, TITLES, generated
from tests.written import MINUTES_WRITTEN, Written

REAL = sorted(MINUTES.glob("*.txt"))
SAMPLE = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".txt", ".md"))
# The least share of a document's items that must be the same, every part of them.
LEAST_SAME = 0.9


def whole(path: Path) -> str:
    return " ".join(read_file(path).text.split())


def by_page(path: Path, size: int = 2500) -> str:
    pages, page = [], ""
    for line in read_file(path).text.split("\n"):
        page += line + "\n"
        if len(page) > size:
            pages.append(" ".join(page.split()))
            page = ""
    return "\n\n".join([*pages, " ".join(page.split())])


def by_item(path: Path) -> str:
    document = parse_file(path)
    starts = sorted({item.start for item in document.items if not item.missing})
    bounds = [0, *starts, len(document.text)]
    pieces = (document.text[a:b] for a, b in zip(bounds, bounds[1:], strict=False))
    return "\n".join(" ".join(piece.split()) for piece in pieces)


WAYS: list[Callable[[Path], str]] = [whole, by_page, by_item]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_flattened_samples_hold_the_same_items(path: Path, way: Callable[[Path], str]) -> None:
    assert_same_items(path, way(path))


@pytest.mark.skipif(
    not REAL, reason="de fem referater i ../shared/minutes er ikke på denne maskine"
)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem[:3])
def test_flattened_real_minutes_hold_the_same_items(path: Path, way: Callable[[Path], str]) -> None:
    assert_same_items(path, way(path))


def assert_same_items(path: Path, text: str) -> None:
    document = parse_file(path)
    flattened = parse(text)
    expected, found = told_items(document), told_items(flattened)
    same = [item for item in expected if item in found]
    assert len(same) >= LEAST_SAME * len(expected), [i for i in expected if i not in same]
    assert len(found) <= len(expected) + 1
    assert flattened.structure == document.structure
    assert_words_kept(flattened)


@pytest.mark.parametrize(
    "written",
    [written for written in MINUTES_WRITTEN if written.flattened],
    ids=lambda written: written.name,
)
def test_flattened_written_minutes_hold_the_same_items(written: Written) -> None:
    document = parse(" ".join(written.text.split()))
    assert document.structure == written.structure
    written.assert_told(told_items(document))
    assert_words_kept(document)


ITEMS_OF_SENTENCES = st.lists(
    st.tuples(
        TITLES,
        st.lists(st.sampled_from(LABELS), min_size=1, max_size=6, unique=True),
        st.lists(st.one_of(SENTENCES, BULLETS), min_size=1, max_size=3).map(" ".join),
    ),
    min_size=2,
    max_size=14,
    unique_by=lambda item: item[0],
)


@generated
@given(items=ITEMS_OF_SENTENCES, style=st.sampled_from(["{}.", "Punkt {}:", "{})", "Sag nr. {}:"]))
def test_made_minutes_come_apart_flattened(
    items: list[tuple[str, list[str], str]], style: str
) -> None:
    pieces = ["Referat af møde i KKR Sjælland den 4. marts 2024"]
    for n, (title, labels, text) in enumerate(items, start=1):
        pieces += [style.format(n), title, *(f"{label} {text}" for label in labels)]
    document = parse(" ".join(" ".join(pieces).split()))
    assert numbers(document) == [str(n + 1) for n in range(len(items))]
    assert titles(document) == [title for title, _, _ in items]
    for item, (_, labels, _) in zip(document.items, items, strict=True):
        assert kinds(item) == [KIND[label] for label in labels]
    assert_words_kept(document)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Godkendelse af dagsorden", "Dagsordenen blev godkendt."),
        ("Takster i 2025", "Sekretariatet gennemgik taksterne."),
        ("Svar fra KL", "KL har svaret på henvendelsen."),
        ("Status fra Socialtilsyn Nord", "Socialtilsyn Nord har ført 200 tilsyn i år."),
        ("Samarbejde med Aarhus", "Aarhus Kommune orienterede om samarbejdet."),
        ("Særlige pladser på Sct. Hans", "Udvalget drøftede pladserne."),
        ("Forlængelse af projekt Nøglen", "Projektet udløber til sommer."),
        ("Regler for køb (flyttet fra juni)", "Reglerne er fra 2019."),
        ("Mødeplan 2025", "Møderne holdes i Vejle."),
        ("Eventuelt", "Intet."),
        ("Evt.", "Peter Holm takkede for samarbejdet."),
        ("Orientering", "- Middelfart Kommune har sænket taksten."),
        ("Ny formand", "Der var to kandidater."),
        ("Økonomi", "Regnskabet for 2009 udviser et overskud."),
        ("Indledning", "Borgmester Karin Lau takkede for fremmødet."),
        ("Næste møde og evt.", "Næste møde er den 3. maj."),
        ("Ventelister til behandling", "Kommunerne indberetter hvert kvartal."),
    ],
)
def test_a_title_ends_where_a_sentence_begins(title: str, text: str) -> None:
    vocabulary = ordinary_words(
        "kommunen og udvalget drøftede projektet på mødet, sekretariatet gennemgik referatet"
    )
    run_on = f"{title} {text}"
    assert run_on[: title_end(run_on, 0, len(run_on), vocabulary)] == title


def test_items_of_one_line_each_come_apart_without_labels() -> None:
    document = parse(
        "Referat af møde i Brugerrådet den 11. maj 2011\n"
        "1. Valg af ordstyrer Ole Jessen blev valgt som ordstyrer.\n"
        "2. Regnskab 2010 Trafikselskabet fremlagde regnskabet. Der er kørt 41.230 ture, som er "
        "fire procent flere end året før.\n"
        "3. Ventetider og klager Antallet af klager er halveret, siden centralen åbnede. Rådet "
        "roste centralen.\n4. Eventuelt Intet.\n"
    )
    assert titles(document) == [
        "Valg af ordstyrer",
        "Regnskab 2010",
        "Ventetider og klager",
        "Eventuelt",
    ]
    assert_words_kept(document)


@pytest.mark.parametrize("number", ["27.00.00-A00-12-18", "Sagsnr. 2019-012345", "EMN-2017-04411"])
def test_the_number_of_the_case_is_no_part_of_a_flattened_title(number: str) -> None:
    text = "Beslutning Udvalget godkendte forslaget."
    document = parse(
        f"Referat af mødet den 3. april 2018 1. Organisering af bostøtten {number} {text} "
        f"2. Puljer 2025-2026 {text} 3. Evt. Beslutning Intet."
    )
    assert titles(document) == ["Organisering af bostøtten", "Puljer 2025-2026", "Evt."]


LISTS = "Rapporten peger på tre forhold: 1. Ventetid 2. Økonomi 3. Samarbejde. "
PROSE = "Udviklingen skyldes, at flere borgere end ventet er visiteret til tilbuddene. " * 12


@pytest.mark.parametrize(
    "text",
    [
        f"# Rapport\n\n## Udvikling\n\n{PROSE}\n\n## Forhold\n\n{LISTS}{PROSE}\n",
        f"1. Takster\n\nBaggrund\n\n{PROSE}{LISTS}\n\nBeslutning\n\nUdsat.\n\n2. Evt.\n\nIntet.\n",
        f"Brev om pladser\n\n{PROSE}\n\n{LISTS}{PROSE}\n\n{PROSE}\n",
    ],
)
def test_lines_of_documents_that_were_not_flattened_are_left_whole(text: str) -> None:
    assert document_lines(text) == split_lines(text)


def test_a_list_that_was_run_together_is_quoted_by_its_items() -> None:
    points = [
        "at kommunerne indberetter deres tomme pladser hver måned fra den 1. januar",
        "at regionen samler tallene og offentliggør dem på rammeaftalens hjemmeside",
        "at der følges op i styregruppen, når ordningen har virket i et helt år",
    ]
    text = (
        "Referat den 4. marts 2024 1. Tomme pladser Indstilling Sekretariatet indstiller: – "
        + " – ".join(points)
        + " Beslutning Tiltrådt. 2. Evt. Beslutning Intet."
    )
    document = parse(text)
    assert any(
        chunk.text == f"– {points[1]}" for chunk in windows(document) if chunk.section != "decision"
    )


def test_passages_of_flattened_minutes_are_as_short_as_others() -> None:
    for path in SAMPLE:
        document = parse(whole(path))
        assert max(len(chunk.text) for chunk in passages(document)) <= 1200
        assert all(document.text[c.start : c.end] == c.text for c in passages(document))


MANY = 250_000


@pytest.mark.parametrize(
    "piece",
    [
        "Udvalget drøftede sagen og fandt den god. ",
        "1. Takster Baggrund Taksten stiger. Beslutning Udsat. ",
        "2. Godkendelse ",
        "Indstilling Det er godt. ",
        "[a](",
        "<ol> x ",
        "1. A 2. B 3. C ",
        "# ",
        "A) Takster ",
        "**1. A** ",
        "-- ",
        "....",
        "a",
    ],
)
def test_a_paragraph_of_hundreds_of_thousands_of_marks_is_taken_apart(piece: str) -> None:
    text = "Referat af mødet i KKR Sjælland den 4. marts 2024. " + piece * (MANY // len(piece))
    lines = document_lines(text)
    assert "".join("".join(line.raw.split()) for line in lines) == "".join(text.split())
