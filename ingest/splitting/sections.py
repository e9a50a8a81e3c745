"""The labelled sections inside one item."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import Section, SectionKind
from ingest.splitting.labels import opens_recommendation, states_decision
from ingest.splitting.lines import Line

_LONG_PROSE = 200
_SENTENCE_END = re.compile(r"[.!?]\s+[A-ZÆØÅ0-9]")
_FILE_NAME = re.compile(r"\.(?:docx?|pdf|xlsx?|pptx?|msg)$", re.IGNORECASE)


class _Opening:
    """A section under construction: its lines run from ``first`` to the next opening."""

    def __init__(self, kind: SectionKind, label: str, first: Line, offset: int) -> None:
        self.kind: SectionKind = kind
        self.label = label
        self.first = first
        self.start = first.start + offset
        self.last = first

    def close(self, line: Line) -> None:
        self.last = line

    def section(self) -> Section:
        end = self.last.end
        return Section(self.kind, self.label, self.first.start, min(self.start, end), end)


def _prose_again(current: _Opening, line: Line) -> bool:
    """Whether a line under *Bilag* is running text again, not the name of an attachment; what
    stands first under the label is one."""
    first = current.last is current.first and current.first.label_alone
    return (
        current.kind == "attachments"
        and not first
        and not line.bullet
        and len(line.plain) > _LONG_PROSE
        and not _FILE_NAME.search(line.plain)
        and bool(_SENTENCE_END.search(line.plain))
    )


def split_sections(
    title: Sequence[Line], body: Sequence[Line], *, labels_only: bool = False
) -> tuple[Section, ...]:
    """The sections of an item whose heading is ``title`` and whose other lines are ``body``.

    Every line that is not blank lies in exactly one section. Text before the first label is
    ``case``. A decision or a recommendation that is stated without its label opens a section of
    its own where the item has no labelled one, unless ``labels_only``.
    """
    openings: list[_Opening] = []
    if title:
        heading = _Opening("title", "", title[0], 0)
        heading.close(title[-1])
        openings.append(heading)
    labelled = {found.kind for line in body if (found := line.label)}
    seen: set[SectionKind] = set()
    before_attachments: SectionKind = "case"
    current: _Opening | None = None

    for position, line in enumerate(body):
        if line.blank:
            continue
        found = line.label
        if found and (current is None or found.kind != current.kind or found.kind == "case"):
            kind, label, offset = found
        elif current is not None and _prose_again(current, line):
            kind, label, offset = before_attachments, "", 0
        elif (
            not labels_only
            and "recommendation" not in labelled
            and "recommendation" not in seen
            and opens_recommendation(line.plain)
        ):
            kind, label, offset = "recommendation", "", 0
        elif (
            not labels_only
            and "decision" not in labelled
            and "decision" not in seen
            and states_decision(line.plain)
            and (current is None or _may_decide(body, position, seen))
        ):
            kind, label, offset = "decision", "", 0
        elif current is None:
            kind, label, offset = "case", "", 0
        else:
            current.close(line)
            continue
        if kind == "attachments" and current is not None and current.kind != "attachments":
            before_attachments = current.kind
        current = _Opening(kind, label, line, offset)
        openings.append(current)
        seen.add(kind)
    return tuple(opening.section() for opening in openings)


def _may_decide(body: Sequence[Line], position: int, seen: set[SectionKind]) -> bool:
    """A decision without a label stands after the recommendation or as the item's last paragraph;
    one that opens the item is seen to by the caller."""
    if "recommendation" in seen:
        return True
    return all(line.blank or line.label is not None or line.bullet for line in body[position + 1 :])
