"""Lines that may open an agenda item, with the evidence for and against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from ingest.splitting.labels import states_decision
from ingest.splitting.lines import Line
from ingest.splitting.numbering import Numbered, read_numbers

_PAGE_LEADER = re.compile(r"(?:[.…\s]{3,}|\s*\t\s*)\d{1,3}$|\s*\(side \d{1,3}\)$", re.IGNORECASE)
_ABBREVIATED = re.compile(r"\b(?:evt|mv|m\.v|m\.m|mm|nr|osv)\.$", re.IGNORECASE)
_WORDS_OF_TITLE = re.compile(r"[^\W\d_]{3,}")
_LOOKAHEAD = 8
_LONGEST_LEADER = 300
_LONGEST_TITLE = 220
_LONGEST_BELOW = 150
_FEWEST_MARKED = 2
_UNMARKED_COST = 3.0
_LISTED_COST = 6.0
_RESTARTED_COST, _FEWEST_RESTARTED = 2.0, 3
_DECISION_COST = 4.0
_BARE_COST = 1.5
_MISREAD_COST = 5.0
_FEWEST_APART = 0.15


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that reads like "7. Særlige pladser" or "Punkt 7. …".

    ``shown`` is the number as the document writes it, ``style`` the way it does so. ``below`` is
    the line below a number that stands alone: its title. ``evidence`` is a log-odds-like score
    from the line's surroundings alone. ``certain`` is false for a number that may be misread.
    """

    line: int
    number: int
    shown: str
    title: str
    below: str
    style: str
    evidence: float
    certain: bool = True

    @property
    def name(self) -> str:
        """The title, on the number's line or below it."""
        return self.title or self.below


def clean_title(title: str) -> str:
    """A title without a table of contents' dots and page number and without a closing colon."""
    bare = title.strip()
    leader = _PAGE_LEADER.search(bare, max(0, len(bare) - _LONGEST_LEADER))
    if leader:
        bare = bare[: leader.start()]
    return re.sub(r"\s+", " ", bare).rstrip(" :*_").strip()


def _numbered(line: Line) -> Iterator[tuple[Numbered, str]]:
    """The numbers that the line may open with, each with the title after it."""
    text = line.plain if not line.table else re.sub(r" *\t *", "\t", line.raw.strip())
    for numbered in read_numbers(text):
        cells = numbered.rest.split("\t")
        named = (cell for cell in cells if _WORDS_OF_TITLE.search(cell))
        title = clean_title(numbered.rest if len(cells) < 3 else next(named, ""))
        yield numbered, title.lstrip("-–— ")


def _neighbour(lines: Sequence[Line], position: int, step: int) -> Line | None:
    position += step
    while 0 <= position < len(lines):
        if not lines[position].blank:
            return lines[position]
        position += step
    return None


def _below(lines: Sequence[Line], position: int, within: int) -> Iterator[Line]:
    """The next ``within`` lines that are not blank."""
    below = (lines[at] for at in range(position + 1, len(lines)) if not lines[at].blank)
    return islice(below, within)


def label_follows(lines: Sequence[Line], position: int, within: int = _LOOKAHEAD) -> bool:
    """Whether a section's label stands among the next ``within`` lines that are not blank."""
    return any(line.label for line in _below(lines, position, within))


def _capital(title: str) -> bool:
    return title[0].isupper() or title[0] in "\"“”'’(§«»"


def is_sentence(title: str) -> bool:
    """Whether a title reads like a sentence of a list."""
    return title.endswith((".", ";", ",")) and not _ABBREVIATED.search(title)


def _title_below(lines: Sequence[Line], position: int) -> str:
    follower = _neighbour(lines, position, 1)
    short = follower is not None and len(follower.plain) < _LONGEST_BELOW
    return follower.plain if follower and short and not follower.label else ""


def _evidence(
    lines: Sequence[Line], position: int, numbered: Numbered, title: str, spaced: bool
) -> float:
    line, style = lines[position], numbered.style
    score = 0.0 if style in ("number", "bare", "roman") else 2.0
    score -= _BARE_COST * (style == "bare") + _MISREAD_COST * (not numbered.certain)
    before = lines[position - 1] if position else None
    after = lines[position + 1] if position + 1 < len(lines) else None
    if spaced:
        score += 1.0 if before is None or before.blank else -1.0
    # A run of numbered lines without a blank between them is a list.
    for beside in (before, after) if spaced else ():
        if beside is not None and not beside.blank and any(_numbered(beside)):
            score -= 2.0
    if line.level:
        score += 1.5
    if line.raw[:1] in " \t":
        score -= 1.5
    if not title:
        follower = _neighbour(lines, position, 1)
        score -= 1.0 if follower is not None and len(follower.plain) < _LONGEST_BELOW else 4.0
    elif not _capital(title):
        score -= 2.0
    if len(title) > _LONGEST_TITLE:
        score -= 3.0
    if is_sentence(title):
        score -= 1.5
    if states_decision(title):
        score -= _DECISION_COST  # "Ad 1: Godkendt"
    if title and not _capital(title) and style == "number" and not line.level:
        pass  # The middle of a sentence, whatever stands below it.
    elif label_follows(lines, position, 1):
        score += 3.5
    elif label_follows(lines, position, 4):
        score += 3.0
    elif any(states_decision(below.plain) for below in _below(lines, position, 2)):
        score += 2.0
    elif label_follows(lines, position):
        score += 1.0
    return score


def find_candidates(lines: Sequence[Line]) -> list[Candidate]:
    """Every line that may open an item, in document order.

    Where some are marked as headings, those that are not need more to speak for them.
    """
    found: list[Candidate] = []
    opened = [
        (line, numbered, title)
        for line in lines
        if not line.blank and (line.level or not line.bullet)
        for numbered, title in _numbered(line)
    ]
    apart = sum(lines[line.number - 1].blank for line, _, _ in opened[1:])
    spaced = apart > _FEWEST_APART * len(opened)
    for line, numbered, title in opened:
        evidence = _evidence(lines, line.number, numbered, title, spaced)
        value, shown, style = numbered.value, numbered.shown, numbered.style
        below = "" if title else _title_below(lines, line.number)
        certain = numbered.certain
        found.append(Candidate(line.number, value, shown, title, below, style, evidence, certain))
    marked = sum(1 for c in found if lines[c.line].level) >= _FEWEST_MARKED
    cost = [_UNMARKED_COST * (marked and not lines[c.line].level) for c in found]
    first = 0
    for i, (before, after) in enumerate(pairwise(found), start=1):
        first = first if _adjacent(before, after) else i
        # Without blank lines items such as "Eventuelt" stand one below the other too.
        if spaced or not _adjacent(before, after) or found[first].number == 1:
            cost[i] += _LISTED_COST * _listed(lines, before, after)
    for i in _restarted(lines, found):
        cost[i] += _RESTARTED_COST
    return [replace(c, evidence=c.evidence - less) for c, less in zip(found, cost, strict=True)]


def _restarted(lines: Sequence[Line], found: Sequence[Candidate]) -> Iterator[int]:
    """The places of what is numbered from 1 again without a section's label between: a list, where
    the items have labels."""
    if sum(line.label is not None for line in lines) < len(found) / 2:
        return
    begun: set[str] = set()
    run: list[int] = []
    for i, candidate in enumerate(found):
        goes_on = run and candidate.style == found[run[-1]].style
        if (
            goes_on
            and candidate.number == found[run[-1]].number + 1
            and not any(line.label for line in lines[found[run[-1]].line + 1 : candidate.line])
        ):
            run.append(i)
            continue
        if len(run) >= _FEWEST_RESTARTED:
            yield from run
        run = [i] if candidate.number == 1 and candidate.style in begun else []
        begun.add(candidate.style)
    if len(run) >= _FEWEST_RESTARTED:
        yield from run


def _adjacent(before: Candidate, after: Candidate) -> bool:
    return (after.line, after.number, after.style) == (
        before.line + 1,
        before.number + 1,
        before.style,
    )


def _listed(lines: Sequence[Line], before: Candidate, after: Candidate) -> bool:
    """Whether ``after`` goes on with a list: the next number, on the next line or as a sentence
    after a sentence, and no section's label between the two."""
    if after.number != before.number + 1 or after.style != before.style:
        return False
    if lines[after.line].level:
        return False
    if after.line == before.line + 1:
        return True
    if not (is_sentence(before.title) and is_sentence(after.title)):
        return False
    return not any(line.label for line in lines[before.line + 1 : after.line])
