"""Minutes with one item, read for what it ended with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from corpus.decision import Decision
from corpus.records import Document, Span
from ingest.decisions.extraction import find_decisions
from ingest.extract import Extract
from ingest.parse import parse_document
from models.tagger import Tagger


@cache
def _tagger() -> Tagger:
    return Tagger()


def decide(text: str) -> tuple[Document, tuple[Decision, ...]]:
    """Minutes and the decisions found in them."""
    parsed = parse_document(
        Extract(text, "txt"), source="t.txt", sha256="0" * 64, document_id="d", tagger=_tagger()
    )
    return parsed.document, find_decisions(parsed.document, parsed.mentions)


def minutes(
    decision: str,
    recommendation: str = "",
    title: str = "Fælles tilbud til unge",
    forum: str = "KKR Sjælland",
    label: str = "Beslutning",
) -> str:
    """The text of minutes from 4. marts 2024 with an item that ends with ``decision``."""
    advice = f"Indstilling\n\n{recommendation}\n\n" if recommendation else ""
    return (
        f"Referat af møde i {forum} den 4. marts 2024\n\n"
        "1. Godkendelse af dagsorden\n\nBeslutning\n\nGodkendt.\n\n"
        f"2. {title}\n\nSagsfremstilling\n\nSagen har været forelagt kommunerne i foråret.\n\n"
        f"{advice}{label}\n\n{decision}\n\n"
        "3. Eventuelt\n\nIntet.\n"
    )


def decided(decision: str, recommendation: str = "", **told: str) -> tuple[Document, Decision]:
    """What the second item of such minutes ended with."""
    document, found = decide(minutes(decision, recommendation, **told))
    numbers = {item.item_id: item.number for item in document.items}
    (own,) = [one for one in found if numbers[one.item_id] == "2"]
    return document, own


def words(document: Document, spans: Sequence[Span]) -> list[str]:
    return [document.text[span.start : span.end] for span in spans]
