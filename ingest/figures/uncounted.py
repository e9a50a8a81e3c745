"""Numbers with a noun that are no figures: ages, time limits, and what the text goes on to list."""

from __future__ import annotations

import re

from ingest.figures.readings import Reading
from ingest.figures.words import is_plural_noun, words_of

# What minutes number to speak of it, and list in the same breath.
_LISTED = re.compile(
    r".*(?:muligheder|temaer|emner|spor|pejlemærker|fokusområder|indsatsområder|delområder|modeller|"
    r"flaskehalse|principper|spørgsmål|scenarier|forhold|udmeldinger|dele|omgange|faser|"
    r"fokuspunkter|perspektiver|dagsordener|punkter|tilgange|ting|retninger|hensyn|grunde|årsager|"
    r"opgaver|besvarelser|trin|niveauer|kriterier)$"
)
_LONGEST_LIST = 12
TIMES = re.compile(
    r"(?:år|måneder|uger|dage|døgn|timer|minutter|kvartaler|hverdage|arbejdsdage|halvår|årig\w*)$"
)
_LIMIT_BEFORE = re.compile(
    r"\b(?:i|inden|inden for|efter|om|ad|hver|hvert|de|på|ved|a|à|næste|sidste|første|seneste|"
    r"kommende|under|med)\s(?:op til\s|ca\.\s|højst\s|mindst\s)?(?:de\s)?"
    r"(?:seneste\s|sidste\s|første\s|næste\s|kommende\s|foregående\s)?$",
    re.IGNORECASE,
)
_YEARS_BACK = re.compile(
    r"\b(?:seneste|sidste|næste|kommende|første|foregående|for|om|over|efter|inden)\s$",
    re.IGNORECASE,
)
# A time that is told as a result, not as a limit.
_MEASURED = re.compile(
    r"vente|sagsbehandling|gennemsnit|tilkaldetid|varighed|opholdstid|opholdet|opholdene|længste|"
    r"forløbstid|liggetid|behandlingstid|indlæggelse|et ophold|køretid|tjent hjem|svartid",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\s(?:første|sidste)\b")
_AGE = re.compile(r"\s?(?:år(?:e|ig\w*)?|års)\b")
_OLDEST = 99
_WORD_BEFORE = re.compile(r"([A-Za-zÆØÅæøå]+)\s$")


def counts_nothing(text: str, reading: Reading, unit: str, start: int, end: int) -> bool:
    """Whether a number with a noun, in the sentence ``text[start:end]``, tells no figure: a length
    of time that is no result, or how many things the text itself is about to list."""
    assert reading.phrase is not None
    before = text[start : reading.start]
    if TIMES.match(unit):
        if reading.of or reading.rate:
            return False
        if reading.phrase.head.low.endswith("s"):
            return True
        measured = _MEASURED.search(text, start, end)
        if unit == "år":
            return not measured or bool(_YEARS_BACK.search(before))
        return bool(_LIMIT_BEFORE.search(before)) and not measured
    small = reading.value <= _LONGEST_LIST and reading.high is None
    listed = _LISTED.match(unit) and text[end - 1 : end + 1].startswith(":")
    return small and bool(listed or _FIRST.match(text, reading.number.end))


def is_age_or_order(text: str, reading: Reading, start: int) -> bool:
    """Whether a number without a noun is an age ("unge under 18") or a place in an order ("de tre
    sidste")."""
    if _AGE.match(text, reading.end) or _FIRST.match(text, reading.end):
        return True
    if reading.precision not in ("under", "over") or reading.value > _OLDEST:
        return False
    before = _WORD_BEFORE.search(text, start, reading.start)
    return bool(before and is_plural_noun(words_of(text, *before.span(1))[0]))
