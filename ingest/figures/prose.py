"""The figures of running text, one sentence after the other."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from corpus.figure import FigureKind
from corpus.records import Span
from ingest.figures.counted import thing_measured
from ingest.figures.drafts import Draft
from ingest.figures.identifiers import identifiers
from ingest.figures.nouns import (
    noun_phrase,
    pair_of_nouns,
    plural,
    singular_to_plural,
    with_what_follows,
)
from ingest.figures.numbers import Number, find_numbers
from ingest.figures.readings import Reading, readings
from ingest.figures.shares import find_shares
from ingest.figures.tallies import counted_subject
from ingest.figures.uncounted import TIMES, counts_nothing, is_age_or_order
from ingest.figures.words import Word, is_plural_noun, word_index, words_of

# How many sentences on a number without a noun still counts what was counted last.
_FARTHEST = 2
_AMOUNT_OF = re.compile(
    r"\b(?:(?:antal(?:let)?|mængden|summen)(?:\s(?:af|på))?|hvor mange)\s(?=[a-zæøåA-ZÆØÅ])",
    re.IGNORECASE,
)
_RESPECTIVELY = re.compile(r"(?P<noun>[^\W\d_]+),\s(?:henholdsvis|hhv\.?)\s$", re.IGNORECASE)
_IS = re.compile(
    r"(?<!\w)(?P<noun>[A-ZÆØÅ][a-zæøå]{4,})"
    r"(?:\s(?:er|var|udgør|udgjorde)|(?:\si alt)?:)\s(?:i alt\s)?$"
)
_LONGEST_SUBJECT = 60
_OF_THEM = re.compile(r"\W*(?:heraf|hvoraf|af (?:dem|disse))\b", re.IGNORECASE)
_OF_THOSE = re.compile(
    r"\s(?:(?:ud\s)?af\s(?:dem|disse)\b(?!\s[a-zæøå]+(?:er|e)\b)|(?:flere|færre)\send\b)",
    re.IGNORECASE,
)
_SAME_AS = re.compile(r"(?:svarende til|dvs\.|det vil sige)\s?$", re.IGNORECASE)
# Those that are known already ("de 22 kommuner", "alle tre afsnit").
_KNOWN = re.compile(r"\b(?:de|disse|alle|vores|deres|dens|dets)\s$", re.IGNORECASE)
_LONGEST_LEAD = 20
# Where "3 mio." are kroner.
_MONEY_TALK = re.compile(
    r"\b(?:kr|kroner|bevil\w+|afsat|afsæt\w+|budget\w*|\w*udgift\w*|\w*forbrug|pulje\w*|koste\w*|"
    r"tilskud|overskud|underskud|økonomi\w*|finansier\w*|\w*indtægt\w*|besparelse\w*|spare\w*)\b",
    re.IGNORECASE,
)
_COST = re.compile(
    r"(?:takst|pris|udgift|beløb|budget|tilskud|bevilling|indtægt)(?:en|er|erne|et|s)?\b",
    re.IGNORECASE,
)
_LEAST_COST = 100
# Below it, what is counted stands in the singular ("1½ stilling").
_TWO = 2
_PERCENT_OF = re.compile(r"(?:procent|procenten|graden)\b")


class SentenceReader:
    """Reads the figures of one sentence after the other; remembers what was counted last, for
    sentences that go on with it ("Af dem har 29 en dom").

    ``names`` are the spans of names, by place, whose numbers count nothing.
    """

    def __init__(self, text: str, names: Sequence[Span]) -> None:
        self._text = text
        self._names = names
        self._sentence = 0
        self._amounts: list[int] = []
        self._counted: tuple[int, str, Span | None] | None = None
        self._measured: tuple[int, Span] | None = None
        # What the figure before is of, whatever its kind.
        self._last: tuple[int, Span] | None = None

    def read(self, start: int, end: int, periods: Sequence[Span] = ()) -> list[Draft]:
        """The figures of the sentence at ``[start, end)``, by place. ``periods`` are the spans in
        it that tell when."""
        text = self._text
        self._sentence += 1
        numbers = find_numbers(text, start, end)
        shares = find_shares(text, start, end)
        if numbers:
            taken = [Span(share.start, share.end) for share in shares]
            taken += [*identifiers(text, start, end), *periods, *self._named(start, end)]
            numbers = _outside(numbers, taken, start, end)
        if not numbers:
            return shares
        words = words_of(text, start, end)
        self._amounts = [match.end() for match in _AMOUNT_OF.finditer(text, start, end)]
        found = readings(text, numbers, words, start, end)
        drafts: list[Draft] = []
        for reading in found:
            draft = self._draft(reading, words, start, end)
            if draft is not None:
                drafts.append(draft)
                if draft.counted is not None:
                    self._last = (self._sentence, draft.counted)
        return sorted([*shares, *drafts], key=lambda draft: draft.start)

    def _named(self, start: int, end: int) -> Sequence[Span]:
        first = max(0, bisect_left(self._names, start, key=lambda name: name.start) - 1)
        return self._names[first : bisect_left(self._names, end, key=lambda name: name.start)]

    def _draft(self, reading: Reading, words: list[Word], start: int, end: int) -> Draft | None:
        if reading.unit is not None:
            unit = reading.unit.name
            counted = self._thing_measured(reading, words, start, end)
            if reading.unit.family == "percent":
                return _as_draft(reading, "percentage", unit, counted)
            if reading.rate:
                return _as_draft(reading, "rate", f"{unit} pr. {reading.rate}", counted)
            return _as_draft(reading, "amount", unit, counted)
        if reading.number.scaled and reading.phrase is None:
            if not _MONEY_TALK.search(self._text, start, end):
                return None
            counted = self._thing_measured(reading, words, start, end)
            return _as_draft(reading, "amount", "kr.", counted)
        if reading.phrase is None:
            return self._without_noun(reading, words, start, end)
        return self._with_noun(reading, words, start, end)

    def _with_noun(self, reading: Reading, words: list[Word], start: int, end: int) -> Draft | None:
        assert reading.phrase is not None
        unit = self._unit(reading)
        if unit is None or counts_nothing(self._text, reading, unit, start, end):
            return None
        counted: Span | None = Span(reading.phrase.start, with_what_follows(words, reading.phrase))
        if TIMES.match(unit) and not reading.rate:
            counted = self._said_of(reading, words, start, end) or counted
        self._counted = (
            self._sentence,
            unit,
            Span(reading.phrase.start, reading.phrase.end),
        )
        return self._count(reading, unit, counted, start)

    def _without_noun(
        self, reading: Reading, words: list[Word], start: int, end: int
    ) -> Draft | None:
        if amount := self._amount(reading, words, start, end):
            return amount
        found = self._counted_elsewhere(reading, words, start)
        if found is None or is_age_or_order(self._text, reading, start):
            return None
        unit, counted = found
        if TIMES.match(unit):
            counted = self._said_of(reading, words, start, end) or counted
        self._counted = (self._sentence, unit, counted)
        return self._count(reading, unit, counted, start)

    def _count(self, reading: Reading, unit: str, counted: Span | None, start: int) -> Draft:
        if reading.rate:
            return _as_draft(reading, "rate", f"{unit} pr. {reading.rate}", counted)
        lead = max(start, reading.start - _LONGEST_LEAD)
        known = bool(_KNOWN.search(self._text, lead, reading.start))
        return _as_draft(reading, "count", unit, counted, known)

    def _unit(self, reading: Reading) -> str | None:
        """The counted noun in the plural; of an adjective alone the noun that was counted last."""
        assert reading.phrase is not None
        if reading.adjective_alone:
            last = self._last_counted()
            return last[0] if last else None
        if pair := pair_of_nouns(self._text, reading.phrase.start):
            return pair
        single = 0 < reading.value < _TWO and reading.high is None and not reading.of
        noun = reading.phrase.head.text
        return singular_to_plural(noun) if single else plural(noun)

    def _thing_measured(
        self, reading: Reading, words: list[Word], start: int, end: int
    ) -> Span | None:
        """What an amount or a percentage is told of, in its sentence or right before it."""
        lead = max(start, reading.start - _LONGEST_LEAD)
        same = self._last is not None and self._last[0] == self._sentence
        if self._last and same and _SAME_AS.search(self._text, lead, reading.start):
            return self._last[1]
        if _OF_THOSE.match(self._text, reading.end) and (last := self._last_counted()):
            return last[1]
        found = self._said_of(reading, words, start, end)
        if found is None and _OF_THEM.match(self._text, start) and (last := self._last_counted()):
            return last[1]
        if found is not None:
            self._measured = (self._sentence, found)
        if self._measured is None or self._sentence - self._measured[0] > _FARTHEST:
            return None
        return self._measured[1]

    def _said_of(self, reading: Reading, words: list[Word], start: int, end: int) -> Span | None:
        return thing_measured(self._text, words, reading.start, reading.end, start, end)

    def _amount(self, reading: Reading, words: list[Word], start: int, end: int) -> Draft | None:
        """A number without a unit as kroner or per cent, where what it is told of is a cost or a
        percentage ("Ved 90 % er taksten 2.870", "Svarprocenten er 66")."""
        if reading.of or reading.number.worded:
            return None
        counted = self._said_of(reading, words, start, end)
        if counted is None:
            return None
        said = self._text[counted.start : counted.end]
        if _PERCENT_OF.search(said):
            return _as_draft(reading, "percentage", "%", counted)
        if reading.value < _LEAST_COST or not _COST.search(said):
            return None
        return _as_draft(reading, "amount", "kr.", counted)

    def _counted_elsewhere(
        self, reading: Reading, words: list[Word], start: int
    ) -> tuple[str, Span | None] | None:
        """What a number without a noun counts: what "antallet af" names before it, or what was
        counted last in its sentence or right before it."""
        lead = max(start, reading.start - _LONGEST_LEAD * 2)
        if match := _RESPECTIVELY.search(self._text, lead, reading.start):
            noun = words_of(self._text, *match.span("noun"))[0]
            if is_plural_noun(noun):
                return plural(noun.text), Span(noun.start, noun.end)
        if found := self._of_subject(reading, words, start):
            return found
        before = bisect_right(self._amounts, reading.start)
        for at in reversed(self._amounts[max(0, before - _FARTHEST) : before]):
            phrase = noun_phrase(words, word_index(words, at))
            if phrase is not None:
                span = Span(phrase.start, with_what_follows(words, phrase))
                return plural(phrase.head.text), span
        return counted_subject(self._text, words, reading.start, start) or self._last_counted()

    def _of_subject(
        self, reading: Reading, words: list[Word], start: int
    ) -> tuple[str, Span | None] | None:
        """The noun in the plural that a number without one is said to be the number of:
        "Deltagerne er 12", "Pladser: 12"."""
        lead = max(start, reading.start - _LONGEST_SUBJECT)
        match = _IS.search(self._text, lead, reading.start)
        if match is None:
            return None
        noun = words[word_index(words, match.start("noun"))]
        if not is_plural_noun(noun) or not noun.low.endswith(("er", "erne", "ere", "årsværk")):
            return None
        return plural(noun.text), Span(noun.start, noun.end)

    def _last_counted(self) -> tuple[str, Span | None] | None:
        if self._counted is None or self._sentence - self._counted[0] > _FARTHEST:
            return None
        return self._counted[1:]


def _as_draft(
    reading: Reading, kind: FigureKind, unit: str, counted: Span | None, known: bool = False
) -> Draft:
    return Draft(
        reading.start,
        reading.end,
        kind,
        reading.value,
        reading.high,
        reading.precision,
        unit,
        counted,
        known=known,
    )


def _outside(
    numbers: Sequence[Number], spans: Sequence[Span], start: int, end: int
) -> list[Number]:
    """The numbers of ``[start, end)`` that share no character with a span."""
    taken = bytearray(end - start)
    for span in spans:
        first, last = max(span.start, start), min(span.end, end)
        if first < last:
            taken[first - start : last - start] = b"\x01" * (last - first)
    return [n for n in numbers if not any(taken[n.start - start : n.end - start])]
