"""Clients that send and read a byte at a time, many of them: others are answered meanwhile."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.conftest import Standing
from tests.faults.service import Served, served

SLOW = 50
_EVERY = 1.0
_ASKED = 8


@contextmanager
def dripping(service: Served, request: bytes) -> Iterator[list[socket.socket]]:
    """Many who send ``request`` a byte at a time."""
    over = threading.Event()
    clients = [socket.create_connection(("127.0.0.1", service.port)) for _ in range(SLOW)]

    def drip() -> None:
        for at in range(len(request)):
            for client in clients:
                try:
                    client.sendall(request[at : at + 1])
                except OSError:
                    continue  # It was dropped, which is as well.
            if over.wait(_EVERY):
                return

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield clients
    finally:
        over.set()
        thread.join()
        for client in clients:
            client.close()


def answered(service: Served) -> float:
    """Seconds that some questions took, the longest."""
    longest = 0.0
    for number in range(_ASKED):
        began = time.monotonic()
        answer = service.get("/api/v1/search", q=f"Hvad blev besluttet om takster? {number}")
        assert answer.status_code == 200, answer.text
        longest = max(longest, time.monotonic() - began)
    return longest


def test_others_are_answered_while_many_send_a_byte_a_second(
    standing: Standing, tmp_path: Path
) -> None:
    settings = standing.copied(tmp_path)
    head = b"GET /api/v1/search?q=takster HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: " + b"a" * 500
    body = (
        b"POST /api/v1/documents HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n"
        b"Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\n"
    )
    with served(settings.data, tmp_path / "log") as service:
        answered(service)
        for request in (head, body):
            with dripping(service, request):
                assert answered(service) < 20
        # Many who ask and never read what they are told.
        asked = b"GET /api/v1/documents HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20
        with dripping(service, b"\r\n") as clients:
            for client in clients:
                client.sendall(asked)
            assert answered(service) < 20
        assert service.get("/health").status_code == 200
        assert "Traceback" not in (tmp_path / "log").read_text()
