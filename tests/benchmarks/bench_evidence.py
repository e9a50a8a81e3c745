"""Whether the evidence of an answerable question can be told from that of an unanswerable one.

Run by hand: ``python tests/benchmarks/bench_evidence.py DATA QUESTIONS.jsonl …`` (pairs).
"""

from __future__ import annotations

import sys
from pathlib import Path

from corpus.settings import load_settings
from search_api.archive import Archive
from search_api.ask import answerable
from search_api.evaluate import read_questions


def main(arguments: list[str]) -> None:
    scores: list[tuple[float, bool, str]] = []
    for data, questions in zip(arguments[::2], arguments[1::2], strict=True):
        archive = Archive(load_settings(data=Path(data)))
        for question in read_questions(Path(questions)):
            if question.type != "compare":
                _, evidence = answerable(archive, question.question)
                best = evidence[0].score if evidence else 0.0
                scores.append((best, question.type == "fact", question.question))
    answered = [score for score, answer, _ in scores if answer]
    silent = [score for score, answer, _ in scores if not answer]
    pairs = [(a > s) + 0.5 * (a == s) for a in answered for s in silent]
    print(
        f"{len(answered)} answerable, {len(silent)} not; area under the curve "
        f"{sum(pairs) / len(pairs):.3f}"
    )
    print("weakest answerable, strongest unanswerable:")
    for score, _answer, text in sorted(s for s in scores if s[1])[:8]:
        print(f"  {score:8.3f}  {'answerable':13} {text}")
    for score, _answer, text in sorted((s for s in scores if not s[1]), reverse=True)[:8]:
        print(f"  {score:8.3f}  {'unanswerable':13} {text}")


if __name__ == "__main__":
    main(sys.argv[1:])
