"""Hearing the regions: what the minutes of each have on a matter."""

from __future__ import annotations

from corpus.records import Filters, Region
from search_api.archive import Archive
from search_api.evidence import Evidence, weigh
from search_api.search import Asked, asked_regions, rank_region

_ITEMS_RANKED = 8
_ITEMS_HEARD = 5
# The weakest score of an item that is heard, and what it must speak of. One at least must speak
# of more, or come close in other words, or the region is silent.
_WEAKEST = 0.85
_NAMES_COVERED = 0.5
_ENTITIES_COVERED = 0.4
_MATTER_COVERED = 0.45
_CLOSE = 0.885
_AS_NEAR = 0.01


def _may_speak(some: Evidence) -> bool:
    """Whether an item may be on the matter itself, not on something like it."""
    return (
        some.score >= _WEAKEST
        and some.coverage.names >= _NAMES_COVERED
        and some.coverage.entities >= _ENTITIES_COVERED
    )


def _speaks(some: Evidence) -> bool:
    return some.coverage.all >= _MATTER_COVERED or some.windows[0].score >= _CLOSE


def _is_near(some: Evidence, best: float) -> bool:
    """Whether an item comes as close as the region's best, without the words for it."""
    return some.coverage.names >= _NAMES_COVERED and some.windows[0].score >= best - _AS_NEAR


def hear(archive: Archive, asked: Asked, filters: Filters) -> dict[Region, list[Evidence]]:
    """For every region asked about, the items that speak of the matter, strongest first; none
    where its minutes say nothing of it."""
    heard: dict[Region, list[Evidence]] = {}
    for region in asked_regions(asked.question, filters):
        found = rank_region(archive, asked, filters, region, _ITEMS_RANKED)
        weighed = weigh(archive, asked, found)
        may = [some for some in weighed if _may_speak(some)]
        if not any(map(_speaks, may)):
            heard[region] = []
            continue
        best = max(some.windows[0].score for some in may)
        on_it = [some for some in weighed if _may_speak(some) or _is_near(some, best)]
        heard[region] = on_it[:_ITEMS_HEARD]
    return heard
