"""Windows, and windows chosen together: the best that fit, none twice, neighbours as one quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.records import Chunk, Document

_WORDS_BETWEEN = 12


@dataclass(frozen=True, slots=True)
class Window:
    """One to three sentences, a short list or a row of an item, with its score for the question."""

    chunk: Chunk
    score: float

    @property
    def words(self) -> int:
        """What it takes to quote it, with what is read before it."""
        lead = self.chunk.lead
        return len(self.chunk.text.split()) + (len(lead.text.split()) if lead else 0)


def overlaps(window: Window, chosen: Sequence[Window]) -> bool:
    """Whether a window shares text with one already chosen."""
    return any(
        window.chunk.document_id == other.chunk.document_id
        and window.chunk.start < other.chunk.end
        and other.chunk.start < window.chunk.end
        for other in chosen
    )


def holds(window: Window, other: Window) -> bool:
    """Whether another window stands inside this one."""
    one, two = window.chunk, other.chunk
    return one.document_id == two.document_id and one.start <= two.start and two.end <= one.end


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
    """The windows of one document in its order; those of a section with no more than a few words
    between them as one, so that no item of a list is passed over."""
    made: list[Window] = []
    for window in sorted(windows, key=lambda w: w.chunk.start):
        if made and _continues(document, made[-1].chunk, window.chunk):
            made[-1] = _both(document, made[-1], window)
        else:
            made.append(window)
    return made


def _continues(document: Document, one: Chunk, other: Chunk) -> bool:
    same = (one.item_id, one.section) == (other.item_id, other.section)
    same = same and other.lead in (None, one.lead)
    return same and len(document.text[one.end : other.start].split()) <= _WORDS_BETWEEN


def _both(document: Document, one: Window, other: Window) -> Window:
    start, end = one.chunk.start, other.chunk.end
    chunk = replace(
        one.chunk,
        chunk_id=f"{one.chunk.chunk_id}+{end}",
        end=end,
        text=document.text[start:end],
    )
    return Window(chunk, max(one.score, other.score))


def with_leads(windows: Sequence[Window]) -> list[list[Window]]:
    """Each window, and before it, as a window of its own, what is to be read first; no such lead
    twice, and none that another window holds."""
    made: list[list[Window]] = []
    leads: list[Window] = []
    for window in windows:
        lead = window.chunk.lead
        if lead is not None:
            chunk = replace(
                window.chunk,
                chunk_id=f"{window.chunk.chunk_id}<{lead.start}",
                start=lead.start,
                end=lead.end,
                text=lead.text,
                lead=None,
            )
            before = Window(chunk, window.score)
            if not overlaps(before, [*leads, *windows]):
                leads.append(before)
                made.append([before, window])
                continue
        made.append([window])
    return made


def diverse(windows: Sequence[Window], count: int, cost: float) -> list[Window]:
    """``count`` windows by score, each less ``cost`` times the share of it, or of one before it,
    that both hold: maximal marginal relevance (Carbonell & Goldstein 1998)."""
    left = {window.chunk.chunk_id: window for window in windows}
    shared = dict.fromkeys(left, 0.0)
    chosen: list[Window] = []
    while left and len(chosen) < count:
        best = max(left, key=lambda name: (left[name].score - cost * shared[name], name))
        taken = left.pop(best)
        chosen.append(taken)
        for name, window in left.items():
            shared[name] = max(shared[name], _share(taken.chunk, window.chunk))
    return chosen


def _share(one: Chunk, other: Chunk) -> float:
    if one.document_id != other.document_id:
        return 0.0
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0.0, common / min(one.end - one.start, other.end - other.start))
