"""Answers from the records: what became of the items, and who was to do what, in the minutes' own
sentences under a count of the service's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from corpus.decision import Followed, FollowUp, Outcome
from corpus.records import Filters, Span
from corpus.words import stem
from search_api.archive import Archive
from search_api.citations import cite_span, running_text, shown
from search_api.decisions import Decided, decided
from search_api.record_asking import RecordsAsked, records_asked
from search_api.record_questions import RecordKind
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
    """What the records hold: the service's own count, and the quotes under it; without quotes
    ``finding`` is the reason that there is no answer."""

    finding: str
    quoted: Sequence[_Quoted] = ()


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
    for quoted in told.quoted[:_ITEMS_SHOWN]:
        for span in quoted.spans:
            n = len(citations) + 1
            citations.append(cite_span(quoted.one.document, quoted.one.item, span, n))
    shown_of = sum(len(quoted.spans) for quoted in told.quoted)
    citations = citations[:limit]
    finding = told.finding
    if len(citations) < shown_of:
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
    found = decided(archive, asked.filters, outcomes)
    if "udsat" in outcomes:
        found = [one for one in found if one.decision.outcome == "udsat" or _moved_on(one)]
    if not found:
        return _Told(_silent(archive, asked, _named(outcomes)))
    if outcomes:
        how = _POSTPONED if "udsat" in outcomes else _OUTCOMES_SAID[outcomes[0]]
        finding = f"{_counted(len(found), 'punkt', 'punkter')} {how}{asked.said}."
    else:
        finding = f"{_counted(len(found), 'beslutning', 'beslutninger')}{asked.said}."
    return _Told(finding, [_titled(one) for one in found])


def _moved_on(one: Decided) -> bool:
    """Whether an item was moved to a later meeting, not to another item."""
    telling = one.decision.telling
    return bool(_LATER.search(one.document.text, telling.start, telling.end))


def _recommendations(archive: Archive, asked: RecordsAsked) -> _Told | None:
    every = decided(archive, asked.filters)
    told = [one for one in every if one.decision.followed]
    untold = sum(one.decision.recommendation is not None for one in every) - sum(
        one.decision.recommendation is not None for one in told
    )
    if not told:
        return _Told(
            f"Det fremgår ikke af referaterne{asked.said}, om nogen indstilling blev fulgt."
        )

    def which(fate: Followed) -> list[Decided]:
        return [one for one in told if one.decision.followed == fate]

    wholly, changed, refused = map(which, get_args(Followed))
    followed = len(wholly) + len(changed)
    of = _counted(len(told), "indstilling", "indstillinger")
    finding = f"{danish_number(followed)} af {of} blev fulgt"
    finding += f", heraf {danish_number(len(changed))} med ændringer" if changed else ""
    finding += f"{asked.said}."
    if untold:
        others = "1 anden" if untold == 1 else f"{danish_number(untold)} andre"
        finding += f" Om {others} fremgår det ikke."
    wanted = asked.record.followed
    shown_first = [*refused, *changed, *wholly]
    some = [one for one in shown_first if not wanted or one.decision.followed in wanted]
    if not some:
        return _Told(f"{finding} Ingen er noteret som {_named(wanted)}.")
    return _Told(finding, [_titled(one) for one in some])


def _follow_ups(archive: Archive, asked: RecordsAsked) -> _Told | None:
    acts = _acting(archive, asked) if asked.record.actor else None
    quoted = _with_follow_ups(archive, asked, lambda one, f: acts is None or acts(one, f.who))
    if not quoted:
        if asked.actor_words:
            return None  # Not everything that "skal gøre" something is somebody.
        about = f", hvor »{asked.actor}« skal gøre noget" if asked.actor else ""
        return _Told(f"Referaterne{asked.said} har ingen opfølgning{about}.")
    count = _counted(sum(len(some.spans) for some in quoted), "opfølgning", "opfølgninger")
    about = f" for {asked.actor}" if asked.actor else ""
    return _Told(f"{count}{about}{asked.said}.", quoted)


def _deadlines(archive: Archive, asked: RecordsAsked) -> _Told | None:
    entities = set(asked.filters.entities)

    def fits(one: Decided, follow_up: FollowUp) -> bool:
        """Of an item that names somebody only the deadlines that do so too."""
        mentions = archive.mentions(one.document.document_id, follow_up.start, follow_up.end)
        named = {mention.entity_id for mention in mentions}
        bodies = {entity for entity in entities if entity.partition(":")[0] in _BODIES}
        return follow_up.due_date is not None and (not bodies or bool(bodies & named))

    quoted = _with_follow_ups(archive, asked, fits)
    if not quoted:
        return _Told(f"Beslutningerne i referaterne{asked.said} sætter ingen frister.")
    count = sum(len(some.spans) for some in quoted)
    return _Told(f"{_counted(count, 'frist', 'frister')}{asked.said}.", quoted)


def _with_follow_ups(
    archive: Archive, asked: RecordsAsked, fits: Callable[[Decided, FollowUp], bool]
) -> list[_Quoted]:
    """The sentences of the follow-ups that fit, each once."""
    quoted: list[_Quoted] = []
    for one in decided(archive, asked.filters):
        spans = (Span(f.start, f.end) for f in one.decision.follow_ups if fits(one, f))
        if some := list(dict.fromkeys(spans)):
            quoted.append(_Quoted(one, some))
    return quoted


def _dissent(archive: Archive, asked: RecordsAsked) -> _Told | None:
    topic = frozenset(map(stem, asked.topic))
    quoted = [
        _Quoted(one, one.decision.dissent)
        for one in decided(archive, asked.filters)
        if one.decision.dissent and topic <= _words_of(one)
    ]
    if not quoted:
        # The text may tell what the records do not.
        if topic or asked.filters.entities:
            return None
        return _Told(f"Referaterne{asked.said} noterer ingen uenighed om en beslutning.")
    count = _counted(len(quoted), "punkt", "punkter")
    return _Told(f"Der er noteret uenighed i {count}{asked.said}.", quoted)


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
    every = len(decided(archive, replace(asked.filters, entities=())))
    if not every:
        return f"Referaterne{asked.said} rummer ingen beslutninger."
    of = f"Ingen af de {danish_number(every)} beslutninger i referaterne{asked.said}"
    return f"{of} er noteret som {outcomes}." if outcomes else f"{of} nævner det."


def _acting(archive: Archive, asked: RecordsAsked) -> Callable[[Decided, Span | None], bool]:
    """Whether somebody who is to do something is the one asked about."""
    ids = {mention.entity_id for mention in asked.acting}
    known = [entity for entity in map(archive.gazetteer.get, ids) if entity is not None]
    names = [
        re.compile(rf"(?<!\w){re.escape(name)}s?(?!\w)", re.IGNORECASE)
        for entity in known
        for name in entity.names
    ]
    words = asked.actor_words

    def acts(one: Decided, who: Span | None) -> bool:
        if who is None:
            return False
        mentions = archive.mentions(one.document.document_id, who.start, who.end)
        if ids & {mention.entity_id for mention in mentions}:
            return True
        text = one.document.text[who.start : who.end]
        if words:
            # "sekretariatet" is the "Rammeaftalesekretariatet" too.
            said = tuple(text.casefold().split())
            return all(any(other.endswith(word) for other in said) for word in words)
        return any(name.search(text) for name in names)

    return acts


def _titled(one: Decided) -> _Quoted:
    """A decision with the title of its item before it, which says what it is about."""
    title = title_span(one)
    return _Quoted(one, [*([title] if title else []), one.decision.telling])


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
