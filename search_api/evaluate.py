"""Evaluate: how well a file of questions with known answers is answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import mean, median
from time import perf_counter
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import TvaersnitError
from corpus.records import Region
from search_api.archive import Archive
from search_api.ask import ask
from search_api.citations import shown
from search_api.compare import compare
from search_api.replies import (
    Answer,
    Comparison,
    Hit,
    ItemRef,
    Search,
    Sentence,
    SummarySentence,
)
from search_api.search import search

_FIRST = 10

Reply = TypeVar("Reply", Answer, Comparison)


class EvaluationQuestion(BaseModel):
    """A line of a question file. ``gold`` names items as ``"000#7"``: the file whose name starts
    with 000, item 7 or the heading of that title; ``facts`` are strings that the answer holds."""

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    type: Literal["fact", "compare", "unanswerable"]
    gold: list[str] = Field(default_factory=list)
    facts: list[str] = Field(default_factory=list)
    regions: Mapping[Region, list[str]] = Field(default_factory=dict)
    none: list[Region] = Field(default_factory=list)


class Failure(BaseModel):
    """A question that was answered wrongly, with what was wrong and what was answered."""

    id: str
    question: str
    wrong: str
    answered: str


class Evaluation(BaseModel):
    """Shares from 0 to 1, mean words, median milliseconds; ``None`` where the file has no question
    of the kind. ``citations_verbatim``: quotes that stand in the item cited, as they are shown."""

    questions: int
    hit_at_1: float | None
    hit_at_5: float | None
    mrr: float | None
    fact_recall: float | None
    words_per_answer: float | None
    answerable_abstained: float | None
    compare_gold_in_first_ten: float | None
    compare_gold_cited: float | None
    region_status_right: float | None
    region_facts_found: float | None
    words_per_region: float | None
    unanswerable_abstained: float | None
    citations_verbatim: float | None
    ask_milliseconds: float | None
    compare_milliseconds: float | None
    failures: list[Failure]


def read_questions(path: Path) -> list[EvaluationQuestion]:
    """Raises ``TvaersnitError`` naming the line that cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise TvaersnitError(
            f"{path}: Filen med spørgsmål findes ikke. Kontrollér stien."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise TvaersnitError(
            f"{path}: Filen med spørgsmål kan ikke læses ({type(error).__name__}). "
            "Gem den som UTF-8 med et JSON-objekt på hver linje."
        ) from None
    questions: list[EvaluationQuestion] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            questions.append(EvaluationQuestion.model_validate_json(line))
        except ValidationError as error:
            field = ".".join(str(part) for part in error.errors()[0]["loc"]) or "JSON"
            raise TvaersnitError(
                f"{path}, linje {number}: Spørgsmålet kan ikke læses (feltet {field}). "
                "Hver linje skal være et JSON-objekt med id, question og type."
            ) from None
    if not questions:
        raise TvaersnitError(f"{path}: Der er ingen spørgsmål i filen.")
    return questions


def meets(source: str, item: ItemRef, gold: str) -> bool:
    """Whether an item is the one that ``gold`` names; a part counts for its item, and a heading
    for those above it."""
    prefix, _, wanted = gold.partition("#")
    if not source.startswith(prefix):
        return False
    if item.number is None:
        return wanted == item.title or wanted in item.path
    digits = re.match(r"\d+", item.number)
    return wanted == item.number or (digits is not None and digits.group() == wanted)


def _holds(text: str, fact: str) -> bool:
    return _plain(fact) in _plain(text)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).casefold()


def _first_rank(hits: Sequence[Hit], gold: Iterable[str]) -> int | None:
    for place, hit in enumerate(hits, start=1):
        if any(meets(hit.source, hit.item, one) for one in gold):
            return place
    return None


class _Tally:
    """Figures as they come, by name."""

    def __init__(self) -> None:
        self.values: dict[str, list[float]] = {}
        self.failures: list[Failure] = []

    def add(self, name: str, *values: float) -> None:
        self.values.setdefault(name, []).extend(values)

    def mean(self, name: str) -> float | None:
        values = self.values.get(name)
        return round(mean(values), 4) if values else None

    def median(self, name: str) -> float | None:
        values = self.values.get(name)
        return round(median(values), 1) if values else None

    def fail(self, question: EvaluationQuestion, wrong: str, answered: str) -> None:
        self.failures.append(
            Failure(id=question.id, question=question.question, wrong=wrong, answered=answered)
        )


def _verbatim(archive: Archive, reply: Answer | Comparison, tally: _Tally) -> None:
    sentences: list[Sentence | SummarySentence] = (
        list(reply.sentences)
        if isinstance(reply, Answer)
        else [sentence for summary in reply.regions for sentence in summary.summary]
    )
    for sentence in sentences:
        citation = sentence.citation
        document = archive.document(citation.document_id)
        tally.add(
            "verbatim",
            float(
                document.text[citation.start : citation.end] == citation.quote
                and sentence.text == shown(citation.quote)
                and (document.source, document.date) == (citation.source, citation.date)
                and any(
                    item.item_id == citation.item.item_id
                    and item.start <= citation.start
                    and citation.end <= item.end
                    for item in document.items
                )
            ),
        )


def _timed(
    verb: Callable[[Archive, str], Reply], archive: Archive, question: str, tally: _Tally
) -> Reply:
    begin = perf_counter()
    reply = verb(archive, question)
    tally.add(f"{verb.__name__} ms", 1000 * (perf_counter() - begin))
    return reply


def _fact(archive: Archive, question: EvaluationQuestion, tally: _Tally) -> None:
    found: Search = search(archive, question.question, limit=_FIRST)
    place = _first_rank(found.hits, question.gold)
    tally.add("hit@1", float(place == 1))
    tally.add("hit@5", float(place is not None and place <= 5))
    tally.add("mrr", 1 / place if place else 0.0)
    if place != 1:
        tally.fail(question, f"rigtigt punkt som nr. {place or 'over 10'}", _hits(found.hits[:3]))
    answer = _timed(ask, archive, question.question, tally)
    _verbatim(archive, answer, tally)
    tally.add("abstained", float(answer.abstained))
    tally.add("words", sum(len(c.quote.split()) for c in answer.citations))
    quotes = "\n".join(citation.quote for citation in answer.citations)
    for fact in question.facts:
        tally.add("facts of " + question.id, float(_holds(quotes, fact)))
    if question.facts:
        tally.add("facts", tally.mean("facts of " + question.id) or 0.0)
    missing = [fact for fact in question.facts if not _holds(quotes, fact)]
    if missing:
        tally.fail(question, f"mangler: {'; '.join(missing)}", answer.text or answer.reason)


def _hits(hits: Sequence[Hit]) -> str:
    return " | ".join(f"{h.source} {h.item.number or ''} {h.item.title}".strip() for h in hits)


def _compare(archive: Archive, question: EvaluationQuestion, tally: _Tally) -> None:
    hits = search(archive, question.question, limit=_FIRST).hits
    reply = _timed(compare, archive, question.question, tally)
    _verbatim(archive, reply, tally)
    by_region = {summary.region: summary for summary in reply.regions}
    for gold in question.gold:
        tally.add("gold", float(any(meets(hit.source, hit.item, gold) for hit in hits)))
        cited = any(meets(c.source, c.item, gold) for c in reply.citations)
        tally.add("gold cited", float(cited))
        if not cited:
            tally.fail(question, f"{gold} er ikke citeret", "")
    for region, wanted in [
        *((region, "found") for region in question.regions),
        *((region, "none") for region in question.none),
    ]:
        status = by_region[region].status if region in by_region else "none"
        tally.add("status", float(status == wanted))
        if status != wanted:
            tally.fail(
                question, f"{region}: {status}, skulle være {wanted}", _shown(by_region, region)
            )
    for region, facts in question.regions.items():
        if region in by_region:
            tally.add("region words", sum(len(s.text.split()) for s in by_region[region].summary))
        quotes = (
            "\n".join(c.quote for c in by_region[region].citations) if region in by_region else ""
        )
        for fact in facts:
            tally.add("region facts", float(_holds(quotes, fact)))
            if not _holds(quotes, fact):
                tally.fail(question, f"{region} mangler: {fact}", _shown(by_region, region))


def _shown(by_region: Mapping[Region, object], region: Region) -> str:
    summary = by_region.get(region)
    return " ".join(s.text for s in getattr(summary, "summary", []))


def _unanswerable(archive: Archive, question: EvaluationQuestion, tally: _Tally) -> None:
    answer = ask(archive, question.question)
    _verbatim(archive, answer, tally)
    tally.add("silent", float(answer.abstained))
    if not answer.abstained:
        tally.fail(question, "skulle ikke besvares", answer.text)


def evaluate(archive: Archive, questions: Sequence[EvaluationQuestion]) -> Evaluation:
    """Ask every question and count."""
    tally = _Tally()
    ask_one = {"fact": _fact, "compare": _compare, "unanswerable": _unanswerable}
    for question in questions:
        ask_one[question.type](archive, question, tally)
    return Evaluation(
        questions=len(questions),
        hit_at_1=tally.mean("hit@1"),
        hit_at_5=tally.mean("hit@5"),
        mrr=tally.mean("mrr"),
        fact_recall=tally.mean("facts"),
        words_per_answer=tally.mean("words"),
        answerable_abstained=tally.mean("abstained"),
        compare_gold_in_first_ten=tally.mean("gold"),
        compare_gold_cited=tally.mean("gold cited"),
        region_status_right=tally.mean("status"),
        region_facts_found=tally.mean("region facts"),
        words_per_region=tally.mean("region words"),
        unanswerable_abstained=tally.mean("silent"),
        citations_verbatim=tally.mean("verbatim"),
        ask_milliseconds=tally.median("ask ms"),
        compare_milliseconds=tally.median("compare ms"),
        failures=tally.failures,
    )
