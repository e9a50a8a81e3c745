"""Emner: who and what the documents speak of, by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from corpus.records import TIMES_AND_AMOUNTS, EntityKind
from search_api.access.caller import Reader
from search_api.archive import Archive
from search_api.documents import list_entities
from search_api.pages.rendering import render
from search_api.parameters import TheService
from search_api.replies import EntityCount
from search_api.wording import KINDS

PATH = "/emner"
_TEMPLATE = "emner.html"
_OF_EACH_KIND = 8
_ON_A_PAGE = 50
_LONGEST_NAME = 200

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class ShownKind:
    """A kind with those of it that are mentioned, the most mentioned first."""

    kind: EntityKind
    entities: Sequence[EntityCount]
    address: str

    @property
    def name(self) -> str:
        return KINDS[self.kind][1]

    @property
    def first(self) -> Sequence[EntityCount]:
        """Those to show where every kind is shown."""
        return self.entities[:_OF_EACH_KIND]


@router.get(PATH)
def get_entities_page(
    request: Request,
    service: TheService,
    caller: Reader,
    art: str = "",
    q: str = "",
    side: str = "",
) -> Response:
    """Every kind with its most mentioned, or one kind, or those of a name, page by page."""
    name = " ".join(q.split())[:_LONGEST_NAME]
    kind = next((known for known in get_args(EntityKind) if known == art), None)
    hidden = kind if kind in TIMES_AND_AMOUNTS else None
    entities = _named(service.archive(caller.clearance), name, hidden)
    kinds = [
        ShownKind(
            kind=one,
            entities=[entity for entity in entities if entity.kind == one],
            address=_address(one, name),
        )
        for one in KINDS
    ]
    some = [entity for entity in entities if kind in (None, entity.kind)]
    pages = max(1, -(-len(some) // _ON_A_PAGE))
    page = min(max(1, int(side) if side.isdecimal() and len(side) < 7 else 1), pages)
    return render(
        request,
        _TEMPLATE,
        422 if art and kind is None else 200,
        unknown=art if kind is None else "",
        here=PATH,
        kind=kind,
        wanted=name,
        kinds=[one for one in kinds if one.entities],
        total=len(entities),
        found=len(some),
        entities=some[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE],
        page=page,
        pages=pages,
        every_kind=_address(None, name),
        page_address=lambda number: _address(kind, name, number),
        ask=f"/?{urlencode({'q': name})}",
        kind_names=KINDS,
    )


def _named(archive: Archive, name: str, kind: EntityKind | None) -> list[EntityCount]:
    """Those with ``name`` in one of their names; all, where it is empty. ``kind`` is one that is
    only listed when it is asked for."""
    wanted = name.casefold()

    def is_called_so(entity: EntityCount) -> bool:
        known = archive.entity(entity.entity_id)
        return known is not None and any(wanted in other.casefold() for other in known.names)

    return [one for one in list_entities(archive, kind).entities if not wanted or is_called_so(one)]


def _address(kind: EntityKind | None, name: str, page: int = 1) -> str:
    pairs = [("art", kind), ("q", name), ("side", str(page) if page > 1 else "")]
    query = urlencode([(key, value) for key, value in pairs if value])
    return f"{PATH}?{query}" if query else PATH
