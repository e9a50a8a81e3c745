"""An ingest on this machine alone and on a Ray cluster (that of ``TVAERSNIT_RAY_ADDRESS``, else one
of this machine): the time to read, to encode and in all, each with its ratio to the local engine.

Run by hand: ``python tests/benchmarks/bench_engines.py FILES…``
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from corpus.settings import load_settings
from ingest.batch.engine import EngineName
from ingest.pipeline import Ingest, Progress


@dataclass
class Watch:
    """When an ingest was where, and how much there was of it."""

    began: float = field(default_factory=time.perf_counter)
    read: float = 0.0
    encoded: float = 0.0
    files: int = 0
    texts: int = 0

    def planned(self, reports: object) -> None:
        self.read = time.perf_counter()

    def encoding(self, done: int, total: int) -> None:
        self.encoded, self.texts = time.perf_counter(), total


def ingested(engine: EngineName, paths: list[Path]) -> Watch:
    with tempfile.TemporaryDirectory() as folder:
        ingest = Ingest(load_settings(data=Path(folder)), engine=engine)
        watch = Watch()
        progress = Progress(planned=watch.planned, encoding=watch.encoding)
        watch.files = len(ingest.run(paths, progress=progress))
    return watch


def main(paths: list[Path]) -> None:
    heads = ["read s", "texts", "encode s", "in all s", "read ×", "encode ×", "in all ×"]
    print(f"{'engine':8}{'files':>7}" + "".join(f"{head:>10}" for head in heads))
    first: list[float] = []
    engines: tuple[EngineName, ...] = ("local", "ray")
    for engine in engines:
        watch = ingested(engine, paths)
        ended = time.perf_counter()
        took = [watch.read - watch.began, watch.encoded - watch.read, ended - watch.began]
        first = first or took
        times = "".join(f"{one / other:10.2f}" for one, other in zip(took, first, strict=True))
        print(
            f"{engine:8}{watch.files:7}{took[0]:10.1f}{watch.texts:10}{took[1]:10.1f}"
            f"{took[2]:10.1f}{times}",
            flush=True,
        )


if __name__ == "__main__":
    main([Path(path) for path in sys.argv[1:]])
