"""Names told by the words around them or in them, in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from corpus.proposal import ProposalEvidence, ProposedKind
from corpus.records import Span
from ingest.discovery import cues
from ingest.discovery.extent import capitalised, phrase, quoted
from ingest.discovery.sightings import Sighting

_BEFORE_TAIL = re.compile(r"(?:[A-ZÆØÅ][\wæøå'’-]+ ){1,3}$")
_SEVERAL = re.compile(r"(?:ene|erne|er)$")
_NEXT = re.compile(r"(?:,| og| samt|, og) (?=[A-ZÆØÅ])")
_TITLE = re.compile(r"[A-ZÆØÅ][a-zæøå]*(?:center|form|hus|hjem|tilbud|sted|skole|herberg)")
_COMMON_FIRST = re.compile(
    r"\w+(?:ens|ets|nes|t|de|ede|ig|ige|lige|isk|iske|ale|ive|nye?|en|er) |"
    r"(?:På|Ved|Fra|Til|Hos|I|Om|For|Med|Af|Alle|Både|Vores|Begge|Ingen|Mange|Andre|Flere) "
)
# "Nationalt Videnscenter for …".
_ADJECTIVES = re.compile(r"(?:(?:Statens|Det|Den|[A-ZÆØÅ][a-zæøå]+(?:sk|skt|alt|elt|al)) )+$")
_PARTNER = re.compile(r"(?:[A-ZÆØÅ][a-zæøå]+-,? )+og $")
_LINK = re.compile(r" ?:? ?(?:om |kaldet |ved navn |kaldes )?")


def find_named(text: str, start: int, end: int) -> Iterator[Sighting]:
    """The names that the sentence at ``[start, end)`` tells what they are."""
    yield from _introduced(text, start, end)
    yield from _headed(text, start, end)
    yield from _tailed(text, start, end)
    yield from _compounds(text, start, end)
    yield from _placed(text, start, end)


def _introduced(text: str, start: int, end: int) -> Iterator[Sighting]:
    for match in cues.STRONG_OR_WEAK.finditer(text, start, end):
        link = _LINK.match(text, match.end(), end)
        assert link is not None
        span = quoted(text, link.end(), end)
        # One word in quotation marks after "modellen" is as often no name: »uændret«.
        if span and (" " in text[slice(*span)] or cues.STRONG.match(f"{match.group()} ")):
            yield _sighting(span, match, "quoted")
    for match in cues.STRONG.finditer(text, start, end):
        at = match.end() + len(_spaces(text, match.end(), end))
        kind = _kind(match)
        span = capitalised(text, at, end, loose=kind == "project")
        if span is None:
            continue
        # "Neurocenter Østerskoven" is a name, "botilbuddet Skovbo" is not.
        if _TITLE.fullmatch(match.group()):
            partner = _PARTNER.search(text, max(start, match.start() - 60), match.start())
            span = partner.start() if partner else match.start(), span[1]
        yield _sighting(span, match, "introduced")
        others = list(_listed(text, span[1], end)) if _SEVERAL.search(match.group()) else []
        if kind == "institution":
            others += _in_brackets(text, span[1], end)
        for other in others:
            yield _sighting(other, match, "introduced")


def _listed(text: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    """The names that a list goes on with at ``at``: ", Engbo og Lindegården"."""
    while link := _NEXT.match(text, at, end):
        span = capitalised(text, link.end(), end)
        if span is None:
            return
        yield span
        at = span[1]


def _in_brackets(text: str, at: int, end: int) -> list[tuple[int, int]]:
    """The parts of an institution: " (Kilden, Engbo og Lindegården)". One alone is a place or an
    abbreviation."""
    if not text.startswith(" (", at):
        return []
    first = capitalised(text, at + 2, end)
    if first is None:
        return []
    parts = [first, *_listed(text, first[1], end)]
    return parts if len(parts) > 1 and text[parts[-1][1] : parts[-1][1] + 1] == ")" else []


def _spaces(text: str, at: int, end: int) -> str:
    match = re.compile(r":? ").match(text, at, end)
    return match.group() if match else ""


def _headed(text: str, start: int, end: int) -> Iterator[Sighting]:
    for match in cues.HEAD.finditer(text, start, end):
        span = phrase(text, match.end(), end)
        small = span is not None and text[span[0]].islower()
        if span is None or cues.DEPARTMENT.search(text, *span):
            continue
        if not (small and _kind(match) == "organisation"):
            begin = match.start()
            if adjective := _ADJECTIVES.search(text, max(start, begin - 60), begin):
                begin = adjective.start()
            cue = Span(match.start(), match.end() - 1)
            yield Sighting(begin, span[1], _kind(match), "form", cue)


def _tailed(text: str, start: int, end: int) -> Iterator[Sighting]:
    for match in cues.TAIL.finditer(text, start, end):
        before = _BEFORE_TAIL.search(text, max(start, match.start() - 60), match.start())
        # "Aalborgs rusmiddelcenter" is told by its town, no name.
        if before is None or (match.group()[0].islower() and before.group().endswith("s ")):
            continue
        # The capital at the beginning of a sentence says little: "Kommunens Krisecenter".
        if before.start() > start or not _COMMON_FIRST.match(before.group()):
            yield Sighting(
                before.start(),
                match.end(),
                "institution",
                "form",
                Span(match.start(), match.end()),
            )


def _compounds(text: str, start: int, end: int) -> Iterator[Sighting]:
    for match in cues.PROJECT.finditer(text, start, end):
        yield Sighting(match.start(), match.end(), "project", "form", Span(*match.span("word")))
    for match in cues.COMPOUND.finditer(text, start, end):
        if match.start() > start and not cues.NO_NAME.fullmatch(match.group()):
            kind = _kind(match)
            begin = match.start()
            if partner := _PARTNER.search(text, max(start, begin - 60), begin):
                begin = partner.start()
            cue = Span(*match.span(kind))
            yield Sighting(begin, cue.end, kind, "form", cue)


def _placed(text: str, start: int, end: int) -> Iterator[Sighting]:
    for match in cues.PLACING.finditer(text, start, end):
        if span := capitalised(text, match.end(), end):
            yield Sighting(*span, "institution", "placed", Span(match.start(), match.end() - 1))


def _kind(match: re.Match[str]) -> ProposedKind:
    return cast(ProposedKind, match.lastgroup)


def _sighting(span: tuple[int, int], match: re.Match[str], evidence: ProposalEvidence) -> Sighting:
    return Sighting(*span, _kind(match), evidence, Span(match.start(), match.end()))
