"""All that is told by its form, put beside what the gazetteer names."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.figure import Figure
from corpus.records import Document, Mention
from ingest.expressions.days import find_time
from ingest.expressions.paragraphs import find_paragraphs
from ingest.expressions.people import find_people


def with_expressions(
    document: Document, mentions: Sequence[Mention], figures: Sequence[Figure]
) -> tuple[Mention, ...]:
    """``mentions`` and those of laws' paragraphs, days, deadlines, amounts and people, by place. Of
    two that overlap the one named first here stays."""
    laws = [mention for mention in mentions if mention.kind == "law"]
    told = [
        *find_paragraphs(document, laws),
        *(
            Mention(
                f"amount:{round(f.value)}", "amount", f.start, f.end, document.text[f.start : f.end]
            )
            for f in figures
            if f.kind == "amount" and f.unit == "kr." and f.value >= 0
        ),
        *find_time(document),
        *find_people(document),
    ]
    taken = bytearray(len(document.text))
    kept: list[Mention] = []
    for mention in (*mentions, *told):
        if not any(taken[mention.start : mention.end]):
            kept.append(mention)
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    return tuple(sorted(kept, key=lambda mention: mention.start))
