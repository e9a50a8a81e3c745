"""Reading and encoding on a Ray cluster: the same result as on this machine, also where files and
processes go wrong."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from ray.cluster_utils import Cluster

from corpus.errors import TvaersnitError
from corpus.gazetteer import use_own
from corpus.index import open_index
from corpus.records import Filters
from corpus.settings import Settings
from ingest.batch import ray_engine
from ingest.batch.files import Source
from ingest.batch.ray_actors import FileReader
from ingest.batch.ray_engine import RayEngine
from ingest.batch.spool import get
from ingest.batch.worker import Result, Task, read
from ingest.head.told import Told
from ingest.pipeline import Ingest
from models.encoder import Encoder
from search_api.cli import main
from tests.conftest import SAMPLES
from tests.ingested import Corpus, minutes
from tests.process_tree import tree
from tests.ray_clusters import (
    DyingEncoder,
    DyingReader,
    GreedyReader,
    ImpatientReader,
    OtherReader,
    cluster,
    kills,
)
from tests.small_files import pdf

SAMPLE_FILES = sorted([*SAMPLES.glob("*.txt"), *SAMPLES.glob("*.md")])


@pytest.fixture(scope="module")
def nodes() -> Iterator[Cluster]:
    """A cluster of two nodes with a processor each."""
    with cluster(nodes=2) as made:
        yield made


@pytest.fixture
def settings(nodes: Cluster, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", ray_address=nodes.address)


def task(folder: Path, name: str, data: bytes, own: tuple[Path, ...] = ()) -> Task:
    path = folder / name
    path.write_bytes(data)
    return Task(Source(path, path), name, "", Told(), False, folder / f"{name}.spooled", own)


def long_minutes() -> bytes:
    """Minutes that take many seconds to read."""
    sentence = "Kommunerne har drøftet sagen og er enige om at gå videre med den næste forår. "
    return f"{minutes('Takster')}\n{sentence * 30_000}\n".encode()


def all_read(settings: Settings, tasks: list[Task]) -> dict[str, Result]:
    with RayEngine(settings, Encoder(settings)) as engine:
        return {task.document_id: result for task, result in engine.read(tasks)}


def stored(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the catalogue, but for the names of its state and the
    index's, which are always new."""
    connection = sqlite3.connect(settings.data / "catalogue.sqlite")
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    rows = {
        table: sorted(connection.execute(f'SELECT * FROM "{table}"').fetchall(), key=repr)
        for (table,) in tables
    }
    connection.close()
    rows["meta"] = [row for row in rows["meta"] if row[0] not in ("generation", "state")]
    return rows


def found(settings: Settings, encoder: Encoder) -> list[tuple[object, ...]]:
    """All that the index holds, as a question finds it, with the scores."""
    index = open_index(settings, encoder.name, encoder.dimension)
    question = encoder.encode_query("Hvad blev besluttet om Kofoedsminde?")
    hits = [(hit.chunk_id, hit.score) for hit in index.rank_dense(question, Filters(), 10_000)]
    assert len(hits) == index.count()
    index.close()
    return sorted(hits)


def test_files_become_what_they_become_on_this_machine(settings: Settings, tmp_path: Path) -> None:
    own = tmp_path / "egne"
    own.mkdir()
    (own / "egne.toml").write_text(
        '[[entity]]\nid = "project:boelgebryderen"\nname = "Bølgebryderen"\n', encoding="utf-8"
    )
    tasks = [
        task(tmp_path, "a.pdf", pdf(minutes("Bølgebryderen")), (own,)),
        task(tmp_path, "b.txt", minutes("Kofoedsminde").encode(), (own,)),
        task(tmp_path, "c.pdf", b"%PDF-1.4 i stykker"),
        task(tmp_path, "d.txt", b""),
        task(tmp_path, "e.txt", minutes("Herberger").encode()),
    ]
    tasks[4].source.path.unlink()
    on_ray = all_read(settings, tasks)
    spooled = {one.document_id: get(one.spooled) for one in tasks if one.spooled.exists()}
    try:
        assert on_ray == {one.document_id: read(one) for one in tasks}
    finally:
        use_own(())
    assert sorted(spooled) == ["a.pdf", "b.txt"]
    assert spooled == {name: get(tmp_path / f"{name}.spooled") for name in spooled}
    told = {mention.entity_id for mention in spooled["a.pdf"].parsed.mentions}
    assert "project:boelgebryderen" in told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("reader", "name", "says"),
    [(ImpatientReader, "lang", "tog for lang tid"), (GreedyReader, "grådig", "for indviklet")],
)
def test_a_file_that_takes_too_much_is_refused_as_on_this_machine_and_stops_nothing(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    reader: type[FileReader],
    name: str,
    says: str,
) -> None:
    monkeypatch.setattr(ray_engine, "FileReader", reader)
    bad = task(tmp_path, f"{name}.txt", long_minutes())
    good = task(tmp_path, "god.txt", minutes("Herberger").encode())
    results = all_read(settings, [bad, good])
    assert results[f"{name}.txt"].refused.startswith(f"{bad.source.path}: ")
    assert says in results[f"{name}.txt"].refused
    assert results["god.txt"].facts is not None


@pytest.mark.slow
@pytest.mark.parametrize(("times", "refused"), [(2, False), (9, True)])
def test_a_reader_that_is_killed_is_replaced_and_its_file_read_or_refused_at_last(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    times: int,
    refused: bool,
) -> None:
    monkeypatch.setattr(ray_engine, "FileReader", DyingReader)
    tasks = [task(tmp_path, f"{n}.txt", minutes(f"Takster {n}").encode()) for n in range(6)]
    tasks.insert(1, task(tmp_path, "dræber.txt", minutes("Botilbud").encode()))
    kills(tasks[1].source.path, times)
    results = all_read(settings, tasks)
    assert len(results) == 7
    for name, result in results.items():
        assert bool(result.refused) == (refused and name == "dræber.txt"), result.refused
    if refused:
        assert "3 processer døde undervejs" in results["dræber.txt"].refused


@pytest.mark.slow
def test_texts_whose_process_is_killed_are_encoded_by_another(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoder: Encoder
) -> None:
    monkeypatch.setattr(ray_engine, "TextEncoder", DyingEncoder)
    path = kills(tmp_path / "dræber", 2)
    texts = [{"a": f"Sagen {path} blev udsat.", "b": "Mødet sluttede."}, {"c": "Takster"}]
    with RayEngine(settings, Encoder(settings)) as engine:
        encoded = {frozenset(some): vectors for some, vectors in engine.encode(texts, print)}
    for some in texts:
        expected = encoder.encode_passages(list(some.values()))
        assert np.array_equal(encoded[frozenset(some)], expected)


@pytest.mark.slow
def test_an_ingest_whose_encoders_are_killed_each_time_writes_nothing_and_can_be_run_again(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoder: Encoder
) -> None:
    corpus = Corpus(tmp_path, encoder)
    first = corpus.write("a.txt", minutes("Herberger"))
    corpus.ingest(first)
    before = corpus.state(), corpus.generation()
    path = kills(tmp_path / "dræber", 3)
    corpus.write("b.txt", minutes(str(path)))
    monkeypatch.setattr(ray_engine, "TextEncoder", DyingEncoder)
    on_ray = Ingest(settings, Encoder(settings), "ray")
    with pytest.raises(TvaersnitError, match="3 processer døde undervejs"):
        on_ray.run([corpus.files])
    assert (corpus.state() | {"vectors": 0}, corpus.generation()) == (
        before[0] | {"vectors": 0},
        before[1],
    )
    assert [report.outcome for report in on_ray.run([corpus.files])] == ["unchanged", "new"]


@pytest.mark.slow
def test_a_node_with_another_version_is_told_of(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ray_engine, "FileReader", OtherReader)
    with pytest.raises(TvaersnitError, match="Noden en-anden-node .* anden udgave af Tværsnit"):
        all_read(settings, [task(tmp_path, "a.txt", b"a")])


def test_a_cluster_that_is_not_there_is_told_of_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(minutes("Herberger"))
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{closed.getsockname()[1]}"
    monkeypatch.setenv("TVAERSNIT_RAY_ADDRESS", address)
    asked = ["--data", str(tmp_path / "data"), "ingest", "--engine", "ray", str(tmp_path / "a.txt")]
    began = time.monotonic()
    assert main(asked) == 2
    assert time.monotonic() - began < 30
    said = capsys.readouterr().err
    assert f"Ray-klyngen på »{address}« svarer ikke" in said and "TVAERSNIT_RAY_ADDRESS" in said
    # The lock is free again, and the corpus as it was.
    assert main([*asked[:3], *asked[5:], "--dry-run"]) == 0


def test_without_ray_it_is_told_how_to_install_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.delitem(sys.modules, "ingest.batch.ray_engine")
    monkeypatch.delitem(sys.modules, "ingest.batch.ray_cluster")
    assert main(["--data", str(tmp_path), "reindex", "--engine", "ray"]) == 2
    assert 'pip install "tvaersnit[ray]"' in capsys.readouterr().err


def test_what_sigterm_does_is_left_to_the_program(settings: Settings) -> None:
    def ours(number: int, frame: object) -> None: ...

    before = signal.signal(signal.SIGTERM, ours)
    try:
        with RayEngine(settings, Encoder(settings)):
            assert signal.getsignal(signal.SIGTERM) is ours
    finally:
        signal.signal(signal.SIGTERM, before)


@pytest.mark.slow
def test_the_samples_become_the_same_corpus_as_on_this_machine(
    settings: Settings, samples_settings: Settings, encoder: Encoder
) -> None:
    reports = Ingest(settings, Encoder(settings), "ray").run(SAMPLE_FILES)
    assert [report.outcome for report in reports] == ["new"] * len(SAMPLE_FILES)
    on_ray, here = stored(settings), stored(samples_settings)
    assert on_ray.keys() == here.keys() and here["vectors"]
    for table in here:
        assert on_ray[table] == here[table], table
    assert found(settings, encoder) == found(samples_settings, encoder)


@pytest.mark.slow
def test_a_node_that_goes_away_in_the_middle_takes_nothing_with_it(tmp_path: Path) -> None:
    tasks = [task(tmp_path, f"{n}.txt", minutes(f"Takster {n}").encode()) for n in range(60)]
    with cluster() as made:
        other = made.add_node(num_cpus=2, object_store_memory=80_000_000)
        settings = Settings(data=tmp_path / "data", ray_address=made.address)
        results = {}
        with RayEngine(settings, Encoder(settings)) as engine:
            for number, (one, result) in enumerate(engine.read(tasks)):
                results[one.document_id] = result
                if number == 5:
                    made.remove_node(other, allow_graceful=False)
    assert len(results) == len(tasks)
    assert not [result.refused for result in results.values() if result.refused]


@pytest.mark.slow
@pytest.mark.skipif(torch.cuda.is_available(), reason="maskinen har en GPU, som virker")
def test_where_ray_offers_a_gpu_it_is_used_and_told_of_where_it_cannot_be(tmp_path: Path) -> None:
    with cluster(gpus=1) as made:
        settings = Settings(data=tmp_path / "data", ray_address=made.address)
        with (
            RayEngine(settings, Encoder(settings)) as engine,
            pytest.raises(TvaersnitError, match="har en GPU, som PyTorch dér ikke kan bruge"),
        ):
            next(engine.encode([{"a": "Takster"}], print))


@pytest.mark.slow
def test_a_cluster_of_this_machine_alone_says_nothing_and_ends_with_the_ingest(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(minutes("Herberger"))
    monkeypatch.setenv("TVAERSNIT_RAY_ADDRESS", "local")
    started, ended = set[int](), threading.Event()
    # Those of other tests' clusters, and of the files read on this machine.
    before = {*tree(os.getpid())}

    def look() -> None:
        while not ended.wait(0.1):
            started.update({*tree(os.getpid())} - before)

    looking = threading.Thread(target=look)
    looking.start()
    asked = ["--data", str(tmp_path / "data"), "ingest", "--engine", "ray", "--dry-run", "--json"]
    try:
        assert main([*asked, str(tmp_path / "a.txt")]) == 0
    finally:
        ended.set()
        looking.join()
    said = capfd.readouterr()
    assert json.loads(said.out)["counts"]["new"] == 1
    assert said.err == ""
    assert len(started) > 3
    until = time.monotonic() + 60
    while left := {pid for pid in started if _is_running(pid)}:
        left -= {kin for one in before - {os.getpid()} for kin in tree(one)}
        if not left:
            break
        assert time.monotonic() < until, left
        time.sleep(0.1)


def _is_running(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
