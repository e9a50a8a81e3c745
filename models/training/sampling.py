"""What the reader sees of a question: a unit that answers, and units that seem to."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from models.reader_input import first_text, lead_text
from models.training.nearness import Nearness
from models.training.questions import Material, Overlap, Passage, Question, Span
from models.training.renaming import MUNICIPALITIES, REGIONS, Renaming

_NAME = re.compile(r"(?<=\w )[A-ZÆØÅ][\w&-]*(?: [A-ZÆØÅ][\w&-]*)*")
_NUMBER = re.compile(r"\b(?:19|20)\d\d\b|\b\d+(?:[.,]\d+)*\b")
_FORMS = ("i {}", "på møde i KKR {}", "i Region {}")
_OWN_FORMS = {
    "Hovedstaden": ("i hovedstadsområdet", "i hovedstadsregionen"),
    "Sjælland": ("på Sjælland", "i de sjællandske kommuner"),
    "Syddanmark": ("i de syddanske kommuner",),
    "Midtjylland": ("i de midtjyske kommuner",),
    "Nordjylland": ("i de nordjyske kommuner",),
}
TITLE_SHARE = 0.65
PARTLY = 0.4
"""The label of a unit that holds some, not all, of what was asked for."""


@dataclass(frozen=True, slots=True)
class Row:
    """A unit for a question; ``question`` numbers the list it is ranked in, -1 for none."""

    question: int
    first: str
    lead: str
    text: str
    label: float
    answers: tuple[Span, ...]


class Sampler:
    """Draws questions with a positive unit, hard negatives and swapped names."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def stream(
        self, sources: Sequence[tuple[Material, Nearness | None, float]]
    ) -> Iterator[Callable[[int], list[Row]]]:
        """Endless: draws from each source by its share, every question once before any twice.
        Where a nearness is given, half of the wrong units are those the encoder prefers."""
        drawn = [_Source(material, nearness, self._chance) for material, nearness, _ in sources]
        shares = [share for _, _, share in sources]
        while True:
            yield self._chance.choices(drawn, shares)[0].rows


class _Source:
    def __init__(
        self, material: Material, nearness: Nearness | None, chance: random.Random
    ) -> None:
        self._material = material
        self._nearness = nearness
        self._chance = chance
        self._left: list[Question] = []
        used = {q.passage for q in material.questions}
        groups = {material.passages[at].group for at in used}
        self._groups: dict[str, list[int]] = defaultdict(list)
        for at, passage in enumerate(material.passages):
            if passage.group in groups:
                self._groups[passage.group].append(at)
        self._used = [at for members in self._groups.values() for at in members]
        self._overlap = Overlap([material.passages[at].text for at in self._used])
        texts = [q.text for q in material.questions]
        self._names = sorted({name for text in texts for name in _NAME.findall(text)})
        self._numbers = sorted({number for text in texts for number in _NUMBER.findall(text)})

    def rows(self, number: int) -> list[Row]:
        """The units of the next question, in no order; none where no unit holds its answer."""
        if not self._left:
            self._left = list(self._material.questions)
            self._chance.shuffle(self._left)
        question = self._left.pop()
        passage = self._material.passages[question.passage]
        if passage.forum:
            return self._own_rows(number, question, passage)
        titled = self._chance.random() < TITLE_SHARE

        def row(of: Passage, span: Span, label: float, text: str) -> Row:
            return _row(
                number,
                question,
                of,
                span,
                label,
                text,
                lead_text(of.headline(span) if titled else of.windows[span]),
            )

        return self._drawn(question, passage, row, swap=0.3, near=2, far=1)

    def _own_rows(self, number: int, question: Question, passage: Passage) -> list[Row]:
        """Of the project's own items: with forum and section's label, names drawn anew, and at
        times a region in the question, the right one or a wrong one."""
        chance = self._chance
        forum = chance.random() < 0.6
        label = chance.random() < 0.8
        titled = chance.random() < 0.9
        asked = self._with_place(question, passage, forum)
        wrong = bool(question.answers) and not asked.answers

        def row(of: Passage, span: Span, mark: float, text: str) -> Row:
            lead = lead_text(
                of.headline(span) if titled else of.windows[span],
                of.section if label else "",
                of.forum if forum else "",
            )
            return _row(number, asked, of, span, mark, text, lead)

        rows = self._drawn(asked, passage, row, swap=0.4, near=3, far=2)
        if wrong:
            held = best_held(question, passage.windows)
            rows = [row(passage, held[0], 0, asked.text), *rows[:2]] if held else rows
        if asked is question and chance.random() < 0.6:
            renaming = Renaming(chance)
            rows = [_renamed(one, renaming) for one in rows]
        return rows

    def _with_place(self, question: Question, passage: Passage, forum: bool) -> Question:
        """At times the question with a place: the region it is about; where the forum is shown,
        another region; or a municipality that is not spoken of. The last two have no answer."""
        chance = self._chance
        drawn = chance.random()
        body = question.text.rstrip("?")
        if drawn < 0.3 and passage.region not in question.text:
            wrong = forum and chance.random() < 0.5
            others = [region for region in REGIONS if region != passage.region]
            region = chance.choice(others) if wrong else passage.region
            form = chance.choice((*_FORMS, *_OWN_FORMS[region])).format(region)
            answers = () if wrong else question.answers
            return replace(question, text=f"{body} {form}?", answers=answers)
        if drawn < 0.38:
            place = chance.choice(MUNICIPALITIES)
            if place not in f"{question.text} {passage.title} {passage.text}":
                return replace(question, text=f"{body} i {place}?", answers=())
        return question

    def _drawn(
        self,
        question: Question,
        passage: Passage,
        row: Callable[[Passage, Span, float, str], Row],
        swap: float,
        near: int,
        far: int,
    ) -> list[Row]:
        chance = self._chance
        held = best_held(question, passage.windows)
        if question.answers and not held:
            return []
        rows: list[Row] = []
        if held:
            chosen = held[0] if chance.random() < 0.5 else chance.choice(held)
            rows.append(row(passage, chosen, 1, question.text))
            swapped = self._swapped(question.text, passage, passage.text[slice(*chosen)])
            if swapped is not None and chance.random() < swap:
                # The same unit: what is asked of another name is not answered here. Not ranked
                # against the true question.
                rows.append(replace(row(passage, chosen, 0, swapped), question=-1, answers=()))
            parts = [
                w
                for w in passage.windows
                if question.all_needed and 0 < _count(question, w) < _count(question, chosen)
            ]
            if parts:
                rows.append(row(passage, chance.choice(parts), PARTLY, question.text))
        # Words of the answer may stand elsewhere too: what holds them is no sure negative.
        words = [passage.text[a:b].casefold() for a, b in question.answers]
        clear = [
            w
            for w in passage.windows
            if not any(meets(a, w) for a in question.answers)
            and not any(word in passage.text[slice(*w)].casefold() for word in words)
        ]
        for span in self._hard(question.text, passage, clear, near if held else near + 1):
            rows.append(row(passage, span, 0, question.text))
        for _ in range(far):
            other = self._elsewhere(question.passage, passage.group, question.text)
            if other is not None:
                of, span = other
                if not any(word in of.text[slice(*span)].casefold() for word in words):
                    rows.append(row(of, span, 0, question.text))
        return list(dict.fromkeys(rows))

    def _hard(self, question: str, of: Passage, spans: Sequence[Span], count: int) -> list[Span]:
        """Those that share most with the question, the last one by chance; none overlapping."""
        left = list(spans)
        self._chance.shuffle(left)
        like = dict(zip(left, self._likeness(question, [(of, w) for w in left]), strict=True))
        left.sort(key=lambda w: -like[w])
        chosen: list[Span] = []
        while left and len(chosen) < count:
            top = left[: max(1, len(left) // 3)] if len(chosen) < count - 1 else left
            chosen.append(self._chance.choice(top))
            left = [w for w in left if not meets(w, chosen[-1])]
        return chosen

    def _elsewhere(self, passage: int, group: str, question: str) -> tuple[Passage, Span] | None:
        """Of some other passages of the group, else of all, the window most like the question."""
        chance = self._chance
        same = [at for at in self._groups[group] if at != passage]
        pool = same if same and chance.random() < 0.7 else self._used
        tried = [
            (self._material.passages[at], window)
            for at in chance.sample(pool, min(8, len(pool)))
            if at != passage
            for window in self._material.passages[at].windows
        ]
        if not tried:
            return None
        like = self._likeness(question, tried)
        return tried[max(range(len(tried)), key=like.__getitem__)]

    def _likeness(self, question: str, units: Sequence[tuple[Passage, Span]]) -> list[float]:
        """How much each unit seems to answer: to the encoder or, half of the time and where it
        is not asked, by the words shared."""
        if self._nearness is not None and self._chance.random() < 0.5:
            near = self._nearness.scores(question, units)
            if near is not None:
                return near
        return [
            self._overlap.score(question, of.text[start:end]) / (60 + end - start)
            for of, (start, end) in units
        ]

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
        if match.group() in MUNICIPALITIES:
            pool = list(MUNICIPALITIES)
        alike = [name for name in pool if len(name.split()) == words]
        other: str = self._chance.choice(alike or pool)
        if other.casefold() in whole or other in question:
            return None
        return f"{question[: match.start()]}{other}{question[match.end() :]}"


def _row(
    number: int, question: Question, of: Passage, span: Span, label: float, text: str, lead: str
) -> Row:
    start, end = span
    answers = tuple(
        (a - start, b - start) for a, b in question.answers if label and start <= a and b <= end
    )
    return Row(number, first_text(text), lead, of.text[start:end], label, answers)


def _renamed(row: Row, renaming: Renaming) -> Row:
    text, answers = renaming.spans(row.text, _disjoint(row.answers))
    return replace(
        row, first=renaming(row.first), lead=renaming(row.lead), text=text, answers=answers
    )


def _disjoint(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return tuple(kept)


def _count(question: Question, window: Span) -> int:
    return sum(window[0] <= a and b <= window[1] for a, b in question.answers)


def best_held(question: Question, windows: Collection[Span]) -> list[Span]:
    """The windows that hold the most answers, the shortest first; none where none holds any."""
    counts = [_count(question, window) for window in windows]
    most = max(counts, default=0)
    enough = most if question.all_needed else min(most, 1)
    held = [w for w, count in zip(windows, counts, strict=True) if most and count >= enough]
    return sorted(held, key=lambda w: w[1] - w[0])


def meets(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
