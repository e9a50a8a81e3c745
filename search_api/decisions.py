"""Decisions: what became of the items, on what recommendation, and what was to follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count, islice
from typing import TypeVar, get_args

from corpus.decision import Followed, FollowUp, Outcome
from corpus.errors import BadValue
from corpus.records import Filters, Span
from search_api.archive import Archive, of_one_state
from search_api.decided import Decided, Meeting, find_decisions
from search_api.decision_replies import (
    DecisionFacets,
    DecisionList,
    DecisionMeeting,
    DecisionView,
    FollowUpView,
    LaterItem,
)
from search_api.later_items import later_item
from search_api.replies import Facet, Sentence
from search_api.search import item_ref
from search_api.wording import listed

_T = TypeVar("_T", bound=str)
# Of these a later meeting is to decide.
_TO_BE_TAKEN_UP: frozenset[Outcome] = frozenset({"udsat", "flyttet", "udgået"})


def read_outcomes(values: Iterable[str]) -> tuple[Outcome, ...]:
    """The outcomes that these values name, each of which may hold several with commas between.

    Raises ``BadValue`` for one that is none.
    """
    return _named(values, get_args(Outcome), "Udfaldet")


def read_followed(values: Iterable[str]) -> tuple[Followed, ...]:
    """As ``read_outcomes``, of what became of the recommendations."""
    return _named(values, get_args(Followed), "Indstillingens skæbne")


def _named(values: Iterable[str], known: Sequence[_T], called: str) -> tuple[_T, ...]:
    found: dict[_T, None] = {}
    for written in (part.strip() for value in values for part in value.split(",")):
        wanted = " ".join(written.casefold().split())
        if wanted:
            if wanted not in known:
                raise BadValue(
                    f"{called} »{written}« findes ikke. Vælg mellem {listed(known, 'og')}."
                )
            found[next(one for one in known if one == wanted)] = None
    return tuple(found)


def of_documents(archive: Archive, filters: Filters, document_ids: Sequence[str]) -> Filters:
    """``filters`` narrowed to some documents. Raises ``NotFound`` for one that is not there."""
    known = (archive.document(document_id).document_id for document_id in document_ids)
    return replace(filters, documents=tuple(known))


@of_one_state
def decisions(
    archive: Archive,
    filters: Filters | None = None,
    outcomes: Sequence[Outcome] = (),
    followed: Sequence[Followed] = (),
    limit: int | None = None,
    offset: int = 0,
) -> DecisionList:
    """The decisions that pass the filters, the latest meeting first; ``total``, ``facets`` and
    ``meetings`` also count those that are not given."""
    found = find_decisions(archive, filters, outcomes, followed)
    most = found.total if limit is None else min(limit, found.total)
    return DecisionList(
        decisions=[decision_view(archive, one) for one in islice(found.after(offset), most)],
        total=found.total,
        facets=_facets(found.meetings),
        meetings=[_meeting_view(meeting) for meeting in reversed(found.meetings)],
    )


def decision_view(archive: Archive, one: Decided) -> DecisionView:
    """A decision as the replies show it; its quotes are numbered from 1."""
    decision, document = one.decision, one.document
    numbers = count(1)

    def sentence(span: Span) -> Sentence:
        return one.sentence(span, next(numbers))

    whole = sentence(Span(decision.start, decision.end))
    return DecisionView(
        decision_id=decision.decision_id,
        document_id=document.document_id,
        source=document.source,
        region=document.region,
        forum=document.forum,
        date=document.date,
        item=item_ref(one.item),
        outcome=decision.outcome,
        text=whole.text,
        citation=whole.citation,
        telling=sentence(decision.telling),
        decided_by=_words(one, decision.decided_by),
        recommendation=sentence(decision.recommendation) if decision.recommendation else None,
        followed=decision.followed,
        changes=[sentence(span) for span in decision.changes],
        conditions=[sentence(span) for span in decision.conditions],
        dissent=[sentence(span) for span in decision.dissent],
        follow_ups=[follow_up_view(one, f, next(numbers)) for f in decision.follow_ups],
        later=_later(archive, one),
    )


def follow_up_view(one: Decided, follow_up: FollowUp, n: int) -> FollowUpView:
    """A follow-up as the replies show it, its sentence cited as number ``n``."""
    sentence = one.sentence(Span(follow_up.start, follow_up.end), n)
    what = _words(one, follow_up.what)
    return FollowUpView(
        text=sentence.text,
        citation=sentence.citation,
        who=_words(one, follow_up.who),
        what=what or sentence.text,
        due=_words(one, follow_up.due),
        due_date=follow_up.due_date,
    )


def _words(one: Decided, span: Span | None) -> str | None:
    """What stands in a span, white space evened out; ``None`` where there is none."""
    return " ".join(one.document.text[span.start : span.end].split()) or None if span else None


def _later(archive: Archive, one: Decided) -> LaterItem | None:
    expected = one.decision.outcome in _TO_BE_TAKEN_UP
    found = later_item(archive, one.document, one.item, expected)
    if found is None:
        return None
    document, item = found
    return LaterItem(
        item=item_ref(item),
        document_id=document.document_id,
        source=document.source,
        region=document.region,
        forum=document.forum,
        date=document.date,
        url=f"/api/v1/items/{item.item_id}",
    )


def _facets(found: Sequence[Meeting]) -> DecisionFacets:
    outcomes, followed, regions, forums, years = (Counter[str | None]() for _ in range(5))
    for meeting in found:
        document = meeting.document
        regions[document.region] += meeting.decisions
        forums[document.forum] += meeting.decisions
        years[str(document.date.year) if document.date else None] += meeting.decisions
        for tally in meeting.tallies:
            outcomes[tally.outcome] += tally.decisions
            followed[tally.followed] += tally.decisions

    def facet(counts: Counter[str | None]) -> list[Facet]:
        return [Facet(value=value, count=n) for value, n in counts.most_common() if value]

    return DecisionFacets(
        outcomes=facet(outcomes),
        followed=facet(followed),
        regions=facet(regions),
        forums=facet(forums),
        years=facet(years),
    )


def _meeting_view(meeting: Meeting) -> DecisionMeeting:
    document = meeting.document
    return DecisionMeeting(
        document_id=document.document_id,
        source=document.source,
        title=document.title,
        region=document.region,
        forum=document.forum,
        date=document.date,
        decisions=meeting.decisions,
    )
