"""Minutes whose items have no numbers: the titles that the agenda lists, or the lines above the
labels that come again and again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from corpus.records import SectionKind
from ingest.splitting.agenda import Agenda, is_agenda_heading, title_similarity
from ingest.splitting.candidates import Candidate, clean_title, label_follows
from ingest.splitting.lines import Line

_BULLET = re.compile(r"^(?:[-–—•·○▪*]\s+|\d{1,2}[.)]\s+)")
_STANDARD = re.compile(
    r"(?:eventuelt|evt\.?|meddelelser|næste møde|orientering(?:er|spunkter)?|gensidig orientering|"
    r"bordet rundt|lukket punkt|velkomst|godkendelse af (?:dagsorden|referat)\w*)",
    re.IGNORECASE,
)
_LONGEST_ENTRY, _LONGEST_TITLE = 200, 140
_FEWEST_ITEMS = 2
_LEAST_REPEATED = 0.6
_LEAST_ALIKE = 92


@dataclass(frozen=True, slots=True)
class ListedTitles:
    """An agenda without numbers, lines ``first`` to ``last``, and the lines of its titles below."""

    first: int
    last: int
    headings: tuple[int, ...]


def _title(line: Line) -> str:
    """An entry of an agenda without its bullet, and of a row the first cell."""
    return clean_title(_BULLET.sub("", line.raw.strip().split("\t")[0]).strip(" *_#"))


def find_listed_titles(
    lines: Sequence[Line], candidates: Sequence[Candidate] = ()
) -> ListedTitles | None:
    """An agenda without numbers: lines below "Dagsorden" that come again as headings, or as the
    titles of ``candidates``."""
    at = {(line.number, clean_title(line.plain).casefold()) for line in lines if not line.blank}
    at |= {(candidate.line, candidate.name.casefold()) for candidate in candidates}
    places: dict[str, list[int]] = {}
    for number, title in sorted(at):
        places.setdefault(title, []).append(number)
    for line in lines:
        if is_agenda_heading(line):
            found = _repeated(line.number, list(_entries(lines, line.number + 1)), places)
            if found:
                return found
    return None


def _entries(lines: Sequence[Line], first: int) -> Iterator[tuple[int, str]]:
    """The lines of a list and their titles, to the first that is none or comes again."""
    seen: set[str] = set()
    for position in range(first, len(lines)):
        line = lines[position]
        if line.blank:
            continue
        title = _title(line).casefold()
        if line.label or len(line.plain) > _LONGEST_ENTRY or not title or title in seen:
            return
        seen.add(title)
        yield position, title


def _repeated(
    top: int, entries: Sequence[tuple[int, str]], places: dict[str, list[int]]
) -> ListedTitles | None:
    after = max((position for position, _ in entries), default=top)
    matched: list[tuple[int, int]] = []
    reached = top
    for position, title in entries:
        again = [at for at in places.get(title, ()) if at > max(position, reached)]
        if again and (not matched or again[0] > matched[-1][1]):
            matched.append((position, again[0]))
            after, reached = min(after, again[0] - 1), again[0]
    listed = [position for position, _ in entries if position <= after]
    matched = [pair for pair in matched if pair[0] <= after < pair[1]]
    if len(matched) < _FEWEST_ITEMS or len(matched) < _LEAST_REPEATED * len(listed):
        return None
    return ListedTitles(top, matched[-1][0], tuple(heading for _, heading in matched))


def agenda_of(chain: Sequence[Candidate], listed: ListedTitles | None) -> Agenda | None:
    """An agenda without numbers as that of numbered items, where they bear its titles."""
    if listed is None or chain[0].line <= listed.last:
        return None
    headings = set(listed.headings)
    titles = {c.number: c.name for c in chain if c.line in headings}
    if len(titles) < _LEAST_REPEATED * len(headings):
        return None
    return Agenda(listed.first, listed.last, titles)


def listed_candidates(
    lines: Sequence[Line], agenda: Agenda, candidates: Sequence[Candidate]
) -> list[Candidate]:
    """Candidates for the entries of the agenda that no number below opens: their titles, on a line
    of their own, in the agenda's order."""
    numbered = {
        c.number
        for c in candidates
        if c.line > agenda.last and title_similarity(c.name, agenda.titles.get(c.number, "")) > 0.7
    }
    found: list[Candidate] = []
    wanted = [(number, title) for number, title in agenda.titles.items() if number not in numbered]
    if not wanted:
        return []
    alone = [
        line
        for line in lines[agenda.last + 1 :]
        if not (line.blank or line.label or line.bullet or line.table)
        and len(line.plain) <= _LONGEST_ENTRY
    ]
    at = 0
    for number, title in wanted:
        for place in range(at, len(alone)):
            line = alone[place]
            alike = fuzz.ratio(line.plain.casefold(), title.casefold(), score_cutoff=_LEAST_ALIKE)
            if alike:
                evidence = 1.0 + 2.0 * label_follows(lines, line.number, 4)
                found.append(
                    Candidate(line.number, number, str(number), line.plain, "", "", evidence)
                )
                at = place + 1
                break
    return found


def find_headings(lines: Sequence[Line]) -> list[int]:
    """The headings of minutes without numbers and agenda: a title above the first label of each
    round of labels, and such as every agenda has. Empty where there are fewer than two."""
    found: list[int] = []
    seen: set[SectionKind] = set()
    last = -1
    for line in lines:
        if line.blank:
            continue
        if line.label is None:
            if last >= 0 and _STANDARD.fullmatch(line.plain.rstrip(":")):
                found.append(line.number)
                seen, last = set(), line.number
            continue
        kind = line.label.kind
        again = kind in seen or ("decision" in seen and kind != "attachments")
        if again or not found:
            title = _title_above(lines, line.number, last)
            if title is not None and title not in found:
                found.append(title)
                seen = set()
        seen.add(kind)
        last = line.number
    return found if len(found) >= _FEWEST_ITEMS else []


def _title_above(lines: Sequence[Line], label: int, last: int) -> int | None:
    """The line right above a label, where it reads like a title and is not the first below the
    label before."""
    filled = [at for at in range(last + 1, label) if not lines[at].blank]
    if not filled or (last >= 0 and len(filled) < 2 and lines[last].label_alone):
        return None
    line = lines[filled[-1]]
    if line.bullet or line.table or len(line.plain) > _LONGEST_TITLE:
        return None
    return line.number if line.plain[0].isupper() and line.plain[-1] not in ".:;,!?" else None
