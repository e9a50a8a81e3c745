"""What qualifies a number: "knap", "ca.", "op til", "mindst"."""

from __future__ import annotations

import re

from corpus.figure import Precision

_WORDS: dict[Precision, str] = {
    "under": r"(?:lidt |noget )?under|knapt?|(?:lidt )?mindre end|færre end|lige under|"
    r"næsten|tæt på|op mod|op imod",
    "over": r"godt|(?:lidt |noget )?over|(?:lidt )?mere end|flere end|lige over|små",
    "about": r"ca\.?|cirka|circa|omkring|omtrent|rundt regnet|i størrelsesordenen|anslået|"
    r"skønsmæssigt|omtrentlig|nogenlunde|i omegnen af|cirka",
    "at most": r"op til|højst|højest|maksimalt|maksimum|maks\.?|max\.?|ikke over|ikke mere end",
    "at least": r"mindst|minimum|som minimum|minimalt|min\.|ikke under|ikke mindre end",
}
_QUALIFIER = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<{kind.replace(' ', '_')}>{words})" for kind, words in _WORDS.items())
    + r")[ \u00a0\n](?:i alt )?(?:\+ ?)?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s?(?:(?P<least>eller (?:mere|flere|derover|over))|"
    r"(?P<most>eller (?:mindre|færre|derunder)))\b",
    re.IGNORECASE,
)
# "over" and "under" that belong to the word before them.
_NO_QUALIFIER = re.compile(
    r"\b(?:råde[rt]?|rådede|fordel\w+|hen|løbe[rt]?|forløb|stræk\w+|dække[rt]?|hører|lagt|"
    r"uddannelse|kursus|spredt|tværs)\s(?:over|under)\s$",
    re.IGNORECASE,
)
_LONGEST = 30


def qualifier_before(text: str, start: int, at: int) -> tuple[Precision, int]:
    """How exact the number at ``at`` is by the words right before it, no further back than
    ``start``, and where those begin."""
    match = _QUALIFIER.search(text, max(start, at - _LONGEST), at)
    if match is None or _NO_QUALIFIER.search(text, max(start, match.start() - 12), match.end()):
        return "exact", at
    for kind in _WORDS:
        if match[kind.replace(" ", "_")]:
            return kind, match.start()
    return "exact", at


def qualifier_after(text: str, at: int) -> Precision | None:
    """How exact a figure that ends at ``at`` is by what follows it ("eller mere")."""
    match = _AFTER.match(text, at)
    if match is None:
        return None
    return "at least" if match["least"] else "at most"
