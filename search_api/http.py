"""The JSON API: the verbs over HTTP."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Annotated, Literal

from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi import Path as InPath
from fastapi_offline import FastAPIOffline
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from corpus.errors import TvaersnitError
from corpus.records import EntityKind
from corpus.settings import Settings
from models.encoder import Encoder
from search_api.archive import Archive
from search_api.ask import ask
from search_api.brief import brief
from search_api.briefing_formats import MEDIA_TYPES, written
from search_api.compare import compare
from search_api.documents import document_text, item_text, list_documents, list_entities
from search_api.parameters import Narrowed, Offset, OpenArchive, QuestionText
from search_api.problems import answer_with_problems, described
from search_api.replies import (
    Answer,
    Briefing,
    Comparison,
    DocumentList,
    DocumentText,
    EntityList,
    ItemText,
    Reply,
    Search,
)
from search_api.search import DEFAULT_LIMIT, search

MOST_HITS = 50
_log = logging.getLogger(__name__)

MostQuotes = Annotated[
    int | None,
    Query(
        ge=1,
        le=MOST_HITS,
        description="Hvor mange citater der højst gives (pr. region i »compare«).",
    ),
]


class Health(Reply):
    """That the service is alive, whether or not there is anything to search in."""

    status: Literal["ok"] = Field(description="Altid »ok«, når tjenesten kører.")
    version: str = Field(description="Tværsnits version.")


class LazyArchive:
    """The archive, opened when it is first asked for, so that a service may start before there is
    anything to search in."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._encoder = Encoder(settings)
        self._lock = threading.Lock()
        self._archive: Archive | None = None

    def __call__(self) -> Archive:
        """Raises ``EmptyCorpus``, ``BrokenIndex`` or ``EncoderMismatch``; tries anew
        the next time."""
        with self._lock:
            if self._archive is None:
                self._archive = Archive(self._settings, self._encoder)
            return self._archive

    def warm_up(self) -> None:
        """Load what the first question would wait for, where there is a corpus."""
        try:
            self().warm_up()
        except TvaersnitError as error:
            _log.warning("%s", error)

    def close(self) -> None:
        """Release the index."""
        with self._lock:
            if self._archive is not None:
                self._archive.close()


router = APIRouter(prefix="/api/v1")


@router.get(
    "/search",
    tags=["Spørgsmål"],
    summary="Søg efter punkter",
    description="De dagsordenspunkter, der bedst svarer til spørgsmålet, det bedste først.",
    response_description="Punkterne med deres bedste tekststykke og en optælling af dem.",
    responses=described(422, 503),
)
def get_search(
    archive: OpenArchive,
    q: QuestionText,
    filters: Narrowed,
    limit: Annotated[
        int, Query(ge=1, le=MOST_HITS, description="Hvor mange punkter der højst gives.")
    ] = DEFAULT_LIMIT,
) -> Search:
    """The items that a question is about."""
    return search(archive, q, filters, limit)


@router.get(
    "/ask",
    tags=["Spørgsmål"],
    summary="Stil et spørgsmål",
    description="De færreste sætninger fra referaterne, der rummer svaret, hver med sin kilde. "
    "Hvor referaterne ikke svarer, siges det i stedet.",
    response_description="Svaret med sine kilder.",
    responses=described(422, 503),
)
def get_ask(
    archive: OpenArchive, q: QuestionText, filters: Narrowed, limit: MostQuotes = None
) -> Answer:
    """The answer to a question."""
    return ask(archive, q, filters, limit)


@router.get(
    "/compare",
    tags=["Spørgsmål"],
    summary="Sammenlign regionerne",
    description="Hvad hver region siger om sagen. Alle fem regioner er med, medmindre spørgsmålet "
    "eller filteret nævner færre; status er »none«, hvor der intet er fundet.",
    response_description="En opsummering for hver region med kilder.",
    responses=described(422, 503),
)
def get_compare(
    archive: OpenArchive, q: QuestionText, filters: Narrowed, limit: MostQuotes = None
) -> Comparison:
    """What each region says of a matter."""
    return compare(archive, q, filters, limit)


@router.get(
    "/brief",
    tags=["Spørgsmål"],
    summary="Skriv et briefing-notat",
    description="Et notat på en halv side: kort fortalt, region for region, tal og det videre "
    "forløb, hver sætning med sin kilde. »format« giver notatet som fil.",
    response_description="Notatet.",
    response_model=Briefing,
    responses=described(422, 503),
)
def get_brief(
    request: Request,
    archive: OpenArchive,
    q: QuestionText,
    filters: Narrowed,
    format: Annotated[
        Literal["json", "md", "docx", "pdf"], Query(description="Notatet som JSON eller som fil.")
    ] = "json",
) -> Briefing | Response:
    """A note on a matter."""
    briefing = brief(archive, q, filters)
    if format == "json":
        return briefing
    template = request.app.state.settings.briefing_template
    return Response(
        written(briefing, format, template, str(request.base_url)),
        media_type=MEDIA_TYPES[format],
        headers={"Content-Disposition": f'attachment; filename="briefing.{format}"'},
    )


@router.get(
    "/documents",
    tags=["Samlingen"],
    summary="Vis alle dokumenter",
    description="Alle indlæste dokumenter med deres punkter, ældste møde først.",
    response_description="Dokumenterne uden deres tekst.",
    responses=described(503),
)
def get_documents(archive: OpenArchive) -> DocumentList:
    """Every document."""
    return list_documents(archive)


@router.get(
    "/documents/{document_id}",
    tags=["Samlingen"],
    summary="Vis et dokument",
    description="Et dokument med hele sin tekst. Alle kilders tegnpladser tæller i den.",
    response_description="Dokumentet.",
    responses=described(404, 422, 503),
)
def get_document(
    archive: OpenArchive,
    document_id: Annotated[str, InPath(description="Dokumentets id, som søgningen viser det.")],
) -> DocumentText:
    """A document with its text."""
    return document_text(archive, document_id)


@router.get(
    "/items/{item_id}",
    tags=["Samlingen"],
    summary="Vis et punkt",
    description="Et dagsordenspunkt med sin tekst. Med »start« og »end« følger også uddraget "
    "imellem dem; det er sådan, en kilde slås op.",
    response_description="Punktet.",
    responses=described(404, 422, 503),
)
def get_item(
    archive: OpenArchive,
    item_id: Annotated[str, InPath(description="Punktets id, som søgningen viser det.")],
    start: Offset = None,
    end: Offset = None,
) -> ItemText:
    """An item with its text, and a quote from it."""
    return item_text(archive, item_id, start, end)


@router.get(
    "/entities",
    tags=["Samlingen"],
    summary="Vis, hvem og hvad der nævnes",
    description="Kommuner, fora, institutioner, projekter, målgrupper og andet, som referaterne "
    "nævner, det hyppigste først.",
    response_description="Navnene med antal omtaler og dokumenter.",
    responses=described(422, 503),
)
def get_entities(
    archive: OpenArchive,
    kind: Annotated[EntityKind | None, Query(description="Kun navne af denne art.")] = None,
) -> EntityList:
    """Who and what the documents speak of."""
    return list_entities(archive, kind)


def create_app(settings: Settings) -> FastAPI:
    """The service over the corpus that ``settings`` name; it may be empty yet."""
    archive = LazyArchive(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(archive.warm_up)
        yield
        archive.close()

    # The documentation pages come from the service itself, not from a host outside.
    app = FastAPIOffline(
        title="Tværsnit",
        version=version("tvaersnit"),
        summary="Søg, spørg og sammenlign på tværs af referater fra kommunernes tværgående fora.",
        description="Alt, hvad der vises, er referaternes egne ord med henvisning til det sted, "
        "de står. Fejl besvares på dansk som »problem details« (RFC 9457).",
        openapi_tags=[
            {"name": "Spørgsmål", "description": "Søg, spørg og sammenlign."},
            {"name": "Samlingen", "description": "Dokumenter, punkter og navne."},
            {"name": "Drift", "description": "Tjenestens tilstand."},
        ],
        generate_unique_id_function=lambda route: route.name,
        lifespan=lifespan,
    )
    app.state.archive = archive
    app.state.settings = settings
    answer_with_problems(app)
    app.include_router(router)

    @app.get(
        "/health",
        tags=["Drift"],
        summary="Vis, om tjenesten kører",
        description="Svarer, også når samlingen er tom.",
        response_description="Tjenesten kører.",
    )
    async def get_health() -> Health:
        return Health(status="ok", version=app.version)

    return app
