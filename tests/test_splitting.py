"""Minutes divided into head, agenda, items and sections: the real ones, the samples, any text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from tests.parsed import (
    MINUTES,
    SAMPLES,
    assert_partition,
    kinds,
    numbers,
    parse,
    parse_file,
    real,
    section,
    titles,
)

TRUTH: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "data" / "samples.toml").read_text("utf-8")
)["document"]
REAL = ["000", "001", "002", "003", "004"]

needs_minutes = pytest.mark.skipif(
    not MINUTES.is_dir(), reason="de fem referater i ../shared/minutes er ikke på denne maskine"
)
generated = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate],  # Shrinking whole minutes takes longer than reading.
)


def upto(last: int) -> list[str | None]:
    return [str(number) for number in range(1, last + 1)]


@needs_minutes
@pytest.mark.parametrize(
    ("number", "structure", "expected"),
    [
        ("000", "agenda", [*upto(8), "(9)", "10", "11", "12", "13", "14", "15"]),
        ("001", "numbering", upto(13)),
        ("003", "agenda", ["1", "2", "2A", "2B", "3", "4", "5", "5A", "5B", "6", "7", "8", "9"]),
        ("004", "agenda", upto(13)),
    ],
)
def test_real_items(number: str, structure: str, expected: list[str]) -> None:
    document = real(number)
    assert numbers(document) == expected
    assert document.structure == structure
    assert document.kind == "referat"


@needs_minutes
def test_the_real_report_is_its_headings_each_under_those_above() -> None:
    document = real("002")
    assert document.structure == "headings"
    assert document.kind == "rapport"
    marked = [line for line in document.text.split("\n") if line.startswith("#")]
    assert titles(document) == [line.lstrip("# ").strip() for line in marked]
    levels = [len(line) - len(line.lstrip("#")) for line in marked]
    for at, item in enumerate(document.items):
        above = [
            titles(document)[i]
            for i in range(at)
            if levels[i] < levels[at] and levels[i] < min([9, *levels[i + 1 : at]])
        ]
        assert item.path == tuple(above)
    assert max(len(item.path) for item in document.items) == 3


@needs_minutes
@pytest.mark.parametrize("number", REAL)
def test_every_line_of_the_real_minutes_is_in_one_place(number: str) -> None:
    assert_partition(real(number))


@needs_minutes
def test_real_titles_are_whole_and_stand_in_their_item_once() -> None:
    document = real("000")
    listed = document.text[document.agenda[0].start : document.agenda[0].end].split("\n")
    stripped = [line.partition(". ")[2] for line in listed if line[:1].isdigit()]
    assert titles(document) == stripped
    for item in document.items:
        # However often a title is repeated, all of it is heading and none of it is text.
        for part in item.sections[1:]:
            lines = document.text[part.label_start : part.end].split("\n")
            assert item.title not in [line.strip() for line in lines]


@needs_minutes
def test_a_real_title_with_a_closing_parenthesis_is_not_cut() -> None:
    titled = titles(real("001"))
    assert all(title.count("(") == title.count(")") for title in titled)
    assert titled[1].startswith("Projekt omkring") and titled[1].endswith("29.juni 2011)")


@needs_minutes
def test_real_parts_have_sections_of_their_own_and_know_their_item() -> None:
    document = real("003")
    for item in document.items:
        if item.number in ("2A", "2B", "5A", "5B"):
            whole = next(i for i in document.items if i.number == item.number[0])
            assert item.path == (whole.title,)
            assert {"summary", "recommendation", "decision", "case"} <= set(kinds(item))
        elif item.number in ("2", "5"):
            assert kinds(item) == []


@needs_minutes
def test_numbered_headings_inside_a_real_item_stay_inside() -> None:
    document = real("004")
    item = document.items[5]
    inside = document.text[item.start : item.end]
    assert [f"\n{n}. " in inside for n in (1, 2, 3, 4)] == [True] * 4
    assert kinds(item) == ["summary", "background", "case", "recommendation", "decision"]


@needs_minutes
def test_a_real_decision_is_found_under_its_label() -> None:
    assert section(real("004"), "1", "decision") == "Dagsordenen blev godkendt"
    assert section(real("003"), "1", "decision") == "Styregruppen godkendte dagsordenen"


@pytest.mark.parametrize("truth", TRUTH, ids=[truth["source"] for truth in TRUTH])
def test_samples(truth: dict[str, Any]) -> None:
    document = parse_file(SAMPLES / truth["source"])
    expected = [
        (
            item.get("number"),
            item.get("title", ""),
            tuple(item.get("sections", ())),
            bool(item.get("missing")),
        )
        for item in truth["items"]
    ]
    found = [(i.number, i.title, tuple(kinds(i)), i.missing) for i in document.items]
    assert found == expected
    for item, true in zip(document.items, truth["items"], strict=True):
        if "path" in true:
            assert item.path == tuple(true["path"])
    assert document.structure == truth["structure"]
    assert_partition(document)


def test_the_truth_speaks_of_every_sample() -> None:
    samples = {path.name for path in SAMPLES.iterdir() if path.suffix in (".txt", ".md")}
    assert {truth["source"] for truth in TRUTH} == samples


# Minutes made at random: whatever is put together, it is taken apart again.

WORDS = st.sampled_from(
    "takster pladser borgere kommunerne regionen tilbuddet økonomien målgruppen visitationen "
    "årets forslaget aftalen psykiatrien botilbud".split()
)
TITLES = st.lists(WORDS, min_size=2, max_size=7).map(lambda words: " ".join(words).capitalize())
SENTENCES = st.lists(WORDS, min_size=3, max_size=14).map(
    lambda words: " ".join(words).capitalize() + "."
)
LABELS = ["Resumé", "Baggrund", "Sagsfremstilling", "Indstilling", "Beslutning", "Bilag"]
KIND = dict(
    zip(
        LABELS,
        ["summary", "background", "case", "recommendation", "decision", "attachments"],
        strict=True,
    )
)
BULLETS = st.lists(SENTENCES, min_size=2, max_size=4).map(
    lambda some: "\n".join(f"- {sentence}" for sentence in some)
)
ENUMERATED = st.lists(SENTENCES, min_size=2, max_size=4).map(
    lambda some: "\n".join(f"{n}. {sentence}" for n, sentence in enumerate(some, start=1))
)
TABLES = st.lists(st.tuples(WORDS, st.integers(1, 999)), min_size=2, max_size=4).map(
    lambda rows: "\n".join(f"{word}\t{figure}" for word, figure in rows)
)
BLOCKS = st.lists(st.one_of(SENTENCES, BULLETS, ENUMERATED, TABLES), min_size=1, max_size=3)
SECTIONS = st.lists(st.sampled_from(LABELS), min_size=1, max_size=6, unique=True).flatmap(
    lambda labels: st.tuples(*[st.tuples(st.just(label), BLOCKS) for label in labels])
)
ITEMS = st.lists(
    st.tuples(TITLES, SECTIONS), min_size=2, max_size=14, unique_by=lambda item: item[0]
)


@generated
@given(
    items=ITEMS,
    listed=st.booleans(),
    style=st.sampled_from(["{n}. {title}", "Punkt {n}: {title}", "## {n}. {title}"]),
    colon=st.sampled_from(["", ":"]),
    blanks=st.sampled_from(["\n", "\n\n"]),
)
def test_made_minutes_come_apart_as_they_were_put_together(
    items: list[tuple[str, tuple[tuple[str, list[str]], ...]]],
    listed: bool,
    style: str,
    colon: str,
    blanks: str,
) -> None:
    lines = ["Referat af møde i KKR Sjælland den 4. marts 2024", ""]
    if listed:
        lines += [
            "Dagsorden",
            *(f"{n}. {title}" for n, (title, _) in enumerate(items, start=1)),
            "",
        ]
    for n, (title, sections) in enumerate(items, start=1):
        lines += [style.format(n=n, title=title), ""]
        for label, blocks in sections:
            lines += [label + colon, blanks.join(blocks), ""]
    document = parse("\n".join(lines))

    assert numbers(document) == upto(len(items))
    assert titles(document) == [title for title, _ in items]
    for item, (_, sections) in zip(document.items, items, strict=True):
        assert kinds(item) == [KIND[label] for label, _ in sections]
    assert_partition(document)


FRAGMENTS = st.one_of(
    st.text(st.characters(exclude_characters="<[\r", exclude_categories=["Cs"]), max_size=30),
    SENTENCES,
    st.sampled_from(
        ["Dagsorden", "1. Takster", "2. Evt.", "3.", "Punkt 4", "# Status", "## 1. Mål", "Bilag:",
         "Beslutning", "Indstilling: Det indstilles, at", "A) Økonomi", "B) Drift", "KKR godkendte",
         "---", "\t", "a\tb\tc", "12.30", "- ", "<br>", "\f", "Deltagere:", "Dato: 31.02.2024"]
    ),
)  # fmt: skip


@generated
@given(st.lists(FRAGMENTS, max_size=25).map("\n".join))
def test_any_text_is_taken_apart_without_loss(text: str) -> None:
    assume(sum(map(str.isalpha, text)) >= 40)
    assert_partition(parse(text))
