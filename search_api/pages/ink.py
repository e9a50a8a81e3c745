"""A document's text written as HTML, with a quote marked, names linked and pages numbered."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from urllib.parse import quote as quoted

from markupsafe import Markup, escape

from corpus.records import Mention, Page, Span
from search_api.wording import UNCERTAIN

NOTHING = "\0"
"""What stands, in a text whose markup is blanked out, for markup that parted no words. Stored texts
hold none of these."""


class Ink:
    """Writes spans of one text, from its beginning to its end: the first piece of the quote is what
    ``#citat`` leads to."""

    def __init__(
        self,
        bare: str,
        quote: Span | None,
        mentions: Sequence[Mention],
        pages: Sequence[Page],
        page_name: str = "side",
    ) -> None:
        """``page_name`` is what the pages are called."""
        self._bare = bare
        self._quote = quote
        self._mentions = _apart(mentions)
        self._starts = [mention.start for mention in self._mentions]
        self._pages = [
            (page, number)
            for number, page in enumerate(pages, start=1)
            if number > 1 or page.uncertain or not page.read
        ]
        self._page_name = page_name.capitalize()
        self._marked = False

    def write(self, start: int, end: int) -> Markup:
        """The characters from ``start`` to ``end``, with the pages that begin up to there."""
        written: list[Markup] = []
        piece: list[Markup] = []
        for first, last in self._cut(start, end):
            pages = self._begun(first)
            if piece and (pages or not self._quotes(first)):
                written.append(self._mark(piece))
                piece = []
            written += pages
            (piece if self._quotes(first) else written).append(self._linked(first, last))
        if piece:
            written.append(self._mark(piece))
        return Markup("").join(written)

    def _cut(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        places = {start, end, *(page.start for page, _ in self._pages)}
        if self._quote:
            places |= {self._quote.start, self._quote.end}
        at = max(0, bisect_left(self._starts, start) - 1)
        while at < len(self._mentions) and self._mentions[at].start < end:
            places |= {self._mentions[at].start, self._mentions[at].end}
            at += 1
        return pairwise(sorted(place for place in places if start <= place <= end))

    def _quotes(self, place: int) -> bool:
        return self._quote is not None and self._quote.start <= place < self._quote.end

    def _begun(self, place: int) -> list[Markup]:
        """The pages that have begun at ``place`` and are not yet numbered, and what there is to
        say of how they were read. The first is not numbered, only told of."""
        begun = [(page, number) for page, number in self._pages if page.start <= place]
        del self._pages[: len(begun)]
        return [
            Markup('<span class="page-begins own{}" id="side-{}">{} {}{}</span> ').format(
                "" if said == "" else " page-warns", number, self._page_name, number, said
            )
            for page, number in begun
            for said in [_said_of(page)]
        ]

    def rest(self) -> Markup:
        """The pages after all that was written: those that nothing was read from."""
        return Markup("").join(self._begun(len(self._bare)))

    def _linked(self, start: int, end: int) -> Markup:
        text = escape(self._bare[start:end].replace(NOTHING, ""))
        at = bisect_left(self._starts, start + 1) - 1
        if at < 0 or self._mentions[at].end <= start:
            return text
        return Markup('<a class="name" href="/emner/{}">{}</a>').format(
            quoted(self._mentions[at].entity_id, safe=":"), text
        )

    def _mark(self, pieces: Sequence[Markup]) -> Markup:
        text = Markup("").join(pieces)
        if not text.strip():
            return text
        opened = Markup("<mark>") if self._marked else Markup('<mark id="citat">')
        self._marked = True
        return opened + text + Markup("</mark>")


def _said_of(page: Page) -> str:
    if not page.read:
        return " er ikke læst – se originalen"
    return f": {UNCERTAIN[0].lower()}{UNCERTAIN[1:]}" if page.uncertain else ""


def _apart(mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions that do not overlap, by place; of two that do, the one that begins first."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda one: (one.start, -one.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept
