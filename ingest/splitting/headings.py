"""An item's heading: how many lines it takes up, and the whole title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from ingest.splitting.agenda import title_similarity
from ingest.splitting.candidates import clean_title, label_follows
from ingest.splitting.labels import states_decision
from ingest.splitting.lines import Line

_OPEN_ENDED = re.compile(
    r"(?:[-–—,/]|\b(?:og|eller|af|for|til|med|om|(?-i:i)|på|fra|ved|vedr\.?|vedrørende|samt|mellem))$",
    re.IGNORECASE,
)
_LONGEST_CONTINUATION = 160
_LONGEST_APART = 80
_MOST_WORDS_OF_VARIATION = 12
_LEAST_ALIKE = 92


def heading_extent(
    lines: Sequence[Line], first: int, end: int, title: str, listed: str | None
) -> tuple[int, str]:
    """The line after an item's heading, and its whole title.

    A heading takes in the line that finishes a broken title, the title's repetitions, and a
    variation of it that stands between a repetition and the first label.
    """
    after = first + 1
    follower = _next(lines, after, end)
    if follower is not None and _continues(title, lines[follower], follower == after, listed):
        title = clean_title(f"{title} {lines[follower].plain}")
        after = follower + 1
    repeated = False
    while (follower := _next(lines, after, end)) is not None:
        line = lines[follower]
        if line.label:
            break
        same = fuzz.ratio(clean_title(line.plain).casefold(), title.casefold()) >= _LEAST_ALIKE or (
            listed is not None and line.plain.casefold() == listed.casefold()
        )
        varied = (
            repeated
            and len(line.plain.split()) <= _MOST_WORDS_OF_VARIATION
            and line.plain[-1] not in ".:;!?"
            and label_follows(lines, follower, 1)
        )
        if not same and not varied:
            break
        repeated, after = True, follower + 1
    return after, title


def _continues(title: str, line: Line, adjacent: bool, listed: str | None) -> bool:
    if line.label or line.bullet or line.level:
        return False
    if len(line.plain) > _LONGEST_CONTINUATION:
        return False
    if not title:
        return True
    joined = clean_title(f"{title} {line.plain}")
    if listed and title_similarity(joined, listed) > max(
        0.9, title_similarity(title, listed) + 0.05
    ):
        return True
    if states_decision(line.plain):
        return False
    unfinished = title.count("(") > title.count(")") or bool(_OPEN_ENDED.search(title))
    # Set as a paragraph of its own, it is the rest of the title only if it is no sentence either.
    bare = len(line.plain) <= _LONGEST_APART and line.plain[-1] not in ".,:;!?"
    goes_on = line.plain[0].islower() and not title.endswith((".", ":"))
    return unfinished or (goes_on and (adjacent or bare))


def _next(lines: Sequence[Line], position: int, end: int) -> int | None:
    while position < end:
        if not lines[position].blank:
            return position
        position += 1
    return None
