"""Follow: a matter through meetings and regions, from when it was raised to what is still open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.decision import Decision, FollowUp
from corpus.records import Filters, Region, Span
from search_api.archive import Archive, of_one_state
from search_api.attached import attachment_ref
from search_api.citations import cite_span, shown
from search_api.decided import Decided
from search_api.decisions import follow_up_view
from search_api.follow_replies import Course, CourseItem, OpenTask, Step, StepKind
from search_api.later_items import later_item
from search_api.matter_items import MatterItem, matter_items, within
from search_api.matter_steps import PUT_OFF, follow_ups_of, steps_of
from search_api.search import asked_regions, item_ref, read_question, understood
from search_api.wording import listed

# Of what only mentions the matter, no more than the best of each region is told.
_MOST_MENTIONING = 6


@dataclass(frozen=True, slots=True)
class _Followed:
    """An item of the matter with its decision and its steps."""

    one: MatterItem
    decision: Decision | None
    steps: Sequence[tuple[StepKind, Span]]


@of_one_state
def follow(archive: Archive, question: str, filters: Filters | None = None) -> Course:
    """The course of a matter: the items that are on it or mention it, in time order, with the
    sentences that raised, proposed, decided, changed or ended it, and what is open.

    The period asked about bounds the items that are shown; what is open is told from all.
    Raises ``EmptyCorpus``, ``BrokenIndex`` or ``EncoderMismatch``.
    """
    filters = filters or Filters()
    asked = read_question(archive, question).without(filters.without)
    every = _with_steps(archive, matter_items(archive, question, filters))
    kept = {one.item.item_id for one in within(asked, filters, [some.one for some in every])}
    shown_items = [some for some in every if some.one.item.item_id in kept]
    number = _Numbers()
    items = [_course_item(some, number) for some in shown_items]
    open_tasks = [
        task
        for some in shown_items
        for task in _open(archive, some, [other.one for other in every], number)
    ]
    told = {item.region for item in items}
    citations = {step.citation.n: step.citation for item in items for step in item.steps}
    citations |= {task.citation.n: task.citation for task in open_tasks}
    return Course(
        question=question,
        understood=understood(archive, asked),
        overview=_overview(items),
        items=items,
        open=open_tasks,
        silent=[region for region in asked_regions(asked, filters) if region not in told],
        citations=list(citations.values()),
    )


class _Numbers:
    """The numbers of the quotes; what is quoted twice keeps its own."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, int, int], int] = {}

    def __call__(self, one: MatterItem, span: Span) -> int:
        key = (one.document.document_id, span.start, span.end)
        return self._given.setdefault(key, len(self._given) + 1)


def _with_steps(archive: Archive, some: Sequence[MatterItem]) -> list[_Followed]:
    """The items with their steps, but those that nothing can be quoted of."""
    item_ids = [one.item.item_id for one in some]
    decisions = {d.item_id: d for d in archive.catalogue.decisions(items=item_ids)}
    best = _best_mentions(some)
    raised: set[Region | None] = set()
    decided: set[Region | None] = set()
    found: list[_Followed] = []
    for one in some:
        if not one.on and one.item.item_id not in best:
            continue
        decision = decisions.get(one.item.item_id)
        if decision and not (one.item.start <= decision.start < decision.end <= one.item.end):
            decision = None  # The catalogue may for a moment be newer than the document.
        meeting = one.on and one.date is not None and one.document.kind != "rapport"
        first = meeting and one.region not in raised
        steps = steps_of(one, decision, first, one.region in decided)
        if steps:
            found.append(_Followed(one, decision, steps))
        if meeting:
            raised.add(one.region)
            if decision is not None and decision.outcome not in PUT_OFF:
                decided.add(one.region)
    return found


def _best_mentions(some: Sequence[MatterItem]) -> set[str]:
    """The ids of the items that mention the matter most often, some of each region."""
    by_region: dict[Region | None, list[MatterItem]] = {}
    for one in some:
        if not one.on:
            by_region.setdefault(one.region, []).append(one)

    def often(one: MatterItem) -> int:
        return -sum(told.names for told in one.sentences)

    return {
        one.item.item_id
        for mentioning in by_region.values()
        for one in sorted(mentioning, key=often)[:_MOST_MENTIONING]
    }


def _course_item(some: _Followed, number: _Numbers) -> CourseItem:
    document, item = some.one.document, some.one.item
    steps: list[Step] = []
    for kind, span in some.steps:
        citation = cite_span(document, item, span, number(some.one, span))
        steps.append(Step(text=shown(citation.quote), citation=citation, kind=kind))
    return CourseItem(
        document_id=document.document_id,
        source=document.source,
        region=some.one.region,
        forum=document.forum,
        date=some.one.date,
        item=item_ref(item),
        attachment=attachment_ref(document),
        about=some.one.on,
        outcome=some.decision.outcome if some.decision and some.one.on else None,
        steps=steps,
    )


def _open(
    archive: Archive, some: _Followed, every: Sequence[MatterItem], number: _Numbers
) -> list[OpenTask]:
    """What an item put off or wanted done, where no later item of the region is on the matter."""
    one, decision = some.one, some.decision
    if decision is None or one.date is None:
        return []
    put_off = one.on and decision.outcome in PUT_OFF
    follow_ups = _by_sentence(follow_ups_of(one, decision))
    if not (put_off or follow_ups) or _taken_up(archive, one, every, put_off):
        return []
    decided = Decided(decision, one.document, one.item)
    latest = _latest_meeting(archive, one)
    tasks: list[OpenTask] = []
    if put_off:
        sentence = decided.sentence(decision.telling, number(one, decision.telling))
        tasks.append(
            OpenTask(
                text=sentence.text,
                citation=sentence.citation,
                who=None,
                what=sentence.text,
                due=None,
                due_date=None,
                postponed=True,
                latest=latest,
                passed=None,
            )
        )
    for follow_up in follow_ups:
        sentence_at = Span(follow_up.start, follow_up.end)
        view = follow_up_view(decided, follow_up, number(one, sentence_at))
        passed = view.due_date < latest if view.due_date and latest else None
        tasks.append(OpenTask(**dict(view), postponed=False, latest=latest, passed=passed))
    return tasks


def _by_sentence(some: Sequence[FollowUp]) -> list[FollowUp]:
    """One of each sentence: the one with a day, where there is one."""
    best: dict[tuple[int, int], FollowUp] = {}
    for one in sorted(some, key=lambda f: f.due_date is None):
        best.setdefault((one.start, one.end), one)
    return sorted(best.values(), key=lambda f: f.start)


def _taken_up(
    archive: Archive, one: MatterItem, every: Sequence[MatterItem], expected: bool
) -> bool:
    later = (
        other
        for other in every
        if other.on and other.region == one.region and other.date and one.date
        if other.date > one.date
    )
    return next(later, None) is not None or (
        one.on and later_item(archive, one.document, one.item, expected) is not None
    )


def _latest_meeting(archive: Archive, one: MatterItem) -> dt.date | None:
    """The day of the newest minutes of the same forum, or of the region where none is told;
    ``None`` where there are none after the item's own."""
    attached = one.document.attachment
    forum = one.document.forum or (attached.forum if attached else None)
    latest = archive.catalogue.latest_minutes(forum, one.region)
    return latest if latest and one.date and latest > one.date else None


def _overview(items: Sequence[CourseItem]) -> str:
    """In how many items, regions and years the matter stands."""
    if not items:
        return "Ingen fund."
    about = sum(item.about for item in items)
    named = len(items) - about
    parts = [f"behandlet i {_counted(about, 'punkt', 'punkter')}"] if about else []
    if named:
        parts.append(f"omtalt i {_counted(named, 'punkt', 'punkter')}" + " om andet" * bool(about))
    regions = {item.region for item in items if item.region}
    years = [item.date.year for item in items if item.date]
    where = f" fra {_counted(len(regions), 'region', 'regioner')}" if regions else ""
    when = f", {'–'.join(dict.fromkeys([str(min(years)), str(max(years))]))}" if years else ""
    return f"Sagen er {listed(parts)}{where}{when}."


def _counted(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
