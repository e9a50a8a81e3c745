"""Brief: a note of half a page on a matter, every sentence a quote."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count

from corpus.records import REGIONS, Filters, Region
from search_api.archive import Archive, of_one_state
from search_api.citations import cite, shown
from search_api.hearing import hear
from search_api.question import Question
from search_api.quotable import Quotable, quotable
from search_api.replies import Briefing, BriefingSection, Sentence
from search_api.search import encode, understood
from search_api.statements import costs, counts, decides, looks_ahead
from search_api.wording import listed

IN_SHORT = "Kort fortalt"
FIGURES = "Tal"
NEXT_STEPS = "Det videre forløb"

_IN_SHORT = 3
_FIGURES = 3
_NEXT_STEPS = 3
_WORDS_OF_A_DECISION = 10
_WORDS_IN_SHORT = 80
_WORDS_OF_REGIONS = 125
_WORDS_A_REGION = 60
_WORDS_OF_FIGURES = 55
_WORDS_OF_NEXT_STEPS = 55
_DAYS_A_STEP_IS_NEXT = 730
# The order to write a note, before the matter that it is to be about.
_ORDER = re.compile(
    r"^(?:(?:skriv|lav|giv|udarbejd|forbered|formuler|kan du|vil du|jeg (?:skal|vil)|"
    r"write|prepare|draft|give me)\b.*?|(?:et |en |a )?(?:kort |short )?"
    r"(?:brief(?:ing)?(?:[ -]?(?:notat|note))?|notat|orientering|note)\s+)"
    r"\b(?:om|vedrørende|vedr\.|angående|on|about|regarding)\s+(?=\S)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Note:
    """What has been chosen so far; nothing is said twice."""

    chosen: list[Quotable] = field(default_factory=list)

    def news(self, some: Iterable[Quotable]) -> list[Quotable]:
        """Those that say something not chosen yet."""
        return [one for one in some if not any(one.repeats(other) for other in self.chosen)]

    def take(self, some: Iterable[Quotable], at_most: int, words: int) -> list[Quotable]:
        """The first ``at_most`` of ``some`` that are news and fit into ``words`` words."""
        taken: list[Quotable] = []
        for one in some:
            if len(taken) == at_most:
                break
            if one.window.words <= words and self.news([one]):
                taken.append(one)
                self.chosen.append(one)
                words -= one.window.words
        return taken


def matter_of(question: str) -> str:
    """What a note is asked about: the question without the order to write it."""
    text = " ".join(question.split())
    return _ORDER.sub("", text).strip(" .!:") or text


def _title(matter: str, question: Question) -> str:
    """The matter as asked; of a whole question only the names in it."""
    named = [term.text for term in question.terms if term.entity_id]
    name = " og ".join(dict.fromkeys(named)) if matter.endswith("?") and named else matter
    return f"Briefing: {name[:1].upper()}{name[1:].rstrip('?')}"


def _remains(one: Quotable) -> bool:
    """Whether it says what remains to be done, and not what was decided."""
    return looks_ahead(one.text, one.date) and not decides(one.text)


def _decisions(some: Iterable[Quotable]) -> list[Quotable]:
    """What was decided, the latest first; of one meeting in the order it was said, what remains to
    be done last."""
    return sorted(
        (one for one in some if one.section == "decision"),
        key=lambda one: (
            not one.tells,
            one.latest_first,
            not decides(one.text),
            _remains(one),
            one.start,
            one.window.words < _WORDS_OF_A_DECISION,
            one.window.words,
        ),
    )


def _answers(some: Iterable[Quotable]) -> list[Quotable]:
    """What says most on the matter, decisions apart."""
    return sorted(
        (one for one in some if one.section != "decision"),
        key=lambda one: (not one.tells, -one.window.score, one.latest_first),
    )


def _in_short(note: _Note, regions: Iterable[Sequence[Quotable]]) -> list[Quotable]:
    """The latest decisions, one a region; of a region without any what says most. A region that
    has only one thing to tell tells it under its own name."""
    firsts: list[Quotable] = []
    for some in regions:
        best = [one for one in (*_decisions(some), *_answers(some)) if one.tells]
        if any(not other.repeats(best[0]) for other in best[1:]):
            firsts.append(best[0])
    firsts.sort(key=lambda one: (one.section != "decision", one.latest_first))
    taken = note.take(firsts, _IN_SHORT, _WORDS_IN_SHORT)
    return sorted(taken, key=lambda one: one.latest_first)


def _of_region(note: _Note, some: Sequence[Quotable]) -> list[Quotable]:
    """What a region is to be heard with: its latest decision, then what says most; what remains
    to be done has a place of its own."""
    decisions = [one for one in note.news(_decisions(some)) if one.tells and not _remains(one)]
    return [*decisions[:1], *_answers(some), *_decisions(some)]


def _shortest(some: Sequence[Quotable]) -> list[Quotable]:
    """Those that hold no other: one sentence, where one is enough."""
    return [one for one in some if not any(one.holds(other) for other in some)]


def _from_each_region(some: Sequence[Quotable]) -> list[Quotable]:
    """The first of each region, then the rest."""
    firsts = {one.found.document.region: one for one in reversed(some)}
    return sorted(some, key=lambda one: one is not firsts[one.found.document.region])


def _figures(note: _Note, every: Iterable[Quotable]) -> list[Quotable]:
    """What is counted on the matter: money and shares before numbers, later before earlier."""
    some = _shortest([one for one in every if one.tells and counts(one.text)])
    some.sort(key=lambda one: (not costs(one.text), one.latest_first, -one.window.score))
    taken = note.take(_from_each_region(note.news(some)), _FIGURES, _WORDS_OF_FIGURES)
    return sorted(taken, key=lambda one: one.latest_first)


def _next_steps(note: _Note, every: Iterable[Quotable]) -> list[Quotable]:
    """What is to happen next, as the latest minutes have it; old promises are history."""
    latest = max((one.date for one in every if one.date), default=dt.date.max)
    some = _shortest(
        [
            one
            for one in every
            if one.tells
            and one.section != "background"
            and one.date
            and (latest - one.date).days <= _DAYS_A_STEP_IS_NEXT
            and looks_ahead(one.text, one.date)
        ]
    )
    some.sort(
        key=lambda one: (
            one.section != "decision",
            not _remains(one),
            one.latest_first,
            one.start,
        )
    )
    taken = note.take(_from_each_region(note.news(some)), _NEXT_STEPS, _WORDS_OF_NEXT_STEPS)
    return sorted(taken, key=lambda one: one.latest_first)


def _silence(matter: str, regions: Sequence[Region]) -> str:
    where = "" if len(regions) == len(REGIONS) else f" fra {listed(regions)}"
    about = ", der besvarer spørgsmålet" if matter.endswith("?") else f" om »{matter}«"
    return f"Referaterne{where} indeholder intet{about}."


def no_findings(silent: Sequence[Region]) -> str:
    """The line that names the regions whose minutes say nothing of the matter."""
    return f"Ingen fund i: {listed(silent)}."


def _parts(by_region: dict[Region, list[Quotable]]) -> list[tuple[str, list[Quotable]]]:
    """The note's headings with what stands under each."""
    heard = {region: some for region, some in by_region.items() if some}
    silent = [region for region, some in by_region.items() if not some]
    every = [one for some in heard.values() for one in some]
    note = _Note()
    in_short = _in_short(note, heard.values())
    # Every region is heard before anything else is said, and fills its share of the page last.
    queues = {region: _of_region(note, some) for region, some in heard.items()}
    regional = {
        region: note.take(queue, 1, max(one.window.words for one in queue))
        for region, queue in queues.items()
    }
    next_steps, figures = _next_steps(note, every), _figures(note, every)
    share = min(_WORDS_A_REGION, _WORDS_OF_REGIONS // len(heard))
    for region, said in regional.items():
        telling = [one for one in queues[region] if one.tells]
        said += note.take(telling, 2, share - sum(one.window.words for one in said))
        said.sort(key=lambda one: (one.latest_first, one.section != "decision", one.start))
    parts: list[tuple[str, list[Quotable]]] = [(IN_SHORT, in_short), *regional.items()]
    parts += [(no_findings(silent), [])] if silent else []
    parts += [(FIGURES, figures), (NEXT_STEPS, next_steps)]
    return [(heading, some) for heading, some in parts if some or heading.startswith("Ingen")]


@of_one_state
def brief(archive: Archive, question: str, filters: Filters | None = None) -> Briefing:
    """A note on a matter for somebody with a minute to read it: the latest decisions, then region
    by region, figures and next steps, in the minutes' own sentences.

    Raises ``EmptyCorpus``, ``BrokenIndex`` or ``EncoderMismatch``.
    """
    filters, matter = filters or Filters(), matter_of(question)
    asked = encode(archive, matter, filters)
    by_region = {
        region: quotable(archive, asked.question, evidence) if evidence else []
        for region, evidence in hear(archive, asked, filters).items()
    }
    if any(by_region.values()):
        parts = _parts(by_region)
    else:
        parts = [(_silence(matter, tuple(by_region)), [])]
    sections: list[BriefingSection] = []
    numbers = count(1)
    for heading, some in parts:
        citations = [
            cite(one.found.document, one.found.item, one.window.chunk, next(numbers))
            for one in some
        ]
        sentences = [Sentence(text=shown(c.quote), citation=c) for c in citations]
        sections.append(BriefingSection(heading=heading, sentences=sentences))
    return Briefing(
        question=question,
        understood=understood(archive, asked.question),
        title=_title(matter, asked.question),
        sections=sections,
        citations=[sentence.citation for section in sections for sentence in section.sentences],
    )
