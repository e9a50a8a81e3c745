"""Headings that an author made by hand, with bold or larger letters instead of a style."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.formats.blocks import Block, Paragraph, is_heading
from ingest.formats.manuscript import bare

_LONGEST = 120
_FEWEST = 2
_LARGER = 1.15
# Where more is bold or large than not, it is not what sets headings apart.
_LARGEST_SHARE = 0.5
_DEEPEST = 3
# A decision is often bold; it is a sentence, as a heading without a number never is.
_ENDS_OF_SENTENCES = ".;,!?"


def with_headings(blocks: Sequence[Block]) -> Sequence[Block]:
    """``blocks`` with short paragraphs of bold or larger letters as headings, larger ones above
    smaller, in a document in which no style marks any."""
    written = [block for block in blocks if isinstance(block, Paragraph) and not block.empty]
    if any(is_heading(paragraph) and not paragraph.title for paragraph in written):
        return blocks
    sizes: Counter[int] = Counter()
    for paragraph in written:
        sizes[paragraph.size] += len(paragraph.text)
    usual = max(sizes, key=sizes.__getitem__, default=0)
    looks = {id(p): p.size for p in written if _stands_out(p, usual)}
    if not _FEWEST <= len(looks) <= _LARGEST_SHARE * len(written):
        return blocks
    levels = {size: level for level, size in enumerate(sorted(set(looks.values()))[::-1], start=1)}
    return [
        replace(block, level=min(levels[looks[id(block)]], _DEEPEST))
        if isinstance(block, Paragraph) and id(block) in looks
        else block
        for block in blocks
    ]


def _stands_out(paragraph: Paragraph, usual: int) -> bool:
    text = bare(paragraph.text).strip()
    return (
        (paragraph.bold or paragraph.size > _LARGER * usual)
        and paragraph.mark != "-"
        and not paragraph.title
        and len(text) <= _LONGEST
        and not {"\n", "\t"} & set(text)
        and any(map(str.isalpha, text))
        and (bool(paragraph.mark) or text[0].isdigit() or text[-1] not in _ENDS_OF_SENTENCES)
    )
