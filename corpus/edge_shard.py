"""A shard of Qdrant's engine: how it is laid out, opened, and copied for the next generation.

A segment holds up to ``EXACT_BELOW_KB`` of vectors that are all compared: exact, the same after
every rebuild. One that has grown past it is finished by the engine's optimizer: from then on it is
searched by a graph (HNSW, Malkov & Yashunin 2018) over vectors of 8 bits a dimension, of which the
best are compared again as they were, and only deletions are noted in it. What comes later goes to
another, small segment; small ones are put together now and then, large ones never again.

Everything lies in files that the kernel maps: what is asked for often stays in memory, what is not
gives way to others, and processes that read the same generation share it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import qdrant_edge as engine

from corpus import generations
from corpus.generations import guarded
from corpus.index import DENSE, KEYWORDS, SPARSE

EXACT_BELOW_KB = 20_000
"""13,000 vectors of 384 dimensions."""

SEGMENTS = 4
"""More finished segments than these are put together, as far as they fit within ``MERGED_KB``."""

MERGED_KB = 400_000

FULL_SCAN_KB = 75_000
"""A filter that leaves less than this compares all it leaves, by their 8-bit vectors."""

SEARCH = engine.SearchParams(
    hnsw_ef=1024,
    quantization=engine.QuantizationSearchParams(rescore=True, oversampling=2.0),
)
"""How dense vectors are searched. Where there is a graph, twice as many are taken by their
8-bit vectors and compared again as they were. Where there is none, all are compared."""

_WRITTEN_ONCE = re.compile(
    r"matrix\.dat|quantized\.data|links\w*\.bin|inverted_index\.dat|indices_tracker\.json|"
    r"(point_to_values|values_to_points|data)\.bin|id_tracker\.(e2i|i2e)|page_\d+\.dat"
)
_KEPT_IN_MEMORY = re.compile(r"quantized\.data|links\w*\.bin")
_FINISHED = "id_tracker.e2i"
_BLOCK = 1 << 20


def create(folder: Path, dimension: int) -> engine.EdgeShard:
    """An empty shard."""
    shard = engine.EdgeShard.create(str(folder), _config(dimension))
    mapped = engine.Memory.Cold
    for field in KEYWORDS:
        # Without graphs of their own, which would make building five times as long: few values
        # that are filtered by are rare enough to need one and common enough to get one.
        schema = engine.KeywordIndexParams(memory=mapped, enable_hnsw=False)
        shard.update(engine.UpdateOperation.create_field_index(field, schema))
    shard.update(
        engine.UpdateOperation.create_field_index(
            "date", engine.DatetimeIndexParams(memory=mapped, enable_hnsw=False)
        )
    )
    return shard


def load(folder: Path, points: int, write_dimension: int | None = None) -> engine.EdgeShard:
    """The shard of a generation, to be written where the dimension of its vectors is given.

    Raises ``BrokenIndex`` where it does not hold ``points``.
    """
    config = _config(write_dimension) if write_dimension else None
    _read_ahead(folder / "shard")
    shard = guarded(folder, lambda: engine.EdgeShard.load(str(folder / "shard"), config))
    found = guarded(folder, lambda: shard.count(engine.CountRequest(exact=True)))
    if found != points:
        raise generations.broken(folder, f"det skulle rumme {points} tekststykker, ikke {found}")
    return shard


def _read_ahead(shard: Path) -> None:
    """Have the kernel hold the files that the engine keeps in memory. The engine itself asks for
    them page by page, which from a disk takes fifty times as long, and lets go of them when it is
    closed."""
    for path in shard.rglob("*"):
        if _KEPT_IN_MEMORY.fullmatch(path.name):
            with open(path, "rb", buffering=0) as file:
                block = bytearray(_BLOCK)
                while file.readinto(block):
                    pass


def copy_file(source: str, target: str) -> None:
    """Copy a file of a shard that is not being written. What the engine never changes again gets
    a second name instead, so that adding to a large index does not copy it."""
    path = Path(source)
    if _WRITTEN_ONCE.fullmatch(path.name) and _in_finished_segment(path):
        try:
            os.link(source, target)
        except OSError:  # A file system without second names, or with no more of them.
            _copy_sparse(source, target)
    else:
        _copy_sparse(source, target)


def _in_finished_segment(path: Path) -> bool:
    segment = next((p for p in path.parents if p.parent.name == "segments"), None)
    return segment is not None and (segment / _FINISHED).exists()


def _copy_sparse(source: str, target: str) -> None:
    """Copy a file without its holes: the engine's files are mostly that."""
    with open(source, "rb") as reader, open(target, "wb") as writer:
        size, at = os.fstat(reader.fileno()).st_size, 0
        writer.truncate(size)
        while at < size:
            try:
                at = os.lseek(reader.fileno(), at, os.SEEK_DATA)
            except OSError:  # Nothing but a hole is left.
                return
            end = os.lseek(reader.fileno(), at, os.SEEK_HOLE)
            while at < end:
                block = os.pread(reader.fileno(), min(_BLOCK, end - at), at)
                at += os.pwrite(writer.fileno(), block, at)


def _config(dimension: int) -> engine.EdgeConfig:
    mapped, kept = engine.Memory.Cold, engine.Memory.Cached
    return engine.EdgeConfig(
        vectors={
            DENSE: engine.EdgeVectorParams(
                size=dimension, distance=engine.Distance.Cosine, memory=mapped
            )
        },
        sparse_vectors={
            SPARSE: engine.EdgeSparseVectorParams(modifier=engine.Modifier.Idf, memory=mapped)
        },
        hnsw_config=engine.HnswIndexConfig(
            m=16, ef_construct=100, full_scan_threshold=FULL_SCAN_KB, memory=kept
        ),
        quantization_config=engine.ScalarQuantizationConfig(
            type=engine.ScalarType.Int8, quantile=0.99, memory=kept
        ),
        optimizers=engine.EdgeOptimizersConfig(
            indexing_threshold=EXACT_BELOW_KB,
            default_segment_number=SEGMENTS,
            max_segment_size=MERGED_KB,
        ),
        payload_memory=mapped,
        id_tracker_memory=mapped,
        wal_enabled=False,
    )
