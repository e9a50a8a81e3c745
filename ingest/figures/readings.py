"""Numbers as a sentence uses them: with qualifier, unit, rate and the noun they stand before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.figure import Precision
from ingest.figures.nouns import NounPhrase, noun_phrase
from ingest.figures.numbers import Number, separator_at, written_value
from ingest.figures.precision import qualifier_after, qualifier_before
from ingest.figures.units import Unit, rate_at, unit_at
from ingest.figures.words import DETERMINERS, Word, is_plural_noun, word_index

_OF = re.compile(r"\s(?:ud\s)?af\s", re.IGNORECASE)
_OF_THEM = re.compile(r"\s(?:af|blandt)\s(?:dem|disse|disses|deres)\b", re.IGNORECASE)
_OR_MORE = re.compile(r"\s(?:eller|og)\s(?:flere|mere|derover)(?=\s)")
_BETWEEN = re.compile(r"\bmellem\s(?:ca\.\s)?$", re.IGNORECASE)
_FROM_OR_UP = re.compile(r"\b(?:fra|op|med)\s$", re.IGNORECASE)
_LONGEST_LEAD = 12
# Where the unit of the number after holds for the one before too ("fra 31 til 11 dage").
_SIDE_BY_SIDE = re.compile(
    r"\s?(?:til|og|eller|mod|[-–/,]|og til|mens|ud af|af(?: de)?(?: i alt)?)"
    r"\s?(?:fra\s|nu\s|de\s|i alt\s)?"
)
_AND = re.compile(r"\s(?:og|eller|samt)\s|,\s")
# Adjectives that no group of people goes by: their noun stands elsewhere.
_ADJECTIVE_ALONE = re.compile(
    r".*(?:[nrtd]al|ionel|(?<!udviklings)isk|[^æ]nsk|(?<!år)(?<!frivill)ig|iv|ær)e|private|"
    r"offentlige|ledige|ekstra|nye|tomme|uanmeldte|anmeldte|øvrige|andre"
)
_THOUSAND = 1000.0
_TWO = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """A number, or a range of two, with its qualifier and unit at ``[start, end)``.

    ``rate`` is what it is per. ``phrase`` is the noun phrase it stands before, ``of`` tells that
    the phrase stands after "af".
    """

    number: Number
    start: int
    end: int
    value: float
    high: float | None
    precision: Precision
    unit: Unit | None
    rate: str | None
    phrase: NounPhrase | None
    of: bool

    @property
    def adjective_alone(self) -> bool:
        """Whether the phrase is no noun but an adjective to one named elsewhere."""
        return self.phrase is not None and bool(_ADJECTIVE_ALONE.fullmatch(self.phrase.head.low))


def readings(
    text: str, numbers: Sequence[Number], words: Sequence[Word], start: int, end: int
) -> list[Reading]:
    """The ``numbers`` of the sentence ``text[start:end]`` as it uses them. A range is one reading;
    a unit that stands once holds for the numbers right before it too."""
    found: list[Reading] = []
    at = 0
    while at < len(numbers):
        reading, used = _reading(text, numbers[at : at + 2], words, start, end)
        found.append(reading)
        at += used
        # "pr. 1.000 indbyggere" is part of the rate.
        while at < len(numbers) and numbers[at].start < reading.end:
            at += 1
    for index in range(len(found) - 2, -1, -1):
        found[index] = _sharing(text, found[index], found[index + 1])
    return found


def _reading(
    text: str, numbers: Sequence[Number], words: Sequence[Word], start: int, end: int
) -> tuple[Reading, int]:
    """The first of the ``numbers`` as it is used, with the second where the two are a range, and
    how many of them it takes."""
    number = numbers[0]
    precision, first = qualifier_before(text, start, number.start)
    unit = unit_at(text, start, number.start, number.end, end)
    if unit and unit.start is not None:
        first = min(first, unit.start)
        if precision == "exact":
            precision, first = qualifier_before(text, start, first)
    stop = unit.end if unit else number.end
    value, high, last = number.value, None, number
    if len(numbers) > 1 and (span := _range(text, numbers, unit, first, stop, start, end)):
        first, unit, value, high = span
        last = numbers[1]
        stop = unit.end if unit else last.end
        precision = "range"
    rate = None
    if unit is None or unit.family == "money":
        rate, stop = rate_at(text, stop, end) or (None, stop)
    phrase, of = None, False
    if unit is None:
        phrase, of = _phrase(text, stop if rate else last.end, words, value)
        if phrase is None and not of and rate is None:
            phrase = _predicate(last.end, words)
        if phrase is not None and rate is None and not of:
            rate, stop = rate_at(text, phrase.end, end) or (None, stop)
    if precision in ("exact", "about") and (later := qualifier_after(text, stop)):
        precision = later
    reading = Reading(number, first, stop, value, high, precision, unit, rate, phrase, of)
    return reading, 1 if last is number else 2


def _range(
    text: str,
    numbers: Sequence[Number],
    unit: Unit | None,
    first: int,
    stop: int,
    start: int,
    end: int,
) -> tuple[int, Unit | None, float, float] | None:
    """Where the range that the two ``numbers`` are begins, its unit and both its ends; ``None``
    where they are two figures."""
    number, after = numbers[:2]
    separator = separator_at(text, stop, end)
    if separator is None or separator.end != after.start:
        return None
    low = number.value
    if after.scaled and not number.scaled and low < _THOUSAND:
        low *= after.value / written_value(text, after)
    elif after.value >= _THOUSAND > low and after.value % _THOUSAND == 0:
        # "150-200.000 kr."
        low = low * _THOUSAND if low * _THOUSAND < after.value else low
    between = _BETWEEN.search(text, max(start, first - _LONGEST_LEAD), first)
    joined = (
        separator.word == "-"
        or (separator.word == "og" and between is not None)
        or (
            separator.word == "til"
            and first == number.start
            and unit is None
            and not _FROM_OR_UP.search(text, max(start, first - _LONGEST_LEAD), first)
        )
    )
    to_unit = unit_at(text, after.start, after.start, after.end, end)
    if not joined or after.value <= low or (unit is not None and to_unit is None):
        return None
    return between.start() if between else first, to_unit, low, after.value


def _predicate(at: int, words: Sequence[Word]) -> NounPhrase | None:
    """What those are that a clause begins with: "435 var *uanmeldte besøg*"."""
    index = word_index(words, at)
    if index + 1 >= len(words) or words[index].low not in ("er", "var"):
        return None
    phrase = noun_phrase(words, index + 1)
    if (
        phrase is None
        or not is_plural_noun(phrase.head)
        or phrase.end - phrase.start == len(phrase.head.text)
        or phrase.head.low.endswith(("ede", "te"))
    ):
        return None
    return phrase


def _phrase(
    text: str, at: int, words: Sequence[Word], value: float
) -> tuple[NounPhrase | None, bool]:
    """The noun phrase that begins at ``at``, and whether it stands after "af"."""
    if more := _OR_MORE.match(text, at):
        at = more.end()
    if _OF_THEM.match(text, at):
        return None, True
    match = _OF.match(text, at)
    index = word_index(words, match.end() if match else at)
    if match:
        while index < len(words) and words[index].low in DETERMINERS | {"vores"}:
            index += 1
    if index >= len(words) or (not match and "\n" in text[at : words[index].start]):
        return None, match is not None
    phrase = noun_phrase(words, index, participles=True)
    if phrase and value == 1 and phrase.last == index and phrase.head.low.endswith("ansat"):
        # "1 fuldtidsansat konsulent"
        phrase = noun_phrase(words, index + 1) or phrase
    if phrase and not match and not 0 < value < _TWO and not is_plural_noun(phrase.head):
        return None, False
    return phrase, match is not None


def _sharing(text: str, reading: Reading, after: Reading) -> Reading:
    """The reading with the unit of the one after it, where the two stand side by side."""
    if reading.phrase is not None and reading.adjective_alone:
        if after.phrase and _AND.fullmatch(text, reading.phrase.end, after.start):
            return replace(reading, phrase=after.phrase)
        return reading
    if reading.unit is not None or (reading.phrase is not None and not reading.of):
        return reading
    if not _SIDE_BY_SIDE.fullmatch(text, reading.end, after.start):
        return reading
    same = replace(reading, unit=after.unit, rate=reading.rate or after.rate, phrase=after.phrase)
    if after.unit and after.number.scaled and not reading.number.scaled:
        scale = after.number.value / written_value(text, after.number)
        if reading.value < _THOUSAND:
            return replace(same, value=reading.value * scale)
    return same
