"""A text under construction: lines with marks of where pages start and links stand, which become
the offsets of an ``Extract`` when it is done.

The marks are characters of Unicode's private use area, so that a reader cuts, trims and joins
marked text as any other. A file's own characters of that area never get in: ``text_of`` turns
the symbols among them into ordinary characters and drops the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Link, Page
from ingest.extract import Extract, clean
from ingest.formats.symbols import SYMBOLS

PAGE = "\ue000"
"""Marked text that a page starts at."""
_OPEN, _TARGET, _CLOSE = "\ue001", "\ue002", "\ue003"
_MARK = rf"{PAGE}|{_OPEN}[^{_TARGET}]*{_TARGET}|{_CLOSE}"
_MARKS = re.compile(_MARK)
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_SIGNS = re.compile(r"[\ue100-\uf8ff]")
_LEADING = re.compile(rf"(?:{_MARK}|\s)+")
# A number or bullet that was typed, and the tab after it.
_TYPED = re.compile(
    rf"\A((?:{_MARK})*(?:\d{{1,3}}(?:\.\d{{1,3}})*[.)]|[A-Za-z][.)]|[-–—•·▪○o]))[ \t]*\t[ \t]*"
)
_TABS = re.compile(r" {0,40}\t[ \t]*")
_STIFF_HYPHEN = "\u2011"
_REST_OF_LINE = re.compile(r"\s*\n")


def text_of(raw: str) -> str:
    """Text from a file, without control characters and with pictographs as what they show."""
    return _PRIVATE.sub(lambda match: SYMBOLS.get(match[0], ""), _cleaned(raw))


def marked_text(text: str) -> str:
    """The same for text from a file in which only a reader can have put marks."""
    return _SIGNS.sub(lambda match: SYMBOLS.get(match[0], ""), _cleaned(text))


def _cleaned(raw: str) -> str:
    return clean(raw).replace(_STIFF_HYPHEN, "-")


def linked(text: str, target: str) -> str:
    """Marked ``text`` as a link to ``target``."""
    return link_start(target) + text + LINK_END


def link_start(target: str) -> str:
    """The mark before marked text that links to ``target``; ``LINK_END`` is the one after it."""
    return f"{_OPEN}{' '.join(text_of(target).split())}{_TARGET}"


LINK_END = _CLOSE


def bare(text: str) -> str:
    """Marked ``text`` without its marks."""
    return _MARKS.sub("", text)


def without_pages(text: str) -> str:
    """Marked ``text`` in which no page starts."""
    return text.replace(PAGE, "")


def trimmed(text: str) -> str:
    """Marked ``text`` without white space at its ends; the marks stay."""
    lead = _LEADING.match(text)
    if lead:
        text = "".join(_MARKS.findall(lead[0])) + text[lead.end() :]
    end = len(text)
    while end and (text[end - 1].isspace() or text[end - 1] in (_CLOSE, PAGE)):
        end -= 1
    return text[:end] + "".join(text[end:].split())


def paragraph_lines(text: str) -> list[str]:
    """The lines of a paragraph of marked text: trimmed, one tab for several, and a space for the
    tab after a typed number or bullet. Lines with nothing but marks are kept for the marks."""
    lines = []
    for line in text.split("\n"):
        line = _TABS.sub("\t", trimmed(line))
        lines.append(_TYPED.sub(r"\1 ", line))
    return lines


class Manuscript:
    """The lines of a text, from the first to the last."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._blank = True
        self._first_pages = ""

    def line(self, text: str, prefix: str = "") -> None:
        """Adds a line of marked text, ``prefix`` before it where it holds any visible character."""
        if not bare(text).strip():
            self._mark(text)
            return
        text, self._first_pages = self._first_pages + text, ""
        pages = len(text) - len(text.lstrip(PAGE))
        self._lines.append(PAGE * pages + prefix + text[pages:].rstrip())
        self._blank = False

    def gap(self) -> None:
        """Sees to it that a blank line, or nothing at all, stands above the next line."""
        if not self._blank:
            self.blank()

    def blank(self) -> None:
        """Adds a blank line, where any line stands above."""
        if self._lines:
            self._lines.append("")
            self._blank = True

    def _mark(self, text: str) -> None:
        """Keeps the pages that start in text without a visible character."""
        marks = PAGE * text.count(PAGE)
        if self._lines:
            self._lines[-1] += marks
        else:
            self._first_pages += marks

    def extract(
        self, format: str, notes: Sequence[str] = (), *, empty_pages: bool = False
    ) -> Extract:
        """The text with its pages and links.

        White space alone fills no page, unless there are ``empty_pages``, which start where the
        next one does; then every page has its mark, the first one too.
        """
        marked = "\n".join(self._lines).rstrip("\n") + "\n"
        pieces: list[str] = []
        length, done = 0, 0
        starts: list[int] = []
        links: list[Link] = []
        open_links: list[tuple[int, str]] = []
        for mark in _MARKS.finditer(marked):
            pieces.append(marked[done : mark.start()])
            length += mark.start() - done
            done = mark.end()
            if mark[0] == PAGE:
                starts.append(length)
            elif mark[0] == _CLOSE:
                if open_links:
                    start, target = open_links.pop()
                    if length > start and target:
                        links.append(Link(start, length, target))
            else:
                open_links.append((length, mark[0][1:-1]))
        text = "".join(pieces) + marked[done:]
        links.sort(key=lambda link: (link.start, link.end))
        placed = _every_page(text, starts) if empty_pages else _pages(text, starts)
        return Extract(text, format, placed, tuple(links), tuple(notes))


def _every_page(text: str, starts: Sequence[int]) -> tuple[Page, ...]:
    rests = (_REST_OF_LINE.match(text, start) for start in starts[1:])
    placed = [rest.end() if rest else at for rest, at in zip(rests, starts[1:], strict=True)]
    return tuple(map(Page, [0, *placed]))


def _pages(text: str, starts: Sequence[int]) -> tuple[Page, ...]:
    """A page starts at its first line; the first page at 0, whatever is marked before its text."""
    first_word = len(text) - len(text.lstrip())
    placed, reached = [0], -1
    for start in starts:
        if start <= reached:
            continue
        rest = _REST_OF_LINE.match(text, start)
        reached = rest.end() if rest else start
        if first_word < reached < len(text) and reached > placed[-1]:
            placed.append(reached)
    return tuple(Page(start) for start in placed)
