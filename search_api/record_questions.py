"""Questions that the records answer rather than the text: which items were postponed, how often a
recommendation was followed, who was to do what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.decision import Followed, Outcome
from corpus.records import Span

RecordKind = Literal["decisions", "recommendations", "follow_ups", "deadlines", "dissent"]


@dataclass(frozen=True, slots=True)
class RecordQuestion:
    """A question of the records' own kind.

    ``actor`` is where the question names who is to act, ``None`` where it names nobody. ``rest`` is
    the question with the actor and the words that tell its kind made blank, place for place: what
    is left of it says of which meetings or of what matter it is asked.
    """

    kind: RecordKind
    rest: str
    outcomes: tuple[Outcome, ...] = ()
    followed: tuple[Followed, ...] = ()
    actor: Span | None = None


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_ASKS = re.compile(
    r"\W*(?:(?:vis|find|list|giv|fortæl|oplys)(?: (?:mig|os))?,? )?(?:alle |de |i )?"
    r"(?:hvilke[nt]?|hvad|hvor mange|hvor tit|hvor ofte|hvem|hvor|hvornår|er|var|blev|har|"
    r"fulgte|følger|punkter|sager|beslutninger|frister|deadlines|opfølgninger)\b",
    re.IGNORECASE,
)
_ITEMS = _words(
    r"(?:dagsordens)?punkt(?:er|erne|et)?|sag(?:er|erne)?|emne(?:r|rne)?|forslag(?:ene)?|"
    r"beslutning(?:er|erne)?|indstilling(?:er|erne)?|ansøgning(?:er|erne)?"
)
_GROUPS = _words(
    r"(?:(?:arbejds|styre|projekt|følge)?grupper?|arbejdsgrupperne|grupperne|udvalg|task ?forces?)"
)

# What became of an item, as questions say it. An item that was approved with changes was approved.
_OUTCOMES: Sequence[tuple[str, tuple[Outcome, ...]]] = (
    (r"(?:godkend\w+|vedtaget|vedtog) med ændring(?:er)?", ("godkendt med ændringer",)),
    # What is moved to a later meeting is postponed.
    (r"udsat|udsatte|udsættes|udskudt|udskød|udskydes", ("udsat", "flyttet")),
    (r"afvist|afviste|afvises|forkastet|forkastede|nedstemt", ("afvist",)),
    (r"flyttet|flyttede", ("flyttet",)),
    (r"udgået|udgik|(?:taget|tog) af (?:dagsordenen|programmet)", ("udgået",)),
    (r"(?:taget|tog|tages) til efterretning", ("taget til efterretning",)),
    (r"anbefalet|anbefalede|anbefales", ("anbefalet",)),
    (r"godkendt|godkendte|tiltrådt|tiltrådte", ("godkendt", "godkendt med ændringer")),
    (r"nedsat|nedsatte", ("nedsat",)),
    (r"(?:kun|bare|alene) drøftet", ("drøftet", "orientering")),
)
_DECIDED = _words(
    r"besluttede|besluttet|vedtog|vedtaget|(?:traf|truffet|tog|taget) (?:\w+ )?beslutninger|"
    r"(?:var|er) beslutningerne|(?:hvilke|alle|vis|list|de) beslutninger|"
    r"beslutninger (?:blev|er) (?:der )?(?:truffet|taget)"
)
_OF_DECISIONS = _words(r"truffet|traf|taget|tog|beslutning(?:er|erne)?")

_RECOMMENDATION = _words(r"indstilling(?:en|er|erne|ens|ernes)?")
_FOLLOWED = _words(r"fulgt|fulgte|følger|følge|følges|efterkommet|efterkom|efterlevede|efterlevet")
_LEFT = _words(
    r"afv(?:eg|iger|eget)(?: fra)?|fraveg|fraveget|tilsidesat|tilsidesatte|(?:gik|gået) imod"
)
_NOT = _words(r"ikke|aldrig")
_WITH_CHANGES = _words(r"med ændring(?:er)?")
_HOW_OFTEN = _words(
    r"hvor (?:tit|ofte|mange(?: gange| procent)?|stor(?:t)? en (?:del|andel) af)|gange"
)

_ACTS = r"(?:gøre|følge op(?: på)?|tage sig af|sørge for)"
_TO_ACT = re.compile(
    rf"\W*hvad (?:skal|skulle|bør|burde|må|måtte)(?: så| nu)? (?P<who>\S.*?)(?: nu)? {_ACTS}\b",
    re.IGNORECASE,
)
_TASKS = re.compile(
    r"\W*(?:hvilke (?:nye )?(?:opgaver|opfølgninger) "
    r"(?:fik|får|har|havde|ligger (?:hos|ved)|lå hos) "
    r"(?P<who>[^?,]+?)(?: fået)?(?= (?:i|på|fra|siden|efter|før|mellem|inden) |\W*$)|"
    r"hvad (?:fik|har) (?P<given>[^?,]+?) (?:fået )?til opgave\b|"
    r"hvad (?:er|var|blev) (?P<leads>[^?,]+?) (?:tovholder|ansvarlige?) for\b)",
    re.IGNORECASE,
)
_WHO_DOES_WHAT = _words(
    r"hvem (?:skal|skulle) (?:gøre (?:hvad|noget)|følge op)|"
    r"hvad (?:skal|skulle) der (?:gøres|følges op på)|hvilke(?:n)? opfølgning(?:er)?|"
    r"hvad er der aftalt af opfølgning(?:er)?"
)
_OF_FOLLOW_UPS = _words(r"aftalt|besluttet|noteret")
_DEADLINES = _words(
    r"(?:hvilke(?:n)?|hvad er|er der|var der|blev der|vis|alle|hvor mange) (?:\w+ )?"
    r"(?:tids)?(?:frist(?:er|erne)?|deadlines?)"
)
_OF_DEADLINES = _words(
    r"sat|satte|fastsat|fastsatte|aftalt|aftalte|gælder|gjaldt|giver|gav|har|havde|fik|"
    r"(?:tids)?(?:frist(?:er|erne)?|deadlines?)"
)
_AGAINST = _words(
    r"(?:stemt|stemte|stemmer) (?:\w+ )?(?:imod|mod|nej(?: til)?)|"
    r"hvem (?:var|er|gik|har været) (?:imod|uenige?(?: (?:i|om))?)|"
    r"(?:hvem|hvilke (?:kommuner|medlemmer|parter)) (?:tog|har taget) forbehold(?: for)?|"
    r"hvilke (?:kommuner|medlemmer|parter) (?:var|er|gik) (?:imod|uenige?(?: (?:i|om))?)|"
    r"uenighed(?: om)?|hvad (?:var|er) (?:de|man) uenige om|hvilke forbehold"
)
_OF_DISSENT = _words(r"imod|noteret|medlemmer|parter|forbehold|taget|tog|kommuner")


def record_question(text: str) -> RecordQuestion | None:
    """What of the records a question in Danish asks for; ``None`` for one of another shape."""
    if not _ASKS.match(text):
        return None
    for read in (_recommendations, _dissent, _follow_ups, _deadlines, _outcomes, _decisions):
        asked = read(text)
        if asked is not None:
            return asked
    return None


def _blank(text: str, *told: re.Pattern[str] | Span | None) -> str:
    """``text`` with these spans, and all that these patterns find, made spaces."""
    for one in told:
        if isinstance(one, Span):
            text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
        elif one is not None:
            text = one.sub(lambda match: " " * len(match.group()), text)
    return text


def _recommendations(text: str) -> RecordQuestion | None:
    followed, left = _FOLLOWED.search(text), _LEFT.search(text)
    if not _RECOMMENDATION.search(text) or not (followed or left):
        return None
    which: tuple[Followed, ...] = ()
    if left or _NOT.search(text):
        which = ("ikke fulgt",)
    elif _WITH_CHANGES.search(text):
        which = ("fulgt med ændringer",)
    elif not _HOW_OFTEN.search(text) and _words("hvilken|hvilke").search(text):
        which = ("fulgt", "fulgt med ændringer")
    told = (_HOW_OFTEN, _RECOMMENDATION, _FOLLOWED, _LEFT, _NOT, _WITH_CHANGES, _ITEMS)
    return RecordQuestion("recommendations", _blank(text, *told), followed=which)


def _dissent(text: str) -> RecordQuestion | None:
    if not _AGAINST.search(text):
        return None
    return RecordQuestion("dissent", _blank(text, _AGAINST, _OF_DISSENT, _ITEMS))


def _follow_ups(text: str) -> RecordQuestion | None:
    found = _TO_ACT.match(text) or _TASKS.match(text)
    if found is None:
        if not _WHO_DOES_WHAT.search(text):
            return None
        return RecordQuestion("follow_ups", _blank(text, _WHO_DOES_WHAT, _OF_FOLLOW_UPS))
    name = next(name for name, words in found.groupdict().items() if words)
    who = Span(*found.span(name))
    return RecordQuestion("follow_ups", _blank(text, Span(*found.span())), actor=who)


def _deadlines(text: str) -> RecordQuestion | None:
    if not _DEADLINES.search(text):
        return None
    return RecordQuestion("deadlines", _blank(text, _DEADLINES, _OF_DEADLINES))


def _outcomes(text: str) -> RecordQuestion | None:
    for pattern, outcomes in _OUTCOMES:
        words = _words(pattern)
        if not words.search(text):
            continue
        groups = "nedsat" in outcomes
        if groups and not _GROUPS.search(text):
            return None  # A price may be "nedsat" too.
        rest = _blank(text, words, _GROUPS if groups else _ITEMS)
        return RecordQuestion("decisions", rest, outcomes=outcomes)
    return None


def _decisions(text: str) -> RecordQuestion | None:
    if not _DECIDED.search(text) or _words("hvem|hvorfor|hvornår").search(text):
        return None
    return RecordQuestion("decisions", _blank(text, _DECIDED, _OF_DECISIONS, _ITEMS))
