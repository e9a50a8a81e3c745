"""The statements of a decision: its sentences and bullets, each with what leads in to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.dates import MONTHS
from corpus.records import Span
from models.sentences import UnitKind, split_sentences

_MARKER = re.compile(
    r"[\s–—•·○▪*_#>-]*"
    r"(?:(?:\(?(?:\d{1,2}|[a-zA-Z])\)|Ad\.?\s*(?:\d{1,2}|[a-zA-Z])[.:)]*|"
    r"(?:Ad\s+)?[Pp]unkt\s+\d{1,2}:"
    rf"|\d{{1,2}}\.(?!\s*(?:{'|'.join(MONTHS)}|kvartal|halvår)))\s+)?"
    r"[\s–—•·○▪*_-]*(?=\S)"
)
_LONGEST, _LONGEST_NAME = 900, 6
_CELL = re.compile(r"[^\t]+")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, or a bullet without its mark, at ``[start, end)`` of the document's text.

    ``lead`` is the sentence that leads in to a list of which this is part ("Det blev aftalt, at:").
    """

    start: int
    end: int
    text: str
    kind: UnitKind
    lead: Statement | None = None

    def without(self, opening: int) -> Statement:
        """The statement without its first ``opening`` characters."""
        return replace(self, start=self.start + opening, text=self.text[opening:])

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def find_statements(text: str, start: int, end: int) -> list[Statement]:
    """The statements of ``text[start:end]``, in order; rows of a table cell by cell."""
    found: list[Statement] = []
    lead: Statement | None = None
    for sentence in split_sentences(text, start, end):
        spans = list(_short_enough(text, sentence.start, sentence.end))
        if sentence.kind == "row":
            spans = [m.span() for m in _CELL.finditer(text, sentence.start, sentence.end)]
        for first, last in spans:
            first, last = _bare(text, first, last)
            if first >= last or not any(map(str.isalpha, text[first:last])):
                continue
            listed = text[sentence.start : first].strip() != ""
            if not listed and sentence.kind != "row":
                lead = None
            elif lead is None and listed and found and _opens_list(found[-1]):
                lead = found[-1]
            statement = Statement(first, last, text[first:last], sentence.kind, lead)
            found.append(statement)
            if text[first:last].rstrip("*_ ").endswith(":"):
                lead = statement
    return found


def _opens_list(statement: Statement) -> bool:
    """Whether a line without a colon opens the list below it: a name ("KKR Sjælland") or the
    beginning of its sentences ("Det blev aftalt,")."""
    return (
        statement.kind != "item"
        and len(statement.text.split()) <= _LONGEST_NAME
        and (statement.text[-1].isalnum() or statement.text[-1] == ",")
    )


def _short_enough(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, cut at words where it goes on and on, as when a page lost its full stops."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space and the mark of a list."""
    if mark := _MARKER.match(text, start, end):
        start = mark.end()
    while end > start and text[end - 1] in " \t\n\r*_":
        end -= 1
    return start, end
