"""Compare: what each region says of a matter, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Filters, Region
from search_api.archive import Archive, of_one_state
from search_api.aspects import choose_aspects
from search_api.citations import cite, shown
from search_api.evidence import Evidence
from search_api.hearing import hear
from search_api.question import Question
from search_api.replies import Aspect, Comparison, RegionSummary, SummarySentence
from search_api.search import encode, understood
from search_api.windows import Window, with_leads
from search_api.wording import listed


def _summary(
    archive: Archive,
    question: Question,
    region: Region,
    evidence: Sequence[Evidence],
    first: int,
    limit: int | None,
) -> RegionSummary:
    by_item = {some.found.item.item_id: some.found for some in evidence}

    def in_time(quote: tuple[Aspect, Window]) -> tuple[str, str, int]:
        chunk = quote[1].chunk
        date = by_item[chunk.item_id].document.date
        return (str(date or "9999"), chunk.document_id, chunk.start)

    chosen = choose_aspects(archive, question, evidence)[:limit] if evidence else []
    chosen.sort(key=in_time)
    quotes = with_leads([window for _, window in chosen])
    sentences: list[SummarySentence] = []
    for (aspect, _), windows in zip(chosen, quotes, strict=True):
        for window in windows:
            found = by_item[window.chunk.item_id]
            citation = cite(found.document, found.item, window.chunk, first + len(sentences))
            sentences.append(
                SummarySentence(text=shown(citation.quote), citation=citation, aspect=aspect)
            )
    return RegionSummary(
        region=region,
        status="found" if evidence else "none",
        summary=sentences,
        citations=[sentence.citation for sentence in sentences],
    )


def _overview(archive: Archive, summaries: Sequence[RegionSummary]) -> str:
    """In how many regions and meetings the matter was dealt with."""
    cited = {citation.document_id for summary in summaries for citation in summary.citations}
    documents = [archive.document(document_id) for document_id in cited]
    attached = sum(document.attachment is not None for document in documents)
    meetings = sum(d.kind == "referat" for d in documents if d.attachment is None)
    counted = [
        f"{count} {one if count == 1 else more}"
        for count, one, more in (
            (meetings, "møde", "møder"),
            (attached, "bilag", "bilag"),
            (len(documents) - meetings - attached, "andet dokument", "andre dokumenter"),
        )
        if count
    ]
    found = sum(summary.status == "found" for summary in summaries)
    regions = "region" if len(summaries) == 1 else "regioner"
    where = f"{found} af {len(summaries)} {regions}"
    return f"Behandlet i {where}: {listed(counted)}." if counted else "Ingen fund."


@of_one_state
def compare(
    archive: Archive, question: str, filters: Filters | None = None, limit: int | None = None
) -> Comparison:
    """What every region asked about says of the matter, at most ``limit`` quotes of each;
    ``none`` where one says nothing of it.

    Raises ``EmptyCorpus``, ``BrokenIndex`` or ``EncoderMismatch``.
    """
    asked = encode(archive, question, filters)
    summaries: list[RegionSummary] = []
    for region, evidence in hear(archive, asked, filters or Filters()).items():
        first = sum(len(summary.citations) for summary in summaries) + 1
        summaries.append(_summary(archive, asked.question, region, evidence, first, limit))
    return Comparison(
        question=question,
        understood=understood(archive, asked.question),
        overview=_overview(archive, summaries),
        regions=summaries,
        citations=[citation for summary in summaries for citation in summary.citations],
    )
