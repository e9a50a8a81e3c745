"""A line of a page under way: runs of text with their white space folded, and links."""

from __future__ import annotations

import re

from ingest.formats.manuscript import LINK_END, link_start, text_of

_SPACE = re.compile(r"[ \t\n\r\f\v\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")


class PageLine:
    """What a paragraph holds so far, as marked text.

    ``spaced`` tells that no space is needed before what comes, ``bold`` in how many elements in
    bold type that stands, ``target`` where the link that is open leads.
    """

    def __init__(self) -> None:
        self.spaced = True
        self.bold = 0
        self.target = ""
        self._pieces: list[str] = []
        self._is_bold = True

    def add(self, text: str) -> None:
        """Adds a run of text."""
        shown = _SPACE.sub(_folded, text)
        if self.spaced:
            shown = shown.lstrip()
        if not shown:
            return
        self.spaced = shown[-1] in " \t"
        self._is_bold = self._is_bold and (self.bold > 0 or shown.isspace())
        if shown[0] == " " and self.target and self._pieces[-1] == link_start(self.target):
            # The space that a link begins with stands before the link.
            self._pieces.insert(-1, " ")
            shown = shown[1:]
        self._pieces.append(text_of(shown))

    def begin_link(self, target: str) -> None:
        self.target = target
        self._pieces.append(link_start(target))

    def end_link(self) -> None:
        """Ends the link; a space that it ends with stands after it."""
        last = self._pieces[-1]
        trailing = last[-1:] if last[-1:] in (" ", "\t") and not last.isspace() else ""
        self._pieces[-1] = last.removesuffix(trailing)
        self._pieces += [LINK_END, trailing]
        self.target = ""

    def take(self) -> tuple[str, bool]:
        """The line, and whether all of it is bold; the next begins empty, in the same link."""
        text, is_bold = "".join(self._pieces), self._is_bold
        self._pieces, self.spaced, self._is_bold = [], True, True
        if self.target:
            text += LINK_END
            self._pieces.append(link_start(self.target))
        return text, is_bold


def _folded(run: re.Match[str]) -> str:
    """A tab that stands within a line parts fields; one that indents the next line does not."""
    return "\t" if "\t" in run[0] and "\n" not in run[0] and "\r" not in run[0] else " "
