"""Processes that files are read in, each file within limits of time and memory."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as TookTooLong
from concurrent.futures import wait as wait_for
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from multiprocessing.connection import wait
from pathlib import Path
from typing import TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from corpus.errors import TvaersnitError
from ingest.batch.worker import Result, Task, read, too_heavy, too_slow, unpack_container
from ingest.formats.archive.members import Unpacked

_T = TypeVar("_T")

MEMORY = 1_000_000_000
"""Bytes that reading one file may take beside what every process takes."""
_FEWEST_SECONDS, _SECONDS_PER_MB, _MOST_SECONDS = 60, 20, 900
# Text recognition runs in processes of its own, within limits of its own for each page.
_WAITING = 8
_FILES_PER_PROCESS = 200
_AHEAD = 8
_LOOK_SECONDS = 1


def read_files(tasks: Iterable[Task], processes: int = 0) -> Iterator[tuple[Task, Result]]:
    """Read files side by side in so many processes, else in one for each core; the results come in
    the order of the tasks.

    A file that takes too long or too much is refused, and the rest goes on.
    """
    pool = _pool(processes)
    waiting: deque[tuple[Task, ProcessFuture[Result]]] = deque()
    for task in tasks:
        seconds = _seconds(task.source.path)
        waiting.append((task, _scheduled(pool, seconds, read, task)))
        if len(waiting) >= _AHEAD:
            yield _finished(pool, *waiting.popleft())
    while waiting:
        yield _finished(pool, *waiting.popleft())


def unpack_files(path: Path, into: Path, name: str) -> list[Unpacked] | str:
    """The files inside a file, written to ``into``; or why not, in Danish."""
    pool = _pool()
    return _outcome(
        pool, _scheduled(pool, _seconds(path), unpack_container, path, into, name), name
    )


def _scheduled(
    pool: ProcessPool, seconds: int, work: Callable[..., _T], *arguments: object
) -> ProcessFuture[_T]:
    try:
        return pool.schedule(_limited, (seconds, work, *arguments), timeout=_WAITING * seconds)
    except RuntimeError as error:  # It cannot start its processes, or has lost them.
        raise _stopped() from error


def _finished(pool: ProcessPool, task: Task, future: ProcessFuture[Result]) -> tuple[Task, Result]:
    outcome = _outcome(pool, future, str(task.source.place))
    return task, Result(refused=outcome) if isinstance(outcome, str) else outcome


def _outcome(pool: ProcessPool, future: ProcessFuture[_T], name: str) -> _T | str:
    # A pool that has lost its processes forgets what it was just about to give them.
    while not wait_for([future], _LOOK_SECONDS).done and pool.active:
        pass
    if not future.done():
        raise _stopped()
    try:
        return future.result()
    except TookTooLong:
        return too_slow(name)
    except BrokenProcessPool as error:
        raise _stopped() from error
    except ProcessExpired as error:
        # Stopped for its time (SIGXCPU), or by the system for its memory.
        return too_slow(name) if error.exitcode == -24 else too_heavy(name)


def _stopped() -> TvaersnitError:
    # Every process was ended from outside, so it was hardly this file; the next one gets others.
    _pool.cache_clear()
    return TvaersnitError(
        "Processerne, som filerne læses i, blev standset udefra, oftest fordi maskinen mangler "
        "hukommelse. Luk andre programmer, eller giv maskinen mere, og prøv igen; intet er "
        "gået tabt."
    )


def _seconds(path: Path) -> int:
    """Processor time that a file of this size may take."""
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    return min(_FEWEST_SECONDS + _SECONDS_PER_MB * (size // 1_000_000), _MOST_SECONDS)


def _limited(seconds: int, work: Callable[..., _T], *arguments: object) -> _T:
    try:
        import resource
    except ImportError:  # Windows has but the limit on the whole time.
        return work(*arguments)
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, hard))
    return work(*arguments)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _begin() -> None:
    """Set the limits that a process keeps, and let it outlive nobody."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        limit = int(lines["VmSize"].split()[0]) * 1024 + MEMORY
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard != resource.RLIM_INFINITY:
            limit = min(limit, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


@cache
def _pool(processes: int = 0) -> ProcessPool:
    """The processes, kept for the next files."""
    # Forked from a process of their own: this one may hold a model and threads. Windows has none.
    way = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(way)
    context.set_forkserver_preload(["ingest.batch.forked"])
    return ProcessPool(
        max_workers=processes or os.cpu_count() or 1,
        max_tasks=_FILES_PER_PROCESS,
        initializer=_begin,
        context=context,
    )
