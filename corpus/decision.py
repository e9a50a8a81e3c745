"""What an agenda item ended with, and who is to do what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from corpus.records import Span

Outcome = Literal[
    "godkendt",
    "godkendt med ændringer",
    "anbefalet",
    "taget til efterretning",
    "drøftet",
    "besluttet",
    "nedsat",
    "udsat",
    "flyttet",
    "udgået",
    "afvist",
    "delt",
    "orientering",
]
"""What became of an item. *nedsat*: a group was set up; *flyttet*: moved to another item or
meeting; *udgået*: taken off the agenda; *delt*: its parts fared differently, or those who decide
were not at one; *orientering*: told only, nothing decided."""

Followed = Literal["fulgt", "fulgt med ændringer", "ikke fulgt"]
"""Whether the recommendation (*indstilling*) was followed."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Who is to do what by when (*opfølgning*). ``start`` and ``end`` are the sentence's; ``who``,
    ``what`` and ``due`` lie inside it, ``due`` as written. ``due_date`` is its last day, where the
    words tell one."""

    start: int
    end: int
    who: Span | None
    what: Span
    due: Span | None = None
    due_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What an item ended with. Every span is a verbatim part of the document.

    ``start`` and ``end`` are the decision's text, ``telling`` the sentence in it that tells the
    outcome. ``recommendation`` is the recommendation's text in the same item, ``followed`` is
    ``None`` where there is none or its fate is not told.
    """

    decision_id: str
    document_id: str
    item_id: str
    outcome: Outcome
    start: int
    end: int
    telling: Span
    decided_by: Span | None = None
    recommendation: Span | None = None
    followed: Followed | None = None
    changes: tuple[Span, ...] = ()
    conditions: tuple[Span, ...] = ()
    dissent: tuple[Span, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
