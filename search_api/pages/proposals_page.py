"""Forslag: names that stand in no gazetteer, which editors accept or reject."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from corpus.errors import BadValue, Conflict, NotFound
from search_api.access.caller import Caller, Editor
from search_api.pages.rendering import render
from search_api.parameters import TheService
from search_api.problems import told
from search_api.review import ACCEPTED_KINDS, accept, answered, list_proposals, reject
from search_api.service import Service
from search_api.wording import KINDS

PATH = "/forslag"
_ON_A_PAGE = 20

router = APIRouter(include_in_schema=False)


@router.get(PATH)
def get_proposals_page(
    request: Request, service: TheService, caller: Editor, side: str = "", svaret: str = ""
) -> Response:
    """The names to answer, the surest first, and what was just answered."""
    return _page(request, service, caller, side, just=svaret)


@router.post(f"{PATH}/godkend")
def post_accepted(
    request: Request,
    service: TheService,
    caller: Editor,
    nummer: Annotated[int, Form()],
    art: Annotated[str, Form()] = "",
    navn: Annotated[str, Form()] = "",
    kendt: Annotated[str, Form()] = "",
    side: Annotated[str, Form()] = "",
) -> Response:
    """Put a name into the organisation's gazetteer."""
    archive = service.archive(caller.clearance)
    known = kendt.strip() or None
    try:
        accept(
            service.settings,
            archive,
            nummer,
            None if known else art or None,
            name=navn.strip() or None,
            synonym_of=known,
        )
    except (BadValue, Conflict, NotFound) as error:
        status, detail = told(error)
        return _page(request, service, caller, side, status, error=detail)
    return _answered(nummer, side)


@router.post(f"{PATH}/afvis")
def post_rejected(
    request: Request,
    service: TheService,
    caller: Editor,
    nummer: Annotated[int, Form()],
    side: Annotated[str, Form()] = "",
) -> Response:
    """Never propose a name again."""
    try:
        reject(service.settings, service.archive(caller.clearance), nummer)
    except (Conflict, NotFound) as error:
        status, detail = told(error)
        return _page(request, service, caller, side, status, error=detail)
    return _answered(nummer, side)


def _answered(number: int, page: str) -> Response:
    back = f"&side={page}" if page.isdecimal() else ""
    return RedirectResponse(f"{PATH}?svaret={number}{back}", status_code=303)


def _page(
    request: Request,
    service: Service,
    caller: Caller,
    page: str,
    status_code: int = 200,
    just: str = "",
    error: str | None = None,
) -> Response:
    archive = service.archive(caller.clearance)
    total = list_proposals(archive, 0).total
    pages = max(1, -(-total // _ON_A_PAGE))
    wanted = min(max(1, int(page) if page.isdecimal() and len(page) < 7 else 1), pages)
    return render(
        request,
        "forslag.html",
        status_code,
        here="/emner",
        found=list_proposals(archive, _ON_A_PAGE, (wanted - 1) * _ON_A_PAGE),
        page=wanted,
        pages=pages,
        page_address=lambda number: f"{PATH}?side={number}",
        answered=answered(archive, int(just)) if just.isdecimal() and len(just) < 10 else None,
        error=error,
        kinds=[(kind, KINDS[kind][0]) for kind in ACCEPTED_KINDS],
        kind_names=KINDS,
    )
