"""What the marks of running text open: each with where its text stops."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from ingest.splitting.label_marks import label_marks
from ingest.splitting.lines import Line
from ingest.splitting.marks import Mark, in_sequence, numbered_marks

_MOST_MARKS = 40_000
_COUNTED = ("number", "point")


@dataclass(frozen=True, slots=True)
class Opening:
    """A mark, where the text that it opens stops, and the mark that stops it."""

    mark: Mark
    stop: int
    stopped_by: Mark | None


def find_openings(text: str, lines: Sequence[Line]) -> dict[int, list[Opening]]:
    """The openings of every line that holds some, by the line's number, in order; none for a text
    that holds more than any minutes do."""
    filled = [line for line in lines if not line.blank]
    everything = (
        (line.number, mark)
        for line in filled
        for mark in chain(numbered_marks(text, line), label_marks(text, line))
    )
    by_line: dict[int, list[Mark]] = {line.number: [] for line in filled}
    for count, (number, mark) in enumerate(everything, start=1):
        by_line[number].append(mark)
        if count == _MOST_MARKS:
            return {}
    counted = [m for some in by_line.values() for m in some if m.kind in _COUNTED]
    kept = in_sequence(text, counted)
    found = [
        _merged(mark for mark in some if mark.kind not in _COUNTED or mark.start in kept)
        for some in by_line.values()
    ]
    return {
        line.number: list(_openings(line, _with_parts(some, below)))
        for line, some, below in zip(filled, found, [*found[1:], []][: len(found)], strict=True)
        if some
    }


def _openings(line: Line, marks: Sequence[Mark]) -> Iterator[Opening]:
    for mark, after in zip_longest(marks, marks[1:]):
        yield Opening(mark, after.start if after else line.end, after)


def _with_parts(marks: Sequence[Mark], below: Sequence[Mark]) -> list[Mark]:
    """The marks without "A)" in a title: a part opens right before a label, on its line or on the
    one ``below``."""
    following = [*marks[1:], *below[:1]][: len(marks)]
    return [
        mark
        for mark, after in zip_longest(marks, following)
        if mark.kind != "part" or (after is not None and after.kind == "label")
    ]


def _merged(marks: Iterable[Mark]) -> list[Mark]:
    """The marks of a line in order, one where two stand together."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.kind == "label")):
        before = kept[-1] if kept else None
        if before is None or mark.start > before.after + 1:
            kept.append(mark)
        elif before.kind == "heading":
            kept[-1] = replace(mark, start=before.start)
        elif before.kind == "label" and mark.kind == "label" and not mark.strong:
            continue  # A sub-heading, or the name of an attachment.
        elif before.kind in ("label", "rule") and mark.start >= before.after:
            kept.append(mark)
        elif (
            before.kind in ("number", "point") and mark.strong and (mark.plain or not before.apart)
        ):
            kept[-1] = mark  # "… i alt 27. Indstilling Det indstilles"
        # Else a word of an item's title, right after its number.
    return kept
