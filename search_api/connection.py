"""A connection with a limit to how slow the other side may be.

Without one, whoever sends a byte a second, or reads nothing of a long answer, keeps a connection
and what belongs to it for as long as they like.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

HEAD_WITHIN = 10.0
"""Seconds in which the head of a request is to come."""
STILL_FOR = 30.0
"""Seconds in which something of a body, or of an answer, is to move."""
GRACE, SLOWEST = 20.0, 1000.0
"""A body or an answer is to move in this many seconds and one more for so many bytes, as Apache's
``mod_reqtimeout`` has it."""
MOST = 1000
"""Connections that a process keeps at a time; on more than these it answers that it is busy, and
more than twice as many it closes at once."""
RETRY_AFTER = 10

_NO_LINGER = struct.pack("ii", 1, 0)


def _problem(status: int, title: str, detail: str) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """The headers and the body of an answer that is given without asking the service."""
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    body = json.dumps(told, ensure_ascii=False).encode()
    headers = {
        "content-type": "application/problem+json",
        "content-length": str(len(body)),
        "connection": "close",
        **({"retry-after": str(RETRY_AFTER)} if status == 503 else {}),
    }
    return [(name.encode(), value.encode()) for name, value in headers.items()], body


_TOO_SLOW = _problem(
    408, "For langsom", "Forespørgslen kom for langsomt frem og er afbrudt. Prøv igen."
)
_BUSY = _problem(
    503,
    "Tjenesten er ikke klar",
    "Der er lige nu flere forbindelser, end tjenesten kan holde. Prøv igen om "
    f"{RETRY_AFTER} sekunder.",
)


@dataclass(slots=True)
class _Pace:
    """How fast something moves: since when, when last, and how many bytes have."""

    begun: float
    last: float
    moved: int = 0

    def move(self, now: float, count: int) -> None:
        self.last = now
        self.moved += count

    def too_slow(self, now: float) -> bool:
        return now - self.last > STILL_FOR or now - self.begun > GRACE + self.moved / SLOWEST


class Connection(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it; ``drop_slow`` is to be called again and again."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # The first head is waited for from here on; later ones from their first byte, since
        # uvicorn itself closes a connection that has been idle for some seconds.
        self._head_since: float | None = self.loop.time()
        self._body: _Pace | None = None
        self._answer: _Pace | None = None
        self._unsent = 0
        if len(self.connections) > 2 * MOST:
            transport.abort()
        elif len(self.connections) > MOST:
            self.app = _busy

    def data_received(self, data: bytes) -> None:
        now = self.loop.time()
        if self._head_since is None and self.conn.their_state is h11.IDLE:
            self._head_since = now
        if self._body is not None:
            self._body.move(now, len(data))
        super().data_received(data)
        state = self.conn.their_state
        if state is not h11.IDLE:
            self._head_since = None
        if state is not h11.SEND_BODY:
            self._body = None
        elif self._body is None:
            self._body = _Pace(now, now, len(data))

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._answer is not None:
            high, low = _water_marks(self.transport)
            self._answer.move(self.loop.time(), high - low)

    def drop_if_slow(self, now: float) -> None:
        """Close where the other side has been too slow, with a word to whoever still sends."""
        if self.flow.read_paused and self._body is not None:
            self._body = None  # It is we who are not ready for more.
        elif self._body is None and self.conn.their_state is h11.SEND_BODY:
            self._body = _Pace(now, now)
        unsent = self.transport.get_write_buffer_size()
        if not unsent:
            self._answer = None
        elif self._answer is None:
            self._answer = _Pace(now, now)
        elif unsent < self._unsent:
            self._answer.move(now, self._unsent - unsent)
        self._unsent = unsent
        if self._answer is not None and self._answer.too_slow(now):
            # The system is to forget what it still had to send, too.
            connected = self.transport.get_extra_info("socket")
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
            self.transport.abort()
        elif (self._head_since is not None and now - self._head_since > HEAD_WITHIN) or (
            self._body is not None and self._body.too_slow(now)
        ):
            self._refuse_slow()

    def _refuse_slow(self) -> None:
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            headers, body = _TOO_SLOW
            for event in (
                h11.Response(status_code=408, headers=headers, reason=b"Request Timeout"),
                h11.Data(data=body),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        if self.cycle is not None:
            # Nothing more is to be said by whoever was to answer.
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.close()


def drop_slow(state: ServerState, now: float) -> None:
    """Close the connections of a server whose other side is too slow; ``now`` is its loop's."""
    connections: Iterable[Any] = list(state.connections)
    for connection in connections:
        if not connection.transport.is_closing() or connection.transport.get_write_buffer_size():
            connection.drop_if_slow(now)


def _water_marks(transport: asyncio.Transport) -> tuple[int, int]:
    low, high = transport.get_write_buffer_limits()
    return high, low


async def _busy(_: Any, __: Any, send: Any) -> None:
    headers, body = _BUSY
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": body})
