"""Excerpts: the part of a passage where the words of a question stand, with these marked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from search_api.citations import shown
from search_api.pages.rendering import marked

_LENGTH = 420
_BEFORE = 60
# Code points that no text may hold (Unicode, "noncharacters"): they carry the marks through.
_BEGIN, _END = "\ufdd0", "\ufdd1"


def excerpt(text: str, marks: Sequence[tuple[int, int]], length: int = _LENGTH) -> Markup:
    """About ``length`` characters of a passage, evened out for reading as ``shown`` does, from
    where most of ``marks`` stand; "…" tells where it goes on."""
    words, ranges = _shown_with_marks(text, marks)
    start = _best_start(words, ranges, length)
    end = len(words) if start + length >= len(words) else words.rfind(" ", start, start + length)
    end = end if end > start else min(len(words), start + length)
    part = marked(words[start:end], [(first - start, last - start) for first, last in ranges])
    return Markup("… " if start else "") + part + (" …" if end < len(words) else "")


def _shown_with_marks(
    text: str, marks: Sequence[tuple[int, int]]
) -> tuple[str, list[tuple[int, int]]]:
    """A passage as it is shown, and where its marks stand in that."""
    if _BEGIN in text or _END in text:
        return shown(text), []
    pieces: list[str] = []
    at = 0
    for start, end in sorted(marks):
        if at <= start < end <= len(text):
            pieces += [text[at:start], _BEGIN, text[start:end], _END]
            at = end
    carried = shown("".join([*pieces, text[at:]]))
    words: list[str] = []
    ranges: list[tuple[int, int]] = []
    length = first = 0
    for piece in re.split(f"([{_BEGIN}{_END}])", carried):
        if piece == _BEGIN:
            first = length
        elif piece == _END:
            ranges.append((first, length))
        else:
            words.append(piece)
            length += len(piece)
    return "".join(words), ranges


def _best_start(words: str, ranges: Sequence[tuple[int, int]], length: int) -> int:
    """Where the excerpt begins: at a word a little before the mark from which most are in it."""
    if len(words) <= length or not ranges:
        return 0

    def held(start: int) -> int:
        return sum(start <= first and last <= start + length for first, last in ranges)

    starts = [max(0, min(first - _BEFORE, len(words) - length)) for first, _ in ranges]
    best = max(starts, key=held)
    if held(0) >= held(best):
        return 0
    # From the beginning of a sentence, where one begins close by; else of a word.
    sentence = re.search(r"(?<=[.!?\n])\s+(?=[A-ZÆØÅ–-])", words[best : best + _BEFORE])
    space = words.find(" ", best)
    return best + sentence.end() if sentence else space + 1
