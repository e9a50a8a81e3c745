"""Where the time of ``ask`` and ``compare`` goes, stage by stage, beside encoding the question.

Run by hand: ``python tests/benchmarks/bench_answers.py DATA QUESTIONS.jsonl``, where DATA is a data
folder that minutes were taken into.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from unittest.mock import patch

from corpus.settings import load_settings
from models.encoder import Encoder
from models.reader import Reader
from search_api import ask as asking
from search_api import compare as comparing
from search_api import hearing, search
from search_api.archive import Archive
from search_api.evaluate import read_questions

# Where each stage is called, so that it can be timed there; a stage's time counts in those
# around it too.
STAGES: list[tuple[Any, str, str]] = [
    (search, "read_question", "understand the question"),
    (Encoder, "encode_query", "encode it"),
    (search, "_rank", "rank passages"),
    (asking, "weigh", "weigh items"),
    (hearing, "weigh", "weigh items"),
    (Reader, "score", "read windows"),
    (asking, "answer_from", "choose and cite"),
    (comparing, "choose_aspects", "choose quotes"),
]


def _timed(function: Callable[..., Any], took: dict[str, float], name: str) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        begin = time.perf_counter()
        try:
            return function(*arguments, **named)
        finally:
            took[name] += 1000 * (time.perf_counter() - begin)

    return timed


def _stages(verb: Callable[[str], object], questions: list[str]) -> dict[str, list[float]]:
    """Milliseconds of every question, in all and by stage."""
    took: dict[str, list[float]] = defaultdict(list)
    for question in questions:
        stages: dict[str, float] = defaultdict(float)
        with ExitStack() as stack:
            for module, function, name in STAGES:
                timed = _timed(getattr(module, function), stages, name)
                stack.enter_context(patch.object(module, function, timed))
            _timed(verb, stages, "in all")(question)
        for name, milliseconds in stages.items():
            took[name].append(milliseconds)
    return took


def main(data: str, questions_file: str) -> None:
    archive = Archive(load_settings(data=Path(data)))
    archive.warm_up()
    questions = [q.question for q in read_questions(Path(questions_file))]
    verbs: list[tuple[str, Callable[[str], object]]] = [
        ("ask", lambda q: asking.ask(archive, q)),
        ("compare", lambda q: comparing.compare(archive, q)),
    ]
    for name, verb in verbs:
        _stages(verb, questions[:3])
        took = _stages(verb, questions)
        alone = median(took["encode it"])
        print(f"{name}, {len(questions)} questions")
        print(f"  {'':26}{'p50 ms':>9}{'p95 ms':>9}{'ratio to encoding':>20}{'share':>8}")
        whole = sum(took["in all"])
        for stage, values in sorted(took.items(), key=lambda pair: -sum(pair[1])):
            p95 = quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
            ratio = median(values) / alone
            print(
                f"  {stage:26}{median(values):9.1f}{p95:9.1f}{ratio:20.2f}"
                f"{sum(values) / whole:8.0%}"
            )


if __name__ == "__main__":
    main(*sys.argv[1:3])
