"""Minutes annotated by hand with who and what they speak of, and how well mentions agree with that.

The annotations and what they go by stand in ``tests/annotations`` (README.md).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.gazetteer import Gazetteer
from corpus.records import EntityKind, Mention
from tests.parsed import MINUTES, SAMPLES

FOLDER = Path(__file__).parent / "annotations" / "entities"
TEXTS = Path(__file__).parent / "annotations" / "texts"
KINDS: tuple[EntityKind, ...] = (
    "municipality",
    "region",
    "forum",
    "authority",
    "organisation",
    "institution",
    "project",
    "agreement",
    "target_group",
    "law",
    "place",
)
LEAST_SHARED = 0.5
"""Of the shorter of two spans, what must lie in both for them to be of the same name."""


@dataclass(frozen=True, slots=True)
class Annotated:
    """A name at ``[start, end)``; ``entity_id`` is ``None`` where no gazetteer file holds it."""

    start: int
    end: int
    kind: EntityKind
    entity_id: str | None


@dataclass(frozen=True, slots=True)
class AnnotatedMinutes:
    """The names in one document. Those of ``optional`` are right when found, and not missed when
    not. ``sha256`` is that of the text's UTF-8."""

    name: str
    source: str
    sha256: str
    mentions: tuple[Annotated, ...]
    optional: tuple[Annotated, ...]

    @property
    def path(self) -> Path:
        """The file with the text; that of real minutes may be missing on this machine."""
        if self.name.isdigit():
            return MINUTES / self.source
        written = TEXTS / self.source
        return written if written.is_file() else SAMPLES / self.source


@dataclass(frozen=True, slots=True)
class Agreement:
    """Which mentions agree with the annotation.

    ``right`` pairs each name with the mention that links it; ``exact`` counts those with the same
    bounds. ``missed`` are names that are not linked, also those in no gazetteer; ``wrong`` are
    mentions of what does not stand there. A name inside a right mention of the same entity
    ("DAS" in "Den Administrative Styregruppe (DAS)") is in none of them.
    """

    right: tuple[tuple[Annotated, Mention], ...]
    missed: tuple[Annotated, ...]
    wrong: tuple[Mention, ...]

    @property
    def exact(self) -> int:
        return sum((a.start, a.end) == (m.start, m.end) for a, m in self.right)

    def of(self, kinds: Collection[str]) -> Agreement:
        """What of it is of some kinds."""
        return Agreement(
            tuple(pair for pair in self.right if pair[0].kind in kinds),
            tuple(name for name in self.missed if name.kind in kinds),
            tuple(mention for mention in self.wrong if mention.kind in kinds),
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """How many mentions were ``found``, of them ``right`` and ``exact``; how many names there are
    that a gazetteer file holds (``listed``), and that none does (``unlisted``)."""

    found: int
    right: int
    exact: int
    listed: int
    unlisted: int


def tally(agreements: Iterable[Agreement]) -> Tally:
    """The counts of several documents together."""
    chosen = tuple(agreements)
    right = sum(len(agreed.right) for agreed in chosen)
    missed = [name for agreed in chosen for name in agreed.missed]
    unlisted = sum(name.entity_id is None for name in missed)
    return Tally(
        found=right + sum(len(agreed.wrong) for agreed in chosen),
        right=right,
        exact=sum(agreed.exact for agreed in chosen),
        listed=right + len(missed) - unlisted,
        unlisted=unlisted,
    )


def annotated_minutes() -> Iterator[AnnotatedMinutes]:
    """Every annotated document, the real minutes first."""
    for path in sorted(FOLDER.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        yield AnnotatedMinutes(
            name=path.stem,
            source=data["source"],
            sha256=data["sha256"],
            mentions=tuple(Annotated(*row) for row in data["mentions"]),
            optional=tuple(Annotated(*row) for row in data["optional"]),
        )


def agreement(
    minutes: AnnotatedMinutes, mentions: Iterable[Mention], gazetteer: Gazetteer
) -> Agreement:
    """How mentions found in the annotated text agree; those of other kinds are left out."""
    found = [mention for mention in mentions if mention.kind in KINDS]
    right = _paired(minutes.mentions, found, gazetteer)
    taken = {id(mention) for _, mention in right}
    linked = {id(annotated) for annotated, _ in right}
    allowed = (*minutes.optional, *(annotated for annotated, _ in right))
    return Agreement(
        right=tuple(right),
        missed=tuple(
            name
            for name in minutes.mentions
            if id(name) not in linked and not any(_holds(mention, name) for _, mention in right)
        ),
        wrong=tuple(
            mention
            for mention in found
            if id(mention) not in taken
            and not any(_is_link_of(mention, annotated, gazetteer) for annotated in allowed)
        ),
    )


def _paired(
    names: Sequence[Annotated], found: Sequence[Mention], gazetteer: Gazetteer
) -> list[tuple[Annotated, Mention]]:
    pairs: list[tuple[Annotated, Mention]] = []
    free = list(found)
    for name in names:
        if name.entity_id is None:
            continue
        links = [mention for mention in free if _is_link_of(mention, name, gazetteer)]
        if links:
            best = max(links, key=lambda mention: _shared(mention, name))
            free.remove(best)
            pairs.append((name, best))
    return pairs


def _is_link_of(mention: Mention, name: Annotated, gazetteer: Gazetteer) -> bool:
    shorter = min(mention.end - mention.start, name.end - name.start)
    return (
        mention.kind == name.kind
        and _shared(mention, name) >= LEAST_SHARED * shorter
        and (name.entity_id is None or _is_same(mention.entity_id, name.entity_id, gazetteer))
    )


def _holds(mention: Mention, name: Annotated) -> bool:
    inside = mention.start <= name.start and name.end <= mention.end
    return inside and mention.entity_id == name.entity_id


def _shared(mention: Mention, name: Annotated) -> int:
    return min(mention.end, name.end) - max(mention.start, name.start)


def _is_same(found: str, annotated: str, gazetteer: Gazetteer) -> bool:
    """Whether the ids are the same, or what was found is the annotated entity without its place
    ("Rammeaftalen" of "Rammeaftale Sjælland") or paragraph: less is told, but nothing wrong."""
    if found == annotated:
        return True
    entity, wider = gazetteer.get(annotated), gazetteer.get(found)
    return (
        entity is not None
        and wider is not None
        and entity.parent == found
        and wider.kind == entity.kind
        and wider.region is None
    )
