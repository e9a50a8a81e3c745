"""The figures in a table's cells: their units from the heads, the cell or the caption."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.figure import FigureKind
from corpus.records import Span
from ingest.figures.drafts import Draft
from ingest.figures.grid import Cell, is_years, said
from ingest.figures.nouns import noun_phrase, pair_of_nouns, plural
from ingest.figures.numbers import Number, find_numbers, separator_at
from ingest.figures.precision import qualifier_before
from ingest.figures.units import unit_at, unit_in_head
from ingest.figures.words import DETERMINERS, is_plural_noun, words_of

_NO_FIGURES = re.compile(
    r"(?:nr|nummer|punkt|pkt|side|sider|bilag|dato|tlf|telefon|postnr|postnummer|cvr|cvr-nr|p-nr|"
    r"sagsnr|sag|id|år|årstal|kl|tid|tidspunkt|uge|løbenr|kode|§|paragraf|dag|frist|version)\.?",
    re.IGNORECASE,
)
# Heads that name what is counted, not a kind ("Målgruppe") or a matter ("Hjerneskade").
_PLURAL = re.compile(
    r".*(?:(?<![nl]ed)(?<!ent)er|ere|børn|unge|voksne|ældre|mænd|dage|årsværk|tilbud|forløb|ophold|besøg|år|"
    r"senge|anbragte|indskrevne|hjemløse|domfældte|møder|gange|tilsyn|kurser|hjem|døgn|point|"
    r"projekter|påbud|indlagte|dømte|ansatte|gravide|visiterede|domsanbragte|fuldtidsstillinger)"
)
_PART = re.compile(
    r"(?:heraf|hvoraf|i alt|ialt|total|sum|samlet|øvrige|andre|andet)\b", re.IGNORECASE
)
_EXPLICIT = re.compile(r"\bt?kr\b|\bkroner\b|%|\bpct\b|\bprocent\b", re.IGNORECASE)
_LONGEST_HEAD = 160
# "Ventetid (dage)", "Sagsbehandlingstid i uger", "Bemanding (årsværk)"
_TIMES = re.compile(
    r"(?:[(,]\s?(?:i\s|antal\s)?|\si\s)"
    r"(?P<times>dage|uger|måneder|timer|minutter|døgn|årsværk|fuldtidsstillinger)"
    r"(?=\s?[),]|\s*$)",
    re.IGNORECASE,
)
_AMOUNT_OF = re.compile(r"\b(?:antal(?:let)?)\s(?:af\s)?", re.IGNORECASE)
_OVERVIEW_OF = re.compile(
    r"\b(?:fordeling|oversigt|opgørelse)(?:en)?\s(?:af|over)\s", re.IGNORECASE
)


def read_cell(text: str, cell: Cell, above: Draft | None) -> list[Draft]:
    """The figures of a cell: one, a range, or one with another in brackets ("1.933 (2.139)").
    ``above`` is the figure over it, whose unit a row of sums or of parts ("heraf") has too."""
    if cell.column and _NO_FIGURES.fullmatch(text[cell.column.start : cell.column.end].strip()):
        return []
    numbers = find_numbers(text, cell.span.start, cell.span.end)
    if not numbers:
        return []
    drafts: list[Draft] = []
    at = 0
    while at < len(numbers):
        number = numbers[at]
        high = None
        separator = separator_at(text, number.end, cell.span.end)
        last = number
        follows = numbers[at + 1] if at + 1 < len(numbers) else None
        if (
            follows
            and separator
            and separator.end == follows.start
            and follows.value > number.value
        ):
            last = follows
            high = last.value
            at += 1
        draft = _draft(text, cell, number, last, high, above)
        if draft is not None:
            drafts.append(draft)
        at += 1
    return drafts


def _draft(
    text: str,
    cell: Cell,
    number: Number,
    last: Number,
    high: float | None,
    above: Draft | None,
) -> Draft | None:
    unit = unit_at(text, cell.span.start, number.start, last.end, cell.span.end)
    precision, first = qualifier_before(text, cell.span.start, number.start)
    end = unit.end if unit else last.end
    draft = Draft(
        first,
        end,
        "count",
        number.value,
        high,
        "range" if high is not None else precision,
        "",
        None,
        cell.row,
        cell.column,
    )
    if unit is not None:
        kind: FigureKind = "percentage" if unit.family == "percent" else "amount"
        named = _from_head(text, cell)
        name = unit.name
        if kind == "amount" and named and named[0].startswith("kr. pr."):
            kind, name = "rate", named[0]
        return replace(draft, kind=kind, unit=name)
    if named := _from_head(text, cell):
        name, family, scale = named
        kind = "percentage" if family == "percent" else "rate" if " pr. " in name else "amount"
        return replace(
            draft,
            kind=kind,
            unit=name,
            value=round(draft.value * scale, 2),
            high=None if high is None else round(high * scale, 2),
        )
    counted = _counted(text, cell)
    if counted is None:
        if above is None or cell.row is None or not _PART.match(text, cell.row.start):
            return None
        return replace(draft, kind=above.kind, unit=above.unit, counted=above.counted)
    name, span = counted
    return replace(draft, unit=name, counted=span)


def _from_head(text: str, cell: Cell) -> tuple[str, str, float] | None:
    """The unit that the nearest head writes out ("mio. kr.", "pct."), else the one that a head
    implies ("Døgntakst"); heads that name a thing counted come before what stands further off."""
    near = [head for head in (cell.column, cell.group, cell.row) if head is not None]
    of_column = unit_in_head(said(text, cell.column)) if cell.column else None
    if of_column and of_column[1] == "percent":
        return of_column
    if not any(_number_of(text, head) for head in near):
        for head in (*near, *filter(None, (cell.corner, cell.title))):
            raw = text[head.start : head.end]
            if len(raw) <= _LONGEST_HEAD and _EXPLICIT.search(raw) and (unit := unit_in_head(raw)):
                return unit
    counts = any(_number_of(text, head) for head in near)
    if not counts and cell.title and cell.column and is_years(said(text, cell.column)):
        # Below years the rows are those whom the title tells of.
        near.insert(-1 if cell.row else len(near), cell.title)
    for head in near:
        if found := unit_in_head(text[head.start : head.end]):
            return found
        if _counts(text, head):
            return None
    for above in filter(None, (cell.corner, cell.caption)):
        raw = text[above.start : above.end]
        if len(raw) > _LONGEST_HEAD:
            continue
        if found := unit_in_head(raw):
            return found
        if _counts(text, above):
            return None
    return None


def _counts(text: str, head: Span) -> bool:
    return _thing(text, head) is not None


def _counted(text: str, cell: Cell) -> tuple[str, Span | None] | None:
    """The counted noun, and its words where it stands in neither head: "Antal borgere" in the
    column's, row's or corner's head or the caption, else a head that is a plural noun."""
    for head in (cell.row, cell.column, cell.group, cell.corner, cell.caption):
        if head is not None and (found := _number_of(text, head)):
            return found, (head if head in (cell.corner, cell.caption) else None)
    for head in (cell.column, cell.group, cell.row, cell.corner, cell.caption):
        if head is not None and (found := _thing(text, head)):
            return found, (head if head in (cell.corner, cell.caption) else None)
    if cell.caption is not None and (found := _number_of(text, cell.caption, _OVERVIEW_OF)):
        return found, cell.caption
    return None


def _number_of(text: str, head: Span, of: re.Pattern[str] = _AMOUNT_OF) -> str | None:
    raw = text[head.start : head.end]
    match = of.search(raw)
    if match is None:
        return None
    words = words_of(text, head.start + match.end(), head.end)
    at = 0
    while at < len(words) and words[at].low in DETERMINERS:
        at += 1
    phrase = noun_phrase(words, at)
    if phrase is None:
        return None
    return pair_of_nouns(text, phrase.start) or plural(phrase.head.text)


def _thing(text: str, head: Span) -> str | None:
    """The noun of a head that begins with a noun in the plural ("Pladser", "Børn og unge")."""
    if found := _number_of(text, head):
        return found
    if match := _TIMES.search(text, head.start, head.end):
        return match["times"].lower()
    words = words_of(text, head.start, head.end)
    at = 0
    while at < len(words) and words[at].low in DETERMINERS:
        at += 1
    phrase = noun_phrase(words, at)
    if phrase is None or not is_plural_noun(phrase.head) or len(phrase.head.text) < 3:
        return None
    if phrase.head.text.isupper() or not _PLURAL.fullmatch(phrase.head.low):
        return None
    return pair_of_nouns(text, phrase.start) or plural(phrase.head.text)
