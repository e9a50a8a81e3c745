"""A process and all that it started: who they are and how much memory they take (Linux)."""

from __future__ import annotations

import threading
from pathlib import Path

_PROC = Path("/proc")


def tree(pid: int) -> list[int]:
    """A process and those below it that are there now."""
    parents: dict[int, list[int]] = {}
    for folder in _PROC.glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(folder.name))
    found = [pid]
    for one in found:
        found += parents.get(one, [])
    return found


def memory(pid: int) -> int:
    """Bytes that a process and those below it take together, what they share counted once."""
    total = 0
    for one in tree(pid):
        try:
            lines = (_PROC / str(one) / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue  # It has ended.
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


class MemoryWatch:
    """Looks at a process and those below it again and again; ``most`` is the most they took."""

    def __init__(self, pid: int, every: float = 0.2) -> None:
        self.most = 0
        self._pid = pid
        self._every = every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def now(self) -> int:
        return memory(self._pid)

    def _look(self) -> None:
        while not self._stop.wait(self._every):
            self.most = max(self.most, memory(self._pid))

    def __enter__(self) -> MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
