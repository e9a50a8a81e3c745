"""The decisions of a document: one an item that tells what it ended with."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.decision import Decision, Outcome
from corpus.records import Document, Item, Mention, Span
from ingest.decisions.actors import Actors
from ingest.decisions.bodies import Bodies
from ingest.decisions.changes import find_changes
from ingest.decisions.conditions import find_conditions
from ingest.decisions.deciding_text import DecidingText, find_deciding_text
from ingest.decisions.dissent import find_dissent
from ingest.decisions.fate import was_followed
from ingest.decisions.follow_ups import find_follow_ups
from ingest.decisions.outcome_word import RECOMMENDED
from ingest.decisions.outcomes import Verdict, weigh
from ingest.decisions.recommendation import Recommendation, find_recommendation
from ingest.decisions.signals import Signal, find_signals
from ingest.decisions.statements import Statement

_MAY_BE_CHANGED: frozenset[Outcome] = frozenset(("godkendt", "anbefalet", "afvist", "delt"))


def find_decisions(document: Document, mentions: Sequence[Mention]) -> tuple[Decision, ...]:
    """What each item of minutes ended with, in order; reports and agendas have none.

    ``mentions`` are the document's. Every span lies inside its item.
    """
    if document.kind != "referat":
        return ()
    bodies = Bodies(document, mentions)
    actors = Actors(document.text, mentions, document.participants)
    found: list[Decision] = []
    for item in document.items:
        decided = None if item.missing else find_deciding_text(document, item, bodies)
        if decided:
            found.append(_decision(document, item, decided, bodies, actors))
    return tuple(found)


def _decision(
    document: Document, item: Item, decided: DecidingText, bodies: Bodies, actors: Actors
) -> Decision:
    statements = decided.statements
    recommendation = find_recommendation(document, item)
    dissent = find_dissent(statements, bodies)
    at_one = [
        s for s in decided.conclusion if not any(d.start == s.start for d in dissent)
    ] or decided.conclusion
    signals = find_signals(at_one, bodies)
    tasks = find_follow_ups(document, statements, actors)
    verdict = weigh(at_one, signals, recommendation, item.title)
    if not signals and any(task.start == verdict.telling.start for task in tasks):
        verdict = verdict._replace(outcome=_given_as_task(verdict.outcome))
    if verdict.by is None and verdict.outcome != "orientering":
        verdict = verdict._replace(by=_subject(verdict.telling, bodies))
    changes = _changes(verdict, at_one, signals, recommendation)
    told = {signal.outcome for signal in signals}
    followed = was_followed(recommendation, statements, verdict.outcome, told, bool(changes))
    return Decision(
        decision_id=f"{item.item_id}/decision",
        document_id=document.document_id,
        item_id=item.item_id,
        outcome=_with_changes(verdict.outcome, bool(changes)),
        start=decided.start,
        end=decided.end,
        telling=verdict.telling.span,
        decided_by=verdict.by,
        recommendation=recommendation.span if recommendation else None,
        followed=followed,
        changes=changes,
        conditions=find_conditions(at_one),
        dissent=dissent,
        # What is told as a change is in force; with a time it is to be done too.
        follow_ups=tuple(
            task
            for task in tasks
            if task.due or not any(c.start <= task.what.start < c.end for c in changes)
        ),
    )


def _changes(
    verdict: Verdict,
    statements: Sequence[Statement],
    signals: Sequence[Signal],
    recommendation: Recommendation | None,
) -> tuple[Span, ...]:
    """What was changed; nothing where the recommendation left it open."""
    proposed = recommendation is not None and not recommendation.is_open
    if verdict.outcome not in _MAY_BE_CHANGED and not (verdict.outcome == "besluttet" and proposed):
        return ()
    deciding = [signal.statement for signal in signals if signal.rank <= RECOMMENDED]
    return find_changes(statements, verdict.telling, recommendation, deciding)


def _subject(telling: Statement, bodies: Bodies) -> Span | None:
    """The forum, where the sentence that tells the outcome begins with it; not its members, who
    may be told of without deciding."""
    actor = bodies.actor_in(telling.start, telling.end)
    if actor is None or actor.party == "other" or actor.span is None:
        return None
    members = telling.text[: actor.span.end - telling.start].endswith("rne")
    return actor.span if actor.span.start == telling.start and not members else None


def _given_as_task(outcome: Outcome) -> Outcome:
    """What nothing but a task tells is resolved, not merely told."""
    return "besluttet" if outcome == "orientering" else outcome


def _with_changes(outcome: Outcome, changed: bool) -> Outcome:
    return "godkendt med ændringer" if outcome == "godkendt" and changed else outcome
