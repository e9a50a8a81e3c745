"""A document's text as blocks for its page: every word of it, in order, without its markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from corpus.records import Document, Item, Mention, Section, Span
from ingest.splitting.lines import TAG_OR_EMPHASIS
from search_api.pages.ink import NOTHING, Ink
from search_api.wording import SECTIONS, page_name

BlockKind = Literal["paragraph", "heading", "bullets", "numbers", "table"]

_MARKUP = re.compile(TAG_OR_EMPHASIS, re.IGNORECASE)
_HASHES = re.compile(r"^[ \t]*#{1,6}[ \t]+", re.MULTILINE)
_RULE = re.compile(r"^[ \t\-=_|:*+]+$", re.MULTILINE)
_BULLET = re.compile(rf"[\s{NOTHING}]*[-–—•·○▪*]\s+")
_NUMBER = re.compile(rf"[\s{NOTHING}]*\(?(?:\d{{1,2}}|[a-z])[.)][\s{NOTHING}]")
_LABEL_END = re.compile(rf"[\s{NOTHING}:]+$")
_NAME = re.compile(r"\s[A-ZÆØÅ]")
_FIGURE = re.compile(r"(?!(?:19|20)\d\d$)[\d.,]+")
_DEEPEST = 6
_MARGIN = f" \t\n\r\f\v\xa0{NOTHING}"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list or table; ``rows`` holds its texts: one row of one text in a
    paragraph, a row an entry in a list, a row of cells in a table."""

    kind: BlockKind
    rows: tuple[tuple[Markup, ...], ...]
    headed: bool = False


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section of an item: its label as it stands there, the section's Danish name where that is
    another word, and its text. ``level`` is its heading's."""

    label: Markup
    name: str
    level: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """An item with its heading and sections, or text outside every item, which has neither."""

    anchor: str
    item: Item | None
    level: int
    heading: Markup
    blocks: tuple[Block, ...]
    sections: tuple[SectionText, ...]


@dataclass(slots=True)
class _Draft:
    kind: BlockKind
    rows: list[list[Span]]
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    """A document being read: ``bare`` is its text with markup blanked out, place by place."""

    document: Document
    bare: str
    ink: Ink
    width: int | None


def document_parts(
    document: Document, quote: Span | None, mentions: Sequence[Mention]
) -> list[Part]:
    """The whole of a document in its order, with ``quote`` marked and ``mentions`` linked."""
    bare = without_markup(document.text)
    ink = Ink(bare, quote, mentions, document.pages, page_name(document.source))
    reading = _Reading(document, bare, ink, _wrapped_at(bare))
    anchors = item_anchors(document)
    outside = [(span.start, span.end, None) for span in (*document.head, *document.agenda)]
    inside = [(item.start, item.end, item) for item in document.items]
    parts: list[Part] = []
    at = 0
    for start, end, item in sorted(
        [*outside, *inside], key=lambda one: (one[0], one[1] > one[0] or one[2] is None)
    ):
        parts += _outside(reading, at, start)
        if item is None:
            parts += _outside(reading, max(at, start), end)
        else:
            parts.append(_item(reading, item, anchors[item.item_id], max(at, start)))
        at = max(at, end)
    parts += _outside(reading, at, len(bare))
    if last_pages := ink.rest():
        block = Block("paragraph", ((last_pages,),))
        parts.append(Part("", None, 2, Markup(""), (block,), ()))
    return parts


def item_anchors(document: Document) -> dict[str, str]:
    """The fragment that leads to each item of a document, by its id."""
    return {item.item_id: f"punkt-{n}" for n, item in enumerate(document.items, start=1)}


def without_markup(text: str) -> str:
    """``text`` with its markup blanked out: as long as before, each word at its place."""

    def blank(found: re.Match[str]) -> str:
        before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
        parts = found[0][0] == "<" or (before.isalnum() and after.isalnum())
        return (" " if parts else NOTHING) * len(found[0])

    def spaces(found: re.Match[str]) -> str:
        return " " * len(found[0])

    lines = (_MARKUP.sub(blank, line) for line in text.split("\n"))
    return _RULE.sub(spaces, _HASHES.sub(spaces, "\n".join(lines)))


def _wrapped_at(bare: str) -> int | None:
    """How long lines are in a text whose lines were broken to fit a page; else ``None``."""
    lengths = sorted(len(line) for line in bare.split("\n") if line.strip(_MARGIN))
    if not lengths:
        return None
    usual, long = lengths[len(lengths) // 2], lengths[len(lengths) * 95 // 100]
    return long if usual >= 50 and long <= 130 else None


def _outside(reading: _Reading, start: int, end: int) -> list[Part]:
    blocks = _blocks(reading, start, end)
    return [Part("", None, 2, Markup(""), blocks, ())] if blocks else []


def _item(reading: _Reading, item: Item, anchor: str, start: int) -> Part:
    level = min(2 + len(item.path), _DEEPEST - 1)
    title = item.sections[0] if item.sections and item.sections[0].kind == "title" else None
    heading = _heading_end(reading, item, start, title.end if title else item.end)
    written = reading.ink.write(*_trimmed(reading.bare, start, heading))
    sections = [section for section in item.sections if section.end > heading]
    first = sections[0].label_start if sections else item.end
    blocks = _blocks(reading, heading, max(first, heading))
    texts: list[SectionText] = []
    at = max(first, heading)
    ends = [*(section.label_start for section in sections[1:]), item.end]
    for section, end in zip(sections, ends, strict=False):
        if section.kind == "title":
            blocks += _blocks(reading, at, end)
        else:
            texts.append(_section(reading, section, level + 1, at, end))
        at = end
    return Part(anchor, item, level, written, blocks, tuple(texts))


def _section(reading: _Reading, section: Section, level: int, start: int, end: int) -> SectionText:
    label_end = max(start, section.start)
    label = _LABEL_END.sub("", reading.bare[start:label_end])
    first, last = _trimmed(reading.bare, start, start + len(label))
    written = reading.ink.write(first, last)
    name = SECTIONS[section.kind]
    words = reading.bare[first:last].replace(NOTHING, "").casefold()
    said = words.replace("é", "e") == name.casefold().replace("é", "e")  # "Resume" is "Resumé".
    # Text that no label names is an item's own account; only its outcome is worth a name.
    nameless = not label and section.kind == "case"
    blocks = _blocks(reading, label_end, end)
    return SectionText(written, "" if said or nameless else name, level, blocks)


def _heading_end(reading: _Reading, item: Item, start: int, end: int) -> int:
    """Where an item's heading ends: its first line, and those that finish a broken title."""
    words = len(item.title.split())
    held = 0
    for first, last in _lines(reading.bare, start, end):
        held += len(reading.bare[first:last].split())
        if held >= words:
            return last
    return end


def _lines(bare: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines from ``start`` to ``end`` that hold anything, without their margins."""
    at = start
    while at < end:
        newline = bare.find("\n", at, end)
        last = end if newline < 0 else newline
        if bare[at:last].strip(_MARGIN):
            yield at, last
        at = last + 1


def _trimmed(bare: str, start: int, end: int) -> tuple[int, int]:
    text = bare[start:end]
    kept = text.strip(_MARGIN)
    first = start + text.find(kept)
    return first, first + len(kept)


def _blocks(reading: _Reading, start: int, end: int) -> tuple[Block, ...]:
    drafts: list[_Draft] = []
    before: tuple[int, int] | None = None
    for line in _lines(reading.bare, start, end):
        between = reading.document.text[before[1] : line[0]] if before else ""
        _add(reading, drafts, line, before, between)
        before = line
    return tuple(_written(reading, draft) for draft in drafts)


def _add(
    reading: _Reading,
    drafts: list[_Draft],
    line: tuple[int, int],
    before: tuple[int, int] | None,
    between: str,
) -> None:
    """Put a line into the block it goes on with, or begin another; ``between`` is what stands
    between it and the line ``before``."""
    bare = reading.bare
    start, end = line
    last = drafts[-1] if drafts else None
    adjacent = before is not None and not between.strip("\n\r ") and between.count("\n") == 1
    cells = _cells(bare, start, end)
    if cells:
        if last is None or last.kind != "table" or len(last.rows[-1]) != len(cells):
            drafts.append(_Draft("table", [cells]))
        else:
            last.ruled = last.ruled or (len(last.rows) == 1 and bool(between.strip()))
            last.rows.append(cells)
        return
    if _HASHES.match(reading.document.text, reading.document.text.rfind("\n", 0, start) + 1):
        drafts.append(_Draft("heading", [[Span(start, end)]]))
        return
    bullet = _BULLET.match(bare, start, end)
    if bullet or _NUMBER.match(bare, start, end):
        kind: BlockKind = "bullets" if bullet else "numbers"
        row = [Span(bullet.end() if bullet else start, end)]
        if last is not None and last.kind == kind:
            last.rows.append(row)
        else:
            drafts.append(_Draft(kind, [row]))
    elif last is not None and before and adjacent and _goes_on(reading, last, before, line):
        last.rows[-1] = [Span(last.rows[-1][0].start, end)]
    else:
        drafts.append(_Draft("paragraph", [[Span(start, end)]]))


def _goes_on(
    reading: _Reading, last: _Draft, before: tuple[int, int], line: tuple[int, int]
) -> bool:
    """Whether a line is the rest of the one right above it, broken to fit."""
    if last.kind in ("table", "heading"):
        return False
    above = reading.bare[before[0] : before[1]].strip(_MARGIN)
    here = reading.bare[line[0] : line[1]].strip(_MARGIN)
    if reading.width and len(above) >= 0.8 * reading.width:
        return True
    return here[0].islower() and above[-1] not in ".:;!?"


def _cells(bare: str, start: int, end: int) -> list[Span]:
    """The cells of a row of a table, empty ones too; none where a line is no row."""
    first, last = _trimmed(bare, start, end)
    if "\t" not in bare[first:last]:
        start, end = first, last
    line = bare[start:end]
    if "\t" in line:
        edges = [m.start() for m in re.finditer(r"\t", line)]
    elif line.count("|") > 1:
        edges = [m.start() for m in re.finditer(r"\|", line)]
    else:
        return []
    begins = [start, *(start + edge + 1 for edge in edges)]
    ends = [*(start + edge for edge in edges), end]
    spans = [Span(*_trimmed(bare, a, b)) for a, b in zip(begins, ends, strict=True)]
    if "\t" not in line:  # Bars stand around a row too.
        spans = spans[line[0] == "|" : len(spans) - (line[-1] == "|")]
    return spans


def _written(reading: _Reading, draft: _Draft) -> Block:
    rows = tuple(
        tuple(reading.ink.write(*_trimmed(reading.bare, span.start, span.end)) for span in row)
        for row in draft.rows
    )
    return Block(draft.kind, rows, draft.kind == "table" and _headed(reading.bare, draft))


def _headed(bare: str, draft: _Draft) -> bool:
    """Whether a table's first row names its columns: a rule is drawn below it, or it holds words
    for things, not names of persons."""
    heads = [bare[span.start : span.end].strip(_MARGIN) for span in draft.rows[0]]
    if len(draft.rows) < 2:
        return False
    # Over the names of the rows the corner may be empty; a figure that is no year heads nothing.
    plain = all(heads[1:]) and not any(_NAME.search(h) or _FIGURE.match(h) for h in heads)
    return draft.ruled or (len(heads) > 2 and plain)
