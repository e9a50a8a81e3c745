"""What a decision was made to depend on (*forudsætninger*, *betingelser*)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.records import Span
from ingest.decisions.statements import Statement

# The clause is the condition.
_CLAUSE = re.compile(
    r"\b(?:under\s+(?:den\s+)?(?:udtrykkelige\s+)?(?:forudsætning|betingelse)(?:er)?\b|(?:på|mod|"
    r"ud\s+fra|med)\s+(?:den|de|følgende)\s+(?:forudsætning|betingelse|forbehold)"
    r"|forudsat\b|på\s+betingelse\s+af|betinget\s+af|med\s+(?:det\s+)?forbehold\s+(?:for|af|om|"
    r"at)|med\s+forbehold,|"
    r"bortfalder,?\s+(?:hvis|såfremt|medmindre)|medmindre\b|såfremt\b)",
    re.IGNORECASE,
)
# The sentence is the condition.
_SENTENCE = re.compile(
    r"\b(?:det\s+(?:er|var|blev)\s+(?:gjort\s+til\s+)?en\s+(?:klar\s+|"
    r"afgørende\s+)?(?:forudsætning|betingelse)|(?:er|var)\s+(?:gjort\s+)?betinget\s+af|"
    r"betinger\s+sig|betingede\s+sig|"
    r"forudsætter\s+(?:dog\s+)?(?:at|,)|forudsætningen\s+(?:er|for)|betingelsen\s+(?:er|for)|"
    r"gøres?\s+betinget)\b",
    re.IGNORECASE,
)
# "undersøger, om … såfremt": what would happen, not what the decision depends on.
_NO_CONDITION = re.compile(
    r"\b(?:drøfte\w*|spurgte|oplyste|undersøge\w*|orientere\w*|bemærkede)\b[^.]*$", re.IGNORECASE
)


def find_conditions(statements: Sequence[Statement]) -> tuple[Span, ...]:
    """The clauses and sentences that tell a condition, in order."""
    return tuple(span for statement in statements for span in _in_statement(statement))


def _in_statement(statement: Statement) -> Iterator[Span]:
    end = statement.end - (statement.text.endswith("."))
    if _SENTENCE.search(statement.text):
        yield Span(statement.start, end)
    elif (clause := _CLAUSE.search(statement.text)) and not _NO_CONDITION.search(
        statement.text[: clause.start()]
    ):
        yield Span(statement.start + clause.start(), end)
