"""Several processes of one service: who looks after them, and what holds for all together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from corpus.errors import TvaersnitError
from search_api.cli import main
from tests.process_tree import tree

HOME = Path(__file__).resolve().parents[1]
WITHIN = 60
SUPERVISED = """
import os, sys, time
from corpus.errors import TvaersnitError
from search_api.workers.board import Board
from search_api.workers.supervisor import Supervisor

board = Board(2)

def work(lifeline):
{work}

try:
    Supervisor(board, 2, [], work).run()
except TvaersnitError as error:
    print(error, flush=True)
    sys.exit(2)
print("replaced", board.replaced, flush=True)
"""
SETTLED = """
    board.settle()
    os.write(1, b"begun %d\\n" % os.getpid())
    os.read(lifeline, 1)
    return 0
"""


@contextmanager
def started(code: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=HOME,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def supervised(work: str) -> Iterator[subprocess.Popen[str]]:
    with started(SUPERVISED.format(work=work)) as process:
        yield process


def begun(process: subprocess.Popen[str]) -> int:
    """The id of the next worker that says it has begun."""
    assert process.stdout is not None
    word, pid = process.stdout.readline().split()
    assert word == "begun"
    return int(pid)


def soon(what: Callable[[], bool]) -> bool:
    until = time.monotonic() + WITHIN
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def gone(pid: int) -> bool:
    with suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state == "Z"
    return True


def test_a_worker_that_is_killed_is_replaced_while_the_other_goes_on() -> None:
    with supervised(SETTLED) as process:
        first, second = begun(process), begun(process)
        for _ in range(8):  # More often than a service may fail to start.
            os.kill(first, signal.SIGKILL)
            first = begun(process)
        assert {first, second} < set(tree(process.pid))
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=WITHIN)
        assert process.returncode == 0 and out == "replaced 8\n"
        assert gone(first) and gone(second)


def test_workers_that_never_get_to_answer_stop_the_service_with_a_reason() -> None:
    with supervised("    os.kill(os.getpid(), 9)") as process:
        out, _ = process.communicate(timeout=WITHIN)
        assert process.returncode == 2
        assert "standset 5 gange i træk" in out and "signalet SIGKILL" in out
        assert "--workers" in out


def test_a_worker_that_fails_to_start_does_not_stop_one_that_answers(tmp_path: Path) -> None:
    tries = tmp_path / "tries"
    work = f"""
    if board._mine:
        with open({str(tries)!r}, "a") as file:
            file.write("x")
        return 1
    board.settle()
    os.read(lifeline, 1)
    return 0
"""
    with supervised(work) as process:
        assert soon(lambda: tries.exists() and tries.stat().st_size >= 5)
        # Each try waits longer than the one before it.
        time.sleep(1)
        assert tries.stat().st_size <= 6
        assert process.poll() is None


def test_an_error_of_a_worker_is_told_in_the_log() -> None:
    with supervised("    raise TvaersnitError('Datamappen mangler.')") as process:
        _, error = process.communicate(timeout=WITHIN)
        assert "Datamappen mangler." in error


def test_workers_end_when_nobody_looks_after_them() -> None:
    with supervised(SETTLED) as process:
        workers = [begun(process), begun(process)]
        process.kill()
        assert soon(lambda: all(map(gone, workers)))


def test_a_worker_that_does_not_stop_is_stopped() -> None:
    work = """
    import signal
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.write(1, b"begun %d\\n" % os.getpid())
    time.sleep(600)
"""
    code = "import search_api.workers.supervisor as s; s._STOPPED_WITHIN = 0.5\n"
    with started(code + SUPERVISED.format(work=work)) as process:
        workers = [begun(process), begun(process)]
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=WITHIN)
        assert process.returncode == 0 and all(map(gone, workers))


def test_a_limit_holds_for_all_processes_together() -> None:
    code = """
import os
from corpus.errors import TooMany
from search_api.access.limits import RateLimit

limit = RateLimit(0.001, burst=100)
for _ in range(4):
    if os.fork() == 0:
        taken = 0
        for _ in range(100):
            try:
                limit.take("Bodil")
                taken += 1
            except TooMany:
                pass
        os.write(1, b"%d\\n" % taken)
        os._exit(0)
for _ in range(4):
    os.wait()
"""
    with started(code) as process:
        out, _ = process.communicate(timeout=WITHIN)
        assert sum(map(int, out.split())) == 100


def test_a_process_that_is_killed_while_it_counts_keeps_nobody_waiting() -> None:
    code = """
import os, signal
from search_api.access.limits import RateLimit

limit = RateLimit(60, burst=5)
ready, begun = os.pipe()
child = os.fork()
if child == 0:
    with limit._buckets._alone():
        os.write(begun, b"x")
        signal.pause()
os.read(ready, 1)
os.kill(child, signal.SIGKILL)
os.waitpid(child, 0)
limit.take("Bodil")
print("counted")
"""
    with started(code) as process:
        assert process.communicate(timeout=WITHIN)[0] == "counted\n"


def test_several_workers_are_refused_where_they_cannot_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert main(["--data", str(tmp_path), "serve", "--workers", "2"]) == 2
    assert "kan kun bruges på Linux" in capsys.readouterr().err


@pytest.mark.parametrize("workers", ["0", "65"])
def test_a_number_of_workers_that_cannot_be_is_refused(
    workers: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path), "serve", "--workers", workers]) == 2
    assert "TVAERSNIT_WORKERS" in capsys.readouterr().err


def test_an_address_that_is_taken_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from search_api import listening

    monkeypatch.setattr(listening, "_TAKEN_FOR", 0.0)
    [taken] = listening.bind("127.0.0.1", 0)
    with taken:
        port = taken.getsockname()[1]
        assert main(["--data", str(tmp_path), "serve", "--port", str(port)]) == 2
    assert f"127.0.0.1:{port}" in capsys.readouterr().err


def test_an_address_of_another_machine_is_told_of() -> None:
    from search_api.listening import bind

    with pytest.raises(TvaersnitError, match="--host"):
        bind("192.0.2.1", 8000)
