"""What the processes of a service tell each other, in memory that they share."""

from __future__ import annotations

import mmap
import os
import struct
from dataclasses import dataclass

_NUMBERS = struct.Struct("=q")
_WORKER = struct.Struct("=qq")


@dataclass(frozen=True, slots=True)
class Worker:
    """A process that answers. ``settled``: it has loaded what it answers with."""

    pid: int
    settled: bool


class Board:
    """The workers of a service, each in a place of its own, and how often one was replaced.

    To be made before the workers are forked. Only the process that looks after them, or a worker
    about itself, writes; nothing of it needs a lock.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._memory = mmap.mmap(-1, _NUMBERS.size + workers * _WORKER.size)
        self._mine = 0

    def begin(self, place: int) -> None:
        """This process takes a worker's place."""
        self._mine = place
        self._write(place, Worker(os.getpid(), settled=False))

    def settle(self) -> None:
        """This process has loaded what it answers with."""
        self._write(self._mine, Worker(os.getpid(), settled=True))

    def clear(self, place: int) -> Worker:
        """The worker of a place has ended: what was told of it."""
        worker = self._read(place)
        self._write(place, Worker(0, settled=False))
        return worker

    def workers(self) -> list[Worker]:
        """Those that there are now."""
        return [worker for place in range(self._workers) if (worker := self._read(place)).pid]

    @property
    def replaced(self) -> int:
        """How often a worker was replaced."""
        [times] = _NUMBERS.unpack_from(self._memory)
        return int(times)

    def count_replaced(self) -> None:
        """One more was."""
        _NUMBERS.pack_into(self._memory, 0, self.replaced + 1)

    def _read(self, place: int) -> Worker:
        pid, settled = _WORKER.unpack_from(self._memory, self._at(place))
        return Worker(pid, bool(settled))

    def _write(self, place: int, worker: Worker) -> None:
        _WORKER.pack_into(self._memory, self._at(place), worker.pid, worker.settled)

    @staticmethod
    def _at(place: int) -> int:
        return _NUMBERS.size + place * _WORKER.size
