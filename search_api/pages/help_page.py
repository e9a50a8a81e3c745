"""Hjælp: how to ask, how answers are made, and what the collection holds."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from corpus.errors import BrokenIndex, EmptyCorpus, EncoderMismatch
from corpus.overview import Holding
from corpus.records import REGIONS
from ingest.reader import SUFFIXES
from search_api.access.caller import Caller
from search_api.archive import Archive
from search_api.pages.example_questions import Example, example_questions
from search_api.pages.rendering import render
from search_api.parameters import TheService
from search_api.service import Service

PATH = "/hjaelp"

router = APIRouter(include_in_schema=False)


@router.get(PATH)
def get_help_page(request: Request, service: TheService) -> Response:
    """The help; what the collection holds is told only to those who may read in it."""
    caller: Caller | None = getattr(request.state, "caller", None)
    examples, held = _collection(service, caller)
    return render(
        request,
        "hjaelp.html",
        here=PATH,
        examples=examples,
        holdings=held,
        regions=REGIONS,
        suffixes=sorted(SUFFIXES),
        megabytes=service.settings.upload_limit_mb,
        contacts_shown=service.settings.show_contacts,
        questions_logged=service.settings.log_questions,
        requests_a_minute=service.settings.rate_limit,
    )


def _collection(service: Service, caller: Caller | None) -> tuple[list[Example], list[Holding]]:
    """What may be asked of the collection, and what it holds; nothing while it cannot be read."""
    if caller is None:
        return [], []
    try:
        archive = service.archive(caller.clearance)
        return example_questions(archive), holdings(archive)
    except (EmptyCorpus, BrokenIndex, EncoderMismatch):
        return [], []


def holdings(archive: Archive) -> list[Holding]:
    """What the collection holds by forum, the regions in their order and what has none last."""
    return sorted(archive.catalogue.holdings(), key=_in_order)


def _in_order(holding: Holding) -> tuple[int, bool, str]:
    place = REGIONS.index(holding.region) if holding.region else len(REGIONS)
    return place, holding.forum is None, holding.forum or ""
