"""How much of what a question is about a text speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.dates import find_years
from corpus.records import Document
from search_api.archive import Archive
from search_api.question import Question, Term
from search_api.search import Found


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares from 0 to 1, each term weighed by its rarity; 1 where the question has none such.

    ``all`` of every term, ``entities`` of the known entities, ``names`` of what names one thing,
    ``years`` of the years named.
    """

    all: float
    entities: float
    names: float
    years: float


def _covers(term: Term, terms: frozenset[int], entities: frozenset[str], text: str) -> bool:
    if term.entity_id is not None and term.entity_id in entities:
        return True
    if (term.terms and term.terms <= terms) or term.compounds & terms:
        return True
    word = term.text.casefold()
    return len(word) >= 5 and word in text


def _share(terms: Sequence[Term], covered: Sequence[Term]) -> float:
    total = sum(term.weight for term in terms)
    return sum(term.weight for term in terms if term in covered) / total if total else 1.0


def coverage(
    archive: Archive,
    question: Question,
    document_id: str,
    spans: Iterable[tuple[int, int]],
    headline: str,
) -> Coverage:
    """What these spans of a document, with their headline, speak of: by name or synonym, by stem,
    or as part of a compound."""
    document = archive.document(document_id)
    spans = list(spans)
    joined = "\n".join([headline, *(document.text[start:end] for start, end in spans)])
    terms = frozenset(archive.sparse.encode_passage(joined).indices)
    entities = frozenset(
        whole
        for start, end in spans
        for mention in archive.mentions(document_id, start, end)
        for whole in archive.gazetteer.wholes(mention.entity_id)
    )
    text = joined.casefold()
    covered = [term for term in question.terms if _covers(term, terms, entities, text)]
    return Coverage(
        all=_share(question.terms, covered),
        entities=_share([term for term in question.terms if term.entity_id], covered),
        names=_share([term for term in question.terms if term.name], covered),
        years=_share_of_years(question, document, joined),
    )


def _share_of_years(question: Question, document: Document, text: str) -> float:
    """The share of the years asked about that a text names or its document is from."""
    if not question.years:
        return 1.0
    held = find_years(text) | ({document.date.year} if document.date else set())
    return len(question.years & held) / len(question.years)


def item_coverage(archive: Archive, question: Question, found: Found) -> Coverage:
    """``coverage`` of a whole item, its title included."""
    spans = [(s.start, s.end) for s in found.item.sections if s.kind != "attachments"]
    return coverage(
        archive, question, found.document.document_id, spans, " – ".join(found.item.path[-1:])
    )
