"""How surely a file is the attachment that a list names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from corpus.records import TieEvidence
from ingest.attachment_lists import Listed
from ingest.file_names import (
    NameParts,
    folded,
    has_extension,
    name_parts,
    stem,
    target_names,
)

LINKED = 0.97
_SAME_NAME, _SAME_STEM, _SAME_WORDS, _CUT = 0.98, 0.95, 0.9, 0.8
_SAME_TITLE = 0.85
_NUMBERED_BOTH, _NUMBERED, _NUMBERED_ITEM = 0.9, 0.85, 0.7
_OTHER_NUMBER = 0.8
_LEAST_ALIKE, _MOST_BY_WORDS, _LEAST_BY_WORDS = 0.82, 0.8, 0.6
_ALIKE_AND_NUMBERED, _UNLIKE = 0.6, 0.35
_SMALL_WORDS = frozenset(
    "af at den det de en et for fra i med og om pa paa til ved vedr vedroerende".split()
)
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
    """The match of a list's entry that links to a file of this name."""
    linked = (folded(name) for target in listed.targets for name in target_names(target))
    return Match(LINKED, "link") if file.name in linked else None


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
        if alike < _UNLIKE:
            return Match(_NUMBERED_ITEM, "number") if item is not None else None
        if alike < _ALIKE_AND_NUMBERED:
            certainty -= 0.1
    return Match(certainty, "number")


def by_item(file: FileName) -> Match | None:
    """The match of a file with the item that its name numbers, whatever the item lists."""
    return Match(_NUMBERED_ITEM, "number") if file.parts.item is not None else None


def likeness(one: str, other: str) -> float:
    """How much two folded names say the same, 0–1; nothing where they are of other years or
    numbers."""
    some, others = (set(words.split()) - _SMALL_WORDS for words in (one, other))
    fewer, more = sorted((len(some), len(others)))
    if not fewer:
        return 0.0
    numbers = [{word for word in words if word.isdigit()} for words in (some, others)]
    if numbers[0] - numbers[1] and numbers[1] - numbers[0]:
        return 0.0
    texts = " ".join(sorted(some)), " ".join(sorted(others))
    alike = fuzz.ratio(*texts)
    if fewer > 1:
        # The one may say more, but not much more.
        alike = max(alike, fuzz.token_set_ratio(*texts) * (0.76 + 0.19 * fewer / more))
    return float(alike) / 100 * (1 if numbers[0] == numbers[1] else 0.95)


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
