"""Answers that a client already has are not made again: ETags from the corpus's state."""

from __future__ import annotations

import hashlib

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.errors import TvaersnitError
from corpus.records import AccessLevel
from search_api.service import Service

# The first parts of the addresses under /api/v1 whose answers depend on the corpus alone.
_OF_THE_CORPUS = frozenset(
    {"search", "ask", "compare", "brief", "documents", "items", "entities", "export"}
)
_VARY = "Accept, Authorization, Cookie"


class Freshness:
    """Pure ASGI middleware inside the guard: gives answers from the corpus an ETag, and answers
    304 where the sender has the one that would be given.

    The tag names the state of the corpus that the caller reads, this run of the program, and the
    request; the answer itself need not be made to know it. A new run may be of another version,
    with other settings, or over a data folder whose generations are counted from one again.
    """

    def __init__(self, app: ASGIApp, service: Service, run: str) -> None:
        self.app = app
        self._service = service
        self._run = run
        # Threads of its own: those that answer questions may all be waiting for the models.
        self._threads = CapacityLimiter(2)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _of_the_corpus(scope):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            tag = await to_thread.run_sync(
                self._tag, scope, headers.get("accept", ""), limiter=self._threads
            )
        except TvaersnitError:
            # Nothing to search in yet, or a broken index: the route tells of it.
            await self.app(scope, receive, send)
            return
        told = {"ETag": tag, "Vary": _VARY}
        if tag in _held(headers):
            await Response(status_code=304, headers=told)(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                MutableHeaders(scope=message).update(told)
            await send(message)

        await self.app(scope, receive, sending)

    def _tag(self, scope: Scope, accept: str) -> str:
        clearance: AccessLevel = scope["state"]["caller"].clearance
        parts = (
            self._service.state(clearance),
            self._run,
            clearance,
            scope["path"],
            scope["query_string"].decode("latin-1"),
            accept,
        )
        return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _of_the_corpus(scope: Scope) -> bool:
    parts = scope["path"].split("/")
    return (
        scope["method"] in ("GET", "HEAD")
        and parts[:3] == ["", "api", "v1"]
        and len(parts) > 3
        and parts[3] in _OF_THE_CORPUS
    )


def _held(headers: Headers) -> set[str]:
    """The tags that the sender has. Whether one is weak does not matter here (RFC 9110, 13.1.2)."""
    sent = ",".join(headers.getlist("if-none-match")).split(",")
    return {f"W/{tag.strip().removeprefix('W/')}" for tag in sent}
