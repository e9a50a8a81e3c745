"""How well the figures that are found agree with those annotated by hand.

Run by hand: ``python -m tests.benchmarks.bench_figures [-v] [NAME…]``, where a name is that of an
annotation ("004", "dassos-2023-11-17"); without one, all whose text is on the machine. ``-v`` tells
what is missed and what is wrong.

A figure is told by its place: the spans share a character. "value" asks that the value agrees (both
ends of a range), "unit" that kind and unit do as well, "right" also what is counted: the words
overlap or have the same head noun; of a table's cell the heads of row and column do. "period" is,
of the right ones with an annotated period, the share whose dates agree. P is of what was found, R
of what was annotated.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from corpus.figure import Figure
from corpus.records import Document, Span
from ingest.figures.extraction import find_figures
from models.tagger import Tagger
from tests.annotated_figures import AnnotatedFigure, FiguredMinutes, figured_minutes
from tests.overlap import shared, touches
from tests.parsed import parse_file

KINDS = ("amount", "count", "percentage", "rate")
STEPS = ("place", "value", "unit", "right")
_ENDINGS = ("erne", "ene", "er", "en", "et", "ne", "e", "r")
_AFTER_HEAD = re.compile(r"\s+(?:af|med|til|fra|i|på|for|der|som|hos|om|under|uden|ved)\s.*|,.*")


def _stem(word: str) -> str:
    word = word.lower().strip(" .,;:()*")
    ending = next((end for end in _ENDINGS if word.endswith(end) and len(word) > len(end) + 2), "")
    return word.removesuffix(ending)


def _same_noun(one: str, other: str) -> bool:
    """Whether two words have the same stem, or one is a compound of the other."""
    one, other = sorted((_stem(one), _stem(other)), key=len)
    return one == other or (len(one) >= 4 and other.endswith(one))


def _head(phrase: str) -> str:
    words = _AFTER_HEAD.sub("", " ".join(phrase.split())).split()
    return words[-1] if words else ""


def _same_unit(one: str, other: str) -> bool:
    parts, others = one.split(" pr. "), other.split(" pr. ")
    return len(parts) == len(others) and all(map(_same_noun, parts, others))


def _unit_agrees(wanted: AnnotatedFigure, found: Figure) -> bool:
    return any(kind == found.kind and _same_unit(unit, found.unit) for kind, unit in wanted.units)


def _value_agrees(wanted: AnnotatedFigure, found: Figure) -> bool:
    pairs = ((wanted.value, found.value), (wanted.high or wanted.value, found.high or found.value))
    return all(abs(one - other) <= 1e-6 * abs(one) for one, other in pairs)


def _counted_agrees(text: str, wanted: AnnotatedFigure, found: Figure) -> bool:
    heads = [head for head in (wanted.row, wanted.column) if head]
    if touches(found.counted, [*wanted.counted, *heads]):
        return True
    if wanted.from_table:
        return all(touches(head, [found.row, found.column]) for head in heads)
    said = text[found.counted.start : found.counted.end] if found.counted else found.unit
    return any(
        _same_noun(_head(said), _head(text[span.start : span.end])) for span in wanted.counted
    )


def _steps(text: str, wanted: AnnotatedFigure, found: Figure) -> dict[str, bool]:
    """Each step that is reached; a step asks for those before it."""
    value = _value_agrees(wanted, found)
    unit = value and _unit_agrees(wanted, found)
    right = unit and _counted_agrees(text, wanted, found)
    return {"place": True, "value": value, "unit": unit, "right": right}


def _tell(text: str, span: Span, *told: object) -> str:
    around = text[max(0, span.start - 30) : span.start], text[span.end : span.end + 30]
    figure = text[span.start : span.end]
    context = " ".join(f"{around[0]}[{figure}]{around[1]}".split())
    return " ".join(map(str, (*told, f"in {context!r}")))


def _quote(text: str, span: Span | None) -> str:
    return "–" if span is None else repr(text[span.start : span.end])


def _tell_wrong(text: str, wanted: AnnotatedFigure, found: Figure, steps: dict[str, bool]) -> str:
    if not steps["value"]:
        told = f"value {found.value:g}–{found.high}, not {wanted.value:g}–{wanted.high}"
    elif not steps["unit"]:
        chosen = " or ".join(f"{kind} {unit!r}" for kind, unit in wanted.units)
        told = f"unit {found.kind} {found.unit!r}, not {chosen}"
    else:
        heads = [found.row, found.column] if wanted.from_table else [found.counted]
        needed = [wanted.row, wanted.column] if wanted.from_table else wanted.counted[:1]
        quotes = [", ".join(_quote(text, span) for span in spans) for spans in (heads, needed)]
        told = f"counted {quotes[0]}, not {quotes[1]}"
    return _tell(text, wanted.span, told)


def score(
    minutes: FiguredMinutes, document: Document, figures: Iterable[Figure]
) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Counts by kind and step, and what is missed or wrong."""
    text = document.text
    counts: Counter[tuple[str, str]] = Counter()
    told: list[str] = []
    left = list(figures)
    for wanted in minutes.figures:
        kind = wanted.units[0][0]
        counts[kind, "wanted"] += 1
        near = [one for one in left if shared(wanted.span, Span(one.start, one.end))]
        if not near:
            chosen = f"missed {kind} {wanted.value:g} {wanted.units[0][1]}"
            told.append(_tell(text, wanted.span, chosen))
            continue
        found = max(near, key=lambda one: sum(_steps(text, wanted, one).values()))
        left.remove(found)
        counts[kind, "found"] += 1
        steps = _steps(text, wanted, found)
        for step, reached in steps.items():
            counts[kind, step] += reached
        if not steps["right"]:
            told.append(_tell_wrong(text, wanted, found, steps))
        elif wanted.date_from or wanted.date_to:
            same = (wanted.date_from, wanted.date_to) == (found.date_from, found.date_to)
            counts[kind, "period wanted"] += 1
            counts[kind, "period"] += same
            if not same:
                dates = f"period {found.date_from}–{found.date_to}"
                needed = f"not {wanted.date_from}–{wanted.date_to}"
                told.append(_tell(text, wanted.span, dates, needed))
    for found in left:
        span = Span(found.start, found.end)
        if not touches(span, minutes.optional):
            counts[found.kind, "found"] += 1
            told.append(_tell(text, span, f"false {found.kind} {found.value:g} {found.unit}"))
    return counts, told


def _share(right: int, of: int) -> str:
    return f"{right / of:.2f}" if of else "–"


def _row(counts: Counter[tuple[str, str]], kinds: Sequence[str] = KINDS) -> list[str]:
    def sum_of(step: str) -> int:
        return sum(counts[kind, step] for kind in kinds)

    cells = [str(sum_of("wanted")), str(sum_of("found"))]
    for step in STEPS:
        cells += [_share(sum_of(step), sum_of("found")), _share(sum_of(step), sum_of("wanted"))]
    return [*cells, _share(sum_of("period"), sum_of("period wanted"))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("-v", "--verbose", action="store_true")
    arguments = parser.parse_args()
    console = Console(width=150)
    tagger = Tagger()
    every: Counter[tuple[str, str]] = Counter()
    columns = [f"{step} {what}" for step in STEPS for what in "PR"]
    table = Table("", "figures", "found", *columns, "period")
    for minutes in figured_minutes():
        if not minutes.path.is_file() or (arguments.names and minutes.name not in arguments.names):
            continue
        document = parse_file(minutes.path)
        figures = find_figures(document, tagger.tag(document.text))
        counts, told = score(minutes, document, figures)
        every += counts
        table.add_row(minutes.name, *_row(counts))
        if arguments.verbose and told:
            print(f"\n{minutes.name}", *told, sep="\n  ")
    table.add_section()
    for kind in KINDS:
        table.add_row(kind, *_row(every, [kind]))
    table.add_section()
    table.add_row("all", *_row(every))
    console.print(table)


if __name__ == "__main__":
    main()
