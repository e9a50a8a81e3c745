"""Which words of a head are labels ("Sted", "Mødedato", "Der var afbud fra"), and of what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from ingest.splitting.lines import plain_text

Field = Literal[
    "forum",
    "meeting",
    "date",
    "time and place",
    "place",
    "participants",
    "apologies",
    "minute taker",
    "chair",
    "subject",
    "letter",
    "agenda",
    "other",
]
_LABELS: dict[Field, tuple[str, ...]] = {
    "forum": ("møde", "udvalg", "forum", "mødeforum", "organ", "råd", "gruppe"),
    "meeting": (
        "mødedato",
        "mødetid",
        "starttidspunkt",
        "mødetidspunkt",
        "tidspunkt",
        "tid",
        "start",
        "afholdt",
        "møde afholdt",
        "dato for mødet",
        "dato og tid",
        "dato og tidspunkt",
        "dato/tid",
    ),
    "date": ("dato",),
    "time and place": ("tid og sted", "tid/sted", "dato og sted", "tidspunkt og sted"),
    "place": ("sted", "mødested", "lokale", "mødelokale", "lokation"),
    "participants": (
        "deltagere",
        "deltager",
        "til stede",
        "tilstede",
        "til stede var",
        "tilstede var",
        "fremmødte",
        "mødedeltagere",
        "deltagerliste",
        "deltagerfortegnelse",
        "medlemmer",
        "deltog",
        "gæster",
        "øvrige deltagere",
        "øvrige",
        "deltagere i mødet",
        "i mødet deltog",
        "på mødet deltog",
        "deltagende",
    ),
    "apologies": (
        "afbud",
        "afbud fra",
        "der var afbud fra",
        "fraværende",
        "fraværende med afbud",
        "fravær",
        "ikke til stede",
        "meldt afbud",
    ),
    "minute taker": (
        "referent",
        "ref.",
        "referent på mødet",
        "referatet er skrevet af",
        "referat skrevet af",
        "referat ved",
        "refereret af",
        "protokolfører",
    ),
    "chair": ("mødeleder", "formand", "næstformand", "ordstyrer"),
    "subject": ("emne", "vedr."),
    "letter": (
        "telefon",
        "telefon.",
        "tlf",
        "tlf.",
        "direkte",
        "e-mail",
        "mail",
        "kontakt",
        "kontaktperson",
        "sagsbehandler",
        "udgivet",
        "udsendt",
        "udskrevet",
        "sendt",
        "fra",
        "til",
        "cc",
    ),
    "agenda": (
        "dagsorden",
        "punkter",
        "indhold",
        "indholdsfortegnelse",
        "dagsordenspunkter",
        "velkomst",
    ),
    "other": (
        "sluttidspunkt",
        "sluttid",
        "slut",
        "bilag",
        "sagsnr",
        "sagsnr.",
        "sagsnummer",
        "sags-id",
        "dokumentnr",
        "dokumentnr.",
        "dok. id",
        "journalnr",
        "journalnr.",
        "j.nr.",
        "type",
        "status",
        "version",
        "næste møde",
        "mission",
        "vision",
    ),
}
FIELD_OF_LABEL = {label: field for field, labels in _LABELS.items() for label in labels}
_NAMES = "|".join(re.escape(name) for name in sorted(FIELD_OF_LABEL, key=len, reverse=True))
BULLET = re.compile(r"^[-–—•*·○▪]\s+")
_LABELLED = re.compile(rf"({_NAMES})(?:\s*[:\t]\s*(.*)|)", re.IGNORECASE)
# Words that are no label when they stand alone.
_NEVER_ALONE = frozenset(
    ("fra", "til", "cc", "type", "status", "version", "start", "slut", "øvrige", "råd", "gruppe")
)
# These open a sentence: "Der var afbud fra Anna Dam."
_SENTENCE = re.compile(
    r"((?:der var )?afbud fra|til ?stede var|[ip]å? mødet deltog|referatet er skrevet af)\s+(\S.*)",
    re.IGNORECASE,
)
# Without a colon these are taken for labels only where several of them stand together.
_BARE_NAMES = (
    "Dato|Mødedato|Tid|Tidspunkt|Sted|Mødested|Lokale|Mødeforum|Deltagere|Gæster|Til stede|Afbud|"
    "Fraværende|Referent|Mødeleder|Sagsnr|Dokumentnr"
)
_BARE = re.compile(rf"({_BARE_NAMES})\.?\s+(\S.*)")
_OPENING = re.compile(rf"({_NAMES})\.?\s+(.*)", re.IGNORECASE)
_INNER_COLON = re.compile(rf"(?<=[\s|;*])({_NAMES})\s*:", re.IGNORECASE)
_INNER_BARE = re.compile(
    rf"(?<![^\s|;])({_BARE_NAMES}|I mødet deltog|Indhold|Dagsorden|Punkter|Velkomst|"
    r"Møde(?=\s+[A-ZÆØÅ]))\.?(?=\s+\S)"
)
_INNER_CAPITALS = re.compile(
    rf"(?<![^\s|;])({'|'.join(re.escape(n.upper()) for n in FIELD_OF_LABEL if len(n) > 2)})"
    r"(?=\s+\S)"
)
_INNER_PUBLISHED = re.compile(r"(?<=\s)(?:Udgivet|Udsendt|Udskrevet)(?=:?\s+\d)")
_RUN_TOGETHER = 60
_FEWEST_BARE, _FEWEST_CAPITALS = 3, 2


def label_of(text: str, bare: bool = False, bare_line: bool = False) -> tuple[str, str] | None:
    """The label that ``text`` opens with, in small letters, and its value.

    ``bare`` says that it opens with one, though no colon follows; ``bare_line`` that the head has
    other lines with labels without colons, so that this may be one.
    """
    text = bullet_free(text)
    match = _LABELLED.fullmatch(text) or _SENTENCE.fullmatch(text)
    if match is None and bare:
        match = _OPENING.fullmatch(text)
    if match is None and bare_line:
        match = _BARE.fullmatch(text)
    if match is None:
        return None
    label, value = match.group(1).casefold(), (match.group(2) or "").strip()
    if not value and label in _NEVER_ALONE:
        return None
    return (label if label in FIELD_OF_LABEL else _label_in(label)), value


def _label_in(opening: str) -> str:
    return "afbud" if "afbud" in opening else "deltog"


def is_label(text: str) -> bool:
    """Whether ``text`` is a label on a line of its own: a heading such as "Deltagere"."""
    return label_of(row_text(text)) is not None


def bare_label(text: str) -> str | None:
    """The word that ``text`` opens with, where it may be a label without a colon."""
    match = _BARE.fullmatch(text)
    return match.group(1) if match else None


def inner_labels(raw: str) -> dict[int, bool]:
    """Where labels open inside a line, and whether without a colon."""
    found: dict[int, bool] = {}
    if len(raw) >= _RUN_TOGETHER and "\t" not in raw:
        bare = {match.start(): match.group(1) for match in _INNER_BARE.finditer(raw)}
        if len(set(bare.values())) >= _FEWEST_BARE:
            found |= dict.fromkeys(bare, True)
        capitals = {match.start(): match.group(1) for match in _INNER_CAPITALS.finditer(raw)}
        if len(set(capitals.values())) >= _FEWEST_CAPITALS:
            found |= dict.fromkeys(capitals, True)
    found |= {match.start(): True for match in _INNER_PUBLISHED.finditer(raw)}
    found |= {m.start(): False for m in _INNER_COLON.finditer(raw) if m.group(1)[0].isupper()}
    return found | dict.fromkeys(_labelled_cells(raw), False)


def _labelled_cells(raw: str) -> Iterator[int]:
    """Where a row's later cells open a field of their own: a table of two pairs of columns."""
    cells = list(re.finditer(r"[^\t]+", raw))
    if len(cells) < 4 or label_of(row_text(cells[0].group())) is None:
        return
    for cell in cells[1:-1]:
        label = _LABELLED.fullmatch(row_text(cell.group()))
        if label and not label.group(2):
            yield cell.start()


def bullet_free(text: str) -> str:
    """``text`` without the mark of a list's item."""
    return BULLET.sub("", text)


def row_text(raw: str) -> str:
    """A line without markup, a single tab between the cells of a row."""
    cells = [plain_text(cell) for cell in raw.strip().split("\t")]
    return re.sub(r"\t+", "\t", "\t".join(cells)).strip()
