"""The question field with its filters, as the three pages of questions share it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import REGIONS, Region
from search_api.archive import Archive
from search_api.documents import list_entities
from search_api.pages.asking import Asking
from search_api.pages.chips import Chip, all_chips
from search_api.replies import Understood

_MOST_NAMES = 100


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """What the form of a page holds, and the chips under it. ``entity_names`` are what the minutes
    mention most, to be suggested."""

    asking: Asking
    path: str
    forums: Sequence[str]
    entity_names: Sequence[str]
    chips: Sequence[Chip]
    error: str = ""
    regions: Sequence[Region] = REGIONS

    @property
    def narrowed(self) -> bool:
        """Whether any filter was chosen."""
        return any(name not in ("q", "uden") for name, _ in self.asking.pairs)

    @property
    def apart(self) -> list[tuple[str, str]]:
        """The chosen filters that the form has no field for, to go along when it is sent."""
        fields = {("forum", forum) for forum in self.forums}
        fields |= {("region", region) for region in self.regions}
        return [
            pair
            for pair in self.asking.pairs
            if pair[0] in ("region", "forum", "entity", "section") and pair not in fields
        ]


def question_form(
    archive: Archive,
    asking: Asking,
    path: str,
    understood: Understood | None = None,
    error: str = "",
) -> QuestionForm:
    """The form of the page at ``path``; ``understood`` is what the reply tells of the question."""
    names = [one.name for one in list_entities(archive, most=_MOST_NAMES).entities]
    return QuestionForm(
        asking=asking,
        path=path,
        forums=archive.catalogue.forums(),
        entity_names=names,
        chips=all_chips(asking, understood, archive.gazetteer, path),
        error=error,
    )
