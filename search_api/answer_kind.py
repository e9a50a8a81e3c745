"""What kind of answer a question asks for: an amount, a date, a reason, a yes or a no …"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Literal, get_args

from search_api.english import is_english

AnswerKind = Literal[
    "amount",
    "count",
    "date",
    "body",
    "reason",
    "decision",
    "yes_no",
    "definition",
    "list",
    "overview",
    "other",
]
"""``amount`` is money, a price or a share; ``count`` another number; ``date`` a day, a period or
how often; ``body`` who or where; ``overview`` all that is said of a matter; ``other`` the rest."""

_QUESTION_WORD = r"\b(?:hv(?:ad|em|is|or|ilke)\w*|what|which|who\w*|when|where|why|how)\b"
_BEGINS = re.compile(_QUESTION_WORD)
# Before the question word: "til hvad", "inden for hvilken frist", "on what date".
_PREPOSITIONS = (
    r"(?:(?:i|på|af|til|for|fra|med|ved|hos|om|under|over|efter|inden|siden|mod|per|pr|in|on|at|by|"
    r"to|from|of|with|and|og|så|men|mon)\b\.? ?){0,2}"
)
_LATER = re.compile(rf"(?:, |\b(?:og|and) ){_PREPOSITIONS}(?={_QUESTION_WORD})")
# "Kan du fortælle mig, …"; what then follows is the question, "om" and "if" open one of yes or no.
_POLITE = re.compile(
    r"(?:(?:kan|vil|kunne|må) (?:du|i|jeg|man) (?:\w+ ){0,2}?"
    r"(?:fortælle|sige|oplyse|forklare|finde|vise|spørge|svare|vide)(?: ud af| på)?|"
    r"jeg (?:vil|ønsker|skal) (?:\w+ )*?vide|ved (?:du|i|man)|"
    r"(?:fortæl|sig|find|vis|forklar|beskriv|oplys)(?: ud af)?|"
    r"(?:can|could|would|will) you (?:please )?(?:tell|say|explain|find|show)|"
    r"do (?:you|we) know|i (?:would like|want) to know|(?:please )?(?:tell|show|find out|explain))"
    rf"(?: (?:mig|os|me|us))?,? (?={_PREPOSITIONS}{_QUESTION_WORD}|(?P<whether>om (?=\w+ .*\?)|"
    r"if |whether ))"
)
_FINITE_VERBS = frozenset(
    """
    er var bliver blev har havde skal skulle kan kunne må måtte vil ville bør burde får fik findes
    fandtes gælder gjaldt kommer kom går gik ligger lå lever levede betaler betalte koster kostede
    giver gav tager tog siger sagde mener mente støtter støttede bakker bakkede godkender godkendte
    beslutter besluttede vedtog vedtager anbefaler anbefalede indstiller indstillede drøfter
    drøftede sender sendte afviser afviste ønsker ønskede forlænger forlængede lukker lukkede åbner
    åbnede fortsætter fortsatte stiger steg falder faldt planlægger planlagde indgår indgik ophører
    ophørte overtager overtog opretter oprettede nedlægger nedlagde modtager modtog arbejder
    arbejdede sker skete starter startede begynder begyndte hører ejer ejede driver drev tilbyder
    tilbød dækker dækkede opfylder opfyldte foreslår foreslog tilslutter tilsluttede kender kendte
    kræver krævede forventer forventede omfatter omfattede deltager deltog bruger brugte mødtes
    mødes virker virkede sidder sad står stod hjælper hjalp passer flytter flyttede
    is are was were did does do has have had can could will would should shall must may might
    """.split()
)
# Of another verb its ending tells, where no preposition follows as after a noun ("Takster i …?").
_VERB_FIRST = re.compile(
    r"\w+(?:r|es|de|te) (?!(?:i|på|af|til|for|fra|med|ved|hos|om|under|over|efter|og|pr)\b)"
)
# "hvor" and "hvad" may open a relative clause among keywords; these do not.
_NEVER_RELATIVE = ("hvilke", "hvornår", "which", "when")
_Rules = tuple[tuple[AnswerKind, re.Pattern[str]], ...]


@cache
def _rules(section: str) -> _Rules:
    """The patterns of one section of ``answer_kinds.txt``, in its order."""
    text = resources.files("search_api").joinpath("answer_kinds.txt").read_text("utf-8")
    sections: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            lines = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    parts = dict(line.split(" = ", 1) for line in sections["parts"])
    rules: list[tuple[AnswerKind, re.Pattern[str]]] = []
    for line in sections[section]:
        name, _, pattern = line.partition(" ")
        # A part's braces are no part: "{0,3}" is left as it is.
        whole = re.sub(r"\{([a-z]+)\}", lambda m: parts[m[1]], pattern)
        kind = next(kind for kind in get_args(AnswerKind) if kind == name)
        rules.append((kind, re.compile(whole)))
    return tuple(rules)


def _first(section: str, text: str) -> AnswerKind | None:
    return next((kind for kind, pattern in _rules(section) if pattern.match(text)), None)


def answer_kind(text: str) -> AnswerKind:
    """The kind of answer that a question in Danish or English asks for, from its wording alone."""
    language = "english" if is_english(text) else "danish"
    text = re.sub(r"\s+", " ", text).strip().casefold()
    polite = _POLITE.match(text)
    if polite:
        if polite["whether"]:
            return "yes_no"
        text = text[polite.end() :]
    opening = re.match(_PREPOSITIONS, text)
    asked = text[opening.end() if opening else 0 :]
    if _BEGINS.match(asked):
        return _first(language, asked) or "other"
    if asked.split(" ")[0] in _FINITE_VERBS:
        return "yes_no"
    request = _first("keywords", text)
    word, later = _BEGINS.search(text), _LATER.search(text)
    if word and (text.endswith("?") or word.group().startswith(_NEVER_RELATIVE)):
        if request != "overview":
            return _first(language, text[later.end() if later else word.start() :]) or "other"
    elif text.endswith("?") and _VERB_FIRST.match(text):
        return "yes_no"
    return request or "overview"
