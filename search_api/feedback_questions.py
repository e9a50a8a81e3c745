"""Feedback as a question file for ``evaluate``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.errors import NotFound
from corpus.records import Document, Item, Region
from search_api.archive import Archive, of_one_state
from search_api.evaluate import EvaluationQuestion
from search_api.feedback import Feedback


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """Questions with what is expected of them, and how many of the feedback gave none."""

    questions: tuple[EvaluationQuestion, ...]
    left_out: int

    def lines(self) -> str:
        """The file: a JSON object a line, as ``read_questions`` reads it."""
        return "".join(
            f"{question.model_dump_json(exclude_defaults=True)}\n" for question in self.questions
        )


@of_one_state
def question_file(archive: Archive, feedback: Sequence[Feedback]) -> QuestionFile:
    """What can be expected of the answers from now on; ``feedback`` comes newest first.

    The cited items of an answer that helped are the right ones: of a search or an answer any of
    them (``fact``), of a comparison all (``compare``); an answer that helped by saying that the
    minutes hold none is expected to do so again (``unanswerable``).

    Left out is what tells of nothing to expect: an answer that did not help (nobody has said what
    the right one is), one under filters or a briefing (``evaluate`` asks neither), one whose items
    are gone, and whatever somebody has later said something else of.
    """
    questions: list[EvaluationQuestion] = []
    judged: set[tuple[str, str]] = set()
    for one in feedback:
        asked = (one.verb, " ".join(one.question.casefold().split()))
        if asked in judged or one.filters:
            continue
        judged.add(asked)
        question = _question(archive, one) if one.helped else None
        if question is not None:
            questions.append(question)
    questions.reverse()
    return QuestionFile(tuple(questions), len(feedback) - len(questions))


def _question(archive: Archive, one: Feedback) -> EvaluationQuestion | None:
    name = f"tilbagemelding-{one.feedback_id}"
    if one.verb == "ask" and one.abstained:
        return EvaluationQuestion(id=name, question=one.question, type="unanswerable")
    places = list(_places(archive, one.items))
    if not places or one.verb == "brief":
        return None
    gold = list(dict.fromkeys(_gold(document, item) for document, item in places))
    if one.verb != "compare":
        return EvaluationQuestion(id=name, question=one.question, type="fact", gold=gold)
    regions: dict[Region, list[str]] = {d.region: [] for d, _ in places if d.region}
    return EvaluationQuestion(
        id=name, question=one.question, type="compare", gold=gold, regions=regions
    )


def _places(archive: Archive, items: Iterable[str]) -> Iterable[tuple[Document, Item]]:
    for item_id in items:
        try:
            yield archive.catalogue.item(item_id)
        except NotFound:
            continue


def _gold(document: Document, item: Item) -> str:
    """The item as question files name it. A file's name counts only to the first "#"."""
    return f"{document.source.partition('#')[0]}#{item.number or item.title}"
