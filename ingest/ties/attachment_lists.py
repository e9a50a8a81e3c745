"""The attachments that an item lists, as its text names them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.records import Link, Section
from ingest.splitting.lines import plain_text
from ingest.ties.file_names import has_extension

_LONGEST = 200
_SHORTEST = 6
_BULLET = re.compile(r"^\s*(?:[-–—•·○▪*]|\(?[a-z]\)|\d{1,2}[.)])\s+", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*(\d{1,2})[.)]\s+")
_BILAG = re.compile(
    r"^\W*(?:bilag|bil\.)\s*(?:nr\.?\s*)?(\d{1,2}(?:[.-]\d{1,2})?|[a-h](?=[\s:.)–-]))\s*[:.)–-]*\s*",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"(?:der (?:er|var) )?(?:ingen|intet|ikke nogen|nej)"
    r"(?: (?:vedlagte |vedhæftede )?(?:bilag|filer))?"
    r"(?: (?:til|under|på) (?:dette |denne )?(?:punktet|punkt|sagen|sag))?|ikke relevant|[-–—]+",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"(?:bilag(?:et|ene)?|materialet?) (?:efter|ud)sendes\b.*|eftersendes", re.IGNORECASE
)
_REMARK = re.compile(
    r"\s*(?:[(\[]\s*(?:pdf|word|excel|docx?|xlsx?|pptx?|eftersendes|vedlagt|vedlægges|vedhæftet|lukket|"
    r"fortroligt?|åbner? i nyt vindue|link|\d+(?:[.,]\d+)?\s*[km]b|[\s,;·–-])+[)\]]"
    r"|\s[–—-]\s*(?:eftersendes|vedlagt|vedlægges|omdeles på mødet|lukket))\s*$",
    re.IGNORECASE,
)
_COLUMN_HEAD = re.compile(
    r"(?:bilags?)?(?:nr\.?|nummer|titel|navn|bilag|fil|filnavn|dokument|dato|type|størrelse|format)",
    re.IGNORECASE,
)
_CELL_NUMBER = re.compile(r"\d{1,2}\.?")
_AND = re.compile(r"[\s,;]+(?:og|samt)?[\s,;]*$")
_MARKDOWN_LINK = re.compile(r"\[([^\]]*)\]\(\s*<?([^)>]*)>?\s*\)")
_ADDRESS = re.compile(r"<?((?:https?|file)://[^\s<>]+)>?")
_ENUMERATED = re.compile(r"(?:^|(?<=[\s,;]))(?:bilag\s+)?(\d{1,2})[.):]\s+(?=\S)", re.IGNORECASE)
_AFTER_FILE = re.compile(
    r"(\.(?:pdf|docx?|odt|rtf|txt|md|html?|pptx?|xlsx?|msg|eml|zip))(?:\s*[,;]\s*|\s+(?:og|samt)\s+|\s+(?=\S))",
    re.IGNORECASE,
)
_COMMA = re.compile(r",\s+(?=[A-ZÆØÅ0-9])")


@dataclass(frozen=True, slots=True)
class Listed:
    """An attachment as item ``item_id`` lists it: the ``position``-th of its attachments, from 1;
    ``label`` is the number that the list itself gives it ("3", "3.2"). ``targets`` are where its
    name links to. A link in running text is listed with position 0."""

    item_id: str | None
    item_number: str | None
    position: int
    label: str | None
    name: str
    targets: tuple[str, ...] = ()

    @property
    def number(self) -> int | None:
        """The number that it is cited by."""
        whole = (self.label or "").replace("-", ".").split(".")
        if len(whole) == 1 and whole[0].isdigit():
            return int(whole[0])
        if len(whole) == 2 and whole[0] == self.item_number:
            return int(whole[1])
        return self.position or None


@dataclass(slots=True)
class _Entry:
    text: str
    targets: list[str]
    label: str | None


def listed_attachments(
    text: str,
    item_id: str,
    item_number: str | None,
    sections: Sequence[Section],
    links: Sequence[Link] = (),
) -> list[Listed]:
    """What an item's sections of attachments list, in order; nothing for "Ingen".

    ``links`` are the document's; ``text`` is the whole of its text.
    """
    entries: list[_Entry] = []
    for section in sections:
        lines = text[section.start : section.end].split("\n")
        alone = sum(1 for line in lines if line.strip()) == 1
        at = section.start
        for line in lines:
            for start, end in _pieces(line, alone):
                inside = [x.target for x in links if at + start <= x.start < at + end]
                _read_piece(line[start:end], inside, entries)
            at += len(line) + 1
    return [
        Listed(item_id, item_number, position, entry.label, entry.text, tuple(entry.targets))
        for position, entry in enumerate(entries, start=1)
    ]


def _read_piece(piece: str, targets: list[str], entries: list[_Entry]) -> None:
    """Add what a line, or a part of one, names to ``entries``."""
    targets = targets + [target for _, target in _MARKDOWN_LINK.findall(piece)]
    piece = _MARKDOWN_LINK.sub(r"\1", piece)
    addresses = _ADDRESS.findall(piece)
    piece = _ADDRESS.sub(" ", piece)
    if addresses and not any(map(str.isalnum, piece)):
        if entries:  # The address of what the line above names.
            entries[-1].targets += addresses
        return
    targets += addresses
    label, piece = _row(piece)
    bulleted, numbered = _BULLET.match(piece), _NUMBER.match(piece)
    name = plain_text(_BULLET.sub("", piece, count=1))
    titled = _BILAG.match(name)
    if titled:
        label, name = titled[1], name[titled.end() :]
    elif numbered and label is None:
        label = numbered[1]
    while (shorter := _REMARK.sub("", name)) != name:
        name = shorter
    name = name.strip(" \t.;,:–-\"»«”“'")
    says_none = _NONE.fullmatch(name) or _TO_COME.fullmatch(name) or not (name or titled)
    if not targets and (says_none or (len(name) > _LONGEST and not has_extension(name))):
        return
    if entries and not bulleted and not titled and _goes_on(entries[-1], name):
        entries[-1].text += f" {name}"
        entries[-1].targets += targets
    else:
        entries.append(_Entry(name, targets, label))


def _row(piece: str) -> tuple[str | None, str]:
    """The number and the name of an attachment in a row of a table; nothing of its head. What is no
    row is a name."""
    cells = [cell.strip() for cell in piece.split("\t") if cell.strip()]
    if len(cells) < 2:
        return None, piece
    if all(_COLUMN_HEAD.fullmatch(cell) for cell in cells):
        return None, ""
    number = next((cell.strip(".") for cell in cells if _CELL_NUMBER.fullmatch(cell)), None)
    return number, max(cells, key=lambda cell: (has_extension(cell), len(cell)))


def _goes_on(last: _Entry, name: str) -> bool:
    """Whether a line is the rest of the name above it, broken to fit."""
    return name[:1].islower() and not has_extension(last.text) and len(last.text) > 30


def _pieces(line: str, alone: bool) -> Iterator[tuple[int, int]]:
    """The attachments that one line names one after the other, as spans of it."""
    starts = _numbered(line) or _separated(line, alone)
    for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
        yield start, start + len(_AND.sub("", line[start:end]))


def _numbered(line: str) -> list[int]:
    """Where "1. … 2. … 3. …" begin; none where a line holds no such run."""
    found = [(int(m[1]), m.start()) for m in _ENUMERATED.finditer(line)]
    if len(found) < 2 or line[: found[0][1]].strip():
        return []
    starts = [at for n, (number, at) in enumerate(found) if number == found[0][0] + n]
    return starts if len(starts) == len(found) else []


def _separated(line: str, alone: bool) -> list[int]:
    """Where the names in a line begin that stand between semicolons; or of files, between these;
    or between commas, in a list that is one line."""
    if ";" in line:
        return [0, *(m.end() for m in re.finditer(r";\s*(?=\S)", line))]
    files = [0, *(m.end() for m in _AFTER_FILE.finditer(line))]
    if len(files) > 1 or not alone or has_extension(line) or _BULLET.match(line):
        return files
    starts = [0, *(m.end() for m in _COMMA.finditer(line))]
    parts = [line[a:b] for a, b in zip(starts, [*starts[1:], len(line)], strict=True)]
    return starts if all(len(part.strip(" ,")) >= _SHORTEST for part in parts) else [0]
