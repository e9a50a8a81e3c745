"""How surely a file is the attachment that a list names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from corpus.records import TieEvidence
from ingest.ties.attachment_lists import Listed
from ingest.ties.file_names import (
    NameParts,
    folded,
    has_extension,
    name_parts,
    stem,
    target_names,
)

# How sure each kind of evidence is, by judgement: of two that are met, the surer counts.
_LINKED, _LINKED_OTHERWISE = 0.97, 0.92
_SAME_NAME, _SAME_STEM, _SAME_WORDS, _CUT = 0.98, 0.95, 0.9, 0.8
_SAME_TITLE = 0.85
_NUMBERED_BOTH, _NUMBERED, _NUMBERED_ITEM = 0.9, 0.85, 0.7
_OTHER_NUMBER = 0.8
_LEAST_ALIKE, _MOST_BY_WORDS, _LEAST_BY_WORDS = 0.82, 0.8, 0.6
_ALIKE_AND_NUMBERED = 0.6
UNLIKE = 0.35
"""Below this likeness two names are of different things."""

_SMALL_WORDS = frozenset(
    "af at den det de en et for fra i med og om pa paa til ved vedr vedroerende".split()
)
# What a document may be: a letter on a matter is not the report on it.
_SORTS = frozenset(
    "ansoegning beregning brev budget evaluering hoeringssvar kommissorium notat oplaeg opsamling "
    "oversigt program rapport redegoerelse referat regnskab skitse status svar tidsplan".split()
)
_SAME_WORD, _WHOLE = 0.8, 0.95
_SHORTEST_TITLE, _SHORTEST_CUT, _SURELY_CUT = 8, 20, 32


@dataclass(frozen=True, slots=True)
class FileName:
    """A file's name in the ways that it is compared in; all but ``parts`` are folded."""

    name: str
    stem: str
    parts: NameParts


@dataclass(frozen=True, slots=True)
class Match:
    """A certainty, 0–1, and what it rests on."""

    certainty: float
    by: TieEvidence


@lru_cache(maxsize=20_000)
def file_name(name: str) -> FileName:
    """A file's name, ready to be compared."""
    return FileName(folded(name), folded(stem(name)), name_parts(stem(name)))


def by_link(listed: Listed, file: FileName) -> Match | None:
    """The match of a list's entry that links to a file of this name, or to it in another format."""
    linked = [name for target in listed.targets for name in target_names(target)]
    if file.name in map(folded, linked):
        return Match(_LINKED, "link")
    stems = (folded(stem(name)) for name in linked if has_extension(name))
    return Match(_LINKED_OTHERWISE, "link") if file.stem in stems else None


def by_name(listed: Listed, file: FileName) -> Match | None:
    """The match of an entry that is a file's name, whole or without its extension and numbers."""
    own = file_name(listed.name)
    if not own.stem or not own.parts.words:
        return None
    if file.name == own.name and has_extension(listed.name):
        return Match(_SAME_NAME, "file name")
    if file.stem == own.stem:
        return Match(_SAME_STEM, "file name")
    if file.parts.words == own.parts.words:
        return Match(_disputed(_SAME_WORDS, listed, file), "file name")
    if _is_cut(own.parts.words, file.parts.words):
        return Match(_disputed(_CUT, listed, file), "file name")
    return None


def by_words(listed: Listed, file: FileName, title: str) -> Match | None:
    """The match of an entry in words much like a document's title or its file's name."""
    words = name_parts(stem(listed.name)).words
    if len(words) < _SHORTEST_TITLE or " " not in words:
        return None
    if words == name_parts(title).words:
        return Match(_disputed(_SAME_TITLE, listed, file), "title")
    alike = max(likeness(words, file.parts.words), likeness(words, name_parts(title).words))
    if alike < _LEAST_ALIKE:
        return None
    share = (alike - _LEAST_ALIKE) / (1 - _LEAST_ALIKE)
    certainty = _LEAST_BY_WORDS + share * (_MOST_BY_WORDS - _LEAST_BY_WORDS)
    return Match(_disputed(certainty, listed, file), "title")


def by_number(listed: Listed, file: FileName, title: str) -> Match | None:
    """The match of an entry with the numbers in a file's name: of the item and in its list, or,
    where the list itself numbers its attachments, of the attachment alone."""
    item, number = file.parts.item, file.parts.number
    if number is None or not listed.position:
        return None
    if item is not None:
        same = (item == listed.item_number and number == listed.number) or (
            f"{item}.{number}" == (listed.label or "").replace("-", ".")
        )
        certainty = _NUMBERED_BOTH
    else:
        same, certainty = listed.label == str(number), _NUMBERED
    if not same:
        return None
    words = name_parts(stem(listed.name)).words
    if words and file.parts.words:
        alike = max(likeness(words, file.parts.words), likeness(words, name_parts(title).words))
        if alike < UNLIKE:
            return Match(_NUMBERED_ITEM, "number") if item is not None else None
        if alike < _ALIKE_AND_NUMBERED:
            certainty -= 0.1
    return Match(certainty, "number")


def by_item(file: FileName) -> Match | None:
    """The match of a file with the item that its name numbers, whatever the item lists."""
    return Match(_NUMBERED_ITEM, "number") if file.parts.item is not None else None


def likeness(one: str, other: str) -> float:
    """How much two folded names say the same, 0–1; nothing where they are of other years or
    numbers.

    The share of their words that both have (Dice), words but for an ending counting in part; more
    where the one has all of the other's.
    """
    some, others = (sorted(set(words.split()) - _SMALL_WORDS) for words in (one, other))
    if not some or not others:
        return 0.0
    numbers = [{word for word in words if word.isdigit()} for words in (some, others)]
    if numbers[0] - numbers[1] and numbers[1] - numbers[0]:
        return 0.0
    fewer, more = sorted((some, others), key=len)
    shares = [_share(word, more) for word in fewer]
    alike = 2 * sum(shares) / (len(fewer) + len(more))
    if len(fewer) > 1 and all(shares):
        # The one may say more, but not much more.
        mean = sum(shares) / len(shares)
        alike = max(alike, mean * (0.76 + 0.19 * len(fewer) / len(more)))
    # Compounds that the one writes apart.
    whole = fuzz.ratio("".join(some), "".join(others)) / 100
    alike = max(alike, whole if whole >= _WHOLE else 0.0)
    sorts = [_SORTS.intersection(words) for words in (some, others)]
    if sorts[0] and sorts[1] and not sorts[0] & sorts[1]:
        alike *= 0.85
    return alike if numbers[0] == numbers[1] else 0.95 * alike


def _share(word: str, words: Sequence[str]) -> float:
    """How nearly one of ``words`` is a word: 1 for the very one, 0 for another."""
    best = max((fuzz.ratio(word, other) for other in words), default=0.0) / 100
    return best if best >= _SAME_WORD and not (word.isdigit() and best < 1) else 0.0


def _is_cut(one: str, other: str) -> bool:
    """Whether one name is the other cut off: where it is short, with no number cut."""
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST_CUT or not long.startswith(short):
        return False
    return len(short) >= _SURELY_CUT or not any(map(str.isdigit, long[len(short) :]))


def _disputed(certainty: float, listed: Listed, file: FileName) -> float:
    """A certainty, less where list and file number the attachment otherwise."""
    item, number = file.parts.item, file.parts.number
    if item is not None and listed.item_number not in (None, item):
        return certainty * _OTHER_NUMBER
    if number is None or listed.label is None:
        return certainty
    return certainty if number == listed.number else certainty * _OTHER_NUMBER
