"""What was decided differently from the recommendation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.dates import MONTHS
from corpus.records import Span
from ingest.decisions.recommendation import Recommendation
from ingest.decisions.statements import Statement

_CHANGE = (
    r"(?:ændring|rettelse|tilføjelse|justering|præcisering|korrektion|tilretning|"
    r"omformulering|undtagelse)(?:n|r|rne|en|er|erne)?"
)
_SOME = (
    r"(?:(?:den|det|de|følgende|enkelte|mindre|få|nogle|en|én|et|to|tre|flere|ovenstående|"
    r"nævnte|faldne|disse|sproglige?|redaktionelle?)\s+)*"
)
# "med den ændring, at …", "med én ændring: …"; what follows is the change.
_NAMED = re.compile(
    rf"\bmed\s+{_SOME}(?:[a-zæøå]+\s+(?:og\s+)?)?{_CHANGE}\b(?:\s+(?:af|til|"
    rf"i)\s+[^,:.]{{0,60}})?(?P<lead>\s*(?:,\s*(?:at|som)\s+|:\s*))?",
    re.IGNORECASE,
)
# "dog således at …", "men med 8 pladser", "på nær …": the words are the change.
_CLAUSE = re.compile(
    r",\s*dog\s+|\bdog\s+(?:således|sådan|med|uden|ikke|at|kun)\b|\b(?:men|dog)\s+(?:kun|uden|"
    r"ikke)\b|"
    r"\b(?:men|dog)\s+med\b"
    r"|\bbortset\s+fra\b|\bpå\s+nær\b|\bmed\s+undtagelse\s+af\b|\bmen\s+(?:ønskede|ønsker)\b|"
    r"\bmen\s+kan\s+(?:acceptere|"
    r"støtte|godkende)\b|\bidet\s+(?=[^.]*\b(?:udgår|ændres|slettes|tilføjes|rettes|justeres|hæves|sænkes|nedsættes|"
    r"forhøjes|reduceres|forlænges|forkortes|erstattes|flyttes|udelades|dog)\b)"
    r"|\bi\s+(?:en\s+|den\s+)?(?:justeret|revideret|ændret|tilrettet|tilpasset|"
    r"korrigeret)\w*\s+(?:form|version|udgave)\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"^(?:i\s+stedet\b|dog\s+(?!bakke|støtte|lagde|ønske))|\b(?:skal|kan|vil|bliver|"
    r"blev)\s+i\s+stedet\b|\b(?:udskydes|rykkes|flyttes|ændres|forlænges|forkortes|nedsættes|hæves|"
    r"sænkes|reduceres|begrænses|forhøjes|fastsættes|afgrænses|udvides)\s+dog\b",
    re.IGNORECASE,
)
_AMENDED = re.compile(
    r"^(?P<matter>[A-ZÆØÅ][\w-]+(?:\s+\w+){0,4}?)\s+(?:blev\s+|bliver\s+|skal\s+)?"
    r"(?:justere(?:t|s)|ændre(?:t|s)|tilrette(?:t|s)|slette(?:t|s)|udgår|udgik|reducere(?:t|s)|"
    r"hæve(?:t|s)|sænke(?:t|s)|omskrive(?:t|s))\b[^,.]*"
)
_QUANTITY = re.compile(
    r"(?P<number>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)\s*(?P<unit>kr|mio\.?|mia\.?|pct|%|procent|"
    r"pladser|plads|årsværk|måneder|medlemmer|døgn|timer)(?![\wæøå])",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"\b(?:pr\.|fra|til|(?:virkning|ikrafttrædelse|start)(?:\s+fra|\s+pr\.)?)\s*(?:den\s+|d\.\s*)?"
    rf"(?P<day>\d{{1,2}}\.\s*(?:{'|'.join(MONTHS)}))(?:\s+\d{{4}})?",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"\b(?:en|et|op\s+til|med|på|til)\s+[^,.;:]{0,40}$", re.IGNORECASE)
_UNIT_END = re.compile(r"\.?(?:\s+kr\.?)?(?:\s+(?:pr\.|om)\s+\w+)?")


def find_changes(
    statements: Sequence[Statement],
    decisive: Statement,
    recommendation: Recommendation | None,
    deciding: Sequence[Statement] = (),
) -> tuple[Span, ...]:
    """What ``decisive``, the others that are ``deciding`` and those after them say was changed;
    also another figure than the recommendation's for the same unit."""
    found: list[Span] = []
    place = statements.index(decisive)
    for statement in statements[place:]:
        if statement is decisive or statement in deciding or statement.lead is decisive:
            found += _told(statement, decisive)
        elif _INSTEAD.search(statement.text):
            found.append(_without_stop(statement))
        elif (
            recommendation
            and (amended := _AMENDED.match(statement.text))
            and _same_matter(amended["matter"], recommendation.text)
        ):
            found.append(Span(statement.start, statement.start + amended.end()))
    if recommendation and not found:
        found += _other_figure(decisive, recommendation.text)
    return tuple(found)


def _told(statement: Statement, decisive: Statement) -> list[Span]:
    text = statement.text
    if named := _NAMED.search(text):
        if text.rstrip().endswith(":") and named.end() >= len(text) - 1:
            return []
        start = named.end() if named["lead"] else named.start()
        return [Span(statement.start + start, _end(statement))]
    if statement.lead is decisive and _NAMED.search(decisive.text):
        return [_without_stop(statement)]
    if clause := _CLAUSE.search(text):
        return [Span(statement.start + clause.start(), _end(statement))]
    return []


def _other_figure(decisive: Statement, recommended: str) -> list[Span]:
    """The first figure of the decision, where the recommendation has another for its unit alone."""
    wanted = {(m["number"], m["unit"].lower()) for m in _QUANTITY.finditer(recommended)}
    for figure in _QUANTITY.finditer(decisive.text):
        unit = figure["unit"].lower()
        numbers = {number for number, its_unit in wanted if its_unit == unit}
        if len(numbers) == 1 and figure["number"] not in numbers:
            phrase = _PHRASE.search(decisive.text, 0, figure.start())
            start = phrase.start() if phrase else figure.start()
            end = _UNIT_END.match(decisive.text, figure.end())
            return [
                Span(decisive.start + start, decisive.start + (end.end() if end else figure.end()))
            ]
        if numbers:
            return []
    return _other_day(decisive, recommended)


def _other_day(decisive: Statement, recommended: str) -> list[Span]:
    """The only day of the decision, where the recommendation has one other."""
    wanted, own = (list(_DAY.finditer(text)) for text in (recommended, decisive.text))
    if len(wanted) != 1 or len(own) != 1 or wanted[0]["day"].lower() == own[0]["day"].lower():
        return []
    return [Span(decisive.start + own[0].start(), decisive.start + own[0].end())]


def _same_matter(matter: str, recommended: str) -> bool:
    """Whether what is amended is what was recommended, by its first word."""
    return matter.split()[0].casefold() in recommended.casefold()


def _without_stop(statement: Statement) -> Span:
    return Span(statement.start, _end(statement))


def _end(statement: Statement) -> int:
    return statement.end - (statement.text.endswith("."))
