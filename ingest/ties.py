"""What ties documents to each other, seen anew after every ingest."""

from __future__ import annotations

from corpus.catalogue import Catalogue


def refresh_ties(catalogue: Catalogue) -> set[str]:
    """The documents whose points must be written anew."""
    return set()
