"""Recognised words as those of a page that holds its text: in points, with what Tesseract's Danish
cannot write put right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.formats.ocr.engine import Line, Word
from ingest.formats.ocr.image import Rule, Scan
from ingest.formats.ocr.sizes import even_sizes
from ingest.formats.ocr.strokes import bold_words
from ingest.formats.pdf.words import NOT_DRAWN, PageWords, Turn
from ingest.formats.pdf.words import Rule as PageRule
from ingest.formats.pdf.words import Word as PageWord

_BULLET = "•"
_SPACE = 0.2
_CLOSING = re.compile(r"[.,:;!?)\]]+")
_BAR = re.compile(r"^\|(?=[a-zæøå])")


def page_words(lines: Sequence[Line], scan: Scan) -> PageWords:
    """What was recognised of a scan, as it would be drawn on a page."""
    unit = 72 / scan.dpi
    width, height = scan.picture.width * unit, scan.picture.height * unit
    words: list[PageWord] = []
    aside: list[PageWord] = []
    bold = bold_words(lines, scan.picture)
    sizes = even_sizes(lines, [2 * sum(some) > len(some) for some in bold])
    for line, size, some in zip(lines, sizes, bold, strict=True):
        (words if line.level else aside).extend(_drawn(line, size, some, unit))
    rules = [_rule(rule, unit) for rule in (*scan.across, *scan.down)]
    return PageWords(words, aside, rules, width, height, 1.0, Turn((0.0, 0.0, width, height), 0))


def _drawn(line: Line, size: float, bold: Sequence[bool], unit: float) -> Iterator[PageWord]:
    for n, (word, thick) in enumerate(zip(line.words, bold, strict=True)):
        right = float(word.right)
        following = line.words[n + 1] if n + 1 < len(line.words) else None
        if following and not _CLOSING.fullmatch(following.text):
            # However narrow the space is, it was seen.
            right = min(right, following.left - _SPACE * size)
        yield PageWord(
            text=word.text,
            x0=word.left * unit,
            x1=max(right, float(word.left)) * unit,
            y=line.baseline * unit,
            size=size * unit,
            bold=thick,
            symbol=word.text == _BULLET,
            spaces=NOT_DRAWN,
            after=word.right * unit,
            mark=-1,
            tag="",
            running=False,
        )


def _rule(rule: Rule, unit: float) -> PageRule:
    across = rule.right - rule.left > rule.bottom - rule.top
    x, y = (rule.left + rule.right) / 2 * unit, (rule.top + rule.bottom) / 2 * unit
    if across:
        return PageRule(rule.left * unit, y, rule.right * unit, y)
    return PageRule(x, rule.top * unit, x, rule.bottom * unit)


def put_right(lines: Sequence[Line]) -> list[Line]:
    """Lines with the signs that the Danish model takes for others: it knows no bullet, no dash but
    the long one, and often writes a capital I as a bar."""
    found = []
    for line in lines:
        words = [replace(word, text=_written(n, line)) for n, word in enumerate(line.words)]
        if len(words) > 1 and _is_bullet(words[0], line):
            words[0] = replace(words[0], text=_BULLET)
        found.append(replace(line, words=tuple(words)))
    return found


def _written(n: int, line: Line) -> str:
    word = line.words[n]
    if word.text == "|":
        # A bar reaches below the line, the letter does not.
        return "I" if word.bottom - line.baseline < 0.1 * line.size else "|"
    starts = n == 0 or line.words[n - 1].text[-1] in ".:!?"
    if word.text == "l" and starts and n + 1 < len(line.words):
        return "I"  # After a number it would stand for litres.
    return _BAR.sub("I", word.text.replace("—", "–"))


def _is_bullet(word: Word, line: Line) -> bool:
    """Whether a mark hangs above the baseline, as high as it is wide, where no letter does."""
    width, height = word.right - word.left, word.bottom - word.top
    return (
        0.1 < (line.baseline - word.bottom) / line.size < 0.4
        and 0.15 < height / line.size < 0.55
        and 0.5 < width / max(1, height) < 2
    )
