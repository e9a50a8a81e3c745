"""The gazetteer: who and what the minutes speak of, each under one id with all its names.

The data files in ``corpus/entities`` are the truth: ``municipalities.csv``, ``places.csv`` and TOML
files for the other kinds. An organisation adds its own with the setting ``TVAERSNIT_GAZETTEER``.
They are read and checked once; every mistake is reported in Danish with the file it stands in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from corpus.gazetteer_entries import (
    Entry,
    GazetteerError,
    folded,
    municipality_entries,
    place_entries,
    toml_entries,
)
from corpus.records import Entity, EntityKind, Region
from corpus.settings import Settings, load_settings
from corpus.told_entities import told_entity

MUNICIPALITIES_FILE = "municipalities.csv"
PLACES_FILE = "places.csv"
KIND_OF_FILE: Mapping[str, EntityKind] = {
    "regions.toml": "region",
    "forums.toml": "forum",
    "forums_nationwide.toml": "forum",
    "authorities.toml": "authority",
    "organisations.toml": "organisation",
    "organisations_nationwide.toml": "organisation",
    "institutions_hovedstaden.toml": "institution",
    "institutions_sjaelland.toml": "institution",
    "institutions_syddanmark.toml": "institution",
    "institutions_midtjylland.toml": "institution",
    "institutions_nordjylland.toml": "institution",
    "institutions_nationwide.toml": "institution",
    "projects.toml": "project",
    "agreements.toml": "agreement",
    "laws.toml": "law",
    "target_groups.toml": "target_group",
    "themes.toml": "theme",
}


@dataclass(frozen=True)
class Gazetteer:
    """Every entity by id, in the order of the files.

    ``codes`` holds the official municipality code (four digits, "0575") of each municipality's
    id. ``common_words`` holds the names, as written in the files, that are ordinary Danish words
    or surnames too ("Vejen", "Grenen") and therefore need the support of their context.
    ``shared_names`` are those that others bear too ("Den Administrative Styregruppe"): which one
    is meant, the rest of the document tells.
    """

    entities: Mapping[str, Entity]
    codes: Mapping[str, str]
    common_words: frozenset[str]
    shared_names: frozenset[str] = frozenset()

    def get(self, entity_id: str) -> Entity | None:
        """The entity with this id, also one that is told by its form ("date:2021-06-01"), or
        ``None``."""
        return self.entities.get(entity_id) or told_entity(entity_id, self.entities)

    def wholes(self, entity_id: str) -> tuple[str, ...]:
        """The id itself, and that of what it is a part or a kind of, of the same kind: of a
        region's framework agreement the framework agreements, of a paragraph its law."""
        entity = self.get(entity_id)
        whole = self.get(entity.parent) if entity and entity.parent else None
        if entity is None or whole is None or whole.kind != entity.kind:
            return (entity_id,)
        return (entity_id, whole.entity_id)

    def parts(self, entity_id: str) -> tuple[str, ...]:
        """The id itself, and those of the gazetteer that ``wholes`` gives it for."""
        return (entity_id, *self._parts.get(entity_id, ()))

    @cached_property
    def _parts(self) -> dict[str, list[str]]:
        parts: dict[str, list[str]] = {}
        for entity in self.entities.values():
            for whole in self.wholes(entity.entity_id)[1:]:
                parts.setdefault(whole, []).append(entity.entity_id)
        return parts

    def by_kind(self, kind: EntityKind) -> tuple[Entity, ...]:
        """All entities of one kind, in the order of the files."""
        return tuple(entity for entity in self.entities.values() if entity.kind == kind)

    def municipalities_of(self, region: Region) -> tuple[Entity, ...]:
        """The municipalities that lie in a region, by municipality code."""
        return tuple(e for e in self.by_kind("municipality") if e.region == region)

    def forum(self, name: str) -> Entity | None:
        """The forum with this name or synonym, whatever its case and spacing, or ``None``."""
        return self._forums.get(folded(name))

    def is_shared(self, name: str) -> bool:
        """Whether others bear this name too, whatever its case, spacing and genitive."""
        shared = folded(name)
        return shared in self._shared or shared.removesuffix("s") in self._shared

    @cached_property
    def _shared(self) -> frozenset[str]:
        return frozenset(map(folded, self.shared_names))

    @cached_property
    def _forums(self) -> dict[str, Entity]:
        return {folded(name): forum for forum in self.by_kind("forum") for name in forum.names}


_in_use: tuple[tuple[Path, float], ...] | None = None


def own_gazetteers(settings: Settings) -> tuple[Path, ...]:
    """The organisation's own files or folders: the setting's, and the one in the data folder."""
    told, kept = settings.gazetteer, settings.own_gazetteer
    own = [] if told is None else [told]
    if kept.exists() and told not in (kept, kept.parent):
        own.append(kept)
    return tuple(own)


def use_own(own: Iterable[Path]) -> None:
    """Let ``load_gazetteer`` read these files and folders from now on, and anew where one has
    changed since. Without it the files that the environment's settings name are read."""
    global _in_use
    before = _stamped(own_in_use()) if _in_use is None else _in_use
    _in_use = _stamped(own)
    if _in_use != before:
        load_gazetteer.cache_clear()
        gazetteer_digest.cache_clear()


def own_in_use() -> tuple[Path, ...]:
    """The organisation's files and folders that ``load_gazetteer`` reads."""
    if _in_use is None:
        return own_gazetteers(load_settings())
    return tuple(path for path, _ in _in_use)


def _stamped(own: Iterable[Path]) -> tuple[tuple[Path, float], ...]:
    """Each file or folder with when it, or the last file in it, was changed."""
    return tuple(
        (
            path,
            max(
                (one.stat().st_mtime for one in (path, *path.glob("*.toml")) if one.exists()),
                default=0.0,
            ),
        )
        for path in own
    )


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The gazetteer of the package's own data files and the organisation's; read once in a process,
    and again where ``use_own`` says so.

    Raises ``GazetteerError`` where a file is missing or an entry is wrong.
    """
    return read_gazetteer(files("corpus") / "entities", *own_in_use())


def entity_of(entity_id: str) -> Entity | None:
    """The entity with this id in ``load_gazetteer()``, also one that is told by its form."""
    return load_gazetteer().get(entity_id)


@cache
def gazetteer_digest() -> str:
    """Changes with the gazetteer's content, so that what was tagged with another one is known."""
    folder = files("corpus") / "entities"
    digest = hashlib.sha256()
    for name in sorted((MUNICIPALITIES_FILE, PLACES_FILE, *KIND_OF_FILE)):
        digest.update((folder / name).read_bytes())
    for path in (file for own in own_in_use() for file in own_files(own)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_gazetteer(folder: Traversable, *own: Path) -> Gazetteer:
    """The gazetteer of a folder that holds the data files, and of an organisation's ``own`` files
    and folders of TOML files, which may add entities, and names to those that are known.

    Raises ``GazetteerError``: unreadable file, unknown field, malformed or repeated id, unknown
    region, parent or municipality, municipality code that is malformed or repeated, one name for
    two entities.
    """
    entries = list(_packaged_entries(folder))
    entities: dict[str, Entity] = {}
    codes: dict[str, str] = {}
    for entry in entries:
        entity = entry.entity
        if entity.entity_id in entities:
            raise GazetteerError(f"{entry.source}: id'et {entity.entity_id!r} er brugt to gange.")
        entities[entity.entity_id] = _named(entry)
        if entry.code:
            if entry.code in codes.values():
                raise GazetteerError(
                    f"{entry.source}: kommunekoden {entry.code} er brugt to gange ({entity.name})."
                )
            codes[entity.entity_id] = entry.code
    packaged = frozenset(entities)
    for entry in (entry for path in own for entry in _own_entries(path)):
        entity_id = entry.entity.entity_id
        if entity_id not in entities:
            entities[entity_id] = _named(entry)
        elif entity_id in packaged or not entry.entity.name:
            entities[entity_id] = _with_more_names(entities[entity_id], entry)
        else:
            raise GazetteerError(f"{entry.source}: id'et {entity_id!r} er brugt to gange.")
        entries.append(entry)
    _check_references(entries, entities)
    return Gazetteer(
        MappingProxyType(entities),
        MappingProxyType(codes),
        frozenset(word for entry in entries for word in entry.common_words),
        frozenset(name for entry in entries for name in entry.shared),
    )


def _packaged_entries(folder: Traversable) -> Iterator[Entry]:
    municipalities = {}
    for entry in municipality_entries(_read(folder, MUNICIPALITIES_FILE), MUNICIPALITIES_FILE):
        municipalities[entry.entity.name] = entry.entity
        yield entry
    yield from place_entries(_read(folder, PLACES_FILE), PLACES_FILE, municipalities)
    for source, kind in KIND_OF_FILE.items():
        yield from toml_entries(_read(folder, source), source, kind)


def _read(folder: Traversable, source: str) -> str:
    try:
        return (folder / source).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GazetteerError(
            f"{source} kan ikke læses ({error}). Geninstallér Tværsnit."
        ) from error


def own_files(own: Path) -> list[Path]:
    """The files of an organisation's file or folder, as they are read; raises ``GazetteerError``
    where there is none."""
    found = sorted(own.glob("*.toml")) if own.is_dir() else [own]
    if not found:
        raise GazetteerError(
            f"{own}, som TVAERSNIT_GAZETTEER peger på, rummer ingen filer, der ender på .toml."
        )
    return found


def _own_entries(own: Path) -> Iterator[Entry]:
    for path in own_files(own):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise GazetteerError(
                f"{path}, som TVAERSNIT_GAZETTEER peger på, kan ikke læses ({error}). "
                "Angiv en TOML-fil i UTF-8 eller en mappe med sådanne filer."
            ) from error
        yield from toml_entries(text, str(path))


def _named(entry: Entry) -> Entity:
    if not entry.entity.name:
        raise GazetteerError(f"{entry.source}: {entry.entity.entity_id!r} mangler et navn (name).")
    return entry.entity


def _with_more_names(entity: Entity, entry: Entry) -> Entity:
    more = entry.entity
    for field, old, new in (
        ("region", entity.region, more.region),
        ("parent", entity.parent, more.parent),
    ):
        if new is not None and new != old:
            raise GazetteerError(
                f"{entry.source}: {entity.entity_id!r} findes i forvejen med {field} {old!r}; en "
                "egen fil kan kun give den flere navne."
            )
    return replace(
        entity,
        names=tuple(dict.fromkeys((*entity.names, *more.names))),
        abbreviations=(*entity.abbreviations, *more.abbreviations),
        former=(*entity.former, *more.former),
    )


def _check_references(entries: Iterable[Entry], entities: Mapping[str, Entity]) -> None:
    owner: dict[str, str] = {}
    for entry in entries:
        entity = entry.entity
        if entity.parent is not None and entity.parent not in entities:
            raise GazetteerError(
                f"{entry.source}: {entity.entity_id}: parent {entity.parent!r} findes ikke i "
                "ordbøgerne."
            )
        for name in entity.names:
            other = owner.setdefault(folded(name), entity.entity_id)
            if other != entity.entity_id:
                raise GazetteerError(
                    f"{entry.source}: navnet {name!r} hører til både {other} og "
                    f"{entity.entity_id}; et navn må kun føre til ét id."
                )
