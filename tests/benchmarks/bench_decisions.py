"""How well the decisions that are found agree with those annotated by hand.

Run by hand: ``python -m tests.benchmarks.bench_decisions [-v] [NAME…]``, where a name is that of an
annotation ("004", "dassos-2023-11-17"); without one, all whose text is on the machine. ``-v`` tells
what is missed and what is wrong.

A decision is found when its item and text agree. ``outcome`` and ``followed`` are the shares of
annotated decisions whose word is the one chosen, or ("loose") one that a careful reader may choose.
A follow-up is right when its sentence, who, what (half of it or more) and due agree; loosely right
when the sentence and what do, and who and due do not contradict. P is right of what was found, R
right of what was annotated.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from corpus.decision import Decision, FollowUp
from corpus.records import Document, Mention, Span
from ingest.decisions.extraction import find_decisions
from models.tagger import Tagger
from tests.annotated_decisions import (
    AnnotatedDecision,
    AnnotatedFollowUp,
    DecidedMinutes,
    decided_minutes,
)
from tests.overlap import alike, shared, touches
from tests.parsed import parse_file

SHARES = ("outcome", "outcome, loose", "followed", "followed, loose", "telling")
PARTS = (
    "decision",
    "decided by",
    "recommendation",
    "changes",
    "conditions",
    "dissent",
    "follow-ups",
    "follow-ups, loose",
)


class Score(NamedTuple):
    """Counts by "share right", "share all", and by "part right", "part found", "part wanted",
    "part got" (of those wanted, how many were found); ``told`` is what was wrong."""

    counts: Counter[str]
    told: list[str]


def _quote(text: str, span: Span | None) -> str:
    return "–" if span is None else repr(" ".join(text[span.start : span.end].split())[:90])


def _tell_follow_up(text: str, told: AnnotatedFollowUp | FollowUp) -> str:
    parts = f"who {_quote(text, told.who)} what {_quote(text, told.what)}"
    return f"{parts} due {_quote(text, told.due)} {told.due_date or ''}"


def _agrees(wanted: AnnotatedFollowUp, found: FollowUp) -> bool:
    enough = 2 * shared(wanted.what, found.what) >= wanted.what.end - wanted.what.start
    brief = found.what.end - found.what.start <= 3 * (wanted.what.end - wanted.what.start)
    who = wanted.who_any or wanted.who == found.who or touches(wanted.who, [found.who])
    due = wanted.due == found.due or touches(wanted.due, [found.due])
    date = wanted.due_date is None or wanted.due_date == found.due_date
    return enough and brief and who and due and date and _same_sentence(wanted, found)


def _agrees_loosely(wanted: AnnotatedFollowUp, found: FollowUp) -> bool:
    who = wanted.who is None or found.who is None or touches(wanted.who, [found.who])
    dates = {wanted.due_date, found.due_date} - {None}
    return (
        _same_sentence(wanted, found)
        and touches(wanted.what, [found.what])
        and who
        and (len(dates) < 2)
    )


def _same_sentence(wanted: AnnotatedFollowUp, found: FollowUp) -> bool:
    return touches(wanted.sentence, [Span(found.start, found.end)])


def _score_follow_ups(
    text: str,
    part: str,
    wanted: Sequence[AnnotatedFollowUp],
    found: Sequence[FollowUp],
    agrees: Callable[[AnnotatedFollowUp, FollowUp], bool],
    score: Score,
) -> None:
    """Each annotated follow-up is matched with one that was found. What was found beyond them is
    wrong, unless it stands in the sentence of an optional one."""
    left = list(found)
    for one in sorted(wanted, key=lambda one: one.optional):
        match = next((other for other in left if agrees(one, other)), None)
        if match:
            left.remove(match)
        if not one.optional:
            score.counts[f"{part} wanted"] += 1
            score.counts[f"{part} got"] += match is not None
            score.counts[f"{part} found"] += match is not None
            score.counts[f"{part} right"] += match is not None
            if not match:
                score.told.append(f"missed {part}: {_tell_follow_up(text, one)}")
    for other in left:
        if any(one.optional and _same_sentence(one, other) for one in wanted):
            continue
        score.counts[f"{part} found"] += 1
        score.told.append(f"false {part}: {_tell_follow_up(text, other)}")


def _score_spans(
    text: str,
    part: str,
    wanted: Sequence[Span],
    found: Sequence[Span],
    maybe: Sequence[Span],
    score: Score,
) -> None:
    """Spans agree when they share a character. One that may be found is neither right nor wrong."""
    for span in wanted:
        score.counts[f"{part} wanted"] += 1
        score.counts[f"{part} got"] += touches(span, found)
        if not touches(span, found):
            score.told.append(f"missed {part}: {_quote(text, span)}")
    for span in found:
        if touches(span, wanted) or not touches(span, maybe):
            score.counts[f"{part} found"] += 1
            score.counts[f"{part} right"] += touches(span, wanted)
        if not touches(span, [*wanted, *maybe]):
            score.told.append(f"false {part}: {_quote(text, span)}")


def _score_decision(text: str, wanted: AnnotatedDecision, found: Decision, score: Score) -> None:
    rights = {
        "outcome": found.outcome == wanted.outcomes[0],
        "outcome, loose": found.outcome in wanted.outcomes,
        "followed": found.followed == wanted.all_followed[0],
        "followed, loose": found.followed in wanted.all_followed,
        "telling": touches(found.telling, wanted.tellings),
    }
    for share, right in rights.items():
        score.counts[f"{share} right"] += right
    if not rights["outcome"]:
        what = f"outcome: {found.outcome}, not {' or '.join(wanted.outcomes)}"
        score.told.append(f"{what}: {_quote(text, found.telling)}")
    if not rights["followed"]:
        what = f"followed: {found.followed}, not {' or '.join(map(str, wanted.all_followed))}"
        score.told.append(f"{what}: {_quote(text, wanted.span)}")
    if not rights["telling"]:
        score.told.append(f"telling: {_quote(text, found.telling)}")
    one, other = wanted.recommendation, found.recommendation
    score.counts["recommendation wanted"] += one is not None
    score.counts["recommendation found"] += other is not None
    agreed = one is not None and other is not None and alike(one, other) >= 0.5
    score.counts["recommendation got"] += agreed
    score.counts["recommendation right"] += agreed
    if not agreed and (one or other):
        score.told.append(f"recommendation: {_quote(text, other)}, not {_quote(text, one)}")
    if touches(found.telling, wanted.tellings[:1]):
        needed, named = ([span] if span else [] for span in (wanted.decided_by, found.decided_by))
        _score_spans(text, "decided by", needed, named, [], score)
    _score_spans(text, "changes", wanted.changes, found.changes, wanted.maybe, score)
    _score_spans(text, "conditions", wanted.conditions, found.conditions, wanted.maybe, score)
    _score_spans(text, "dissent", wanted.dissent, found.dissent, wanted.maybe, score)
    for part, agrees in (("follow-ups", _agrees), ("follow-ups, loose", _agrees_loosely)):
        _score_follow_ups(text, part, wanted.follow_ups, found.follow_ups, agrees, score)


def score(minutes: DecidedMinutes, document: Document, decisions: Iterable[Decision]) -> Score:
    """What agrees in one document. A decision is told by its item's number and its text."""
    scored = Score(Counter(), [])
    numbers = {item.item_id: item.number for item in document.items}
    left = list(decisions)
    for wanted in minutes.decisions:
        match = next(
            (
                found
                for found in left
                if numbers[found.item_id] == wanted.item
                and shared(wanted.span, Span(found.start, found.end))
            ),
            None,
        )
        if match:
            left.remove(match)
        if wanted.optional:
            continue
        scored.counts["decision wanted"] += 1
        scored.counts["decision got"] += match is not None
        scored.counts["decision found"] += match is not None
        scored.counts["decision right"] += match is not None
        for share in SHARES:
            scored.counts[f"{share} all"] += 1
        before = len(scored.told)
        if match:
            _score_decision(document.text, wanted, match, scored)
        else:
            scored.told.append("no decision found")
            for part in ("follow-ups", "follow-ups, loose"):
                needed = sum(not one.optional for one in wanted.follow_ups)
                scored.counts[f"{part} wanted"] += needed
        scored.told[before:] = [f"item {wanted.item}: {told}" for told in scored.told[before:]]
    for found in left:
        scored.counts["decision found"] += 1
        telling = _quote(document.text, found.telling)
        scored.told.append(f"item {numbers[found.item_id]}: false decision: {telling}")
    return scored


def _share(right: int, of: int) -> str:
    return f"{right / of:.2f}" if of else "–"


def _row(counts: Counter[str]) -> list[str]:
    shares = [_share(counts[f"{name} right"], counts[f"{name} all"]) for name in SHARES]
    return [str(counts["decision wanted"]), *shares, *_precision_recall(counts, "follow-ups")]


def _precision_recall(counts: Counter[str], part: str) -> list[str]:
    precision = _share(counts[f"{part} right"], counts[f"{part} found"])
    return [precision, _share(counts[f"{part} got"], counts[f"{part} wanted"])]


def _found(tagger: Tagger, minutes: DecidedMinutes) -> tuple[Document, tuple[Decision, ...]]:
    document = parse_file(minutes.path)
    mentions: list[Mention] = tagger.tag(document.text)
    return document, find_decisions(document, mentions)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("-v", "--verbose", action="store_true")
    arguments = parser.parse_args()
    console = Console(width=150)
    tagger = Tagger()
    every: Counter[str] = Counter()
    rows = Table("", "decisions", *SHARES, "follow-ups P", "R", title="by document")
    for minutes in decided_minutes():
        if not minutes.path.is_file() or (arguments.names and minutes.name not in arguments.names):
            continue
        scored = score(minutes, *_found(tagger, minutes))
        every += scored.counts
        rows.add_row(minutes.name, *_row(scored.counts))
        if arguments.verbose and scored.told:
            print(f"\n{minutes.name}", *scored.told, sep="\n  ")
    rows.add_section()
    rows.add_row("all", *_row(every))
    console.print(rows)
    parts = Table("", "wanted", "found", "right", "P", "R", title="by part")
    for part in PARTS:
        numbers = [str(every[f"{part} {what}"]) for what in ("wanted", "found", "right")]
        parts.add_row(part, *numbers, *_precision_recall(every, part))
    console.print(parts)


if __name__ == "__main__":
    main()
