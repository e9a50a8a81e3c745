"""Whether what is told of a document's items is what its text and its mentions give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from corpus.catalogue import Catalogue
from corpus.records import Document
from corpus.told_items import told_item_rows

_Row = tuple[Any, ...]


def told_wrongly(catalogue: Catalogue, document: Document) -> tuple[int, int]:
    """How many entities and words of titles are stored of a document's items, and how many are
    missing, too many or others than they should be."""
    mentions = catalogue.mentions_of(document.document_id)
    expected = _flat(told_item_rows(document, mentions))
    stored = _flat(catalogue.told_items(document.document_id))
    return len(stored), len(expected ^ stored)


def _flat(told: Mapping[str, Iterable[Mapping[str, Any]]]) -> set[_Row]:
    return {(table, *sorted(row.items())) for table, some in told.items() for row in some}
