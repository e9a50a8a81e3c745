"""Feedback from the form under an answer."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Form, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from search_api.access.caller import Reader
from search_api.api.feedback import TheFeedback
from search_api.feedback import LONGEST_FILTERS, MOST_ITEMS, NewFeedback, Verb
from search_api.pages.login import local_path
from search_api.parameters import OpenArchive

PATH = "/hjalp"
_THANKED = "tak"
_PLACE = "hjalp"

router = APIRouter(include_in_schema=False)


@router.post(PATH)
def post_feedback(
    store: TheFeedback,
    archive: OpenArchive,
    caller: Reader,
    spoergsmaal: Annotated[str, Form()],
    verbum: Annotated[Verb, Form()],
    hjalp: Annotated[Literal["ja", "nej"], Form()],
    hvorfor: Annotated[str, Form()] = "",
    punkter: Annotated[list[str] | None, Form()] = None,
    tilbage: Annotated[str, Form()] = "/",
) -> Response:
    """Keep it, and go back to the answer, which says thanks."""
    back = local_path(tilbage)
    filters = back.partition("#")[0].partition("?")[2]
    try:
        new = NewFeedback(
            question=spoergsmaal,
            verb=verbum,
            helped=hjalp == "ja",
            # The page names every item that an answer stands on.
            abstained=verbum == "ask" and not punkter,
            # Browsers send two characters for a line break that they have counted as one.
            why=hvorfor.replace("\r\n", "\n"),
            items=(punkter or [])[:MOST_ITEMS],
            filters=filters[:LONGEST_FILTERS],
        )
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    store.add(archive, caller.clearance, new)
    return RedirectResponse(_thanking(back), status_code=303)


def _thanking(back: str) -> str:
    """The address of the answer, at the form, with word that it was received."""
    path, _, query = back.partition("#")[0].partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if name != _THANKED]
    return f"{path}?{urlencode([*kept, (_THANKED, '1')])}#{_PLACE}"
