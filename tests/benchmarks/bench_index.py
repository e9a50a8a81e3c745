"""Prints the index's timings at 20,000 points, and the ratio to qdrant-client's local mode.

python tests/benchmarks/bench_index.py [POINTS]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from qdrant_client import QdrantClient

from corpus import server_index
from corpus.edge_index import EdgeIndex, EdgeIndexWriter
from corpus.index import Index, IndexWriter, Point, SparseVector
from corpus.records import REGIONS, Filters
from corpus.server_calls import Server
from corpus.server_index import ServerIndex
from corpus.server_writer import ServerIndexWriter
from corpus.settings import Settings

DIMENSION, TERMS = 384, 80


class LocalMode(Server):
    """What the client holds in its own memory, asked without a network between."""

    def __init__(self) -> None:
        self._client = QdrantClient(":memory:")
        self.url = "local mode"

    def ask(self, work: Callable[[QdrantClient], Any]) -> Any:
        return work(self._client)

    def check_version(self) -> None:
        """It is the client's own."""

    def close(self) -> None:
        """What it holds is gone with it."""


def points(count: int) -> Iterator[Point]:
    """Random unit vectors and Zipf-distributed terms, twenty points a document."""
    random = np.random.default_rng(1)
    for number in range(count):
        dense = random.standard_normal(DIMENSION).astype(np.float32)
        terms = sorted(set((random.zipf(1.3, TERMS) % 30_000).tolist()))
        yield Point(
            f"d{number // 20}#{number}", f"d{number // 20}", f"d{number // 20}#{number // 4}",
            "case", REGIONS[number % 5], f"KKR {number % 5}", f"20{10 + number % 15}-06-01",
            (f"e{number % 50}",), dense / np.linalg.norm(dense),
            SparseVector(tuple(terms), (1.0,) * len(terms)),
        )  # fmt: skip


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def query_ms(index: Index, filters: Filters, times: int) -> float:
    random = np.random.default_rng(2)
    taken = []
    for _ in range(times):
        dense = random.standard_normal(DIMENSION).astype(np.float32)
        terms = tuple(sorted(set((random.zipf(1.3, 8) % 30_000).tolist())))
        sparse = SparseVector(terms, (1.0,) * len(terms))
        taken.append(seconds(lambda d=dense, s=sparse: index.query(d, s, filters, 10)))  # type: ignore[misc]
    return statistics.median(taken) * 1000


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    warnings.simplefilter("ignore")
    server_index.FOLLOW = 0.0
    made = list(points(count))
    rows: list[tuple[str, float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        root, server = Path(folder) / "edge", LocalMode()
        edge: IndexWriter = EdgeIndexWriter(root, "e", DIMENSION)
        settings = Settings(data=Path(folder) / "local")
        local: IndexWriter = ServerIndexWriter(server, settings, "e", DIMENSION, fresh=True)
        taken = [seconds(lambda w=writer: w.upsert(made)) for writer in (edge, local)]  # type: ignore[misc]
        rows.append(("upsert, points/s", count / taken[0], count / taken[1]))
        taken = [seconds(edge.publish), seconds(local.publish)]
        rows.append(("publish, ms", taken[0] * 1000, taken[1] * 1000))
        indexes: tuple[Index, Index] = (
            EdgeIndex(root, "e", DIMENSION),
            ServerIndex(server, "e", DIMENSION),
        )
        for label, filters in (
            ("query p50, ms", Filters()),
            ("query, one region, p50, ms", Filters(regions=("Sjælland",))),
        ):
            edge_ms, local_ms = (
                query_ms(index, filters, times)
                for index, times in zip(indexes, (200, 9), strict=True)
            )
            rows.append((label, edge_ms, local_ms))
        opening = statistics.median(
            seconds(lambda: EdgeIndex(root, "e", DIMENSION)) for _ in range(5)
        )
        update: list[IndexWriter] = []
        copying = seconds(lambda: update.append(EdgeIndexWriter(root, "e", DIMENSION)))
        update[0].upsert(made[:100])
        publishing = seconds(update[0].publish)
        used = sum(path.stat().st_blocks * 512 for path in root.rglob("*")) / 1e6
    print(f"{count} points of {DIMENSION} dimensions, {TERMS} terms")
    print(f"{'':28}{'edge':>10}{'local mode':>12}{'ratio':>8}")
    for label, ours, theirs in rows:
        ratio = ours / theirs if "points/s" in label else theirs / ours
        print(f"{label:28}{ours:10.1f}{theirs:12.1f}{ratio:8.1f}")
    print(f"{'opening a reader, ms':28}{opening * 1000:10.1f}")
    print(f"{'copying for an update, ms':28}{copying * 1000:10.1f}")
    print(f"{'publishing 100 changes, ms':28}{publishing * 1000:10.1f}")
    print(f"{'disk, two generations, MB':28}{used:10.1f}")


if __name__ == "__main__":
    main()
