"""What is counted in each element of a page, to tell the minutes from what is around them."""

from __future__ import annotations

import re

from corpus.dates import MONTHS
from ingest.formats.html.tree import HEADINGS, Counts, Element
from ingest.splitting.labels import section_label

NUMBERED = re.compile(
    r"(?:(?:dagsordens)?punkt|pkt\.?|ad\.?|sag(?:\s*nr\.?)?|§)\s*\d{1,3}\b"
    rf"|\d{{1,3}}[A-H]?\s*[.):]\s*(?=\D|$)(?!(?:{'|'.join(MONTHS)}|sal)\b)",
    re.IGNORECASE,
)
"""How the heading of an agenda item begins."""
FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|rtf|msg|zip)\b|/(?:bilag|download|getfile|attachment)",
    re.IGNORECASE,
)
"""Where a link to an attachment leads."""
_FIELD = re.compile(
    r"(?:mødedato|dato|tid(?:spunkt)?|sted|mødested|udvalg|forum|deltagere|til stede|afbud|"
    r"fraværende|referent|starttidspunkt)\s*:?(?:\s.{0,80})?",
    re.IGNORECASE,
)
_LONGEST_FIELD = 100
# Labels that no menu, footer or cookie banner has for a heading.
_TELLING = ("recommendation", "decision", "summary")
_TELLING_LABEL = re.compile(r"sagsfremstilling|sagsbeskrivelse|baggrund", re.IGNORECASE)


def measure(root: Element) -> None:
    """Fills in ``has`` for each element of a tree."""
    order = list(root.elements())
    for element in reversed(order):
        counts = element.has = Counts()
        for child in element.children:
            if isinstance(child, Element):
                counts.add(child.has)
            else:
                _count(counts, child)
        if element.tag == "a" and element.get("href") and not element.folds:
            counts.linked = counts.letters
            counts.labels = counts.fields = 0
            counts.files += bool(FILE.search(element.get("href")))
        counts.mains += element.tag in ("main", "article") or element.get("role") == "main"
        counts.headings += element.tag in HEADINGS
        counts.pieces += element.tag in ("table", "article") or element.folds


def _count(counts: Counts, text: str) -> None:
    bare = text.strip()
    if not bare:
        return
    counts.letters += sum(map(str.isalpha, bare))
    counts.characters += len(bare)
    counts.numbered += bool(NUMBERED.match(bare))
    counts.fields += len(bare) <= _LONGEST_FIELD and bool(_FIELD.fullmatch(bare))
    counts.labels += is_telling(bare)


def is_telling(text: str) -> bool:
    """Whether a text opens a section that only agenda items have."""
    label = section_label(text, text)
    return bool(label and label.kind in _TELLING) or bool(
        _TELLING_LABEL.fullmatch(text.rstrip(": "))
    )
