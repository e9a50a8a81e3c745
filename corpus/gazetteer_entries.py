"""One data file of the gazetteer read into entries, each checked by itself."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from corpus.errors import TvaersnitError
from corpus.records import (
    REGIONS,
    TIMES_AND_AMOUNTS,
    Entity,
    EntityKind,
    FormerName,
    Region,
)

MUNICIPALITY_FIELDS = ["code", "name", "region", "variants", "ambiguous"]
PLACE_FIELDS = ["name", "municipality", "variants", "ambiguous"]
FIELDS_OF_FILE = {"source", "entity"}
FIELDS = {
    "id",
    "name",
    "synonyms",
    "abbreviations",
    "former",
    "region",
    "parent",
    "source",
    "note",
    "common_words",
    "shared",
}
FIELDS_OF_FORMER = {"name", "since", "until"}
AMBIGUOUS = ("", "ord", "efternavn")
ENTITY_ID = re.compile(rf"({'|'.join(get_args(EntityKind))}):[a-z0-9]+(-[a-z0-9]+)*")
MUNICIPALITY_CODE = re.compile(r"0\d{3}")
EARLIEST_YEAR, LATEST_YEAR = 1800, 2100
FOLDED_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


class GazetteerError(TvaersnitError):
    """A mistake in a gazetteer file; the message names the file and the entry."""


@dataclass(frozen=True)
class Entry:
    """What one entry of the file ``source`` says of an entity.

    ``entity.name`` is empty where an entry only gives more names to an id. ``code`` is a
    municipality's official code. The rest are names of the entity: see ``Gazetteer``.
    """

    source: str
    entity: Entity
    common_words: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    code: str = ""


def municipality_entries(text: str, source: str) -> Iterator[Entry]:
    """The municipalities of a CSV file's text, in its order."""
    for row in _rows(text, source, MUNICIPALITY_FIELDS):
        name = row["name"]
        if not MUNICIPALITY_CODE.fullmatch(row["code"]):
            raise GazetteerError(
                f"{source}: {name!r} har kommunekoden {row['code']!r}; den skal "
                "være fire cifre, hvoraf det første er 0."
            )
        region = _region(row["region"], source, name)
        entity = Entity(
            entity_id=f"municipality:{slug(name)}",
            kind="municipality",
            name=name,
            names=_distinct(name, _variants(row)),
            region=region,
            parent=f"region:{slug(region)}",
        )
        yield Entry(source, entity, _ambiguous(row), code=row["code"])


def place_entries(text: str, source: str, municipalities: Mapping[str, Entity]) -> Iterator[Entry]:
    """The towns of a CSV file's text, in its order; ``municipalities`` are known by name."""
    for row in _rows(text, source, PLACE_FIELDS):
        name = row["name"]
        municipality = municipalities.get(row["municipality"])
        if municipality is None:
            raise GazetteerError(
                f"{source}: {name!r} ligger i kommunen {row['municipality']!r}, som ikke findes."
            )
        entity = Entity(
            entity_id=f"place:{slug(name)}",
            kind="place",
            name=name,
            names=_distinct(name, _variants(row)),
            region=municipality.region,
            parent=municipality.entity_id,
        )
        yield Entry(source, entity, _ambiguous(row))


def toml_entries(text: str, source: str, kind: EntityKind | None = None) -> Iterator[Entry]:
    """The entries of a TOML file's text, in its order, all of one ``kind`` where it is given."""
    try:
        file = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GazetteerError(f"{source} er ikke gyldig TOML: {error}") from error
    tables = file.get("entity", [])
    if unknown := set(file) - FIELDS_OF_FILE:
        raise GazetteerError(
            f"{source} har ukendte felter: {sorted(unknown)}. Hver indgang skal stå under en "
            "linje med [[entity]]."
        )
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise GazetteerError(f"{source}: hver indgang skal stå under en linje med [[entity]].")
    for table in tables:
        yield _entry(table, source, kind)


def folded(name: str) -> str:
    """The name without regard to case and spacing."""
    return " ".join(name.casefold().split())


def slug(name: str) -> str:
    """The name as it stands in an id: "Høje-Taastrup" is "hoeje-taastrup"."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold().translate(FOLDED_LETTERS)).strip("-")


def _rows(text: str, source: str, fields: list[str]) -> Iterator[dict[str, str]]:
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    if rows.fieldnames != fields:
        raise GazetteerError(f"{source}: kolonnerne skal være {', '.join(fields)}.")
    for row in rows:
        name = row["name"]
        if row["ambiguous"] is None or None in row:
            raise GazetteerError(f"{source}: rækken {name!r} har ikke {len(fields)} felter.")
        if row["ambiguous"] not in AMBIGUOUS:
            raise GazetteerError(
                f"{source}: {name!r} har {row['ambiguous']!r} i kolonnen ambiguous; "
                'den skal være tom, "ord" eller "efternavn".'
            )
        yield row


def _variants(row: Mapping[str, str]) -> list[str]:
    return [variant for variant in row["variants"].split("|") if variant]


def _ambiguous(row: Mapping[str, str]) -> tuple[str, ...]:
    return (row["name"],) if row["ambiguous"] else ()


def _entry(table: Mapping[str, Any], source: str, kind: EntityKind | None) -> Entry:
    label = str(table.get("id") or table.get("name"))
    if unknown := set(table) - FIELDS:
        raise GazetteerError(f"{source}: {label!r} har ukendte felter: {sorted(unknown)}.")
    name = table.get("name", "")
    if not isinstance(name, str) or ("name" in table and not name.strip()):
        raise GazetteerError(f"{source}: {label!r} mangler et navn (name).")
    entity_id = str(table.get("id", ""))
    if not ENTITY_ID.fullmatch(entity_id) or (kind and not entity_id.startswith(f"{kind}:")):
        raise GazetteerError(
            f"{source}: id'et {entity_id!r} skal have formen "
            f'"{kind or "institution"}:små-bogstaver-og-tal".'
        )
    if entity_id.split(":")[0] in TIMES_AND_AMOUNTS:
        raise GazetteerError(
            f"{source}: {entity_id!r} kan ikke stå i en ordbog: datoer, frister og beløb dannes af "
            "teksten selv."
        )
    for field in ("source", "note", "parent"):
        if not isinstance(table.get(field, ""), str):
            raise GazetteerError(f"{source}: {label!r}: {field} skal være en tekst.")
    abbreviations = _strings(table, "abbreviations", source)
    former = tuple(_former(table, source))
    synonyms = [*_strings(table, "synonyms", source), *abbreviations]
    names = _distinct(name, [*synonyms, *(old.name for old in former)])
    words, shared = _strings(table, "common_words", source), _strings(table, "shared", source)
    for field, some in (("common_words", words), ("shared", shared)):
        if strangers := set(some) - set(names):
            raise GazetteerError(
                f"{source}: {label!r} har {field}, der ikke er navne: {sorted(strangers)}."
            )
    entity = Entity(
        entity_id=entity_id,
        kind=next(one for one in get_args(EntityKind) if entity_id.startswith(f"{one}:")),
        name=name,
        names=names,
        region=_region(table["region"], source, label) if "region" in table else None,
        parent=table.get("parent"),
        abbreviations=tuple(abbreviations),
        former=former,
    )
    return Entry(source, entity, tuple(words), tuple(shared))


def _former(table: Mapping[str, Any], source: str) -> Iterator[FormerName]:
    former = table.get("former", [])
    for old in former if isinstance(former, list) else [former]:
        given = old if isinstance(old, dict) and not set(old) - FIELDS_OF_FORMER else {}
        name, years = given.get("name"), [given.get("since"), given.get("until")]
        known = [year for year in years if year is not None]
        if (
            not isinstance(name, str)
            or not name.strip()
            or not all(type(y) is int and EARLIEST_YEAR <= y <= LATEST_YEAR for y in known)
            or known != sorted(known)
        ):
            raise GazetteerError(
                f"{source}: {table.get('id')!r}: hvert tidligere navn (former) skal stå som "
                '{name = "Navnet", since = 2007, until = 2022}; årene kan udelades.'
            )
        yield FormerName(name, *years)


def _strings(table: Mapping[str, Any], field: str, source: str) -> list[str]:
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


def _distinct(name: str, others: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*([name] if name else []), *others]))
