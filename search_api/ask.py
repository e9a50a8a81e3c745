"""Ask: the fewest sentences of the minutes that hold the answer, or that there is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from math import inf

from corpus.records import Filters
from search_api.archive import Archive, of_one_state
from search_api.citations import cite, running_text, shown
from search_api.evidence import Evidence, weigh
from search_api.question import Question
from search_api.reading import Reading, read
from search_api.record_answers import answer_from_records
from search_api.replies import Answer, Citation, Sentence
from search_api.search import Found, hit_of, rank, understood
from search_api.silence import reason_for_silence
from search_api.windows import Window, choose, joined, with_leads

# The weakest item that is answered from, and the weakest together with the reader's best logit;
# ``tests/benchmarks/bench_evidence.py`` shows how well they part what the minutes answer.
_WEAKEST = 0.866
_STRENGTH_WEIGHT = 100.0
_SUREST = 84.0
# What an item loses that says nothing of a year, or of a name, that is asked about.
_YEAR_PENALTY = 0.15
_NAME_PENALTY = 0.02
_ITEMS = 4
_UNITS_READ = 28
# The most words of an answer, and how far below the best window another of it may be.
_WORDS = 90
_NEXT_BEST = 3.5
# Items no further below the strongest are read with the latest first.
_AS_STRONG = 1.5
_NEAREST = 3


def _inside(evidence: Evidence, question: Question) -> bool:
    """Whether an item may answer for the regions that the question names: its own do; another's
    only where a fact is asked and the answering text names the region itself."""
    if not question.regions or evidence.found.document.region in question.regions:
        return True
    if question.asks_decision or question.forums:
        return False
    return any(region in evidence.windows[0].chunk.text for region in question.regions)


def strength(evidence: Evidence) -> float:
    """How surely an item answers."""
    covered = evidence.coverage
    missing = _YEAR_PENALTY * (1 - covered.years) + _NAME_PENALTY * (1 - covered.names)
    return evidence.score - missing


def sureness(reading: Reading) -> float:
    """How surely any of the items read answers: the strongest, and the reader's best logit."""
    return _STRENGTH_WEIGHT * max(map(strength, reading.evidence)) + reading.surest


def _abstain(
    archive: Archive, question: Question, asked: str, reason: str, evidence: Sequence[Evidence]
) -> Answer:
    """No answer; apart from it the items that at least speak of something asked about."""
    nearest = [some.found for some in evidence if some.coverage.all > 0][:_NEAREST]
    return Answer(
        question=asked,
        understood=understood(archive, question),
        abstained=True,
        reason=reason,
        sentences=[],
        text="",
        citations=[],
        maybe_relevant=[hit_of(archive, question, found) for found in nearest],
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
    archive: Archive,
    evidence: Sequence[Evidence],
    question: Question,
    asked: str,
    limit: int | None,
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
        understood=understood(archive, question),
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
    asked = ranking.asked.question
    if not asked.terms:
        return asked, []
    evidence = weigh(archive, ranking.asked, ranking.found)
    return asked, [some for some in evidence if _inside(some, asked)]


@of_one_state
def ask(
    archive: Archive, question: str, filters: Filters | None = None, limit: int | None = None
) -> Answer:
    """Answer a question in the minutes' own sentences, at most ``limit`` quotes, or say why not:
    from the records where it is theirs to answer, else from the text.

    Raises ``EmptyCorpus``, ``BrokenIndex`` or ``EncoderMismatch``.
    """
    filters = filters or Filters()
    recorded = answer_from_records(archive, question, filters, limit)
    if recorded is not None:
        return recorded
    read_as, evidence = answerable(archive, question, filters)
    strong = [some for some in evidence if strength(some) >= _WEAKEST]
    if strong:
        reading = read(archive, read_as, strong, _UNITS_READ)
        if sureness(reading) >= _SUREST:
            return answer_from(archive, reading.evidence, read_as, question, limit)
    reason = reason_for_silence(archive, read_as, filters)
    return _abstain(archive, read_as, question, reason, evidence)
