"""Et emne: what the documents tell of one entity over time."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter, Request, Response

from corpus.records import Filters
from search_api.access.caller import Reader
from search_api.entity_history import entity_history
from search_api.pages.asking import Asking
from search_api.pages.decisions_page import address_of as decisions_address
from search_api.pages.entities_page import PATH
from search_api.pages.entity_chart import entity_chart
from search_api.pages.rendering import render
from search_api.parameters import TheService
from search_api.replies import EntityRef
from search_api.wording import KINDS

_TEMPLATE = "emne.html"
_DECISIONS_SHOWN = 5
_ITEMS_ON_A_PAGE = 20

router = APIRouter(include_in_schema=False)


@router.get(PATH + "/{entity_id}")
def get_entity_page(
    request: Request, service: TheService, caller: Reader, entity_id: str, side: str = ""
) -> Response:
    """One entity: when it is spoken of, what was decided, where, and what goes with it."""
    archive = service.archive(caller.clearance)
    history = entity_history(archive, entity_id)
    decisions = [
        list(some)
        for _, some in groupby(history.decisions, key=lambda one: one.citation.item.item_id)
    ]
    pages = max(1, -(-len(history.items) // _ITEMS_ON_A_PAGE))
    page = min(max(1, int(side) if side.isdecimal() and len(side) < 7 else 1), pages)
    address = f"{PATH}/{history.entity.entity_id}"
    return render(
        request,
        _TEMPLATE,
        here=PATH,
        history=history,
        entity=history.entity,
        kind=KINDS[history.entity.kind],
        decided=archive.catalogue.count_decisions(Filters(entities=(entity_id,))),
        decisions_address=decisions_address(entity=entity_id),
        chart=entity_chart(history.years),
        decisions=decisions[:_DECISIONS_SHOWN],
        earlier=decisions[_DECISIONS_SHOWN:],
        items=history.items[(page - 1) * _ITEMS_ON_A_PAGE : page * _ITEMS_ON_A_PAGE],
        page=page,
        pages=pages,
        page_address=lambda number: f"{address}{f'?side={number}' if number > 1 else ''}#punkter",
        onwards=_onwards(history.entity),
        kind_names=KINDS,
    )


def _onwards(entity: EntityRef) -> list[tuple[str, str, str]]:
    """What else can be done with it: an icon, the words and the address. Regions and forums are
    those who speak; they cannot be compared with themselves."""
    questions = [
        ("search", "Spørg om det", "/", f"Hvad blev besluttet om {entity.name}?"),
        (
            "compare",
            "Sammenlign regionerne",
            "/sammenlign",
            f"Hvordan håndterede regionerne {entity.name}?",
        ),
        ("note", "Skriv briefing", "/briefing", f"Skriv en briefing om {entity.name}"),
    ]
    return [
        (icon, words, Asking((("q", question),)).address(path))
        for icon, words, path, question in questions
        if path != "/sammenlign" or entity.kind not in ("region", "forum")
    ]
