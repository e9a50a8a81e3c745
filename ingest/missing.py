"""What a document does not tell of its meeting."""

from __future__ import annotations

from corpus.records import Document


def missing_facts(document: Document) -> tuple[str, ...]:
    """The Danish names of what an editor should add, the most important first."""
    facts = (
        ("region", document.region),
        ("forum", document.forum),
        ("dato", document.date),
    )
    return tuple(name for name, value in facts if value is None)
