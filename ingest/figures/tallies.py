"""What a number without a noun counts, where the subject of its clause tells: "Indlæggelserne er
faldet med 1.200", "Elevtallet er 412"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Span
from ingest.figures.nouns import plural, singular_to_plural
from ingest.figures.subjects import find_subject
from ingest.figures.words import Word, is_content, word_index, words_of

_LONGEST_LEAD = 40
_TO = r"(?:\s[a-zæøå]+)?\s(?:med|til|fra|på)\s(?:i alt\s)?$"
_MOVES = re.compile(
    r"\b(?:steget|faldet|vokset|stiger|falder|vokser|steg|faldt|voksede|øget|øges|reduceret|"
    rf"reduceres|nedbragt|halveret|fordoblet|gået (?:op|ned)){_TO}",
    re.IGNORECASE,
)
_IS = re.compile(
    r"\b(?:er|var|været|udgør|udgjorde|lå|ligget|ligger|udgøre|være)(?:\s[a-zæøå]+)?(?:\spå)?\s$",
    re.IGNORECASE,
)
# A number of those whom the noun begins with ("elevtallet", "deltagerantallet").
_TALLY = re.compile(r"(?P<whose>[a-zæøå]{3,}?)s?(?:an)?tal(?:let|lene)?")
_NO_TALLY = re.compile(r"(?:an|to|nøgle|måle|år|hoved|grund|netto|brutto|flere?|min|halv)")
_WHOSE = {"folke": "indbyggere", "befolkning": "indbyggere", "børne": "børn", "medlem": "medlemmer"}
_PLURAL = re.compile(r"[a-zæøå-]{4,}(?:erne|ene)")


def counted_subject(
    text: str, words: Sequence[Word], at: int, start: int
) -> tuple[str, Span | None] | None:
    """The noun in the plural that the number at ``at`` of the sentence counts, and its words;
    ``None`` where its clause's subject is no such noun."""
    lead = max(start, at - _LONGEST_LEAD)
    moves = _MOVES.search(text, lead, at)
    if not moves and not _IS.search(text, lead, at):
        return None
    subject = find_subject(text, words, word_index(words, at), start)
    if subject is None or subject.acts:
        return None
    for word in words_of(text, subject.span.start, subject.span.end):
        if (tally := _TALLY.fullmatch(word.low)) and not _NO_TALLY.fullmatch(tally["whose"]):
            whose = tally["whose"]
            return _WHOSE.get(whose) or singular_to_plural(whose), subject.span
        if moves and _PLURAL.fullmatch(word.low) and is_content(word):
            return plural(word.text), subject.span
        if not (word.low.endswith(("e", "s")) or not is_content(word)):
            return None
    return None
