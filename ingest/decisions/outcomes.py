"""What an item ended with: the signals of its decision weighed against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus.decision import Outcome
from corpus.records import Span
from corpus.words import words_of
from ingest.decisions.hearing_words import NO_REMARKS, SPLIT, VIEWS
from ingest.decisions.outcome_word import (
    ADOPTED,
    POSTPONED,
    RECOMMENDED,
    RESOLVED,
    TOLD,
    VIEWED,
)
from ingest.decisions.recommendation import Recommendation, without_lead_in
from ingest.decisions.signals import Signal
from ingest.decisions.statements import Statement
from ingest.decisions.task_verbs import ANY_PRESENT

_APPROVING_TITLE = re.compile(
    r"\bgodkend\w+|\bdagsorden\w*|\breferat\w*|\bvedtag\w+", re.IGNORECASE
)
# Support that a discussion may hold too, without anything being adopted.
_SUPPORT = re.compile(r"støtte|bakke|opbakning|tilslutning|enig|tilslut", re.IGNORECASE)
# "var enige i de nævnte effekter": of what was put forward only where consent was asked for.
_AGREES = re.compile(
    r"(?:er|var|blev)\s+(?:\w+\s+)?enige?\s+(?:i|med)\b,?\s*(?!.*(?:dagsorden|"
    r"referat|indstilling|forslag|udkast|oplæg|anbefaling))",
    re.IGNORECASE,
)
_URGES = re.compile(r"opfordre|henstille", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:indstillingen|forslaget|anmodningen|ansøgningen)\b", re.IGNORECASE)
_DIRECTIVE = re.compile(
    r"\b(?:skal|kan|må|bedes|bør|vil)\s+(?:[\wæøå]+\s+){0,8}?[\wæøå]{2,}(?:e|å|s)\b|"
    r"\b[a-zæøå]{3,}(?:es|ås)\b"
    r"|^(?:\S+\s){1,9}?(?:gælder|træder|holder|køber|åbner|begynder|løber|fortsætter|starter|"
    r"udgør|indgår|får|sender|udarbejder|afgiver|laver|tager|ønsker|følger|bliver|arbejder|"
    r"vælger|flytter|lukker|undersøger|indkalder|"
    r"ansætter|skriver|opretter|udbyder|deler|mødes|\w{3,}erer)\b"
)
_TELLS = re.compile(
    r"\b(?:orienterede|præsenterede|fortalte|oplyste|informerede|gav\s+(?:en\s+)?|fremlagde|"
    r"gennemgik|redegjorde|"
    r"blev\s+givet|vedhæft\w+|vedlæg\w+|takkede|tak\b|nævnte|mindede|spurgte|forklarede|bød|"
    r"holdt|viste|har\s|havde\s|var\s|er\s|"
    r"fungerer|siger)",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(r",\s+(?:indtil|når|hvis|såfremt|da|fordi|idet)\s")
_CHOOSES = re.compile(r"valgte|vælger|fastsat|fastlagde|fastlægger|fastholdt|fastholder", re.I)
_FINDS = re.compile(r"fandt|finder|vurdere|mente|mener|fastslog", re.IGNORECASE)
_SUPPORT_FOR = re.compile(r"(?:opbakning|tilslutning)\s+til", re.IGNORECASE)
_INSTEAD = re.compile(r"\b(?:ikke|frem\s+for|i\s+stedet|inden|før)\b", re.IGNORECASE)
_FEW_WORDS, _NEAR = 8, 60
_SHORTEST_STEM, _ENDING = 5, 2
_LEAST_SHARED = 0.6
_FEWEST_SHARED = 2


class Verdict(NamedTuple):
    """The outcome, the statement that tells it and who decided, where that is told there."""

    outcome: Outcome
    telling: Statement
    by: Span | None = None


def weigh(
    statements: Sequence[Statement],
    signals: Sequence[Signal],
    recommendation: Recommendation | None,
    title: str,
) -> Verdict:
    """What the statements, at least one, end with."""
    signals = [s for s in signals if not _merely_supports(s, signals, recommendation)]
    told = [signal for signal in signals if signal.rank <= TOLD]
    if postponed := [signal for signal in told if signal.rank == POSTPONED]:
        settled = [s for s in told if s.rank in (ADOPTED, RECOMMENDED) and s.outcome != "afvist"]
        elsewhere = [s for s in settled if s.statement is not postponed[0].statement]
        if elsewhere:
            return _verdict(elsewhere[0], "delt")
        return _verdict(postponed[0])
    if strongest := min(told, key=lambda signal: signal.rank, default=None):
        if wanted := _as_asked_first(told, recommendation):
            return _verdict(wanted)
        if _backs_a_step(strongest, recommendation):
            return _verdict(strongest, "besluttet")
        if strongest.rank == ADOPTED:
            return _adopted_or_refused([s for s in told if s.rank == ADOPTED])
        if strongest.rank > RECOMMENDED and (split := _split(statements)):
            return Verdict("delt", split)
        chosen = strongest.rank == RESOLVED and _CHOOSES.search(strongest.words)
        if chosen and _does_all(strongest.statement, recommendation):
            return _verdict(strongest, "godkendt")
        if strongest.rank <= RESOLVED:
            return _verdict(strongest)
    elif split := _split(statements):
        return Verdict("delt", split)
    if done := _done_as_recommended(statements, recommendation):
        return Verdict("godkendt", done)
    if strongest:
        return _verdict(strongest)
    if silent := next((s for s in statements if _is_silent(s)), None):
        return Verdict(_without_remarks(silent, recommendation, title), silent)
    if signals:
        weakest = min(signals, key=lambda signal: signal.rank)
        settles = weakest.rank == VIEWED and recommendation and "decide" in recommendation.asks
        return _verdict(weakest, "besluttet" if settles and _FINDS.search(weakest.words) else None)
    if recommendation and set(recommendation.asks) == {"note"}:
        return Verdict("orientering", statements[0])
    discusses = recommendation and "discuss" in recommendation.asks
    view = next((s for s in statements if VIEWS.search(s.text)), None)
    if view and discusses:
        return Verdict("drøftet", view)
    return _gathered(statements, asked=bool(recommendation and not discusses))


def _verdict(signal: Signal, outcome: Outcome | None = None) -> Verdict:
    return Verdict(outcome or signal.outcome, signal.statement, signal.by)


def _merely_supports(
    signal: Signal, signals: Sequence[Signal], recommendation: Recommendation | None
) -> bool:
    """Whether the meeting only says in a discussion that it backs something, or urges others to
    something beside what it decides."""
    if signal.rank == ADOPTED and _AGREES.match(signal.words):
        return recommendation is None or recommendation.is_open
    if recommendation is None:
        return False
    resolves = signal.words.casefold().startswith(("beslut", "valgte", "vedtog"))
    if (
        signal.rank == ADOPTED
        and not resolves
        and _SUPPORT.search(signal.words)
        and recommendation.is_open
    ):
        return any(other.rank == RESOLVED for other in signals) or signal.statement.text.startswith(
            "Dog"
        )
    if signal.rank == RECOMMENDED and _URGES.search(signal.words):
        return "recommend" not in recommendation.asks and any(
            other is not signal and other.rank <= TOLD and other.start < signal.start
            for other in signals
        )
    return False


def _backs_a_step(signal: Signal, recommendation: Recommendation | None) -> bool:
    """Whether there was support for doing something, where nothing was put up for approval."""
    step = _SUPPORT_FOR.match(signal.words) and re.match(
        r",?\s+at\b", signal.statement.text[signal.end - signal.statement.start :]
    )
    return (
        bool(step)
        and signal.outcome == "godkendt"
        and (recommendation is None or recommendation.is_open)
    )


def _adopted_or_refused(signals: Sequence[Signal]) -> Verdict:
    """*delt* where one statement adopts and another refuses, unless the refusal is of the whole."""
    refused = [signal for signal in signals if signal.outcome == "afvist"]
    adopted = [signal for signal in signals if signal.outcome != "afvist"]
    if not (refused and adopted):
        return _verdict(signals[0])
    whole = next((s for s in refused if _WHOLE.search(s.statement.text)), None)
    if whole and whole.start < adopted[0].start:
        return _verdict(whole)
    if adopted[0].statement is refused[0].statement and adopted[0].start > refused[0].start:
        return _verdict(refused[0])
    return _verdict(adopted[0], "delt")


def _as_asked_first(told: Sequence[Signal], recommendation: Recommendation | None) -> Signal | None:
    """The sentence that recommends on, where that is what the meeting was asked to do first."""
    if recommendation is None or recommendation.asks[0] != "recommend":
        return None
    if any(signal.outcome == "afvist" for signal in told):
        return None
    return next((signal for signal in told if signal.outcome == "anbefalet"), None)


def _does_all(statement: Statement, recommendation: Recommendation | None) -> bool:
    """Whether a choice is the one that was recommended."""
    if recommendation is None or recommendation.is_open:
        return False
    wanted = set(words_of(without_lead_in(recommendation.text)))
    return bool(wanted) and wanted <= set(words_of(statement.text))


def _split(statements: Sequence[Statement]) -> Statement | None:
    return next((s for s in statements if SPLIT.search(s.text)), None)


def _done_as_recommended(
    statements: Sequence[Statement], recommendation: Recommendation | None
) -> Statement | None:
    """The statement that tells as done, or to be done, what was recommended in so many words."""
    if recommendation is None or recommendation.is_open:
        return None
    wanted = _stems(without_lead_in(recommendation.text))
    for statement in statements:
        own = _stems(statement.text)
        least = _LEAST_SHARED * min(len(own), len(wanted))
        otherwise = _TELLS.search(statement.text) or _INSTEAD.search(statement.text)
        if len(own & wanted) >= max(_FEWEST_SHARED, least) and not otherwise:
            return statement
    return None


def _stems(text: str) -> set[str]:
    """The words as far as their endings, so that *bemyndiges* is *bemyndiget*."""
    return {word[: max(_SHORTEST_STEM, len(word) - _ENDING)] for word in words_of(text)}


def _is_silent(statement: Statement) -> bool:
    remarks = NO_REMARKS.search(statement.text)
    return remarks is not None and len(statement.text[: remarks.start()].split()) <= _FEW_WORDS


def _without_remarks(
    statement: Statement, recommendation: Recommendation | None, title: str
) -> Outcome:
    """What no remarks mean: consent, where consent was asked for."""
    if recommendation:
        if "note" in recommendation.asks:
            return "taget til efterretning"
        if not recommendation.is_open:
            return "godkendt"
    approving = _APPROVING_TITLE.search(title) or _APPROVING_TITLE.search(statement.text)
    return "godkendt" if approving else "orientering"


def _gathered(statements: Sequence[Statement], *, asked: bool) -> Verdict:
    """What is told without any word for it: an order that is given, or what was only told. Where
    more than a discussion was ``asked`` for, what is told is the answer."""
    if _TELLS.search(_SUBORDINATE.split(statements[0].text)[0]):
        return Verdict("orientering", statements[0])
    for statement in statements:
        orders = _DIRECTIVE.search(statement.text) or ANY_PRESENT.search(statement.text, 2, _NEAR)
        if orders and not _TELLS.search(_SUBORDINATE.split(statement.text)[0]):
            return Verdict("besluttet", statement)
    return Verdict("besluttet" if asked else "orientering", statements[0])
