"""A document's lines as head, agenda and items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.records import Item, Span, Structure
from ingest.splitting.agenda import Agenda, find_agenda
from ingest.splitting.candidates import Candidate, clean_title, find_candidates
from ingest.splitting.headings import heading_extent
from ingest.splitting.lines import Line
from ingest.splitting.numbering import number_like
from ingest.splitting.parts import find_parts
from ingest.splitting.sections import split_sections
from ingest.splitting.sequence import choose_items
from ingest.splitting.unnumbered import (
    ListedTitles,
    agenda_of,
    find_headings,
    find_listed_titles,
    listed_candidates,
)

# Minutes that begin at 2 or 3 leave an item out; those that begin higher count on.
_LAST_POSSIBLE_FIRST = 3
_FEWEST_HEADINGS = 2
_ALWAYS_LABELS = ("summary", "recommendation", "decision", "attachments")


@dataclass(frozen=True, slots=True)
class Split:
    """How a document divides: every line that is not blank is in exactly one of the three."""

    structure: Structure
    head: tuple[Span, ...]
    agenda: tuple[Span, ...]
    items: tuple[Item, ...]


def split_items(lines: Sequence[Line], document_id: str) -> Split:
    """Split a document by its agenda, else by its run of numbers, else by its headings."""
    candidates = find_candidates(lines)
    agenda = find_agenda(lines, candidates)
    listed = listed_candidates(lines, agenda, candidates) if agenda else []
    filled = [line.number for line in lines if not line.blank]
    chain = choose_items(candidates, listed, agenda, filled)
    if chain and agenda is None:
        agenda = agenda_of(chain, find_listed_titles(lines, chain))
    if chain:
        items = _numbered_items(lines, chain, agenda, document_id)
        return _split(lines, "agenda" if agenda else "numbering", items, agenda)
    titles = find_listed_titles(lines)
    if titles:
        items = _titled_items(lines, titles.headings, document_id)
        return _split(lines, "agenda", items, titles)
    if sum(1 for line in lines if line.level) >= _FEWEST_HEADINGS:
        return _split(lines, "headings", _heading_items(lines, document_id), None)
    headings = find_headings(lines)
    if headings:
        return _split(lines, "headings", _titled_items(lines, headings, document_id), None)
    return _unstructured(lines, document_id)


def _split(
    lines: Sequence[Line],
    structure: Structure,
    items: tuple[Item, ...],
    agenda: Agenda | ListedTitles | None,
) -> Split:
    first = min(item.start for item in items if not item.missing)
    head, agenda_spans = _before_items(lines, first, agenda)
    return Split(structure, head, agenda_spans, items)


def _span(lines: Sequence[Line]) -> Span:
    return Span(lines[0].start, lines[-1].end)


def _before_items(
    lines: Sequence[Line], first: int, agenda: Agenda | ListedTitles | None
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    above = [line for line in lines if line.start < first and not line.blank]
    if agenda is None:
        return ((_span(above),) if above else ()), ()
    listed = [line for line in above if agenda.first <= line.number <= agenda.last]
    runs = [
        [line for line in above if line.number < agenda.first],
        [line for line in above if line.number > agenda.last],
    ]
    return tuple(_span(run) for run in runs if run), ((_span(listed),) if listed else ())


def _numbered_items(
    lines: Sequence[Line], chain: Sequence[Candidate], agenda: Agenda | None, document_id: str
) -> tuple[Item, ...]:
    items: list[Item] = []
    listed = agenda.titles if agenda else {}
    expected = 1
    if chain[0].number > _LAST_POSSIBLE_FIRST:
        # The numbers go on from another meeting's.
        expected = min([*listed, chain[0].number])

    def missing(numbers: Iterable[int], at: int) -> None:
        for number in numbers:
            shown = number_like(chain[0].shown, number)
            title = listed.get(number, "")
            item_id = _item_id(document_id, shown)
            items.append(Item(item_id, shown, title, (), at, at, missing=True))

    for i, candidate in enumerate(chain):
        end = chain[i + 1].line if i + 1 < len(chain) else len(lines)
        missing(range(expected, candidate.number), lines[candidate.line].start)
        expected = candidate.number + 1
        items.extend(_item_with_parts(lines, candidate, end, agenda, document_id))
    missing((number for number in sorted(listed) if number >= expected), lines[-1].end)
    return tuple(items)


def _item_id(document_id: str, number: str) -> str:
    return f"{document_id}.{number.replace('/', '-')}"


def _item_with_parts(
    lines: Sequence[Line], candidate: Candidate, end: int, agenda: Agenda | None, document_id: str
) -> list[Item]:
    listed = agenda.titles.get(candidate.number) if agenda else None
    body, title = heading_extent(lines, candidate.line, end, candidate.title, listed)
    title = title or listed or ""
    number = candidate.shown
    parts = find_parts(lines, body, end, candidate.number, agenda.parts if agenda else {})
    bounds = [part.line for part in parts] + [end]
    item_id = _item_id(document_id, number)
    items = [_item(lines, item_id, number, title, (), candidate.line, body, bounds[0])]
    for part, part_end in zip(parts, bounds[1:], strict=True):
        part_body, part_title = heading_extent(lines, part.line, part_end, part.title, None)
        name = number + part.name
        item_id = _item_id(document_id, name)
        items.append(
            _item(lines, item_id, name, part_title, (title,), part.line, part_body, part_end)
        )
    return items


def _item(
    lines: Sequence[Line],
    item_id: str,
    number: str | None,
    title: str,
    path: tuple[str, ...],
    first: int,
    body: int,
    end: int,
    labels_only: bool = False,
) -> Item:
    sections = split_sections(lines[first:body], lines[body:end], labels_only=labels_only)
    return Item(item_id, number, title, path, lines[first].start, sections[-1].end, sections)


def _titled_items(
    lines: Sequence[Line], headings: Sequence[int], document_id: str
) -> tuple[Item, ...]:
    """Items without numbers, whose titles stand on the lines ``headings``."""
    items: list[Item] = []
    bounds = pairwise([*headings, len(lines)])
    for n, (first, end) in enumerate(bounds, start=1):
        title = clean_title(lines[first].plain)
        body, title = heading_extent(lines, first, end, title, title)
        items.append(_item(lines, f"{document_id}.h{n}", None, title, (), first, body, end))
    return tuple(items)


def _heading_items(lines: Sequence[Line], document_id: str) -> tuple[Item, ...]:
    """The headings of a report. Only minutes decide: where no label says so, a sentence such as
    "KKR besluttede i 2022 …" tells of a decision taken elsewhere."""
    is_report = not _decides(lines)
    heads = [i for i, line in enumerate(lines) if line.level]
    if not is_report:
        heads = _without_labels(lines, heads)
    items: list[Item] = []
    above: list[tuple[int, str]] = []
    for n, (first, end) in enumerate(pairwise([*heads, len(lines)]), start=1):
        level, title = lines[first].level, clean_title(lines[first].plain)
        above = [entry for entry in above if entry[0] < level]
        path = tuple(entry[1] for entry in above)
        items.append(
            _item(lines, f"{document_id}.h{n}", None, title, path, first, first + 1, end, is_report)
        )
        above.append((level, title))
    return tuple(items)


def _without_labels(lines: Sequence[Line], heads: Sequence[int]) -> list[int]:
    """The headings of minutes that are no labels of sections: a label decides or recommends, or
    stands below a heading of a higher level."""
    found: list[int] = []
    for at in heads:
        label = lines[at].label
        below = bool(found) and lines[at].level > lines[found[-1]].level
        if label is None or not (below or (found and label.kind in _ALWAYS_LABELS)):
            found.append(at)
    return found


def _decides(lines: Sequence[Line]) -> bool:
    """Whether a document of headings is minutes: it says so, or labels what was decided."""
    return any(
        (line.level and "referat" in line.plain.casefold())
        or (line.label and line.label.kind in ("decision", "recommendation"))
        for line in lines
    )


def _unstructured(lines: Sequence[Line], document_id: str) -> Split:
    """A document without visible structure is one item, so that search works on the whole."""
    filled = [i for i, line in enumerate(lines) if not line.blank]
    if not filled:
        return Split("none", (), (), ())
    first = filled[0]
    title = lines[first].plain if len(lines[first].plain) <= 200 else ""
    body = first + 1 if title and len(filled) > 1 else first
    item = _item(lines, f"{document_id}.h1", None, title, (), first, body, len(lines))
    return Split("none", (), (), (item,))
