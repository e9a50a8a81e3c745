"""Who acts in a sentence: the forum that met, or somebody else."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal, NamedTuple

from corpus.gazetteer import load_gazetteer
from corpus.records import Document, Mention, Span

Party = Literal["forum", "other"]

_BODY = (
    r"(?:[Ss]tyregruppe|(?<!ål)(?<!ers)(?<!fag)[Gg]ruppe|[Uu]dvalg|[Ff]orum(?:m(?=et))?|"
    r"(?<!person)[Kk]reds|(?<![Oo]m)(?<![Tt]ilt)[Rr]åd|[Nn]etværk|[Pp]anel|"
    r"[Bb]estyrelse|[Ff]ormandskab|"
    r"[Kk]omit[eé]|[Tt]ask[ ]?force|[Kk]lynge|[Bb]yråd|[Nn]ævn|[Kk]ollegi(?:e|um)|[Ss]tyret|"
    r"[Uu]tval)"
)
_PEOPLE = (
    r"(?:direktør|chef|borgmest(?:e)?r|[Bb]orgmestr|medlem|deltager|leder|repræsentant|"
    r"udvalgsformænd|"
    r"kommunaldirektør)"
)
_FORUM = (
    r"(?:(?:(?:[Ee]t\s+(?:stort\s+|bredt\s+|snævert\s+)?)?[Ff]lertal(?:let)?|[Ee]t\s+enigt|"
    r"[Ee]n\s+enig|"
    r"[Mm]edlemmerne|[Dd]eltagerne|[Bb]orgmestrene|[Dd]irektørerne|[Kk]redsen)\s+(?:(?:i|af)\s+)?)?"
    r"(?:(?:[Dd]en|[Dd]et)\s+)?"
    r"(?:KKR(?:\s+[A-ZÆØÅ]\w+)?|KKU|SKU|DASSOS|DAS(?:[ -]?kreds\w*)?|K\s?\d{1,2}|"
    rf"(?:[A-ZÆØÅ]\w*\s+)?(?=[A-ZÆØÅ])\w*{_BODY}(?:n|en|et|"
    rf"t)?(?:\s+for\s+[A-ZÆØÅ]\w*(?:\s+[A-ZÆØÅ]\w+)?)?|"
    rf"{_BODY}(?:n|en|et|t)|"
    rf"(?:[Aa]lle\s+)?[Kk]ommunerne|\w*(?i:{_PEOPLE})(?:me)?(?:rne|erne|ene|ne)|[Mm]ødet|"
    rf"[Pp]arterne|"
    rf"(?:[Ee]t\s+(?:\w+\s+)?)?[Ff]lertal(?:let)?|[Ss]tyret|[Uu]tvalget)(?![\w-])"
)
_OTHER = (
    r"(?:[\wæøåÆØÅ-]+\s+(?:[Kk]ommunes?|[Rr]egions?)\b|[Rr]egion(?:en)?s?\b(?:\s+[A-ZÆØÅ]\w+)?|"
    r"KL\b|FU\b|Danske\s+Regioner|"
    r"[Ff]orretningsudvalget|[Ff]ormandskabet|[Ff]ormanden|[Nn]æstformanden|\w*[Ss]ekretariatet|"
    r"[Aa]dministrationen|"
    r"[Bb]orgmester(?:en)?\b|\w*[Dd]irektør(?:en)?\b|[Rr]egeringen|[Ff]olketinget|"
    r"\w*[Mm]inist(?:er|eren|eriet)\b|"
    r"\w+styrelsen\b(?<!bestyrelsen)|\w*[Ss]tyrelsen\b(?<!bestyrelsen)|"
    r"[Bb]yråde(?:t|ne)|[Rr]egionsrådet|[Kk]ommunalbestyrelsen|"
    r"[Aa]rbejdsgruppen|[Pp]rojektgruppen|[Ss]ocialtilsyn\w*(?:\s+[A-ZÆØÅ]\w+)?|tilsynet|"
    r"[Dd]riftsherren|\w+chef(?:en)?\b|"
    r"(?:flere|nogle|enkelte|et\s+par|to|tre)\s+(?:kommuner|medlemmer|direktører|borgmestre)|"
    r"(?:et\s+)?mindretal\w*|konsulent\w*|[Tt]ovholder\w*|[Pp]rojektleder\w*)"
)
_FORUMS = re.compile(rf"(?<![\w-]){_FORUM}")
_OTHERS = re.compile(rf"(?<![\w-]){_OTHER}")
_IMPERSONAL = re.compile(r"^\W*(?:der|man|vi|alle)\b|\b(?:man|vi|alle)\b", re.IGNORECASE)
_PERSON = re.compile(r"\b[A-ZÆØÅ][a-zæøåé-]+(?:\s+[A-ZÆØÅ]\.?){0,2}\s+[A-ZÆØÅ][a-zæøåé-]+\b")
_OTHER_KINDS = frozenset(("municipality", "region", "authority", "organisation", "institution"))


class Actor(NamedTuple):
    """Who acts, at ``span`` where it is named."""

    party: Party
    span: Span | None


class Bodies:
    """Tells the forum that met from others, by the document's forum and the names linked in it."""

    def __init__(self, document: Document, mentions: Sequence[Mention]) -> None:
        self._text = document.text
        forum = load_gazetteer().forum(document.forum) if document.forum else None
        self._own_id = forum.entity_id if forum else None
        self._own_words = (document.forum or document.title).casefold()
        self._named = sorted(
            (m for m in mentions if m.kind == "forum" or m.kind in _OTHER_KINDS),
            key=lambda mention: mention.start,
        )
        self._starts = [mention.start for mention in self._named]

    def actor_in(self, start: int, end: int) -> Actor | None:
        """The first that ``text[start:end]`` names; ``None`` where it names nobody."""
        found: list[tuple[int, Actor]] = []
        if forum := _FORUMS.search(self._text, start, end):
            found.append((forum.start(), self._judged(Span(*forum.span()))))
        if other := _OTHERS.search(self._text, start, end):
            found.append((other.start(), self._other(Span(*other.span()))))
        for mention in self._between(start, end):
            if mention.end <= end and mention.kind in _OTHER_KINDS:
                span = Span(mention.start, mention.end)
                found.append((mention.start, Actor("other", span)))
        if person := _PERSON.search(self._text, start, end):
            found.append((person.start() + 1, Actor("other", Span(*person.span()))))
        if found:
            return min(found, key=lambda place: (place[0], place[1].party))[1]
        if _IMPERSONAL.search(self._text[start:end]):
            return Actor("forum", None)
        return None

    def _between(self, start: int, end: int) -> Sequence[Mention]:
        return self._named[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _judged(self, span: Span) -> Actor:
        """Another forum by its name, or by being a part of the one that met."""
        words = self._text[span.start : span.end]
        if self._own_words.startswith(words.casefold()):
            return Actor("forum", span)
        forums = (m for m in self._between(span.start, span.end) if m.kind == "forum")
        mention = next(forums, None)
        if mention and self._own_id:
            own = mention.entity_id == self._own_id
            return Actor("forum" if own else "other", span)
        if _OTHERS.fullmatch(words):
            return self._other(span)
        return Actor("forum", span)

    def _other(self, span: Span) -> Actor:
        """One that is mostly not the forum, unless the minutes are its own."""
        stem = self._text[span.start : span.end].casefold().rstrip("net")
        return Actor("forum" if len(stem) > 2 and stem in self._own_words else "other", span)
