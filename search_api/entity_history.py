"""What is known of an entity: where it is spoken of, what was decided, and what goes with it."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

from corpus.errors import NotFound
from corpus.records import TIMES_AND_AMOUNTS, Document, Item, Mention, SectionKind
from search_api.archive import Archive, of_one_state
from search_api.attached import attachment_ref
from search_api.citations import cite, shown
from search_api.replies import (
    EntityHistory,
    EntityItem,
    EntityMeeting,
    EntityRef,
    OldName,
    RelatedEntity,
    Sentence,
)
from search_api.search import item_ref
from search_api.windows import Window, choose, holds, joined, with_leads

_ITEMS_QUOTED = 20
_WORDS_QUOTED = 60
_MOST_RELATED = 12
_FEWEST_TOGETHER = 2

_Companions = Mapping[str, frozenset[str]]
_kept: WeakKeyDictionary[Archive, tuple[tuple[str, str], _Companions]] = WeakKeyDictionary()
_keeping = Lock()


@dataclass(frozen=True, slots=True)
class _Spoken:
    """An item that speaks of an entity, with the places where it does."""

    document: Document
    item: Item
    mentions: Sequence[Mention]

    @property
    def latest_first(self) -> tuple[int, str, int]:
        """Sorts by date, the latest first and the undated last, and by place in a document."""
        date = self.document.date or dt.date.min
        return (-date.toordinal(), self.document.document_id, self.item.start)

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
    """What the documents tell of an entity.

    Raises ``NotFound`` for one that is unknown, and alike for one that nothing here speaks of.
    """
    entity = archive.entity(entity_id)
    counts = archive.catalogue.documents_mentioning(entity_id) if entity else {}
    documents: list[Document] = []
    for document_id in counts:
        try:
            documents.append(archive.document(document_id))
        except NotFound:
            continue  # An ingest took it away in between.
    if entity is None or not documents:
        raise NotFound(f"Referaterne nævner ikke noget med id »{entity_id}«.")
    documents.sort(key=lambda d: (d.date or dt.date.max, d.source, d.document_id))
    spoken = [one for document in documents for one in _spoken(archive, document, entity_id)]
    spoken.sort(key=lambda one: one.latest_first)
    return EntityHistory(
        entity=EntityRef(entity_id=entity_id, kind=entity.kind, name=entity.name),
        names=[
            name for name in entity.names[1:] if name not in {old.name for old in entity.former}
        ],
        former=[OldName(name=old.name, since=old.since, until=old.until) for old in entity.former],
        mentions=sum(counts[document.document_id] for document in documents),
        documents=len(documents),
        timeline=[
            EntityMeeting(
                document_id=document.document_id,
                title=document.title,
                region=document.region,
                forum=document.forum,
                date=document.date,
                mentions=counts[document.document_id],
            )
            for document in documents
        ],
        decisions=_decisions(archive, spoken),
        items=[_entity_item(one) for one in spoken],
        related=_related(archive, entity_id),
    )


def _spoken(archive: Archive, document: Document, entity_id: str) -> list[_Spoken]:
    """The items of a document that speak of an entity."""
    found: list[_Spoken] = []
    for item in document.items:
        mentions = [
            mention
            for mention in archive.mentions(document.document_id, item.start, item.end)
            if mention.entity_id == entity_id
        ]
        if mentions:
            found.append(_Spoken(document, item, mentions))
    return found


def _entity_item(one: _Spoken) -> EntityItem:
    return EntityItem(
        item=item_ref(one.item),
        document_id=one.document.document_id,
        source=one.document.source,
        region=one.document.region,
        forum=one.document.forum,
        date=one.document.date,
        start=one.mentions[0].start,
        end=one.mentions[0].end,
        mentions=len(one.mentions),
        attachment=attachment_ref(one.document),
    )


def _decisions(archive: Archive, spoken: Sequence[_Spoken]) -> list[Sentence]:
    """What the latest of these items decided: of an item with the entity in its title, whatever it
    decided; of others, what the decision itself says of it."""
    deciding = [
        one
        for one in spoken
        if any(section.kind == "decision" for section in one.item.sections)
        and (one.speaks_in("title") or one.speaks_in("decision"))
    ][:_ITEMS_QUOTED]
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


def _related(archive: Archive, entity_id: str) -> list[RelatedEntity]:
    """The entities that stand in the same items more often than chance would have them, at least
    in two.

    They are ordered by normalised pointwise mutual information (Bouma 2009, "Normalized (Pointwise)
    Mutual Information in Collocation Extraction"), so that what stands everywhere does not lead.
    """
    by_item = _companions(archive)
    alone: Counter[str] = Counter()
    together: Counter[str] = Counter()
    for entities in by_item.values():
        alone.update(entities)
        if entity_id in entities:
            together.update(entities)
    weighed: list[tuple[float, int, str]] = []
    for other, both in together.items():
        if other != entity_id and both >= _FEWEST_TOGETHER:
            weight = npmi(both, alone[entity_id], alone[other], len(by_item))
            if weight > 0:
                weighed.append((-weight, -both, other))
    related: list[RelatedEntity] = []
    for _, both, other in sorted(weighed):
        entity = archive.entity(other)
        if entity is None or entity.kind in TIMES_AND_AMOUNTS:
            continue
        if len(related) < _MOST_RELATED:
            related.append(
                RelatedEntity(entity_id=other, kind=entity.kind, name=entity.name, items=-both)
            )
    return related


def npmi(both: int, one: int, other: int, every: int) -> float:
    """Normalised pointwise mutual information of two that stand in ``one`` and ``other`` of
    ``every`` items, in ``both`` of them together: 1 where never apart, 0 by chance."""
    if both == every:
        return 0.0  # What stands everywhere tells nothing.
    return math.log(both * every / (one * other)) / -math.log(both / every)


def _companions(archive: Archive) -> _Companions:
    """The entities of every item, kept until the corpus changes."""
    state = archive.state
    kept = _kept.get(archive)
    if kept is not None and kept[0] == state:
        return kept[1]
    made: dict[str, frozenset[str]] = {}
    for document_id in archive.catalogue.document_ids():
        try:
            document = archive.document(document_id)
        except NotFound:
            continue
        for item in () if document.superseded_by else document.items:
            if not item.missing:
                mentions = archive.mentions(document_id, item.start, item.end)
                made[item.item_id] = frozenset(mention.entity_id for mention in mentions)
    with _keeping:
        _kept[archive] = (state, made)
    return made
