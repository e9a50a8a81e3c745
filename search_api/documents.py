"""Documents, items and entities as they are listed and read: records turned into replies."""

from __future__ import annotations

import datetime as dt

from corpus.errors import BadValue, NotFound
from corpus.records import Document, DocumentKind, EntityKind, Filters, Item
from search_api.archive import Archive
from search_api.replies import (
    DocumentList,
    DocumentText,
    DocumentView,
    EntityCount,
    EntityList,
    ItemText,
    ItemView,
    SectionView,
)
from search_api.search import entity_refs


def item_view(item: Item) -> ItemView:
    """An item with the sections it falls into."""
    return ItemView(
        item_id=item.item_id,
        number=item.number,
        title=item.title,
        path=list(item.path),
        sections=[
            SectionView(kind=s.kind, label=s.label, start=s.start, end=s.end) for s in item.sections
        ],
        missing=item.missing,
    )


def document_view(document: Document) -> DocumentView:
    """A document with its items, without its text."""
    return DocumentView(
        document_id=document.document_id,
        source=document.source,
        title=document.title,
        kind=document.kind,
        region=document.region,
        forum=document.forum,
        date=document.date,
        place=document.place,
        participants=list(document.participants),
        structure=document.structure,
        items=[item_view(item) for item in document.items],
    )


def list_documents(
    archive: Archive,
    filters: Filters | None = None,
    *,
    kind: DocumentKind | None = None,
    words: str = "",
    newest_first: bool = False,
    offset: int = 0,
    limit: int | None = None,
) -> DocumentList:
    """Documents by date, then source; ``total`` also counts those that are not given.

    ``filters`` narrows by region, forum and dates; ``words`` all stand in the title, the forum's
    name or the file's.
    """
    wanted = words.casefold().split()
    found: list[Document] = []
    for document_id in archive.catalogue.document_ids():
        try:
            document = archive.document(document_id)
        except NotFound:
            continue  # An ingest took it away in between.
        if kind in (None, document.kind) and _passes(document, filters or Filters()):
            named = f"{document.title} {document.forum or ''} {document.source}".casefold()
            if all(word in named for word in wanted):
                found.append(document)
    if newest_first:
        found.reverse()
    some = found[offset:] if limit is None else found[offset : offset + limit]
    return DocumentList(documents=[document_view(one) for one in some], total=len(found))


def _passes(document: Document, filters: Filters) -> bool:
    if filters.regions and document.region not in filters.regions:
        return False
    if filters.forums and document.forum not in filters.forums:
        return False
    if filters.date_from is None and filters.date_to is None:
        return True
    after = filters.date_from or dt.date.min
    before = filters.date_to or dt.date.max
    return document.date is not None and after <= document.date <= before


def document_text(archive: Archive, document_id: str) -> DocumentText:
    """A document with the whole of its text. Raises ``NotFound``."""
    document = archive.catalogue.document(document_id)
    return DocumentText(**dict(document_view(document)), text=document.text)


def item_text(
    archive: Archive, item_id: str, start: int | None = None, end: int | None = None
) -> ItemText:
    """An item with its text, and the quote from ``start`` to ``end`` where they are given.

    Both count in the document's text, as in a citation.

    Raises:
        NotFound: no such item.
        BadValue: the two are no span of the item.
    """
    document, item = archive.catalogue.item(item_id)
    quote = None
    if start is not None or end is not None:
        if start is None or end is None:
            raise BadValue("»start« og »end« skal angives sammen.")
        if not item.start <= start < end <= item.end:
            raise BadValue(
                f"Tegnene {start} til {end} står ikke i punktet, der rummer tegnene {item.start} "
                f"til {item.end}. »start« skal være mindre end »end«."
            )
        quote = document.text[start:end]
    return ItemText(
        document_id=document.document_id,
        source=document.source,
        region=document.region,
        forum=document.forum,
        date=document.date,
        item=item_view(item),
        start=item.start,
        end=item.end,
        text=document.text[item.start : item.end],
        quote=quote,
        entities=entity_refs(archive, document.document_id, item.start, item.end),
    )


def list_entities(archive: Archive, kind: EntityKind | None = None) -> EntityList:
    """Who and what the documents speak of, the most mentioned first."""
    counted: list[EntityCount] = []
    for entity_id, _, mentions, documents in archive.catalogue.entity_counts():
        entity = archive.gazetteer.get(entity_id)
        if entity is not None and kind in (None, entity.kind):
            counted.append(
                EntityCount(
                    entity_id=entity_id,
                    kind=entity.kind,
                    name=entity.name,
                    mentions=mentions,
                    documents=documents,
                )
            )
    return EntityList(entities=counted)
