"""What the title of an item tells of the matter that it is of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import EntityKind, Item, Mention
from corpus.words import stem

# What two titles of one matter may share, beside their words.
_NAMED: frozenset[EntityKind] = frozenset({"institution", "project", "organisation", "agreement"})
_WORD = re.compile(r"[^\W\d_][\w-]*|\d{4}")
# What a title says of how a matter is dealt with, not of which matter it is.
_DEALING = frozenset(
    map(
        stem,
        """
        opfølgning genoptagelse genbehandling genoptaget udsat drøftelse drøftet orientering
        godkendelse status fortsat fornyet videre beslutning behandling præsentation oplæg sag
        punkt emne temadrøftelse forslag udkast endelig indstilling information nyt siden sidst
        statusopdatering opsamling afrapportering forelæggelse vedrørende vedr angående samt fra
        til om for på af ved med det den der som en et og i kkr møde mødet bilag ny nye
        """.split(),
    )
)
# Titles of what every meeting has.
_ROUTINE = re.compile(
    r"\b(?:eventuelt|dagsorden\w*|velkomst|velkommen|næste møde|kommende møder?|mødeplan\w*|"
    r"mødedatoer|mødekalender|referat\w*|meddelelser|orienteringer|bordet rundt|"
    r"siden sidst|nyt fra|konstituering|underskrift\w*|pressemeddelelse\w*|evaluering af mødet)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says: the stems of its words, and the ids of the things named in it."""

    words: frozenset[str]
    names: frozenset[str]


def title_of(item: Item, mentions: Sequence[Mention]) -> Title | None:
    """What an item's title says; ``None`` for one that tells no matter. ``mentions`` are its
    document's, by place.

    The catalogue keeps it (``title_words``), so that after a change here every title there has to
    be read again: by a migration.
    """
    in_title = [
        mention
        for section in item.sections
        if section.kind == "title"
        for mention in mentions_within(mentions, section.start, section.end)
    ]
    # Of whose region or forum it is tells nothing: every title could say it.
    own = {w for m in in_title if m.kind in ("region", "forum") for w in title_words(m.text)}
    words = title_words(item.title)
    words = words - own or words
    if item.missing or not words:
        return None
    return Title(words, frozenset(m.entity_id for m in in_title if m.kind in _NAMED))


def title_words(title: str) -> frozenset[str]:
    """The stems of the words that tell which matter a title is of; none for a routine item."""
    if _ROUTINE.search(title):
        return frozenset()
    found = (stem(word) for word in _WORD.findall(title.casefold()))
    return frozenset(found) - _DEALING


def mentions_within(mentions: Sequence[Mention], start: int, end: int) -> list[Mention]:
    """Those of ``mentions``, which come by place, that stand inside ``[start, end)``."""
    found: list[Mention] = []
    for at in range(bisect_left(mentions, start, key=lambda m: m.start), len(mentions)):
        if mentions[at].start >= end:
            break
        if mentions[at].end <= end:
            found.append(mentions[at])
    return found
