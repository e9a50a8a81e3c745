"""Errors over HTTP: problem details (RFC 9457) in Danish, which tell nothing of the machine."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from corpus.errors import (
    BadValue,
    BrokenIndex,
    EmptyCorpus,
    EncoderMismatch,
    NotFound,
    TvaersnitError,
)

MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger(__name__)
_TITLES = {
    404: "Ikke fundet",
    405: "Metoden er ikke tilladt",
    422: "Ugyldig forespørgsel",
    500: "Uventet fejl",
    503: "Tjenesten er ikke klar",
}
_HTTP_DETAILS = {
    404: "Der er intet på denne adresse. Adresserne er beskrevet på /docs.",
    405: "Adressen kan kun læses, det vil sige med GET.",
}
# The errors' own texts name folders on the server; they are for its log.
_NOT_READY: dict[type[TvaersnitError], str] = {
    EmptyCorpus: "Der er endnu ingen referater i samlingen. Indlæs nogle med »tvaersnit ingest "
    "MAPPE« på den maskine, hvor tjenesten kører; den finder dem derefter selv.",
    BrokenIndex: "Søgeindekset kan ikke bruges. Kør »tvaersnit reindex« på den maskine, hvor "
    "tjenesten kører; dens log fortæller mere.",
    EncoderMismatch: "Søgeindekset er lavet med en anden sprogmodel end den valgte. Kør »tvaersnit "
    "reindex« på den maskine, hvor tjenesten kører, eller vælg den tidligere model igen.",
    TvaersnitError: "Tjenesten kan ikke svare lige nu. Dens log fortæller hvorfor.",
}
_BROKEN_RULES = {
    "missing": "mangler",
    "string_too_short": "må ikke være tom",
    "string_too_long": "må højst være på {max_length} tegn",
    "int_parsing": "skal være et helt tal",
    "greater_than_equal": "skal være mindst {ge}",
    "less_than_equal": "må højst være {le}",
    "literal_error": "skal være en af disse: {expected}",
}


class Problem(BaseModel):
    """What went wrong, as RFC 9457 lays it out."""

    type: str = Field(default="about:blank", description="Fejlens art; altid »about:blank«.")
    title: str = Field(description="Fejlen i få ord.")
    status: int = Field(description="HTTP-statuskoden.")
    detail: str = Field(description="Hvad der er galt, og hvad man kan gøre.")


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that an operation may answer with, for its OpenAPI description."""
    schema = Problem.model_json_schema() | {"description": "Hvad der gik galt (RFC 9457)."}
    return {
        status: {"description": _TITLES[status], "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in statuses
    }


def answer_with_problems(app: FastAPI) -> None:
    """Let every error that reaches ``app`` be answered with a problem."""
    app.add_exception_handler(TvaersnitError, _tvaersnit_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unforeseen)


def _problem(status: int, detail: str, headers: Any = None) -> JSONResponse:
    problem = Problem(title=_TITLES.get(status, "Fejl"), status=status, detail=detail)
    return JSONResponse(
        problem.model_dump(), status_code=status, media_type=MEDIA_TYPE, headers=headers
    )


async def _tvaersnit_error(_: Request, error: Exception) -> JSONResponse:
    if isinstance(error, NotFound):
        return _problem(404, str(error))
    if isinstance(error, BadValue):
        return _problem(422, str(error))
    _log.warning("%s", error)
    return _problem(503, next(text for kind, text in _NOT_READY.items() if isinstance(error, kind)))


async def _validation_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return _problem(422, " ".join(_in_danish(one) for one in error.errors()))


def _in_danish(error: dict[str, Any]) -> str:
    """``Parameteren »limit« må højst være 50.``"""
    rule = _BROKEN_RULES.get(error["type"], "kan ikke bruges")
    allowed = {name: _choices(value) for name, value in error.get("ctx", {}).items()}
    return f"Parameteren »{error['loc'][-1]}« {rule.format(**allowed)}."


def _choices(value: Any) -> str:
    return str(value).replace("'", "").replace(" or ", " eller ")


async def _http_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = error.status_code
    return _problem(
        status, _HTTP_DETAILS.get(status, "Forespørgslen kan ikke besvares."), error.headers
    )


async def _unforeseen(_: Request, __: Exception) -> JSONResponse:
    # Starlette raises the error again after this answer, so the server's log gets all of it.
    return _problem(
        500,
        "Der skete en uventet fejl. Prøv igen, og kontakt den, der driver tjenesten, hvis det "
        "gentager sig.",
    )
