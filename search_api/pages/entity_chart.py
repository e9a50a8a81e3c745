"""The chart of how often an entity is mentioned: a row a region, a bar a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import REGIONS, Region
from search_api.replies import EntityYear

# Measures in pixels: a row's name, its bars with their figures, and the years under them all.
_NAME, _FIGURE, _TALLEST, _GAP, _AXIS = 20, 16, 36, 10, 24
_ROW = _NAME + _FIGURE + _TALLEST + _GAP
_BAR_SHARE = 0.7
_WIDEST = 12.0
_MOST_YEARS_NAMED = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """The mentions of a year. ``x``, ``width`` and ``middle`` are in percent of the chart's width,
    ``y`` and ``height`` in pixels."""

    year: int
    mentions: int
    x: float
    width: float
    middle: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Row:
    """A region, or ``None`` for documents of no region. ``name_y`` and ``base`` are in pixels;
    ``undated`` counts what no bar can show, and ``by_year`` has a number for every year."""

    region: Region | None
    bars: tuple[Bar, ...]
    name_y: int
    base: int
    by_year: tuple[int, ...]
    undated: int

    @property
    def mentions(self) -> int:
        return sum(self.by_year) + self.undated


@dataclass(frozen=True, slots=True)
class Chart:
    """The rows in the order of the regions; ``ticks`` are the years to name, each with its place in
    percent. ``years`` is empty where no document has a date."""

    rows: tuple[Row, ...]
    years: tuple[int, ...]
    ticks: tuple[tuple[int, float], ...]
    height: int
    axis_y: int

    @property
    def undated(self) -> int:
        return sum(row.undated for row in self.rows)


def entity_chart(mentioned: Sequence[EntityYear]) -> Chart:
    """The mentions by region and year. Every region has a row, for silence tells something too;
    documents of no region only where there are any."""
    dated = [one.year for one in mentioned if one.year is not None]
    years = tuple(range(min(dated), max(dated) + 1)) if dated else ()
    counts: Counter[tuple[Region | None, int | None]] = Counter()
    for one in mentioned:
        counts[one.region, one.year] += one.mentions
    most = max((n for (_, year), n in counts.items() if year is not None), default=1)
    step = 100 / max(1, len(years))
    width = min(_WIDEST, step * _BAR_SHARE)
    regions: list[Region | None] = [*REGIONS]
    if any(one.region is None for one in mentioned):
        regions.append(None)
    rows: list[Row] = []
    for n, region in enumerate(regions):
        base = n * _ROW + _NAME + _FIGURE + _TALLEST
        bars: list[Bar] = []
        for position, year in enumerate(years):
            mentions = counts[region, year]
            if mentions:
                middle = (position + 0.5) * step
                height = round(max(2.0, _TALLEST * mentions / most), 1)
                bars.append(
                    Bar(
                        year=year,
                        mentions=mentions,
                        x=round(middle - width / 2, 2),
                        width=round(width, 2),
                        middle=round(middle, 2),
                        y=round(base - height, 1),
                        height=height,
                    )
                )
        by_year = tuple(counts[region, year] for year in years)
        name_y = n * _ROW + _NAME - 5
        rows.append(Row(region, tuple(bars), name_y, base, by_year, counts[region, None]))
    every = max(1, -(-len(years) // _MOST_YEARS_NAMED))
    ticks = tuple((year, round((n + 0.5) * step, 2)) for n, year in enumerate(years))[::every]
    bottom = len(rows) * _ROW
    return Chart(tuple(rows), years, ticks, bottom + _AXIS, bottom + 12)
