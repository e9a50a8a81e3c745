"""Memory that runs out, where the system ends the processes that files are read in: the rest is
taken in, or whoever runs it is told, and asked for again all is there."""

from __future__ import annotations

import os
import random
import resource
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from models.encoder import Encoder
from tests.faults.command import Said, started, tvaersnit
from tests.faults.conftest import Standing
from tests.faults.runs import KILLS, SEED
from tests.faults.verified import verified
from tests.process_tree import tree

TIMES = max(3, KILLS // 20)


def reading(pid: int) -> list[int]:
    """The processes below an ingest in which files are read, and the one they are forked from."""
    found = []
    for one in tree(pid)[1:]:
        with suppress(OSError):
            if b"forkserver" in Path(f"/proc/{one}/cmdline").read_bytes():
                found.append(one)
    return found


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processerne ses i /proc (Linux)")
@pytest.mark.parametrize("which", ["en", "alle"])
def test_reading_processes_that_the_system_ends_cost_nothing_but_their_files(
    standing: Standing, tmp_path: Path, encoder: Encoder, which: str
) -> None:
    settings = standing.copied(tmp_path)
    moments = random.Random(SEED)
    for number in range(TIMES):
        process = started(settings.data, "ingest", standing.files)
        until = time.monotonic() + 120
        while process.poll() is None and not reading(process.pid):
            assert time.monotonic() < until
            time.sleep(0.01)
        time.sleep(moments.uniform(0, 5))
        processes = reading(process.pid)
        for pid in processes if which == "alle" else processes[-1:]:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        said = Said(*_ended(process))
        if said.code:
            said.refused()
            assert "tabt" in said.errors or "prøv igen" in said.out, (number, said)
        assert set(verified(settings, encoder, ())) >= set(standing.stored), number
    tvaersnit(settings.data, "ingest", standing.files).went_well()
    assert verified(settings, encoder) == {**standing.stored, **standing.new}


def test_an_ingest_with_too_little_memory_says_so_and_loses_nothing(
    standing: Standing, tmp_path: Path, encoder: Encoder
) -> None:
    settings = standing.copied(tmp_path)
    new = tmp_path / "nyt"
    new.mkdir()
    (new / "nyt.txt").write_text(standing.stored["takster.txt"].replace("takster", "rammer"))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (700 << 20, 700 << 20))

    said = tvaersnit(settings.data, "ingest", new, before=limit)
    said.refused("hukommelse", "prøv igen")
    assert verified(settings, encoder, ()) == standing.stored
    tvaersnit(settings.data, "ingest", new).went_well()
    assert set(verified(settings, encoder)) == {*standing.stored, "nyt.txt"}


def _ended(process) -> tuple[int, str, str]:
    out, errors = process.communicate(timeout=300)
    return process.returncode, out, errors
