"""The kind of answer a question asks for, and whether a text can hold one of that kind."""

from __future__ import annotations

import re
from typing import Literal

AnswerKind = Literal[
    "amount",
    "count",
    "date",
    "who",
    "reason",
    "decision",
    "yes_no",
    "definition",
    "list",
    "overview",
]

_MONTHS = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
_NUMBER_WORDS = "|".join(
    "én en et to tre fire fem seks syv otte ni ti elleve tolv ingen samtlige alle".split()
    + [r"halv\w*", r"hver\w*", r"dobbelt\w*"]
)
# In this order: "hvor mange penge" is an amount before it is a count.
_ASKED: tuple[tuple[AnswerKind, str], ...] = (
    (
        "amount",
        r"\bhvor mange (?:penge|midler|kroner|mio)|\bhvor meget\b|\bhvad (?:kost\w+|betal\w+)|"
        r"\bhvilke[nt]? (?:pris|takst|budget|beløb|udgift|tilskud|løn)|\bhvor (?:dyr|billig)|"
        r"\bhvad (?:er|var|blev) (?:prisen|taksten|udgiften|budgettet|beløbet)|\bhow much\b",
    ),
    (
        "date",
        r"\bhvornår\b|\bhvilke[nt]? (?:dag|dato|frist|deadline|år|måned)|\bhvor længe\b|"
        r"\bfrist(?:en)?\b|\bdeadline\b|\bwhen\b|\bhow long\b",
    ),
    (
        "count",
        r"\bhvor (?:mange|ofte|tit|stor\w*|lang\w*|høj\w*|hurtigt|få)\b|\bhow many\b|"
        r"\bhvor stor en (?:del|andel)|\bhvilken andel",
    ),
    (
        "who",
        r"\bhvem\b|\bhvilke[nt]? (?:kommune|kommuner|region|regioner|forum|styrelse|myndighed|"
        r"organisation|gruppe|ministerium|person|leverandør|tilbud)\b|\bwho\b|\bwhich municipalit",
    ),
    ("reason", r"\bhvorfor\b|\bhvad er (?:grunden|årsagen|begrundelsen|baggrunden)|\bwhy\b"),
    (
        "decision",
        r"\b(?:besluttede|besluttet|beslutning|vedtog|vedtaget|godkendte|håndterede|behandlet|"
        r"udfaldet|anbefalede|konklusion)\b|\bwhat .* decide",
    ),
    ("list", r"\bhvilke\b|\bnævn\b|\bwhich\b"),
    ("definition", r"\bhvad (?:er|betyder|kaldes|dækker|står .* for)\b|\bwhat is\b"),
    ("yes_no", r"^(?:er|var|har|havde|blev|bliver|skal|skulle|kan|må|vil|ville|får|fik)\b"),
)
_HELD: dict[AnswerKind, str] = {
    "amount": r"\d[\d.,]*\s*(?:kr|mio|mia|tkr|t\.kr|pct|%|procent)|\b(?:samme|uændret)\b.*budget",
    "count": rf"\d|\b(?:{_NUMBER_WORDS})\b",
    "date": rf"\b\d{{1,2}}\. ?(?:{_MONTHS})|\b(?:{_MONTHS}|forår\w*|efterår\w*|sommer\w*|vinter\w*|"
    r"primo|medio|ultimo|årsskiftet|kvartal)\b|\b(?:19|20)\d\d\b|\b\d{1,2}/\d{1,2}\b",
    "who": r"[A-ZÆØÅ]\w+|\w+(?:gruppe|udvalg|sekretariat|ledere|chefer)\w*",
    "reason": r"\b(?:da|fordi|idet|derfor|grund\w*|skyldes|årsag\w*|hensyn|så)\b",
}


def answer_kind(question: str) -> AnswerKind:
    """The kind of answer that ``question`` asks for; an overview where nothing tells."""
    for kind, pattern in _ASKED:
        if re.search(pattern, question, re.IGNORECASE):
            return kind
    return "overview"


def can_hold(text: str, kind: AnswerKind) -> bool:
    """Whether ``text`` has what an answer of this kind is made of: an amount has a unit, a date a
    day, month, season or year. True for kinds that no form tells."""
    pattern = _HELD.get(kind)
    return pattern is None or bool(re.search(pattern, text, re.IGNORECASE))
