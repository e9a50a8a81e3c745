"""Words of a PDF page as lines, with what tells whether the next line goes on with the sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from unicodedata import normalize

from ingest.extract import clean
from ingest.formats.pdf.words import Word

Frame = tuple[int, int, int]
"""A column that lines stand in: its kind, and where it starts and ends on the page, in points."""
WHOLE_PAGE, COLUMN, CELL, ASIDE = range(4)

SOFT_HYPHEN = "\u00ad"
BULLETS = frozenset("•●○◦▪▫■□‣⁃➢➔➤❖✓✔·∙◆◇►▶\u2212–—-*o")
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_NUMBERED = re.compile(
    r"\(?(?:\d{1,3}(?:\.\d{1,3})*[.)]|\d{1,3}(?:\.\d{1,3})+|[A-Za-zÆØÅæøå][.)]|[ivxIVX]{1,6}[.)])"
)
_CELLS = frozenset(("TD", "TH"))
# As shares of the size of the letters.
_SAME_LINE = 0.25
_GLUED = 0.14
_SPACE_LEFT_OUT = 0.2
_NO_MORE = 0.1
_WIDE_BESIDE_NONE = 0.35
_WIDE = 1.0
_WIDER_THAN_OTHERS = 2.2
_WIDEST = 2.5
_FEWEST_SPELT = 5
_MOSTLY_SPELT = 0.7
_NEXT_WORD = 1.6
_RAISED = 0.6
_HANGING, _HANGING_WITH_SPACE = 0.3, 0.55
_SMALLER = 0.8


@dataclass(slots=True)
class Line:
    """A line of text, or a row of a table, as it stands on the page.

    Places are in points from the page's left and top; ``y`` is the first and ``low`` the last
    baseline. ``marker`` is "bullet", "number" or "", and ``body`` where the text after it starts.
    ``first`` is the width of the first word and ``piece`` of its part up to a hyphen; ``space``
    that of a space. ``spaced`` tells whether a space is drawn at its end. A ``row`` of a table is
    one line, and one more for every further line in its cells, which ``continues`` it; it is
    ``closed`` where rules keep it apart. ``frame``
    names the column of the page. ``links`` are places in ``text`` and what they lead to.
    """

    page: int
    text: str
    x0: float
    x1: float
    y: float
    low: float
    size: float
    bold: bool
    opens_bold: bool
    ends_bold: bool
    marker: str
    body: float
    first: float
    piece: float
    space: float
    spaced: bool
    marks: tuple[int, int]
    tag: str
    row: bool = False
    continues: bool = False
    closed: bool = False
    frame: Frame = (WHOLE_PAGE, 0, 0)
    links: tuple[tuple[int, int, str], ...] = ()


@dataclass(slots=True)
class Band:
    """Words on one baseline, from left to right, and what stands between them."""

    words: list[Word]
    y: float
    size: float
    gaps: list[str] = field(default_factory=list)

    @property
    def segments(self) -> list[list[Word]]:
        """The words between the wide gaps."""
        found: list[list[Word]] = []
        for gap, word in zip(self.gaps, self.words, strict=True):
            if gap == "\t" or not found:
                found.append([])
            found[-1].append(word)
        return found


def bands(words: Iterable[Word]) -> list[Band]:
    """Words put together by their baselines, from the top down."""
    rows: list[Band] = []
    for word in sorted(words, key=lambda word: word.y):
        if rows and word.y - rows[-1].y <= _SAME_LINE * min(word.size, rows[-1].size):
            row = rows[-1]
            row.words.append(word)
            if word.size > row.size:
                row.size, row.y = word.size, word.y
        else:
            rows.append(Band([word], word.y, word.size))
    rows = _raised_merged(rows)
    for row in rows:
        row.words = _spelt(_once(sorted(row.words, key=lambda word: (word.x0, -word.x1))))
        row.gaps = gaps(row.words)
    return rows


def _raised_merged(rows: list[Band]) -> list[Band]:
    """Rows of small raised or lowered letters put into the line that they stand in."""
    kept: list[Band] = []
    for i, row in enumerate(rows):
        above, below = kept[-1] if kept else None, rows[i + 1] if i + 1 < len(rows) else None
        for line in (below, above):
            if (
                line is not None
                and row.size < _SMALLER * line.size
                and abs(row.y - line.y) < _RAISED * line.size
                and _beside(row.words, line.words)
            ):
                line.words.extend(row.words)
                break
        else:
            kept.append(row)
    return kept


def _beside(small: Sequence[Word], words: Sequence[Word]) -> bool:
    return all(
        any(-1.0 < one.x0 - word.x1 < word.size or -1.0 < word.x0 - one.x1 < 1.0 for word in words)
        for one in small
    )


def _once(words: list[Word]) -> list[Word]:
    """The words without those drawn twice at nearly the same place, which makes them look bold."""
    kept: list[Word] = []
    for word in words:
        before = kept[-1] if kept else None
        if (
            before is not None
            and before.text == word.text
            and abs(before.x0 - word.x0) < _SAME_LINE * word.size
        ):
            before.bold = True
        else:
            kept.append(word)
    return kept


def _spelt(words: list[Word]) -> list[Word]:
    """The words, those together that are set with wide spaces between their letters."""
    single = [word for word in words if len(word.text) == 1 and word.text.isalpha()]
    if len(single) < _FEWEST_SPELT or len(single) < _MOSTLY_SPELT * len(words):
        return words
    between = [after.x0 - before.x1 for before, after in pairwise(words)]
    usual = sorted(between)[len(between) // 4]
    if not 0 < usual < _WIDE * words[0].size:
        return words
    kept = [replace(words[0])]
    for gap, word in zip(between, words[1:], strict=True):
        last = kept[-1]
        if gap < _NEXT_WORD * usual:
            last.text, last.x1 = last.text + word.text, word.x1
            last.spaces, last.after = word.spaces, word.after
        else:
            kept.append(replace(word))
    return kept


def gaps(words: Sequence[Word]) -> list[str]:
    """What stands before each word: nothing, a space, or a tab for a gap as between columns."""
    if not words:
        return []
    # What is left of a gap when the spaces drawn in it are taken off.
    beyond = [
        after.x0 - (before.after if 0 < before.spaces < 3 else before.x1)
        for before, after in pairwise(words)
    ]
    found = [""]
    for i, (before, after) in enumerate(pairwise(words)):
        size = max(before.size, after.size)
        if before.mark != after.mark and (before.tag in _CELLS or after.tag in _CELLS):
            found.append("\t")
        elif before.spaces <= 0 and beyond[i] < _GLUED * min(before.size, after.size):
            found.append("")
        elif i == 0 and marker_of(before):
            found.append(" ")
        elif before.spaces == 0:
            found.append("\t" if beyond[i] > _SPACE_LEFT_OUT * size else " ")
        else:
            found.append("\t" if beyond[i] > _widest_space(words, beyond, i) * size else " ")
    return found


def _widest_space(words: Sequence[Word], beyond: Sequence[float], i: int) -> float:
    """How wide, beside the letters' size, a space may be drawn: in a justified line all are."""
    size = words[i].size
    alike = [gap for j, gap in enumerate(beyond) if j != i and words[j].spaces == words[i].spaces]
    if alike and (words[i].spaces < 0 or min(alike) > _NO_MORE * size):
        return min(_WIDEST, max(_WIDE, _WIDER_THAN_OTHERS * min(alike) / size))
    tabs = any(word.spaces == 0 for word in words[:-1])
    return _WIDE_BESIDE_NONE if alike or tabs else _WIDE


def marker_of(word: Word) -> str:
    """ "bullet" or "number" for a word that marks an item of a list, else ""."""
    text = word.text
    if len(text) == 1 and (text in BULLETS or word.symbol or _PRIVATE.match(text)):
        return "bullet"
    return "number" if _NUMBERED.fullmatch(text) else ""


def line_of(words: Sequence[Word], between: Sequence[str], page: int) -> Line:
    """A line of ``words`` with ``between`` standing before each; see ``gaps``."""
    parts: list[str] = []
    links: list[tuple[int, int, str]] = []
    at = 0
    marker = marker_of(words[0]) if len(words) > 1 else ""
    # A sign that a text holds itself is left as it stands; one that hangs is a list's.
    hung = marker == "bullet" and _hangs(words[0], words[1])
    for i, (gap, word) in enumerate(zip(between, words, strict=True)):
        text = "-" if hung and i == 0 else _plain(word.text)
        if word.text.endswith(SOFT_HYPHEN) and i + 1 == len(words):
            text += SOFT_HYPHEN
        gap = gap if parts or "\t" in gap else ""
        if word.link is not None:
            start = at + len(gap)
            if links and links[-1][2] == word.link and links[-1][1] == at:
                links[-1] = (links[-1][0], start + len(text), word.link)
            else:
                links.append((start, start + len(text), word.link))
        parts += (gap, text)
        at += len(gap) + len(text)
    sizes: Counter[float] = Counter()
    for word in words:
        # Letters may be drawn too small to be seen; nothing can be measured by a size of 0.
        sizes[max(round(word.size, 1), 0.1)] += len(word.text)
    size = sizes.most_common(1)[0][0]
    lettered = [word for word in words if any(map(str.isalnum, word.text))] or words
    opening = _token(words, between)
    last = words[-1]
    return Line(
        page=page,
        text="".join(parts),
        x0=words[0].x0,
        x1=max(word.x1 for word in words),
        y=median(word.y for word in words if abs(word.size - size) < 1),
        low=max(word.y for word in words),
        size=size,
        bold=all(word.bold for word in lettered),
        opens_bold=lettered[0].bold,
        ends_bold=lettered[-1].bold,
        marker="bullet" if hung else marker,
        body=words[1].x0 if marker else words[0].x0,
        first=opening[-1].x1 - opening[0].x0,
        piece=_piece(opening),
        space=_space(words, size),
        spaced=last.spaces > 0,
        marks=(words[0].mark, last.mark),
        tag=words[0].tag,
        links=tuple(links),
    )


def _plain(text: str) -> str:
    return normalize("NFC", clean(text).replace("\n", " "))


def _hangs(sign: Word, text: Word) -> bool:
    """Whether the text stands apart from the sign before it, as in a list made by a program."""
    if sign.symbol or _PRIVATE.match(sign.text):
        return True
    gap = text.x0 - sign.after
    return gap > (_HANGING if sign.spaces > 0 else _HANGING_WITH_SPACE) * text.size


def _token(words: Sequence[Word], between: Sequence[str]) -> Sequence[Word]:
    """The words that stand together without a space at the start of a line."""
    end = 1
    while end < len(words) and between[end] == "":
        end += 1
    return words[:end]


def _piece(token: Sequence[Word]) -> float:
    """The width of a first word's part up to a hyphen, where a line may break."""
    text = "".join(word.text for word in token)
    width = token[-1].x1 - token[0].x0
    hyphen = re.match(r"\w+[-–/](?=\w)", text)
    return width * hyphen.end() / len(text) if hyphen else width


def _space(words: Sequence[Word], size: float) -> float:
    """The width of a space in a line."""
    drawn = [(word.after - word.x1) / word.spaces for word in words if word.spaces > 0]
    return median(drawn) if drawn else 0.25 * size
