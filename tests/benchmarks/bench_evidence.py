"""Whether the evidence of an answerable question can be told from that of an unanswerable one.

Run by hand: ``python tests/benchmarks/bench_evidence.py DATA QUESTIONS.jsonl …`` (pairs).
"""

from __future__ import annotations

import sys
from pathlib import Path

from corpus.settings import load_settings
from search_api.archive import Archive
from search_api.ask import answerable, strength, sureness
from search_api.evaluate import read_questions
from search_api.reading import read

UNITS = 28
WAYS = ("encoder, best window", "item's strength", "reader's best logit", "strength and reader")


def _scores(archive: Archive, question: str) -> tuple[float, ...]:
    understood, evidence = answerable(archive, question)
    if not evidence:
        return (0.0, 0.0, -20.0, 0.0)
    reading = read(archive, understood, evidence, UNITS)
    best = max(some.windows[0].score for some in evidence)
    return (best, max(map(strength, evidence)), reading.surest, sureness(reading))


def _area(answered: list[float], silent: list[float]) -> float:
    pairs = [(a > s) + 0.5 * (a == s) for a in answered for s in silent]
    return sum(pairs) / len(pairs)


def main(arguments: list[str]) -> None:
    asked: list[tuple[tuple[float, ...], bool, str]] = []
    for data, questions in zip(arguments[::2], arguments[1::2], strict=True):
        archive = Archive(load_settings(data=Path(data)))
        for question in read_questions(Path(questions)):
            if question.type != "compare":
                scores = _scores(archive, question.question)
                asked.append((scores, question.type == "fact", question.question))
    answered = [scores for scores, answer, _ in asked if answer]
    silent = [scores for scores, answer, _ in asked if not answer]
    print(f"{len(answered)} answerable, {len(silent)} not")
    print(f"{'':26}{'area under the curve':>22}{'beside the first':>18}")
    first = _area([s[0] for s in answered], [s[0] for s in silent])
    for way, name in enumerate(WAYS):
        area = _area([s[way] for s in answered], [s[way] for s in silent])
        print(f"{name:26}{area:22.3f}{area / first:18.2f}")
    print("least sure of the answerable, surest of the others:")
    for scores, _, text in sorted((s for s in asked if s[1]), key=lambda s: s[0][-1])[:8]:
        print(f"  {scores[-1]:8.2f}  {'answerable':13} {text}")
    for scores, _, text in sorted((s for s in asked if not s[1]), key=lambda s: -s[0][-1])[:8]:
        print(f"  {scores[-1]:8.2f}  {'unanswerable':13} {text}")


if __name__ == "__main__":
    main(sys.argv[1:])
