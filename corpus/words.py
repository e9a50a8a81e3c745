"""Words as the vocabulary counts them."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_][\w-]*[^\W_]|\d{4}", re.UNICODE)
SHORTEST = 4
_INFLECTIONS = (
    "ernes",
    "erne",
    "enes",
    "ene",
    "eres",
    "ers",
    "ets",
    "ens",
    "er",
    "en",
    "et",
    "es",
    "e",
    "s",
)


def words_of(text: str) -> list[str]:
    """The words of at least four letters in lower case, and years, in order."""
    return [word for word in _WORD.findall(text.casefold()) if len(word) >= SHORTEST]


def stem(word: str) -> str:
    """``word`` without its Danish inflection, for finding compounds; never under four letters."""
    for inflection in _INFLECTIONS:
        if word.endswith(inflection) and len(word) - len(inflection) >= SHORTEST:
            return word[: -len(inflection)]
    return word
