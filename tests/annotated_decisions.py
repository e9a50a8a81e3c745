"""Minutes annotated by hand with what was decided and who is to do what.

The annotations stand in ``tests/annotations/decisions``, what they go by in
``tests/annotations/README-decisions.md``.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.decision import Followed, Outcome
from corpus.records import Span
from tests.parsed import MINUTES, SAMPLES

FOLDER = Path(__file__).parent / "annotations" / "decisions"


@dataclass(frozen=True, slots=True)
class AnnotatedFollowUp:
    """Who is to do what by when. One that is ``optional`` is right when found, and not missed when
    not; with ``who_any`` the actor is only implied."""

    sentence: Span
    who: Span | None
    what: Span
    due: Span | None
    due_date: dt.date | None
    optional: bool
    who_any: bool


@dataclass(frozen=True, slots=True)
class AnnotatedDecision:
    """What an item, told by its number, ended with. ``outcomes``, ``all_followed`` and ``tellings``
    hold first what was chosen, then what a careful reader may choose as well; ``maybe`` may be
    taken for a change, a condition or a dissent."""

    item: str
    outcomes: tuple[Outcome, ...]
    span: Span
    tellings: tuple[Span, ...]
    decided_by: Span | None
    recommendation: Span | None
    all_followed: tuple[Followed | None, ...]
    changes: tuple[Span, ...]
    conditions: tuple[Span, ...]
    dissent: tuple[Span, ...]
    maybe: tuple[Span, ...]
    follow_ups: tuple[AnnotatedFollowUp, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class DecidedMinutes:
    """The decisions of one document. ``sha256`` is that of the text's UTF-8."""

    name: str
    source: str
    sha256: str
    decisions: tuple[AnnotatedDecision, ...]

    @property
    def path(self) -> Path:
        """The file with the text; that of real minutes may be missing on this machine."""
        written = FOLDER.parent / "minutes" / self.source
        if written.is_file():
            return written
        return (MINUTES if self.name.isdigit() else SAMPLES) / self.source


def _span(pair: Sequence[int] | None) -> Span | None:
    return Span(*pair) if pair else None


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in pairs)


def _follow_up(told: Mapping[str, Any]) -> AnnotatedFollowUp:
    return AnnotatedFollowUp(
        sentence=Span(*told["sentence"]),
        who=_span(told["who"]),
        what=Span(*told["what"]),
        due=_span(told["due"]),
        due_date=dt.date.fromisoformat(told["due_date"]) if told["due_date"] else None,
        optional=told.get("optional", False),
        who_any=told.get("who_any", False),
    )


def _decision(told: Mapping[str, Any]) -> AnnotatedDecision:
    others = told.get("or", {})
    return AnnotatedDecision(
        item=told["item"],
        outcomes=(told["outcome"], *others.get("outcome", ())),
        span=Span(*told["span"]),
        tellings=_spans((told["telling"], *others.get("telling", ()))),
        decided_by=_span(told["decided_by"]),
        recommendation=_span(told["recommendation"]),
        all_followed=(told["followed"], *others.get("followed", ())),
        changes=_spans(told["changes"]),
        conditions=_spans(told["conditions"]),
        dissent=_spans(told["dissent"]),
        maybe=_spans(told.get("maybe", ())),
        follow_ups=tuple(map(_follow_up, told["follow_ups"])),
        optional=told.get("optional", False),
    )


def decided_minutes() -> Iterator[DecidedMinutes]:
    """All annotated documents, by name."""
    for path in sorted(FOLDER.glob("*.json")):
        told = json.loads(path.read_text("utf-8"))
        decisions = tuple(map(_decision, told["decisions"]))
        yield DecidedMinutes(path.stem, told["source"], told["sha256"], decisions)
