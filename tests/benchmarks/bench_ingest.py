"""An ingest beside the bare encoder: both load it, and encode the same texts, each in a process of
its own; and a second ingest of the same files.

Run by hand: ``python -m tests.benchmarks.bench_ingest FILES…``
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from corpus.index import Vector
from corpus.settings import Settings, load_settings
from ingest.pipeline import Ingest
from models.encoder import Encoder


class TimedEncoder(Encoder):
    """The encoder with a stop-watch; what it has encoded is kept."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.seconds = 0.0
        self.texts: list[str] = []

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vector:
        start = time.perf_counter()
        vectors = super().encode_passages(texts, progress)
        self.seconds += time.perf_counter() - start
        self.texts += texts
        return vectors


def ingest(data: Path, files: Sequence[Path]) -> tuple[float, float, list[str]]:
    """Seconds in all and inside the encoder, and the texts that were encoded."""
    settings = load_settings(data=data)
    encoder = TimedEncoder(settings)
    start = time.perf_counter()
    Ingest(settings, encoder).run(files)
    return time.perf_counter() - start, encoder.seconds, encoder.texts


def bare(texts: Sequence[str]) -> float:
    """Seconds that the encoder alone takes."""
    encoder = Encoder(load_settings())
    start = time.perf_counter()
    encoder.encode_passages(texts)
    return time.perf_counter() - start


def main(paths: list[str]) -> None:
    files = [Path(path) for path in paths]
    alone = ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1)
    print(f"{'':16}{'wall s':>10}{'encoder s':>12}{'share':>8}{'texts':>8}{'texts/s':>10}")

    def row(name: str, wall: float, encoding: float, texts: int) -> None:
        print(
            f"{name:16}{wall:10.2f}{encoding:12.2f}{encoding / wall:8.2f}{texts:8}"
            f"{texts / wall:10.1f}"
        )

    with tempfile.TemporaryDirectory() as folder, alone:
        first, encoding, texts = alone.submit(ingest, Path(folder), files).result()
        row("first", first, encoding, len(texts))
        row("again", *alone.submit(ingest, Path(folder), files).result()[:2], 0)
        wall = alone.submit(bare, texts).result()
        row("bare encoder", wall, wall, len(texts))
        print(f"ingest ÷ bare encoder: {first / wall:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
