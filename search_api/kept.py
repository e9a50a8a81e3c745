"""What was read lately, kept in memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

_V = TypeVar("_V")


class Kept(Generic[_V]):
    """The values of the keys that were last asked for. Safe to use from many threads."""

    def __init__(self, read: Callable[[Sequence[str]], Mapping[str, _V]], most: int) -> None:
        """``read`` gives the values of those of some keys that have one; ``most`` are kept."""
        self._read = read
        self._most = most
        self._kept: OrderedDict[str, _V] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> _V | None:
        """The value of a key, if it has one."""
        return self.some([key]).get(key)

    def some(self, keys: Iterable[str]) -> dict[str, _V]:
        """The values of those of ``keys`` that have one; what is not kept is read at once."""
        wanted = dict.fromkeys(keys)
        found: dict[str, _V] = {}
        with self._lock:
            for key in wanted:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    found[key] = self._kept[key]
        if unknown := [key for key in wanted if key not in found]:
            read = self._read(unknown)
            with self._lock:
                self._kept.update(read)
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            found |= read
        return found
