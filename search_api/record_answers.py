"""Answers from the records: what became of the items, and who was to do what, in the minutes' own
sentences under a count of the service's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Literal, get_args

from corpus.decision import Followed, Outcome
from corpus.findings import Part, Task
from corpus.records import Filters, Span
from corpus.words import stem
from search_api.archive import Archive
from search_api.citations import cite_span, running_text, shown
from search_api.decided import Decided, find_decisions
from search_api.record_asking import RecordsAsked, records_asked
from search_api.record_questions import RecordKind
from search_api.record_tasks import acting
from search_api.replies import Answer, Citation, Sentence
from search_api.search import understood
from search_api.wording import danish_number, listed

_ITEMS_SHOWN = 10
_POSTPONED = "blev udsat eller flyttet til et senere møde"
_LATER = re.compile(r"møde|\bsenere\b|\bkommende\b", re.IGNORECASE)
# Those who may be given a deadline; what else is named is what a deadline is about.
_BODIES = frozenset({"municipality", "authority", "organisation"})
_OUTCOMES_SAID: Mapping[Outcome, str] = {
    "godkendt": "blev godkendt",
    "godkendt med ændringer": "blev godkendt med ændringer",
    "anbefalet": "blev anbefalet",
    "taget til efterretning": "blev taget til efterretning",
    "drøftet": "blev drøftet",
    "besluttet": "blev besluttet",
    "nedsat": "endte med, at en gruppe blev nedsat",
    "flyttet": "blev flyttet",
    "udgået": "udgik",
    "afvist": "blev afvist",
    "delt": "fik en delt afgørelse",
    "orientering": "var til orientering",
}


@dataclass(frozen=True, slots=True)
class _Quoted:
    """What is shown of one decision: spans in its item, in the order to show them."""

    one: Decided
    spans: Sequence[Span]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the records hold: the service's own count, and the first of the quotes under it;
    without quotes ``finding`` is the reason that there is no answer."""

    finding: str
    quoted: Sequence[_Quoted] = ()
    more: bool = False


def answer_from_records(
    archive: Archive, text: str, filters: Filters | None = None, limit: int | None = None
) -> Answer | None:
    """The answer to a question that the records are for; ``None`` for one that is to be answered
    from the text. At most ``limit`` quotes."""
    asked = records_asked(archive, text, filters or Filters())
    told = _TELLING[asked.record.kind](archive, asked) if asked else None
    if asked is None or told is None:
        return None
    citations: list[Citation] = []
    for quoted in told.quoted:
        for span in quoted.spans:
            n = len(citations) + 1
            citations.append(cite_span(quoted.one.document, quoted.one.item, span, n))
    shown_of = sum(len(quoted.spans) for quoted in told.quoted)
    citations = citations[:limit]
    finding = told.finding
    if told.more or len(citations) < shown_of:
        finding += " Kun nogle af dem er vist her."
    return Answer(
        question=text,
        understood=understood(archive, asked.question),
        abstained=not citations,
        reason="" if citations else told.finding,
        sentences=[Sentence(text=shown(one.quote), citation=one) for one in citations],
        text=running_text(citations),
        citations=citations,
        finding=finding if citations else "",
        listing=asked.listing if citations else "",
    )


# What each kind of question is told.


def _decisions(archive: Archive, asked: RecordsAsked) -> _Told | None:
    outcomes = asked.record.outcomes
    found = find_decisions(archive, asked.filters, outcomes)
    elsewhere = _moved_elsewhere(archive, asked) if "udsat" in outcomes else frozenset()
    count = found.total - len(elsewhere)
    if not count:
        return _Told(_silent(archive, asked, _named(outcomes)))
    if outcomes:
        how = _POSTPONED if "udsat" in outcomes else _OUTCOMES_SAID[outcomes[0]]
        finding = f"{_counted(count, 'punkt', 'punkter')} {how}{asked.said}."
    else:
        finding = f"{_counted(count, 'beslutning', 'beslutninger')}{asked.said}."
    some = (one for one in found if one.decision.decision_id not in elsewhere)
    return _titled(finding, some, count)


def _moved_elsewhere(archive: Archive, asked: RecordsAsked) -> frozenset[str]:
    """The decisions that moved an item to another item, not to a later meeting."""
    moved = archive.catalogue.decisions(asked.filters, ("flyttet",))
    texts = archive.catalogue.texts_at([(one.document_id, one.telling) for one in moved])
    return frozenset(
        one.decision_id for one, text in zip(moved, texts, strict=True) if not _LATER.search(text)
    )


def _recommendations(archive: Archive, asked: RecordsAsked) -> _Told | None:
    wholly, changed, refused = (
        find_decisions(archive, asked.filters, followed=(fate,)) for fate in get_args(Followed)
    )
    told = wholly.total + changed.total + refused.total
    if not told:
        return _Told(
            f"Det fremgår ikke af referaterne{asked.said}, om nogen indstilling blev fulgt."
        )
    finding = f"{danish_number(wholly.total + changed.total)} af "
    finding += f"{_counted(told, 'indstilling', 'indstillinger')} blev fulgt"
    finding += f", heraf {danish_number(changed.total)} med ændringer" if changed.total else ""
    finding += f"{asked.said}."
    if untold := _untold(archive, asked):
        others = "1 anden" if untold == 1 else f"{danish_number(untold)} andre"
        finding += f" Om {others} fremgår det ikke."
    wanted = asked.record.followed
    some = [
        one for one in (refused, changed, wholly) if not wanted or set(wanted) & set(one.followed)
    ]
    count = sum(one.total for one in some)
    if not count:
        return _Told(f"{finding} Ingen er noteret som {_named(wanted)}.")
    return _titled(finding, chain.from_iterable(some), count)


def _untold(archive: Archive, asked: RecordsAsked) -> int:
    """Of how many recommendations it is not told what became of them."""
    tallies = archive.catalogue.decision_tallies(asked.filters, part="recommendation")
    return sum(tally.decisions for tally in tallies if not tally.followed)


def _follow_ups(archive: Archive, asked: RecordsAsked) -> _Told | None:
    if asked.record.actor:
        count, told = _quoted(archive, asked, "follow_up", acting(archive, asked))
    else:
        count, told = _every(archive, asked, "follow_up")
    if not told.quoted:
        if asked.actor_words:
            return None  # Not everything that "skal gøre" something is somebody.
        about = f", hvor »{asked.actor}« skal gøre noget" if asked.actor else ""
        return _Told(f"Referaterne{asked.said} har ingen opfølgning{about}.")
    about = f" for {asked.actor}" if asked.actor else ""
    counted = _counted(count, "opfølgning", "opfølgninger")
    return replace(told, finding=f"{counted}{about}{asked.said}.")


def _deadlines(archive: Archive, asked: RecordsAsked) -> _Told | None:
    bodies = [one for one in asked.filters.entities if one.partition(":")[0] in _BODIES]
    if bodies:
        # Of an item that names somebody only the deadlines that do so too.
        tasks = archive.catalogue.tasks(asked.filters, due=True, naming=bodies)
        count, told = _quoted(archive, asked, "deadline", tasks)
    else:
        count, told = _every(archive, asked, "deadline")
    if not told.quoted:
        return _Told(f"Beslutningerne i referaterne{asked.said} sætter ingen frister.")
    return replace(told, finding=f"{_counted(count, 'frist', 'frister')}{asked.said}.")


def _every(
    archive: Archive, asked: RecordsAsked, part: Literal["follow_up", "deadline"]
) -> tuple[int, _Told]:
    """How many sentences the follow-ups stand in, or those with deadlines; and the first of
    them."""
    due = part == "deadline"
    found = find_decisions(archive, asked.filters, part=part)
    quoted = [
        _Quoted(
            one,
            list(
                {
                    Span(f.start, f.end): None
                    for f in one.decision.follow_ups
                    if f.due_date or not due
                }
            ),
        )
        for one in islice(found, _ITEMS_SHOWN)
    ]
    count = archive.catalogue.count_tasks(asked.filters, due)
    return count, _Told("", quoted, found.total > _ITEMS_SHOWN)


def _quoted(
    archive: Archive, asked: RecordsAsked, part: Part, tasks: Sequence[Task]
) -> tuple[int, _Told]:
    """How many sentences these follow-ups stand in, each counted once; and the first of them."""
    spans: dict[str, dict[Span, None]] = {}
    for task in tasks:
        spans.setdefault(task.decision_id, {})[task.sentence] = None
    found = find_decisions(archive, asked.filters, part=part) if spans else ()
    some = (one for one in found if one.decision.decision_id in spans)
    quoted = [
        _Quoted(one, list(spans[one.decision.decision_id])) for one in islice(some, _ITEMS_SHOWN)
    ]
    return sum(map(len, spans.values())), _Told("", quoted, len(spans) > _ITEMS_SHOWN)


def _dissent(archive: Archive, asked: RecordsAsked) -> _Told | None:
    topic = frozenset(map(stem, asked.topic))
    found = find_decisions(archive, asked.filters, part="dissent")
    some: Iterable[Decided] = found
    count = found.total
    if topic:
        some = [one for one in found if topic <= _words_of(one)]
        count = len(some)
    quoted = [_Quoted(one, one.decision.dissent) for one in islice(some, _ITEMS_SHOWN)]
    if not quoted:
        # The text may tell what the records do not.
        if topic or asked.filters.entities:
            return None
        return _Told(f"Referaterne{asked.said} noterer ingen uenighed om en beslutning.")
    finding = f"Der er noteret uenighed i {_counted(count, 'punkt', 'punkter')}{asked.said}."
    return _Told(finding, quoted, count > _ITEMS_SHOWN)


_TELLING: Mapping[RecordKind, Callable[[Archive, RecordsAsked], _Told | None]] = {
    "decisions": _decisions,
    "recommendations": _recommendations,
    "follow_ups": _follow_ups,
    "deadlines": _deadlines,
    "dissent": _dissent,
}


def _counted(count: int, one: str, more: str) -> str:
    return f"{danish_number(count)} {one if count == 1 else more}"


def _named(words: Sequence[str]) -> str:
    return listed([f"»{word}«" for word in words], "eller")


def _silent(archive: Archive, asked: RecordsAsked, outcomes: str) -> str:
    """Why nothing is told of these meetings."""
    stored = archive.catalogue.forums()
    absent = [forum for forum in asked.filters.forums if forum not in stored]
    if absent:
        return f"Der er ingen referater fra {listed(absent, 'eller')} i samlingen."
    every = archive.catalogue.count_decisions(replace(asked.filters, entities=()))
    if not every:
        return f"Referaterne{asked.said} rummer ingen beslutninger."
    of = f"Ingen af de {danish_number(every)} beslutninger i referaterne{asked.said}"
    return f"{of} er noteret som {outcomes}." if outcomes else f"{of} nævner det."


def _titled(finding: str, some: Iterable[Decided], count: int) -> _Told:
    """The first of the decisions, each with the title of its item before it, which says what it is
    about."""
    quoted: list[_Quoted] = []
    for one in islice(some, _ITEMS_SHOWN):
        title = title_span(one)
        quoted.append(_Quoted(one, [*([title] if title else []), one.decision.telling]))
    return _Told(finding, quoted, count > _ITEMS_SHOWN)


def title_span(one: Decided) -> Span | None:
    """Where the item's title stands in it, once; ``None`` where it stands otherwise than it is
    called."""
    text, item = one.document.text, one.item
    words = map(re.escape, item.title.split())
    found = re.compile(r"\s+".join(words)).search(text, item.start, one.decision.start)
    return Span(*found.span()) if found and item.title.strip() else None


def _words_of(one: Decided) -> frozenset[str]:
    """The stems of the words of an item's title and decision."""
    text = f"{one.item.title} {one.document.text[one.decision.start : one.decision.end]}"
    return frozenset(stem(word) for word in re.findall(r"\w+", text.casefold()))
