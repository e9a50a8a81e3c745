"""Errors as pages, for whoever reads them in a browser; programs get problems."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Awaitable, Callable
from typing import cast

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from corpus.errors import EmptyCorpus, TvaersnitError
from search_api.pages.rendering import render

_Handler = Callable[[Request, Exception], Awaitable[Response]]

_HEADINGS = {
    401: "Du er ikke logget ind",
    403: "Det har du ikke adgang til",
    404: "Siden findes ikke",
    413: "Det er for stort",
    429: "Det gik for hurtigt",
    500: "Der skete en fejl",
    503: "Tværsnit er ikke klar endnu",
}
_KINDS: tuple[type[Exception], ...] = (
    *(TvaersnitError, RequestValidationError, HTTPException),
    *(OSError, MemoryError, sqlite3.Error, Exception),
)
_OTHERWISE = "Det kan ikke lade sig gøre"
_NO_PAGE = (
    "Der er ingen side på denne adresse. Måske er dokumentet fjernet, eller adressen er skrevet "
    "forkert af."
)
_EMPTY = (
    "Der er endnu ingen referater i samlingen. Når de første er indlæst, kan du stille spørgsmål "
    "her."
)


def answer_with_pages(app: FastAPI) -> None:
    """Let a browser get errors as pages, with the status and words of the problems that ``app``
    already answers with."""
    for kind in _KINDS:
        problem = cast(_Handler, app.exception_handlers[kind])
        app.add_exception_handler(kind, _page_or(problem))


def wants_page(request: Request) -> bool:
    """Whether a person reads the answer: browsers say that they take HTML, programs do not."""
    return "text/html" in request.headers.get("accept", "")


def error_page(
    request: Request, status: int, detail: str, error: Exception | None = None
) -> Response:
    """The page of an error that is told of with ``detail``."""
    if isinstance(error, EmptyCorpus):
        detail = _EMPTY
    elif isinstance(error, HTTPException) and status == 404:
        detail = _NO_PAGE
    return render(
        request,
        "fejl.html",
        status,
        status=status,
        heading=_HEADINGS.get(status, _OTHERWISE),
        detail=detail,
        empty=isinstance(error, EmptyCorpus),
        again=_address(request) if request.method == "GET" and status in (429, 500, 503) else "",
    )


def _page_or(problem: _Handler) -> _Handler:
    async def answer(request: Request, error: Exception) -> Response:
        told = await problem(request, error)
        if not wants_page(request):
            return told
        page = error_page(request, told.status_code, json.loads(bytes(told.body))["detail"], error)
        for name in ("retry-after", "allow"):
            if name in told.headers:
                page.headers[name] = told.headers[name]
        return page

    return answer


def _address(request: Request) -> str:
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")
