"""Figures of whole documents: the sample minutes, and texts that a converter has spoilt."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.figure import Figure
from corpus.records import Document
from ingest.figures.extraction import find_figures
from tests.figured import document_of, figures_of
from tests.parsed import SAMPLES, parse_file

FILES = sorted([*SAMPLES.glob("*.txt"), *SAMPLES.glob("*.md")])


def _assert_verbatim(document: Document, figures: tuple[Figure, ...]) -> None:
    """Every span lies in the text, the figure in its sentence, the words next to no letter."""
    text = document.text
    for figure in figures:
        for span in (figure.counted, figure.row, figure.column, figure.period, figure.sentence):
            assert span is None or 0 <= span.start < span.end <= len(text)
        assert figure.sentence.start <= figure.start < figure.end <= figure.sentence.end
        assert figure.unit and (figure.high is None or figure.high > figure.value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_figures_of_minutes_stand_in_their_items(path: Path) -> None:
    document = parse_file(path)
    figures = find_figures(document, ())
    _assert_verbatim(document, figures)
    items = {item.item_id: item for item in document.items}
    for figure in figures:
        item = items[figure.item_id]
        assert item.start <= figure.start < figure.end <= item.end
    assert len({figure.figure_id for figure in figures}) == len(figures) > 5
    starts = [figure.start for figure in figures]
    assert starts == sorted(starts)


@pytest.mark.parametrize("seed", range(6))
def test_a_spoilt_text_is_read_without_harm(seed: int) -> None:
    chance = random.Random(seed)
    text = parse_file(chance.choice(FILES)).text
    spoil = [
        lambda t: t.replace("\n", " "),
        lambda t: "".join(c for c in t if chance.random() > 0.05),
        lambda t: t.replace(" ", "\t"),
        lambda t: t.upper(),
        lambda t: "".join(chance.sample(list(t), len(t))),
        lambda t: t.replace(" ", "\n"),
    ][seed]
    document = document_of(spoil(text))
    _assert_verbatim(document, find_figures(document, ()))


def test_a_figure_told_three_times_is_found_three_times() -> None:
    text = "Der er 8 pladser.\n\nBeslutning\nDe 8 pladser godkendes.\n\nDer er 8 pladser."
    assert [figure.value for figure in figures_of(text)] == [8, 8, 8]


def test_titles_and_lists_of_attachments_hold_no_figures() -> None:
    assert figures_of("Ingen tal her.", title="Udgiften er 8 mio. kr. til 12 pladser") == ()


def test_english_minutes_hold_no_danish_numbers() -> None:
    document = replace(document_of("The board agreed to cases with two places."), language="en")
    assert find_figures(document, ()) == ()


def test_a_text_without_line_ends_is_read_to_its_end() -> None:
    text = "ord " * 3000 + "der er 12 pladser i alt"
    assert [(f.value, f.unit) for f in figures_of(text)] == [(12, "pladser")]
