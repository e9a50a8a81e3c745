"""Beslutninger: what became of the items, meeting by meeting, with filters and a strip of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from corpus.decision import Followed, Outcome
from corpus.errors import BadValue
from corpus.records import REGIONS, Filters
from search_api.archive import Archive
from search_api.decision_replies import DecisionFacets, DecisionList, DecisionView
from search_api.decisions import decisions, of_documents, read_followed, read_outcomes
from search_api.documents import list_entities
from search_api.filters import read_filters
from search_api.pages.rendering import render
from search_api.pages.timeline import decision_timeline
from search_api.parameters import OpenArchive

PATH = "/beslutninger"
_TEMPLATE = "beslutninger.html"
_CSV = "/api/v1/decisions"
_A_PAGE = 40
_MOST_NAMES = 100
_MOST_MEETINGS = 500
"""So many marks a strip of time can show, and a table beside it."""
_NAMES = ("region", "forum", "outcome", "followed", "from", "to", "entity", "document")
_TONES: Mapping[Outcome, str] = {
    "godkendt": "success",
    "anbefalet": "success",
    "besluttet": "success",
    "nedsat": "success",
    "godkendt med ændringer": "warning",
    "delt": "warning",
    "udsat": "warning",
    "flyttet": "warning",
    "udgået": "error",
    "afvist": "error",
}
"""How an outcome's tag is coloured; the others are as they are."""

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters as typed, and the page of the list."""

    values: Mapping[str, Sequence[str]]
    page: int = 1

    def all(self, name: str) -> Sequence[str]:
        return self.values.get(name, ())

    def one(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    def address(self, page: int = 1) -> str:
        """The address of a page of the list."""
        return self._at(PATH, *([("side", str(page))] if page > 1 else []))

    def only(self, name: str, value: str) -> str:
        """The address of the list with ``value`` as the one value of ``name``."""
        return Wanted({**self.values, name: (value,)}).address()

    @property
    def csv(self) -> str:
        """The address of the same decisions as a file."""
        return self._at(_CSV, ("format", "csv"))

    def _at(self, path: str, *more: tuple[str, str]) -> str:
        pairs = [(name, value) for name in _NAMES for value in self.all(name)]
        query = urlencode([*pairs, *more])
        return f"{path}?{query}" if query else path

    def filters(self, archive: Archive) -> Filters:
        """Raises ``BadValue`` for a filter that is not understood, ``NotFound`` for a document that
        is not there."""
        read = read_filters(
            archive,
            self.all("region"),
            self.all("forum"),
            self.one("from"),
            self.one("to"),
            self.all("entity"),
        )
        return of_documents(archive, read, self.all("document"))


def address_of(**values: str) -> str:
    """The address of the decisions with these filters: ``address_of(entity="theme:takster")``."""
    return Wanted({name: (value,) for name, value in values.items()}).address()


@router.get(PATH)
def get_decisions_page(request: Request, archive: OpenArchive) -> Response:
    """The decisions that pass the filters, the newest first."""
    wanted = _wanted(request)
    try:
        found = decisions(
            archive,
            wanted.filters(archive),
            read_outcomes(wanted.all("outcome")),
            read_followed(wanted.all("followed")),
            _A_PAGE,
            (wanted.page - 1) * _A_PAGE,
        )
        error = ""
    except BadValue as bad:
        found, error = _nothing(), str(bad)
    return render(
        request,
        _TEMPLATE,
        422 if error else 200,
        here=PATH,
        wanted=wanted,
        error=error,
        found=found,
        pages=max(1, -(-found.total // _A_PAGE)),
        meetings=_by_meeting(found.decisions),
        timeline=decision_timeline(found.meetings if _few(found) else ()),
        most_meetings=None if _few(found) else _MOST_MEETINGS,
        tones=_TONES,
        outcomes=get_args(Outcome),
        fates=get_args(Followed),
        regions=[region for region in REGIONS if region in archive.catalogue.regions()],
        forums=archive.catalogue.forums(),
        entity_names=[one.name for one in list_entities(archive, most=_MOST_NAMES).entities],
        entity=_entity_name(archive, wanted.one("entity")),
        document=_title(archive, wanted.one("document")),
    )


def _wanted(request: Request) -> Wanted:
    values = {
        name: tuple(dict.fromkeys(filter(None, map(str.strip, request.query_params.getlist(name)))))
        for name in _NAMES
    }
    page = request.query_params.get("side", "")
    # A number of more digits is no page either.
    return Wanted(values, max(1, int(page[:6])) if page.isdecimal() else 1)


def _nothing() -> DecisionList:
    none = DecisionFacets(outcomes=[], followed=[], regions=[], forums=[], years=[])
    return DecisionList(decisions=[], total=0, facets=none, meetings=[])


def _few(found: DecisionList) -> bool:
    return len(found.meetings) <= _MOST_MEETINGS


def _by_meeting(some: Sequence[DecisionView]) -> list[list[DecisionView]]:
    return [list(group) for _, group in groupby(some, key=lambda one: one.document_id)]


def _entity_name(archive: Archive, value: str) -> str:
    """The name that people know an entity by, where ``value`` is an id."""
    known = archive.gazetteer.get(value)
    return known.name if known else value


def _title(archive: Archive, document_id: str) -> str:
    """The title of the document that the list is narrowed to; empty where there is none."""
    return archive.document(document_id).title if document_id else ""
