"""The pages to log in on with a key, and out again."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from corpus.errors import NotLoggedIn, TooMany
from search_api.access.guard import LOGIN
from search_api.access.limits import address_of
from search_api.access.sessions import Sessions, give_token, take_token, token_in
from search_api.pages.rendering import render

LOGOUT = "/log-ud"

router = APIRouter(include_in_schema=False)


@router.get(LOGIN)
async def get_login(request: Request, naeste: str = "/") -> Response:
    """The form; whoever is logged in, or needs not be, is sent on."""
    if getattr(request.state, "caller", None) is not None:
        return _sent_on(naeste)
    return render(request, "log_ind.html", naeste=local_path(naeste), error=None)


@router.post(LOGIN)
async def post_login(
    request: Request, noegle: Annotated[str, Form()] = "", naeste: Annotated[str, Form()] = "/"
) -> Response:
    """Begin a new session, whichever there was before."""
    sessions: Sessions = request.app.state.sessions
    try:
        token = sessions.log_in(noegle.strip(), address_of(request))
    except (NotLoggedIn, TooMany) as error:
        many = isinstance(error, TooMany)
        page = render(
            request,
            "log_ind.html",
            status_code=429 if many else 401,
            naeste=local_path(naeste),
            error=str(error),
        )
        if isinstance(error, TooMany):
            page.headers["Retry-After"] = str(error.retry_after)
        return page
    _end_session(request)
    answer = _sent_on(naeste)
    give_token(request, answer, token)
    return answer


@router.post(LOGOUT)
async def post_logout(request: Request) -> Response:
    """End the session."""
    _end_session(request)
    answer = RedirectResponse(LOGIN, status_code=303)
    take_token(request, answer)
    # Else the back button would show what was read.
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def local_path(wanted: str) -> str:
    """``wanted`` where it is an address in this service to go on to, else the first page.

    Browsers read a backslash as a slash and skip tabs and line breaks, so that more than ``//``
    leads to other hosts.
    """
    local = wanted.startswith("/") and not wanted.startswith("//")
    plain = wanted.isprintable() and "\\" not in wanted
    if not local or not plain or urlsplit(wanted).path in (LOGIN, LOGOUT):
        return "/"
    return wanted


def _sent_on(wanted: str) -> Response:
    return RedirectResponse(local_path(wanted), status_code=303)


def _end_session(request: Request) -> None:
    sessions: Sessions = request.app.state.sessions
    token = token_in(request)
    if token is not None:
        sessions.end(token)
