"""Who took part in a meeting, who sent apologies, and who wrote the minutes."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from ingest.head.certainty import STATED, WORDED, Found
from ingest.head.fields import Piece, values_of
from ingest.head.labels import bullet_free
from ingest.splitting.lines import plain_text

# A workplace alone ("Assens Kommune", "Socialsekretariatet (referent)"), not "Direktøren fra …".
_WORKPLACE = re.compile(
    r"(?:[\w-]+\s+)?\w*[Kk]ommune|Region(?:\s+[A-ZÆØÅ]\w+)?|KKR(?:\s+\w+)?|[A-ZÆØÅ]{2,5}|"
    r"Socialtilsyn(?:\s+\w+)?|(?:[A-ZÆØÅ][\w-]*\.?\s+(?:og\s+)?){0,4}\w*[Ss]?ekretariat\w*"
    r"(?:\s+for\s+\w+)?"
)
_NAMES_WORKPLACE = re.compile(r"[Kk]ommune\b|\bRegion\s|\b(?:KKR|KL)\b|[Ss]ekretariat")
# Where people run on without commas, a workplace or a parenthesis ends one of them.
_AFTER_WORKPLACE = re.compile(
    r"(?:(?<=[Kk]ommune)|(?<=\))|(?<=Hovedstaden)|(?<=Sjælland)|(?<=Syddanmark)|(?<=Midtjylland)|"
    r"(?<=Nordjylland)|(?<=\bKL)|(?<=sekretariatet))\s+(?=[A-ZÆØÅ])"
)
_GOES_ON = re.compile(
    r"[\w-]+\s+[Kk]ommune\b|Region\s|(?:[Rr]eferent|[Ff]ormand|[Nn]æstformand|\w*[Dd]irektør)\b"
)
_DASHES = re.compile(r"\s[-–•]\s(?=[A-ZÆØÅ])")
_ROLE = re.compile(
    r"(?:[\w.&-]+\s+){0,3}[\w-]*(?:direktør|chef|konsulent|leder|formand|borgmester|medlem|"
    r"sekretær|læge|koordinator|repræsentant|suppleant|referent)(?:en)?(?:\s*\(.*\))?",
    re.IGNORECASE,
)
_HEAD_WORDS = r"(?:navn|deltagere?|titel|stilling|arbejdssted|kommune|organisation|afbud)"
_TABLE_HEAD = re.compile(rf"^\W*{_HEAD_WORDS}\b", re.IGNORECASE)
_HEADS_SET_WITH_SPACES = re.compile(rf"^{_HEAD_WORDS}(?:\s+{_HEAD_WORDS})+\s*", re.IGNORECASE)
_NOT_A_PERSON = re.compile(r"(?:velkomst|dagsorden|indhold|punkter|\W*)", re.IGNORECASE)
_CONTACT = re.compile(r"(?:tlf|telefon|mobil|e-?mail)\b.*|\S+@\S+|[\W\d_]+", re.IGNORECASE)
_LONGEST_ENTRY = 110
_ABSENT = re.compile(
    r"\s*(?:[-–—,/(]\s*)?\b(?:meldt afbud|afbud|fraværende)\b\s*\)?\s*[.]?$", re.IGNORECASE
)
_TICK = re.compile(r"x|ja|afbud|fraværende|✓|✗", re.IGNORECASE)
_NOBODY = re.compile(
    r"(?:der var )?(?:ingen|intet)(?: afbud)?|-+|–|alle (?:var )?mødt", re.IGNORECASE
)
_ALL_BUT = re.compile(
    r"\bundtagen\s+(.+?)(?:,?\s+(?:der|som)\s+havde\s+meldt\s+afbud)?\s*\.?$", re.IGNORECASE
)
_SENT_APOLOGIES = re.compile(r"([A-ZÆØÅ].{1,80}?)\s+havde meldt afbud\b")
_LEAD_OF_LIST = re.compile(r"^(?:var|fra)\s*:?\s+", re.IGNORECASE)
_LEAD_IN = re.compile(r"^(?:fra|for)\s+[^:,]{2,60}:\s*|^referent\s*,\s*", re.IGNORECASE)
_WRITER = re.compile(r"\b(?:referent|ref\.)|/\s*ref\b\.?", re.IGNORECASE)
_WRITER_MARK = re.compile(
    r"\s*\(\s*(?:referent|ref\.?)\s*\)|\s*[,/–-]?\s*\b(?:referent|ref\.)(?=\W|$)|\s*/\s*ref\b\.?",
    re.IGNORECASE,
)
# At the foot of the minutes.
_WRITTEN_BY = re.compile(
    r"(?:referent\s*:|referat(?:et)?\s+(?:er\s+)?(?:skrevet|udarbejdet)\s+af|refereret\s+af)\s*"
    r"([A-ZÆØÅ].{1,80}?)\.?",
    re.IGNORECASE,
)
FOOT_LINES = 5


@dataclass(frozen=True, slots=True)
class People:
    """Who is named; ``None`` where the head does not tell. One entry a person, the office and the
    workplace after the name."""

    participants: Found[tuple[str, ...]] | None
    apologies: Found[tuple[str, ...]] | None
    minute_taker: Found[str] | None


def read_people(pieces: Sequence[Piece], towns: Collection[str], foot: Sequence[str]) -> People:
    """The people of a head.

    Args:
        pieces: the head's.
        towns: the names of municipalities and regions, which alone after a name are a workplace.
        foot: the lines at the document's end, where the minute-taker may be named.
    """
    listed = [piece for piece in pieces if piece.field == "participants"]
    present, absent = _told_apart([p for p in listed if not _ALL_BUT.search(p.text)], towns)
    stated = [piece for piece in pieces if piece.field == "apologies"]
    absent += _persons(stated, towns)
    for piece in (*listed, *(piece for piece in pieces if piece.field is None)):
        if match := _ALL_BUT.search(piece.text) or _SENT_APOLOGIES.match(piece.text):
            absent += _run_on(match.group(1), towns)
    absent = list(dict.fromkeys(absent))
    present = [person for person in present if person not in absent]
    chairs = [one for one in values_of(pieces, "chair") if not _known(one, present)]
    present = [*chairs, *present]
    nobody = any(_NOBODY.fullmatch(piece.text.strip(" .")) for piece in stated)
    return People(
        participants=Found(tuple(present), STATED) if present else None,
        apologies=(
            Found(tuple(absent), STATED if stated else WORDED) if absent or nobody else None
        ),
        minute_taker=_minute_taker(pieces, present, foot),
    )


def _known(person: str, people: Sequence[str]) -> bool:
    return any(person.casefold()[:20] in other.casefold() for other in people)


def _told_apart(listed: Sequence[Piece], towns: Collection[str]) -> tuple[list[str], list[str]]:
    """Those who were there, and those whom the list of participants marks as absent."""
    heads = [p.text.split("\t") for p in listed if "\t" in p.text and _TABLE_HEAD.match(p.text)]
    columns = heads[0] if heads else []
    marked = next((at for at, name in enumerate(columns) if _ABSENT.fullmatch(name.strip())), None)
    present: list[str] = []
    absent: list[str] = []
    ticked = [piece for piece in listed if _is_ticked(piece.text, marked)]
    for person in _persons([piece for piece in listed if piece not in ticked], towns):
        (absent if _ABSENT.search(person) else present).append(_ABSENT.sub("", person))
    rows = [replace(piece, text=piece.text.rsplit("\t", 1)[0]) for piece in ticked]
    return present, [*absent, *_persons(rows, towns)]


def _is_ticked(row: str, column: int | None) -> bool:
    """Whether a table's row has a mark in its last column, and that is the one of apologies."""
    cells = row.split("\t")
    return len(cells) - 1 == column and bool(_TICK.fullmatch(cells[-1].strip()))


def _persons(listed: Sequence[Piece], towns: Collection[str]) -> list[str]:
    """One entry a person."""
    below = [p.text for p in listed if not p.inline and "\t" not in p.text]
    one_a_line = len(below) > 1 and sum(map(len, below)) / len(below) < _LONGEST_ENTRY
    people: list[str] = []
    for piece in listed:
        entry = _entry(piece.text)
        cells = [plain_text(cell) for cell in entry.split("\t")]
        if len(cells) > 1:
            if not _TABLE_HEAD.match(cells[0]):
                people.append(", ".join(cell for cell in cells if cell))
        elif one_a_line and not piece.inline and not _many(entry):
            people += [] if entry.endswith(":") else [entry]
        else:
            people += _run_on(entry, towns)
    return [
        person
        for person in (one.strip(" .,;#*") for one in people)
        if not _NOT_A_PERSON.fullmatch(person) and not _NOBODY.fullmatch(person)
    ]


def _entry(text: str) -> str:
    text = _HEADS_SET_WITH_SPACES.sub("", bullet_free(text).strip())
    return text if _LEAD_IN.match(text) else _LEAD_OF_LIST.sub("", text)


def _many(entry: str) -> bool:
    """Whether a line among those of a list holds several people."""
    return len(entry) > _LONGEST_ENTRY and len(_split_outside_parentheses(entry)) > 2


def _run_on(run: str, towns: Collection[str]) -> list[str]:
    """The people of a line: "Anna Dam, direktør, Greve Kommune, Bo Elm"."""
    people: list[str] = []
    parts = _DASHES.split(run)
    if len(parts) < 2 or any(_is_workplace(part, towns) for part in parts):
        parts = _after_workplaces(run)
    if len(parts) > max(1, run.count(",")):
        return parts
    for piece in _split_outside_parentheses(run):
        if not piece or _CONTACT.fullmatch(piece):
            continue
        alone = not (people and ("," in people[-1] or _NAMES_WORKPLACE.search(people[-1])))
        parts = [
            person
            for part in re.split(r"\s+og\s+(?=[A-ZÆØÅ])", piece)
            for person in _after_workplaces(part)
        ]
        if people and (
            _is_workplace(parts[0], towns)
            or (alone and (_ROLE.fullmatch(parts[0]) or piece[0].islower()))
        ):
            people[-1] += f", {parts.pop(0)}"
        people += parts
    return people


def _is_workplace(piece: str, towns: Collection[str]) -> bool:
    name = re.sub(r"\s*\([^()]*\)$", "", piece).strip()
    town = re.sub(r"\s+[Kk]ommune$", "", name)
    spellings = town, town.replace(" ", "-"), town.replace("- ", "-")
    return bool(_WORKPLACE.fullmatch(name)) or any(one in towns for one in spellings)


def _after_workplaces(run: str) -> list[str]:
    """The people of a run without commas; an office or a workplace after a parenthesis is still of
    the one before it."""
    people, at = [], 0
    for match in _AFTER_WORKPLACE.finditer(run):
        before, after = run[: match.start()], run[match.end() :]
        if before.count("(") == before.count(")") and not (
            before.endswith(")") and _GOES_ON.match(after)
        ):
            people.append(run[at : match.start()])
            at = match.end()
    return [*people, run[at:]]


def _split_outside_parentheses(text: str) -> list[str]:
    separator = ";" if ";" in text else ","
    pieces, depth, current = [], 0, ""
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == separator and depth <= 0:
            pieces.append(current)
            current = ""
        else:
            current += character
    return [piece.strip(" .") for piece in [*pieces, current]]


def _minute_taker(
    pieces: Sequence[Piece], present: Sequence[str], foot: Sequence[str]
) -> Found[str] | None:
    labelled = [
        value.replace("\t", ", ").strip(" .") for value in values_of(pieces, "minute taker")
    ]
    if labelled and labelled[0]:
        return Found(labelled[0], STATED)
    marked = [
        _LEAD_IN.sub("", _WRITER_MARK.sub("", person)).strip(" ,/–-")
        for person in present
        if _WRITER.search(person)
    ]
    if any(marked):
        return Found(" og ".join(filter(None, marked)), STATED)
    for line in foot:
        if match := _WRITTEN_BY.fullmatch(line.strip()):
            return Found(match.group(1), WORDED)
    return None
