"""Who is to do what by when after the meeting."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from corpus.decision import FollowUp
from corpus.records import Document, Span
from ingest.decisions.actors import Actors
from ingest.decisions.due_dates import Due, find_due, opening_due
from ingest.decisions.statements import Statement
from ingest.decisions.task import Task
from ingest.decisions.tasks import find_tasks

_AND_NEXT = re.compile(r",?\s+(?:og|samt)\s+(?:[^.;]{0,60})$")


def find_follow_ups(
    document: Document, statements: Sequence[Statement], actors: Actors
) -> tuple[FollowUp, ...]:
    """The tasks that the statements of a decision give, in order of the text."""
    found: list[FollowUp] = []
    for statement in statements:
        if statement.kind != "heading":
            found += _in_statement(document.text, document.date, statement, actors)
    return tuple(found)


def _in_statement(
    text: str, meeting: dt.date | None, statement: Statement, actors: Actors
) -> list[FollowUp]:
    dues = find_due(text, statement.start, statement.end, meeting)
    opening = opening_due(text, statement.start, statement.end, meeting)
    tasks = find_tasks(text, statement, actors, dues, opening)
    found: list[FollowUp] = []
    for place, task in enumerate(tasks):
        following = tasks[place + 1] if place + 1 < len(tasks) else None
        due = task.due or _due_of(task, dues, following)
        if not _is_task(task, due):
            continue
        what = _what(text, task, following, due)
        if what is None:
            continue
        # Who is told in the line that leads in to the list stands before the bullet.
        start = min(statement.start, task.who.start if task.who else statement.start)
        found.append(
            FollowUp(
                start,
                statement.end,
                task.who,
                what,
                Span(due.start, due.end) if due else None,
                due.date if due else None,
            )
        )
    return found


def _is_task(task: Task, due: Due | None) -> bool:
    if task.needs == "limit":
        return due is not None and due.strict
    return task.needs == "nothing" or due is not None


def _due_of(task: Task, dues: Sequence[Due], following: Task | None) -> Due | None:
    """The task's own limit; a mere time where it has none."""
    end = task.end
    if following:
        end = following.start if following.start > task.start else following.what.start
    own = [due for due in dues if task.start <= due.start < end]
    return next((due for due in own if due.strict), own[0] if own else None)


def _what(text: str, task: Task, following: Task | None, due: Due | None) -> Span | None:
    """The verb and what goes with it, without the limit at its end or its beginning."""
    start, end = task.what.start, task.what.end
    if following and start < following.what.start < end:
        end = following.what.start
        if following.who and start < following.who.start < end:
            end = following.who.start
        if join := _AND_NEXT.search(text[:end], start):
            end = join.start()
    if due and start < due.start < end and _ends_the_task(text[due.end : end]):
        end = due.start
    elif due and due.start <= start < due.end:
        start = due.end
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:"):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end) if start < end else None


def _ends_the_task(rest: str) -> bool:
    """Whether what stands after a limit is no more of the task: nothing, or a new clause."""
    return not rest.strip(" .,;") or rest.lstrip().startswith((",", ";", "og ", "så "))
