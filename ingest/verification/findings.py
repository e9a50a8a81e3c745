"""Whether what was found in a document stands in its text, word for word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.audit import Spanned
from corpus.records import Document, Span

_NAMES = {
    "mentions": "omtalen",
    "decisions": "beslutningen",
    "follow_ups": "opfølgningen på",
    "figures": "tallet",
    "proposals": "forslaget",
}


def wrong_in_findings(document: Document, found: Iterable[Spanned]) -> Iterator[str]:
    """What is wrong with what was found in a document, in Danish; each row is told of once."""
    items = {item.item_id: Span(item.start, item.end) for item in document.items}
    whole = Span(0, len(document.text))
    for one in found:
        room = items.get(one.item_id) if one.item_id is not None else whole
        if room is None:
            wrong = "hører til et punkt, der ikke findes"
        elif not _within(one.span, room):
            wrong = f"ligger uden for sin tekst ({one.span.start}-{one.span.end})"
        elif not all(_within(span, room) for span in one.others):
            wrong = "har dele uden for sin tekst"
        elif not all(_within(span, one.span) for span in one.inside):
            wrong = "har dele uden for sig selv"
        elif not _verbatim(document.text[one.span.start : one.span.end], one):
            wrong = f"står ikke ordret i teksten ({one.span.start}-{one.span.end})"
        else:
            continue
        yield f"{_NAMES[one.table]} {one.key} {wrong}"


def _verbatim(text: str, one: Spanned) -> bool:
    if one.text is None:
        return True
    # A proposed name may stand in the genitive, and over a line break.
    if one.table == "proposals":
        text = " ".join(text.split())
        return text in (one.text, f"{one.text}s")
    return text == one.text


def _within(span: Span, room: Span) -> bool:
    return room.start <= span.start < span.end <= room.end
