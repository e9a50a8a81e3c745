"""Ingest when something breaks: nothing is lost, and nothing is half there."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.errors import TvaersnitError
from corpus.index import write_index
from ingest.pipeline import Ingest, Progress
from models.encoder import Encoder
from tests.ingested import Corpus, minutes

HOME = Path(__file__).parents[1]


@pytest.fixture
def corpus(tmp_path: Path, encoder: Encoder) -> Corpus:
    return Corpus(tmp_path, encoder)


def _remove(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


@pytest.mark.parametrize("damage", ["removed", "pointer", "shard"])
def test_a_lost_index_is_built_again_without_encoding(corpus: Corpus, damage: str) -> None:
    corpus.write("a.txt", minutes("Takster"))
    corpus.ingest()
    before, index = corpus.state(), corpus.settings.data / "index"
    if damage == "removed":
        _remove(index)
    elif damage == "pointer":
        (index / "CURRENT").write_text("gen-999999\n")
    else:
        _remove(index / corpus.generation() / "shard")
    assert corpus.outcomes() == {"a.txt": "unchanged"}
    assert corpus.encoded == 0
    assert corpus.state() == before


def test_reindex_encodes_nothing(corpus: Corpus) -> None:
    corpus.write("a.txt", minutes("Takster"))
    corpus.ingest()
    before, generation = corpus.state(), corpus.generation()
    encoded: list[int] = []
    progress = Progress(encoding=lambda done, total: encoded.append(total))
    indexed = Ingest(corpus.settings, corpus.encoder).reindex(progress)
    assert indexed == len(before["passages"])
    assert (corpus.state(), encoded) == (before, [])
    assert corpus.generation() != generation


@pytest.mark.sqlite
def test_a_lost_catalogue_leaves_no_ghosts_in_the_index(corpus: Corpus) -> None:
    corpus.write("a.txt", minutes("Takster"))
    corpus.ingest()
    for path in corpus.settings.data.glob("catalogue.sqlite*"):
        path.unlink()
    other = corpus.write("b.txt", minutes("Herberger"))
    corpus.ingest(other)
    assert len(corpus.state()["documents"]) == 1


def test_cut_off_between_catalogue_and_index_it_heals(corpus: Corpus) -> None:
    corpus.write("a.txt", minutes("Takster"))
    corpus.ingest()
    old = corpus.settings.data / "index"
    kept = {path: path.read_bytes() for path in old.rglob("*") if path.is_file()}
    corpus.write("b.txt", minutes("Herberger"))
    corpus.ingest()
    expected = corpus.state()
    # The catalogue is written, the index is still the old one: what a power cut there leaves.
    _remove(old)
    for path, data in kept.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    corpus.read(lambda c: c.set_meta("generation", ""))
    corpus.ingest()
    assert corpus.encoded == 0
    assert corpus.state() == expected


def test_a_second_ingest_at_the_same_time_is_told_to_wait(corpus: Corpus) -> None:
    corpus.write("a.txt", minutes("Takster"))
    with write_index(corpus.settings, corpus.encoder.name, corpus.encoder.dimension):
        with pytest.raises(TvaersnitError, match="indlæses allerede referater"):
            corpus.ingest()
        assert corpus.read(lambda c: c.document_ids()) == []
    assert corpus.outcomes() == {"a.txt": "new"}


CHILD = """
import sys
from pathlib import Path
from corpus.settings import Settings
from ingest.pipeline import Ingest
from models.encoder import Encoder
settings = Settings(data=Path(sys.argv[1]))
encoder = Encoder(settings)
encoder.encode_query("klar")
ingest = Ingest(settings, encoder)
print("go", flush=True)
ingest.run([Path(sys.argv[2])])
print("done", flush=True)
"""


def _run_and_kill(corpus: Corpus, after: float | None) -> float:
    """Ingest in a process of its own, killed ``after`` seconds of it; returns how long it ran."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(corpus.settings.data), str(corpus.files)],
        cwd=HOME, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "go\n"
    began = time.perf_counter()
    if after is None:
        assert child.stdout.readline() == "done\n"
    else:
        time.sleep(after)
        child.send_signal(signal.SIGKILL)
    ran = time.perf_counter() - began
    child.wait()
    child.stdout.close()
    return ran


@pytest.mark.slow
def test_killed_at_any_moment_it_loses_nothing(
    tmp_path_factory: pytest.TempPathFactory, encoder: Encoder
) -> None:
    def started(folder: str) -> Corpus:
        corpus = Corpus(tmp_path_factory.mktemp(folder), encoder)
        corpus.write("a.txt", minutes("Takster"))
        corpus.ingest()
        corpus.write("a.txt", minutes("Kofoedsminde"))
        for name in ("Herberger", "Botilbud", "Hjerneskade", "Psykiatri"):
            corpus.write(f"{name}.txt", minutes(name))
        return corpus

    undisturbed = started("hel")
    whole = _run_and_kill(undisturbed, None)
    expected = undisturbed.state()
    moments = random.Random(2)
    for number in range(8):
        corpus = started(f"dræbt{number}")
        before = corpus.points()
        # Half of them near the end, where catalogue and index are written.
        share = moments.uniform(0, 1) if number % 2 else moments.uniform(0.7, 1.05)
        _run_and_kill(corpus, share * whole)
        assert corpus.points() in (before, undisturbed.points())
        corpus.ingest()
        assert corpus.state() == expected
