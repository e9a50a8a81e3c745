"""Figures: the numbers that answer a question, by region and year, each with its sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from corpus.errors import NotFound
from corpus.figure import Figure, FigureKind
from corpus.records import Document, Filters, Item, Region, Span
from corpus.words import stem
from search_api.archive import Archive, of_one_state
from search_api.citations import cite_span, shown
from search_api.coverage import coverage
from search_api.figure_replies import FigureCell, FigureRow, Figures, FigureView
from search_api.hearing import hear
from search_api.question import Question
from search_api.replies import EntityRef
from search_api.search import Asked, asked_regions, encode, item_ref, narrowed, understood

_A_CELL = 3
# What a figure's words and its item's title must cover of the matter; its own words count again.
_LEAST_COVERED = 0.45
_OWN_WEIGHT = 0.3
_BEHIND_BEST = 0.25
_HEAD_NOUN = re.compile(
    r"\b(?:hvor (?:mange|få)|antal(?:let)?(?: af)?|how many)\s+(?:\w+e\s+)?(?P<noun>\w{3,})",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\b(?:procent|pct|andel\w*|%|hvor stor en del)", re.IGNORECASE)
# One is often said for the other.
_PEOPLE = frozenset(
    map(
        stem,
        """
        borger borgere person personer menneske mennesker bruger brugere beboer beboere patient
        patienter indskrevne dømte domfældte klienter unge børn voksne elever kvinder mænd
        udviklingshæmmede anbragte
        """.split(),
    )
)
_FOR_KIND: dict[str, tuple[FigureKind, ...]] = {
    "amount": ("amount", "rate"),
    "count": ("count", "rate"),
}


@dataclass(frozen=True, slots=True)
class _Counted:
    """A figure with where it stands, the region and year it is for, and how well it answers."""

    figure: Figure
    document: Document
    item: Item
    region: Region | None
    score: float

    @property
    def year(self) -> int | None:
        if self.figure.date_to:
            return self.figure.date_to.year
        return self.document.date.year if self.document.date else None

    @property
    def what(self) -> frozenset[str]:
        """The stems of what is counted: two figures with the same are of the same thing."""
        spans = (self.figure.counted, self.figure.row, self.figure.column)
        words = " ".join(self.document.text[s.start : s.end] for s in spans if s)
        letters = re.findall(r"[^\W\d_]{3,}", f"{words} {self.figure.unit}".casefold())
        return frozenset(map(stem, letters))


@of_one_state
def figures(archive: Archive, question: str, filters: Filters | None = None) -> Figures:
    """The figures on what is asked, for every region asked about: by the year that they are for.

    The items are those that ``hear`` finds, and those that name the question's entities; of their
    figures those stay whose own words speak of the matter.
    """
    filters = filters or Filters()
    asked = encode(archive, question, filters)
    found = _choose(_weighed(archive, asked.question, _candidates(archive, asked, filters)))
    rows: list[FigureRow] = []
    n = 0
    for region in asked_regions(asked.question, filters):
        of_region = [one for one in found if one.region == region]
        cells: list[FigureCell] = []
        for year, some in _by_year(of_region):
            views = [_view(archive, one, n + k) for k, one in enumerate(some, start=1)]
            n += len(views)
            cells.append(FigureCell(year=year, figures=views, disagreement=_disagree(some)))
        rows.append(FigureRow(region=region, cells=cells))
    every = [cell for row in rows for cell in row.cells]
    return Figures(
        question=question,
        understood=understood(archive, asked.question),
        years=sorted({cell.year for cell in every}, key=lambda year: (year is None, year or 0)),
        rows=rows,
        disagreements=sum(cell.disagreement for cell in every),
        citations=[view.citation for cell in every for view in cell.figures],
    )


def _candidates(
    archive: Archive, asked: Asked, filters: Filters
) -> Iterator[tuple[Figure, Document, Item]]:
    """The figures of a kind that is asked for, of the items that are on the matter."""
    heard = hear(archive, asked, replace(filters, sections=()))
    items = {e.found.item.item_id for some in heard.values() for e in some}
    kinds = _kinds(asked.question)
    wanted = archive.catalogue.figures(kinds=kinds, items=sorted(items)) if items else []
    if asked.question.entities:
        inside = narrowed(asked.question, filters)
        for entity in asked.question.entities:
            wanted += archive.catalogue.figures(replace(inside, entities=(entity,)), kinds)
    for figure in {one.figure_id: one for one in wanted}.values():
        with suppress(NotFound):  # An ingest may take a document away in between.
            document = archive.document(figure.document_id)
            item = document.item(figure.item_id)
            if item is not None and item.start <= figure.start < figure.end <= item.end:
                yield figure, document, item


def _kinds(question: Question) -> tuple[FigureKind, ...]:
    """The kinds of figure that are asked for; none where any may be."""
    if _SHARE.search(question.text):
        return ("percentage", "rate")
    return _FOR_KIND.get(question.kind, ())


def _weighed(
    archive: Archive, question: Question, some: Iterable[tuple[Figure, Document, Item]]
) -> list[_Counted]:
    head = _HEAD_NOUN.search(question.text)
    noun = stem(head["noun"].casefold()) if head else ""
    weighed: list[_Counted] = []
    for figure, document, item in some:
        one = _Counted(figure, document, item, _region_of(archive, figure, document), 0.0)
        if noun and not _is_of(one, noun):
            continue
        told = (figure.sentence, figure.row, figure.column, figure.counted, figure.period)
        spans = [(span.start, span.end) for span in told if span]
        title = [(s.start, s.end) for s in item.sections if s.kind == "title"]
        above = " – ".join(item.path)
        own = coverage(archive, question, document.document_id, spans, "")
        # What the title names, the sentence need not name again.
        both = coverage(archive, question, document.document_id, [*spans, *title], above)
        score = both.all + _OWN_WEIGHT * own.all
        if score >= _LEAST_COVERED:
            weighed.append(replace(one, score=score))
    return weighed


def _is_of(one: _Counted, noun: str) -> bool:
    """Whether a figure counts what is asked for: the same, a compound of it, or people alike."""
    return any(word.endswith(noun) for word in one.what) or (
        noun in _PEOPLE and bool(_PEOPLE & one.what)
    )


def _region_of(archive: Archive, figure: Figure, document: Document) -> Region | None:
    place = archive.entity(figure.place) if figure.place else None
    if place is not None and place.kind in ("municipality", "region") and place.region:
        return place.region
    return document.region


def _choose(weighed: Sequence[_Counted]) -> list[_Counted]:
    """Those that come near the best of their region."""
    best: dict[Region | None, float] = defaultdict(float)
    for one in weighed:
        best[one.region] = max(best[one.region], one.score)
    near = [one for one in weighed if one.score >= best[one.region] - _BEHIND_BEST]
    return sorted(near, key=lambda one: (-one.score, one.document.document_id, one.figure.start))


def _by_year(some: Sequence[_Counted]) -> list[tuple[int | None, list[_Counted]]]:
    years: dict[int | None, list[_Counted]] = {}
    for one in some:
        years.setdefault(one.year, []).append(one)
    ordered = sorted(years.items(), key=lambda pair: (pair[0] is None, pair[0] or 0))
    return [(year, cell[:_A_CELL]) for year, cell in ordered]


def _disagree(some: Sequence[_Counted]) -> bool:
    """Whether two documents give different numbers for the same thing, place and period."""
    return any(
        a.document.document_id != b.document.document_id
        and a.what == b.what
        and a.figure.unit == b.figure.unit
        and a.figure.place == b.figure.place
        and (a.figure.date_from, a.figure.date_to) == (b.figure.date_from, b.figure.date_to)
        and (a.figure.value, a.figure.high) != (b.figure.value, b.figure.high)
        for i, a in enumerate(some)
        for b in some[i + 1 :]
    )


def _view(archive: Archive, one: _Counted, n: int) -> FigureView:
    figure, document = one.figure, one.document
    entity = archive.entity(figure.place) if figure.place else None
    place = None
    if entity is not None:
        place = EntityRef(entity_id=entity.entity_id, kind=entity.kind, name=entity.name)

    def words(span: Span | None) -> str | None:
        return shown(document.text[span.start : span.end]) or None if span else None

    return FigureView(
        figure_id=figure.figure_id,
        document_id=document.document_id,
        source=document.source,
        region=one.region,
        forum=document.forum,
        date=document.date,
        item=item_ref(one.item),
        text=" ".join(document.text[figure.start : figure.end].split()),
        kind=figure.kind,
        value=figure.value,
        high=figure.high,
        precision=figure.precision,
        unit=figure.unit,
        counted=words(figure.counted),
        row=words(figure.row),
        column=words(figure.column),
        period=words(figure.period),
        date_from=figure.date_from,
        date_to=figure.date_to,
        year=one.year,
        year_told=figure.date_to is not None,
        place=place,
        from_table=figure.from_table,
        citation=cite_span(document, one.item, figure.sentence, n),
    )
