"""Hearing the regions: what the minutes of each have on a matter."""

from __future__ import annotations

from corpus.records import Filters, Region
from search_api.archive import Archive
from search_api.evidence import Evidence, weigh
from search_api.search import Asked, asked_regions, rank_region

_WEAKEST = 0.85
_COVERED = 0.5
_ITEMS_RANKED = 8
_ITEMS_HEARD = 5


def _speaks(some: Evidence) -> bool:
    """Whether an item speaks of the matter itself, not of something like it."""
    covered = some.coverage.entities >= _COVERED and some.coverage.names >= _COVERED
    return covered and some.score >= _WEAKEST


def hear(archive: Archive, asked: Asked, filters: Filters) -> dict[Region, list[Evidence]]:
    """For every region asked about, the items that speak of the matter, strongest first; none
    where its minutes say nothing of it."""
    heard: dict[Region, list[Evidence]] = {}
    for region in asked_regions(asked.question, filters):
        found = rank_region(archive, asked, filters, region, _ITEMS_RANKED)
        speaking = [some for some in weigh(archive, asked, found) if _speaks(some)]
        heard[region] = speaking[:_ITEMS_HEARD]
    return heard
