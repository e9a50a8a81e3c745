"""People in a role: those who took part, and those whose title stands beside their name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.records import Document, Mention

_CAPITAL = r"[A-ZÆØÅ][a-zæøåéüöä]+(?:-[A-ZÆØÅ][a-zæøåéüöä]+)*"
_MORE = rf"(?:[A-ZÆØÅ][a-z]{{0,2}}\.|(?:von|van|de|af)(?=[ \xa0][A-ZÆØÅ])|{_CAPITAL})"
_NAME = rf"{_CAPITAL}(?:[ \xa0]{_MORE}){{1,3}}"
_ROLE = (
    r"(?:vice|næst|social|kommunal|region[s]?|sundheds|afdelings|kontor|center|fag|special|chef|"
    r"områd[e]?|børne|psykiatri|ældre|regionsråds|kommunalbestyrelses|byråds|udvalgs|projekt|sekretariats|"
    r"viborg)*"
    r"(?:borgmester|direktør|rådmand|formand|forkvinde|chef|leder|konsulent|forstander|overlæge|læge|"
    r"professor|sekretær|minister|ordfører|koordinator|psykolog|sygeplejerske|jurist|fuldmægtig)(?:en)?"
)
_BEFORE_NAME = re.compile(rf"\b(?i:{_ROLE})[ \xa0](?P<name>{_NAME})")
_AFTER_NAME = re.compile(rf"(?P<name>{_NAME}),?[ \xa0]?[(,][ \xa0]?(?i:{_ROLE})\b")
_PARTICIPANT = re.compile(_NAME)
# What looks like a name and is none.
_NO_NAME = re.compile(
    r"\b(?:Kommune|Region|Rådhus|Forum|Styregruppe\w*|Sekretariat\w*|Center|Udvalg\w*|Socialstyrelsen|Danmark|"
    r"Sjælland|Syddanmark|Midtjylland|Nordjylland|Hovedstaden|KKR|Rådet|Danske|Regioner|Projekt\w*|"
    r"Den|Det|De|Der|Dette|Denne|I|På|Ved|Til|Fra|For|Med|Mødet|Punkt)\b"
)
_FOLDED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "u", "ö": "o", "ä": "a"})


def find_people(document: Document) -> Iterator[Mention]:
    """The names of people in a role, wherever in ``document``'s text they stand."""
    text = document.text
    names: set[str] = set()
    for participant in (*document.participants, document.minute_taker or ""):
        match = _PARTICIPANT.match(participant)
        if match:
            names.add(match[0])
    for pattern in (_BEFORE_NAME, _AFTER_NAME):
        names |= {match["name"] for match in pattern.finditer(text)}
    known = sorted((n for n in names if not _NO_NAME.search(n)), key=len, reverse=True)
    if not known:
        return
    for match in re.finditer(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?=s?\b)", text):
        slug = re.sub(r"[^a-z0-9]+", "-", match[0].casefold().translate(_FOLDED)).strip("-")
        yield Mention(f"person:{slug}", "person", *match.span(), match[0])
