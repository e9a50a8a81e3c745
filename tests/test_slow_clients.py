"""Clients that are slow, or many: they get an error of their own, and the others their answers."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse

from search_api import capacity, connection, listening
from search_api.capacity import Capacity
from search_api.pages.errors import answer_with_pages
from search_api.problems import answer_with_problems

HOME = Path(__file__).resolve().parents[1]
LONG = 50_000_000
Address = tuple[str, int]
UNFINISHED = b"POST /sum HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"


@contextmanager
def served(app: FastAPI) -> Iterator[Address]:
    [bound] = listening.bind("127.0.0.1", 0)
    address: Address = bound.getsockname()
    server = listening.server_of(app)
    thread = threading.Thread(target=server.run, args=([bound],))
    thread.start()
    try:
        yield address
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits, in a tenth of the time or so."""
    monkeypatch.setattr(connection, "HEAD_WITHIN", 1.0)
    monkeypatch.setattr(connection, "STILL_FOR", 2.0)
    monkeypatch.setattr(connection, "GRACE", 2.0)


@pytest.fixture
def waiting() -> threading.Event:
    """Set, it lets the answers go that wait for it."""
    return threading.Event()


@pytest.fixture
def address(quick: None, waiting: threading.Event) -> Iterator[Address]:
    app = FastAPI()
    answer_with_problems(app)
    answer_with_pages(app)
    app.add_middleware(Capacity)

    @app.get("/health")
    def health() -> PlainTextResponse:
        return PlainTextResponse("ok")

    @app.get("/long")
    def long() -> PlainTextResponse:
        return PlainTextResponse("x" * LONG)

    @app.get("/wait")
    def wait() -> PlainTextResponse:
        waiting.wait(20)
        return PlainTextResponse("ok")

    @app.post("/sum")
    async def count(request: Request) -> PlainTextResponse:
        return PlainTextResponse(str(len(await request.body())))

    with served(app) as address:
        yield address
        waiting.set()


def seconds(what: Callable[[], object]) -> float:
    start = time.monotonic()
    what()
    return time.monotonic() - start


def all_of(client: socket.socket) -> bytes:
    """What is answered until the other side closes."""
    answer = b""
    with client:
        client.settimeout(20)
        while more := client.recv(65536):
            answer += more
    return answer


def problem(answer: bytes, status: int) -> str:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d" % status)
    assert b"application/problem+json" in head and b"connection: close" in head.lower()
    told = json.loads(body)
    assert told["status"] == status
    detail: str = told["detail"]
    return detail


def trickled(client: socket.socket, data: bytes) -> None:
    """Send a byte at a time until the other side has had enough."""
    try:
        for n in range(len(data)):
            client.sendall(data[n : n + 1])
            time.sleep(0.2)
    except OSError:
        pass


@pytest.mark.parametrize("sent", [b"", b"GET /health HTTP/1.1\r\nHost: x\r\nX-A: "])
def test_a_head_that_does_not_come_is_not_waited_for(address: Address, sent: bytes) -> None:
    client = socket.create_connection(address)
    client.sendall(sent)
    answers: list[bytes] = []
    assert 0.5 < seconds(lambda: answers.append(all_of(client))) < 8
    assert "for langsomt" in problem(answers[0], 408)


def test_a_head_that_comes_a_byte_at_a_time_is_not_waited_for(address: Address) -> None:
    client = socket.create_connection(address)
    sending = threading.Thread(target=trickled, args=(client, b"GET / HTTP/1.1\r\n" + b"A" * 999))
    sending.start()
    assert "for langsomt" in problem(all_of(client), 408)
    sending.join()


@pytest.mark.parametrize("more", [b"", b"x" * 100])
def test_a_body_that_comes_too_slowly_is_given_up(address: Address, more: bytes) -> None:
    client = socket.create_connection(address)
    client.sendall(b"POST /sum HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
    sending = threading.Thread(target=trickled, args=(client, more))
    sending.start()
    answers: list[bytes] = []
    assert 1 < seconds(lambda: answers.append(all_of(client))) < 10
    assert "for langsomt" in problem(answers[0], 408)
    sending.join()


def test_a_body_that_is_slow_but_comes_is_taken(address: Address) -> None:
    client = socket.create_connection(address)
    client.sendall(
        b"POST /sum HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 40000\r\n\r\n"
    )
    for _ in range(8):  # As fast as is asked, for longer than a slower one would be given.
        time.sleep(0.5)
        client.sendall(b"x" * 5000)
    assert all_of(client).endswith(b"\r\n\r\n40000")


def test_an_answer_that_nobody_reads_is_thrown_away(address: Address) -> None:
    client = socket.create_connection(address)
    client.sendall(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
    time.sleep(6)
    with pytest.raises(ConnectionResetError):
        all_of(client)


def test_a_long_answer_that_is_read_is_given_whole(address: Address) -> None:
    assert len(httpx.get(f"http://{address[0]}:{address[1]}/long").content) == LONG


def test_a_kept_connection_takes_another_request_after_a_pause(address: Address) -> None:
    with httpx.Client(base_url=f"http://{address[0]}:{address[1]}") as client:
        for _ in range(3):
            assert client.get("/health").text == "ok"
            time.sleep(1.5)  # Longer than a head may take.


def test_many_slow_clients_keep_nobody_from_an_answer(address: Address) -> None:
    with ExitStack() as stack:
        for n in range(300):
            client = stack.enter_context(socket.create_connection(address))
            client.sendall(b"GET / HTTP/1.1\r\nX" if n % 2 else UNFINISHED)
        base = f"http://{address[0]}:{address[1]}"
        took = [seconds(lambda: httpx.get(f"{base}/health").raise_for_status()) for _ in range(20)]
        assert sorted(took)[15] < 1


def test_more_connections_than_are_held_are_told_so(
    address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "MOST", 3)
    with ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(socket.create_connection(address))
        time.sleep(0.5)
        client = socket.create_connection(address)
        client.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = all_of(client)
        assert b"retry-after: 10" in answer.lower()
        assert "flere forbindelser" in problem(answer, 503)


def test_more_requests_than_can_be_answered_are_told_so(
    address: Address, waiting: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capacity, "MOST", 2)
    base = f"http://{address[0]}:{address[1]}"
    answers: list[int] = []
    asking = [
        threading.Thread(
            target=lambda: answers.append(httpx.get(f"{base}/wait", timeout=30).status_code)
        )
        for _ in range(2)
    ]
    for one in asking:
        one.start()
    time.sleep(1)
    refused = httpx.get(f"{base}/wait")
    assert refused.status_code == 503 and refused.headers["retry-after"] == "5"
    assert "flere forespørgsler" in refused.json()["detail"]
    page = httpx.get(f"{base}/wait", headers={"Accept": "text/html"})
    assert page.status_code == 503 and page.headers["retry-after"] == "5"
    assert "flere forespørgsler" in page.text
    assert httpx.get(f"{base}/health").text == "ok"
    waiting.set()
    for one in asking:
        one.join()
    assert answers == [200, 200]
    # What has been answered waits no more.
    assert [httpx.get(f"{base}/wait").status_code for _ in range(3)] == [200] * 3


def test_files_may_be_opened_for_as_many_connections_as_are_held() -> None:
    code = """
import resource
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
from search_api import connection, listening
listening._allow_files()
allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
print(allowed > 2 * connection.MOST or allowed == hard)
"""
    told = subprocess.run([sys.executable, "-c", code], cwd=HOME, capture_output=True, text=True)
    assert told.stdout == "True\n"
