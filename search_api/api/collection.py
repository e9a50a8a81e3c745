"""Documents, items and entities over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as InPath
from fastapi.responses import FileResponse, RedirectResponse
from starlette.background import BackgroundTask

from corpus.errors import Forbidden
from corpus.records import DocumentKind, EntityKind
from search_api.access.caller import Reader
from search_api.api.examples import (
    DOCUMENT,
    DOCUMENT_ID,
    DOCUMENTS,
    ENTITIES,
    ENTITY,
    ENTITY_ID,
    ITEM,
    ITEM_ID,
)
from search_api.document_replies import DocumentList, DocumentText, ItemText
from search_api.documents import document_text, item_text, list_documents, list_entities
from search_api.entity_history import entity_history
from search_api.filters import read_filters
from search_api.originals import (
    MEDIA_TYPES,
    SHOWN_IN_BROWSERS,
    check_original,
    original_of,
)
from search_api.parameters import (
    LONGEST_QUESTION,
    DateFrom,
    DateTo,
    Forums,
    Offset,
    OpenArchive,
    Regions,
    TheService,
)
from search_api.problems import described
from search_api.replies import EntityHistory, EntityList

# Should a browser open a file that is to be saved, nothing in it runs.
_CLOSED_IN = {"Content-Security-Policy": "default-src 'none'; sandbox"}

router = APIRouter(prefix="/api/v1", tags=["Samlingen"])


@router.get(
    "/documents",
    summary="Vis alle dokumenter",
    description="Indlæste dokumenter med deres punkter, ældste møde først. Uden parametre gives de "
    "alle; »total« er antallet af dem, der passer, også når kun nogle af dem gives.",
    response_description="Dokumenterne uden deres tekst.",
    responses=described(401, 422, 429, 503, example=DOCUMENTS),
)
def get_documents(
    archive: OpenArchive,
    region: Regions,
    forum: Forums,
    date_from: DateFrom = None,
    date_to: DateTo = None,
    kind: Annotated[
        DocumentKind | None, Query(description="Kun dokumenter af denne art.", examples=["referat"])
    ] = None,
    q: Annotated[
        str,
        Query(
            max_length=LONGEST_QUESTION,
            description="Ord, der alle skal stå i titlen, forummets navn eller filens navn.",
            examples=["møde i KKR"],
        ),
    ] = "",
    offset: Annotated[
        int, Query(ge=0, description="Hvor mange dokumenter der springes over.", examples=[0])
    ] = 0,
    limit: Annotated[
        int | None,
        Query(ge=1, description="Hvor mange dokumenter der højst gives.", examples=[25]),
    ] = None,
) -> DocumentList:
    """The documents that pass the filters."""
    filters = read_filters(archive, region, forum, date_from, date_to)
    return list_documents(archive, filters, kind=kind, words=q, offset=offset, limit=limit)


@router.get(
    "/documents/{document_id}",
    summary="Vis et dokument",
    description="Et dokument med hele sin tekst. Alle kilders tegnpladser tæller i den.",
    response_description="Dokumentet.",
    responses=described(401, 404, 422, 429, 503, example=DOCUMENT),
)
def get_document(
    archive: OpenArchive,
    document_id: Annotated[
        str,
        InPath(description="Dokumentets id, som søgningen viser det.", examples=[DOCUMENT_ID]),
    ],
) -> DocumentText:
    """A document with its text."""
    return document_text(archive, document_id)


@router.get(
    "/documents/{document_id}/original",
    summary="Hent et dokuments oprindelige fil",
    description="Filen, som dokumentet er læst fra, så længe den findes uændret. Rummer den "
    "personoplysninger, som er skjult i tjenesten, kan kun redaktører hente den.",
    response_description="Filen.",
    response_class=FileResponse,
    responses=described(401, 403, 404, 422, 429, 503, files=MEDIA_TYPES),
)
def get_original(
    service: TheService,
    caller: Reader,
    archive: OpenArchive,
    document_id: Annotated[
        str,
        InPath(description="Dokumentets id, som søgningen viser det.", examples=[DOCUMENT_ID]),
    ],
) -> FileResponse:
    """The file that a document was read from."""
    original = original_of(service.settings, archive, document_id)
    try:
        check_original(service.settings, archive, caller, document_id, original)
    except Forbidden:
        original.close()
        raise
    shown = original.media_type in SHOWN_IN_BROWSERS
    return FileResponse(
        original.path,
        media_type=original.media_type,
        filename=archive.document(document_id).source,
        content_disposition_type="inline" if shown else "attachment",
        headers=None if shown else _CLOSED_IN,
        background=BackgroundTask(original.close),
    )


@router.get(
    "/items/{item_id}",
    summary="Vis et punkt",
    description="Et dagsordenspunkt med sin tekst. Med »start« og »end« følger også uddraget "
    "imellem dem; det er sådan, en kilde slås op. En browser sendes videre til dokumentets side.",
    response_description="Punktet.",
    response_model=ItemText,
    responses=described(401, 404, 422, 429, 503, example=ITEM),
)
def get_item(
    request: Request,
    archive: OpenArchive,
    item_id: Annotated[
        str, InPath(description="Punktets id, som søgningen viser det.", examples=[ITEM_ID])
    ],
    start: Offset = None,
    end: Offset = None,
) -> ItemText | Response:
    """An item with its text, and a quote from it."""
    item = item_text(archive, item_id, start, end)
    if "text/html" not in request.headers.get("accept", ""):
        return item
    if start is None or end is None:
        start, end = item.start, item.end
    return RedirectResponse(
        f"/dokumenter/{item.document_id}?start={start}&end={end}#citat",
        status_code=303,
        headers={"Vary": "Accept"},
    )


@router.get(
    "/entities",
    summary="Vis, hvem og hvad der nævnes",
    description="Kommuner, fora, institutioner, projekter, målgrupper og andet, som referaterne "
    "nævner, det hyppigste først.",
    response_description="Navnene med antal omtaler og dokumenter.",
    responses=described(401, 422, 429, 503, example=ENTITIES),
)
def get_entities(
    archive: OpenArchive,
    kind: Annotated[
        EntityKind | None,
        Query(description="Kun navne af denne art.", examples=["institution"]),
    ] = None,
) -> EntityList:
    """Who and what the documents speak of."""
    return list_entities(archive, kind)


@router.get(
    "/entities/{entity_id}",
    summary="Vis et emne over tid",
    description="Hvad referaterne siger om en institution, en kommune, et tema eller lignende: de "
    "møder, der nævner det, hvad der er besluttet, punkterne, og hvad der ellers nævnes i dem.",
    response_description="Emnets historie.",
    responses=described(401, 404, 422, 429, 503, example=ENTITY),
)
def get_entity(
    archive: OpenArchive,
    entity_id: Annotated[
        str, InPath(description="Emnets id, som listen viser det.", examples=[ENTITY_ID])
    ],
) -> EntityHistory:
    """What is known of an entity."""
    return entity_history(archive, entity_id)
