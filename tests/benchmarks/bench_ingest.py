"""Where an ingest spends its time, from a cold encoder: the share inside the encoder, and a second
run over the same files.

Run by hand: ``python tests/benchmarks/bench_ingest.py FILES…``
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.index import Vector
from corpus.settings import load_settings
from ingest.pipeline import Ingest
from models.encoder import Encoder


class TimedEncoder(Encoder):
    """The encoder with a stop-watch; loading the model counts, as in any first ingest."""

    seconds = 0.0
    texts = 0

    def encode_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vector:
        start = time.perf_counter()
        vectors = super().encode_passages(texts, progress)
        self.seconds += time.perf_counter() - start
        self.texts += len(texts)
        return vectors


def main(paths: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(data=Path(folder))
        encoder = TimedEncoder(settings)
        print(f"{'':12}{'wall s':>10}{'encoder s':>12}{'share':>8}{'texts':>8}{'texts/s':>10}")
        for name in ("first", "again"):
            encoder.seconds, encoder.texts = 0.0, 0
            start = time.perf_counter()
            Ingest(settings, encoder).run([Path(path) for path in paths])
            wall = time.perf_counter() - start
            rate = encoder.texts / encoder.seconds if encoder.seconds else 0.0
            print(
                f"{name:12}{wall:10.2f}{encoder.seconds:12.2f}{encoder.seconds / wall:8.2f}"
                f"{encoder.texts:8}{rate:10.1f}"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
