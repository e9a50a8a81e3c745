"""A task that a decision gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.records import Span
from ingest.decisions.due_dates import Due
from ingest.decisions.task_verbs import VerbForm

Needs = Literal["nothing", "time", "limit"]


@dataclass(frozen=True, slots=True)
class Task:
    """A task told in ``[start, end)``, its verb up to ``verb_end``. ``needs`` tells what makes it
    one: nothing more, a time, or a limit ("senest", "inden"). ``due`` is told where the words
    themselves are a date's ("24. august: …")."""

    start: int
    end: int
    verb_end: int
    who: Span | None
    what: Span
    form: VerbForm
    needs: Needs = "nothing"
    due: Due | None = None
