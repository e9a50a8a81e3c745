"""What the sentences of an item are in a matter's course, told from its records and its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.decision import Decision, FollowUp, Outcome
from corpus.records import Section, Span
from search_api.follow_replies import StepKind
from search_api.matter_items import MatterItem, Told
from search_api.statements import decides, tells

PUT_OFF: frozenset[Outcome] = frozenset({"udsat", "flyttet"})
"""Of these a later meeting is to decide."""

_WORDS_A_STEP, _WORDS_LEADING = 60, 20
_FEWEST_WORDS, _NO_HEADING = 4, 8
_MOST_NEXT, _MOST_MENTIONS = 3, 2
# What is said to stop, where the sentence does not name the matter itself.
_WHAT_STOPS = (
    r"(?:\w*projekt(?:et|erne)?|forsøg(?:et)?|ordning(?:en)?|\w*aftale(?:n)?|samarbejde(?:t)?|"
    r"indsats(?:en)?|pulje(?:n)?|bevilling(?:en)?|arbejdsgruppe(?:n)?|tilbud(?:det)?|"
    r"afdeling(?:en)?|funktion(?:en)?|initiativ(?:et)?|sag(?:en)?|finansiering(?:en)?)"
)
_STOPS = (
    r"(?:afsluttes|afsluttet|afsluttede|ophører|ophørte|ophørt|ophæves|ophævet|nedlægges|nedlagt|"
    r"nedlagde|lukkes|lukket|udløber|udløbet|udfases|udfaset|slutter|sluttede|stopper|stoppede|"
    r"stoppes|stoppet|opsiges|opsagt|er slut|bragt til ophør|"
    r"(?:videreføres|forlænges|fortsætter|fortsættes|genoptages) (?:derfor |dermed |således )?ikke)"
)
_ENDS = re.compile(rf"\b{_STOPS}\b", re.IGNORECASE)
_IT_ENDS = re.compile(rf"\b{_WHAT_STOPS}\b[^.;:]{{0,60}}?\b{_STOPS}\b", re.IGNORECASE)
# What may stop, what does not, and what has merely been read or written to the end.
_NOT_SURELY = re.compile(
    r"\b(?:hvis|såfremt|kan|kunne|risiko\w*|medmindre|ikke (?:afslut|ophør|nedl|luk|udløb)\w*|"
    r"(?:ophør|afslutte|nedlæg|lukke|udløb|slutte|stoppe)\w* (?:\w+ )?ikke|"
    r"overvej\w*|eventuelt|ville|foresl\w+|ønske\w*|mulighed\w*|frygt\w*|betyde|anbefal\w*|"
    r"indstil\w*|om man|(?:inden|før|når|indtil|frist\w*|sag(?:er|erne)|møde\w*|"
    r"(?:evaluering|undersøgelse|analyse|høring|drøftelse|behandling|ophold|uddannelse)\w*)\b"
    rf"[^.,;]*\b{_STOPS})\b",
    re.IGNORECASE,
)
# What one of those present said is no decision, nor is what may be decided.
_NO_DECISION = re.compile(
    r"(?:Hvis|Såfremt|Dersom|Når)\b|(?:\S+ ){1,3}(?:Kommune|kommuner)\b|"
    r"(?:Region|Borgmester|Direktør|Formand|Socialchef)\w*\b"
)
_CHANGES = re.compile(
    r"\b(?:ændr(?:e|er|es|et|ede|ing|ingen|inger|ingerne)|forlæng\w+|udvid\w+|omlæg\w+|omlagt|ommærk\w+|"
    r"omdann\w+|juster\w+|nedsættes|nedsat til|forhøj\w+|reducer\w+|sammenlæg\w+|genopretter|"
    r"genoptag\w+|erstatt\w+|føres tilbage)\b",
    re.IGNORECASE,
)
_PROLONGS = re.compile(
    r"\b(?:forlæng(?!es ikke)\w+|viderefør(?!es ikke)\w+|fortsætte\w*)", re.IGNORECASE
)


def steps_of(
    one: MatterItem, decision: Decision | None, first: bool, decided_before: bool
) -> list[tuple[StepKind, Span]]:
    """The sentences that tell of the matter in an item, in the order that they are to be read.

    ``first``: no earlier item in the region is on it; ``decided_before``: an earlier one decided
    something, so that this one may change it.
    """
    found: list[tuple[StepKind, Span]] = []

    def add(kind: StepKind, span: Span) -> None:
        if not any(span.start < other.end and other.start < span.end for _, other in found):
            found.append((kind, span))

    if not one.on:
        for kind, span in _mentions(one, decision):
            add(kind, span)
        return sorted(found, key=lambda step: step[1].start)
    # What the records tell of goes before what is told from the words alone.
    if decision is not None:
        for kind, span in _decided(one, decision, decided_before):
            add(kind, span)
        for follow_up in decision.follow_ups[:_MOST_NEXT]:
            add("next_step", Span(follow_up.start, follow_up.end))
    proposed = _recommended(one, decision)
    if proposed is not None:
        add("proposed", proposed)
    for told in one.sentences:
        # What is to stop, but is prolonged in the same item, does not.
        if ends(told, on=True) and (told.section == "decision" or not _prolonged(one)):
            add("ended", told.span)
            break
    if first or not found:
        opening = _opening(one)
        if opening is not None:
            add("raised" if first else "mentioned", opening.span)
    order: tuple[StepKind, ...] = (
        "raised",
        "mentioned",
        "proposed",
        "decided",
        "changed",
        "postponed",
        "ended",
        "next_step",
    )
    return sorted(found, key=lambda step: (order.index(step[0]), step[1].start))


def follow_ups_of(one: MatterItem, decision: Decision | None) -> list[FollowUp]:
    """What the item says is to be done in the matter."""
    if decision is None:
        return []
    return [
        follow_up
        for follow_up in decision.follow_ups
        if one.on or any(told.names and _within(told.span, follow_up) for told in one.sentences)
    ]


def ends(told: Told, on: bool) -> bool:
    """Whether a sentence says that the matter stops or is to: one that names it, or one of an item
    ``on`` it that says so of a project, an agreement or the like."""
    if told.section == "recommendation" or _NOT_SURELY.search(told.text):
        return False
    return bool(_ENDS.search(told.text) if told.names else on and _IT_ENDS.search(told.text))


def _prolonged(one: MatterItem) -> bool:
    decided = (told.text for told in one.sentences if told.section == "decision")
    return bool(_PROLONGS.search(" ".join([one.item.title, *decided])))


def _decided(
    one: MatterItem, decision: Decision, decided_before: bool
) -> Iterator[tuple[StepKind, Span]]:
    telling, text = decision.telling, one.document.text
    words = text[telling.start : telling.end]
    changed_inside = any(
        telling.start <= s.start and s.end <= telling.end for s in decision.changes
    )
    again = decided_before and bool(_CHANGES.search(f"{one.item.title} {words}"))
    if decision.outcome in PUT_OFF:
        yield "postponed", telling
    elif any(told.span == telling and ends(told, one.on) for told in one.sentences):
        yield "ended", telling
    elif changed_inside or again:
        yield "changed", telling
    else:
        yield "decided", telling
    for span in decision.changes:
        if not _holds(telling, span):
            yield "changed", _sentence_of(one, span)
    apart = (*decision.dissent, *(Span(f.start, f.end) for f in decision.follow_ups))
    for told in one.sentences:
        inside = decision.start <= told.span.start and told.span.end <= decision.end
        if not inside or any(_overlap(told.span, other) for other in (telling, *apart)):
            continue
        if decides(told.text) and tells(told.text) and not _NO_DECISION.match(told.text):
            yield ("ended" if ends(told, one.on) else "decided"), told.span
            return


def _recommended(one: MatterItem, decision: Decision | None) -> Span | None:
    """The beginning of the recommendation, as many whole sentences as are read at a glance."""
    section: Section | Span | None = decision.recommendation if decision else None
    if section is None:
        section = next((s for s in one.item.sections if s.kind == "recommendation"), None)
    if section is None:
        return None
    inside = [t for t in one.sentences if _overlap(t.span, Span(section.start, section.end))]
    if not inside:
        return None
    # What leads in to a list may be no sentence of its own.
    first, end = inside[0].span, inside[0].span.end
    before = one.document.text[section.start : max(section.start, first.start)]
    start = (
        section.start if before.strip() and len(before.split()) <= _WORDS_LEADING else first.start
    )
    words = 0
    for told in inside:
        words += len(told.text.split())
        if words > _WORDS_A_STEP:
            break
        end = max(end, told.span.end)
    return Span(start, end)


def _opening(one: MatterItem) -> Told | None:
    """The sentence that best says what the matter is: the first that names it and can stand alone;
    else the first that can."""
    before = [t for t in one.sentences if t.section in ("summary", "background", "case")]
    alone = [t for t in before if tells(t.text)]
    named = [t for t in alone if t.names] or [t for t in before if t.names and _is_whole(t.text)]
    return next(iter(named or alone or [t for t in before if _is_whole(t.text)]), None)


def _mentions(one: MatterItem, decision: Decision | None) -> Iterator[tuple[StepKind, Span]]:
    """What an item about something else says of the matter."""
    naming = [told for told in one.sentences if told.names]
    for follow_up in follow_ups_of(one, decision)[:_MOST_NEXT]:
        yield "next_step", Span(follow_up.start, follow_up.end)
    for told in naming:
        if ends(told, on=False):
            yield "ended", told.span
    decided = [
        told
        for told in naming
        if told.section == "decision" and decides(told.text) and not _NO_DECISION.match(told.text)
    ]
    for told in decided[:1]:
        yield "decided", told.span
    if not decided:
        whole = [t for t in naming if _is_whole(t.text)]
        short = [t for t in whole if tells(t.text) and len(t.text.split()) <= _WORDS_A_STEP]
        for told in (short or whole[:1])[:_MOST_MENTIONS]:
            yield "mentioned", told.span


def _is_whole(text: str) -> bool:
    """Whether a quote may be a sentence; a short line without a full stop is a heading."""
    words = len(text.split())
    return text[-1:] in ".!" and words >= _FEWEST_WORDS or words >= _NO_HEADING


def _sentence_of(one: MatterItem, span: Span) -> Span:
    """The sentence that ``span`` is a part of, else ``span`` itself."""
    holding: Sequence[Span] = [t.span for t in one.sentences if _holds(t.span, span)]
    return holding[0] if holding else span


def _holds(one: Span, other: Span) -> bool:
    return one.start <= other.start and other.end <= one.end


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _within(one: Span, follow_up: FollowUp) -> bool:
    return _overlap(one, Span(follow_up.start, follow_up.end))
