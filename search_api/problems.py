"""Errors over HTTP: problem details (RFC 9457) in Danish, which tell nothing of the machine."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from corpus.errors import (
    BadValue,
    BrokenIndex,
    CatalogueUnavailable,
    Conflict,
    EmptyCorpus,
    EncoderMismatch,
    Forbidden,
    IndexAway,
    Misdirected,
    NotFound,
    NotLoggedIn,
    NotReady,
    Overloaded,
    TooLarge,
    TooMany,
    TvaersnitError,
)
from corpus.machine import fault
from search_api import request_id

MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger(__name__)
_TITLES = {
    400: "Ugyldig forespørgsel",
    401: "Ikke logget ind",
    403: "Ingen adgang",
    404: "Ikke fundet",
    405: "Metoden er ikke tilladt",
    409: "Kan ikke lade sig gøre nu",
    413: "For stor",
    421: "Forkert adresse",
    429: "For mange forespørgsler",
    422: "Ugyldig forespørgsel",
    500: "Uventet fejl",
    503: "Tjenesten er ikke klar",
}
_HTTP_DETAILS = {
    404: "Der er intet på denne adresse. Adresserne er beskrevet på /docs.",
    405: "Adressen kan ikke bruges på den måde. Det er beskrevet på /docs, hvordan den bruges.",
}
_STATUSES: dict[type[TvaersnitError], int] = {
    NotLoggedIn: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    TooLarge: 413,
    Misdirected: 421,
    BadValue: 422,
    TooMany: 429,
    NotReady: 503,
    Overloaded: 503,
}
# The errors' own texts name folders on the server; they are for its log.
_NOT_READY: dict[type[TvaersnitError], str] = {
    EmptyCorpus: "Der er endnu ingen referater i samlingen. Indlæs nogle med »tvaersnit ingest "
    "MAPPE« på den maskine, hvor tjenesten kører; den finder dem derefter selv.",
    IndexAway: "Serveren med søgeindekset svarer ikke, som den skal. Prøv igen om lidt; tjenestens "
    "log fortæller mere.",
    BrokenIndex: "Søgeindekset kan ikke bruges. Kør »tvaersnit reindex« på den maskine, hvor "
    "tjenesten kører; dens log fortæller mere.",
    EncoderMismatch: "Søgeindekset er lavet med en anden sprogmodel end den valgte. Kør »tvaersnit "
    "reindex« på den maskine, hvor tjenesten kører, eller vælg den tidligere model igen.",
    CatalogueUnavailable: "Kataloget kan ikke bruges lige nu. Prøv igen om lidt; tjenestens log "
    "fortæller mere.",
    TvaersnitError: "Tjenesten kan ikke svare lige nu. Dens log fortæller hvorfor.",
}
UNFORESEEN = (
    "Der skete en uventet fejl. Prøv igen, og kontakt den, der driver tjenesten, hvis det gentager "
    "sig."
)
_BROKEN_RULES = {
    "missing": "mangler",
    "string_too_short": "må ikke være tom",
    "string_too_long": "må højst være på {max_length} tegn",
    "int_parsing": "skal være et helt tal",
    "greater_than_equal": "skal være mindst {ge}",
    "less_than_equal": "må højst være {le}",
    "literal_error": "skal være en af disse: {expected}",
    "string_type": "skal være tekst",
    "int_type": "skal være et helt tal",
    "int_from_float": "skal være et helt tal",
    "list_type": "skal være en liste",
    "extra_forbidden": "findes ikke",
}


class Problem(BaseModel):
    """What went wrong, as RFC 9457 lays it out."""

    type: str = Field(default="about:blank", description="Fejlens art; altid »about:blank«.")
    title: str = Field(description="Fejlen i få ord.")
    status: int = Field(description="HTTP-statuskoden.")
    detail: str = Field(description="Hvad der er galt, og hvad man kan gøre.")
    request_id: str | None = Field(
        default=None, description="Forespørgslens id; under det står den i tjenestens log."
    )


def described(
    *statuses: int, example: Any = None, success: int = 200, files: Iterable[str] = ()
) -> dict[int | str, dict[str, Any]]:
    """The problems that an operation may answer with, an example of its reply, and the media types
    of the files that it may give instead, for its OpenAPI description."""
    schema = Problem.model_json_schema() | {"description": "Hvad der gik galt (RFC 9457)."}
    responses: dict[int | str, dict[str, Any]] = {
        status: {"description": _TITLES[status], "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in statuses
    }
    if example is not None:
        responses[success] = {"content": {"application/json": {"example": example}}}
    binary = {"schema": {"type": "string", "format": "binary"}}
    for media_type in files:
        responses.setdefault(success, {}).setdefault("content", {})[media_type] = binary
    return responses


def answer_with_problems(app: FastAPI) -> None:
    """Let every error that reaches ``app`` be answered with a problem."""
    app.add_exception_handler(TvaersnitError, _tvaersnit_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    for kind in (OSError, sqlite3.Error, MemoryError):
        app.add_exception_handler(kind, _machine)
    app.add_exception_handler(Exception, _unforeseen)


def _problem(status: int, detail: str, headers: Any = None) -> JSONResponse:
    problem = Problem(
        title=_TITLES.get(status, "Fejl"),
        status=status,
        detail=detail,
        request_id=request_id.current.get(),
    )
    return JSONResponse(
        problem.model_dump(exclude_none=True),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


def told(error: TvaersnitError) -> tuple[int, str]:
    """The HTTP status of an error, and what is told of it outside the machine."""
    for kind, status in _STATUSES.items():
        if isinstance(error, kind):
            return status, str(error)
    _log.warning("%s", error)
    return 503, next(text for kind, text in _NOT_READY.items() if isinstance(error, kind))


def answer_to(error: TvaersnitError) -> JSONResponse:
    """The problem that an error is answered with."""
    status, detail = told(error)
    return _problem(status, detail, _headers(error))


async def _tvaersnit_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, TvaersnitError)
    return answer_to(error)


def _headers(error: Exception) -> dict[str, str]:
    if isinstance(error, TooMany | Overloaded):
        return {"Retry-After": str(error.retry_after)}
    return {"WWW-Authenticate": "Bearer"} if isinstance(error, NotLoggedIn) else {}


async def _validation_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return _problem(422, in_danish(error.errors()))


def in_danish(broken: Iterable[Mapping[str, Any]]) -> str:
    """What pydantic found wrong with parameters: ``Parameteren »limit« må højst være 50.``"""
    told: list[str] = []
    for error in broken:
        rule = _BROKEN_RULES.get(error["type"], "kan ikke bruges")
        allowed = {name: _choices(value) for name, value in error.get("ctx", {}).items()}
        # Of a list, the parameter is the list, not a place in it.
        name = next(part for part in reversed(error["loc"]) if isinstance(part, str))
        told.append(f"Parameteren »{name}« {rule.format(**allowed)}.")
    return " ".join(told)


def _choices(value: Any) -> str:
    return str(value).replace("'", "").replace(" or ", " eller ")


async def _http_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = error.status_code
    return _problem(
        status, _HTTP_DETAILS.get(status, "Forespørgslen kan ikke besvares."), error.headers
    )


async def _machine(request: Request, error: Exception) -> JSONResponse:
    told = fault(request.app.state.service.settings.data, error)
    if told is None:
        raise error
    return answer_to(told)


async def _unforeseen(_: Request, __: Exception) -> JSONResponse:
    return _problem(500, UNFORESEEN)
