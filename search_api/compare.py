"""Compare: what each region says of a matter, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Filters, Region
from search_api.archive import Archive
from search_api.aspects import choose_aspects
from search_api.citations import cite, shown
from search_api.evidence import Evidence, Window, weigh
from search_api.question import Question
from search_api.replies import Aspect, Citation, Comparison, RegionSummary, SummarySentence
from search_api.search import asked_regions, encode, rank_region

_WEAKEST = 0.85
_ITEMS_RANKED = 8
_ITEMS_SHOWN = 5


def _relevant(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The items that speak of the matter itself, not of something like it."""
    return [
        some
        for some in evidence
        if some.score >= _WEAKEST and some.coverage.entities >= 0.5 and some.coverage.names >= 0.5
    ]


def _summary(
    archive: Archive,
    question: Question,
    region: Region,
    evidence: Sequence[Evidence],
    first: int,
    limit: int | None,
) -> RegionSummary:
    if not evidence:
        return RegionSummary(region=region, status="none", summary=[], citations=[])
    by_item = {some.found.item.item_id: some.found for some in evidence}

    def order(window: Window) -> tuple[str, str, int]:
        document = by_item[window.chunk.item_id].document
        return (str(document.date or "9999"), document.document_id, window.chunk.start)

    citations: list[Citation] = []
    chosen = choose_aspects(archive, question, evidence)[:limit]
    chosen.sort(key=lambda pair: order(pair[1]))
    aspects: list[Aspect] = []
    for n, (aspect, window) in enumerate(chosen, start=first):
        found = by_item[window.chunk.item_id]
        citations.append(cite(found.document, found.item, window.chunk, n))
        aspects.append(aspect)
    return RegionSummary(
        region=region,
        status="found",
        summary=[
            SummarySentence(text=shown(c.quote), citation=c, aspect=aspect)
            for c, aspect in zip(citations, aspects, strict=True)
        ],
        citations=citations,
    )


def compare(
    archive: Archive, question: str, filters: Filters | None = None, limit: int | None = None
) -> Comparison:
    """What every region asked about says of the matter, at most ``limit`` quotes of each;
    ``none`` where one says nothing of it.

    Raises ``EmptyCorpus``, ``BrokenIndex`` or ``EncoderMismatch``.
    """
    filters = filters or Filters()
    asked = encode(archive, question)
    summaries: list[RegionSummary] = []
    citations: list[Citation] = []
    for region in asked_regions(asked.question, filters):
        found = rank_region(archive, asked, filters, region, _ITEMS_RANKED)
        relevant = _relevant(weigh(archive, asked, found))[:_ITEMS_SHOWN]
        first = len(citations) + 1
        summary = _summary(archive, asked.question, region, relevant, first, limit)
        summaries.append(summary)
        citations += summary.citations
    return Comparison(question=question, regions=summaries, citations=citations)
