"""Choosing among windows: the best that fit, none twice."""

from __future__ import annotations

from collections.abc import Sequence

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
