"""An index too large to compare every vector of: its graph, and what a next generation shares."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus import edge_shard
from corpus.edge_index import EdgeIndex, EdgeIndexWriter
from corpus.index import Point, SparseVector, Vector
from corpus.records import Filters

SIZE, DIMENSION = 2000, 32
WORDS = SparseVector((7,), (1.0,))


def vectors() -> Vector:
    random = np.random.default_rng(1)
    made = random.standard_normal((SIZE, DIMENSION)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


VECTORS = vectors()


def point(number: int, document: str, dense: Vector) -> Point:
    return Point(
        f"{document}#{number}", document, f"{document}#1", "case", "Sjælland", "KKR",
        "2020-01-01", (), dense, SparseVector((7, number % 50 + 10), (1.0, 2.0)),
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """2,000 points of 100 documents, where 20 KB (160 of them) is much."""
    folder = tmp_path_factory.mktemp("index")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edge_shard, "EXACT_BELOW_KB", 20)
        patch.setattr(edge_shard, "FULL_SCAN_KB", 10)
        with EdgeIndexWriter(folder, "e", DIMENSION) as writer:
            writer.upsert(point(n, f"d{n // 20}", VECTORS[n]) for n in range(SIZE))
            writer.publish()
        yield folder


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "index"))


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def graphs(folder: Path) -> Iterator[Path]:
    return folder.rglob("links*.bin")


def nearest(index: EdgeIndex, dense: Vector, number: int = 10) -> list[str]:
    return [hit.chunk_id for hit in index.rank_dense(dense, Filters(), number)]


def test_large_index_has_a_graph_and_finds_what_comparing_all_finds(root: Path) -> None:
    assert len(list(graphs(root))) == 1
    index = EdgeIndex(root, "e", DIMENSION)
    random = np.random.default_rng(2)
    shared = 0
    for _ in range(20):
        dense = random.standard_normal(DIMENSION).astype(np.float32)
        best = np.argsort(-(VECTORS @ dense))[:10]
        shared += len({f"d{n // 20}#{n}" for n in best} & set(nearest(index, dense)))
    assert shared >= 190
    assert nearest(index, VECTORS[77], 1) == ["d3#77"]
    for document in ("d3", "d99"):
        found = index.rank_dense(VECTORS[77], Filters(documents=(document,)), 50)
        assert [hit.document_id for hit in found] == [document] * 20


@pytest.mark.parametrize("publish", [True, False])
def test_next_generation_shares_the_large_files_and_leaves_the_old_one_unharmed(
    root: Path, publish: bool
) -> None:
    old = root / "gen-000001"
    reader = EdgeIndex(root, "e", DIMENSION)
    before, found = contents(old), nearest(reader, VECTORS[5])
    writer = EdgeIndexWriter(root, "e", DIMENSION)
    part = root / "gen-000002.part"
    vectors_of = [next(folder.rglob("matrix.dat")) for folder in (old, part)]
    assert len({os.stat(path).st_ino for path in vectors_of}) == 1, "not copied"
    writer.delete_documents(["d0", "d7"])
    writer.upsert([point(0, "ny", VECTORS[5]), point(9, "d1", -VECTORS[9])])
    if publish:
        writer.publish()
    else:
        writer.abandon()
    assert contents(old) == before
    if publish:
        new = EdgeIndex(root, "e", DIMENSION)
        assert new.count() == SIZE - 40 + 2
        assert nearest(new, VECTORS[5], 1) == ["ny#0"]
        assert new.rank_dense(VECTORS[5], Filters(documents=("d0", "d7")), 9) == []
        del reader
        with EdgeIndexWriter(root, "e", DIMENSION) as other:
            other.publish()
        assert not old.exists()
        assert nearest(EdgeIndex(root, "e", DIMENSION), VECTORS[5], 1) == ["ny#0"]
    else:
        assert nearest(EdgeIndex(root, "e", DIMENSION), VECTORS[5]) == found


def test_adding_documents_builds_no_large_graph_anew(root: Path) -> None:
    [graph] = graphs(root)
    segment = graph.parents[1].name
    random = np.random.default_rng(3)
    for turn in range(3):
        with EdgeIndexWriter(root, "e", DIMENSION) as writer:
            dense = random.standard_normal((100, DIMENSION)).astype(np.float32)
            writer.upsert(point(n, f"n{turn}", one) for n, one in enumerate(dense))
            writer.publish()
        assert segment in {path.parents[1].name for path in graphs(root)}
        index = EdgeIndex(root, "e", DIMENSION)
        assert nearest(index, dense[42], 1) == [f"n{turn}#42"]
    assert index.count() == SIZE + 300


def test_file_system_without_second_names(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*names: str) -> None:
        raise OSError("not supported")

    monkeypatch.setattr(os, "link", refuse)
    with EdgeIndexWriter(root, "e", DIMENSION) as writer:
        writer.publish()
    assert nearest(EdgeIndex(root, "e", DIMENSION), VECTORS[5], 1) == ["d0#5"]
