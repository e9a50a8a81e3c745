"""Names in running text, found by the component in ``names/`` (see its model card)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from corpus.errors import TvaersnitError

if TYPE_CHECKING:
    from spacy.language import Language

FOLDER = Path(__file__).with_name("names")

NameLabel = Literal["LOC", "MISC", "ORG", "PER"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name at ``[start, end)`` of the text that was read."""

    start: int
    end: int
    label: NameLabel


class NameFinder:
    """Finds the names of persons, places, organisations and other things, known or not.

    It was trained on newspapers and errs often: a hint, never evidence enough alone. The component
    is read at the first text.
    """

    def find_many(self, texts: Iterable[str]) -> Iterator[list[Name]]:
        """The names of each text, in order, never overlapping.

        Raises ``TvaersnitError`` where the component's files are missing or broken.
        """
        for doc in self._pipeline.pipe(texts):
            yield [
                Name(span.start_char, span.end_char, cast(NameLabel, span.label_))
                for span in doc.ents
            ]

    @cached_property
    def _pipeline(self) -> Language:
        # spaCy imports PyTorch, which takes a second: only when something is to be found.
        import spacy

        try:
            return spacy.load(FOLDER)
        except (OSError, ValueError, KeyError) as error:
            raise TvaersnitError(
                f"Navnegenkenderen i {FOLDER} kan ikke læses ({error}). "
                "Hent projektet igen, så alle filer i models/names/ er med."
            ) from error
