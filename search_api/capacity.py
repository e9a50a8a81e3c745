"""How many requests a process has under way at most."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.errors import Overloaded
from search_api.access.refusal import answer_to

MOST = 100
"""Two are computed at a time; the last of so many searches waits a few seconds, the last of so many
questions a minute, and nobody waits longer for an answer."""
RETRY_AFTER = 5
BUSY = (
    "Der er lige nu flere forespørgsler, end tjenesten kan nå at besvare. Prøv igen om "
    f"{RETRY_AFTER} sekunder."
)
_ALWAYS = ("/health", "/ready", "/metrics")


class Capacity:
    """Pure ASGI middleware that refuses requests while ``MOST`` others wait for their answers.

    A request waits from when all of it has come, which a slow sender can put off, until its answer
    begins, which a slow reader cannot put off.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _ALWAYS:
            await self.app(scope, receive, send)
            return
        if self._waiting >= MOST:
            refusal = await answer_to(Request(scope), Overloaded(BUSY, RETRY_AFTER))
            await refusal(scope, receive, send)
            return
        waits = scope["method"] in ("GET", "HEAD")
        self._waiting += waits

        async def receiving() -> Message:
            nonlocal waits
            message = await receive()
            if message["type"] == "http.request" and not message.get("more_body") and not waits:
                waits = True
                self._waiting += 1
            return message

        async def sending(message: Message) -> None:
            nonlocal waits
            if message["type"] == "http.response.start" and waits:
                self._waiting -= 1
                waits = False
            await send(message)

        try:
            await self.app(scope, receiving, sending)
        finally:
            self._waiting -= waits
