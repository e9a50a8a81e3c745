"""What is said of a file that a library gives up on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from corpus.errors import UnreadableFile


@contextmanager
def broken(name: str, what: str) -> Iterator[None]:
    """Turns whatever is raised inside into ``UnreadableFile``; ``what`` is "Word-filen"."""
    try:
        yield
    except (UnreadableFile, MemoryError):
        raise
    except RecursionError as error:
        raise UnreadableFile(
            f"{name}: {what} er indlejret så dybt, at den ikke kan læses. Gem den som PDF, og prøv "
            "igen."
        ) from error
    except Exception as error:  # The libraries raise anything that a broken file can bring about.
        raise UnreadableFile(
            f"{name}: {what} er beskadiget og kan ikke læses. Hent den igen fra kilden."
        ) from error
