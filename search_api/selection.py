"""The selection of a briefing: sentences left out of it, and others of the minutes added."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import count, zip_longest

from corpus.errors import BadValue
from corpus.records import REGIONS, Chunk, Document, Filters, Item, Region
from search_api.archive import Archive, of_one_state
from search_api.brief import brief, matter_of, no_findings
from search_api.citations import cite, shown
from search_api.hearing import hear
from search_api.quotable import Quotable, quotable
from search_api.replies import Addable, Briefing, BriefingSection, Citation, Sentence
from search_api.search import encode

OTHERS = "Andre"
NOTHING_LEFT = "Alle sætninger er udeladt af notatet."
MOST_ADDED = 30
_MOST_ADDABLE = 15
_SPAN = re.compile(r"(.+):(\d{1,9})-(\d{1,9})")


def span_of(citation: Citation) -> str:
    """A quote's own name, as ``quote_at`` reads it: ``document_id:start-end``."""
    return f"{citation.document_id}:{citation.start}-{citation.end}"


@of_one_state
def quote_at(archive: Archive, span: str) -> Sentence:
    """The stored window or passage that ``span`` ("document_id:start-end") names, numbered 0.

    Raises:
        NotFound: no document that may be read has that id.
        BadValue: the span is not one that is stored; nothing else may be quoted.
    """
    named = _SPAN.fullmatch(span)
    if named is None:
        raise BadValue(f"»{span}« peger ikke på en sætning. Vælg en af de sætninger, siden viser.")
    document = archive.document(named[1])
    start, end = int(named[2]), int(named[3])
    for item in document.items:
        if item.start <= start and end <= item.end:
            for chunk in _stored(archive, item):
                if (chunk.start, chunk.end) == (start, end):
                    return _sentence(document, item, chunk)
    raise BadValue(
        "En tilføjet sætning findes ikke længere i referatet. Vælg den igen på listen over "
        "sætninger, der kan tilføjes."
    )


def _stored(archive: Archive, item: Item) -> list[Chunk]:
    found = archive.catalogue.chunks_of_items([item.item_id], "window")
    found += archive.catalogue.chunks_of_items([item.item_id], "passage")
    return [chunk for chunk, _ in found]


def _sentence(document: Document, item: Item, chunk: Chunk) -> Sentence:
    citation = cite(document, item, chunk, 0)
    return Sentence(text=shown(citation.quote), citation=citation)


@of_one_state
def addable(archive: Archive, question: str, filters: Filters | None = None) -> Addable:
    """At most 15 sentences that the briefing of a question could also have quoted, the regions
    taking turns; none that says what it already says.

    Raises ``EmptyCorpus``, ``BrokenIndex`` or ``EncoderMismatch``.
    """
    filters = filters or Filters()
    taken = brief(archive, question, filters).citations
    asked = encode(archive, matter_of(question), filters)
    by_region = [
        _telling(quotable(archive, asked.question, evidence), taken)
        for evidence in hear(archive, asked, filters).values()
        if evidence
    ]
    chosen: list[Quotable] = []
    for turn in zip_longest(*by_region):
        for one in turn:
            if one is not None and not any(one.repeats(other) for other in chosen):
                chosen.append(one)
    return Addable(
        question=question,
        sentences=[
            _sentence(one.found.document, one.found.item, one.window.chunk)
            for one in chosen[:_MOST_ADDABLE]
        ],
    )


def _telling(some: Sequence[Quotable], taken: Sequence[Citation]) -> list[Quotable]:
    """Those that can be read alone and are not in the briefing: decisions first, then what speaks
    most of the matter."""
    told = {shown(citation.quote).casefold() for citation in taken}
    left = [
        one
        for one in some
        if one.tells
        and one.text.casefold() not in told
        and not any(_overlaps(one, citation) for citation in taken)
    ]
    shortest = [one for one in left if not any(one.holds(other) for other in left)]
    return sorted(shortest, key=lambda one: (one.section != "decision", -one.window.score))


def _overlaps(one: Quotable, citation: Citation) -> bool:
    same = one.found.document.document_id == citation.document_id
    return same and one.start < citation.end and citation.start < one.end


def selected(
    briefing: Briefing, leave_out: Collection[int] = (), added: Sequence[Sentence] = ()
) -> Briefing:
    """``briefing`` without the sentences numbered ``leave_out`` and with ``added``, each under its
    region, numbered anew in the order they come. What is in the briefing already is not added."""
    kept = [
        (
            section.heading,
            [one for one in section.sentences if one.citation.n not in leave_out],
            not section.sentences,
        )
        for section in briefing.sections
    ]
    sections = [(heading, some) for heading, some, line in kept if some or line]
    present = {span_of(one.citation) for _, some in sections for one in some}
    for sentence in added:
        if span_of(sentence.citation) not in present:
            present.add(span_of(sentence.citation))
            _put(sections, sentence)
    if not any(some for _, some in sections) and briefing.citations:
        sections = [(NOTHING_LEFT, [])]
    return _numbered(briefing, _without_heard(sections))


def _put(sections: list[tuple[str, list[Sentence]]], sentence: Sentence) -> None:
    """Add a sentence to the section of its region, which is made where there is none."""
    heading = sentence.citation.region or OTHERS
    for known, some in sections:
        if known == heading:
            some.append(sentence)
            # As a briefing has them: the latest first, of one meeting what was decided first.
            some.sort(key=lambda one: _place(one.citation))
            return
    sections.insert(_after(sections, heading), (heading, [sentence]))


def _place(citation: Citation) -> tuple[int, str, bool, int]:
    latest_first = -citation.date.toordinal() if citation.date else 0
    return (latest_first, citation.document_id, citation.section != "decision", citation.start)


def _after(sections: Sequence[tuple[str, list[Sentence]]], heading: str) -> int:
    """Where the section of a region belongs: after those of the regions before it, or after what
    is told in short."""
    order = {region: n for n, region in enumerate([*REGIONS, OTHERS])}
    before = [
        place
        for place, (known, _) in enumerate(sections)
        if known in order and order[known] < order[heading]
    ]
    if before:
        return before[-1] + 1
    regional = [place for place, (known, _) in enumerate(sections) if known in order]
    in_short = 1 if sections and sections[0][1] else 0
    return regional[0] if regional else in_short


def _without_heard(
    sections: Sequence[tuple[str, list[Sentence]]],
) -> list[tuple[str, list[Sentence]]]:
    """The sections, a region with sentences no longer named as one without findings."""
    heard = {heading for heading, some in sections if some}
    kept: list[tuple[str, list[Sentence]]] = []
    for heading, some in sections:
        silent: list[Region] = [region for region in REGIONS if region in heading]
        if not some and heading == no_findings(silent):
            silent = [region for region in silent if region not in heard]
            if not silent:
                continue
            heading = no_findings(silent)
        kept.append((heading, some))
    return kept


def _numbered(briefing: Briefing, sections: Sequence[tuple[str, list[Sentence]]]) -> Briefing:
    numbers = count(1)
    made = [
        BriefingSection(
            heading=heading,
            sentences=[
                one.model_copy(
                    update={"citation": one.citation.model_copy(update={"n": next(numbers)})}
                )
                for one in some
            ],
        )
        for heading, some in sections
    ]
    return briefing.model_copy(
        update={
            "sections": made,
            "citations": [one.citation for section in made for one in section.sentences],
        }
    )
