"""A question of the records read against the corpus: of which meetings and whom it is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args
from urllib.parse import urlencode

from corpus.decision import Followed
from corpus.records import Filters, Mention
from search_api.archive import Archive
from search_api.question import Question
from search_api.record_questions import RecordQuestion, record_question
from search_api.record_scope import inside, left_over, read_period, without_mentions
from search_api.search import read_question
from search_api.wording import period

_OF_KKR = "KKR "
_KKR = re.compile(r"\bKKR\b", re.IGNORECASE)
# Nobody in particular is asked about.
_NOBODY = frozenset({"man", "jeg", "vi", "du", "i", "en", "et", "den", "det", "de", "hvem", "der"})
_MOST_WORDS_OF_ACTOR = 3


@dataclass(frozen=True, slots=True)
class RecordsAsked:
    """A question of the records with the meetings it is asked of. ``acting`` are the names in it
    of who is to act, ``topic`` is the words of what else it is about."""

    question: Question
    text: str
    record: RecordQuestion
    filters: Filters
    acting: Sequence[Mention]
    topic: Sequence[str]

    @property
    def actor(self) -> str:
        """Who is to act, as the question names them; empty where it names nobody."""
        span = self.record.actor
        return self.text[span.start : span.end] if span else ""

    @property
    def actor_words(self) -> frozenset[str]:
        """The words that name who is to act, where they are no entity's name:
        "sekretariatet"; none where nobody in particular is meant."""
        words = self.actor.casefold().split()
        if self.acting or len(words) > _MOST_WORDS_OF_ACTOR or any(w in _NOBODY for w in words):
            return frozenset()
        return frozenset(words)

    @property
    def listing(self) -> str:
        """The address of the page that lists the decisions counted; empty where it would list
        others too."""
        filters, record = self.filters, self.record
        if record.kind not in ("decisions", "recommendations"):
            return ""
        counted = get_args(Followed) if record.kind == "recommendations" else ()
        pairs = [
            *(("region", region) for region in filters.regions),
            *(("forum", forum) for forum in filters.forums),
            *(("outcome", outcome) for outcome in record.outcomes),
            *(("followed", fate) for fate in record.followed or counted),
            *(("from", str(day)) for day in [filters.date_from] if day),
            *(("to", str(day)) for day in [filters.date_to] if day),
            *(("entity", entity) for entity in filters.entities),
        ]
        return f"/beslutninger?{urlencode(pairs)}" if pairs else "/beslutninger"

    @property
    def said(self) -> str:
        """ " (KKR Sjælland, 2024)"; empty where all meetings are asked of."""
        filters = self.filters
        kkr = len(filters.forums) > 1 and all(f.startswith(_OF_KKR) for f in filters.forums)
        parts = ["KKR"] if kkr else [*filters.forums]
        parts += [] if parts else [f"Region {region}" for region in filters.regions]
        parts += [period(filters.date_from, filters.date_to)]
        said = ", ".join(filter(None, parts))
        return f" ({said})" if said else ""


def records_asked(archive: Archive, text: str, filters: Filters) -> RecordsAsked | None:
    """A question of the records with what it narrows to; ``None`` for another, and for one that
    speaks of more than they tell of."""
    record = record_question(text)
    if record is None:
        return None
    read = read_question(archive, text)
    known = [
        mention
        for mention in archive.tagger.tag(text, lowercase=True)
        if mention.kind in ("region", "forum") or mention.entity_id in read.entities
    ]
    acting = [m for m in known if record.actor is not None and inside(m, record.actor)]
    told, rest = read_period(without_mentions(record.rest, known))
    question = read.without(filters.without)
    own = [archive.gazetteer.get(mention.entity_id) for mention in acting]
    own_names = {entity.name for entity in own if entity is not None}
    own_regions = {entity.region for entity in own if entity is not None}
    forums = tuple(forum for forum in question.forums if forum not in own_names)
    if not forums and not filters.forums and _KKR.search(rest):
        forums = tuple(one for one in archive.catalogue.forums() if one.startswith(_OF_KKR))
    # A forum narrows by itself, whatever region it is of.
    regions = () if forums else tuple(r for r in question.regions if r not in own_regions)
    if "period" not in filters.without:
        question = replace(question, date_from=told.first, date_to=told.last)
    own_ids = {mention.entity_id for mention in acting}
    entities = tuple(e for e in question.entities if e not in own_ids)
    asked = RecordsAsked(
        question,
        text,
        record,
        replace(
            filters,
            forums=filters.forums or forums,
            regions=filters.regions or regions,
            date_from=filters.date_from or question.date_from,
            date_to=filters.date_to or question.date_to,
            entities=filters.entities or entities,
            sections=(),
        ),
        acting,
        left_over(rest),
    )
    return asked if _is_for_records(asked, entities, filters) else None


def _is_for_records(asked: RecordsAsked, entities: Sequence[str], filters: Filters) -> bool:
    """Whether nothing is asked beside what records tell. A matter is for the text, but for who was
    against it; and every decision there is would be no answer."""
    record = asked.record
    if asked.question.compares and not record.outcomes:
        return False
    if asked.topic and record.kind != "dissent":
        return False
    if record.kind == "decisions" and not record.outcomes:
        narrowed = asked.filters
        some = narrowed.forums or narrowed.regions or narrowed.date_from or narrowed.date_to
        return not entities and bool(some or filters.entities)
    if record.actor is not None:
        return bool(asked.acting) or bool(asked.actor_words)
    return True
