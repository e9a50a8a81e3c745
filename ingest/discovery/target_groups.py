"""Groups of people told by what they have in common: "borgere med svære synsvanskeligheder"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.records import Span
from ingest.discovery.sightings import Sighting

_PEOPLE = (
    r"(?:(?:børn|unge|voksne|borgere|mennesker|personer|patienter|elever|kvinder|mænd|familier|"
    r"forældre|ældre|småbørn|skolebørn|udsatte)(?:,? (?:og|eller) |, )?){1,3}"
)
_CONDITION = (
    r"[a-zæøå]*(?:skade[r]?|forstyrrelse[r]?|handicap|nedsættelse[r]?|lidelse[r]?|sygdom(?:me)?|"
    r"vanskelighed(?:er)?|problematik(?:ker)?|problemer|problemstillinger|misbrug|afhængighed|syndrom|"
    r"diagnose[r]?|udviklingshæmning|demens|epilepsi|skizofreni|psykose[r]?|autisme|angst|"
    r"depression|adfærd|traume[r]?|parese|lammelse[r]?|brug|døvblindhed|døvhed|blindhed|høretab|"
    r"synstab|respirator|ludomani|spilafhængighed|dysleksi|selvskade|skolefravær|udsathed|"
    r"sygdomsforløb|hjerneskade|tourette|ptsd|ADHD|PTSD|OCD)"
)
_WORD = r"[a-zæøå]{3,}"
_GROUP = re.compile(
    rf"\b{_PEOPLE}\s*med (?:en |et )?(?:{_WORD},? (?:og |eller )?){{0,3}}{_CONDITION}(?![\w-])"
    rf"(?:(?:,| og| og/eller| eller| samt)(?: (?:samtidig[et]?|en|et))?(?: {_WORD}){{0,2}}"
    rf" {_CONDITION}(?![\w-])"
    r"|(?: og| og/eller| eller) dom\b)?",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"\b(?:som|der|at|har|er|kan|skal|behov|henblik|fokus|hensyn|støtte|baggrund|brug for|hjælp|"
    r"tilknytning|ophold|bopæl|udgangspunkt|forskellige|andre|samme|denne|disse|sådanne?|varierende|"
    r"mange|flere|få|mulighed|risiko|misbrugsbehandling|forebyggelse|fx|bl|for|fra|om|på|i|til|af)\b"
)
_ENDS_IN_USE = re.compile(r"(?<!rusmiddel)(?<!alkohol)(?<!stof)(?<!medicin)(?<!mis)brug$")


def find_groups(text: str, start: int, end: int) -> Iterator[Sighting]:
    """The groups that the sentence at ``[start, end)`` describes."""
    for match in _GROUP.finditer(text, start, end):
        found = match.group()
        cue = found.index(" med ") if " med " in found else 0
        if not cue or _INSIDE.search(found, cue + 5) or _ENDS_IN_USE.search(found):
            continue
        yield Sighting(
            match.start(),
            match.end(),
            "target_group",
            "described",
            Span(match.start(), match.start() + cue + 4),
        )
