"""Those who were not at one with a decision, or had their view put on record."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Span
from ingest.decisions.bodies import Bodies
from ingest.decisions.statements import Statement

# Told of anybody, also of the meeting as a whole.
_BY_ANYBODY = re.compile(
    r"\b(?:mindretal\w*|særstandpunkt|mindretalsudtalelse|(?:fik|bad\s+om\s+at\s+få|ønskede?(?:r|"
    r"s)?|ønskes|lod|blev|bedt\s+om\s+at\s+få)\s+(?:\w+\s+){0,8}?(?:ført|tilført|"
    r"indført)\s+(?:til|i)?\s*(?:referat(?:et)?|(?:beslutnings)?protokol(?:len)?)"
    r"|undlod\s+at\s+stemme|undlader\s+at\s+stemme|stemte\s+(?:i)?mod\b|stemte\s+nej|"
    r"stemmer\s+imod|\d+\s+(?:stemmer\s+)?(?:stemte\s+)?imod\b"
    r"|tog(?:\s+\w+)?\s+forbehold|tager(?:\s+\w+)?\s+forbehold|tages\s+forbehold|"
    r"med\s+forbehold\s+fra)\b",
    re.IGNORECASE,
)
# Told of the meeting as a whole they refuse what was recommended.
_BY_ONE = re.compile(
    r"\b(?:(?:kunne|kan|ville|vil)\s+(?:\w+\s+){0,2}?ikke\s+(?:\w+\s+){0,2}?(?:tilslutte\s+sig|"
    r"tiltræde|støtte|godkende|anbefale|bakke\s+op|acceptere|gå\s+ind\s+for|medvirke)"
    r"|(?:støttede|støtter|bakkede|tiltrådte|godkendte|tilsluttede\s+sig)\s+ikke|"
    r"havde\s+(?:gerne|hellere|helst)\s+set|havde\s+ønsket|havde\s+(?:foretrukket|foreslået)|"
    r"(?:er|var)\s+(?:\w+\s+)?(?:imod|uenige?)|(?:tager|tog)\s+afstand|gik\s+imod|går\s+imod|"
    r"protesterede|beklagede\s+beslutningen|stiller\s+sig\s+uden\s+for|trak\s+sig)\b",
    re.IGNORECASE,
)


# "Godkendt, idet Lejre Kommune tog forbehold": the clause is the dissent.
_CLAUSE = re.compile(r",\s*(?:idet|men|dog|mens|hvor|hvorimod|og)\s+", re.IGNORECASE)


def find_dissent(statements: Sequence[Statement], bodies: Bodies) -> tuple[Span, ...]:
    """The sentences, or clauses of a decision, that tell of dissent, in order."""
    return tuple(
        span for statement in statements if (span := _in_statement(statement, bodies)) is not None
    )


def _in_statement(statement: Statement, bodies: Bodies) -> Span | None:
    end = statement.end - statement.text.endswith(".")
    told = _BY_ANYBODY.search(statement.text) or _BY_ONE.search(statement.text)
    if told is None:
        return None
    start = statement.start
    for clause in _CLAUSE.finditer(statement.text, 0, told.start()):
        start = statement.start + clause.end()
    if not _BY_ANYBODY.search(statement.text):
        actor = bodies.actor_in(start, statement.start + told.start())
        if actor is None or actor.party != "other":
            return None
    return Span(start, end)
