"""Forløb: a matter through meetings and regions, and what is open."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response

from corpus.errors import BadValue
from search_api.access.caller import Reader
from search_api.pages.asking import Asked
from search_api.pages.question_form import question_form
from search_api.pages.rendering import render
from search_api.pages.timeline import course_timeline
from search_api.parameters import TheService
from search_api.replies import Citation
from search_api.wording import STEPS, deadline_said

PATH = "/forloeb"
_TEMPLATE = "forloeb.html"

router = APIRouter(include_in_schema=False)


@router.get(PATH)
def get_follow_page(
    request: Request, service: TheService, caller: Reader, asking: Asked
) -> Response:
    """The question field alone, or with the course of the matter that is asked for."""
    archive = service.archive(caller.clearance)
    if not asking.question:
        return render(request, _TEMPLATE, form=question_form(archive, asking, PATH))
    try:
        filters = asking.filters(archive)
    except BadValue as error:
        form = question_form(archive, asking, PATH, error=str(error))
        return render(request, _TEMPLATE, 422, form=form)
    course = service.follow(caller.clearance, asking.question, filters)
    return render(
        request,
        _TEMPLATE,
        form=question_form(archive, asking, PATH, course.understood),
        course=course,
        timeline=course_timeline(course),
        steps=STEPS,
        deadline=deadline_said,
        places=_places(course.citations),
    )


def _places(citations: Sequence[Citation]) -> list[list[Citation]]:
    """The quotes by the item that they stand in."""
    by_item: dict[str, list[Citation]] = {}
    for citation in citations:
        by_item.setdefault(citation.item.item_id, []).append(citation)
    return list(by_item.values())
