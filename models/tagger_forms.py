"""The surface forms of a gazetteer name: genitive, definite form, capitals; and its stem."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from corpus.records import Entity

SHORTEST_FREE_CASE = 8
"""Letters from which a single word is taken for the name whatever its case; shorter ones occur as
ordinary words or parts of addresses."""

ENDING = re.compile(r"(?<=\w{4})(?:ernes|erne|enes|ene|ens|ets|ers|er|en|et|es|e|s)$")
WITH_ABBREVIATION = re.compile(r".+ \([A-ZÆØÅ]{2,}\)")
# What a noun takes in the definite form, by how it ends.
DEFINITE = tuple(
    (re.compile(rf"\w*(?:{nouns})$", re.IGNORECASE), ending)
    for nouns, ending in (
        ("sekretariat|udvalg|råd|netværk|nævn|panel|hospital|sygehus|tilsyn|projekt|team", "et"),
        ("forum|hjem|program", "met"),
        ("samarbejde|ministerie", "t"),
        ("gruppe|klynge|aftale|styrelse|skole|pulje|ordning", "n"),
        ("kreds|afdeling|plan|strategi|forening|organisation|enhed|kommission|reform", "en"),
    )
)


@lru_cache(maxsize=50_000)
def term_stem(word: str) -> str:
    """The word in lower case without Danish case, number and definiteness endings.

    Endings are taken off until none is left, so that "plads" and "pladserne" meet; at least four
    letters stay.
    """
    stem = word.lower()
    while (shorter := ENDING.sub("", stem)) != stem:
        stem = shorter
    return stem


class Forms:
    """The surface forms of one entity, by how they are matched.

    ``terms`` are matched by their stems, ``names`` in every case, ``strict`` as written,
    ``uncapitalised`` in every case in what a user types, and ``definite`` ("Socialsekretariatets")
    in every case where no name is written so. ``towns`` are those that an institution may be
    called by.
    """

    def __init__(
        self, entity: Entity, common_words: Collection[str], towns: Collection[str] = ()
    ) -> None:
        self.terms: list[str] = []
        self.names: list[str] = []
        self.strict: list[str] = []
        self.uncapitalised: list[str] = []
        self.definite: list[str] = []
        for name in entity.names:
            if WITH_ABBREVIATION.fullmatch(name):
                continue  # Two mentions: the name and the abbreviation.
            forms = list(_with_genitive(name))
            is_common = name in common_words
            is_place = entity.kind in ("municipality", "place")
            if name == name.lower():
                self.terms.append(name)
            elif not is_common and not is_place and is_distinctive(name):
                self.names += forms
                self.definite += _definite(name)
                if entity.kind == "institution":
                    self.strict += _set_in_town(name, towns)
            else:
                self.strict += dict.fromkeys(
                    written
                    for form in forms
                    for written in (form, form.upper(), _capitalised(form))
                )
                if entity.kind == "municipality" or not is_common:
                    self.uncapitalised += forms
            if entity.kind == "municipality" and "ommune" not in name:
                self.names += [
                    f"{form} {noun}" for form in forms for noun in ("kommune", "kommunes")
                ]


def is_distinctive(name: str) -> bool:
    """Whether the name is long enough to be told from ordinary words without its capitals."""
    words = re.findall(r"\w+", name)
    return len(words) > 1 or len(words[0]) >= SHORTEST_FREE_CASE


def forms_of(name: str) -> Iterator[str]:
    """A name as it is written, its genitive, its definite form and that one's genitive; the last
    two only where it ends in a common noun."""
    yield from _with_genitive(name)
    yield from _definite(name)


def _set_in_town(name: str, towns: Collection[str]) -> Iterator[str]:
    """ "Psykiatrisk Afdeling i Odense" of "Psykiatrisk Afdeling Odense"."""
    institution, _, town = name.rpartition(" ")
    if town in towns and " " in institution:
        yield f"{institution} i {town}"
        yield f"{institution}, {town}"


def _definite(name: str) -> Iterator[str]:
    """The definite form of a name that ends in a common noun, and its genitive."""
    for noun, ending in DEFINITE:
        if noun.fullmatch(re.split(r"\W", name)[-1]):
            yield from _with_genitive(name + ending)


def _capitalised(name: str) -> str:
    return " ".join(word[0].upper() + word[1:] for word in name.split())


def _with_genitive(name: str) -> Iterator[str]:
    yield name
    if name[-1].isalnum() and name[-1].lower() not in "sxz":
        yield f"{name}s"
