"""A PDF page drawn in thought: which letters end up where (ISO 32000-2, 8.3, 8.4, 9.3 and 9.4)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pypdf.errors import LimitReachedError
from pypdf.generic import StreamObject

from ingest.formats.pdf.content import Operand, operations
from ingest.formats.pdf.fonts import Font, Fonts, entry
from ingest.formats.pdf.marks import Mark, Marks
from ingest.formats.pdf.matrix import IDENTITY, Matrix, Point, matrix_of, moved, numbers, product
from ingest.formats.pdf.paths import PATH_OPERATORS, Paths

# As shares of the font's size: a gap that is a space, though none is drawn, and how far back the
# next letter may reach into the one before it.
_GAP = 0.14
_BACK = 0.5
_RAISED = 0.8
_SMALLEST, _FARTHEST = 0.1, 1e5
_DEEPEST = 12
_MOST_FORMS = 5_000
_MOST_STATES = 500
_MOST_WORDS = 300_000
_OUTLINED = 2


@dataclass(slots=True)
class Drawn:
    """A word in the file's own coordinates; ``angle`` is the direction it runs in, in degrees."""

    text: str
    start: Point
    end: Point
    after: Point
    angle: int
    size: float
    bold: bool
    symbol: bool
    spaces: int
    mark: int
    tag: str
    running: bool


@dataclass(frozen=True, slots=True)
class _State:
    """How text is set: ``letter`` and ``space`` widen what follows a letter and a space, ``width``
    stretches both, ``mode`` is how letters are painted."""

    font: Font
    size: float = 1.0
    letter: float = 0.0
    space: float = 0.0
    width: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: float = 0.0


class Drawing:
    """Draws content streams; collects words, straight lines, and how much else is drawn."""

    def __init__(self, fonts: Fonts) -> None:
        self.words: list[Drawn] = []
        self.paths = Paths()
        self.pictured = 0.0
        self._fonts = fonts
        self._forms = 0
        self._ctm = IDENTITY
        self._marks = Marks()
        self._state = _State(fonts.of(None, ""))
        self._tm = self._line = IDENTITY
        self._word = _Growing()

    def draw(self, stream: bytes, resources: object, depth: int = 0) -> None:
        """Draw a content stream with its resources."""
        states: list[tuple[Matrix, _State]] = []
        marks = len(self._marks)
        for operator, operands in operations(stream):
            if operator == b"q":
                if len(states) < _MOST_STATES:
                    states.append((self._ctm, self._state))
            elif operator == b"Q":
                if states:
                    self._ctm, self._state = states.pop()
            elif operator in _TEXT:
                self._text(operator, operands, resources)
            elif operator in PATH_OPERATORS:
                self.paths.follow(operator, operands, self._ctm)
            elif operator == b"cm":
                self._ctm = product(matrix_of(operands), self._ctm)
            elif operator in (b"BDC", b"BMC"):
                if self._marks.open(operands, resources):
                    self._flush()
            elif operator == b"EMC":
                if len(self._marks) > marks and self._marks.close():
                    self._flush()
            elif operator == b"Do" and operands:
                self._do(operands[0], resources, depth)
        self._marks.keep(marks)
        self._flush()

    def _text(self, operator: bytes, operands: list[Operand], resources: object) -> None:
        if operator in (b"Tj", b"TJ"):
            if operands:
                last = operands[-1]
                self._show(last if isinstance(last, list) else [last])
        elif operator in (b"Td", b"TD"):
            x, y = numbers(operands, 2)
            if operator == b"TD":
                self._state = replace(self._state, leading=-y)
            self._tm = self._line = moved(self._line, x, y)
        elif operator == b"Tm":
            self._tm = self._line = matrix_of(operands)
        elif operator == b"Tf":
            if len(operands) >= 2 and isinstance(operands[0], str):
                font, size = self._fonts.of(resources, operands[0]), numbers(operands[1:], 1)[0]
                self._state = replace(self._state, font=font, size=size)
        elif operator == b"BT":
            self._tm = self._line = IDENTITY
        elif operator == b"T*":
            self._tm = self._line = moved(self._line, 0, -self._state.leading)
        elif operator in (b"'", b'"'):
            if operator == b'"' and len(operands) >= 3:
                space, letter = numbers(operands, 2)
                self._state = replace(self._state, space=space, letter=letter)
            self._tm = self._line = moved(self._line, 0, -self._state.leading)
            self._show(operands[-1:])
        else:
            self._state = _SETTINGS[operator](self._state, numbers(operands, 1)[0])

    def _show(self, elements: Sequence[Operand]) -> None:
        state = self._state
        size, letter, width, font = state.size, state.letter, state.width, state.font
        glyphs, word, mark = font.glyphs, self._word, self._marks.innermost
        a, b, c, d, e, f = product(self._tm, self._ctm)
        if state.rise:
            e, f = e + state.rise * c, f + state.rise * d
        if size < 0:
            size, a, b, c, d = -size, -a, -b, -c, -d
        long = math.hypot(a, b)
        if not (0 < long < _FARTHEST and abs(e) < _FARTHEST and abs(f) < _FARTHEST):
            return  # So small or so far away that nobody sees it.
        height = max(_SMALLEST, min(size * abs(a * d - b * c) / long, _FARTHEST))
        wider = size * width * _GAP
        back = -size * width * _BACK
        angle = 0 if a > 0 and abs(b) < 1e-3 * a else round(math.degrees(math.atan2(b, a))) % 360
        bold = font.bold or state.mode == _OUTLINED
        style = (angle, round(height, 2), bold, font.symbol)
        # In the text's own units: the pen, where it was after the last letter, and that one's edge.
        at = pen = end = 0.0
        if word.chars or word.owner is not None:
            ahead, aside = word.distance(e, f, a / long, b / long)
            follows = ahead / long > 2 * back
            if word.style == style and abs(aside) < 0.1 * height and follows:
                pen = -ahead / long
                end = pen - letter * width
            else:
                self._flush()
                # A space that comes first here still belongs after the word before it.
                if not (follows and ahead / long < wider and abs(aside) < _RAISED * height):
                    word.owner = None
        actual = mark.actual if mark is not None else None
        for element in elements:
            if isinstance(element, float):
                at -= element * size * width / 1000
                continue
            if not isinstance(element, bytes):
                continue
            codes: Sequence[int] = element
            if font.wide:
                pairs = zip(element[::2], element[1::2], strict=False)
                codes = [high << 8 | low for high, low in pairs]
            for code in codes:
                text, advance = glyphs[code]
                step = (advance * size + letter) * width
                if code == 32 and not font.wide:
                    step += state.space * width
                if actual is not None and mark is not None:
                    text, mark.actual, actual = actual, "", ""
                if text == " ":
                    if word.chars:
                        self._flush((e + a * end, f + b * end))
                    at += step
                    pen = end = at
                    word.spaced(e + a * at, f + b * at)
                    continue
                if word.chars and not back < at - pen < wider:
                    self._flush((e + a * end, f + b * end))
                if not word.chars:
                    word.open((e + a * at, f + b * at), style, mark)
                word.chars.append(text)
                at += step
                pen, end = at, at - letter * width
        word.end, word.pen = (e + a * end, f + b * end), (e + a * pen, f + b * pen)
        self._tm = moved(self._tm, at if state.size >= 0 else -at, 0)

    def _flush(self, end: Point | None = None) -> None:
        word = self._word
        text = "".join(word.chars)
        if not word.chars:
            return
        word.chars.clear()
        word.owner = None
        if not text.strip():
            return
        end = end or word.end
        angle, size, bold, symbol = word.style
        mark = word.mark
        drawn = Drawn(
            text,
            word.start,
            end,
            end,
            angle,
            size,
            bold,
            symbol,
            0,
            mark.number if mark else -1,
            mark.tag if mark else "",
            mark.running if mark else False,
        )
        self.words.append(drawn)
        word.owner = drawn
        word.end = word.pen = end
        if len(self.words) > _MOST_WORDS:
            raise LimitReachedError("Too many words on a page.")

    def _do(self, name: Operand, resources: object, depth: int) -> None:
        drawn = entry(entry(resources, "/XObject"), name) if isinstance(name, str) else None
        if not isinstance(drawn, StreamObject):
            return
        if drawn.get("/Subtype") == "/Image":
            a, b, c, d, _, _ = self._ctm
            self.pictured += abs(a * d - b * c)
            return
        self._forms += 1
        if drawn.get("/Subtype") != "/Form" or depth >= _DEEPEST or self._forms > _MOST_FORMS:
            return
        outer = (self._ctm, self._state, self._tm, self._line)
        matrix = entry(drawn, "/Matrix")
        if isinstance(matrix, list):
            self._ctm = product(matrix_of([float(number) for number in matrix]), self._ctm)
        self.draw(drawn.get_data(), entry(drawn, "/Resources") or resources, depth + 1)
        self._ctm, self._state, self._tm, self._line = outer


class _Growing:
    """The word that is being drawn; ``owner`` is the one before it while only spaces follow."""

    def __init__(self) -> None:
        self.chars: list[str] = []
        self.start = self.end = self.pen = (0.0, 0.0)
        self.style: tuple[int, float, bool, bool] = (0, 0.0, False, False)
        self.mark: Mark | None = None
        self.owner: Drawn | None = None

    def open(
        self,
        start: Point,
        style: tuple[int, float, bool, bool],
        mark: Mark | None,
    ) -> None:
        self.start, self.style, self.mark, self.owner = start, style, mark, None

    def spaced(self, x: float, y: float) -> None:
        self.end = self.pen = (x, y)
        if self.owner is not None:
            self.owner.spaces += 1
            self.owner.after = (x, y)

    def distance(self, x: float, y: float, ux: float, uy: float) -> Point:
        """How far ahead of the pen, in the direction ``(ux, uy)``, and aside of it a point is."""
        dx, dy = x - self.pen[0], y - self.pen[1]
        return dx * ux + dy * uy, dy * ux - dx * uy


_SETTINGS: dict[bytes, Callable[[_State, float], _State]] = {
    b"Tc": lambda state, number: replace(state, letter=number),
    b"Tw": lambda state, number: replace(state, space=number),
    b"Tz": lambda state, number: replace(state, width=number / 100),
    b"TL": lambda state, number: replace(state, leading=number),
    b"Ts": lambda state, number: replace(state, rise=number),
    b"Tr": lambda state, number: replace(state, mode=number),
}
_TEXT = frozenset((b"Tj", b"TJ", b"Td", b"TD", b"Tm", b"Tf", b"BT", b"T*", b"'", b'"', *_SETTINGS))
