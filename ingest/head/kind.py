"""What kind of document it is: minutes, an agenda before its meeting, or a report."""

from __future__ import annotations

import re

from corpus.records import DocumentKind, Section
from ingest.head.file_name import words_of
from ingest.head.head import Head
from ingest.splitting.items import Split

_MINUTES = re.compile(
    r"\b\w*(?:referat|beslutningsprotokol)(?:et)?\b|"
    r"\bdagsorden(?:en)?\s+(?:m\.?|med|og|inkl\.?)\s+(?:referat|beslutning)\w*",
    re.IGNORECASE,
)
_AGENDA = re.compile(r"\b(?:møde)?dagsorden\b|\bindkaldelse\b", re.IGNORECASE)
# The title of an item, not of the document.
_ITEM = re.compile(r"\bgodkendelse\b|\bopfølgning\b|\d\s*$", re.IGNORECASE)
_LONGEST_TITLE = 160
_FEWEST_DECIDED = 1 / 3


def document_kind(text: str, split: Split, head: Head, file_name: str) -> DocumentKind:
    """Told from what is decided, then from what the head calls itself, then from the file's name.

    Minutes are what holds a decision, also under the title *Dagsorden*: decisions are written into
    the agenda. A heading *Beslutning* without text decides nothing.
    """
    titles = [
        line
        for line in (head.title, *head.lines)
        if len(line) <= _LONGEST_TITLE and not (_ITEM.search(line) and line != head.title)
    ]
    minutes = any(_MINUTES.search(title) for title in titles)
    agenda = not minutes and any(_AGENDA.search(title) for title in titles)
    decided = [_decisions(text, item.sections, split) for item in split.items]
    if any("labelled" in kinds for kinds in decided):
        return "referat"
    if sum(map(bool, decided)) > (_FEWEST_DECIDED * len(decided) if agenda else 0):
        return "referat"
    name = words_of(file_name)
    by_headings = split.structure in ("headings", "none")
    if minutes or agenda:
        return "dagsorden" if agenda else "referat"
    if _MINUTES.search(name) or _AGENDA.search(name):
        return "referat" if _MINUTES.search(name) else "dagsorden"
    if any(section.kind == "recommendation" for item in split.items for section in item.sections):
        return "dagsorden"
    met = head.date is not None and bool(head.place or head.participants)
    return "rapport" if by_headings and not met else "referat"


def _decisions(text: str, sections: tuple[Section, ...], split: Split) -> set[str]:
    """How the decisions of an item that have text are told: by a label, or by their wording."""
    return {
        "labelled" if section.label else "worded"
        for section in sections
        if section.kind == "decision"
        and (section.label or split.structure != "headings")
        and any(map(str.isalnum, text[section.start : section.end]))
    }
