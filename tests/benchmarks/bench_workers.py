"""Memory and answers a second of a service of several workers, beside one and beside several
services.

Run by hand: ``python -m tests.benchmarks.bench_workers DATA QUESTIONS.jsonl [SECONDS]``. DATA is a
data folder that minutes were taken into; it is copied. Memory is the sum of PSS (what is shared is
counted once) over all processes, after each has answered. For throughput, eight users ask one
question after the other, never the same twice, so that no answer is kept from before.
"""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx

from search_api.evaluate import read_questions
from tests.process_tree import memory

USERS = 8
_PORT = 8330
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Seen:
    """What a service of so many workers took, and how fast it answered."""

    memory: float
    took: dict[str, list[float]]
    seconds: float

    def rate(self, verb: str) -> float:
        return len(self.took[verb]) / self.seconds

    def share(self, verb: str, part: float) -> float:
        took = sorted(self.took[verb])
        return 1000 * took[int(part * (len(took) - 1))]


def _service(data: Path, port: int, workers: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from search_api.cli import script; script()"]
    serve = ["--data", str(data), "serve", "--port", str(port), "--workers", str(workers)]
    return subprocess.Popen(
        [*command, *serve], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _ready(port: int, workers: int) -> None:
    for _ in range(3000):
        try:
            told = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=60).text
            if f'tvaersnit_workers{{state="ready"}} {float(workers)}' in told:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise TimeoutError(port)


def _asked(port: int, verb: str, questions: list[str], seconds: float) -> list[float]:
    """How long each answer took that was given in so many seconds."""
    numbers = itertools.count()
    ends = time.monotonic() + seconds
    took: list[float] = []

    def user() -> None:
        while time.monotonic() < ends:
            number = next(numbers)
            question = f"{questions[number % len(questions)]} ({number})"
            start = time.perf_counter()
            # A connection of its own each time: whichever worker is free takes it.
            httpx.get(
                f"http://127.0.0.1:{port}/api/v1/{verb}", params={"q": question}, timeout=120
            ).raise_for_status()
            took.append(time.perf_counter() - start)

    users = [threading.Thread(target=user) for _ in range(USERS)]
    for one in users:
        one.start()
    for one in users:
        one.join()
    return took


def _seen(data: Path, workers: int, questions: list[str], seconds: float) -> Seen:
    process = _service(data, _PORT, workers)
    try:
        _ready(_PORT, workers)
        _asked(_PORT, "ask", questions, seconds / 4)
        took = {verb: _asked(_PORT, verb, questions, seconds) for verb in ("search", "ask")}
        return Seen(memory(process.pid) / _MEGABYTE, took, seconds)
    finally:
        process.terminate()
        process.wait()


def _apart(data: Path, services: int, questions: list[str], seconds: float) -> float:
    """Megabytes that so many services of one worker take together."""
    with ExitStack() as stack:
        processes = []
        for number in range(services):
            process = stack.enter_context(_service(data, _PORT + number, 1))
            stack.callback(process.terminate)
            processes.append(process)
        for number in range(services):
            _ready(_PORT + number, 1)
            _asked(_PORT + number, "ask", questions, seconds / 4)
        return sum(memory(process.pid) for process in processes) / _MEGABYTE


def main(data: str, questions_file: str, seconds: str = "20") -> None:
    questions = [q.question for q in read_questions(Path(questions_file))]
    lasting = float(seconds)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(data, Path(folder) / "data"))
        found = {workers: _seen(copy, workers, questions, lasting) for workers in (1, 2, 4)}
        apart = {services: _apart(copy, services, questions, lasting) for services in (2, 4)}
    one = found[1]
    print(f"{'':12}{'memory MB':>10}{'ratio':>7}{'apart MB':>10}{'ratio':>7}", end="")
    for verb in one.took:
        print(f"{verb + '/s':>10}{'ratio':>7}{'p50 ms':>8}{'p95 ms':>8}", end="")
    print()
    for workers, seen in found.items():
        other = apart.get(workers, one.memory)
        print(f"{workers:3} worker(s){seen.memory:9.0f}{seen.memory / one.memory:7.2f}", end="")
        print(f"{other:10.0f}{other / one.memory:7.2f}", end="")
        for verb in seen.took:
            print(f"{seen.rate(verb):10.1f}{seen.rate(verb) / one.rate(verb):7.2f}", end="")
            print(f"{seen.share(verb, 0.5):8.0f}{seen.share(verb, 0.95):8.0f}", end="")
        print()


if __name__ == "__main__":
    main(*sys.argv[1:4])
