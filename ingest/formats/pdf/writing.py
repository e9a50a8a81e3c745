"""Paragraphs written out as one text, with the places of pages and links in it."""

from __future__ import annotations

from dataclasses import replace

from corpus.records import Link
from ingest.formats.pdf.hyphens import Hyphens
from ingest.formats.pdf.lines import Line
from ingest.formats.pdf.measures import Measures
from ingest.formats.pdf.paragraphs import Paragraph


class Writer:
    """Writes a document's paragraphs, one after the other."""

    def __init__(self, hyphens: Hyphens, measures: Measures) -> None:
        self._hyphens, self._measures = hyphens, measures
        self._parts: list[str] = []
        self._length = 0
        self._starts: dict[int, int] = {}
        self._links: list[Link] = []

    def write(self, paragraph: Paragraph) -> None:
        """Write a paragraph on a line of its own."""
        if self._length:
            self._put("\n\n" if paragraph.blank else "\n")
        self._begin(paragraph.first)
        if paragraph.level:
            self._put("#" * paragraph.level + " ")
        self._put("  " * paragraph.indent)
        above: Line | None = None
        for line in paragraph.lines:
            if above is not None:
                self._join(above, line)
            self._begin(line)
            self._line(line)
            above = line

    def starts(self, count: int) -> list[int]:
        """Where each of ``count`` pages starts; one without text where the next one does."""
        starts = [0] * count
        following = self._length
        for number in range(count - 1, 0, -1):
            following = starts[number] = self._starts.get(number, following)
        return starts

    @property
    def text(self) -> str:
        return "".join(self._parts) + "\n" if self._parts else ""

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(self._links)

    def _put(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)

    def _begin(self, line: Line) -> None:
        self._starts.setdefault(line.page, self._length)

    def _join(self, above: Line, line: Line) -> None:
        if line.text.startswith("\t"):
            return
        spaced = above.spaced if self._measures.spaced else None
        off, between = self._hyphens.seam(above.text, line.text, spaced)
        if off:
            self._parts[-1] = self._parts[-1][:-off]
            self._length -= off
            if self._links and self._links[-1].end > self._length:
                self._links[-1] = replace(self._links[-1], end=self._length)
        self._put(between)

    def _line(self, line: Line) -> None:
        at = self._length
        self._put(line.text)
        for start, end, target in line.links:
            last = self._links[-1] if self._links else None
            if last is not None and last.target == target and at + start - last.end <= 1:
                self._links[-1] = replace(last, end=at + end)
            else:
                self._links.append(Link(at + start, at + end, target))
