"""What of a region's minutes a note may quote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import SectionKind
from search_api.archive import Archive
from search_api.citations import shown
from search_api.coverage import coverage
from search_api.evidence import Evidence
from search_api.question import Question
from search_api.search import Found
from search_api.statements import is_table, tells
from search_api.windows import Window, holds, overlaps

_LONGEST = 45
_SPEAKS = 0.5


@dataclass(frozen=True, slots=True)
class Quotable:
    """A window that may be quoted; ``tells``: it says something without what stands around it."""

    window: Window
    found: Found
    text: str
    tells: bool

    @property
    def section(self) -> SectionKind:
        return self.window.chunk.section

    @property
    def start(self) -> int:
        return self.window.chunk.start

    @property
    def end(self) -> int:
        return self.window.chunk.end

    @property
    def date(self) -> dt.date | None:
        return self.found.document.date

    @property
    def latest_first(self) -> int:
        """Sorts by date, the latest first and the undated last."""
        return -(self.date or dt.date.min).toordinal()

    def repeats(self, other: Quotable) -> bool:
        """Whether the same is said, in the same place or by the same region in the same words."""
        same_region = self.found.document.region == other.found.document.region
        same_words = same_region and self.text.casefold() == other.text.casefold()
        return same_words or overlaps(self.window, [other.window])

    def holds(self, other: Quotable) -> bool:
        """Whether another stands inside this one."""
        return self.found is other.found and self != other and holds(self.window, other.window)


def quotable(archive: Archive, question: Question, evidence: Sequence[Evidence]) -> list[Quotable]:
    """The windows of the items whose titles speak of the matter; else of the strongest item, those
    that speak of it themselves, or its best. Short ones, no tables and nothing that was only
    recommended, unless there is nothing else."""

    def speaks(found: Found, start: int, end: int) -> bool:
        document_id = found.document.document_id
        return coverage(archive, question, document_id, [(start, end)], "").all >= _SPEAKS

    def titled(found: Found) -> bool:
        titles = [section for section in found.item.sections if section.kind == "title"]
        return any(speaks(found, title.start, title.end) for title in titles)

    def quotables(some: Evidence) -> list[Quotable]:
        texts = [(window, shown(window.chunk.text)) for window in some.windows]
        return [Quotable(window, some.found, text, tells(text)) for window, text in texts]

    on_matter = [some for some in evidence if titled(some.found)]
    if on_matter:
        every = [one for some in on_matter for one in quotables(some)]
    else:
        best = [one for some in evidence[:1] for one in quotables(some)]
        own = [one for one in best if speaks(one.found, one.start, one.end)]
        every = own or best[:1]
    fit = [
        one
        for one in every
        if one.section != "recommendation"
        and one.window.words <= _LONGEST
        and not is_table(one.text)
    ]
    return fit or every
