"""What a region is heard with: decision, reasons, figures, recommendation, next steps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from search_api.archive import Archive
from search_api.coverage import coverage
from search_api.evidence import Evidence, Window
from search_api.question import Question
from search_api.replies import Aspect
from search_api.statements import costs, counts, looks_ahead
from search_api.windows import choose, overlaps

_WORDS_A_REGION = 250
_NEXT_BEST = 0.02
_OPENING_BONUS = 0.02
# The aspects by weight, with the words that one of an item may take.
_WORDS: dict[Aspect, int] = {
    "decision": 50,
    "reason": 45,
    "figures": 45,
    "recommendation": 30,
    "next_step": 30,
}
_MANY_MATTERS = re.compile(
    r"\b(?:orientering(?:er|spunkter)?|eventuelt|evt|meddelelser|nyt fra|bordet rundt)\b",
    re.IGNORECASE,
)


def _on_the_matter(archive: Archive, question: Question, some: Evidence, window: Window) -> bool:
    """Whether a decision is on the matter. Where many things are decided at once
    ("Orienteringerne blev taget til efterretning"), only one that names the matter is."""
    if not _MANY_MATTERS.search(some.found.item.title):
        return True
    chunk = window.chunk
    return coverage(archive, question, chunk.document_id, [(chunk.start, chunk.end)], "").all > 0


def _is(archive: Archive, question: Question, some: Evidence) -> dict[Aspect, Callable[..., bool]]:
    """For each aspect, whether a window of the item is one."""
    date = some.found.document.date
    background = ("summary", "background", "case")
    return {
        "decision": lambda w: (
            w.chunk.section == "decision" and _on_the_matter(archive, question, some, w)
        ),
        "reason": lambda w: w.chunk.section in background,
        "figures": lambda w: (
            w.chunk.section != "recommendation" and (costs(w.chunk.text) or counts(w.chunk.text))
        ),
        "recommendation": lambda w: w.chunk.section == "recommendation",
        "next_step": lambda w: (
            w.chunk.section in ("decision", "case") and looks_ahead(w.chunk.text, date)
        ),
    }


def _opening_first(windows: Sequence[Window]) -> list[Window]:
    """Decisions with those that open the section lifted: what was decided stands first in it."""
    opening = min((window.chunk.start for window in windows), default=0)
    return [
        replace(w, score=w.score + _OPENING_BONUS) if w.chunk.start == opening else w
        for w in windows
    ]


def _in_turn(items: int) -> Iterator[tuple[int, Aspect]]:
    """Items and aspects by weight: each item's decision and reasons before the first one's
    recommendation and next steps."""
    places = [(item, n, aspect) for item in range(items) for n, aspect in enumerate(_WORDS)]
    for item, _, aspect in sorted(places, key=lambda place: (place[0] * 2 + place[1], place[1])):
        yield item, aspect


def choose_aspects(
    archive: Archive, question: Question, evidence: Sequence[Evidence]
) -> list[tuple[Aspect, Window]]:
    """The windows to show of a region, each under its aspect, the weightiest first."""
    chosen: list[tuple[Aspect, Window]] = []
    used = 0
    tests = [_is(archive, question, some) for some in evidence]
    for item, aspect in _in_turn(len(evidence)):
        taken = [window for _, window in chosen]
        fitting = [
            w for w in evidence[item].windows if tests[item][aspect](w) and not overlaps(w, taken)
        ]
        if aspect == "decision":
            fitting = _opening_first(fitting)
        for window in choose(fitting, _WORDS[aspect], _NEXT_BEST):
            if not chosen or used + window.words <= _WORDS_A_REGION:
                chosen.append((aspect, window))
                used += window.words
    return chosen
