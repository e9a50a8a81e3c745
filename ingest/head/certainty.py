"""How sure what a head says is: a small scale, by what it was read from.

The steps are few, because nothing tells them finer apart: a label says what its value is, a
sentence nearly does, and a place in the layout, a file's name or a count of words are guesses.
"""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

TOLD = 1.0
"""Said by the editor."""
STATED = 0.95
"""Under its own label ("Sted: …"), or in the title ("Referat fra mødet den …")."""
WORDED = 0.85
"""In a line or a sentence about the meeting, or under a label that has other meanings too."""
FREE_TEXT = 0.7
"""A name that reads like what is looked for, and that the gazetteer does not know."""
ALONE = 0.6
"""By its place: the only date of the head, the line below the date."""
FILE_NAME = 0.5
"""In the file's name."""
COUNTED = 0.4
"""The region that is named most, or that most participants come from: this much at least, and
more the fewer the others are."""
ONE_OF_SEVERAL = 0.3
"""The first of several that could be meant."""


class Found(NamedTuple, Generic[T]):
    """A value and how sure it is, 0–1."""

    value: T
    certainty: float


def both(one: float, other: float) -> float:
    """How sure two sources are together that say the same, each by itself: less doubt than either
    leaves, but never none."""
    return min(0.99, 1 - (1 - one) * (1 - other))
