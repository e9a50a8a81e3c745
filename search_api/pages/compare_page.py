"""Sammenlign: what each region says of a matter, side by side."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from corpus.errors import BadValue
from search_api.access.caller import Reader
from search_api.pages.asking import Asked
from search_api.pages.question_form import question_form
from search_api.pages.rendering import render
from search_api.pages.timeline import timeline
from search_api.parameters import TheService
from search_api.replies import Citation, Comparison
from search_api.wording import ASPECTS

PATH = "/sammenlign"
_TEMPLATE = "sammenlign.html"

router = APIRouter(include_in_schema=False)


@router.get(PATH)
def get_compare_page(
    request: Request, service: TheService, caller: Reader, asking: Asked
) -> Response:
    """The question field alone, or with the comparison that is asked for."""
    archive = service.archive(caller.clearance)
    if not asking.question:
        return render(request, _TEMPLATE, form=question_form(archive, asking, PATH))
    try:
        filters = asking.filters(archive)
    except BadValue as error:
        form = question_form(archive, asking, PATH, error=str(error))
        return render(request, _TEMPLATE, 422, form=form)
    comparison = service.compare(caller.clearance, asking.question, filters)
    said = {sentence.aspect for region in comparison.regions for sentence in region.summary}
    return render(
        request,
        _TEMPLATE,
        form=question_form(archive, asking, PATH, comparison.understood),
        comparison=comparison,
        found=any(region.status == "found" for region in comparison.regions),
        aspects={aspect: name for aspect, name in ASPECTS.items() if aspect in said},
        timeline=timeline(comparison),
        places=_places(comparison),
        thanked=request.query_params.get("tak") == "1",
        back=f"{request.url.path}?{request.url.query}",
    )


def _places(comparison: Comparison) -> list[list[Citation]]:
    """The citations of each item that is quoted."""
    places: dict[str, list[Citation]] = {}
    for citation in comparison.citations:
        places.setdefault(citation.item.item_id, []).append(citation)
    return list(places.values())
