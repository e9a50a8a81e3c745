"""The places in running text where a section's label stands: between two sentences, or with a
colon."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.splitting.labels import Label, label_within
from ingest.splitting.lines import Line
from ingest.splitting.marks import Mark

_BEFORE_LABEL = re.compile(
    r"(?:[,;&/(–—-]|\b(?:og|eller|af|for|til|med|om|i|på|fra|ved|den|det|de|en|et|som|at|samt|hvor|"
    r"denne|dette|vores|deres|sin|sit|ny|nyt|under|efter|uden|se))$",
    re.IGNORECASE,
)
_AFTER_LABEL = re.compile(
    r"(?:\s+(?:[A-ZÆØÅÄÖ\"“”»«(\[•·▪*–—#<-]|\d|at\b|[a-z][.)]\s)|\s*$)", re.MULTILINE
)
# "Bilag 2 viser, at …" and "Indstilling 2 blev godkendt", not "Indstilling 1. At …".
_COUNTED = re.compile(r"\s+\d+(?![\d.)])|\s+\d+[.,]\d")
_CAPITALIZED = re.compile(r"(?<![^\s*_>])[A-ZÆØÅÄÖ]")
_NUMBERED = re.compile(r"\s+\d")
_COUNTABLE = ("anbefaling", "indstilling")
_EMPHASIS = re.compile(r"[*_]{1,2}$")
_BEFORE = 30


def label_marks(text: str, line: Line) -> Iterator[Mark]:
    """Every label of a line; ``plain`` are those without a colon."""
    for match in _CAPITALIZED.finditer(text, line.start, line.end):
        start = match.start()
        label = label_within(text, start)
        if label is None:
            continue
        emphasis = _EMPHASIS.search(text, max(line.start, start - 2), start)
        opening = emphasis.start() if emphasis else start
        if _opens_section(text, line, opening, start, label):
            after = start + label.text_offset
            plain = ":" not in text[start:after]
            yield Mark(opening, after, "label", label=label, plain=plain)


def _opens_section(text: str, line: Line, opening: int, start: int, label: Label) -> bool:
    before = text[max(line.start, opening - _BEFORE) : opening].rstrip()
    after = start + label.text_offset
    if before and _BEFORE_LABEL.search(before):
        return False
    if text[start:after].rstrip("*_ ").endswith(":"):
        return True
    if label.label.startswith("Det "):
        return False
    if label.label.casefold() in _COUNTABLE and _COUNTED.match(text, after):
        return False
    if label.kind == "attachments" and _NUMBERED.match(text, after):
        return False
    return bool(_AFTER_LABEL.match(text, after, line.end))
