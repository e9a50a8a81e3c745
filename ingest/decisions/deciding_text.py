"""Which part of an item tells what was decided."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus.records import Document, Item, Section
from ingest.decisions.bodies import Bodies
from ingest.decisions.outcome_word import DISCUSSED, TOLD
from ingest.decisions.signals import Signal, find_signals
from ingest.decisions.statements import Statement, find_statements

# Items that hold what was said beside the agenda.
_ASIDE = re.compile(
    r"^\W*(?:evt\b|eventuelt|meddelelser|næste\s+møde|kommende\s+møder|siden\s+sidst|nyt\s+fra)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:(?P<conclusion>konklusion(?:er)?|beslutning(?:er)?|vedtagelse)|referat|drøftelse|"
    r"opfølgning|aftalt|bemærkninger)"
    r"(?:\s*[:.]\s*|\s*$)",
    re.IGNORECASE,
)
# What is decided in the text of a case: told of the matter or the meeting as a whole.
_OF_THE_MATTER = re.compile(
    r"^(?:(?:indstilling|forslag|dagsorden|referat|orientering|punkt|sag|redegørelse|rapport|"
    r"budget|regnskab|plan|tidsplan)\w*\b"
    r"|det\s+(?:blev|aftales|aftaltes|besluttedes|vedtoges)|der\s+(?:blev|var|er)\s+(?:\w+\s+){0,2}(?:enighed|"
    r"opbakning|tilslutning|ingen)|(?:godkendt|taget|tiltrådt|udsat|drøftet|vedtaget)\b)",
    re.IGNORECASE,
)


class DecidingText(NamedTuple):
    """The text at ``[start, end)`` and its statements, at least one; ``conclusion`` are those under
    a label of their own ("Konklusion:"), all where there is none."""

    start: int
    end: int
    statements: Sequence[Statement]
    conclusion: Sequence[Statement]


def find_deciding_text(document: Document, item: Item, bodies: Bodies) -> DecidingText | None:
    """The item's decision section; where none is labelled, what in its other text decides."""
    texts = [
        (section, text)
        for section in item.sections
        if section.kind == "decision" and (text := _of(document, section))
    ]
    if texts:
        return _own(document, texts)
    if _ASIDE.match(item.title):
        return None
    return _unlabelled(document, item, bodies)


def _of(document: Document, section: Section) -> DecidingText | None:
    statements: list[Statement] = []
    concluded = 0
    for statement in find_statements(document.text, section.start, section.end):
        label = _LABEL.match(statement.text)
        if label and label["conclusion"]:
            concluded = len(statements)
        if label is None or label.end() < len(statement.text):
            statements.append(statement.without(label.end()) if label else statement)
    if not statements:
        return None
    return DecidingText(
        statements[0].start, statements[-1].end, statements, statements[concluded:] or statements
    )


def _own(document: Document, texts: Sequence[tuple[Section, DecidingText]]) -> DecidingText:
    """Of several decisions, as where the boards before this one decided too, the one whose label
    names the forum, otherwise the last."""
    forum = (document.forum or "").casefold()
    named = [text for section, text in texts if forum and forum in section.label.casefold()]
    return (named or [text for _, text in texts])[-1]


def _unlabelled(document: Document, item: Item, bodies: Bodies) -> DecidingText | None:
    """The last statements of the case that decide, with what follows them."""
    cases = [section for section in item.sections if section.kind == "case"]
    if not cases:
        return None
    section = cases[-1]
    statements = find_statements(document.text, section.start, section.end)
    signals = [
        signal
        for signal in find_signals(statements, bodies)
        if signal.rank <= TOLD and _decides_here(signal)
    ]
    if not signals:
        return None
    first = statements.index(signals[0].statement)
    deciding = statements[first:]
    return DecidingText(deciding[0].start, deciding[-1].end, deciding, deciding)


def _decides_here(signal: Signal) -> bool:
    """Whether a statement outside a decision section is the meeting's own decision."""
    if signal.by is None and signal.rank <= DISCUSSED:
        return bool(_OF_THE_MATTER.match(signal.statement.text))
    return signal.by is not None
