"""What is asked on a page: the question and its filters as they stand in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request

from corpus.errors import BadValue
from corpus.records import Filters
from search_api.archive import Archive
from search_api.filters import read_filters
from search_api.parameters import LONGEST_QUESTION

NAMES = ("q", "region", "forum", "from", "to", "entity", "section", "uden")
"""The parameters of a question, in the order that addresses have them."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The parameters of a question as pairs of name and value, as typed, none of them blank."""

    pairs: tuple[tuple[str, str], ...]

    @property
    def question(self) -> str:
        """The question, empty where none is asked yet."""
        return self.one("q")

    def one(self, name: str) -> str:
        """The first value of ``name``, or an empty text."""
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> list[str]:
        """Every value of ``name``."""
        return [value for known, value in self.pairs if known == name]

    def plus(self, name: str, value: str) -> Asking:
        """With one more value of ``name``."""
        return self if (name, value) in self.pairs else Asking((*self.pairs, (name, value)))

    def minus(self, name: str, value: str | None = None) -> Asking:
        """Without this value of ``name``, or without any."""
        return Asking(
            tuple(pair for pair in self.pairs if pair[0] != name or value not in (None, pair[1]))
        )

    def only(self, name: str, value: str) -> Asking:
        """With ``value`` as the one value of ``name``."""
        return self.minus(name).plus(name, value)

    def address(self, path: str, *more: tuple[str, str]) -> str:
        """``path`` with these parameters, and ``more`` after them."""
        query = urlencode([*sorted(self.pairs, key=_order), *more])
        return f"{path}?{query}" if query else path

    def filters(self, archive: Archive) -> Filters:
        """The filters that are meant.

        Raises ``BadValue`` for one that is not understood, and for a question that is too long.
        """
        if len(self.question) > LONGEST_QUESTION:
            raise BadValue(
                f"Spørgsmålet er på {len(self.question)} tegn. Det må højst være på "
                f"{LONGEST_QUESTION}; skriv det kortere."
            )
        return read_filters(
            archive,
            self.all("region"),
            self.all("forum"),
            self.one("from"),
            self.one("to"),
            self.all("entity"),
            self.all("section"),
            self.all("uden"),
        )


def _order(pair: tuple[str, str]) -> int:
    return NAMES.index(pair[0])


def _asking(request: Request) -> Asking:
    given = ((name, value.strip()) for name, value in request.query_params.multi_items())
    pairs = dict.fromkeys(pair for pair in given if pair[0] in NAMES and pair[1])
    return Asking(tuple(pairs))


Asked = Annotated[Asking, Depends(_asking)]
