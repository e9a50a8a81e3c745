"""How long the verbs take on a warm process, beside encoding the question alone.

Run by hand: ``python tests/benchmarks/bench_search.py DATA QUESTIONS.jsonl``, where DATA is a data
folder that minutes were taken into.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from corpus.settings import load_settings
from search_api.archive import Archive
from search_api.ask import ask
from search_api.compare import compare
from search_api.evaluate import read_questions
from search_api.search import search

ROUNDS = 5


def _milliseconds(work: Callable[[str], object], questions: list[str]) -> float:
    """The median over all questions of each one's best round, so that other load counts little."""
    best: list[float] = []
    for question in questions:
        rounds = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            work(question)
            rounds.append(1000 * (time.perf_counter() - start))
        best.append(min(rounds))
    return median(best)


def main(data: str, questions_file: str) -> None:
    archive = Archive(load_settings(data=Path(data)))
    archive.warm_up()
    questions = [q.question for q in read_questions(Path(questions_file))]
    alone = _milliseconds(archive.encoder.encode_query, questions)
    print(f"{len(questions)} questions, {archive.index.count()} passages, best of {ROUNDS} rounds")
    print(f"{'':24}{'p50 ms':>10}{'ratio':>10}")
    print(f"{'encode the question':24}{alone:10.1f}{1:10.2f}")
    verbs: list[tuple[str, Callable[[str], object]]] = [
        ("search", lambda q: search(archive, q)),
        ("ask", lambda q: ask(archive, q)),
        ("compare", lambda q: compare(archive, q)),
    ]
    for name, verb in verbs:
        took = _milliseconds(verb, questions)
        print(f"{name:24}{took:10.1f}{took / alone:10.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
