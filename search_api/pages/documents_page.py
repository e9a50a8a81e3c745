"""Dokumenter: what the collection holds, by year, with filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from corpus.errors import BadValue
from corpus.records import REGIONS, DocumentKind
from search_api.access.caller import Reader
from search_api.access.keys import CLEARANCE_NAMES
from search_api.archive import Archive
from search_api.document_replies import DocumentList, DocumentView
from search_api.documents import list_documents
from search_api.filters import read_filters
from search_api.pages.document_facts import belongs_to
from search_api.pages.rendering import render
from search_api.parameters import OpenArchive
from search_api.wording import DOCUMENT_KINDS, LANGUAGES, STATUSES, version_said

_PATH = "/dokumenter"
_TEMPLATE = "dokumenter.html"
_A_PAGE = 25
_NAMES = ("q", "region", "forum", "art", "from", "to")

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The filters as typed, and the page of the list."""

    values: Mapping[str, Sequence[str]]
    page: int

    def all(self, name: str) -> Sequence[str]:
        return self.values.get(name, ())

    def one(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    def address(self, page: int = 1) -> str:
        pairs = [(name, value) for name in _NAMES for value in self.all(name)]
        query = urlencode([*pairs, *([("side", page)] if page > 1 else [])])
        return f"{_PATH}?{query}" if query else _PATH


@router.get(_PATH)
def get_documents_page(request: Request, archive: OpenArchive, caller: Reader) -> Response:
    """The documents that pass the filters, the newest first."""
    wanted = _wanted(request)
    try:
        found = _found(archive, wanted)
        error = ""
    except BadValue as bad:
        found = DocumentList(documents=[], total=0)
        error = str(bad)
    editing = caller.may("editor")
    return render(
        request,
        _TEMPLATE,
        422 if error else 200,
        wanted=wanted,
        error=error,
        total=found.total,
        pages=max(1, -(-found.total // _A_PAGE)),
        years=_by_year(found.documents),
        kinds=DOCUMENT_KINDS,
        statuses=STATUSES,
        languages=LANGUAGES,
        version_said=version_said,
        belongs_to=belongs_to,
        regions=[region for region in REGIONS if region in archive.catalogue.regions()],
        forums=archive.catalogue.forums(),
        levels={
            view.document_id: CLEARANCE_NAMES[archive.document(view.document_id).access]
            for view in found.documents
        }
        if editing
        else {},
    )


def _wanted(request: Request) -> _Wanted:
    values = {
        name: list(dict.fromkeys(filter(None, map(str.strip, request.query_params.getlist(name)))))
        for name in _NAMES
    }
    page = request.query_params.get("side", "")
    # A number of more digits is no page either.
    return _Wanted(values, max(1, int(page[:6])) if page.isdecimal() else 1)


def _found(archive: Archive, wanted: _Wanted) -> DocumentList:
    """The documents of one page. Raises ``BadValue`` for a filter that is not understood."""
    kind = next((kind for kind in get_args(DocumentKind) if kind == wanted.one("art")), None)
    if kind is None and wanted.one("art"):
        raise BadValue(
            f"Arten »{wanted.one('art')}« findes ikke. Vælg referat, dagsorden eller rapport."
        )
    filters = read_filters(
        archive, wanted.all("region"), wanted.all("forum"), wanted.one("from"), wanted.one("to")
    )
    return list_documents(
        archive,
        filters,
        kind=kind,
        words=wanted.one("q"),
        # Else they are shown with the minutes that they belong to.
        alone=not wanted.one("q"),
        newest_first=True,
        offset=(wanted.page - 1) * _A_PAGE,
        limit=_A_PAGE,
    )


def _by_year(documents: Sequence[DocumentView]) -> list[tuple[str, list[DocumentView]]]:
    years: dict[str, list[DocumentView]] = {}
    for view in documents:
        years.setdefault(str(view.date.year) if view.date else "Uden dato", []).append(view)
    return list(years.items())
