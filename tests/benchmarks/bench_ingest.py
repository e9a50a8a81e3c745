"""An ingest beside the bare encoder: both load it, and encode the same texts, each in a process of
its own; and a second ingest of the same files.

Run by hand: ``python -m tests.benchmarks.bench_ingest FILES…``
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.index import Vector
from corpus.settings import Settings, load_settings
from ingest.pipeline import Ingest
from models.encoder import Encoder

_BARE = Path("-")


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


def ingest(folder: Path, files: Sequence[Path]) -> tuple[float, float, int]:
    """Seconds in all and inside the encoder, and how many texts were encoded; what they are is
    written to ``folder``."""
    settings = load_settings(data=folder / "data")
    encoder = TimedEncoder(settings)
    start = time.perf_counter()
    Ingest(settings, encoder).run(files)
    wall = time.perf_counter() - start
    if encoder.texts:
        (folder / "texts").write_text(json.dumps(encoder.texts))
    return wall, encoder.seconds, len(encoder.texts)


def bare(folder: Path) -> tuple[float, float, int]:
    """The same of the encoder alone, given the texts in ``folder``."""
    texts = json.loads((folder / "texts").read_text())
    encoder = Encoder(load_settings())
    start = time.perf_counter()
    encoder.encode_passages(texts)
    wall = time.perf_counter() - start
    return wall, wall, len(texts)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--child", type=Path)
    told = parser.parse_args()
    if told.child:
        work = bare(told.child) if told.files == [_BARE] else ingest(told.child, told.files)
        print(json.dumps(work))
        return

    def row(name: str, *files: Path) -> float:
        """Measure in a process of its own; the seconds."""
        command = [sys.executable, "-m", "tests.benchmarks.bench_ingest", "--child", folder]
        done = subprocess.run([*command, *map(str, files)], stdout=subprocess.PIPE, check=True)
        wall, encoding, texts = json.loads(done.stdout.splitlines()[-1])
        print(
            f"{name:16}{wall:10.2f}{encoding:12.2f}{encoding / wall:8.2f}{texts:8}"
            f"{texts / wall:10.1f}",
            flush=True,
        )
        return float(wall)

    with tempfile.TemporaryDirectory() as folder:
        print(f"{'':16}{'wall s':>10}{'encoder s':>12}{'share':>8}{'texts':>8}{'texts/s':>10}")
        first = row("first", *told.files)
        row("again", *told.files)
        alone = row("bare encoder", _BARE)
        print(f"ingest ÷ bare encoder: {first / alone:.2f}")


if __name__ == "__main__":
    main()
