"""What a document does not tell of its meeting."""

from __future__ import annotations

from corpus.records import Document, DocumentKind

# The most important first. A report has no meeting, and before a meeting nobody has come to it.
_FACTS: dict[DocumentKind, tuple[str, ...]] = {
    "referat": (
        "region",
        "forum",
        "date",
        "place",
        "participants",
        "apologies",
        "minute_taker",
    ),
    "dagsorden": ("region", "forum", "date", "place"),
    "rapport": ("region", "date"),
}
DANISH_NAMES = {
    "region": "region",
    "forum": "forum",
    "date": "dato",
    "place": "sted",
    "participants": "deltagere",
    "apologies": "afbud",
    "minute_taker": "referent",
}
"""What the fields of ``Document.certainty`` are called."""


def missing_facts(document: Document) -> tuple[str, ...]:
    """The Danish names of what was neither found nor said, for the editor to add."""
    return tuple(
        DANISH_NAMES[fact]
        for fact in _FACTS[document.kind]
        if fact not in document.certainty and not getattr(document, fact)
    )
