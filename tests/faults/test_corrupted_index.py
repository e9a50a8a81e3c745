"""A damaged index: it answers as before or says that it cannot, and is built again from the
catalogue without encoding."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from corpus.settings import Settings
from ingest.pipeline import Ingest
from models.encoder import Encoder
from search_api.doctor import examine
from search_api.http import create_app
from tests.faults.command import HOME, environment
from tests.faults.conftest import Standing
from tests.faults.damage import cut, flip
from tests.faults.runs import KILLS, SEED
from tests.faults.verified import verified

# In a process of its own: an engine that reads nonsense may end it.
LOOK = """
import sys
import numpy as np
from pathlib import Path
from corpus.edge_index import EdgeIndex
from corpus.errors import BrokenIndex
from corpus.index import SparseVector
from corpus.records import Filters
from models.encoder import Encoder
from corpus.settings import Settings
root, encoder = Path(sys.argv[1]), Encoder(Settings())
try:
    index = EdgeIndex(root, encoder.name, encoder.dimension)
    one = np.ones(encoder.dimension, dtype=np.float32)
    hits = index.rank_dense(one, Filters(), 1000)
    index.query(one, SparseVector((1, 2), (1.0, 1.0)), Filters(regions=("Sjælland",)), 1000)
    print(*sorted(f"{hit.chunk_id} {hit.document_id}" for hit in hits), sep="\\n")
except BrokenIndex as error:
    print(error)
"""


def looked_at(settings: Settings) -> str:
    """The passages that an index tells of, or what it says instead."""
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(settings.data / "index")],
        cwd=HOME,
        env=environment({"PYTHONUTF8": "1"}),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, (done.returncode, done.stderr)
    return done.stdout


def shard(settings: Settings) -> list[Path]:
    """One file of each kind that the index consists of."""
    kinds: dict[str, Path] = {}
    for path in sorted((settings.data / "index").rglob("*")):
        if path.is_file() and path.stat().st_size:
            kinds.setdefault(path.name, path)
    return list(kinds.values())


def test_changed_bytes_in_any_file_of_the_index_are_harmless_or_told_of(
    standing: Standing, tmp_path: Path, encoder: Encoder
) -> None:
    settings = standing.copied(tmp_path / "hel")
    before = looked_at(settings)
    chance = random.Random(SEED)
    files = shard(settings)
    told = 0
    for path in chance.sample(files, min(len(files), KILLS)):
        damaged = standing.copied(tmp_path / "skadet")
        flip(damaged.data / path.relative_to(settings.data), chance)
        now = looked_at(damaged)
        if now != before:
            told += 1
            assert "tvaersnit reindex" in now or set(now.splitlines()) <= set(before.splitlines())
            Ingest(damaged, encoder).reindex()
            assert looked_at(damaged) == before, path
        shutil.rmtree(damaged.data.parent)
    assert told or len(files) > KILLS


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_file_of_the_index_that_is_cut_off_is_told_of_and_mended_by_the_next_ingest(
    standing: Standing, tmp_path: Path, encoder: Encoder, share: float
) -> None:
    settings = standing.copied(tmp_path)
    chance = random.Random(SEED)
    path = chance.choice([p for p in shard(settings) if "shard" in p.parts])
    cut(path, share)
    assert "beskadiget" in looked_at(settings)
    assert not examine(settings, encoder).ok
    Ingest(settings, encoder).run([standing.files])
    assert verified(settings, encoder, ()) == {**standing.stored, **standing.new}


def test_a_service_over_a_damaged_index_says_what_to_do_and_answers_once_it_is_done(
    standing: Standing, tmp_path: Path, encoder: Encoder
) -> None:
    settings = standing.copied(tmp_path)
    cut(next((settings.data / "index").rglob("segment.json")), 0.5)
    question = {"q": "Hvad blev besluttet om takster?"}
    with TestClient(create_app(settings)) as client:
        refused = client.get("/api/v1/ask", params=question)
        assert refused.status_code == 503
        assert "tvaersnit reindex" in refused.json()["detail"]
        assert client.get("/health").status_code == 200
        Ingest(settings, encoder).reindex()
        answered = client.get("/api/v1/ask", params=question).json()
        assert "Forslaget om takster blev godkendt." in answered["text"]
