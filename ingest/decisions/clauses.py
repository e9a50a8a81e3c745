"""The clause that a verb stands in, and whether those who say it want it done."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from ingest.decisions.statements import Statement

Standing = Literal["main", "wanted", "adopted", "told"]
"""Of a clause: a main clause, one whose main verb wants it done ("aftalt, at"), one that is adopted
("godkendte, at"), one that is merely told ("oplyste, at")."""

_BOUNDARY = re.compile(
    r"(?:,\s*)?\b(?:(?:og|samt|men)\s+)?at\s+|,\s*(?:og|men|mens|hvorefter|ligesom|samt|så)\s+|"
    r"[;:]\s+"
    r"|\bså\s+(?=[\wæøåÆØÅ]+\s+(?:kommune|kan|skal)\b)",
    re.IGNORECASE,
)
# ", og sender": goes on from the main clause.
_GOES_ON = re.compile(r",\s*(?:og|men)\s+$", re.IGNORECASE)
_AT = re.compile(r"\bat\s", re.IGNORECASE)
_WANTS = re.compile(
    r"\b(?:aftal\w+|beslut\w+|enige?\s+om|enighed\s+om|ønske\w*|bad|beder|bedt|anmod\w+|"
    r"opfordr\w+|forudsæt\w*|"
    r"(?<!havde )(?<!har )foresl\w+|indebærer|betyder|medfører|således|sådan|vægt\s+på|"
    r"bemyndig\w+|pålagde|pålæg\w+|"
    r"anbefal\w+|(?:opbakning|tilslutning)\s+til|stemning\s+for|"
    r"forvente\w*|opfølgning|aktion|handling\w*|opgaver?|tilkendegav|konklu\w+|"
    r"processen\s+bliver)\b",
    re.IGNORECASE,
)
_ADOPTS = re.compile(
    r"\b(?:godkend\w+|tilslut\w+|tiltr\w+|vedt\w+|bevilg\w+|bakke\w*|støtte\w*|efterretning|"
    r"betinge\w*|"
    r"forudsætning\w*|betingelse\w*)\b",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\b(?:som|der|hvis|når|om|hvorvidt|hvordan|hvor|hvad|hvem|hvilke[nt]?|fordi|idet|da|hvornår|"
    r"såfremt|"
    r"inden|mens|(?:for|ved|med)\s+at)\b",
    re.IGNORECASE,
)


class Clause(NamedTuple):
    """A clause that starts at ``start`` of the document's text, and how it stands."""

    start: int
    standing: Standing


def clause_before(text: str, statement: Statement, at: int, *, infinitive: bool) -> Clause:
    """The clause that the verb at ``at`` stands in; the *at* of an ``infinitive`` opens none."""
    start, first_at = statement.start, None
    boundaries = list(_BOUNDARY.finditer(text, statement.start, at))
    if infinitive and boundaries and _is_its_own(text, boundaries[-1], at):
        boundaries.pop()
    for boundary in boundaries:
        if not infinitive and boundary.end() == at and _GOES_ON.match(boundary.group()):
            first_at = None
        elif _AT.search(boundary.group()):
            first_at = boundary.start() if first_at is None else first_at
        elif first_at is None or boundary.group().strip().startswith((";", ", hvorefter", ":")):
            first_at = None
        start = boundary.end()
    if first_at is None:
        return Clause(start, "main")
    lead = statement.lead.text if statement.lead else ""
    governor = text[statement.start : first_at].strip() or lead
    if _WANTS.search(governor):
        return Clause(start, "wanted")
    return Clause(start, "adopted" if _ADOPTS.search(governor) else "told")


def _is_its_own(text: str, boundary: re.Match[str], at: int) -> bool:
    """Whether an *at* is the infinitive's: "at drøfte", "at hurtigst muligt sende"."""
    return bool(_AT.search(boundary.group())) and len(text[boundary.end() : at].split()) <= 2


def opens_subordinate(before: str) -> bool:
    """Whether what stands before a verb opens a clause about something else."""
    _, comma, words = before.rpartition(",")
    # "at der udarbejdes": not the *der* of "projektet, der løber".
    subject = words.startswith(("Der ", "der ")) and not comma
    return bool(_SUBORDINATE.search(words, len("der") if subject else 0))
