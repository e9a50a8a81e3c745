"""How whoever is kept out is told so: in the way the service tells of every other error."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import cast

from fastapi import Request, Response

from corpus.errors import TvaersnitError


async def answer_to(request: Request, error: TvaersnitError) -> Response:
    """What the app's own handler answers with; a middleware stands outside its reach."""
    handler = cast(
        Callable[[Request, Exception], Awaitable[Response]],
        request.app.exception_handlers[TvaersnitError],
    )
    return await handler(request, error)
