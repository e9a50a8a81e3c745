"""The gazetteer: who and what the minutes speak of, each under one id with all its names.

The data files in ``corpus/entities`` are the truth: ``municipalities.csv`` and one TOML file for
each other kind. They are read and checked once; every mistake is reported in Danish with the file
it stands in.
"""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import get_args

from corpus.errors import TvaersnitError
from corpus.records import REGIONS, Entity, EntityKind, Region

MUNICIPALITIES_FILE = "municipalities.csv"
KIND_OF_FILE: Mapping[str, EntityKind] = {
    "regions.toml": "region",
    "forums.toml": "forum",
    "authorities.toml": "authority",
    "organisations.toml": "organisation",
    "institutions.toml": "institution",
    "projects.toml": "project",
    "agreements.toml": "agreement",
    "target_groups.toml": "target_group",
    "themes.toml": "theme",
}
TOML_FIELDS = {"id", "name", "synonyms", "region", "parent", "note", "common_words", "shared"}
CSV_FIELDS = ["code", "name", "region", "variants", "ambiguous"]
ENTITY_ID = re.compile(rf"({'|'.join(get_args(EntityKind))}):[a-z0-9]+(-[a-z0-9]+)*")
MUNICIPALITY_CODE = re.compile(r"0\d{3}")
FOLDED_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


class GazetteerError(TvaersnitError):
    """A mistake in a gazetteer file; the message names the file and the entry."""


@dataclass(frozen=True)
class Gazetteer:
    """Every entity by id, in the order of the files.

    ``codes`` holds the official municipality code (four digits, "0575") of each municipality's
    id. ``common_words`` holds the names, as written in the files, that are ordinary Danish words
    too ("Vejen", "Grenen") and therefore need the support of their context. ``shared_names`` are
    those that others bear too ("Den Administrative Styregruppe"): which one is meant, the rest of
    the document tells.
    """

    entities: Mapping[str, Entity]
    codes: Mapping[str, str]
    common_words: frozenset[str]
    shared_names: frozenset[str] = frozenset()

    def get(self, entity_id: str) -> Entity | None:
        """The entity with this id, or ``None``."""
        return self.entities.get(entity_id)

    def by_kind(self, kind: EntityKind) -> tuple[Entity, ...]:
        """All entities of one kind, in the order of the files."""
        return tuple(entity for entity in self.entities.values() if entity.kind == kind)

    def municipalities_of(self, region: Region) -> tuple[Entity, ...]:
        """The municipalities that lie in a region, by municipality code."""
        return tuple(e for e in self.by_kind("municipality") if e.region == region)

    def forum(self, name: str) -> Entity | None:
        """The forum with this name or synonym, whatever its case and spacing, or ``None``."""
        return self._forums.get(_folded(name))

    def is_shared(self, name: str) -> bool:
        """Whether others bear this name too, whatever its case, spacing and genitive."""
        folded = _folded(name)
        return folded in self._shared or folded.removesuffix("s") in self._shared

    @cached_property
    def _shared(self) -> frozenset[str]:
        return frozenset(map(_folded, self.shared_names))

    @cached_property
    def _forums(self) -> dict[str, Entity]:
        return {_folded(name): forum for forum in self.by_kind("forum") for name in forum.names}


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The gazetteer of the package's own data files; read once in a process.

    Raises ``GazetteerError`` where a file is missing or an entry is wrong.
    """
    return read_gazetteer(files("corpus") / "entities")


@cache
def gazetteer_digest() -> str:
    """Changes with the gazetteer's content, so that what was tagged with another one is known."""
    folder = files("corpus") / "entities"
    digest = hashlib.sha256()
    for name in sorted((MUNICIPALITIES_FILE, *KIND_OF_FILE)):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def read_gazetteer(folder: Traversable) -> Gazetteer:
    """The gazetteer of a folder that holds the ten data files.

    Raises ``GazetteerError``: unreadable file, unknown field, malformed or repeated id, unknown
    region or parent, municipality code that is malformed or repeated, one name for two entities.
    """
    entities: dict[str, Entity] = {}
    codes: dict[str, str] = {}
    common_words: set[str] = set()
    shared_names: set[str] = set()

    def add(entity: Entity, source: str) -> None:
        if entity.entity_id in entities:
            raise GazetteerError(f"{source}: id'et {entity.entity_id!r} er brugt to gange.")
        entities[entity.entity_id] = entity

    for code, entity, is_common in _municipalities(_read(folder, MUNICIPALITIES_FILE)):
        if code in codes.values():
            raise GazetteerError(
                f"{MUNICIPALITIES_FILE}: kommunekoden {code} er brugt to gange ({entity.name})."
            )
        add(entity, MUNICIPALITIES_FILE)
        codes[entity.entity_id] = code
        if is_common:
            common_words.add(entity.name)
    for source, kind in KIND_OF_FILE.items():
        for entity, words, shared in _toml_entities(_read(folder, source), source, kind):
            add(entity, source)
            common_words.update(words)
            shared_names.update(shared)
    _check_references(entities)
    return Gazetteer(
        MappingProxyType(entities),
        MappingProxyType(codes),
        frozenset(common_words),
        frozenset(shared_names),
    )


def _read(folder: Traversable, source: str) -> str:
    try:
        return (folder / source).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GazetteerError(
            f"{source} kan ikke læses ({error}). Geninstallér Tværsnit."
        ) from error


def _municipalities(text: str) -> Iterator[tuple[str, Entity, bool]]:
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    if rows.fieldnames != CSV_FIELDS:
        raise GazetteerError(
            f"{MUNICIPALITIES_FILE}: kolonnerne skal være {', '.join(CSV_FIELDS)}."
        )
    for row in rows:
        name = row["name"]
        if row["ambiguous"] is None or None in row:
            raise GazetteerError(
                f"{MUNICIPALITIES_FILE}: rækken {name!r} har ikke {len(CSV_FIELDS)} felter."
            )
        if not MUNICIPALITY_CODE.fullmatch(row["code"]):
            raise GazetteerError(
                f"{MUNICIPALITIES_FILE}: {name!r} har kommunekoden {row['code']!r}; den skal "
                "være fire cifre, hvoraf det første er 0."
            )
        if row["ambiguous"] not in ("", "ord"):
            raise GazetteerError(
                f"{MUNICIPALITIES_FILE}: {name!r} har {row['ambiguous']!r} i kolonnen ambiguous; "
                'den skal være tom eller "ord".'
            )
        region = _region(row["region"], MUNICIPALITIES_FILE, name)
        entity = Entity(
            entity_id=f"municipality:{_slug(name)}",
            kind="municipality",
            name=name,
            names=_names(name, [v for v in row["variants"].split("|") if v]),
            region=region,
            parent=f"region:{_slug(region)}",
        )
        yield row["code"], entity, bool(row["ambiguous"])


def _toml_entities(
    text: str, source: str, kind: EntityKind
) -> Iterator[tuple[Entity, list[str], list[str]]]:
    """Each entity, those of its names that are ordinary words, and those that others bear too."""
    try:
        tables = tomllib.loads(text).get("entity", [])
    except tomllib.TOMLDecodeError as error:
        raise GazetteerError(f"{source} er ikke gyldig TOML: {error}") from error
    for table in tables:
        label = str(table.get("id") or table.get("name"))
        if unknown := set(table) - TOML_FIELDS:
            raise GazetteerError(f"{source}: {label!r} har ukendte felter: {sorted(unknown)}.")
        if not isinstance(table.get("name"), str) or not table["name"].strip():
            raise GazetteerError(f"{source}: {label!r} mangler et navn (name).")
        entity_id = str(table.get("id", ""))
        if not ENTITY_ID.fullmatch(entity_id) or not entity_id.startswith(f"{kind}:"):
            raise GazetteerError(
                f'{source}: id\'et {entity_id!r} skal have formen "{kind}:små-bogstaver-og-tal".'
            )
        names = _names(table["name"], _strings(table, "synonyms", source))
        words, shared = _strings(table, "common_words", source), _strings(table, "shared", source)
        for field, some in (("common_words", words), ("shared", shared)):
            if strangers := set(some) - set(names):
                raise GazetteerError(
                    f"{source}: {label!r} har {field}, der ikke er navne: {sorted(strangers)}."
                )
        region = _region(table["region"], source, label) if "region" in table else None
        entity = Entity(entity_id, kind, table["name"], names, region, table.get("parent"))
        yield entity, words, shared


def _strings(table: Mapping[str, object], field: str, source: str) -> list[str]:
    value = table.get(field, [])
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise GazetteerError(f"{source}: {table.get('id')!r}: {field} skal være en liste af navne.")
    return value


def _region(value: object, source: str, label: str) -> Region:
    for region in REGIONS:
        if value == region:
            return region
    raise GazetteerError(
        f"{source}: {label!r} har regionen {value!r}; den skal være en af {', '.join(REGIONS)}."
    )


def _check_references(entities: Mapping[str, Entity]) -> None:
    owner: dict[str, Entity] = {}
    for entity in entities.values():
        if entity.parent is not None and entity.parent not in entities:
            raise GazetteerError(
                f"{entity.entity_id}: parent {entity.parent!r} findes ikke i ordbøgerne."
            )
        for name in entity.names:
            other = owner.setdefault(_folded(name), entity)
            if other is not entity:
                raise GazetteerError(
                    f"Navnet {name!r} hører til både {other.entity_id} og {entity.entity_id}; "
                    "et navn må kun føre til ét id."
                )


def _names(name: str, synonyms: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([name, *synonyms]))


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold().translate(FOLDED_LETTERS)).strip("-")
