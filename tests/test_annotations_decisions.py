"""The annotations of decisions and figures fit the texts that they were made on."""

from __future__ import annotations

import hashlib
from typing import get_args

import pytest

from corpus.decision import Decision, Followed, FollowUp, Outcome
from corpus.figure import Figure
from corpus.records import Document, Span
from ingest.reader import read_file
from tests.annotated_decisions import AnnotatedDecision, DecidedMinutes, decided_minutes
from tests.annotated_figures import FiguredMinutes, figured_minutes
from tests.benchmarks import bench_decisions, bench_figures, bench_phrasings
from tests.parsed import SAMPLES, parse_file

DECIDED = list(decided_minutes())
FIGURED = list(figured_minutes())


def _text(minutes: DecidedMinutes | FiguredMinutes) -> str:
    if not minutes.path.is_file():
        pytest.skip("de fem referater i ../shared/minutes er ikke på denne maskine")
    return read_file(minutes.path).text


def _named(minutes: DecidedMinutes | FiguredMinutes) -> str:
    return minutes.name


def _parts(decision: AnnotatedDecision) -> list[Span]:
    """What must lie within the decision's own text."""
    parts = (decision.decided_by, *decision.tellings, *decision.changes, *decision.conditions)
    return [part for part in (*parts, *decision.dissent, *decision.maybe) if part]


def _within(part: Span | None, whole: Span) -> bool:
    return part is None or whole.start <= part.start < part.end <= whole.end


def test_every_sample_has_its_decisions_and_figures_annotated():
    samples = {path.stem for path in SAMPLES.iterdir()}
    assert samples <= {minutes.name for minutes in DECIDED}
    assert samples <= {minutes.name for minutes in FIGURED}


@pytest.mark.parametrize("minutes", [*DECIDED, *FIGURED], ids=_named)
def test_a_text_is_the_one_that_was_annotated(minutes: DecidedMinutes | FiguredMinutes):
    assert hashlib.sha256(_text(minutes).encode()).hexdigest() == minutes.sha256


@pytest.mark.parametrize("minutes", DECIDED, ids=_named)
def test_outcomes_are_words_of_the_thirteen(minutes: DecidedMinutes):
    for decision in minutes.decisions:
        assert set(decision.outcomes) <= set(get_args(Outcome))
        assert set(decision.all_followed) <= {None, *get_args(Followed)}


def test_phrasings_are_told_in_words_of_the_contract():
    words = {*get_args(Outcome), *get_args(Followed), bench_phrasings.NONE}
    for outcomes, followed, *_ in bench_phrasings.lines("decisions.txt"):
        assert {*outcomes.split("/"), *followed.split("/")} <= words
    assert all(len(parts) in (1, 5) for parts in bench_phrasings.lines("follow_ups.txt"))
    for _, *figures in bench_phrasings.lines("figures.txt"):
        assert all(map(bench_phrasings.FIGURE.fullmatch, figures)), figures


@pytest.mark.parametrize("minutes", DECIDED, ids=_named)
def test_parts_of_a_decision_lie_in_its_text(minutes: DecidedMinutes):
    whole = Span(0, len(_text(minutes)))
    for decision in minutes.decisions:
        assert _within(decision.span, whole) and _within(decision.recommendation, whole)
        assert all(_within(part, decision.span) for part in _parts(decision))
        for follow_up in decision.follow_ups:
            assert _within(follow_up.sentence, whole)
            for part in (follow_up.who, follow_up.what, follow_up.due):
                assert _within(part, follow_up.sentence)


@pytest.mark.parametrize("minutes", FIGURED, ids=_named)
def test_figures_stand_at_numbers_and_do_not_overlap(minutes: FiguredMinutes):
    text = _text(minutes)
    end = 0
    for figure in sorted(minutes.figures, key=lambda figure: figure.span.start):
        assert end <= figure.span.start < figure.span.end <= len(text)
        end = figure.span.end
        value = f"{figure.value:g}"
        digits = "".join(filter(str.isdigit, text[figure.span.start : end]))
        assert not digits or value[0] in digits
        for part in (figure.row, figure.column, *figure.counted):
            assert part is None or text[part.start : part.end].strip()


def _found(document: Document, wanted: AnnotatedDecision) -> Decision:
    """What a program would find that agrees with the annotation in everything."""
    item = next(item for item in document.items if item.number == wanted.item)
    follow_ups = [one for one in wanted.follow_ups if not one.optional]
    return Decision(
        decision_id="",
        document_id="",
        item_id=item.item_id,
        outcome=wanted.outcomes[0],
        start=wanted.span.start,
        end=wanted.span.end,
        telling=wanted.tellings[0],
        decided_by=wanted.decided_by,
        recommendation=wanted.recommendation,
        followed=wanted.all_followed[0],
        changes=wanted.changes,
        conditions=wanted.conditions,
        dissent=wanted.dissent,
        follow_ups=tuple(
            FollowUp(one.sentence.start, one.sentence.end, one.who, one.what, one.due, one.due_date)
            for one in follow_ups
        ),
    )


def _figured(minutes: FiguredMinutes) -> list[Figure]:
    return [
        Figure(
            figure_id="",
            document_id="",
            item_id="",
            start=one.span.start,
            end=one.span.end,
            kind=one.units[0][0],
            value=one.value,
            high=one.high,
            precision="exact",
            unit=one.units[0][1],
            counted=one.counted[0] if one.counted else None,
            sentence=one.span,
            from_table=one.from_table,
            row=one.row,
            column=one.column,
            date_from=one.date_from,
            date_to=one.date_to,
        )
        for one in minutes.figures
    ]


@pytest.mark.parametrize("name", ["dassos-2023-11-17", "styregruppen-sjaelland-2023-05-12"])
def test_what_agrees_in_everything_is_scored_as_right_and_what_is_left_out_as_missed(name: str):
    minutes = next(one for one in DECIDED if one.name == name)
    document = parse_file(minutes.path)
    decisions = [_found(document, wanted) for wanted in minutes.decisions]
    counts, told = bench_decisions.score(minutes, document, decisions)
    assert not told
    assert counts["outcome right"] == counts["outcome all"] == len(decisions)
    assert counts["follow-ups right"] == counts["follow-ups wanted"] > 2
    counts, told = bench_decisions.score(minutes, document, decisions[1:])
    assert told == ["item 1: no decision found"]
    assert counts["outcome right"] == counts["outcome all"] - 1

    figured = next(one for one in FIGURED if one.name == name)
    figures = _figured(figured)
    counted, told = bench_figures.score(figured, document, figures)
    assert not told
    assert sum(n for (_, step), n in counted.items() if step == "right") == len(figures)
    _, told = bench_figures.score(figured, document, figures[1:])
    assert len(told) == 1 and told[0].startswith("missed")
