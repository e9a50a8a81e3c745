"""A document's lines as head, agenda and items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from corpus.records import Item, Span, Structure
from ingest.agenda import Agenda, find_agenda, title_similarity
from ingest.candidates import (
    Candidate,
    clean_title,
    find_candidates,
    label_follows,
    part_heading,
)
from ingest.labels import section_label, states_decision
from ingest.lines import Line
from ingest.sections import split_sections
from ingest.sequence import choose_items

_OPEN_ENDED = re.compile(
    r"(?:[-–—,/]|\b(?:og|eller|af|for|til|med|om|i|på|fra|ved|vedr\.?|vedrørende|samt|mellem))$",
    re.IGNORECASE,
)
_LONGEST_CONTINUATION = 160


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
    chain = choose_items(candidates, agenda)
    if chain:
        structure: Structure = "agenda" if agenda else "numbering"
        items = _numbered_items(lines, chain, agenda, document_id)
    elif sum(1 for line in lines if line.level) >= 2:
        structure, items = "headings", _heading_items(lines, document_id)
    else:
        return _unstructured(lines, document_id)
    first = min(item.start for item in items if not item.missing)
    head, agenda_spans = _before_items(lines, first, agenda)
    return Split(structure, head, agenda_spans, items)


def _span(lines: Sequence[Line]) -> Span:
    return Span(lines[0].start, lines[-1].end)


def _before_items(
    lines: Sequence[Line], first: int, agenda: Agenda | None
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


def _heading_extent(
    lines: Sequence[Line], first: int, end: int, title: str, listed: str | None
) -> tuple[int, str]:
    """The line after an item's heading, and its whole title.

    A heading takes in the line that finishes a broken title, the title's repetitions, and a
    variation of it that stands between a repetition and the first label.
    """
    after = first + 1
    follower = _next(lines, after, end)
    if follower is not None and _continues(title, lines[follower], follower == after, listed):
        title = clean_title(f"{title} {lines[follower].plain}")
        after = follower + 1
    repeated = False
    while (follower := _next(lines, after, end)) is not None:
        line = lines[follower]
        if section_label(line.raw, line.plain):
            break
        same = fuzz.ratio(clean_title(line.plain).casefold(), title.casefold()) >= 92 or (
            listed is not None and line.plain.casefold() == listed.casefold()
        )
        varied = (
            repeated
            and len(line.plain.split()) <= 12
            and line.plain[-1] not in ".:;!?"
            and label_follows(lines, follower, 1)
        )
        if not same and not varied:
            break
        repeated, after = True, follower + 1
    return after, title


def _continues(title: str, line: Line, adjacent: bool, listed: str | None) -> bool:
    if section_label(line.raw, line.plain) or line.bullet or line.level:
        return False
    if len(line.plain) > _LONGEST_CONTINUATION:
        return False
    if not title:
        return True
    joined = clean_title(f"{title} {line.plain}")
    if listed and title_similarity(joined, listed) > max(
        0.9, title_similarity(title, listed) + 0.05
    ):
        return True
    if states_decision(line.plain):
        return False
    unfinished = title.count("(") > title.count(")") or bool(_OPEN_ENDED.search(title))
    return unfinished or (adjacent and line.plain[0].islower() and not title.endswith((".", ":")))


def _next(lines: Sequence[Line], position: int, end: int) -> int | None:
    while position < end:
        if not lines[position].blank:
            return position
        position += 1
    return None


def _numbered_items(
    lines: Sequence[Line], chain: Sequence[Candidate], agenda: Agenda | None, document_id: str
) -> tuple[Item, ...]:
    items: list[Item] = []
    listed = agenda.titles if agenda else {}
    expected = 1
    for i, candidate in enumerate(chain):
        end = chain[i + 1].line if i + 1 < len(chain) else len(lines)
        for number in range(expected, candidate.number):
            items.append(
                _missing(document_id, number, listed.get(number), lines[candidate.line].start)
            )
        expected = candidate.number + 1
        items.extend(
            _item_with_parts(lines, candidate, end, listed.get(candidate.number), document_id)
        )
    items.extend(
        _missing(document_id, number, title, lines[-1].end)
        for number, title in sorted(listed.items())
        if number >= expected
    )
    return tuple(items)


def _missing(document_id: str, number: int, title: str | None, at: int) -> Item:
    return Item(f"{document_id}.{number}", str(number), title or "", (), at, at, missing=True)


def _item_with_parts(
    lines: Sequence[Line], candidate: Candidate, end: int, listed: str | None, document_id: str
) -> list[Item]:
    body, title = _heading_extent(lines, candidate.line, end, candidate.title, listed)
    title = title or listed or ""
    number = str(candidate.number)
    parts = _parts(lines, body, end)
    bounds = [at for at, _, _ in parts] + [end]
    items = [
        _item(lines, f"{document_id}.{number}", number, title, (), candidate.line, body, bounds[0])
    ]
    for (at, letter, part_title), part_end in zip(parts, bounds[1:], strict=True):
        part_body, part_title = _heading_extent(lines, at, part_end, part_title, None)
        part = number + letter
        items.append(
            _item(
                lines, f"{document_id}.{part}", part, part_title, (title,), at, part_body, part_end
            )
        )
    return items


def _parts(lines: Sequence[Line], first: int, end: int) -> list[tuple[int, str, str]]:
    """The parts A), B) … of an item: headings in order, each with labelled sections of its own."""
    found: list[tuple[int, str, str]] = []
    for position in range(first, end):
        heading = part_heading(lines[position].plain)
        if (
            heading
            and heading[0] == "ABCDEFGH"[len(found) : len(found) + 1]
            and label_follows(lines[:end], position, 3)
        ):
            found.append((position, *heading))
    if len(found) < 2:
        return []
    ends = [at for at, _, _ in found[1:]] + [end]
    labelled = all(
        any(section_label(line.raw, line.plain) for line in lines[at:part_end])
        for (at, _, _), part_end in zip(found, ends, strict=True)
    )
    return found if labelled else []


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


def _heading_items(lines: Sequence[Line], document_id: str) -> tuple[Item, ...]:
    """The headings of a report. Only minutes decide: where no label says so, a sentence such as
    "KKR besluttede i 2022 …" tells of a decision taken elsewhere."""
    heads = [i for i, line in enumerate(lines) if line.level]
    is_report = not _decides(lines)
    items: list[Item] = []
    above: list[tuple[int, str]] = []
    for n, (first, end) in enumerate(zip(heads, [*heads[1:], len(lines)], strict=True), start=1):
        level, title = lines[first].level, clean_title(lines[first].plain)
        above = [entry for entry in above if entry[0] < level]
        path = tuple(entry[1] for entry in above)
        items.append(
            _item(lines, f"{document_id}.h{n}", None, title, path, first, first + 1, end, is_report)
        )
        above.append((level, title))
    return tuple(items)


def _decides(lines: Sequence[Line]) -> bool:
    """Whether a document of headings is minutes: it says so, or labels what was decided."""
    return any(
        (line.level and "referat" in line.plain.casefold())
        or (found and found.kind in ("decision", "recommendation"))
        for line in lines
        for found in [section_label(line.raw, line.plain)]
    )


def _unstructured(lines: Sequence[Line], document_id: str) -> Split:
    """A document without visible structure is one item, so that search works on the whole."""
    filled = [i for i, line in enumerate(lines) if not line.blank]
    first = filled[0]
    title = lines[first].plain if len(lines[first].plain) <= 200 else ""
    body = first + 1 if title and len(filled) > 1 else first
    item = _item(lines, f"{document_id}.h1", None, title, (), first, body, len(lines))
    return Split("none", (), (), (item,))
