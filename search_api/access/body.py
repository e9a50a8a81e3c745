"""A limit to how much a request may carry, counted while it comes in."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.errors import TooLarge
from search_api.access.refusal import answer_to

MEGABYTE = 1024 * 1024


async def answer_within(
    most: int, app: ASGIApp, scope: Scope, receive: Receive, send: Send
) -> None:
    """Let ``app`` answer a request whose body is at most ``most`` bytes, whatever it says of its
    own length; one that is longer is answered with 413.

    (Starlette's own limit answers in English, and not with a problem.)
    """
    length = Headers(scope=scope).get("content-length", "")
    received = 0
    exceeded = length.isdecimal() and int(length) > most
    started = False

    async def counted() -> Message:
        nonlocal received, exceeded
        message = await receive()
        received += len(message.get("body", b""))
        if received > most:
            exceeded = True
            # The kind of error that FastAPI lets through from a body that it reads.
            raise HTTPException(413)
        return message

    async def unless_exceeded(message: Message) -> None:
        nonlocal started
        if started or not exceeded:
            started = True
            await send(message)

    if not exceeded:
        try:
            await app(scope, counted, unless_exceeded)
        except Exception:
            if started or not exceeded:
                raise
    if exceeded and not started:
        refusal = TooLarge(
            f"Der må højst sendes {most // MEGABYTE} megabyte ad gangen. Send mindre, eller del "
            "det op i flere omgange."
        )
        answer = await answer_to(Request(scope), refusal)
        await answer(scope, receive, send)
