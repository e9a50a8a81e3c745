"""Results and comparisons as files, over HTTP."""

from __future__ import annotations

import re
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response

from search_api.access.caller import Reader
from search_api.api.examples import COMPARISON, SEARCH
from search_api.api.questions import MOST_HITS, MostQuotes
from search_api.briefing_formats import MEDIA_TYPES
from search_api.export import comparison_csv, comparison_docx, search_csv
from search_api.parameters import Narrowed, QuestionText, TheService
from search_api.problems import described
from search_api.replies import Comparison, Search

_CSV = "text/csv"
_DOCX = MEDIA_TYPES["docx"]
_LONGEST_NAME = 80
_NOT_IN_NAMES = re.compile(r'[\s\\/:*?"<>|\x00-\x1f\x7f\ud800-\udfff]+')

router = APIRouter(prefix="/api/v1/export", tags=["Spørgsmål"])


class CsvFile(Response):
    media_type = _CSV


class WordFile(Response):
    media_type = _DOCX


def _file(media_type: str, example: str | None = None) -> dict[int | str, dict[str, Any]]:
    """How a file is described, with the problems that may come instead."""
    content: dict[str, Any] = {"schema": {"type": "string"}}
    if example is not None:
        content["example"] = example
    else:
        content["schema"]["format"] = "binary"
    return described(401, 422, 429, 503) | {200: {"content": {media_type: content}}}


def _named(name: str, question: str, suffix: str) -> dict[str, str]:
    """The header that names a file after what was asked, Danish letters and all (RFC 6266)."""
    asked = _NOT_IN_NAMES.sub(" ", question).strip(" .")[:_LONGEST_NAME].strip()
    full = quote(f"{name} – {asked}.{suffix}" if asked else f"{name}.{suffix}", safe="")
    value = f"attachment; filename=\"{name}.{suffix}\"; filename*=UTF-8''{full}"
    return {"Content-Disposition": value}


@router.get(
    "/search.csv",
    summary="Hent fundne punkter som CSV",
    description="Det samme som »search«, en række pr. punkt, til regneark: UTF-8, semikolon "
    "imellem. En celle, der ellers ville blive læst som en formel, begynder med en apostrof.",
    response_description="Punkterne som CSV-fil.",
    response_class=CsvFile,
    responses=_file(_CSV, search_csv(Search.model_validate(SEARCH))),
)
def get_search_csv(
    request: Request,
    service: TheService,
    caller: Reader,
    q: QuestionText,
    filters: Narrowed,
    limit: Annotated[
        int, Query(ge=1, le=MOST_HITS, description="Hvor mange punkter der højst gives.")
    ] = MOST_HITS,
) -> Response:
    """The items that a question is about, as a file."""
    found = service.search(caller.clearance, q, filters, limit)
    content = search_csv(found, str(request.base_url))
    return CsvFile(content, headers=_named("Punkter", q, "csv"))


@router.get(
    "/compare.csv",
    summary="Hent en sammenligning som CSV",
    description="Det samme som »compare«, en række pr. citat; en region uden fund har også sin "
    "række. Formen er som i »search.csv«.",
    response_description="Sammenligningen som CSV-fil.",
    response_class=CsvFile,
    responses=_file(_CSV, comparison_csv(Comparison.model_validate(COMPARISON))),
)
def get_compare_csv(
    request: Request,
    service: TheService,
    caller: Reader,
    q: QuestionText,
    filters: Narrowed,
    limit: MostQuotes = None,
) -> Response:
    """What each region says of a matter, as a file."""
    comparison = service.compare(caller.clearance, q, filters, limit)
    content = comparison_csv(comparison, str(request.base_url))
    return CsvFile(content, headers=_named("Sammenligning", q, "csv"))


@router.get(
    "/compare.docx",
    summary="Hent en sammenligning som Word",
    description="Det samme som »compare« som tabel på tværs af siden: en kolonne pr. region, en "
    "række pr. aspekt, og de nummererede kilder med links under den.",
    response_description="Sammenligningen som Word-fil.",
    response_class=WordFile,
    responses=_file(_DOCX),
)
def get_compare_docx(
    request: Request,
    service: TheService,
    caller: Reader,
    q: QuestionText,
    filters: Narrowed,
    limit: MostQuotes = None,
) -> Response:
    """What each region says of a matter, as a table in Word."""
    comparison = service.compare(caller.clearance, q, filters, limit)
    content = comparison_docx(comparison, str(request.base_url))
    return WordFile(content, headers=_named("Sammenligning", q, "docx"))
