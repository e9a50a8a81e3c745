"""Headings of a PDF that its letters tell: larger than the text, or bold where it is not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from ingest.formats.pdf.measures import Measures
from ingest.formats.pdf.paragraphs import Paragraph

Style = tuple[float, bool]
"""Size, to half a point, and whether bold."""

_TAG = re.compile(r"H([1-6])")
_SENTENCE_END = re.compile(r"[.,;]$")
_LARGER = 1.12
_LEAST_LARGER = 1.0
_LONGEST = 200
_LONGEST_BOLD = 150
_MOST_LINES = 4
_MOST_SENTENCES = 0.3
_LEVELS = 6


def mark_headings(found: Sequence[Paragraph], measures: Measures) -> None:
    """Give the paragraphs that are headings their level.

    The file's own marks win. Else the levels are the ranks of the sizes, from 2 on; 1 is the
    title's, where one heading alone is the largest and stands on the first page.
    """
    by_style: defaultdict[Style, list[Paragraph]] = defaultdict(list)
    for paragraph in found:
        if paragraph.first.row or paragraph.first.text.startswith("#"):
            continue
        tagged = _TAG.fullmatch(paragraph.first.tag)
        if tagged:
            paragraph.level = int(tagged[1])
        elif _stands_out(paragraph, measures):
            by_style[_style(paragraph)].append(paragraph)
    ranked = [style for style in sorted(by_style, reverse=True) if _titles(by_style[style])]
    first_page = found[0].first.page if found else 0
    level = 2
    if ranked and len(ranked) > 1:
        largest = by_style[ranked[0]]
        level = 1 if len(largest) == 1 and largest[0].first.page == first_page else 2
    for style in ranked:
        for paragraph in by_style[style]:
            paragraph.level = min(level, _LEVELS)
        level += 1


def _style(paragraph: Paragraph) -> Style:
    return round(2 * paragraph.first.size) / 2, paragraph.first.bold


def _stands_out(paragraph: Paragraph, measures: Measures) -> bool:
    first, lines = paragraph.first, paragraph.lines
    if first.marker == "bullet" or "\t" in first.text:
        return False
    if not any(character.isalpha() for line in lines for character in line.text):
        return False
    larger = first.size >= max(_LARGER * measures.size, measures.size + _LEAST_LARGER)
    if larger:
        return sum(len(line.text) for line in lines) <= _LONGEST
    return (
        not measures.bold
        and first.size > 0.95 * measures.size
        and all(line.bold for line in lines)
        and sum(len(line.text) for line in lines) <= _LONGEST_BOLD
        and _SENTENCE_END.search(lines[-1].text) is None
    )


def _titles(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether what is set in one style are titles, not text in large letters."""
    sentences = sum(bool(_SENTENCE_END.search(p.lines[-1].text)) for p in paragraphs)
    long = sum(len(p.lines) > _MOST_LINES for p in paragraphs)
    return not long and sentences <= _MOST_SENTENCES * len(paragraphs)
