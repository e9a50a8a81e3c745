"""What tells an outcome in the statements of a decision."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus.decision import Outcome
from corpus.records import Span
from ingest.decisions.bodies import Actor, Bodies
from ingest.decisions.deciding_words import DECIDING_WORDS
from ingest.decisions.hearing_words import HEARING_WORDS
from ingest.decisions.outcome_word import POSTPONED, RECOMMENDED, VIEWED, OutcomeWord
from ingest.decisions.statements import Statement

_NEAR, _LONGEST_HEADING = 60, 60
# What is put off, recommended or resolved is to happen at another time, or in another place.
_ELSEWHERE = frozenset(("udsat", "flyttet", "udgået", "anbefalet", "besluttet"))


class Signal(NamedTuple):
    """Words of ``statement`` that tell ``outcome``. ``by`` is who decided, where it is named."""

    outcome: Outcome
    rank: int
    statement: Statement
    start: int
    end: int
    by: Span | None
    words: str


# What opens a clause about somebody else's doings, or about another time.
_SUBORDINATE = re.compile(
    r"(?:,\s*|\b(?:om|for|så|på|til|i|af|men|og|fordi|end)\s+|\s|^(?=hvis|når|såfremt|idet|mens|"
    r"da\s))"
    r"(at(?!-)|hvorvidt|som|der|hvor|hvis|når|da|fordi|idet|såfremt|hvilke[nt]?|hvordan|hvornår|"
    r"inden|indtil|før|efter\s+at|siden)\b"
    r"(?!\s+(?:blev|er|var)\s+(?:\w+\s+)?(?:enighed|tilslutning|opbakning))",
    re.IGNORECASE,
)
_INFINITIVE = re.compile(r"\b(?:at|med\s+henblik\s+på\s+at)\s+(?:\w+\s+)?$")
_NEGATED = re.compile(r"\b(?:ikke|hverken|aldrig)\b", re.IGNORECASE)
_NEGATED_AFTER = re.compile(r"^\s+(?:\w+\s+)?(?:ikke|hverken)\b", re.IGNORECASE)
_EARLIER = re.compile(
    r"\b(?:tidligere|sidste\s+(?:møde|\w+møde|år|gang)|seneste\s+\w*møde|forrige|dengang|allerede|"
    r"(?:på|i)\s+(?:\w+\s+){0,3}?\w*møde(?:t)?\s+(?:den\s+|d\.\s*|i\s+)?\d)",
    re.IGNORECASE,
)
# What is still to come elsewhere: "godkendes på næste møde", "til godkendelse i KKR".
_LATER = re.compile(
    r"^\s+(?:\w+\s+){0,3}?(?:på|ved|til)\s+(?:det\s+|et\s+|de\s+)?(?:næste|kommende|"
    r"førstkommende|senere|efterfølgende|nyt)\b"
    r"|^\s+(?:igen|på\s+ny)\b|^\s+(?:\w+\s+){0,2}?(?:efterfølgende|senere|herefter|politisk|administrativt|"
    r"skriftligt\s+(?:inden|efter))\b"
    r"|^\s+(?:\w+\s+){0,2}?(?:i|af|hos)\s+(?:byråd\w*|kommunalbestyrelse\w*|regionsråd\w*|"
    r"kommunerne|de\s+enkelte|KL\b|ministeri\w*|Folketinget|de\s+\d+|alle\b|samtlige)",
    re.IGNORECASE,
)
_PENDING = re.compile(
    r"\b(?:skal|skulle|vil|ville|bør|burde|forventes|hvis|når|før|såfremt|inden|"
    r"afventer)\s+(?:[\wæøå]+\s+){0,5}$",
    re.IGNORECASE,
)


# "KKR godkender planen på mødet i juni".
_NEXT_TIME = re.compile(
    r"\b(?:på|ved|til)\s+(?:(?:det|et)\s+)?(?:\w*mødet\s+(?:i|den)\b|(?:næste|kommende|"
    r"førstkommende|senere)\s+\w*møde)",
    re.IGNORECASE,
)
# "Formanden konkluderede, at …": what follows is the meeting's.
_SUMS_UP = re.compile(
    r"[\w ,]{0,60}?\b(?:(?:konklude|konstate|sammenfatte|opsumme|slog\s+fast)\w*|"
    r"(?:konklusion|udfald|resultat|udgang)\w*\s+(?:\w+\s+){0,4}?(?:blev|bliver|er|var)),?\s+at\s+",
    re.IGNORECASE,
)
# "konceptet, som blev godkendt.": told at the end of the sentence, it is the meeting's.
_ADDED = re.compile(r",\s+(?:som|der|hvilket)\s+(?:\w+\s+)?$", re.IGNORECASE)
_LIMIT = re.compile(r"\b(?:senest|inden)\b", re.IGNORECASE)
_NEXT_CLAUSE = re.compile(r"[,;]\s*(?:og|men|hvorefter|mens)\s+|\s(?:hvorefter)\s+")
_MAIN_AGAIN = re.compile(r"[,;]\s*(?:og|men)?\s*(?:\w+\s+){0,2}$")
_WISHES = re.compile(r"\b(?:ønske\w*|foresl\w*|anmod\w*|bad)\b[^.]*$", re.IGNORECASE)
_TOLD_THAT = re.compile(r"\bat\s*$", re.IGNORECASE)
# "KKR tog orienteringen til efterretning" has a subject, "blev taget til efterretning" none.
_ACTIVE = re.compile(r"\b(?:tog|tager|noterede|noterer)\b", re.IGNORECASE)


def find_signals(statements: Sequence[Statement], bodies: Bodies) -> list[Signal]:
    """Every telling of an outcome, in order of the text."""
    found = [signal for statement in statements for signal in _in_statement(statement, bodies)]
    return sorted(found, key=lambda signal: signal.start)


def _in_statement(statement: Statement, bodies: Bodies) -> Iterator[Signal]:
    if statement.kind == "heading" and len(statement.text) > _LONGEST_HEADING:
        return
    for word in (*DECIDING_WORDS, *HEARING_WORDS):
        for match in word.pattern.finditer(statement.text):
            if signal := _judged(word, match, statement, bodies):
                yield signal


def _judged(
    word: OutcomeWord, match: re.Match[str], statement: Statement, bodies: Bodies
) -> Signal | None:
    text = statement.text
    summed_up = _SUMS_UP.match(text)
    opening = summed_up.end() if summed_up and summed_up.end() <= match.start() else 0
    before = text[opening : match.start()]
    if word.rank == POSTPONED and _WISHES.search(before):
        return None
    clause = _clause_start(before)
    by: Span | None = None
    added = (
        word.rank <= RECOMMENDED and _ADDED.search(before) and not text[match.end() :].strip(" .")
    )
    if (
        clause > 0
        and not added
        and (word.rank != POSTPONED or not _TOLD_THAT.search(before[:clause]))
    ):
        return None
    if _EARLIER.search(text[: match.end()]) and word.rank != POSTPONED:
        return None
    if word.form == "act":
        actor = _subject(statement, match, len(before), bodies)
        if actor is None or actor.party == "other" or _INFINITIVE.search(before):
            return None
        if match.group().endswith("r") and _NEXT_TIME.search(text[match.end() :]):
            return None
        if actor.span and _is_a_task(actor.span, match, statement):
            return None
        by = actor.span
    elif word.outcome not in _ELSEWHERE and (
        _LATER.match(text[match.end() :]) or _PENDING.search(before)
    ):
        return None
    elif word.form == "phrase" and _ACTIVE.search(text[: match.end()]):
        actor = bodies.actor_in(statement.start + opening, statement.end)
        if actor and actor.party == "forum":
            by = actor.span
    outcome = word.outcome
    if _is_negated(word, before[clause:], match.group(), text[match.end() :]):
        if word.refused is None:
            return None
        outcome = word.refused
    start, end = statement.start + match.start(), statement.start + match.end()
    return Signal(outcome, word.rank, statement, start, end, by, match.group())


def _is_a_task(by: Span, match: re.Match[str], statement: Statement) -> bool:
    """Whether it is what others are to do: "Kommunerne indstiller kandidater senest i april"."""
    words = statement.text[by.start - statement.start : by.end - statement.start].lower()
    later = _LIMIT.search(statement.text, match.end())
    return words == "kommunerne" and match.group().endswith("r") and later is not None


def _subject(statement: Statement, match: re.Match[str], room: int, bodies: Bodies) -> Actor | None:
    """Who does what an act tells: in the clause before it, right after it ("herefter drøftede
    udvalget"), or in the ``room`` characters before it."""
    if match.start() == 0 and statement.lead:
        # "KKR Sjælland" with what it did as bullets below.
        return bodies.actor_in(statement.lead.start, statement.lead.end)
    at, after = statement.start + match.start(), statement.start + match.end()
    near = statement.text[match.start() - room : match.start()]
    clause = max((m.end() for m in _NEXT_CLAUSE.finditer(near)), default=0)
    actor = bodies.actor_in(at - room + clause, at)
    if actor is None or (actor.party == "other" and _adverbial(near[clause:])):
        following = bodies.actor_in(after, min(statement.end, after + _NEAR))
        inverted = (
            following
            and following.span
            and not statement.text[match.end() : following.span.start - statement.start].strip()
        )
        if inverted or (clause == 0 and actor is None):
            return following
    return actor or bodies.actor_in(at - room, at)


def _is_negated(word: OutcomeWord, before: str, words: str, after: str) -> bool:
    """Whether the words are denied; a view that is denied is a view, and "besluttede ikke at" a
    decision."""
    if word.rank == VIEWED:
        return False
    if _NEGATED.search(before):
        return True
    return word.refused is not None and bool(_NEGATED_AFTER.match(after) or _NEGATED.search(words))


def _clause_start(before: str) -> int:
    """Where the clause that goes on after ``before`` starts, 0 for the main clause."""
    openings = [opening.end() for opening in _SUBORDINATE.finditer(before)]
    if not openings or _MAIN_AGAIN.search(before[openings[-1] :]):
        return 0
    return openings[-1]


def _adverbial(before: str) -> bool:
    """Whether what stands before the verb is no subject: "På baggrund af KL's udspil"."""
    return bool(re.match(r"(?:På|I|Efter|Med|Ved|Ud\s+fra|Som|Af|Under|For)\s", before))
