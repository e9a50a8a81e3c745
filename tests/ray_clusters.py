"""Small Ray clusters on this machine: real nodes, each with its own processes, and actors to which
what goes wrong happens for sure."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ray.cluster_utils import Cluster

from corpus.index import Vector
from ingest.batch import pool
from ingest.batch.ray_actors import FileReader, Identity, Parcel, TextEncoder
from ingest.batch.worker import Result, Task

_STORE = 80_000_000


@contextmanager
def cluster(nodes: int = 1, gpus: int = 0) -> Iterator[Cluster]:
    """A cluster of so many nodes with a processor each; its processes end with it."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    # What else runs on this machine is not to end the nodes' processes, nor to go before them.
    os.environ.update({"RAY_memory_monitor_refresh_ms": "0", "RAY_worker_niceness": "0"})
    head = {"num_cpus": 1, "num_gpus": gpus, "object_store_memory": _STORE}
    made = Cluster(initialize_head=True, head_node_args={**head, "include_dashboard": False})
    try:
        for _ in range(nodes - 1):
            made.add_node(num_cpus=1, object_store_memory=_STORE)
        yield made
    finally:
        made.shutdown()


class ImpatientReader(FileReader):
    """Gives a file a second."""

    def __init__(self) -> None:
        super().__init__()
        pool._FEWEST_SECONDS, pool._SECONDS_PER_MB = 1, 0


class GreedyReader(FileReader):
    """The process that reads a file named "grådig" is ended as by the system for its memory."""

    def __init__(self) -> None:
        super().__init__()
        pool.read = _end_or_read


class DyingReader(FileReader):
    """Is killed by files that kill."""

    def work(self, parcel: Parcel) -> tuple[Result, bytes]:
        _die_of(parcel.task.source.place)
        return super().work(parcel)


class OtherReader(FileReader):
    """As on a node with another version."""

    def identity(self) -> Identity:
        return Identity("en-anden-node", "en anden udgave")


class DyingEncoder(TextEncoder):
    """Is killed at a text that names a file that kills."""

    def work(self, texts: list[str]) -> Vector:
        for path in {path for text in texts for path in _PATH.findall(text)}:
            _die_of(Path(path))
        return super().work(texts)


_PATH = re.compile(r"/\S+/dræber")


def kills(path: Path, times: int) -> Path:
    """Let a file at ``path``, which is named "dræber", kill so many times."""
    path.with_suffix(".gange").write_text("." * times)
    return path


def _die_of(path: Path) -> None:
    left = path.with_suffix(".gange")
    if path.stem == "dræber" and (times := left.read_text()):
        left.write_text(times[1:])
        os.kill(os.getpid(), signal.SIGKILL)


_read = pool.read


def _end_or_read(task: Task) -> Result:
    if task.source.place.stem == "grådig":
        os.kill(os.getpid(), signal.SIGKILL)
    return _read(task)
