"""What a region is heard with: decision, reasons, figures, recommendation, next steps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from search_api.archive import Archive
from search_api.coverage import coverage
from search_api.evidence import Evidence
from search_api.question import Question
from search_api.replies import Aspect
from search_api.statements import costs, counts, decides, is_table, looks_ahead
from search_api.windows import Window, holds, joined, overlaps

_WORDS_A_REGION = 250
# What a window is worth beside its cosine. Decisions before what was asked for, the opening of a
# decision before the rest of it, figures, and quotes long enough to be read alone; the less the
# weaker its item is, and the more has been said from the same item.
_SECTION_BONUS = {"decision": 0.02, "recommendation": -0.02}
_OPENING_BONUS = 0.03
_FIGURES_BONUS = 0.008
_WORD_BONUS, _LONG_ENOUGH, _LONG = 0.0004, 45, 60
_ITEM_WEIGHT = 0.3
_RANK_COST = 0.005
_TITLE_WEIGHT = 0.015
# Where an item's title names the matter, one whose title does not is passed over when its best
# window is so far below that one's: it only mentions it.
_NAMES_IT, _MENTIONS_IT, _BESIDE = 0.5, 0.25, 0.03
_SAID_COST = 0.02 / 60
_TABLE_COST = 0.01
# How far below the region's best a window of an item with many matters in it may be.
_ON_THE_SAME, _CLOSE = 0.06, 0.02
_FEWEST_WORDS = 4
_MANY_MATTERS = re.compile(
    r"\b(?:orientering(?:er|spunkter)?|eventuelt|evt|meddelelser|nyt fra|bordet rundt)\b",
    re.IGNORECASE,
)


def _on_the_matter(
    archive: Archive, question: Question, some: Evidence, window: Window, best: float
) -> bool:
    """Whether a window is on the matter, ``best`` being its region's best score. Of an item with
    many matters ("Orienteringer"), only what names the matter is, or comes close."""
    chunk = window.chunk
    if chunk.section != "decision" and window.words < _FEWEST_WORDS:
        return False
    if not _MANY_MATTERS.search(some.found.item.title):
        return True
    if chunk.section != "decision" and window.score > best - _CLOSE:
        return True
    spans = [(chunk.start, chunk.end)]
    named = coverage(archive, question, chunk.document_id, spans, "").all > 0
    return named and window.score > best - _ON_THE_SAME


def _titled(archive: Archive, question: Question, some: Evidence) -> float:
    """How much of the matter the item's title names, from 0 to 1."""
    found = some.found
    spans = [(s.start, s.end) for s in found.item.sections if s.kind == "title"]
    return coverage(archive, question, found.document.document_id, spans, "").all


def _aspect(some: Evidence, window: Window) -> Aspect:
    text, date = window.chunk.text, some.found.document.date
    if window.chunk.section == "recommendation":
        return "recommendation"
    if window.chunk.section == "decision":
        return "next_step" if looks_ahead(text, date) and not decides(text) else "decision"
    if costs(text) or counts(text):
        return "figures"
    return "next_step" if window.chunk.section == "case" and looks_ahead(text, date) else "reason"


def _valued(
    archive: Archive, question: Question, some: Evidence, best: float, behind: float
) -> list[Window]:
    """An item's windows with what each is worth; ``behind``: what it loses to a better item."""
    decisions = [w.chunk.start for w in some.windows if w.chunk.section == "decision"]
    opening = min(decisions, default=-1)
    valued: list[Window] = []
    for window in some.windows:
        if not _on_the_matter(archive, question, some, window, best):
            continue
        chunk = window.chunk
        worth = window.score - behind + _SECTION_BONUS.get(chunk.section, 0.0)
        worth += _WORD_BONUS * (min(window.words, _LONG_ENOUGH) - max(0, window.words - _LONG))
        worth += _OPENING_BONUS * (chunk.section == "decision" and chunk.start == opening)
        worth += _FIGURES_BONUS * (costs(chunk.text) or counts(chunk.text))
        worth -= _TABLE_COST * is_table(chunk.text)
        valued.append(replace(window, score=worth))
    return valued


def choose_aspects(
    archive: Archive, question: Question, evidence: Sequence[Evidence]
) -> list[tuple[Aspect, Window]]:
    """The windows to show of a region, each under its aspect, the weightiest first: greedily the
    one worth most, less what has been said of its item (McDonald 2007, "A Study of Global
    Inference Algorithms in Multi-Document Summarization"), until the words are used."""
    by_item = {some.found.item.item_id: some for some in evidence}
    left: list[Window] = []
    most = max(some.windows[0].score for some in evidence)
    titled = [_titled(archive, question, some) for some in evidence]
    on_it = [
        some.windows[0].score
        for some, named in zip(evidence, titled, strict=True)
        if named >= _NAMES_IT
    ]
    for place, some in enumerate(evidence):
        if on_it and titled[place] < _MENTIONS_IT and some.windows[0].score < max(on_it) - _BESIDE:
            continue
        behind = _ITEM_WEIGHT * (evidence[0].score - some.score) + _RANK_COST * place
        behind += _TITLE_WEIGHT * (max(titled) - titled[place])
        left += _valued(archive, question, some, most, behind)
    left = left or [evidence[0].windows[0]]
    said: Counter[str] = Counter()
    chosen: list[Window] = []
    room = _WORDS_A_REGION
    while left:
        best = max(
            left, key=lambda w: (w.score - _SAID_COST * said[w.chunk.item_id], w.chunk.chunk_id)
        )
        chosen.append(best)
        said[best.chunk.item_id] += best.words
        room -= best.words
        left = [w for w in left if w.words <= room and not overlaps(w, [best])]
    return _quotes(by_item, chosen)


def _quotes(by_item: dict[str, Evidence], chosen: Sequence[Window]) -> list[tuple[Aspect, Window]]:
    """The chosen windows under their aspects, neighbours of one aspect as one quote."""
    together: dict[tuple[str, Aspect], list[Window]] = {}
    for window in chosen:
        item_id = window.chunk.item_id
        aspect = _aspect(by_item[item_id], window)
        together.setdefault((item_id, aspect), []).append(window)
    quotes = [
        (aspect, window)
        for (item_id, aspect), windows in together.items()
        for window in joined(by_item[item_id].found.document, windows)
    ]
    # Where two neighbours were joined over a few words that are quoted for themselves too.
    whole = [q for q in quotes if not any(o is not q and holds(o[1], q[1]) for o in quotes)]
    return sorted(whole, key=lambda quote: -quote[1].score)
