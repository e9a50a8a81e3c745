"""Generations on disk: several processes, crashes and damaged folders."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus import generations
from corpus.edge_index import EdgeIndex, EdgeIndexWriter
from corpus.errors import BrokenIndex, EncoderMismatch, TvaersnitError
from corpus.index import Point, SparseVector
from corpus.records import Filters

HOME = Path(__file__).parents[1]
AXES = np.eye(4, dtype=np.float32)
SPARSE = SparseVector((7,), (1.0,))

CHILD = """
import sys
from pathlib import Path
import numpy as np
from corpus.edge_index import EdgeIndex, EdgeIndexWriter
from corpus.index import Point, SparseVector
from corpus.records import Filters
root = Path(sys.argv[1])
def say(*words): print(*words, flush=True)
"""


def make(number: int) -> Point:
    return Point(
        f"d{number}#1", f"d{number}", f"d{number}#1", "case", "Sjælland", "KKR", "2020-01-01", (),
        AXES[number % 4], SparseVector((7, number + 10), (1.0, 2.0)),
    )  # fmt: skip


def fill(root: Path, *numbers: int, fresh: bool = False) -> str:
    with EdgeIndexWriter(root, "e", 4, fresh=fresh) as writer:
        writer.upsert(make(number) for number in numbers)
        return writer.publish()


def names(index: EdgeIndex) -> set[str]:
    return {hit.document_id for hit in index.query(AXES[0], SPARSE, Filters(), 100)}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    fill(tmp_path / "index", 0, 1)
    return tmp_path / "index"


class Child:
    """A second process, in step with the test: it runs to a line it says, and waits."""

    def __init__(self, root: Path, code: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CHILD + code, str(root)],
            cwd=HOME, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def hear(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def go_on(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


Start = Callable[[str], Child]


@pytest.fixture
def start(root: Path) -> Iterator[Start]:
    children: list[Child] = []

    def start_child(code: str) -> Child:
        children.append(Child(root, code))
        return children[-1]

    yield start_child
    for child in children:
        child.kill()
        for stream in (child.process.stdin, child.process.stdout):
            if stream is not None:
                stream.close()


READ = """
index = EdgeIndex(root, "e", 4)
while True:
    hits = index.query(np.eye(4, dtype=np.float32)[0], SparseVector((7,), (1.0,)), Filters(), 9)
    say(index.generation, *sorted(hit.document_id for hit in hits))
    sys.stdin.readline()
"""


def test_two_processes_read_at_once_and_follow(root: Path, start: Start) -> None:
    here, one, two = EdgeIndex(root, "e", 4), start(READ), start(READ)
    assert one.hear() == two.hear() == "gen-000001 d0 d1"
    assert names(here) == {"d0", "d1"}
    assert fill(root, 2) == "gen-000002"
    assert (root / "gen-000001").is_dir(), "still being read"
    for child in (one, two):
        child.go_on()
        assert child.hear() == "gen-000002 d0 d1 d2"
    assert names(here) == {"d0", "d1", "d2"}
    fill(root, 3)
    assert not (root / "gen-000001").exists(), "read by nobody any more"


def test_killed_reader_holds_nothing(root: Path, start: Start) -> None:
    child = start(READ)
    child.hear()
    child.kill()
    fill(root, 2)
    assert not (root / "gen-000001").exists()


@pytest.mark.parametrize(
    "step",
    [
        "",
        "writer.upsert([]); writer.delete_documents(['d0'])",
        "writer._shard.flush()",
        "writer._finish()",
    ],
)
def test_killed_writer_leaves_the_old_generation(root: Path, start: Start, step: str) -> None:
    child = start(f"writer = EdgeIndexWriter(root, 'e', 4); {step}\nsay('here')\nsys.stdin.read()")
    assert child.hear() == "here"
    with pytest.raises(TvaersnitError, match="indlæses allerede"):
        EdgeIndexWriter(root, "e", 4)
    child.kill()
    assert names(EdgeIndex(root, "e", 4)) == {"d0", "d1"}
    fill(root, 2)
    assert names(EdgeIndex(root, "e", 4)) == {"d0", "d1", "d2"}
    assert not list(root.glob("*.part"))


def test_killed_between_folder_and_pointer(root: Path, start: Start) -> None:
    child = start("""
import os
def stop(*paths): say('here'); sys.stdin.read()
os.replace = stop
writer = EdgeIndexWriter(root, 'e', 4)
writer.delete_documents(['d0'])
writer.publish()
""")
    assert child.hear() == "here"
    child.kill()
    assert (root / "gen-000002").is_dir()
    index = EdgeIndex(root, "e", 4)
    assert index.generation == "gen-000001" and names(index) == {"d0", "d1"}
    assert fill(root, 3) == "gen-000003"
    assert names(index) == {"d0", "d1", "d3"}
    assert not (root / "gen-000002").exists()


def test_threads_query_while_generations_change(root: Path) -> None:
    index = EdgeIndex(root, "e", 4)
    done, failures, seen = threading.Event(), [], set()

    def ask() -> None:
        while not done.is_set():
            try:
                seen.add(frozenset(names(index)))
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(2, 6):
        fill(root, number)
    done.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert seen <= {frozenset(f"d{n}" for n in range(top)) for top in range(2, 7)}


def test_reading_changes_no_recorded_file(root: Path) -> None:
    def contents() -> dict[str, str]:
        shard = root / "gen-000001" / "shard"
        return {
            str(path): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in shard.rglob("*")
            if path.is_file()
        }

    before = contents()
    for _ in range(2):
        index = EdgeIndex(root, "e", 4)
        names(index)
        index.close()
    assert contents() == before


def test_generation_takes_little_room(root: Path) -> None:
    fill(root, 2)
    used = sum(os.stat(path).st_blocks * 512 for path in root.rglob("*"))
    assert used < 2_000_000, "the engine's files are mostly holes, and stay so when copied"


@pytest.mark.parametrize("damage", ["missing", "empty", "half"])
def test_every_damaged_file_is_noticed(root: Path, damage: str) -> None:
    folder = root / "gen-000001"
    manifest = json.loads((folder / "manifest.json").read_text())
    files = [folder / "manifest.json", *(folder / "shard" / name for name in manifest["files"])]
    for path in files:
        whole = path.read_bytes()
        if not whole or (damage == "half" and len(whole) < 2):
            continue
        if damage == "missing":
            path.unlink()
        else:
            path.write_bytes(whole[: len(whole) // 2] if damage == "half" else b"")
        before = sorted(str(found) for found in root.rglob("*"))
        for use in (EdgeIndex, EdgeIndexWriter):
            with pytest.raises(BrokenIndex, match="tvaersnit reindex"):
                use(root, "e", 4)
        assert sorted(str(found) for found in root.rglob("*")) == before, "nothing is destroyed"
        path.write_bytes(whole)
    assert names(EdgeIndex(root, "e", 4)) == {"d0", "d1"}


@pytest.mark.parametrize("pointer", [b"", b"gen-000009", b"../../etc", b"\xff\xfe"])
def test_broken_pointer(root: Path, pointer: bytes) -> None:
    (root / "CURRENT").write_bytes(pointer)
    with pytest.raises(BrokenIndex, match="tvaersnit reindex"):
        EdgeIndex(root, "e", 4)
    fill(root, 5, fresh=True)
    assert names(EdgeIndex(root, "e", 4)) == {"d5"}


def test_index_of_another_version(root: Path) -> None:
    path = root / "gen-000001" / "manifest.json"
    made_by = f'"format": {generations.FORMAT}'
    path.write_text(path.read_text().replace(made_by, '"format": 0'))
    with pytest.raises(BrokenIndex, match="anden udgave"):
        EdgeIndex(root, "e", 4)


def test_mismatch_names_both_encoders(root: Path) -> None:
    with pytest.raises(EncoderMismatch, match="lavet med encoderen e, men ny er valgt"):
        EdgeIndex(root, "ny", 4)


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file")
    with pytest.raises(TvaersnitError, match="TVAERSNIT_DATA"):
        EdgeIndexWriter(tmp_path / "index", "e", 4)
