"""Shares told in words: "halvdelen af boligerne", "to tredjedele", "hver fjerde plads"."""

from __future__ import annotations

import re

from corpus.records import Span
from ingest.figures.drafts import Draft
from ingest.figures.nouns import noun_phrase, with_what_follows
from ingest.figures.precision import qualifier_before
from ingest.figures.words import DETERMINERS, words_of

_NTH = {
    "anden": 2,
    "andet": 2,
    "tredje": 3,
    "fjerde": 4,
    "femte": 5,
    "sjette": 6,
    "syvende": 7,
    "ottende": 8,
    "niende": 9,
    "tiende": 10,
}
_NUMERATOR = {"en": 1, "én": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7}
_WORDED = {**_NUMERATOR, "otte": 8, "ni": 9, "ti": 10, "tyve": 20}
_TIME = re.compile(
    r"(?:uge|måned|dag|år|gang|time|kvartal|halvår|hverdag|weekend|møde|torsdag|onsdag|\w+dag)\b"
)
_SHARE = re.compile(
    r"(?<!\w)(?:hver(?:t)?\s(?P<nth>" + "|".join(_NTH) + r")\s(?=[a-zæøå])|(?P<half>halvdelen)\b|"
    r"(?:(?P<times>" + "|".join(_NUMERATOR) + r")\s)"
    r"(?P<part>tredje|fjerde|femte|sjette|syvende|ottende|niende|tien)del(?:e)?\b|"
    r"(?<![\d/.,])(?P<above>[1-9])/(?P<below>[2-9]|10)(?![\d/.,])(?=\saf\s)|"
    r"(?P<of>" + "|".join(_WORDED) + r")\sud\saf\s(?P<whole>" + "|".join(_WORDED) + r")\b)",
    re.IGNORECASE,
)


def find_shares(text: str, start: int, end: int) -> list[Draft]:
    """The shares of ``text[start:end]`` as percentages, where the text says of what they are."""
    found = []
    words = None
    for match in _SHARE.finditer(text, start, end):
        if match["nth"] and _TIME.match(text, match.end()):
            continue
        words = words or words_of(text, start, end)
        at = next((i for i, word in enumerate(words) if word.start >= match.end()), len(words))
        if at < len(words) and words[at].low == "af":
            at += 1
            while at < len(words) and (words[at].low in DETERMINERS or words[at].text[0].isdigit()):
                at += 1
        elif not match["nth"] and not match["of"]:
            continue
        phrase = noun_phrase(words, at)
        if phrase is None:
            continue
        precision, first = qualifier_before(text, start, match.start())
        counted = Span(phrase.start, with_what_follows(words, phrase))
        last = match.end() - 1 if match["nth"] else match.end()
        found.append(Draft(first, last, "percentage", _value(match), None, precision, "%", counted))
    return found


def _value(match: re.Match[str]) -> float:
    """The share in per cent, to one decimal."""
    if match["half"]:
        return 50.0
    if match["nth"]:
        return round(100 / _NTH[match["nth"].lower()], 1)
    if match["above"]:
        return round(100 * int(match["above"]) / int(match["below"]), 1)
    if match["part"]:
        whole = _NTH.get(match["part"].lower(), 10)
        return round(100 * _NUMERATOR[match["times"].lower()] / whole, 1)
    return round(100 * _WORDED[match["of"].lower()] / _WORDED[match["whole"].lower()], 1)
