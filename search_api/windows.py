"""Windows chosen together: the best that fit, none twice, neighbours as one quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.records import Chunk, Document
from search_api.evidence import Window


def overlaps(window: Window, chosen: Sequence[Window]) -> bool:
    """Whether a window shares text with one already chosen."""
    return any(
        window.chunk.document_id == other.chunk.document_id
        and window.chunk.start < other.chunk.end
        and other.chunk.start < window.chunk.end
        for other in chosen
    )


def choose(windows: Sequence[Window], words: int, next_best: float) -> list[Window]:
    """The best windows that do not overlap, within ``words`` words (the first always), none more
    than ``next_best`` below the best."""
    chosen: list[Window] = []
    used = 0
    for window in sorted(windows, key=lambda w: (-w.score, w.chunk.chunk_id)):
        if chosen and window.score < chosen[0].score - next_best:
            break
        if overlaps(window, chosen) or (chosen and used + window.words > words):
            continue
        chosen.append(window)
        used += window.words
        if used >= words:
            break
    return chosen


def joined(document: Document, windows: Sequence[Window]) -> list[Window]:
    """The windows of one document in its order; those of a section with nothing but white space
    between them as one."""
    made: list[Window] = []
    for window in sorted(windows, key=lambda w: w.chunk.start):
        if made and _continues(document, made[-1].chunk, window.chunk):
            made[-1] = _both(document, made[-1], window)
        else:
            made.append(window)
    return made


def _continues(document: Document, one: Chunk, other: Chunk) -> bool:
    same = (one.item_id, one.section) == (other.item_id, other.section)
    return same and not document.text[one.end : other.start].strip()


def _both(document: Document, one: Window, other: Window) -> Window:
    start, end = one.chunk.start, other.chunk.end
    chunk = replace(
        one.chunk,
        chunk_id=f"{one.chunk.chunk_id}+{end}",
        end=end,
        text=document.text[start:end],
    )
    return Window(chunk, max(one.score, other.score))
