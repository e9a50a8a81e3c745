"""What the head of a document says of the meeting: forum, date, place, participants, region."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.dates import find_dates
from corpus.gazetteer import Gazetteer
from corpus.records import REGIONS, Mention, Region
from ingest.lines import Line, plain_text

_FIELDS = {
    "forum": ("møde", "udvalg", "forum", "mødeforum", "organ", "råd", "gruppe"),
    "date": (
        "dato",
        "tid",
        "tidspunkt",
        "mødedato",
        "starttidspunkt",
        "mødetidspunkt",
        "start",
        "tid og sted",
    ),
    "place": ("sted", "mødested", "lokale", "mødelokale"),
    "participants": (
        "deltagere",
        "til stede",
        "tilstede",
        "fremmødte",
        "mødedeltagere",
        "medlemmer",
        "deltog",
        "gæster",
        "øvrige deltagere",
        "deltagere i mødet",
        "i mødet deltog",
        "deltagende",
    ),
    "apologies": ("afbud", "fraværende", "fravær", "ikke til stede"),
    "other": (
        "telefon",
        "telefon.",
        "tlf",
        "tlf.",
        "e-mail",
        "mail",
        "kontaktperson",
        "referent",
        "sluttidspunkt",
        "slut",
        "udgivet",
        "bilag",
        "sagsnr",
        "sagsnr.",
        "mødeleder",
        "formand",
        "sagsbehandler",
        "emne",
        "type",
        "dagsorden",
        "punkter",
        "indhold",
    ),
}
_FIELD_BY_NAME = {name: field for field, names in _FIELDS.items() for name in names}
_NAMES = "|".join(re.escape(name) for name in sorted(_FIELD_BY_NAME, key=len, reverse=True))
_FIELD = re.compile(rf"^({_NAMES})(?:\s*[:\t]+\s*(.*)|)$", re.IGNORECASE)
_ABOUT_MEETING = re.compile(
    r"\b(?:møde|beslutnings)?(?:referat|møde|dagsorden)(?:t|et|en|er)?\b", re.IGNORECASE
)
_MEETING_DAY = re.compile(r"\bmøde\w*\b.*\bden\b|\breferat\b.*\bden\b", re.IGNORECASE)
_PUBLISHED = re.compile(r"\b(?:udgivet|udsendt|udskrevet|revideret|opdateret)\b", re.IGNORECASE)
# A workplace alone ("Assens Kommune", "Socialsekretariatet (referent)"), not "Direktøren fra …".
_WORKPLACE = re.compile(
    r"(?:[A-ZÆØÅ][\w-]*\.?\s+(?:og\s+)?){0,4}(?:\w*[Kk]ommune|Region(?:\s+\w+)?|KKR(?:\s+\w+)?|KL|"
    r"Socialtilsyn(?:\s+\w+)?|\w*[Ss]?ekretariat\w*)(?:\s*\(.*\))?"
)
_LONGEST_HEAD_LINE = 110
_TABLE_HEAD = re.compile(r"^\W*(?:navn|deltager|titel)\b", re.IGNORECASE)
_REGION_WORDS: dict[Region, re.Pattern[str]] = {
    "Hovedstaden": re.compile(r"\bhovedstaden(?:s)?\b|\bhovedstadsregion\w*", re.IGNORECASE),
    "Sjælland": re.compile(r"\bsjællands?\b|\bsjællandske\b", re.IGNORECASE),
    "Syddanmark": re.compile(r"\bsyddanmarks?\b|\bsyddansk\w*", re.IGNORECASE),
    "Midtjylland": re.compile(r"\bmidtjyllands?\b|\bmidtjysk\w*", re.IGNORECASE),
    "Nordjylland": re.compile(r"\bnordjyllands?\b|\bnordjysk\w*", re.IGNORECASE),
}
_HEAD_WEIGHT, _FORUM_WEIGHT, _MEMBER_WEIGHT = 4, 12, 2


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says; ``None`` or empty where it is silent."""

    title: str
    forum: str | None
    date: dt.date | None
    place: str | None
    participants: tuple[str, ...]
    region: Region | None


def _fields(lines: Sequence[Line]) -> dict[str, list[str]]:
    """The labelled values: "Sted: Virtuelt", "Sted<tab>Virtuelt" or the lines below "STED"."""
    found: dict[str, list[str]] = {}
    field: str | None = None
    waiting = False
    for line in lines:
        if line.blank:
            # A value on the label's own line ends at the next blank line, one below it does not.
            if field != "participants" and not waiting:
                field = None
            continue
        text = re.sub(r"\s*\t\s*", "\t", line.raw.strip())
        match = _FIELD.match(plain_text(text) if "\t" not in text else text)
        if match:
            field = _FIELD_BY_NAME[match.group(1).casefold()]
            value = match.group(2)
            waiting = not value
            if value:
                found.setdefault(field, []).append(value)
        elif field is not None:
            found.setdefault(field, []).append(text)
            waiting = False
    return found


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


def _participants(values: Sequence[str]) -> tuple[str, ...]:
    """One entry a person, the office and workplace after the name."""
    listed = [
        re.sub(r"^[-–—•*]\s+", "", plain_text(value)) for value in values if "\t" not in value
    ]
    one_a_line = len(listed) > 1 and sum(map(len, listed)) / len(listed) < _LONGEST_HEAD_LINE
    people: list[str] = []
    for value in values:
        cells = [plain_text(cell) for cell in value.split("\t")]
        if len(cells) > 1:
            if not _TABLE_HEAD.match(cells[0]):
                people.append(", ".join(cell for cell in cells if cell))
            continue
        entry = re.sub(r"^[-–—•*]\s+", "", plain_text(value))
        for piece in [entry] if one_a_line else _split_outside_parentheses(entry):
            if people and _WORKPLACE.fullmatch(piece):
                people[-1] += f", {piece}"
            elif piece:
                people.extend([piece] if one_a_line else re.split(r"\s+og\s+(?=[A-ZÆØÅ])", piece))
    return tuple(people)


def _meeting_date(lines: Sequence[Line], fields: dict[str, list[str]]) -> dt.date | None:
    """The day of the meeting; the day the letter was written only where nothing else is said."""
    short = [line.plain for line in lines if len(line.plain) <= _LONGEST_HEAD_LINE]
    for text in (
        *(line.plain for line in lines if _MEETING_DAY.search(line.plain)),
        *(plain_text(value) for value in fields.get("date", [])),
        *(text for text in short if _ABOUT_MEETING.search(text)),
        *(text for text in short if not _PUBLISHED.search(text)),
    ):
        dates = find_dates(text)
        if dates:
            return dates[0].date
    return None


def _place(lines: Sequence[Line], fields: dict[str, list[str]]) -> str | None:
    """Where the meeting was: the labelled place, else the line right below the date."""
    if fields.get("place"):
        return plain_text(fields["place"][0])
    for above, line in pairwise(lines):
        if (
            find_dates(above.plain)
            and len(above.plain) <= _LONGEST_HEAD_LINE
            and line.plain
            and len(line.plain) <= _LONGEST_HEAD_LINE
            and not line.level
            and not _FIELD.match(line.plain)
            and not find_dates(line.plain)
            and not line.plain.endswith((".", ":"))
        ):
            return line.plain
    return None


def _title(lines: Sequence[Line], forum: str | None, fields: dict[str, list[str]]) -> str:
    """The line that names the document best: its first heading, else the line on the meeting."""
    for line in lines:
        if line.level:
            return line.plain
    best, best_score = "", 0
    for line in lines:
        if line.blank or line.table or len(line.plain) > 160 or _FIELD.match(line.plain):
            continue
        score = bool(_ABOUT_MEETING.search(line.plain)) + 2 * bool(find_dates(line.plain))
        score += 2 * bool(forum and forum.casefold() in line.plain.casefold())
        if score > best_score:
            best, best_score = line.plain, score
    if best_score >= 2 or not fields.get("forum"):
        return best
    return plain_text(fields["forum"][0])


def _forum(
    head: str, mentions: Sequence[Mention], gazetteer: Gazetteer, fields: dict[str, list[str]]
) -> tuple[str | None, Region | None]:
    """The forum's name and region, from the gazetteer where it is known there."""
    for value in fields.get("forum", []):
        known = gazetteer.forum(plain_text(value))
        if known:
            return known.name, known.region
    named = [m for m in mentions if m.kind == "forum" and m.end <= len(head)]
    about = [m for m in named if _ABOUT_MEETING.search(_line_around(head, m.start))]
    for mention in about or named:
        entity = gazetteer.get(mention.entity_id)
        if entity is not None:
            return entity.name, entity.region
    if fields.get("forum"):
        return plain_text(fields["forum"][0]), None
    return None, None


def _line_around(text: str, offset: int) -> str:
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return text[start : end if end >= 0 else len(text)]


def _region(
    head: str,
    body: str,
    forum_region: Region | None,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
) -> Region | None:
    """The region that the forum, the head, the text and the participants' workplaces point to."""
    score: Counter[Region] = Counter()
    if forum_region:
        score[forum_region] += _FORUM_WEIGHT
    for region in REGIONS:
        score[region] += _HEAD_WEIGHT * len(_REGION_WORDS[region].findall(head))
        score[region] += len(_REGION_WORDS[region].findall(body))
    for mention in mentions:
        if mention.kind == "municipality" and mention.end <= len(head):
            entity = gazetteer.get(mention.entity_id)
            if entity is not None and entity.region:
                score[entity.region] += _MEMBER_WEIGHT
    (first, most), (_, second) = score.most_common(2)
    return first if most > second else None


def read_head(
    lines: Sequence[Line], text: str, mentions: Sequence[Mention], gazetteer: Gazetteer
) -> Head:
    """Read the head that ``lines`` make up.

    Args:
        lines: the head's lines, or a report's first ones.
        text: the whole document.
        mentions: entities of the document, sorted by place.
        gazetteer: where forums and municipalities are looked up.
    """
    fields = _fields(lines)
    end = lines[-1].end if lines else 0
    head = text[:end]
    forum, forum_region = _forum(head, mentions, gazetteer, fields)
    return Head(
        title=_title(lines, forum, fields),
        forum=forum,
        date=_meeting_date(lines, fields),
        place=_place(lines, fields),
        participants=_participants(fields.get("participants", [])),
        region=_region(head, text[end:], forum_region, mentions, gazetteer),
    )
