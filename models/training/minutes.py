"""The items and questions in ``data/minutes_*.txt``, written for this project.

An item begins with ``== region | forum | title``; ``[kind]`` opens a section; ``? question =>
answer || answer`` gives exact strings of the item's text, all of them needed; ``d:`` before the
first one looks in the decision only; ``?- question`` has no answer in the item. ``\\t`` is a tab.
"""

from __future__ import annotations

from pathlib import Path

from models.training.questions import Material, Passage, Question, Span, windows

_FOLDER = Path(__file__).parent / "data"


def read_minutes() -> Material:
    """Every section is a passage, every item a group. Raises ``ValueError`` for an answer that
    its item does not hold."""
    material = Material([], [])
    for path in sorted(_FOLDER.glob("minutes_*.txt")):
        text = path.read_text(encoding="utf-8").replace("\\t", "\t")
        for block in text.split("\n== "):
            _add(block.removeprefix("== "), material)
    return material


def _add(block: str, material: Material) -> None:
    header, _, body = block.partition("\n")
    region, forum, title = (part.strip() for part in header.split(" | "))
    sections: dict[str, list[str]] = {}
    asked: list[str] = []
    for line in body.splitlines():
        if line.startswith("[") and line.endswith("]"):
            sections[line[1:-1]] = []
        elif line.startswith("?"):
            asked.append(line)
        elif line.strip():
            list(sections.values())[-1].append(line)
    at: dict[str, int] = {}
    for kind, lines in sections.items():
        at[kind] = len(material.passages)
        text = "\n".join(lines)
        material.passages.append(
            Passage(title, kind, text, f"{forum} {title}", windows(text), forum, region)
        )
    for line in asked:
        if line.startswith("?- "):
            last = max(at.values(), key=lambda n: len(material.passages[n].text))
            material.questions.append(Question(line[3:], last, ()))
        else:
            question, _, answers = line[2:].partition(" => ")
            material.questions.append(_answered(question, answers, at, material.passages))


def _answered(question: str, answers: str, at: dict[str, int], passages: list[Passage]) -> Question:
    kinds = list(at)
    if answers.startswith("d: "):
        answers, kinds = answers[3:], ["decision"]
    wanted = answers.split(" || ")
    for kind in kinds:
        text = passages[at[kind]].text
        if all(answer in text for answer in wanted):
            spans: list[Span] = [(text.index(a), text.index(a) + len(a)) for a in wanted]
            return Question(question, at[kind], tuple(spans), all_needed=True)
    raise ValueError(f"{question!r}: no section of the item holds {wanted}")
