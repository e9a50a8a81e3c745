"""The picture of a scanned page made ready for text recognition: contrast, noise, skew, rules."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

Greys = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

# Shares of a page that are at most so dark: its ink, and its paper; and how near white that gets.
_INK, _PAPER = 0.01, 0.6
_WHITE = 0.97
_LEAST_CONTRAST = 25
# Thin rules turn out paler than letters.
_INK_BELOW, _RULE_BELOW = 128, 200
_BLANK = 0.0002
# The grain of a page, in steps of grey, from which on it is smoothed, and by how many pixels.
_NOISY = 1.5
_BLUR = 1.0
_STEEPEST = 5.0
_LEAST_SKEW = 0.1
_FEWEST_POINTS, _SKEW_POINTS = 500, 60_000
# In inches; and how many pixels of how many beside each other.
_SHORTEST_RULE, _THICKEST_RULE = 0.4, 0.03
_FILLED, _BLOCK = 7, 8
_MOST_TOUCHING = 0.2


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, as the box of its ink in pixels."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Scan:
    """A picture in greys with black text on white, upright lines, and the rules that were drawn on
    it, which are no longer in it."""

    picture: Image.Image
    dpi: int
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]

    @property
    def blank(self) -> bool:
        """Whether nothing is on the page but specks."""
        return float(np.mean(np.asarray(self.picture) < _INK_BELOW)) < _BLANK


def prepared(picture: Image.Image, dpi: int) -> Scan:
    """A scanned page of any mode, made ready."""
    grey = _stretched(_smoothed(picture.convert("L"), dpi))
    skew = _skew(np.asarray(grey) < _INK_BELOW)
    if abs(skew) >= _LEAST_SKEW:
        grey = grey.rotate(skew, resample=Image.Resampling.BILINEAR, fillcolor=255)
    greys = np.array(grey)
    across = _rules(greys, dpi)
    down = [Rule(r.top, r.left, r.bottom, r.right) for r in _rules(greys.T, dpi)]
    for rule in (*across, *down):
        # With the soft edge of a rule.
        greys[max(0, rule.top - 1) : rule.bottom + 1, max(0, rule.left - 1) : rule.right + 1] = 255
    return Scan(Image.fromarray(greys), dpi, tuple(across), tuple(down))


def _smoothed(grey: Image.Image, dpi: int) -> Image.Image:
    """The picture without grain, where it has any: Immerkær, "Fast noise variance estimation"
    (1996), on the middle of the page and with a median, so that text does not count as noise."""
    width, height = grey.size
    middle = grey.crop((width // 4, height // 4, width - width // 4, height - height // 4))
    pixels = np.asarray(middle, dtype=np.int16)
    if min(pixels.shape) < 3:
        return grey
    second = pixels[:, :-2] - 2 * pixels[:, 1:-1] + pixels[:, 2:]
    both = second[:-2] - 2 * second[1:-1] + second[2:]
    noise = float(np.median(np.abs(both))) / (0.6745 * 6)
    return grey.filter(ImageFilter.GaussianBlur(_BLUR * dpi / 200)) if noise > _NOISY else grey


def _stretched(grey: Image.Image) -> Image.Image:
    """The picture with white paper and black ink."""
    counts = np.cumsum(grey.histogram()) / (grey.width * grey.height)
    ink, paper = (int(np.searchsorted(counts, share)) for share in (_INK, _PAPER))
    if paper - ink < _LEAST_CONTRAST:
        return grey
    even = np.clip((np.arange(256) - ink) / (_WHITE * paper - ink), 0, 1) * 255
    return grey.point(even.astype(int).tolist())


def _skew(ink: Mask) -> float:
    """How many degrees the picture is to be turned, counter-clockwise, for its lines to be level:
    the turn that gathers the ink in the fewest rows (Postl, "Detection of linear oblique
    structures and skew scan in digitized documents", 1986)."""
    edge = [side // 25 for side in ink.shape]  # Shadows lie along the edges of copies.
    rows, columns = np.nonzero(ink[edge[0] : -edge[0] or None : 2, edge[1] : -edge[1] or None : 2])
    if len(rows) < _FEWEST_POINTS:
        return 0.0
    step = max(1, len(rows) // _SKEW_POINTS)
    rows, columns = rows[::step].astype(np.float32), columns[::step].astype(np.float32)
    height = ink.shape[0] // 2

    def sharpness(angle: float) -> float:
        moved = rows - columns * np.float32(np.tan(np.radians(angle)))
        bins = np.bincount((moved + height).clip(0).astype(np.int32))
        return float(np.sum(np.square(bins, dtype=np.float64)))

    best = max(np.arange(-_STEEPEST, _STEEPEST + 0.01, 0.5), key=sharpness)
    return float(max(np.arange(best - 0.5, best + 0.51, 0.1), key=sharpness))


def _rules(greys: Greys, dpi: int) -> list[Rule]:
    """The level rules in a picture: long, unbroken, thin, and with paper above and below, which
    the strokes of letters that run together have not."""
    thickest = max(4, int(_THICKEST_RULE * dpi))
    long = _long(greys < _RULE_BELOW, int(_SHORTEST_RULE * dpi / _BLOCK), thickest)
    found = []
    for rule in _boxes(long):
        left, right = rule.left, rule.right
        above = greys[max(0, rule.top - 2), left:right] < _INK_BELOW
        below = greys[min(len(greys) - 1, rule.bottom + 1), left:right] < _INK_BELOW
        if rule.bottom - rule.top <= thickest and max(above.mean(), below.mean()) < _MOST_TOUCHING:
            found.append(rule)
    return found


def _long(ink: Mask, length: int, thickest: int) -> Mask:
    """The ink in level runs of ``length`` blocks and more, but for what is thick."""
    height, width = ink.shape
    columns = width // _BLOCK
    whole = ink[:, : columns * _BLOCK].reshape(height, columns, _BLOCK)
    runs = _opened(whole.sum(axis=2, dtype=np.uint8) >= _FILLED, length)
    found = np.zeros_like(ink)
    if runs.any():
        thin = runs & ~_opened(runs.T, thickest + 1).T
        # A rule ends somewhere inside a block.
        wide = thin.copy()
        wide[:, 1:] |= thin[:, :-1]
        wide[:, :-1] |= thin[:, 1:]
        found[:, : columns * _BLOCK] = np.repeat(wide, _BLOCK, axis=1)
    return found & ink


def _opened(filled: Mask, length: int) -> Mask:
    """What lies in an unbroken level run of at least ``length``."""
    width = filled.shape[1]
    if width < length:
        return np.zeros_like(filled)
    sums = np.zeros((filled.shape[0], width + 1), dtype=np.int32)
    np.cumsum(filled, axis=1, out=sums[:, 1:])
    full = sums[:, length:] - sums[:, :-length] == length
    found = np.zeros_like(filled)
    for shift in range(length):
        found[:, shift : shift + full.shape[1]] |= full
    return found


def _boxes(rules: Mask) -> list[Rule]:
    """The level rules of a mask: runs of ink in rows that touch are one."""
    found: list[Rule] = []
    for row in map(int, np.flatnonzero(rules.any(axis=1))):
        edges = np.flatnonzero(np.diff(rules[row].astype(np.int8), prepend=0, append=0)).tolist()
        for left, right in zip(edges[::2], edges[1::2], strict=True):
            one = [
                rule
                for rule in found
                if rule.bottom >= row - 1
                and rule.left <= right + _BLOCK
                and left <= rule.right + _BLOCK
            ]
            found = [rule for rule in found if rule not in one]
            found.append(
                Rule(
                    min([left, *(rule.left for rule in one)]),
                    min([row, *(rule.top for rule in one)]),
                    max([right, *(rule.right for rule in one)]),
                    row + 1,
                )
            )
    return found
