"""Compare: what each region says of a matter, side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Filters, Region
from search_api.archive import Archive
from search_api.ask import choose, overlaps
from search_api.citations import cite, shown
from search_api.coverage import coverage
from search_api.evidence import Evidence, Window, weigh
from search_api.question import Question
from search_api.replies import Aspect, Citation, Comparison, RegionSummary, SummarySentence
from search_api.search import Ranking, asked_regions, rank, rank_region

_WEAKEST = 0.85
_ITEMS_RANKED = 6
_ITEMS_SHOWN = 3
_WORDS_A_REGION = 130
_WORDS_AN_ASPECT = 45
_NEXT_BEST = 0.02
_MANY_MATTERS = re.compile(
    r"\b(?:orientering(?:er|spunkter)?|eventuelt|evt|meddelelser|nyt fra|bordet rundt)\b",
    re.IGNORECASE,
)
_ASPECTS: dict[str, Aspect] = {
    "recommendation": "recommendation",
    "decision": "decision",
    "background": "background",
    "summary": "case",
    "case": "case",
}


def _relevant(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The items that speak of the matter itself, not of something like it."""
    return [
        some
        for some in evidence
        if some.score >= _WEAKEST and some.coverage.entities >= 0.5 and some.coverage.names >= 0.5
    ]


def _decides(archive: Archive, question: Question, evidence: Evidence, window: Window) -> bool:
    """Whether a decision is on the matter. Where many things are decided at once
    ("Orienteringerne blev taget til efterretning"), only one that names the matter is."""
    if not _MANY_MATTERS.search(evidence.found.item.title):
        return True
    chunk = window.chunk
    spans = [(chunk.start, chunk.end)]
    return coverage(archive, question, chunk.document_id, spans, "").all > 0


def _choose(archive: Archive, question: Question, evidence: Sequence[Evidence]) -> list[Window]:
    """The windows to show of a region: for each item what answers best, and its decision."""
    chosen: list[Window] = []
    used = 0
    for some in evidence[:_ITEMS_SHOWN]:
        decided = [w for w in some.windows if w.chunk.section == "decision"]
        best = [w for w in some.windows if w.chunk.section != "recommendation"]
        picks = choose(best, _WORDS_AN_ASPECT, _NEXT_BEST)
        decided = [w for w in decided if _decides(archive, question, some, w)]
        picks += [
            w for w in choose(decided, _WORDS_AN_ASPECT, _NEXT_BEST) if not overlaps(w, picks)
        ]
        for window in picks:
            if overlaps(window, chosen) or (chosen and used + window.words > _WORDS_A_REGION):
                continue
            chosen.append(window)
            used += window.words
    return chosen


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
    chosen = _choose(archive, question, evidence)[:limit]
    for n, window in enumerate(sorted(chosen, key=order), start=first):
        found = by_item[window.chunk.item_id]
        citations.append(cite(found.document, found.item, window.chunk, n))
    return RegionSummary(
        region=region,
        status="found",
        summary=[
            SummarySentence(text=shown(c.quote), citation=c, aspect=_ASPECTS[c.section])
            for c in citations
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
    ranking: Ranking = rank(archive, question, filters, 1)
    summaries: list[RegionSummary] = []
    citations: list[Citation] = []
    for region in asked_regions(ranking.question, filters):
        found = rank_region(archive, ranking, filters, region, _ITEMS_RANKED)
        relevant = _relevant(weigh(archive, ranking, found))
        first = len(citations) + 1
        summary = _summary(archive, ranking.question, region, relevant, first, limit)
        summaries.append(summary)
        citations += summary.citations
    return Comparison(question=question, regions=summaries, citations=citations)
