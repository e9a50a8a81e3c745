"""Dokument: the minutes as read, with a quote highlighted."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from corpus.errors import BadValue, NotFound
from corpus.records import Document, Filters, Span
from corpus.settings import Settings
from search_api.access.caller import Reader
from search_api.access.keys import CLEARANCE_NAMES
from search_api.archive import Archive
from search_api.documents import document_view
from search_api.originals import has_original
from search_api.pages.decisions_page import address_of as decisions_address
from search_api.pages.document_facts import (
    attachment_name,
    belongs_to,
    by_item,
    facts_of,
    tie_said,
)
from search_api.pages.document_text import document_parts, item_anchors
from search_api.pages.login import local_path
from search_api.pages.rendering import render
from search_api.parameters import Offset, OpenArchive, TheService
from search_api.wording import DOCUMENT_KINDS, SECTIONS, page_name, uncertain_split, version_said

_HERE = "/dokumenter"

router = APIRouter(include_in_schema=False)


@router.get(f"{_HERE}/{{document_id}}")
def get_document_page(
    request: Request,
    service: TheService,
    archive: OpenArchive,
    caller: Reader,
    document_id: str,
    start: Offset = None,
    end: Offset = None,
    navne: Annotated[str, Query()] = "",
    tilbage: Annotated[str, Query()] = "",
) -> Response:
    """A document with its items beside it; from ``start`` to ``end`` it is marked as quoted."""
    with archive.reading():
        document = archive.document(document_id)
        quote = _quote(document, start, end)
        named = navne == "1"
        known = archive.gazetteer
        mentions = [
            mention
            for mention in (archive.mentions(document_id, 0, len(document.text)) if named else ())
            if known.get(mention.entity_id)
        ]
        view = document_view(archive, document)
        back = tilbage if tilbage and local_path(tilbage) == tilbage else ""
        return render(
            request,
            "dokument.html",
            here=_HERE,
            document=document,
            view=view,
            facts=facts_of(document, view),
            attachments=by_item(view),
            attachment_name=attachment_name,
            belongs_to=belongs_to,
            to_item=_anchor_of(archive, document),
            tie_said=tie_said,
            version_said=version_said,
            uncertain_split=uncertain_split(document.kind, document.structure),
            kinds=DOCUMENT_KINDS,
            parts=document_parts(document, quote, mentions),
            anchors=item_anchors(document),
            quoted_from=_quoted_from(document, quote) if quote else "",
            back=back,
            named=named,
            switch=_switch(document, quote, back, named),
            decisions=archive.catalogue.count_decisions(Filters(documents=(document_id,))),
            decisions_address=decisions_address(document=document_id),
            original=_original(service.settings, archive, document, quote),
            access=CLEARANCE_NAMES[document.access] if caller.may("editor") else "",
        )


def _anchor_of(archive: Archive, document: Document) -> str:
    """The fragment of the item that an attachment belongs to; empty for none."""
    tie = document.attachment
    if tie is None or tie.item_id is None:
        return ""
    with suppress(NotFound):
        return item_anchors(archive.document(tie.document_id)).get(tie.item_id, "")
    return ""


def _quote(document: Document, start: int | None, end: int | None) -> Span | None:
    """The span that is quoted. Raises ``BadValue`` where the two are no span of the text."""
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise BadValue("»start« og »end« skal angives sammen.")
    if not 0 <= start < end <= len(document.text) or not document.text[start:end].strip():
        raise BadValue(
            f"Tegnene {start} til {end} er ikke et citat fra dokumentet, som er på "
            f"{len(document.text)} tegn. Følg linket til citatet igen, eller åbn dokumentet uden "
            "»start« og »end«."
        )
    return Span(start, end)


def _quoted_from(document: Document, quote: Span) -> str:
    """ "punkt 7, Beslutning, side 3": where a quote stands in its document."""
    at = quote.start
    item = next((item for item in document.items if item.start <= at < item.end), None)
    if item is None:
        agenda = any(span.start <= at < span.end for span in document.agenda)
        where = ["dagsordenen" if agenda else "dokumentets indledning"]
    else:
        where = [f"punkt {item.number}" if item.number else f"»{item.title}«"]
        kinds = [s.kind for s in item.sections if s.label_start <= at < s.end]
        where += [SECTIONS[kind] for kind in kinds[:1] if item.number]
    if len(document.pages) > 1:
        where.append(f"{page_name(document.source)} {document.page_at(at)}")
    return ", ".join(where)


def _switch(document: Document, quote: Span | None, back: str, named: bool) -> str:
    """The address of the same page with names underlined, or without."""
    pairs = [("start", quote.start), ("end", quote.end)] if quote else []
    pairs += [] if named else [("navne", 1)]
    query = urlencode([*pairs, *([("tilbage", back)] if back else [])])
    return f"{_HERE}/{document.document_id}?{query}{'#citat' if quote else ''}"


def _original(settings: Settings, archive: Archive, document: Document, quote: Span | None) -> str:
    """The address of the file that the document was read from, at the page; empty without one."""
    if not has_original(settings, archive, document):
        return ""
    page = document.page_at(quote.start) if quote else 1
    place = f"#page={page}" if len(document.pages) > 1 else ""
    return f"/api/v1/documents/{document.document_id}/original{place}"
