"""Tal: the numbers that answer a question, a row a region and a column a year."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from corpus.errors import BadValue
from search_api.access.caller import Reader
from search_api.citations import shown
from search_api.pages.asking import Asked
from search_api.pages.question_form import question_form
from search_api.pages.rendering import render
from search_api.parameters import TheService
from search_api.wording import NO_YEAR, figure_said

PATH = "/tal"
_TEMPLATE = "tal.html"

router = APIRouter(include_in_schema=False)


@router.get(PATH)
def get_figures_page(
    request: Request, service: TheService, caller: Reader, asking: Asked
) -> Response:
    """The question field alone, or with the figures that are asked for."""
    archive = service.archive(caller.clearance)
    if not asking.question:
        return render(request, _TEMPLATE, form=question_form(archive, asking, PATH))
    try:
        filters = asking.filters(archive)
    except BadValue as error:
        form = question_form(archive, asking, PATH, error=str(error))
        return render(request, _TEMPLATE, 422, form=form)
    figures = service.figures(caller.clearance, asking.question, filters)
    return render(
        request,
        _TEMPLATE,
        form=question_form(archive, asking, PATH, figures.understood),
        figures=figures,
        said=figure_said,
        no_year=NO_YEAR,
        shown=shown,
    )
