"""What the reader sees of a question: a unit that answers, and units that seem to."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from models.reader_input import first_text, lead_text
from models.training.questions import Material, Overlap, Passage, Question, Span

_NAME = re.compile(r"(?<=\w )[A-ZÆØÅ][\w&-]*(?: [A-ZÆØÅ][\w&-]*)*")
_NUMBER = re.compile(r"\b(?:19|20)\d\d\b|\b\d+(?:[.,]\d+)*\b")
TITLE_SHARE = 0.65
SWAP_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Row:
    """A unit for a question; ``question`` numbers the list it is ranked in, -1 for none."""

    question: int
    first: str
    lead: str
    text: str
    label: int
    answers: tuple[Span, ...]


class Sampler:
    """Draws questions with a positive unit, hard negatives and swapped names."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def stream(
        self, sources: Sequence[tuple[Material, float]]
    ) -> Iterator[Callable[[int], list[Row]]]:
        """Endless: draws from each source by its share, every question once before any twice."""
        drawn = [_Source(material, self._chance) for material, _ in sources]
        shares = [share for _, share in sources]
        while True:
            yield self._chance.choices(drawn, shares)[0].rows


class _Source:
    def __init__(self, material: Material, chance: random.Random) -> None:
        self._material = material
        self._chance = chance
        self._left: list[Question] = []
        used = sorted({q.passage for q in material.questions})
        self._groups: dict[str, list[int]] = defaultdict(list)
        for at in used:
            self._groups[material.passages[at].group].append(at)
        self._used = used
        self._overlap = Overlap([material.passages[at].text for at in used])
        texts = [q.text for q in material.questions]
        self._names = sorted({name for text in texts for name in _NAME.findall(text)})
        self._numbers = sorted({number for text in texts for number in _NUMBER.findall(text)})

    def rows(self, number: int) -> list[Row]:
        """The units of the next question, in no order."""
        if not self._left:
            self._left = list(self._material.questions)
            self._chance.shuffle(self._left)
        question = self._left.pop()
        chance = self._chance
        passage = self._material.passages[question.passage]
        titled = chance.random() < TITLE_SHARE or bool(passage.section)

        def row(of: Passage, span: Span, label: int, text: str = question.text) -> Row:
            start, end = span
            answers = tuple(
                (a - start, b - start) for a, b in question.answers if label and _meets((a, b), span)
            )
            return Row(number, first_text(text),
                       lead_text(of.title if titled else "", of.section if titled else ""),
                       of.text[start:end], label, answers)

        held = [w for w in passage.windows if _holds(question, w)]
        rows: list[Row] = []
        if held:
            held.sort(key=lambda w: w[1] - w[0])
            chosen = held[0] if chance.random() < 0.5 else chance.choice(held)
            rows.append(row(passage, chosen, 1))
            swapped = self._swapped(question.text, passage, passage.text[slice(*chosen)])
            if swapped is not None and chance.random() < SWAP_SHARE:
                # The same unit: what is asked of another name is not answered here. Not ranked
                # against the true question.
                false = row(passage, chosen, 0, swapped)
                rows.append(Row(-1, false.first, false.lead, false.text, 0, ()))
        # Words of the answer may stand elsewhere too: what holds them is no sure negative.
        words = [passage.text[a:b].casefold() for a, b in question.answers]
        near = [
            w for w in passage.windows
            if not any(_meets(a, w) for a in question.answers)
            and not any(word in passage.text[slice(*w)].casefold() for word in words)
        ]
        for span in self._hard(question.text, passage, near, 2 if held else 3):
            rows.append(row(passage, span, 0))
        other = self._elsewhere(question.passage, passage.group, question.text)
        if other is not None:
            of, span = other
            if not any(word in of.text[slice(*span)].casefold() for word in words):
                rows.append(row(of, span, 0))
        return rows

    def _hard(self, question: str, of: Passage, spans: Sequence[Span], count: int) -> list[Span]:
        """One or two that share most with the question, and one by chance; none overlapping
        by more than is needed."""
        left = list(spans)
        self._chance.shuffle(left)
        left.sort(
            key=lambda w: -self._overlap.score(question, of.text[slice(*w)]) / (60 + w[1] - w[0])
        )
        chosen: list[Span] = []
        while left and len(chosen) < count:
            top = left[: max(1, len(left) // 3)] if len(chosen) < count - 1 else left
            chosen.append(self._chance.choice(top))
            left = [w for w in left if not _meets(w, chosen[-1])]
        return chosen

    def _elsewhere(
        self, passage: int, group: str, question: str
    ) -> tuple[Passage, Span] | None:
        """Of some other passages of the group, else of all, the window most like the question."""
        chance = self._chance
        same = [at for at in self._groups[group] if at != passage]
        pool = same if same and chance.random() < 0.7 else self._used
        tried = [
            (self._material.passages[at], window)
            for at in chance.sample(pool, min(8, len(pool))) if at != passage
            for window in self._material.passages[at].windows
        ]
        if not tried:
            return None
        return max(
            tried,
            key=lambda pair: self._overlap.score(question, pair[0].text[slice(*pair[1])])
            / (60 + pair[1][1] - pair[1][0]),
        )

    def _swapped(self, question: str, passage: Passage, text: str) -> str | None:
        """The question with one of its names or numbers exchanged for another's, where the
        text or the title holds the first and not the second."""
        whole = f"{passage.title} {text}".casefold()
        found = [
            (match, pool)
            for pattern, pool in ((_NAME, self._names), (_NUMBER, self._numbers))
            for match in pattern.finditer(question)
            if match.group().casefold() in whole and len(pool) > 5
        ]
        if not found:
            return None
        match, pool = self._chance.choice(found)
        words = len(match.group().split())
        other = self._chance.choice([name for name in pool if len(name.split()) == words] or pool)
        if other.casefold() in whole or other in question:
            return None
        return question[: match.start()] + other + question[match.end() :]


def _holds(question: Question, window: Span) -> bool:
    inside = [window[0] <= a and b <= window[1] for a, b in question.answers]
    return bool(inside) and (all(inside) if question.all_needed else any(inside))


def _meets(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
