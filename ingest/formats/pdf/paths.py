"""The straight lines and the dots that a PDF page draws (ISO 32000-2, 8.5)."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.formats.pdf.content import Operand
from ingest.formats.pdf.matrix import Matrix, Point, numbers, placed

Stroke = tuple[float, float, float, float]
"""A straight line from the first point to the second, or the corners of a box."""

_CURVES = {b"c": 4, b"v": 2, b"y": 2}
_PAINTS = frozenset((b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"n"))
PATH_OPERATORS = frozenset((b"m", b"l", b"re", *_CURVES)) | _PAINTS
_STROKES = frozenset((b"S", b"s", b"B", b"B*", b"b", b"b*"))
_FILLS = frozenset((b"f", b"F", b"f*"))
_THIN = 3.0
_MOST_STROKES = 20_000
_SMALLEST_DOT, _LARGEST_DOT = 1.5, 8.0
_MOST_DOTS = 500


class Paths:
    """Follows paths; ``strokes`` are the lines found, ``dots`` the boxes of what is as small and as
    high as it is wide, ``shapes`` counts what is painted."""

    def __init__(self) -> None:
        self.strokes: list[Stroke] = []
        self.dots: list[Stroke] = []
        self.shapes = 0
        self._path: list[Point] = []
        self._boxes: list[Stroke] = []

    def follow(self, operator: bytes, operands: Sequence[Operand], ctm: Matrix) -> None:
        """Do one of ``PATH_OPERATORS``."""
        if operator == b"l":
            self._path.append(placed(ctm, *numbers(operands, 2)))
        elif operator in _CURVES:
            end = numbers(operands, 6)[_CURVES[operator] :]
            self._path.append(placed(ctm, end[0], end[1]))
        elif operator == b"m":
            self._end(operator)
            self._path.append(placed(ctm, *numbers(operands, 2)))
        elif operator == b"re":
            x, y, w, h = numbers(operands, 4)
            (xa, ya), (xb, yb) = placed(ctm, x, y), placed(ctm, x + w, y + h)
            self._boxes.append((min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)))
        else:
            self._end(operator)
            if operator != b"n":
                self.shapes += 1
                for box in self._boxes:
                    self._paint(*box, operator in _STROKES)
            self._boxes.clear()

    def _end(self, operator: bytes) -> None:
        """Keep a path of lines as the boxes of its straight parts, or of the whole when filled."""
        path = self._path
        if len(path) > 1:
            filled = operator in _FILLS or self._is_dot(path)
            parts = [path] if filled else [path[i : i + 2] for i in range(len(path) - 1)]
            for part in parts:
                xs, ys = [x for x, _ in part], [y for _, y in part]
                self._boxes.append((min(xs), min(ys), max(xs), max(ys)))
        self._path = []

    def _paint(self, x0: float, y0: float, x1: float, y1: float, stroked: bool) -> None:
        if len(self.strokes) > _MOST_STROKES:
            return
        if self._is_dot(((x0, y0), (x1, y1))):
            if len(self.dots) < _MOST_DOTS:
                self.dots.append((x0, y0, x1, y1))
            return
        if y1 - y0 <= _THIN:
            middle = (y0 + y1) / 2
            self.strokes.append((x0, middle, x1, middle))
        elif x1 - x0 <= _THIN:
            middle = (x0 + x1) / 2
            self.strokes.append((middle, y0, middle, y1))
        elif stroked:
            self.strokes += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]

    def _is_dot(self, path: Sequence[Point]) -> bool:
        xs, ys = [x for x, _ in path], [y for _, y in path]
        width, height = max(xs) - min(xs), max(ys) - min(ys)
        small = all(_SMALLEST_DOT <= side <= _LARGEST_DOT for side in (width, height))
        return small and 0.6 < width / height < 1.7
