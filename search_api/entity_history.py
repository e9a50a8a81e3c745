"""What is known of an entity: where it is spoken of, what was decided, and what goes with it."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from corpus.counted_entities import Together
from corpus.errors import NotFound
from corpus.records import TIMES_AND_AMOUNTS, Document, Item, Mention, Region, SectionKind
from corpus.spoken import SpokenDocument, SpokenItem, SpokenMeeting
from search_api.archive import Archive, of_one_state
from search_api.attached import attachment_ref
from search_api.citations import cite, shown
from search_api.replies import (
    EntityHistory,
    EntityItem,
    EntityMeeting,
    EntityRef,
    EntityYear,
    OldName,
    RelatedEntity,
    Sentence,
)
from search_api.search import item_ref
from search_api.windows import Window, choose, holds, joined, with_leads

_ITEMS_QUOTED = 20
_WORDS_QUOTED = 60
_MOST_RELATED = 12
_MOST_COUNTED = 24
_FEWEST_TOGETHER = 2
_DOCUMENTS_LISTED = 1000
_ITEMS_LISTED = 1000
_ITEMS_COMPARED = 20_000
_DOCUMENTS_AT_A_TIME = 200


@dataclass(frozen=True, slots=True)
class _Spoken:
    """An item that speaks of an entity, with the places where it does."""

    document: Document
    item: Item
    mentions: Sequence[Mention]

    def speaks_in(self, kind: SectionKind) -> bool:
        """Whether a section of this kind does."""
        return any(
            section.start <= mention.start < section.end
            for section in self.item.sections
            if section.kind == kind
            for mention in self.mentions
        )

    def speaks_between(self, start: int, end: int) -> bool:
        return any(start <= m.start and m.end <= end for m in self.mentions)


@of_one_state
def entity_history(archive: Archive, entity_id: str) -> EntityHistory:
    """What the documents tell of an entity. Of more documents or items than the lists of the reply
    hold the latest are listed; the numbers are of all.

    Raises ``NotFound`` for one that is unknown, and alike for one that nothing here speaks of.
    """
    entity = archive.entity(entity_id)
    meetings = archive.catalogue.meetings_mentioning(entity_id) if entity else []
    if entity is None or not meetings:
        raise NotFound(f"Referaterne nævner ikke noget med id »{entity_id}«.")
    # The latest first, the undated last.
    meetings.sort(key=lambda m: (-(m.date or dt.date.min).toordinal(), m.document_id))
    listed, deciding = _latest_items(archive, entity_id, [m.document_id for m in meetings])
    by_id = {meeting.document_id: meeting for meeting in meetings}
    shown_meetings = [m.document_id for m in meetings[:_DOCUMENTS_LISTED]]
    documents = archive.catalogue.spoken_documents(
        list(dict.fromkeys([*shown_meetings, *(one.document_id for one in listed)]))
    )
    return EntityHistory(
        entity=EntityRef(entity_id=entity_id, kind=entity.kind, name=entity.name),
        names=[
            name for name in entity.names[1:] if name not in {old.name for old in entity.former}
        ],
        former=[OldName(name=old.name, since=old.since, until=old.until) for old in entity.former],
        mentions=sum(meeting.mentions for meeting in meetings),
        documents=len(meetings),
        years=_years(meetings),
        timeline=_timeline([by_id[one] for one in shown_meetings], documents),
        decisions=_decisions(archive, _whole(archive, entity_id, deciding)),
        item_count=archive.catalogue.items_speaking_of(entity_id),
        items=[
            _entity_item(one, by_id[one.document_id], documents[one.document_id])
            for one in listed
            if one.document_id in documents
        ],
        related=_related(archive, entity_id, list(by_id)),
    )


def _latest_items(
    archive: Archive, entity_id: str, document_ids: Sequence[str]
) -> tuple[list[SpokenItem], list[SpokenItem]]:
    """The first items of these documents that speak of an entity, as many as are listed; and the
    first that decide on it, as many as are quoted."""
    listed: list[SpokenItem] = []
    deciding: list[SpokenItem] = []
    for start in range(0, len(document_ids), _DOCUMENTS_AT_A_TIME):
        some = document_ids[start : start + _DOCUMENTS_AT_A_TIME]
        full = len(listed) >= _ITEMS_LISTED
        found = archive.catalogue.spoken_items(entity_id, some, deciding=full)
        if not full:
            listed += found
        deciding += [one for one in found if one.deciding]
        if len(listed) >= _ITEMS_LISTED and len(deciding) >= _ITEMS_QUOTED:
            break
    return listed[:_ITEMS_LISTED], deciding[:_ITEMS_QUOTED]


def _years(meetings: Sequence[SpokenMeeting]) -> list[EntityYear]:
    counts: Counter[tuple[Region | None, int | None]] = Counter()
    for one in meetings:
        counts[one.region, one.date.year if one.date else None] += one.mentions
    return [
        EntityYear(region=region, year=year, mentions=mentions)
        for (region, year), mentions in sorted(
            counts.items(), key=lambda one: (one[0][0] or "", one[0][1] or 0)
        )
    ]


def _timeline(
    meetings: Sequence[SpokenMeeting], documents: Mapping[str, SpokenDocument]
) -> list[EntityMeeting]:
    known = [(one, documents[one.document_id]) for one in meetings if one.document_id in documents]
    known.sort(key=lambda pair: (pair[0].date or dt.date.max, pair[1].source, pair[0].document_id))
    return [
        EntityMeeting(
            document_id=one.document_id,
            title=document.title,
            region=one.region,
            forum=one.forum,
            date=one.date,
            mentions=one.mentions,
        )
        for one, document in known
    ]


def _entity_item(one: SpokenItem, meeting: SpokenMeeting, document: SpokenDocument) -> EntityItem:
    return EntityItem(
        item=item_ref(one.item),
        document_id=one.document_id,
        source=document.source,
        region=meeting.region,
        forum=meeting.forum,
        date=meeting.date,
        start=one.places[0].start,
        end=one.places[0].end,
        mentions=len(one.places),
        attachment=attachment_ref(document),
    )


def _whole(archive: Archive, entity_id: str, items: Sequence[SpokenItem]) -> list[_Spoken]:
    """Some items with their texts."""
    found: list[_Spoken] = []
    for one in items:
        with suppress(NotFound):  # An ingest took it away in between.
            document = archive.document(one.document_id)
            item = document.item(one.item.item_id)
            if item is not None:
                mentions = archive.mentions(one.document_id, item.start, item.end)
                own = [mention for mention in mentions if mention.entity_id == entity_id]
                found.append(_Spoken(document, item, own))
    return found


def _decisions(archive: Archive, deciding: Sequence[_Spoken]) -> list[Sentence]:
    """What these items decided: of an item with the entity in its title, whatever it
    decided; of others, what the decision itself says of it."""
    windows: dict[str, list[Window]] = {}
    item_ids = [one.item.item_id for one in deciding]
    for chunk, _ in archive.catalogue.chunks_of_items(item_ids, "window"):
        if chunk.section == "decision":
            # What stands first is quoted first, when not all of it can be.
            windows.setdefault(chunk.item_id, []).append(Window(chunk, -chunk.start))
    sentences: list[Sentence] = []
    for one in deciding:
        for group in with_leads(_quoted(one, windows.get(one.item.item_id, []))):
            for window in group:
                citation = cite(one.document, one.item, window.chunk, len(sentences) + 1)
                sentences.append(Sentence(text=shown(citation.quote), citation=citation))
    return sentences


def _quoted(one: _Spoken, windows: Sequence[Window]) -> list[Window]:
    """The shortest windows that speak of the entity, or, where the title alone does, the first
    that say what was decided; neighbours as one."""
    naming = [w for w in windows if one.speaks_between(w.chunk.start, w.chunk.end)]
    some = naming or (windows if one.speaks_in("title") else [])
    shortest = [
        window
        for window in some
        if not any(holds(window, other) for other in some if other is not window)
    ]
    return joined(one.document, choose(shortest, _WORDS_QUOTED, math.inf))


def _related(archive: Archive, entity_id: str, document_ids: Sequence[str]) -> list[RelatedEntity]:
    """The entities that stand in the same items more often than chance would have them, at least
    in two. ``document_ids`` are all that speak of the entity.

    They are ordered by normalised pointwise mutual information (Bouma 2009, "Normalized (Pointwise)
    Mutual Information in Collocation Extraction"), so that what stands everywhere does not lead.
    Of an entity that very many items speak of, it is estimated from a spread of its documents which
    may be among them; those are then counted in all.
    """
    catalogue = archive.catalogue
    alone, every = catalogue.items_speaking_of(entity_id), catalogue.counted_items()
    step = -(-alone // _ITEMS_COMPARED)
    spread = sorted(document_ids)[::step] if step > 1 else None
    together = catalogue.together_with(entity_id, spread)
    seen = next((one.both for one in together if one.entity_id == entity_id), alone)
    nearest: list[tuple[float, Together]] = []
    for one in together:
        if one.entity_id != entity_id and one.both >= _FEWEST_TOGETHER:
            both = min(one.both * alone / seen, one.alone) if spread else one.both
            weight = npmi(both, alone, one.alone, every)
            if weight > 0:
                nearest.append((weight, one))
    nearest.sort(key=lambda pair: (-pair[0], -pair[1].both, pair[1].entity_id))
    related: list[tuple[float, RelatedEntity]] = []
    for weight, one in nearest:
        entity = archive.entity(one.entity_id)
        if entity is None or entity.kind in TIMES_AND_AMOUNTS:
            continue
        both = one.both
        if spread:
            both = catalogue.items_with_both(one.entity_id, entity_id)
            weight = npmi(both, alone, one.alone, every)
        related.append(
            (
                weight,
                RelatedEntity(
                    entity_id=one.entity_id, kind=entity.kind, name=entity.name, items=both
                ),
            )
        )
        if len(related) == (_MOST_COUNTED if spread else _MOST_RELATED):
            break
    related.sort(key=lambda pair: (-pair[0], -pair[1].items, pair[1].entity_id))
    return [entity for weight, entity in related[:_MOST_RELATED] if weight > 0]


def npmi(both: float, one: int, other: int, every: int) -> float:
    """Normalised pointwise mutual information of two that stand in ``one`` and ``other`` of
    ``every`` items, in ``both`` of them together: 1 where never apart, 0 by chance."""
    if both == every:
        return 0.0  # What stands everywhere tells nothing.
    return math.log(both * every / (one * other)) / -math.log(both / every)
