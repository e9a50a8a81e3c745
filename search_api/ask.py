"""Ask: the fewest sentences of the minutes that hold the answer, or that there is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from math import inf

from corpus.records import Filters
from search_api.archive import Archive
from search_api.citations import cite, running_text, shown
from search_api.evidence import Evidence, reread, weigh
from search_api.question import Question
from search_api.replies import Answer, Citation, Sentence
from search_api.search import Found, hit_of, rank
from search_api.silence import reason_for_silence
from search_api.windows import Window, choose, joined, with_leads

# The weakest evidence that is answered from, and how far below the best window another may be.
_WEAKEST = 0.872
_YEAR_PENALTY = 0.1
_ITEMS = 4
_WORDS = 60
_NEXT_BEST = 4.5
# Items no further below the strongest are read with the latest first.
_AS_STRONG = 1.5
_UNITS_READ = 20
_NEAREST = 3


def _inside(evidence: Evidence, question: Question) -> bool:
    """Whether an item may answer for the regions that the question names: its own do; another's
    only where a fact is asked and the answering text names the region itself."""
    if not question.regions or evidence.found.document.region in question.regions:
        return True
    if question.asks_decision or question.forums:
        return False
    return any(region in evidence.windows[0].chunk.text for region in question.regions)


def _strength(evidence: Evidence) -> float:
    """How surely an item answers: less, where it says nothing of a year that is asked about."""
    return evidence.score - _YEAR_PENALTY * (1 - evidence.coverage.years)


def _abstain(archive: Archive, question: str, reason: str, evidence: Sequence[Evidence]) -> Answer:
    """No answer; apart from it the items that at least speak of something asked about."""
    nearest = [some.found for some in evidence if some.coverage.all > 0][:_NEAREST]
    return Answer(
        question=question,
        abstained=True,
        reason=reason,
        sentences=[],
        text="",
        citations=[],
        maybe_relevant=[hit_of(archive, found) for found in nearest],
    )


def _item_order(
    chosen: Sequence[Window], found: Mapping[str, Found], question: Question
) -> list[str]:
    """The items answered from, in the order to read: the strongest first, but of decisions, and
    of items about as strong, the latest, so that what was changed stands after what replaced it."""
    best: dict[str, float] = {}
    for window in chosen:
        best[window.chunk.item_id] = max(window.score, best.get(window.chunk.item_id, -inf))
    most = max(best.values())

    def place(item_id: str) -> tuple[bool, int, float]:
        as_strong = question.asks_decision or best[item_id] > most - _AS_STRONG
        date = found[item_id].document.date if as_strong else None
        return (not as_strong, -(date or dt.date.min).toordinal(), -best[item_id])

    return sorted(best, key=place)


def answer_from(
    evidence: Sequence[Evidence], question: Question, asked: str, limit: int | None
) -> Answer:
    """The answer that the evidence holds: from the strongest item, and from others as strong."""
    found = {some.found.item.item_id: some.found for some in evidence}
    windows = [window for some in evidence for window in some.windows]
    chosen = choose(windows, _WORDS, _NEXT_BEST)[:limit]
    quotes: list[Window] = []
    for item_id in _item_order(chosen, found, question):
        of_item = [window for window in chosen if window.chunk.item_id == item_id]
        in_order = joined(found[item_id].document, of_item)
        # What was decided stands before what led to it.
        quotes += sorted(in_order, key=lambda w: (w.chunk.section != "decision", w.chunk.start))
    citations: list[Citation] = []
    for window in (window for windows in with_leads(quotes) for window in windows):
        some = found[window.chunk.item_id]
        citations.append(cite(some.document, some.item, window.chunk, len(citations) + 1))
    return Answer(
        question=asked,
        abstained=False,
        reason="",
        sentences=[Sentence(text=shown(c.quote), citation=c) for c in citations],
        text=running_text(citations),
        citations=citations,
    )


def answerable(
    archive: Archive, question: str, filters: Filters | None = None
) -> tuple[Question, list[Evidence]]:
    """The question as understood, and the evidence that may answer it, strongest first."""
    ranking = rank(archive, question, filters, _ITEMS)
    understood = ranking.asked.question
    if not understood.terms:
        return understood, []
    evidence = weigh(archive, ranking.asked, ranking.found)
    return understood, [some for some in evidence if _inside(some, understood)]


def ask(
    archive: Archive, question: str, filters: Filters | None = None, limit: int | None = None
) -> Answer:
    """Answer a question in the minutes' own sentences, at most ``limit`` quotes, or say why not.

    Raises ``EmptyCorpus``, ``BrokenIndex`` or ``EncoderMismatch``.
    """
    filters = filters or Filters()
    understood, evidence = answerable(archive, question, filters)
    strong = [some for some in evidence if _strength(some) >= _WEAKEST]
    if not strong:
        reason = reason_for_silence(archive, understood, filters)
        return _abstain(archive, question, reason, evidence)
    read = reread(archive, understood, strong, _UNITS_READ)
    return answer_from(read, understood, question, limit)
