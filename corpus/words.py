"""Words as the vocabulary counts them."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_][\w-]*[^\W_]|\d{4}", re.UNICODE)
SHORTEST = 4


def words_of(text: str) -> list[str]:
    """The words of at least four letters in lower case, and years, in order."""
    return [word for word in _WORD.findall(text.casefold()) if len(word) >= SHORTEST]
