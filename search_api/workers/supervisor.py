"""The process that looks after the workers: it loads the models, forks, and forks again."""

from __future__ import annotations

import gc
import logging
import os
import signal
import socket
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from corpus.errors import TvaersnitError
from search_api.listening import GRACE
from search_api.workers.board import Board

_MOST_FAILED_STARTS = 5
"""How often in a row a worker may end before it has settled, while no other has."""
_PAUSE, _LONGEST_PAUSE = 0.1, 30.0
"""Seconds before a worker that ended like that is replaced; twice as long each time."""
_STOPPED_WITHIN = 3 * GRACE + 5.0
"""Seconds in which a worker is to have ended that was told to."""
_HEARD = (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)

_log = logging.getLogger(__name__)
_Mask = Collection[int]


@dataclass(slots=True)
class _Place:
    """A worker's place: who has it, or from when on it may be filled."""

    pid: int = 0
    fill_at: float = 0.0
    failed: int = 0


class Supervisor:
    """Keeps as many workers as there are places on the board, until it is told to stop."""

    def __init__(
        self,
        board: Board,
        places: int,
        sockets: Sequence[socket.socket],
        work: Callable[[int], int],
    ) -> None:
        """``work`` is what a worker does: it is given the end of a pipe that is closed when this
        process ends, and returns an exit code."""
        self._board = board
        self._places = [_Place() for _ in range(places)]
        self._sockets = sockets
        self._work = work
        self._lifeline, self._alive = os.pipe()

    def run(self) -> None:
        """Return once told to stop, when all workers have ended.

        Raises ``TvaersnitError`` where none of them comes so far that it can answer.
        """
        # What is there now is left alone by the collector, so that no page of it is copied.
        gc.collect()
        gc.freeze()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)
        try:
            while True:
                self._fill(before)
                heard = signal.sigtimedwait(_HEARD, self._pause())
                if heard is not None and heard.si_signo != signal.SIGCHLD:
                    return
                self._reap()
        finally:
            self._stop()
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _fill(self, mask: _Mask) -> None:
        now = time.monotonic()
        for number, place in enumerate(self._places):
            if not place.pid and place.fill_at <= now:
                place.pid = self._fork(number, mask)

    def _fork(self, number: int, mask: _Mask) -> int:
        pid = os.fork()
        if pid:
            return pid
        code = 1
        try:
            os.close(self._alive)
            gc.enable()
            self._board.begin(number)
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            code = self._work(self._lifeline)
        except TvaersnitError as error:
            _log.error("%s", error)
        except BaseException:
            _log.exception("worker")
        finally:
            logging.shutdown()
            # Nothing of what the parent meant to do when it ends is to be done here.
            os._exit(code)

    def _pause(self) -> float:
        """Seconds until the next place is to be filled; a long time where all are."""
        now = time.monotonic()
        waiting = [place.fill_at - now for place in self._places if not place.pid]
        return max(0.0, min(waiting, default=3600.0))

    def _reap(self) -> None:
        while ended := _ended():
            pid, status = ended
            for number, place in enumerate(self._places):
                if place.pid == pid:
                    place.pid = 0
                    self._gone(number, place, pid, status)

    def _gone(self, number: int, place: _Place, pid: int, status: int) -> None:
        settled = self._board.clear(number).settled
        self._board.count_replaced()
        how = _how(status)
        _log.warning("worker ended", extra={"fields": {"worker": pid, "how": how}})
        if settled:
            place.failed, place.fill_at = 0, 0.0
            return
        place.failed += 1
        pause = min(_LONGEST_PAUSE, _PAUSE * 2 ** (place.failed - 1)) if place.failed > 1 else 0.0
        place.fill_at = time.monotonic() + pause
        others = any(worker.settled for worker in self._board.workers())
        if place.failed >= _MOST_FAILED_STARTS and not others:
            raise TvaersnitError(
                f"En arbejdsproces er standset {place.failed} gange i træk, før den kunne svare, "
                f"sidst med {how}. Tjenesten er standset. Se i loggen ovenfor, hvad der er galt; "
                "er der for lidt hukommelse, så start med færre arbejdsprocesser (--workers)."
            )

    def _stop(self) -> None:
        for listening in self._sockets:
            listening.close()
        self._signal(signal.SIGTERM)
        until = time.monotonic() + _STOPPED_WITHIN
        while any(place.pid for place in self._places):
            self._forget_ended()
            left = until - time.monotonic()
            if left <= 0:
                self._signal(signal.SIGKILL)
                until = float("inf")
                continue
            signal.sigtimedwait([signal.SIGCHLD], min(left, 1.0))

    def _forget_ended(self) -> None:
        while ended := _ended():
            for place in self._places:
                if place.pid == ended[0]:
                    place.pid = 0

    def _signal(self, number: signal.Signals) -> None:
        for place in self._places:
            if place.pid:
                os.kill(place.pid, number)


def _ended() -> tuple[int, int] | None:
    """A child that has ended, and how; ``None`` where none has."""
    try:
        pid, status = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return None
    return (pid, status) if pid else None


def _how(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        return f"koden {code}"
    return f"signalet {signal.Signals(-code).name}"
