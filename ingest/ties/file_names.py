"""What the name of a file, or of an attachment in a list, says: its words, and its numbers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from corpus.dates import find_dates

# The names of a folder are compared with each other again and again.
_KEPT = 20_000
_EXTENSION = re.compile(
    r"\.(?:pdf|docx?|docm|dotx|odt|rtf|txt|text|md|markdown|html?|xhtml|mhtml?|eml|msg|pptx?|pptm|"
    r"odp|xlsx?|xlsm|ods|csv|zip|png|jpe?g|tiff?)$",
    re.IGNORECASE,
)
_PLAIN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "é": "e", "ü": "u"})
_GAP = re.compile(r"[^a-z0-9]+")
_COPY = re.compile(r"(?: ?\(\d{1,2}\)| - kopi| - copy)$")
_ITEM = r"(?:dagsordens?punkt|punkt|pkt|sag)\.?[ -]*(?:nr\.?)?[ -]*(?P<item>\d{1,2}[a-h]?)\b"
_BILAG = r"(?:bilag|bil|b)\.?[ -]*(?:nr\.?)?[ -]*(?P<number>\d{1,2})\b"
# In this order: what says most of itself first.
_NUMBERED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:^|[\s,–-]){_ITEM}[\s.,:–-]*{_BILAG}",
        rf"(?:^|[\s,–-]){_BILAG}[\s.,:–-]*(?:til|ad|for)?[\s.,:–-]*{_ITEM}",
        r"^(?:bilag|bil)\.?[ -]*(?:nr\.?)?[ -]*"
        r"(?P<item>\d{1,2}[a-h]?)[.-](?P<number>\d{1,2})\b(?![.-]\d)",
        # Not a day and a month.
        r"^(?P<item>\d{1,2}[a-h]?)[.-](?P<number>\d{1,2})"
        r"(?![\d.-]|[ .-]?(?:19|20)\d\d|[ .-]\d\d\b)",
        r"(?:^|[,–-] ?)(?:bilag|bil)\.?[ -]*(?:nr\.?)?[ -]*(?P<number>\d{1,2})(?![\d.-]\d)\b",
        rf"^{_ITEM}",
        r"[\s,–-](?:bilag|bil)\.? ?(?:nr\.? ?)?(?P<number>\d{1,2})$",
    )
)
_VERSION = re.compile(r"(?: (?:endelig\w*|final|v ?\d{1,2}|version ?\d{1,2}))+$")
_LEADING_NUMBER = re.compile(r"^\d{1,2}[\s._–-]+(?=[^\W\d])")


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name in parts: the item and the attachment that it numbers, and the words beside them,
    folded."""

    item: str | None
    number: int | None
    words: str


def stem(name: str) -> str:
    """A file's name without its extension, and without what tells it from a copy."""
    return _COPY.sub("", _EXTENSION.sub("", name.strip()))


def has_extension(name: str) -> bool:
    """Whether a name ends as a file's does."""
    return bool(_EXTENSION.search(name.strip()))


@lru_cache(maxsize=_KEPT)
def folded(name: str) -> str:
    """The words of a name, as they are in every way of writing it: "Høringsnotat_v2" and
    "hoeringsnotat v2" are one."""
    text = unicodedata.normalize("NFC", unquote(name) if "%" in name else name)
    text = text.casefold().translate(_PLAIN)
    if not text.isascii():
        parts = unicodedata.normalize("NFD", text)
        text = "".join(c for c in parts if not unicodedata.combining(c))
    return _GAP.sub(" ", text).strip()


@lru_cache(maxsize=_KEPT)
def name_parts(name: str) -> NameParts:
    """The numbers in a name without extension, and the rest of it without a date before it or a
    version after it."""
    text = unicodedata.normalize("NFC", name).casefold().replace("_", " ").strip()
    text = next((text[date.end :] for date in find_dates(text) if date.start == 0), text)
    text = text.lstrip(" .,:–-")
    for pattern in _NUMBERED:
        found = pattern.search(text)
        if found:
            groups = found.groupdict()
            number = groups.get("number")
            rest = text[: found.start()] + text[found.end() :]
            return NameParts(
                (groups.get("item") or "").lstrip("0").upper() or None,
                int(number) if number else None,
                _VERSION.sub("", folded(rest)),
            )
    return NameParts(None, None, _VERSION.sub("", folded(_LEADING_NUMBER.sub("", text))))


def target_names(target: str) -> tuple[str, ...]:
    """The names of files that a link may lead to, by its path or a value in its query."""
    try:
        parts = urlsplit(target.replace("\\", "/"))
    except ValueError:
        return ()
    if parts.scheme in ("mailto", "tel", "javascript", "data"):
        return ()
    values = [parts.path, *(value for _, value in parse_qsl(parts.query) if has_extension(value))]
    names = [unquote(value).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1] for value in values]
    return tuple(unicodedata.normalize("NFC", name) for name in names if name)
