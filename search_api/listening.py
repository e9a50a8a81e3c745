"""The addresses that the service listens on, and the server that answers there."""

from __future__ import annotations

import asyncio
import errno
import resource
import socket
import time
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from corpus.errors import TvaersnitError
from search_api.connection import MOST, Connection, drop_slow

GRACE = 5
"""Seconds that answers under way get when the service is to stop."""

_QUEUE = 2048
_FILES = 4 * MOST
_TAKEN_FOR = 3.0
_LOOK_EVERY = 0.2


class Listening(socket.socket):
    """A socket that several processes accept connections from.

    The loop accepts as many at a time as it says may queue. Here it is to accept one, and leave the
    others to whichever process is free, but the queue is to be long.
    """

    def listen(self, backlog: int = _QUEUE) -> None:
        super().listen(max(backlog, _QUEUE))


def bind(host: str, port: int) -> list[socket.socket]:
    """Sockets on every address that ``host`` names.

    Raises ``TvaersnitError`` where it names none, or the port is taken; one that a service which
    has just ended still holds is waited for.
    """
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise TvaersnitError(
            f"Adressen {host} findes ikke på denne maskine. Angiv en anden med --host."
        ) from error
    until = time.monotonic() + _TAKEN_FOR
    sockets: list[socket.socket] = []
    for family, address in dict.fromkeys((family, address) for family, *_, address in found):
        while True:
            listening = Listening(family, socket.SOCK_STREAM)
            try:
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                listening.bind(address)
                listening.listen()
                break
            except OSError as error:
                listening.close()
                if error.errno == errno.EADDRINUSE and time.monotonic() < until:
                    time.sleep(_LOOK_EVERY)
                    continue
                for one in sockets:
                    one.close()
                raise TvaersnitError(_cannot_listen(place, error)) from error
        sockets.append(listening)
    return sockets


def server_of(app: FastAPI) -> uvicorn.Server:
    """A server of ``app`` that drops whoever is too slow."""
    _allow_files()
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        log_level="warning",
        log_config=None,
        access_log=False,
        server_header=False,
        # Whoever follows a job would else keep the service from stopping.
        timeout_graceful_shutdown=GRACE,
        backlog=1,
        timeout_notify=0,
    )
    server = uvicorn.Server(config)

    async def look() -> None:
        drop_slow(server.server_state, asyncio.get_running_loop().time())

    config.callback_notify = look
    return server


def _allow_files() -> None:
    """Let the process have as many files open as so many connections need, where it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _cannot_listen(place: str, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Tjenesten kan ikke lytte på {place}, for et andet program gør det allerede. Stop "
            "det, eller vælg en anden port med --port."
        )
    if error.errno == errno.EACCES:
        return (
            f"Tjenesten må ikke lytte på {place} (systemet melder »{error.strerror}«). Vælg en "
            "port fra 1024 og op med --port."
        )
    return (
        f"Tjenesten kan ikke lytte på {place} (systemet melder »{error.strerror}«). Vælg en anden "
        "adresse med --host."
    )
