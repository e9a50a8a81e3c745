"""The organisation's own gazetteer in the data folder, to which accepted names are added."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.resources import files

from corpus.errors import BadValue
from corpus.gazetteer import own_gazetteers, read_gazetteer, use_own
from corpus.gazetteer_entries import GazetteerError
from corpus.settings import Settings

_HEAD = """\
# Organisationens egen ordbog: navne, som er godkendt på siden »Forslag« eller med
# »tvaersnit entities review«. Filen må gerne rettes i hånden; indgangene har de samme felter som i
# den medfølgende ordbog. Den bruges, næste gang der indlæses.
"""


def add_entity(
    settings: Settings, entity_id: str, name: str, synonyms: Sequence[str] = (), note: str = ""
) -> None:
    """Add an entity. Raises ``BadValue`` where the gazetteer cannot hold it."""
    _add(
        settings,
        [
            f"id = {_string(entity_id)}",
            f"name = {_string(name)}",
            *([f"synonyms = {_list(synonyms)}"] if synonyms else []),
            *([f"note = {_string(note)}"] if note else []),
        ],
    )


def add_synonym(settings: Settings, entity_id: str, name: str, note: str = "") -> None:
    """Add a name to an entity that is known. Raises as ``add_entity``."""
    _add(
        settings,
        [
            f"id = {_string(entity_id)}",
            f"synonyms = {_list([name])}",
            *([f"note = {_string(note)}"] if note else []),
        ],
    )


def _add(settings: Settings, lines: Sequence[str]) -> None:
    path = settings.own_gazetteer
    before = path.read_text(encoding="utf-8") if path.exists() else _HEAD
    after = f"{before.rstrip()}\n\n[[entity]]\n" + "\n".join(lines) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    tried = path.with_suffix(".toml.ny")
    tried.write_text(after, encoding="utf-8")
    others = [one for one in own_gazetteers(settings) if one != path]
    try:
        read_gazetteer(files("corpus") / "entities", *others, tried)
    except GazetteerError as error:
        tried.unlink()
        raise BadValue(
            f"Navnet kan ikke lægges i ordbogen. {str(error).removeprefix(f'{tried}: ')}"
        ) from error
    os.replace(tried, path)
    use_own(own_gazetteers(settings))


def _string(text: str) -> str:
    """A TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'


def _list(texts: Sequence[str]) -> str:
    return "[" + ", ".join(map(_string, texts)) + "]"
