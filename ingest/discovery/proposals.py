"""What a document names that stands in no gazetteer, with the places that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from corpus.gazetteer import load_gazetteer
from corpus.proposal import Proposal, ProposalEvidence
from corpus.records import TIMES_AND_AMOUNTS, Document, EntityKind, Mention, Span
from ingest.discovery.cues import GENERIC
from ingest.discovery.patterns import find_named
from ingest.discovery.reading import ReadSentence, read_sentences
from ingest.discovery.repeats import name_key, with_repeats
from ingest.discovery.sightings import Sighting
from ingest.discovery.target_groups import find_groups

CERTAINTY: dict[ProposalEvidence, float] = {
    "quoted": 0.9,
    "introduced": 0.8,
    "form": 0.75,
    "described": 0.6,
    "placed": 0.5,
    "recognised": 0.35,
}
"""By evidence; an order, set by reading what was proposed, more than measured shares."""
_AGREES, _MOST = 0.1, 0.95
_PLACES: frozenset[EntityKind] = frozenset({"municipality", "region", "place"})
_PARTS: frozenset[EntityKind] = frozenset({"theme", "target_group"})
"""What names are made of: "Center for Autisme"."""
# What no name ends with: the place that it lies in, and what stands beside it.
_PLACE_AFTER = re.compile(r"(?:,| i| ved| på| fra| hos| og| til) $")
_OTHER_AFTER = re.compile(r"(?:,| og) $")
# "i Rødby": what people live in is no organisation.
_INSIDE = re.compile(r"\b[iI] $")
_FEWEST_RECOGNISED = 2
_SHORTEST_RECOGNISED = 3


def find_proposals(document: Document, mentions: Sequence[Mention]) -> tuple[Proposal, ...]:
    """The names in a Danish document's items that no mention covers, by place.

    Every place of a name is a proposal of its own; one without anything that tells what it is has
    the evidence of the surest that does. Persons, and what is only listed as an attachment, are
    left out.
    """
    if document.language != "da":
        return ()
    text = document.text
    sentences = read_sentences(document, mentions)
    organisations = _organisations(text, sentences)
    proposals = [
        _proposal(document, sighting, sentence)
        for sentence in sentences
        for sighting in _sightings(text, sentence, organisations)
    ]
    return tuple(with_repeats(text, proposals, sentences))


def _sightings(
    text: str, sentence: ReadSentence, organisations: frozenset[str]
) -> Iterator[Sighting]:
    """What a sentence tells of, and is not known; of those that overlap the surest, then the
    longest."""
    found = [
        *find_named(text, sentence.start, sentence.end),
        *find_groups(text, sentence.start, sentence.end),
        *(
            Sighting(n.start, n.end, "organisation", "recognised", Span(n.start, n.start))
            for n in sentence.names
            if name_key(text[n.start : n.end]).removesuffix("s") in organisations
        ),
    ]
    kept: list[Sighting] = []
    for one in sorted(found, key=lambda f: (-CERTAINTY[f.evidence], f.start - f.end)):
        unknown = _unknown(text, one, sentence)
        if unknown and all(unknown.end <= k.start or k.end <= unknown.start for k in kept):
            kept.append(unknown)
    yield from kept


def _unknown(text: str, sighting: Sighting, sentence: ReadSentence) -> Sighting | None:
    """The sighting without what stands after the name; ``None`` where it is known, or no name."""
    start, end = sighting.start, sighting.end
    inside = [
        m
        for m in sentence.known
        if m.start < end and start < m.end and (m.kind not in TIMES_AND_AMOUNTS or m.start <= start)
    ]
    if sighting.evidence == "described":
        # A part of the description that is known is what it is about.
        return None if any(m.kind == "target_group" for m in inside) else sighting
    for mention in reversed(inside):
        if mention.end >= end and mention.start > start:
            after = _PLACE_AFTER if mention.kind in _PLACES else _OTHER_AFTER
            before = after.search(text, start, mention.start)
            if before and mention.kind not in _PARTS:
                end = before.start()
    for mention in inside:
        whole = mention.start <= start and mention.end >= end - 1
        if mention.start < end and (whole or mention.kind not in (*_PLACES, *_PARTS)):
            return None
    if end - start < 3 or GENERIC.fullmatch(text, start, end):
        return None
    is_person = sighting.evidence in ("placed", "recognised") and any(
        name.label == "PER" and name.start < end and start < name.end for name in sentence.names
    )
    return None if is_person else replace(sighting, end=end)


def _organisations(text: str, sentences: Sequence[ReadSentence]) -> frozenset[str]:
    """The names recognised as organisations in two places or more, and nowhere as another thing;
    without a genitive's s."""
    labels: dict[str, list[str]] = {}
    for sentence in sentences:
        for name in sentence.names:
            words = text[name.start : name.end]
            label: str = name.label
            if not words[0].isupper() or _INSIDE.search(text, name.start - 2, name.start):
                label = ""
            elif name.start == sentence.start and " " not in words:
                # Every sentence begins with a capital.
                continue
            labels.setdefault(name_key(words).removesuffix("s"), []).append(label)
    return frozenset(
        key
        for key, seen in labels.items()
        if len(seen) >= _FEWEST_RECOGNISED
        and set(seen) == {"ORG"}
        and len(key) >= _SHORTEST_RECOGNISED
        and key not in _first_words()
    )


@cache
def _first_words() -> frozenset[str]:
    """What the names of the gazetteer begin with: alone it is short for one that is not told."""
    names = (name for entity in load_gazetteer().entities.values() for name in entity.names)
    return frozenset(name.split()[0].casefold() for name in names if " " in name)


def _proposal(document: Document, sighting: Sighting, sentence: ReadSentence) -> Proposal:
    agrees = sighting.evidence != "recognised" and any(
        name.label != "PER"
        and abs(name.start - sighting.start) <= 2
        and abs(name.end - sighting.end) <= 2
        for name in sentence.names
    )
    cue = sighting.cue
    return Proposal(
        document.document_id,
        document.text[sighting.start : sighting.end],
        sighting.kind,
        sighting.start,
        sighting.end,
        Span(sentence.start, sentence.end),
        sighting.evidence,
        cue if cue.end > cue.start else None,
        min(_MOST, CERTAINTY[sighting.evidence] + _AGREES * agrees),
    )
