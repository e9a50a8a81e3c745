"""Documents, items and entities over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as InPath
from fastapi.responses import RedirectResponse

from corpus.records import EntityKind
from search_api.api.examples import (
    DOCUMENT,
    DOCUMENT_ID,
    DOCUMENTS,
    ENTITIES,
    ITEM,
    ITEM_ID,
)
from search_api.documents import document_text, item_text, list_documents, list_entities
from search_api.parameters import Offset, OpenArchive
from search_api.problems import described
from search_api.replies import DocumentList, DocumentText, EntityList, ItemText

router = APIRouter(prefix="/api/v1", tags=["Samlingen"])


@router.get(
    "/documents",
    summary="Vis alle dokumenter",
    description="Alle indlæste dokumenter med deres punkter, ældste møde først.",
    response_description="Dokumenterne uden deres tekst.",
    responses=described(401, 429, 503, example=DOCUMENTS),
)
def get_documents(archive: OpenArchive) -> DocumentList:
    """Every document."""
    return list_documents(archive)


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
