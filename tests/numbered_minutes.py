"""Minutes as a Word document whose numbers and bullets are Word's own."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from corpus.records import Document
from ingest.splitting.lines import plain_text
from tests.word_files import abstract, level, listed, num, paragraph, restart, word_file

_ITEMS, _AGENDA, _BULLETS, _WORDS = range(4)
_NUMBER = re.compile(r"(Punkt )?(\d+)\.?\s+(.*)")
_BULLET = re.compile(r"\s*[-–•]\s+")
_HEADING = re.compile(r"(#+) ")


class _Lists:
    """The lists of a document: a new one wherever a number does not follow the one before."""

    def __init__(self) -> None:
        self.made = num(1, _BULLETS)
        self._count = 1
        self._last: dict[int, tuple[int, int]] = {}

    def at(self, kind: int, number: int) -> int:
        """The list that a line of a number belongs to."""
        identifier, last = self._last.get(kind, (0, 0))
        if number != last + 1 or not identifier:
            self._count += 1
            identifier = self._count
            self.made += num(identifier, kind, restart(0, number))
        self._last[kind] = identifier, number
        return identifier


def numbered_docx_of(document: Document, *, headings: bool, blanks: bool) -> bytes:
    """Minutes as DOCX in which no number of the agenda or of an item is typed.

    Titles and labels are headings, or look like all else; empty paragraphs are kept or left out.
    """
    titles = {s.label_start for i in document.items for s in i.sections if s.kind == "title"}
    labels = {s.label_start for i in document.items for s in i.sections if s.label}
    lists, made, at = _Lists(), [], 0
    for line in document.text.split("\n"):
        plain = plain_text(line)
        shown = escape(plain_text(line) if "\t" not in line else line.strip())
        number, heading = _NUMBER.match(plain), _HEADING.match(line)
        listed_there = any(span.start <= at < span.end for span in document.agenda)
        if not plain:
            made += ["<w:p/>"] * blanks
        elif at in titles and number:
            identifier = lists.at(_WORDS if number[1] else _ITEMS, int(number[2]))
            style = '<w:pStyle w:val="Heading1"/>' if headings else ""
            place = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{identifier}"/></w:numPr>'
            made.append(paragraph(escape(number[3]), style + place))
        elif listed_there and number and "\t" not in line:
            made.append(listed(escape(number[3]), lists.at(_AGENDA, int(number[2]))))
        elif heading:
            made.append(paragraph(shown, f'<w:pStyle w:val="Heading{len(heading[1])}"/>'))
        elif _BULLET.match(line):
            made.append(listed(escape(_BULLET.sub("", plain, count=1)), 1))
        elif at in labels and len(plain) < 40 and headings:
            made.append(paragraph(shown, '<w:pStyle w:val="Heading2"/>'))
        else:
            made.append(paragraph(shown.replace("\t", "</w:t><w:tab/><w:t>")))
        at += len(line) + 1
    numbering = (
        abstract(_ITEMS, level(0, "%1."))
        + abstract(_AGENDA, level(0, "%1."))
        + abstract(_BULLETS, level(0, "·", "bullet"))
        + abstract(_WORDS, level(0, "Punkt %1."))
    )
    return word_file("".join(made), numbering=numbering + lists.made)
