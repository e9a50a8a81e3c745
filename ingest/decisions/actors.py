"""Who is to do something: the names and roles that minutes give tasks to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from corpus.records import Mention, Span

_ROLE = (
    r"(?:(?:KKR[- ])?\w*[Ss]ekretariat(?:et|erne)|"
    r"\w+-\s+og\s+\w+(?:direktør|chef|leder)(?:erne|ne)|"
    r"[Ss]ekretariatsleder(?:en)?|"
    r"(?:[Nn]æst)?[Ff]ormand(?:en|skabet)|[Ff]ormændene|[Aa]dministrationen|[Ff]orvaltningen|"
    r"[Ff]orretningsudvalget|FU|KL|Danske\s+Regioner|"
    r"(?:[Ss]tyre|[Aa]rbejds|[Pp]rojekt|[Ss]krive|[Ff]ølge|[Ff]aggruppe|[Ee]kspert|[Uu]dviklings|"
    r"\w*strategi|\w*aftale|\w+mestrings)gruppe(?:n|rne)|[Gg]ruppen|\w+(?<![Mm]ål)(?<!lders)(?<!orger)gruppen|\w+afdelingen|"
    r"[Nn]etværket|[Uu]dvalget|[Ee]kspertpanelet|[Bb]rugerpanelet|\w*[Tt]askforcen?|"
    r"\w*(?:udvalget|forummet|kredsen|(?<!om)(?<!Om)rådet|netværket|panelet)|"
    r"\w*(?:[Kk]oordinator|[Ff]acilitator|[Kk]onsulent|[Mm]edarbejder|[Kk]ontaktperson)(?:en|"
    r"erne|ne)|[Tt]ovholder(?:en|ne|gruppen)?|[Pp]rojektleder(?:en|ne)?|[Pp]rojektet|[Kk]onsulent(?:en|"
    r"erne)|"
    r"[Rr]egion(?:en|erne)|[Pp]sykiatri(?:en|sygehuset)|[Ss]ygehuset|[Dd]riftsherre(?:n|rne)|"
    r"\w*[Tt]ilsyn(?:et|ene)|[Ss]ocialtilsyn(?:et)?|"
    r"(?:(?:[Dd]e\s+enkelte|[Dd]e|[Aa]lle|[Ss]amtlige|[Ii]nteresserede|[Øø]vrige|[Dd]eltagende|"
    r"nordjyske|"
    r"midtjyske|sjællandske|syddanske|\d+|to|tre|fire|fem|seks|elleve)\s+)*"
    r"(?:[Kk]ommuner(?:ne)?|[Dd]eltagerkommuner(?:ne)?|[Bb]eliggenhedskommunerne|"
    r"[Vv]ærtskommunen|[Kk]øberkommunerne)|[Kk]ommunen|[Vv]ærtskommunen|"
    r"[Hh]ver\s+(?:driftsherre|kommune|region|kontaktperson)|(?:[Dd]en|"
    r"[Dd]et)\s+enkelte\s+(?:kommune|region|tilbud)|"
    r"(?:[Dd]e\s+)?(?:[Mm]edlemmerne|[Dd]eltagerne|[Dd]irektørerne|[Bb]orgmestrene|[Cc]heferne|"
    r"[Ff]agcheferne|[Ll]ederne|(?:faglige|lokale|kommunale)\s+\w*ledere?|[Rr]epræsentanterne)|"
    r"[Bb]yråd(?:et|ene)|[Kk]ommunalbestyrelse(?:n|rne)|[Rr]egionsråd(?:et|ene)|[Bb]estyrelsen|"
    r"[Mm]inisteriet|[Ss]tyrelsen|"
    r"\w*[Dd]irektør(?:en|erne|kredsen|gruppen)?|[Bb]orgmester(?:en)?|\w+chef(?:en|erne|"
    r"kredsen)?|\w+lederen|[Aa]lle|"
    r"[Ss]ocial(?:styrelsen|\s*-\s*og\s+Boligstyrelsen)|[Ss]undhedsstyrelsen|\w+styrelsen)"
)
_OF = (
    r"(?:\s+(?:fra|i|for|af|ved|v/)\s+(?:[A-ZÆØÅ][\w-]*(?:\s+(?:og\s+)?[A-ZÆØÅ][\w-]*)*|"
    r"projektet|rammeaftalen|arbejdsgruppen))?"
)
_NAME = r"[A-ZÆØÅ][a-zæøåé]+(?:-[A-ZÆØÅ]?[a-zæøåé]+)*"
_PERSON = (
    rf"{_NAME}(?:\s+(?:{_NAME}|[A-ZÆØÅ]\.|af|von|"
    rf"de))*\s+{_NAME}(?:,\s+[A-ZÆØÅ][\w-]+\s+[Kk]ommune,?)?"
)
_KOMMUNE = (
    rf"(?:{_NAME}(?:\s+{_NAME})?(?:,\s+|\s+og\s+|"
    rf"\s+samt\s+))*{_NAME}(?:\s+{_NAME})?\s+[Kk]ommune(?:r)?\b"
)
_FIRST_NAMES = rf"(?:{_NAME},\s+)*{_NAME}\s+og\s+{_NAME}"
_INITIALS = r"(?:[A-ZÆØÅ]{2,4})(?![\w-])"
_REGION = rf"[Rr]egion\s+{_NAME}(?:s\s+{_NAME})?"
_TILSYN = rf"Socialtilsyn\s+{_NAME}"
_KKR = rf"KKR(?:\s+{_NAME})?|DASSOS|DAS|K\s?\d{{1,2}}"
_UNIT = (
    rf"(?:{_KOMMUNE}|{_REGION}|{_TILSYN}|{_KKR}|(?<![\w-]){_ROLE}(?![\w-]){_OF}|{_PERSON}|"
    rf"{_INITIALS}|(?<=[\n.•–-]\s){_FIRST_NAMES}|(?<=\n){_FIRST_NAMES})"
)
_LIST = re.compile(
    rf"(?<![\w-]){_UNIT}(?:(?:\s*,\s*|\s+og\s+|\s+samt\s+|\s+sammen\s+med\s+|"
    rf"\s+i\s+samarbejde\s+med\s+){_UNIT})*"
)
# Words that begin a sentence with a capital and a name after them.
_NO_NAME = re.compile(
    r"(?:Det|Den|De|Der|Dette|Disse|På|I|Til|Efter|Inden|Før|Med|Når|Hvis|Som|For|Fra|Ved|"
    r"Herefter|Derefter|Derudover|"
    r"Endvidere|Desuden|Samtidig|Dog|Og|Men|At|En|Et|Man|Vi|Under|Om|Af|Projekt|Rammeaftale\w*|"
    r"Ad|Punkt\w*|Bilag|Lov|Status|Møde\w*|Sammen|"
    r"Senest|Ultimo|Primo|Medio|Sagen|Materialet|Udkast\w*|Notat\w*|Referat\w*|Dagsorden\w*|"
    r"Forslag\w*|Indstilling\w*)\b"
)
_FIRST_NAME = re.compile(rf"{_NAME}(?=\s+[A-ZÆØÅ])")
_ACTING_KINDS = frozenset(
    ("municipality", "region", "authority", "organisation", "institution", "forum", "person")
)


class Actors:
    """Finds who acts in a document's text, by roles, forms of names, the names linked in it and the
    first names of those who took part."""

    def __init__(
        self, text: str, mentions: Iterable[Mention], participants: Iterable[str] = ()
    ) -> None:
        self._text = text
        acting = sorted((m.start, m.end) for m in mentions if m.kind in _ACTING_KINDS)
        self._starts = [start for start, _ in acting]
        self._linked = [Span(*span) for span in acting]
        first = {m.group() for name in participants if (m := _FIRST_NAME.match(name))}
        self._first_names = re.compile(
            rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(first)))})\b(?!\s+[A-ZÆØÅ])"
            if first
            else r"(?!)"
        )

    def all_in(self, start: int, end: int) -> list[Span]:
        """Everybody that ``text[start:end]`` names, a list as one span, in order."""
        found = [Span(*m.span()) for m in self._matches(start, end)]
        linked = self._linked[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        named = [Span(*m.span()) for m in self._first_names.finditer(self._text, start, end)]
        for span in (*linked, *named):
            if span.end <= end and not any(s.start <= span.start < s.end for s in found):
                found.append(span)
        found = [span for span in found if self._text[span.start - 1 : span.start] != "("]
        found.sort(key=lambda span: span.start)
        joined: list[Span] = []
        for span in found:
            if joined and self._text[joined[-1].end : span.start].strip() in (",", "og", "samt"):
                joined[-1] = Span(joined[-1].start, span.end)
            else:
                joined.append(span)
        return joined

    def _matches(self, start: int, end: int) -> Iterable[re.Match[str]]:
        at = start
        while match := _LIST.search(self._text, at, end):
            if _NO_NAME.match(match.group()):
                word_end = self._text.find(" ", match.start())
                at = word_end + 1 if 0 <= word_end < end else end
            else:
                yield match
                at = match.end()
