"""Token buckets in memory that processes which part after it was made go on sharing."""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import secrets
import struct
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_BUCKET = struct.Struct("=16sdd")
"""Whose it is, the tokens in it, and when it was filled (``time.monotonic``, one for all)."""
_SHELVES, _ON_A_SHELF = 2048, 8


class Buckets:
    """A token bucket for each name, full at first. Safe to use from many threads and processes.

    There is room for some 16,000 names. A name's place is one of the eight of its shelf, so that it
    is found at once; where they are taken, the one that was not asked for for the longest time
    goes. Which shelf that is cannot be told from outside.
    """

    def __init__(self, a_second: float, most: float) -> None:
        """``a_second`` tokens run in, up to ``most``."""
        self._a_second = a_second
        self._most = most
        self._salt = secrets.token_bytes(16)
        self._memory = mmap.mmap(-1, _SHELVES * _ON_A_SHELF * _BUCKET.size)
        # The kernel lets go of a lock on it when the process that holds it ends, however it does.
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - open for as long as the limit
        self._threads = threading.Lock()

    def take(self, name: str, tokens: float) -> float:
        """Take ``tokens`` out of a name's bucket if there is one token left: the seconds until
        there will be, so 0.0 where they were taken."""
        mark = hashlib.blake2b(name.encode(), digest_size=16, key=self._salt).digest()
        shelf = int.from_bytes(mark[:4], "big") % _SHELVES * _ON_A_SHELF
        with self._alone():
            now = time.monotonic()
            place, left = self._find(mark, shelf, now)
            seconds = max(0.0, (1 - left) / self._a_second)
            if not seconds:
                left -= tokens
            _BUCKET.pack_into(self._memory, place * _BUCKET.size, mark, left, now)
        return seconds

    def _find(self, mark: bytes, shelf: int, now: float) -> tuple[int, float]:
        """The place of a bucket and what is in it by now."""
        oldest, longest_ago = shelf, now
        for place in range(shelf, shelf + _ON_A_SHELF):
            whose, left, filled = _BUCKET.unpack_from(self._memory, place * _BUCKET.size)
            if whose == mark:
                return place, min(self._most, left + (now - filled) * self._a_second)
            if filled < longest_ago:
                oldest, longest_ago = place, filled
        return oldest, self._most

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._threads:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)
