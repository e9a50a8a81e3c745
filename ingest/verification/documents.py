"""Whether a stored document is whole: its text, and the spans that divide it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import pairwise

from corpus.records import REGIONS, Document, Item, Span

_SHA256 = re.compile(r"[0-9a-f]{64}")


def wrong_in_document(document: Document) -> Iterator[str]:
    """What is wrong with a document, in Danish."""
    length = len(document.text)
    if not document.text.strip():
        yield "har ingen tekst"
    if not _SHA256.fullmatch(document.sha256):
        yield "har ingen gyldig kontrolsum for sin fil"
    if document.region not in (None, *REGIONS):
        yield f"er fra en ukendt region ({document.region})"
    if document.date is not None and not isinstance(document.date, dt.date):
        yield "har ingen gyldig dato"
    starts = [page.start for page in document.pages]
    if starts != sorted(starts) or not starts or starts[0] < 0 or starts[-1] > length:
        yield "har sider, der ikke ligger i tekstens rækkefølge"
    for name, spans in (("hoved", document.head), ("dagsorden", document.agenda)):
        if not all(_within(span, 0, length) for span in spans):
            yield f"har et {name} uden for teksten"
    if not all(0 <= link.start <= link.end <= length for link in document.links):
        yield "har et link uden for teksten"
    for item in document.items:
        yield from _wrong_in_item(item, length)
    if any(later.start < earlier.start for earlier, later in pairwise(document.items)):
        yield "har punkter, der ikke står i tekstens rækkefølge"
    if left := _left_out(document):
        yield f"har tekst uden for hoved, dagsorden og punkter (tegn {left.start}-{left.end})"


def _wrong_in_item(item: Item, length: int) -> Iterator[str]:
    name = f"punkt {item.number or item.title!r}"
    if item.missing:
        if item.start != item.end or item.sections:
            yield f"{name} skulle mangle, men har tekst"
    elif not 0 <= item.start < item.end <= length:
        yield f"{name} ligger uden for teksten ({item.start}-{item.end} af {length})"
    for section in item.sections:
        if not (item.start <= section.label_start <= section.start <= section.end <= item.end):
            yield f"{name} har et afsnit uden for sig selv ({section.start}-{section.end})"
    if any(later.start < earlier.end for earlier, later in pairwise(item.sections)):
        yield f"{name} har afsnit, der overlapper"


def _left_out(document: Document) -> Span | None:
    """The first run of words that is in no part of the document."""
    spans = [*document.head, *document.agenda]
    spans += [Span(item.start, item.end) for item in document.items if not item.missing]
    at = 0
    for span in [*sorted(spans, key=lambda one: one.start), Span(len(document.text), 0)]:
        # The lines of a table drawn with signs belong to nothing.
        if any(sign.isalnum() for sign in document.text[at : span.start]):
            return Span(at, span.start)
        at = max(at, span.end)
    return None


def _within(span: Span, start: int, end: int) -> bool:
    return start <= span.start < span.end <= end
