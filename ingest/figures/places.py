"""Where a figure holds: the municipality, region, institution or authority named nearest to it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from corpus.gazetteer import load_gazetteer
from corpus.records import Mention, Span

_AREAS = ("municipality", "region")
_LIST = re.compile(r"(?:,|\sog|\seller|\ssamt)\s")
_OTHER_CLAUSE = re.compile(r"[:;]|,\s|\s[–-]\s|\b(?:mens|men|hvoraf|end)\b")
_TOLD_BY = re.compile(r",\s(?:at|om|hvor)\b")
_NAMED_AFTER = re.compile(r"\s(?:i|på|ved|hos|fra)\s(?=[A-ZÆØÅ])")
# What an item about one place calls it.
_THE_PLACE = re.compile(
    r"\b(?:tilbuddet|taksten|døgntaksten|takststigningen|stedet|institutionen|belægningen|"
    r"forsorgshjemmet|krisecent(?:e)?ret|herberget|botilbuddet|afdelingen)\b",
    re.IGNORECASE,
)


class Places:
    """The places that a document names, to be asked by span. An authority that serves the whole
    country ("KL") is no place."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self._text = text
        self._places = sorted(filter(_is_place, mentions), key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self._places]

    def within(self, span: Span) -> tuple[Mention, ...]:
        """The places named in a span, in order."""
        first = bisect_left(self._starts, span.start)
        last = bisect_left(self._starts, span.end)
        return tuple(m for m in self._places[first:last] if m.end <= span.end)

    def of_row(self, *heads: Span | None) -> str | None:
        """The place of a cell by its heads, that of the row first: what the row is called, else
        the first head that names one municipality or region, else one institution."""
        inside = [self.within(head) if head else () for head in heads]
        if heads[0] and inside[0] and inside[0][0].start - heads[0].start < 3:
            return self._alone(inside[0][0])
        for areas in (True, False):
            for named in inside:
                ids = {m.entity_id for m in named if (m.kind in _AREAS) == areas}
                if len(ids) == 1:
                    return ids.pop()
        return None

    def near(
        self, sentence: Span, start: int, end: int, counted: Span | None, title: Span | None
    ) -> str | None:
        """The place of the figure at ``[start, end)``: the one in what it counts, the one that
        follows it at once, or the nearest in its clause; whose citizens are counted rather than
        where they stay. ``None`` where that is one of a list. Where the sentence names none but
        speaks of "the offer" or "the rate", the one that the item's ``title`` names."""
        named = self.within(sentence)
        if not named:
            return self._of_title(sentence, title)
        before = next((m for m in reversed(named) if m.end <= start), None)
        if before and _TOLD_BY.search(self._text, before.end, start):
            before = None
        found = self._found(named, sentence, end, counted, before)
        if found is None:
            return None
        if found.kind not in _AREAS and before and before.kind in _AREAS:
            found = before
        return self._alone(found)

    def _found(
        self,
        named: Sequence[Mention],
        sentence: Span,
        end: int,
        counted: Span | None,
        before: Mention | None,
    ) -> Mention | None:
        if counted is not None:
            inside = self.within(counted)
            if len({m.entity_id for m in inside}) == 1:
                return inside[-1]
            end = max(end, counted.end) if counted.start >= end else end
        if match := _NAMED_AFTER.match(self._text, end, sentence.end):
            return next((m for m in named if m.start == match.end()), None)
        after = next((m for m in named if m.start >= end), None)
        if after and not _OTHER_CLAUSE.search(self._text, end, after.start):
            return after
        return before

    def _of_title(self, sentence: Span, title: Span | None) -> str | None:
        if title is None or not _THE_PLACE.search(self._text, sentence.start, sentence.end):
            return None
        ids = {m.entity_id for m in self.within(title) if m.kind == "institution"}
        return ids.pop() if len(ids) == 1 else None

    def _alone(self, mention: Mention) -> str | None:
        """The mention's entity, unless it stands in a list of several."""
        at = bisect_left(self._starts, mention.start)
        for first, second in pairwise(self._places[max(0, at - 1) : at + 2]):
            if first.entity_id != second.entity_id and _LIST.fullmatch(
                self._text, first.end, second.start
            ):
                return None
        return mention.entity_id


def _is_place(mention: Mention) -> bool:
    if mention.kind == "authority":
        entity = load_gazetteer().get(mention.entity_id)
        return entity is not None and entity.region is not None
    return mention.kind in (*_AREAS, "institution")
