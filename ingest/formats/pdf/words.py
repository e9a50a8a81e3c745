"""The words of a PDF page, where each is drawn, and the rules between them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pypdf import PageObject
from pypdf.generic import RectangleObject

from ingest.extract import clean
from ingest.formats.pdf.drawing import Drawing, Drawn
from ingest.formats.pdf.fonts import Fonts, entry
from ingest.formats.pdf.paths import Stroke

_SHORTEST_RULE = 8.0
_OUTSIDE = 3.0
_SPACES_DRAWN = 0.4
_FARTHEST = 1e5
NOT_DRAWN = -1
# As multiples of the letters' size.
_ABOVE_BASELINE = 0.8
_BULLET_GAP = 2.5


@dataclass(slots=True)
class Word:
    """A run of letters without a space.

    Places are in points from the page's left and top as it is read; ``y`` is the baseline.
    ``spaces`` counts the spaces drawn after it, -1 on a page that leaves them out, and ``after`` is
    where the last of them ends.
    ``mark`` is the number of the marked content that it belongs to, -1 for none, and ``tag`` that
    content's kind ("P", "TD"); ``running`` is marked as the page's own head or foot.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    symbol: bool
    spaces: int
    after: float
    mark: int
    tag: str
    running: bool
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, across (``y0 == y1``) or down (``x0 == x1``)."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def across(self) -> bool:
        return self.y0 == self.y1


@dataclass(frozen=True, slots=True)
class PageWords:
    """``aside`` are words that run in another direction than the page's text; ``pictured`` is the
    share of the page that pictures cover, ``shapes`` how many are painted; ``turn`` takes a place
    in the file to one on the page."""

    words: list[Word]
    aside: list[Word]
    rules: list[Rule]
    width: float
    height: float
    pictured: float
    turn: Turn
    shapes: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """From the file's coordinates to those of the page as it is read, ``angle`` degrees turned."""

    box: tuple[float, float, float, float]
    angle: int

    def place(self, x: float, y: float) -> tuple[float, float]:
        left, low, right, high = self.box
        if self.angle == 0:
            return x - left, high - y
        cos, sin = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        corners = [(cx, cy) for cx in (left, right) for cy in (low, high)]
        u = x * cos + y * sin - min(cx * cos + cy * sin for cx, cy in corners)
        v = max(cy * cos - cx * sin for cx, cy in corners) - (y * cos - x * sin)
        return u, v

    def size(self) -> tuple[float, float]:
        left, low, right, high = self.box
        width, height = right - left, high - low
        return (height, width) if self.angle % 180 == 90 else (width, height)


def read_words(page: PageObject, fonts: Fonts) -> PageWords:
    """What is drawn on a page. Raises what pypdf raises for a broken one."""
    drawing = Drawing(fonts)
    contents = page.get_contents()
    if contents is not None:
        drawing.draw(contents.get_data(), entry(page, "/Resources"))
    box = _box(page.cropbox)
    directions: Counter[int] = Counter()
    for drawn in drawing.words:
        directions[drawn.angle] += len(drawn.text)
    angle = directions.most_common(1)[0][0] if directions else -page.rotation % 360
    turn = Turn(box, angle)
    width, height = turn.size()
    by_angle = {angle: turn} | {other: Turn(box, other) for other in directions}
    words: list[Word] = []
    aside: list[Word] = []
    for drawn in drawing.words:
        if not drawn.text.isprintable() and not clean(drawn.text) and "\u00ad" not in drawn.text:
            continue
        word = _word(drawn, by_angle[drawn.angle])
        if drawn.angle != angle:
            aside.append(word)
        elif (
            -_OUTSIDE < (word.x0 + word.x1) / 2 < width + _OUTSIDE
            and -_OUTSIDE < word.y < height + 2 * _OUTSIDE
        ):
            words.append(word)
    if sum(word.spaces > 0 for word in words) < _SPACES_DRAWN * len(words):
        for word in words:
            word.spaces = word.spaces or NOT_DRAWN
    words += _bullets(drawing.paths.dots, words, turn)
    rules = _rules(drawing.paths.strokes, turn) if angle % 90 == 0 else []
    area = max(1.0, width * height)
    return PageWords(
        words, aside, rules, width, height, drawing.pictured / area, turn, drawing.paths.shapes
    )


def _box(box: RectangleObject) -> tuple[float, float, float, float]:
    left, low, right, high = (float(side) for side in box)
    return min(left, right), min(low, high), max(left, right), max(low, high)


def _word(drawn: Drawn, turn: Turn) -> Word:
    x0, y = turn.place(*drawn.start)
    x1, _ = turn.place(*drawn.end)
    after, _ = turn.place(*drawn.after)
    return Word(
        drawn.text,
        x0,
        x1,
        y,
        drawn.size,
        drawn.bold,
        drawn.symbol,
        drawn.spaces,
        after,
        drawn.mark,
        drawn.tag,
        drawn.running,
    )


def _bullets(dots: Iterable[Stroke], words: Sequence[Word], turn: Turn) -> list[Word]:
    """The dots before lines as words: browsers draw the signs of lists, they do not write them."""
    found = []
    for dot in dots:
        (xa, ya), (xb, yb) = turn.place(*dot[:2]), turn.place(*dot[2:])
        left, right, middle = min(xa, xb), max(xa, xb), (ya + yb) / 2
        level = [word for word in words if -0.1 < (word.y - middle) / word.size < _ABOVE_BASELINE]
        after = [word for word in level if word.x0 > right]
        first = min(after, key=lambda word: word.x0, default=None)
        if first is None or first.x0 - right > _BULLET_GAP * first.size:
            continue
        if not any(0 < left - word.x1 < _BULLET_GAP * word.size for word in level):
            sign = replace(first, text="•", x0=left, x1=right, after=right, spaces=0, symbol=True)
            found.append(sign)
    return found


def _rules(strokes: Iterable[Stroke], turn: Turn) -> list[Rule]:
    found = []
    for stroke in strokes:
        if not all(abs(place) < _FARTHEST for place in stroke):
            continue
        (xa, ya), (xb, yb) = turn.place(*stroke[:2]), turn.place(*stroke[2:])
        x0, x1, y0, y1 = min(xa, xb), max(xa, xb), min(ya, yb), max(ya, yb)
        if x1 - x0 >= _SHORTEST_RULE and y1 - y0 < 1:
            middle = (y0 + y1) / 2
            found.append(Rule(x0, middle, x1, middle))
        elif y1 - y0 >= _SHORTEST_RULE and x1 - x0 < 1:
            middle = (x0 + x1) / 2
            found.append(Rule(middle, y0, middle, y1))
    return found


def letters(words: Sequence[Word]) -> int:
    """How many letters stand in ``words``."""
    return sum(character.isalpha() for word in words for character in word.text)
