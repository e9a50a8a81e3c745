"""Search: the items that a question is about, best first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import get_args

from corpus.index import Scored, SparseVector, Vector
from corpus.records import (
    REGIONS,
    TIMES_AND_AMOUNTS,
    Document,
    EntityKind,
    Filters,
    Item,
    Mention,
    Region,
)
from search_api.archive import Archive, of_one_state
from search_api.attached import attachment_ref
from search_api.marks import marks
from search_api.question import Question, understand
from search_api.replies import EntityRef, Facet, Facets, Hit, ItemRef, Search, Understood

DEFAULT_LIMIT = 10
# What hits are counted by, beside who speaks in them and when.
_MATTERS = frozenset(get_args(EntityKind)) - TIMES_AND_AMOUNTS - {"region", "forum", "person"}
_MOST_ENTITIES = 12
_COMPOUND_WEIGHT = 0.5
_POOL = 60
_RRF_K = 60
_LIFT_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """An item with its best passage, and the fused rank score of that passage."""

    document: Document
    item: Item
    passage: Scored
    score: float

    @property
    def text(self) -> str:
        """The passage as it stands in the document."""
        return self.document.text[self.passage.start : self.passage.end]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question understood and encoded, ready to be ranked for."""

    question: Question
    dense: Vector
    sparse: SparseVector


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was found for a question, best first."""

    asked: Asked
    found: tuple[Found, ...]


def read_question(archive: Archive, text: str) -> Question:
    """Understand a question against this corpus."""
    return understand(
        text,
        tagger=archive.tagger,
        gazetteer=archive.gazetteer,
        sparse=archive.sparse,
        vocabulary=archive.vocabulary,
    )


def encode(archive: Archive, text: str, filters: Filters | None = None) -> Asked:
    """Understand and encode a question, once for all that is ranked for it."""
    question = read_question(archive, text).without(filters.without if filters else ())
    dense = archive.encoder.encode_query(question.topic)
    return Asked(question, dense, _sparse_query(archive, question))


def _sparse_query(archive: Archive, question: Question) -> SparseVector:
    """The question's terms, and, with less weight, the compounds they are a part of."""
    weights: dict[int, float] = {}
    for term in question.terms:
        weights |= dict.fromkeys(term.terms, 1.0)
    for term in question.terms:
        for compound in term.compounds:
            weights.setdefault(compound, _COMPOUND_WEIGHT)
    if not weights:
        return archive.sparse.encode_query(question.text)
    return SparseVector(tuple(weights), tuple(weights.values()))


def narrowed(question: Question, filters: Filters) -> Filters:
    """``filters`` with what the question itself names, where nothing else is asked for.

    A region named in the question narrows to what its forums say and what others say of it.
    """
    named = question.regions if not question.compares and not filters.regions else ()
    return replace(
        filters,
        about=filters.about or named,
        date_from=filters.date_from or question.date_from,
        date_to=filters.date_to or question.date_to,
    )


def asked_regions(question: Question, filters: Filters) -> tuple[Region, ...]:
    """The regions that a comparison answers for: those asked about, else all five."""
    asked = filters.regions or question.regions or REGIONS
    return tuple(region for region in REGIONS if region in asked)


def _rank(archive: Archive, asked: Asked, filters: Filters, limit: int) -> list[Found]:
    """The best items under ``filters``: each with its best passage.

    The hybrid ranking is fused (reciprocal rank fusion again) with those of the passages that speak
    of the question's entities, under whichever name, and of the forums that it names.
    """
    fused: defaultdict[str, float] = defaultdict(float)
    pool: dict[str, Scored] = {}
    for scored in archive.query(asked.dense, asked.sparse, filters, max(_POOL, 4 * limit)):
        pool[scored.chunk_id] = scored
        fused[scored.chunk_id] += scored.score
    for lift in _lifts(asked.question, filters):
        for position, scored in enumerate(
            archive.query(asked.dense, asked.sparse, lift, _POOL), start=1
        ):
            pool.setdefault(scored.chunk_id, scored)
            fused[scored.chunk_id] += _LIFT_WEIGHT / (_RRF_K + position)
    found: dict[str, Found] = {}
    ranked = sorted(fused.items(), key=lambda pair: (-pair[1], pair[0]))
    first = dict[str, Scored]()
    for chunk_id, _ in ranked:
        first.setdefault(pool[chunk_id].item_id, pool[chunk_id])
    archive.have(islice(first.values(), limit))
    for chunk_id, score in ranked:
        scored = pool[chunk_id]
        if scored.item_id in found:
            continue
        located = archive.locate(scored)
        if located is not None:
            found[scored.item_id] = Found(*located, scored, score)
        if len(found) == limit:
            break
    return list(found.values())


def _lifts(question: Question, filters: Filters) -> list[Filters]:
    lifts: list[Filters] = []
    if question.entities and not filters.entities:
        lifts.append(replace(filters, entities=question.entities))
    if question.forums and not filters.forums:
        lifts.append(replace(filters, forums=question.forums))
    return lifts


def _interleaved(lists: Sequence[Sequence[Found]], limit: int) -> list[Found]:
    """The lists' firsts, then their seconds, and so on; among equals the highest score first."""
    mixed: list[Found] = []
    for rank in range(max((len(some) for some in lists), default=0)):
        mixed += sorted((some[rank] for some in lists if len(some) > rank), key=lambda f: -f.score)
    return mixed[:limit]


def rank(
    archive: Archive, text: str, filters: Filters | None = None, limit: int = DEFAULT_LIMIT
) -> Ranking:
    """The items for a question. A comparison takes turns between the regions, so that each is
    heard however much another has to say."""
    asked = encode(archive, text, filters)
    question = asked.question
    filters = narrowed(question, filters or Filters())
    if question.compares:
        lists = [
            _rank(archive, asked, replace(filters, regions=(region,)), limit)
            for region in asked_regions(question, filters)
        ]
        return Ranking(asked, tuple(_interleaved(lists, limit)))
    return Ranking(asked, tuple(_rank(archive, asked, filters, limit)))


def rank_region(
    archive: Archive, asked: Asked, filters: Filters, region: Region, limit: int
) -> list[Found]:
    """The items of one region."""
    inside = replace(narrowed(asked.question, filters), regions=(region,), about=())
    return _rank(archive, asked, inside, limit)


def item_ref(item: Item) -> ItemRef:
    """An item as the replies name it."""
    return ItemRef(item_id=item.item_id, number=item.number, title=item.title, path=list(item.path))


def entity_refs(archive: Archive, mentions: Iterable[Mention]) -> list[EntityRef]:
    """The entities that are mentioned, each once, in the order they come."""
    refs: dict[str, EntityRef] = {}
    for mention in mentions:
        entity = archive.entity(mention.entity_id)
        if entity is not None and entity.kind not in TIMES_AND_AMOUNTS:
            refs.setdefault(
                entity.entity_id,
                EntityRef(entity_id=entity.entity_id, kind=entity.kind, name=entity.name),
            )
    return list(refs.values())


def understood(archive: Archive, question: Question) -> Understood:
    """What was read out of a question, as the replies tell it."""
    entities = filter(None, map(archive.gazetteer.get, question.entities))
    return Understood(
        regions=list(question.regions),
        forums=list(question.forums),
        date_from=question.date_from,
        date_to=question.date_to,
        entities=[EntityRef(entity_id=e.entity_id, kind=e.kind, name=e.name) for e in entities],
        compares=question.compares,
    )


def scanned(document: Document, start: int, end: int) -> tuple[float | None, bool]:
    """How surely a span was recognised where it is scanned, by the least certain of its pages, and
    whether it should be checked against the original."""
    pages = document.pages_of(start, end)
    sure = [page.ocr for page in pages if page.ocr is not None]
    return min(sure, default=None), any(page.uncertain for page in pages)


def hit_of(archive: Archive, question: Question, found: Found) -> Hit:
    """A found item as the replies show it."""
    document, passage = found.document, found.passage
    span = passage.start, passage.end
    mentions = archive.mentions_of_passage(document.document_id, *span)
    ocr, uncertain = scanned(document, *span)
    return Hit(
        score=round(found.score, 6),
        item=item_ref(found.item),
        document_id=document.document_id,
        source=document.source,
        region=document.region,
        forum=document.forum,
        date=document.date,
        section=passage.section,
        text=found.text,
        start=passage.start,
        end=passage.end,
        marks=marks(archive, question, found.text, passage.start, mentions),
        entities=entity_refs(archive, mentions),
        attachment=attachment_ref(document),
        ocr=ocr,
        uncertain=uncertain,
    )


def _facet(values: Iterable[str | None]) -> list[Facet]:
    counts = Counter(value for value in values if value)
    return [Facet(value=value, count=count) for value, count in counts.most_common()]


@of_one_state
def search(
    archive: Archive, question: str, filters: Filters | None = None, limit: int = DEFAULT_LIMIT
) -> Search:
    """The ``limit`` items that answer a question best.

    Raises ``EmptyCorpus``, ``BrokenIndex`` or ``EncoderMismatch``.
    """
    ranking = rank(archive, question, filters, limit)
    asked = ranking.asked.question
    hits = [hit_of(archive, asked, found) for found in ranking.found]
    return Search(
        question=question,
        understood=understood(archive, asked),
        hits=hits,
        facets=Facets(
            regions=_facet(hit.region for hit in hits),
            forums=_facet(hit.forum for hit in hits),
            years=_facet(str(hit.date.year) if hit.date else None for hit in hits),
            sections=_facet(hit.section for hit in hits),
            entities=_facet(
                entity.name for hit in hits for entity in hit.entities if entity.kind in _MATTERS
            )[:_MOST_ENTITIES],
        ),
    )
