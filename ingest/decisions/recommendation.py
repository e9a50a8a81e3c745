"""The recommendation (*indstilling*) of an item: where it stands and what it asks for."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from corpus.records import Document, Item, Span

Ask = Literal["approve", "recommend", "note", "discuss", "decide", "act"]
"""What the meeting is asked to do; *act* is anything that it is to see done."""

_WORDS: dict[Ask, str] = {
    "note": r"(?:til|tages?\s+til)\s+(?:efterretning|orientering)|orienteres|noterer\s+sig",
    "decide": (
        r"tage[rs]?\s+(?:endelig\s+)?stilling|beslutter?,?\s+(?:om|hvordan|hvilke\w*|"
        r"hvorvidt|hvem)|træffer?\s+(?:\w+\s+)?(?:afgørelse|beslutning)|"
        r"fastlægger?|afgiver?\s+\w*(?:svar|indstilling)|udpeger?|vælger?|prioritere[rs]?|"
        r"(?:kommer?\s+med|giver?|bidrager?\s+med)\s+(?:\w+\s+)?(?:input|bemærkninger|kommentarer)|afklarer|vurderer"
    ),
    "discuss": r"drøfte(?:[rs]|lse)?\b|diskutere[rs]?\b|debattere[rs]?\b",
    "recommend": (
        r"anbefale[rs]?\b|indstille[rs]?\s+(?:\w+\s+){0,3}?til\s+(?:KKR|kommun|godkendelse)|opfordre[rs]?\b|"
        r"oversende[rs]?\b"
    ),
    "approve": (
        r"godkende[rs]?\b|godkendelse\b|tiltræde[rs]?\b|vedtage[rs]?\b|tilslutte[rs]?\b|"
        r"bevilge[rs]?\b|støtte[rs]?\b|bakke[rs]?\s+op|"
        r"imødekomme[rs]?\b|siger?\s+(?:god|ja)|accepterer?\b|fastholder?\b"
    ),
}
_ASKS = {ask: re.compile(rf"\b(?:{words})", re.IGNORECASE) for ask, words in _WORDS.items()}
_LEAD_IN = re.compile(
    r"^.{0,90}?\b(?:indstille[rs]?|anbefale[rs]?|foreslå[rs]?|forslag)\b(?:[^:,\n]{0,40}(?:[:,]|"
    r"\bat\b))?",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:^|\n)[\s–—•▪*-]*(?:\d{1,2}[.)]|[a-zA-Z]\)|at\b|[–—•▪*-])\s*", re.IGNORECASE)
# "drøfter og godkender".
_DISCUSS_AND = re.compile(
    r"\b(?:drøfte[rs]?|kommentere[rs]?)\b[^,.]{0,40}?\bog\s+(godkende|tiltræde|vedtage|"
    r"anbefale)[rs]?\b",
    re.IGNORECASE,
)
_LONGEST_NAME = 4


class Recommendation(NamedTuple):
    """The text at ``span``, with its lead-in, and what each of its points asks for, in order."""

    span: Span
    text: str
    asks: tuple[Ask, ...]

    @property
    def is_open(self) -> bool:
        """Whether it leaves to the meeting what is to be decided."""
        return all(ask in ("discuss", "decide", "note") for ask in self.asks)


def find_recommendation(document: Document, item: Item) -> Recommendation | None:
    """The item's recommendation: the first section of that kind that holds words."""
    for section in item.sections:
        if section.kind == "recommendation":
            span = _trimmed(document.text, section.start, section.end)
            if span:
                text = document.text[span.start : span.end]
                return Recommendation(span, text, asked(text))
    return None


def asked(text: str) -> tuple[Ask, ...]:
    """What each point of a recommendation asks for."""
    body = without_lead_in(text)
    points = [point for point in map(str.strip, _ITEM.split(body)) if point.strip(",;:–-")]
    points = [point for point in points if not point.endswith("?")]
    if len(points) > 1 and len(points[0].split()) <= _LONGEST_NAME:
        # Who is to do it: "at KKR Sjælland", with what it is to do below.
        points = points[1:]
    return tuple(_asked_by(point) for point in points) or ("act",)


def without_lead_in(text: str) -> str:
    """What a recommendation asks for, without who asks for it."""
    lead_in = _LEAD_IN.match(text)
    return text[lead_in.end() :] if lead_in else text


def _asked_by(point: str) -> Ask:
    """What the first of the words that ask for something asks for."""
    if both := _DISCUSS_AND.search(point):
        return "recommend" if both[1].lower().startswith("anbefal") else "approve"
    found = [(m.start(), ask) for ask, pattern in _ASKS.items() if (m := pattern.search(point))]
    return min(found)[1] if found else "act"


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and not (text[start].isalnum() or text[start] in '"”»('):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
