"""What grows with the corpus: search, ask and compare, memory, disk, and adding one document.

Run by hand: ``python -m tests.benchmarks.bench_size [--into FOLDER] [--windows-of N] SIZE…``
(``make bench SIZES="1000 10000"``), sizes in passages. Each corpus is made of synthetic minutes in
FOLDER, where it is found again the next time, and measured in a process of its own. ``--windows-of
10`` leaves the windows (what answers are chosen from) of nine documents of ten out, to save disk:
a million passages take some 5 GB so. At ``LOCAL`` passages the index is also held against
qdrant-client's local mode.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import qdrant_edge as engine
from qdrant_client import QdrantClient, models

from corpus import edge_shard, generations
from corpus.catalogue import Catalogue
from corpus.index import CANDIDATES, DENSE, SPARSE, SparseVector, Vector
from corpus.records import REGIONS, Filters
from corpus.settings import Settings, load_settings
from ingest.pipeline import Ingest
from search_api.archive import Archive
from search_api.ask import ask
from search_api.compare import compare
from search_api.search import encode, search
from tests.benchmarks.bench_ingest import TimedEncoder
from tests.benchmarks.synthetic_corpus import fill, folder_of, questions
from tests.benchmarks.synthetic_minutes import write

LOCAL = 20_000
_ASKED = 60
_ROUNDS = 2
_SLOW = 12


def milliseconds(work: Callable[[Any], object], some: Sequence[Any]) -> tuple[float, float]:
    """p50 and p95 of the best of each one's rounds, so that other load counts little."""
    best = []
    for one in some:
        rounds = []
        for _ in range(_ROUNDS):
            start = time.perf_counter()
            work(one)
            rounds.append(1000 * (time.perf_counter() - start))
        best.append(min(rounds))
    return float(np.percentile(best, 50)), float(np.percentile(best, 95))


def memory() -> dict[str, float]:
    """Mebibytes of this process: all that is its own share (PSS), and what of it lies in no file,
    so that it cannot give way."""
    told = Path("/proc/self/smaps_rollup").read_text()
    found = {
        key: re.search(rf"^{key}:\s+(\d+)", told, re.MULTILINE) for key in ("Pss", "Anonymous")
    }
    return {key: int(match[1]) / 1024 for key, match in found.items() if match}


def disk(folder: Path) -> float:
    """Megabytes; what has two names counts once."""
    files = {path.stat().st_ino: path.stat().st_blocks for path in folder.rglob("*")}
    return sum(files.values()) * 512 / 1e6


def recall(settings: Settings, dense: Sequence[Vector]) -> float:
    """The share of the ten nearest that the index finds as it is asked, of those that comparing
    every vector finds."""
    folder, lock = generations.lock_current(settings.data / "index")
    shard = engine.EdgeShard.load(str(folder / "shard"))
    exact = engine.SearchParams(
        exact=True, quantization=engine.QuantizationSearchParams(ignore=True)
    )

    def nearest(vector: Vector, params: engine.SearchParams) -> set[str]:
        query = engine.Query.Nearest(vector.tolist(), using=DENSE)
        found = shard.query(engine.QueryRequest(limit=CANDIDATES, query=query, params=params))
        return {str(hit.id) for hit in found[:10]}

    shared = [len(nearest(one, exact) & nearest(one, edge_shard.SEARCH)) / 10 for one in dense]
    lock.release()
    return float(np.mean(shared))


def measure(data: Path) -> dict[str, Any]:
    """The figures of one corpus; to be run in a process of its own."""
    settings = load_settings(data=data)
    start = time.perf_counter()
    archive = Archive(settings)
    opened = time.perf_counter() - start
    archive.warm_up()
    before = memory()
    texts = list(questions(_ASKED))
    asked = [encode(archive, text) for text in texts]
    one_region = Filters(regions=(REGIONS[1],))
    figures: dict[str, Any] = {
        "passages": archive.index.count(),
        "open": opened,
        "encode": milliseconds(archive.encoder.encode_query, texts),
        "index": milliseconds(lambda a: archive.query(a.dense, a.sparse, Filters(), 60), asked),
        "index, one region": milliseconds(
            lambda a: archive.query(a.dense, a.sparse, one_region, 60), asked
        ),
        "search": milliseconds(lambda q: search(archive, q), texts),
        "compare": milliseconds(lambda q: compare(archive, q), texts[:_SLOW]),
        "ask": milliseconds(lambda q: ask(archive, q), texts[:_SLOW]),
        "before": before,
        "after": memory(),
        # Last: comparing all brings every vector into memory.
        "recall": recall(settings, [one.dense for one in asked]),
        "disk": {name: disk(data / name) for name in ("index",)}
        | {"catalogue": sum(p.stat().st_size for p in data.glob("catalogue.sqlite*")) / 1e6},
    }
    archive.close()
    return figures


def add_one(data: Path) -> dict[str, float]:
    """Seconds until one more document, beside others of its forum and year, is found, and how many
    of them the encoder took."""
    settings = load_settings(data=data)
    encoder = TimedEncoder(settings)
    encoder.encode_query("varm")
    catalogue = Catalogue(settings)
    folder = folder_of(settings, catalogue.document(catalogue.document_ids()[-1]))
    catalogue.close()
    folder.mkdir(parents=True, exist_ok=True)
    path = write(folder, 1, seed=int(time.time()))[0]
    path = path.rename(folder / f"{time.time_ns()}.txt")
    path.write_text(path.read_text()[:6000])
    start = time.perf_counter()
    Ingest(settings, encoder).run([path])
    added = time.perf_counter() - start
    start = time.perf_counter()
    Ingest(settings, encoder).run([path])
    again = time.perf_counter() - start
    return {"added": added, "encoder": encoder.seconds, "again": again}


def local_mode(data: Path) -> tuple[float, float, int]:
    """p50 milliseconds of the same hybrid query in the embedded index and in qdrant-client's local
    mode, over the same points."""
    settings = load_settings(data=data)
    archive = Archive(settings)
    folder, lock = generations.lock_current(settings.data / "index")
    shard = engine.EdgeShard.load(str(folder / "shard"))
    warnings.simplefilter("ignore")
    client = QdrantClient(":memory:")
    client.create_collection(
        "c",
        {DENSE: models.VectorParams(size=384, distance=models.Distance.COSINE)},
        {SPARSE: models.SparseVectorParams(modifier=models.Modifier.IDF)},
    )
    offset, count = None, 0
    while True:
        request = engine.ScrollRequest(
            offset=offset, limit=500, with_payload=True, with_vector=True
        )
        records, offset = shard.scroll(request)
        some = []
        for record in records:
            dense, sparse = record.vector[DENSE], record.vector[SPARSE]
            vector = models.SparseVector(indices=sparse.indices, values=sparse.values)
            some.append(
                models.PointStruct(
                    id=str(record.id), payload=record.payload, vector={DENSE: dense, SPARSE: vector}
                )
            )
        client.upsert("c", some)
        count += len(some)
        if offset is None:
            break
    asked = [encode(archive, text) for text in questions(_SLOW)]

    def local(dense: Vector, sparse: SparseVector) -> object:
        words = models.SparseVector(indices=list(sparse.indices), values=list(sparse.values))
        return client.query_points(
            "c",
            prefetch=[
                models.Prefetch(query=query, using=using, limit=CANDIDATES)
                for query, using in ((dense.tolist(), DENSE), (words, SPARSE))
            ],
            query=models.FusionQuery(fusion=models.Fusion.RRF),
            limit=60,
        )

    ours, _ = milliseconds(lambda a: archive.query(a.dense, a.sparse, Filters(), 60), asked)
    theirs, _ = milliseconds(lambda a: local(a.dense, a.sparse), asked)
    lock.release()
    return ours, theirs, count


def _child(what: str, data: Path) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.bench_size", "--child", what, str(data)],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def _print(columns: Sequence[dict[str, Any]]) -> None:
    sizes = [column["passages"] for column in columns]
    print("\n" + "passages".ljust(34) + "".join(f"{size:>18,}" for size in sizes))
    first = columns[0]
    for name in ("encode", "index", "index, one region", "search", "compare", "ask"):
        cells = [f"{c[name][0]:8.1f} {c[name][1]:8.1f}" for c in columns]
        print(f"{name + ', ms p50 p95':34}" + "".join(f"{cell:>18}" for cell in cells))
    for name in ("search", "compare", "ask"):
        cells = [f"{c[name][0] / first[name][0]:.2f}" for c in columns]
        print(f"{name + f' ÷ that at {sizes[0]:,}':34}" + "".join(f"{x:>18}" for x in cells))
    cells = [f"{c['search'][0] / c['encode'][0]:.2f}" for c in columns]
    print(f"{'search ÷ encoding alone':34}" + "".join(f"{cell:>18}" for cell in cells))
    rows: list[tuple[str, Callable[[dict[str, Any]], float]]] = [
        ("recall@10 against exact", lambda c: c["recall"]),
        ("memory once opened, MiB", lambda c: c["before"]["Pss"]),
        ("memory after the questions, MiB", lambda c: c["after"]["Pss"]),
        ("… that is in no file, MiB", lambda c: c["after"]["Anonymous"]),
        ("opening, s", lambda c: c["open"]),
        ("index on disk, MB", lambda c: c["disk"]["index"]),
        ("catalogue on disk, MB", lambda c: c["disk"]["catalogue"]),
        ("made in, s", lambda c: c.get("made", 0.0)),
        ("one more document, s", lambda c: c["one"]["added"]),
        ("… without the encoder, s", lambda c: c["one"]["added"] - c["one"]["encoder"]),
        ("the same again, s", lambda c: c["one"]["again"]),
    ]
    for label, figure in rows:
        print(f"{label:34}" + "".join(f"{figure(c):>18.2f}" for c in columns))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="+")
    parser.add_argument("--into", type=Path)
    parser.add_argument("--windows-of", type=int, default=1)
    parser.add_argument("--child")
    told = parser.parse_args()
    if told.child:
        work = {"measure": measure, "add": add_one, "local": local_mode}[told.child]
        print(json.dumps(work(Path(told.sizes[0]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        into = told.into or Path(folder)
        columns = []
        for size in map(int, told.sizes):
            data = into / f"{size}-{told.windows_of}"
            settings, made = load_settings(data=data), 0.0
            if not (data / "index" / "CURRENT").exists():
                start = time.perf_counter()
                fill(settings, TimedEncoder(settings), size, windows_of=told.windows_of)
                made = time.perf_counter() - start
            column = _child("measure", data)
            columns.append(column | {"one": _child("add", data), "made": made})
            _print(columns)
        data = into / f"{LOCAL}-{LOCAL}"
        settings = load_settings(data=data)
        if not (data / "index" / "CURRENT").exists():
            fill(settings, TimedEncoder(settings), LOCAL, windows_of=LOCAL)
        ours, theirs, count = _child("local", data)
        print(f"\nhybrid query at {count:,}: embedded {ours:.2f} ms, local mode {theirs:.1f} ms, "
              f"ratio {theirs / ours:.0f}")  # fmt: skip


if __name__ == "__main__":
    main()
