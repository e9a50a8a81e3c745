"""Names of files inside others: read as their writers meant them, and harmless."""

from __future__ import annotations

import re
import unicodedata
import zipfile

from ingest.extract import clean

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
# What Danish computers have written names in; in this order where letters do not tell.
_ENCODINGS = ("utf-8", "cp850", "cp1252", "mac_roman")
_DANISH = re.compile(r"[æøåÆØÅ]")
_UNLIKELY = re.compile(r"[^\w\s.,;()\[\]{}&+='’!§%#@~^$/\\–—-]")
_RESERVED = re.compile(r'[<>:"|?*]')
_DRIVE = re.compile(r"^[A-Za-z]:(?! )")
_LONGEST = 120
_LONGEST_SUFFIX = 12
_MOST_FOLDERS = 12

_JUNK = re.compile(
    r"(?:^|/)(?:\.(?!\.?(?:/|$))[^/]*|__macosx|\$recycle\.bin|system volume information)(?:/|$)"
    r"|(?:^|/)(?:thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r?|~\$[^/]*)$"
    r"|\.(?:tmp|lnk|url|css|js|map|woff2?|ttf|eot|ico)$"
    # What a browser saves beside a page.
    r"|_(?:files|filer)/[^/]*\.(?:png|jpe?g|gif|svg|webp|html?|txt|download)$",
    re.IGNORECASE,
)


def name_of(member: zipfile.ZipInfo) -> str:
    """The name of a member of a ZIP archive, whatever it was written in."""
    if member.flag_bits & _UTF8_FLAG:
        return member.orig_filename
    raw = member.orig_filename.encode("cp437", errors="replace")
    return _unicode_path(member.extra) or _decoded(raw)


def _unicode_path(extra: bytes) -> str:
    """The name as some programs write it a second time, in UTF-8."""
    while len(extra) >= 4:
        kind = int.from_bytes(extra[:2], "little")
        size = int.from_bytes(extra[2:4], "little")
        if kind == _UNICODE_PATH and 5 < size <= len(extra) - 4:
            return extra[9 : 4 + size].decode("utf-8", errors="replace")
        extra = extra[4 + size :]
    return ""


def _decoded(raw: bytes) -> str:
    if raw.isascii():
        return raw.decode("ascii")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    return max((raw.decode(one, errors="replace") for one in _ENCODINGS[1:]), key=_likelihood)


def _likelihood(name: str) -> int:
    return 3 * len(_DANISH.findall(name)) - 2 * len(_UNLIKELY.findall(name))


def is_junk(name: str) -> bool:
    """Whether a file is one that systems, Office or browsers leave behind."""
    return bool(_JUNK.search(name.replace("\\", "/")))


def safe_name(name: str) -> str:
    """A name as a path below the file that holds it, its folders parted by "/"; "" for a name that
    leads out of there."""
    name = unicodedata.normalize("NFC", clean(name)).replace("\n", " ").replace("\\", "/")
    parts = [part.strip() for part in _DRIVE.sub("", name).split("/")]
    if ".." in parts:
        return ""
    kept = [_RESERVED.sub("_", part).rstrip(". ") for part in parts if part not in ("", ".")]
    return "/".join(_shortened(part) for part in kept[-_MOST_FOLDERS:] if part)


def _shortened(part: str) -> str:
    if len(part) <= _LONGEST:
        return part
    stem, dot, suffix = part.rpartition(".")
    if not dot or len(suffix) > _LONGEST_SUFFIX:
        return part[:_LONGEST]
    return f"{stem[: _LONGEST - len(suffix) - 1]}.{suffix}"


def numbered(name: str, n: int) -> str:
    """The ``n``-th file of the same name: "notat (2).pdf"."""
    folder, slash, last = name.rpartition("/")
    stem, dot, suffix = last.rpartition(".")
    return f"{folder}{slash}{stem} ({n}).{suffix}" if stem else f"{name} ({n})"
