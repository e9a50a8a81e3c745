"""Lines of a PDF put together as paragraphs, across pages and columns too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.dates import MONTHS
from ingest.formats.pdf.hyphens import Hyphens, is_long_word, is_parted
from ingest.formats.pdf.lines import SOFT_HYPHEN, Line
from ingest.formats.pdf.measures import Measures
from ingest.splitting.labels import section_label

_ENDS = re.compile(r"[.!?:;…][\"”»’')\]]*$")
_OPEN = re.compile(
    r"(?:[,(/–-]|\b(?:og|eller|samt|af|for|til|med|om|i|på|fra|ved|vedr\.|vedrørende|mellem|hos|"
    r"under|den|det|de|en|et|som|at))$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\(?(\d{1,3})[.)]\s")
_HEADING_NUMBER = re.compile(
    r"(?:(?:dagsordenspunkt|punkt|pkt\.?|sag|ad|§)\s*\d{1,3}\b|\d{1,3}(?:\.\d{1,2})*\.?\s+)"
    r"\W*[A-ZÆØÅ\d]",
    re.IGNORECASE,
)
# "… kr. pr. / 1. august 2020": no item of a list.
_ORDINAL = re.compile(
    rf"\d{{1,2}}\.\s+(?:{'|'.join(MONTHS)}|kvartal|halvår|behandling|udgave|gang|klasse)\b"
)
_CAPITAL_AFTER_NUMBER = re.compile(r"\(?\d{1,3}(?:\.\d{1,3})*[.)]?\s+[\"“”»(]?[A-ZÆØÅ]")
# As multiples of the usual step from line to line.
_LOOSE = 1.12
_BLANK = 1.3
_BLANK_BETWEEN_ROWS = 1.9
# As shares of the letters' size, or of a column's width.
_INDENTED = 0.8
_FARTHEST_INDENT = 4
_OTHER_SIZE = 0.1
_LONG_TOKEN = 25
_LITTLE_ROOM = 0.08
_TOLERANCE = 0.5
_RAGGED = 1.5


@dataclass(slots=True)
class Paragraph:
    """Lines that are one paragraph, heading, item of a list or row; ``blank`` is whether an empty
    line stands before it, ``level`` a heading's and ``indent`` a list's."""

    lines: list[Line]
    blank: bool
    level: int = 0
    indent: int = 0

    @property
    def first(self) -> Line:
        return self.lines[0]


def paragraphs(lines: Sequence[Line], measures: Measures) -> list[Paragraph]:
    """The paragraphs of a document's lines."""
    found: list[Paragraph] = []
    for line in lines:
        if not found:
            found.append(Paragraph([line], False))
            continue
        seam = _Seam(found[-1].lines, line, measures)
        if seam.joins():
            found[-1].lines.append(line)
        else:
            found.append(Paragraph([line], seam.blank()))
    _indent(found, measures)
    return found


class _Seam:
    """What tells whether a line goes on with the paragraph above it."""

    def __init__(self, above: Sequence[Line], below: Line, measures: Measures) -> None:
        self.lines, self.a, self.b, self.measures = above, above[-1], below, measures
        a, b = self.a, self.b
        self.step: float | None = None
        if a.page == b.page and a.frame == b.frame and b.y > a.low:
            self.step = b.y - a.low
        self.usual = max(measures.step(a), measures.step(b))
        self.lower = b.text[:1].islower()

    def blank(self) -> bool:
        """Whether an empty line stands between the two, which do not join."""
        a, b = self.a, self.b
        if a.row and b.row:
            return self.step is not None and self.step > _BLANK_BETWEEN_ROWS * self.usual
        if self.step is None:
            # At the top of a page nothing tells; lists go on there more often than not.
            return not (a.row or b.row or (b.marker and (b.marker == self.lines[0].marker)))
        usual = self.usual
        if abs(a.size - b.size) > _OTHER_SIZE * a.size:
            usual = max(usual, _LOOSE * max(a.size, b.size))
        return self.step > _BLANK * usual + _TOLERANCE

    def joins(self) -> bool:
        a, b = self.a, self.b
        if b.continues:
            return True
        if "\t" in a.text + b.text:
            return self._tabbed_goes_on()
        if a.row and b.row:
            return False
        if abs(a.size - b.size) > _OTHER_SIZE * a.size or a.tag[:1] + b.tag[:1] in ("HP", "PH"):
            return False
        if a.text.endswith(SOFT_HYPHEN):
            return True
        if self._far() or b.row:
            return False
        room = self.measures.room(a, b)
        if room >= _TOLERANCE:
            return self._goes_on_early(room)
        return self._goes_on()

    def _tabbed_goes_on(self) -> bool:
        """Whether a line with tabs, or before one, is the first part of what the next ends."""
        a, b = self.a, self.b
        if a.closed or (b.row and b.text.startswith("\t")) or self._far() or b.marker:
            return False
        if self.measures.spaced:
            return a.spaced
        goes_on = (self.lower and not b.row) or _OPEN.search(a.text) is not None
        return goes_on and self.measures.room(a, b) < _TOLERANCE

    def _far(self) -> bool:
        """Whether the gap between the two is wider than between a paragraph's lines."""
        if self.step is None:
            return False
        wide = _LOOSE if not self.lower or _ENDS.search(self.a.text) else _BLANK
        return self.step > wide * self.usual + _TOLERANCE

    def _goes_on_early(self, room: float) -> bool:
        """Whether the paragraph goes on though the next word would have fitted on the line."""
        a, b = self.a, self.b
        if a.row or b.marker or _ENDS.search(a.text):
            return False
        if self._told_to_end():
            return False
        if is_parted(a.text, b.text) and room < 2 * a.size:
            return True
        heading = a.bold and b.bold and (self.lower or _OPEN.search(a.text) is not None)
        if heading and a.size >= self.measures.size and not self._fits_by_far(room):
            return True
        return self.lower and room < _LITTLE_ROOM * self._width()

    def _fits_by_far(self, room: float) -> bool:
        return room > 0.5 * self._width() and not self._centred()

    def _centred(self) -> bool:
        a, b = self.a, self.b
        return abs(a.x0 - b.x0) > a.size and abs(a.x0 + a.x1 - b.x0 - b.x1) < a.size

    def _width(self) -> float:
        frame = self.a.frame
        return self.measures.right[frame] - self.measures.left[frame]

    def _goes_on(self) -> bool:
        """Whether the paragraph goes on, the next word not having fitted on the line."""
        a, b, measures = self.a, self.b, self.measures
        if (a.bold and not b.opens_bold) or (b.bold and not a.ends_bold):
            return False
        if self._told_to_end() and not self._reads_on():
            return False
        told = measures.spaced and a.spaced
        if _ORDINAL.match(b.text):
            return True
        if b.marker and self._opens_item(told):
            return False
        if told:
            return True
        if self._other_margin():
            return False
        label = section_label(b.text, b.text)
        if label is not None and (label.text_offset == len(b.text) or _ENDS.search(a.text)):
            return self.lower
        if self.lower:
            return True
        # No program leaves the first line of a paragraph alone at the foot of a page.
        if a.page != b.page and len(self.lines) == 1:
            return False
        if not _ENDS.search(a.text):
            return not (_HEADING_NUMBER.match(b.text) and self._follows_number())
        if measures.apart and self.step is not None and not b.marker:
            return True
        if _CAPITAL_AFTER_NUMBER.match(b.text):
            return False
        tagged = a.marks[1] >= 0 and b.marks[0] >= 0
        if tagged and a.page == b.page:
            return a.marks[1] == b.marks[0]
        return not self._ends_justified()

    def _reads_on(self) -> bool:
        """Whether the words are those of one sentence: then a space that is not drawn at the
        line's end tells nothing, it may have been set in another font."""
        opens = self.b.text[:1].isalnum() and not self.b.text[:1].isupper() and not self.b.marker
        return opens and _ENDS.search(self.a.text) is None

    def _told_to_end(self) -> bool:
        """Whether the line has room for the space that lines that go on have at their end."""
        a, measures = self.a, self.measures
        if a.spaced or not measures.spaced or a.row or _breaks_inside(a.text):
            return False
        return measures.right[a.frame] - a.x1 > a.space + _TOLERANCE

    def _ends_justified(self) -> bool:
        """Whether all lines but the last of the paragraph end at the very edge."""
        if len(self.lines) < 2:
            return False
        edge = self.measures.right[self.a.frame]
        before = self.lines[-2]
        return abs(before.x1 - edge) < _RAGGED / 2 and self.a.x1 < edge - _RAGGED

    def _other_margin(self) -> bool:
        """Whether the line starts farther in or out than the paragraph's lines do."""
        a, b, first = self.a, self.b, self.lines[0]
        left = self.measures.left
        here = b.x0 - left[b.frame]
        if len(self.lines) > 1:
            return abs(here - a.x0 + left[a.frame]) > _INDENTED * b.size
        indent = first.x0 - left[a.frame]
        if round(indent) in self.measures.indents:
            return abs(here) > _INDENTED * b.size
        if first.marker:
            # Either hanging below the text after the number, or back below the number itself.
            hung = first.body - left[a.frame]
            return min(abs(here - hung), abs(here - indent)) > _INDENTED * b.size
        return here > indent + _INDENTED * b.size or indent - here > _FARTHEST_INDENT * b.size

    def _opens_item(self, told: bool) -> bool:
        """Whether a line that opens like an item of a list is one."""
        a, b, first = self.a, self.b, self.lines[0]
        if b.text.startswith("- ") and b.marker == "bullet" and first.marker == "bullet":
            return not (told and not _ENDS.search(a.text) and b.body - b.x0 < b.size)
        if told:
            return b.marker == "number" and self._follows_number()
        if first.marker == b.marker == "number":
            return self._follows_number() or bool(_ENDS.search(a.text))
        return first.marker == b.marker or bool(_ENDS.search(a.text))

    def _follows_number(self) -> bool:
        """Whether the line's number is the one after the paragraph's."""
        before, after = _NUMBER.match(self.lines[0].text), _NUMBER.match(self.b.text)
        return bool(before and after and int(after[1]) == int(before[1]) + 1)


def _breaks_inside(text: str) -> bool:
    """Whether a line ends where one may be broken without a space."""
    end = text[-_LONG_TOKEN:]
    return " " not in end[-_LONG_TOKEN:] or bool(re.search(r"\w[-\u00ad\u2010/–]$", end))


def _indent(found: Iterable[Paragraph], measures: Measures) -> None:
    """Give the items of lists how many levels they are indented."""
    margins: list[float] = []
    for paragraph in found:
        line = paragraph.first
        if not line.marker or line.row:
            margins = []
            continue
        x = line.x0 - measures.left[line.frame]
        while margins and x < margins[-1] - _INDENTED * line.size:
            margins.pop()
        if not margins or x > margins[-1] + _INDENTED * line.size:
            margins.append(x)
        paragraph.indent = len(margins) - 1


def hyphens(found: Sequence[Paragraph], measures: Measures) -> Hyphens:
    """A document's words, and whether it parts them at the ends of lines."""
    parted = whole = lines = 0
    for paragraph in found:
        for a, b in pairwise(paragraph.lines):
            if b.continues:
                continue
            lines += 1
            if is_parted(a.text, b.text):
                parted += 1
            elif is_long_word(b.text):
                edge = measures.right[a.frame]
                whole += edge - a.x1 - a.space > 2.5 * a.size
    return Hyphens(_texts(found), parted, whole, lines)


def _texts(found: Iterable[Paragraph]) -> Iterator[str]:
    for paragraph in found:
        for line in paragraph.lines:
            yield line.text
