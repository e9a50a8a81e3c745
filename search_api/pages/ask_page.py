"""Spørg: one question, its answer with sources, and the items that it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from corpus.errors import BadValue
from search_api.access.caller import Reader
from search_api.pages.asking import Asked, Asking
from search_api.pages.example_questions import example_questions
from search_api.pages.excerpts import excerpt
from search_api.pages.question_form import question_form
from search_api.pages.rendering import render
from search_api.parameters import TheService
from search_api.replies import Answer, Facet, Hit, Search
from search_api.wording import SECTIONS

PATH = "/"
_TEMPLATE = "spoerg.html"
_HITS, _STEP, _MOST_HITS = 10, 10, 50
_HITS_WITHOUT_ANSWER = 5

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A found item with the part of it to show."""

    hit: Hit
    text: Markup


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A way to narrow the hits to fewer: its name, how many hold it, and its address."""

    name: str
    count: int
    address: str


@router.get(PATH)
def get_page(request: Request, service: TheService, caller: Reader, asking: Asked) -> Response:
    """The question field alone, with examples, or with the answer to what is asked."""
    archive = service.archive(caller.clearance)
    question = asking.question
    if not question:
        form = question_form(archive, asking, PATH)
        return render(request, _TEMPLATE, form=form, examples=example_questions(archive))
    try:
        filters = asking.filters(archive)
    except BadValue as error:
        form = question_form(archive, asking, PATH, error=str(error))
        return render(request, _TEMPLATE, 422, form=form, examples=[])
    answer = service.ask(caller.clearance, question, filters)
    limit = _limit(request.query_params.get("antal", ""), answer)
    search = service.search(caller.clearance, question, filters, limit)
    hits = _hits(answer, search)
    more = ("antal", str(limit + _STEP))
    return render(
        request,
        _TEMPLATE,
        form=question_form(archive, asking, PATH, answer.understood),
        examples=[],
        answer=answer,
        hits=hits,
        more=asking.address(PATH, more) if limit <= len(search.hits) < _MOST_HITS else "",
        narrowings=_narrowings(asking, search),
        thanked=request.query_params.get("tak") == "1",
        back=f"{request.url.path}?{request.url.query}",
        sections=SECTIONS,
    )


def _limit(wanted: str, answer: Answer) -> int:
    """How many items to show: those asked for; else the few nearest, where they hold no answer."""
    if wanted.isdecimal() and int(wanted[:3]):
        return min(int(wanted[:3]), _MOST_HITS)
    return _HITS_WITHOUT_ANSWER if answer.abstained else _HITS


def _hits(answer: Answer, search: Search) -> list[ShownHit]:
    """The items to show: what lies nearest a question that is not answered comes first."""
    hits = {hit.item.item_id: hit for hit in (*answer.maybe_relevant, *search.hits)}
    some = list(hits.values())[: max(len(search.hits), len(answer.maybe_relevant))]
    return [ShownHit(hit, excerpt(hit.text, hit.marks)) for hit in some]


def _narrowings(asking: Asking, search: Search) -> list[tuple[str, list[Narrowing]]]:
    """What the hits can be narrowed to, under its heading; only where they differ in it."""

    def narrowing(facet: Facet, *names: str) -> Narrowing:
        narrowed = asking
        for name in names:
            narrowed = narrowed.only(name, facet.value)
        return Narrowing(facet.value, facet.count, narrowed.address(PATH))

    parts: tuple[tuple[str, Sequence[Facet], tuple[str, ...]], ...] = (
        ("region", search.facets.regions, ("region",)),
        ("forum", search.facets.forums, ("forum",)),
        ("emne", [f for f in search.facets.entities if f.count < len(search.hits)], ("entity",)),
        ("år", sorted(search.facets.years, key=lambda f: f.value), ("from", "to")),
    )
    return [
        (heading, [narrowing(facet, *names) for facet in facets])
        for heading, facets, names in parts
        if len(facets) > 1
    ]
