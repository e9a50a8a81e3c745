"""The terminal, and what may be written to it: nothing that a file, a name or a user says can steer
it."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

_WIDTH_OF_A_FILE = 100
_KEPT = "\n\t"


def printable(text: str) -> str:
    """``text`` without what a terminal obeys (escape sequences, marks of direction): white space
    for white space, a mark for the rest; lines and tabs are kept."""
    return "".join(
        c if c.isprintable() or c in _KEPT else " " if c.isspace() else "\ufffd" for c in text
    )


class Terminal(Console):
    """A console that writes text as it stands: nothing in it is a look, an emoji or a command."""

    def __init__(self, **options: object) -> None:
        super().__init__(highlight=False, emoji=False, markup=False, **options)  # type: ignore[arg-type]

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """The segments of a renderable, their text harmless; the looks are rich's own."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=printable(segment.text))


def console_for_output() -> Terminal:
    """The terminal, or a page of fixed width where the output goes to a file."""
    return Terminal(width=None if sys.stdout.isatty() else _WIDTH_OF_A_FILE)
