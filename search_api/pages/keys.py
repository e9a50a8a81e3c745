"""The page where administrators make keys and revoke them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from corpus.errors import BadValue, Conflict, Forbidden
from corpus.records import AccessLevel, readable
from search_api.access.caller import Admin, Caller, Role
from search_api.access.keys import (
    CLEARANCE_NAMES,
    LONGEST_NAME,
    ROLE_NAMES,
    NewKey,
    read_last_day,
)
from search_api.api.keys import TheKeys
from search_api.pages.rendering import render
from search_api.problems import told

_PAGE = "/noegler"

router = APIRouter(include_in_schema=False)


@router.get(_PAGE)
def get_keys_page(request: Request, keys: TheKeys, caller: Admin) -> Response:
    """The keys, and a form for a new one."""
    return _page(request, keys, caller)


@router.post(_PAGE)
def post_keys_page(
    request: Request,
    keys: TheKeys,
    caller: Admin,
    navn: Annotated[str, Form()] = "",
    rolle: Annotated[Role, Form()] = "reader",
    adgang: Annotated[AccessLevel, Form()] = "public",
    udloeber: Annotated[str, Form()] = "",
) -> Response:
    """Make a key, and show its secret this once."""
    try:
        expires = read_last_day(udloeber) if udloeber.strip() else None
        made = keys.add_as(caller, navn.strip(), rolle, adgang, expires)
    except (BadValue, Conflict, Forbidden) as error:
        status, detail = told(error)
        typed = {"navn": navn, "rolle": rolle, "adgang": adgang, "udloeber": udloeber}
        return _page(request, keys, caller, status, error=detail, typed=typed)
    return _page(request, keys, caller, made=made)


@router.post(f"{_PAGE}/tilbagekald")
def post_revoked_key(keys: TheKeys, _: Admin, navn: Annotated[str, Form()] = "") -> Response:
    """Revoke a key."""
    keys.revoke(navn)
    return RedirectResponse(_PAGE, status_code=303)


def _page(
    request: Request,
    keys: TheKeys,
    caller: Caller,
    status_code: int = 200,
    made: NewKey | None = None,
    error: str | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    return render(
        request,
        "noegler.html",
        status_code=status_code,
        here=_PAGE,
        keys=keys.all().keys,
        made=made,
        error=error,
        typed=typed or {},
        roles=ROLE_NAMES,
        clearances=CLEARANCE_NAMES,
        grantable=readable(caller.clearance),
        longest_name=LONGEST_NAME,
    )
