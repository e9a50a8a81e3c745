"""Groups of documents that may be tied to each other, so that one more is seen together with its
own group only."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from corpus.ties import Filed
from ingest.ties.nearby import Folders, folder_of, is_uploaded

_UPLOADS = "uploads"


def groups(filed: Sequence[Filed]) -> list[list[Filed]]:
    """The documents, each with all that it can have a tie with: those of the same meeting, those
    that lie near it, and of what was uploaded all that was; and what these can, in turn."""
    folders = Folders((path, n) for n, one in enumerate(filed) for path in one.paths)
    above = list(range(len(filed)))
    first: dict[Hashable, int] = {}

    def top(number: int) -> int:
        while above[number] != number:
            above[number] = above[above[number]]
            number = above[number]
        return number

    for number, one in enumerate(filed):
        shared: set[Hashable] = {folder_of(path) for path in one.paths}
        if one.forum and one.date:
            shared.add((one.forum, one.date))
        if any(map(is_uploaded, one.paths)):
            shared.add(_UPLOADS)
        if one.kind != "rapport":
            shared |= folders.near(one.paths).keys()
        for key in shared:
            above[top(first.setdefault(key, number))] = top(number)
    found: dict[int, list[Filed]] = {}
    for number, one in enumerate(filed):
        found.setdefault(top(number), []).append(one)
    return list(found.values())
