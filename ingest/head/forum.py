"""Which forum met, and of which region it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.gazetteer import Gazetteer
from corpus.records import REGIONS, Entity, Mention, Region
from ingest.head.certainty import (
    ALONE,
    COUNTED,
    FILE_NAME,
    FREE_TEXT,
    ONE_OF_SEVERAL,
    STATED,
    WORDED,
    Found,
    both,
)
from ingest.head.date import ABOUT_MEETING
from ingest.head.fields import Piece
from ingest.head.file_name import forum_in, region_in

_REGION_WORDS: dict[Region, re.Pattern[str]] = {
    "Hovedstaden": re.compile(r"\bhovedstaden(?:s)?\b|\bhovedstadsregion\w*", re.IGNORECASE),
    "Sjælland": re.compile(r"\bsjællands?\b|\bsjællandske\b", re.IGNORECASE),
    "Syddanmark": re.compile(r"\bsyddanmarks?\b|\bsyddansk\w*", re.IGNORECASE),
    "Midtjylland": re.compile(r"\bmidtjyllands?\b|\bmidtjysk\w*", re.IGNORECASE),
    "Nordjylland": re.compile(r"\bnordjyllands?\b|\bnordjysk\w*", re.IGNORECASE),
}
_HEAD_WEIGHT, _FORUM_WEIGHT, _MEMBER_WEIGHT = 4, 12, 2
_MOST_COUNTED, _FEWEST_COUNTED = 0.8, 4
_KIND_OF_FORUM = re.compile(
    r"\w*(?:udvalg|gruppe|forum|råd|kreds|netværk|bestyrelse|styrelse|komité|klynge|nævn|board)"
    r"(?:n|en|et|s|ts|ets)?\b",
    re.IGNORECASE,
)
_NAME_IN_TITLE = re.compile(
    r"\b\w*(?:møde|referat|dagsorden)\w*\s+(?:nr\.?\s*\d+\s+)?(?:i|af|fra|for|til|med)\s+"
    r"(?:(?:\d+\.\s+|ordinært\s+|ekstraordinært\s+)?møde\w*\s+(?:i|for|med|af)\s+)?(.+)",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"[,:;.|]?\s+(?:den|d\.|kl\.?|fra kl|på (?-i:[A-ZÆØÅ])|(?:man|tirs|ons|tors|fre|lør|søn)dag)\b"
    r".*|\s*[,–|]\s.*|\s+-\s.*|[,.]?\s+\d.*",
    re.IGNORECASE,
)
_ONLY_KIND = re.compile(
    r"(?:beslutnings|møde|konklusions)?(?:referat|protokol)|dagsorden|\w*møde", re.IGNORECASE
)
_KKR = re.compile(r"\bKKR\b|\bkommunekontaktråd", re.IGNORECASE)
_KKR_ALONE = re.compile(r"(?:KKR|kommunekontaktråd(?:et)?)s?", re.IGNORECASE)
_SPACED = re.compile(r"(?<!\S)(?:[A-ZÆØÅ]\s){4,}[A-ZÆØÅ](?!\S)")
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Forum:
    """A forum's name, in the gazetteer's spelling where it is known there, and how it was found.

    ``written`` is the name as it stands in the head; where it is ``shared``, it may be another's.
    """

    name: str
    certainty: float
    entity: Entity | None = None
    region: Region | None = None
    shared: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True)
class HeadNames:
    """What forum and region are read from. ``mentions`` are the head's, ``rest`` is the text that
    is not head."""

    pieces: Sequence[Piece]
    mentions: Sequence[Mention]
    rest: str
    file_name: str
    gazetteer: Gazetteer


def forum_and_region(names: HeadNames) -> tuple[Found[str] | None, Found[Region] | None]:
    """The forum and the region of a head."""
    counted = _counted(names)
    forum = next(_forums(names), None)
    elsewhere = counted and counted.certainty >= ALONE and counted.value
    if forum and forum.shared and elsewhere and forum.region not in (None, elsewhere):
        forum = Forum(forum.written, FREE_TEXT)  # Another region's forum of the same name.
    named = forum_in(names.file_name, names.gazetteer)
    if forum is None and named:
        forum = Forum(named.name, FILE_NAME, named, named.region)
    elif forum and forum.entity and forum.entity is named:
        forum = replace(forum, certainty=round(both(forum.certainty, FILE_NAME), 2))
    region = _region(names, forum, counted)
    if forum and forum.entity and region:
        own = _of_region(names.gazetteer, forum.entity, region)
        if own is not forum.entity:
            forum = replace(forum, name=own.name, certainty=min(forum.certainty, region.certainty))
    if (forum is None or forum.entity is None) and region:
        forum = _kkr_of(names, forum, region) or forum
    return Found(forum.name, forum.certainty) if forum else None, region


def _forums(names: HeadNames) -> Iterator[Forum]:
    """The forums that the head names, the most certain first."""
    labelled = [piece for piece in names.pieces if piece.field == "forum"]
    lines = [piece for piece in names.pieces if piece.field in (None, "subject")]
    about = [piece for piece in (*labelled, *lines) if ABOUT_MEETING.search(piece.text)]
    for piece in labelled:
        yield from _known(names, piece, STATED)
    for piece in about:
        yield from _known(names, piece, STATED)
    for piece in lines:
        for forum in _known(names, piece, WORDED):
            if len(forum.name) >= 0.6 * len(piece.text) or _SPACED.search(piece.text):
                yield replace(forum, certainty=STATED)
    for piece in labelled:
        if not _ONLY_KIND.fullmatch(piece.text) and len(piece.text) <= _LONGEST_NAME:
            name = _name_in(piece.text) or piece.text
            yield Forum(name, WORDED, region=_region_named(piece.text))
    for piece in about:
        if title_name := _name_in(piece.text):
            yield Forum(title_name, FREE_TEXT, region=_region_named(piece.text))
    for piece in lines:
        if _KIND_OF_FORUM.fullmatch(piece.text):
            yield Forum(piece.text, ALONE)
    for piece in lines:
        yield from _known(names, piece, ALONE)
    for piece in names.pieces:
        if piece.field != "agenda":
            yield from _known(names, piece, ONE_OF_SEVERAL)


def _known(names: HeadNames, piece: Piece, certainty: float) -> Iterator[Forum]:
    """The gazetteer's forums in a piece."""
    for run in _SPACED.findall(piece.text):
        entity = _spaced_name(names.gazetteer, run)
        if entity is not None:
            yield Forum(entity.name, certainty, entity, entity.region)
    entity = names.gazetteer.forum(piece.text)
    if entity is not None:
        shared = names.gazetteer.is_shared(piece.text)
        yield Forum(entity.name, certainty, entity, entity.region, shared, piece.text)
    for mention in names.mentions:
        if mention.kind == "forum" and piece.start <= mention.start < piece.end:
            # By the words of the head alone: the tagger's link may rest on the whole document.
            entity = names.gazetteer.forum(mention.text) or names.gazetteer.get(mention.entity_id)
            if entity is not None and not _KKR_ALONE.fullmatch(mention.text):
                part = _part_of(piece.text, mention.text)
                if part:
                    yield Forum(part, min(certainty, WORDED), region=entity.region)
                else:
                    shared = names.gazetteer.is_shared(mention.text)
                    yield Forum(entity.name, certainty, entity, entity.region, shared, mention.text)


def _part_of(text: str, forum: str) -> str | None:
    """The name of a group of a known forum ("Forretningsudvalget under Socialdirektørforum"), where
    ``text`` holds one."""
    name = _name_in(text) or text
    before, _, after = name.partition(forum)
    group = _KIND_OF_FORUM.search(before)
    if group and re.search(r"\b(?:under|for|i|af)\s*$", before):
        return name[group.start() :]
    if re.match(r"s?\s+(?:\w+\s+)?\w*(?:udvalg|gruppe|netværk)\b", after):
        return name
    return None


def _name_in(title: str) -> str | None:
    """The name of a forum in a title: "Følgegruppen" of "Referat fra møde i Følgegruppen den …"."""
    match = _NAME_IN_TITLE.search(title)
    name = _AFTER_NAME.sub("", match.group(1) if match else title).strip(" .,:-–")
    if match is None and ABOUT_MEETING.search(name):
        return None
    if not _KIND_OF_FORUM.search(name) or len(name) > _LONGEST_NAME or name[0].islower():
        return None
    return name


def _spaced_name(gazetteer: Gazetteer, run: str) -> Entity | None:
    """The forum whose name is set with spaces between its letters."""
    letters = re.sub(r"\s", "", run)
    for forum in gazetteer.by_kind("forum"):
        if any(name.upper().replace(" ", "") == letters for name in forum.names):
            return forum
    return None


def _of_region(gazetteer: Gazetteer, forum: Entity, region: Found[Region]) -> Entity:
    """The region's own forum, of those that are found in every region."""
    if forum.region is not None or region.certainty < ALONE:
        return forum
    own = (f for f in gazetteer.by_kind("forum") if f.parent == forum.entity_id)
    return next((f for f in own if f.region == region.value), forum)


def _kkr_of(names: HeadNames, forum: Forum | None, region: Found[Region]) -> Forum | None:
    """The region's KKR, where the head speaks of "KKR" alone."""
    lines = [piece.text for piece in names.pieces if piece.field in (None, "forum", "subject")]
    titles = [forum.name] if forum else [t for t in lines if ABOUT_MEETING.search(t) or len(t) < 30]
    entity = names.gazetteer.forum(f"KKR {region.value}")
    if entity is None or not any(_KKR.search(title) for title in titles):
        return None
    return Forum(entity.name, min(FREE_TEXT, region.certainty), entity, entity.region)


def _region(
    names: HeadNames, forum: Forum | None, counted: Found[Region] | None
) -> Found[Region] | None:
    """The forum's region, else the one that the title, the text and the participants point to."""
    named = region_in(names.file_name)
    if forum and forum.region and (forum.certainty > ALONE or not counted):
        certainty = min(forum.certainty, ALONE) if forum.shared else forum.certainty
        if counted and counted.value == forum.region:
            certainty = both(certainty, counted.certainty)
        return Found(forum.region, round(certainty, 2))
    found = _of_lines(names) or _counted(names, forum) or counted
    if found is None:
        return Found(named, FILE_NAME) if named else None
    if found.value == named:
        return Found(found.value, round(both(found.certainty, FILE_NAME), 2))
    return found


def _of_lines(names: HeadNames) -> Found[Region] | None:
    """The one region that the lines on the meeting name."""
    titles = [
        piece.text
        for piece in names.pieces
        if piece.field in ("forum", "subject")
        or (piece.field is None and ABOUT_MEETING.search(piece.text))
    ]
    regions = {region for title in titles if (region := _region_named(title))}
    return Found(regions.pop(), WORDED) if len(regions) == 1 else None


def _region_named(text: str) -> Region | None:
    found = [region for region in REGIONS if _REGION_WORDS[region].search(text)]
    return found[0] if len(found) == 1 else None


def _counted(names: HeadNames, forum: Forum | None = None) -> Found[Region] | None:
    """The region that is named most, in the head above all, or that most participants come from."""
    score: Counter[Region] = Counter()
    if forum and forum.region:
        score[forum.region] += _FORUM_WEIGHT
    head = "\n".join(piece.text for piece in names.pieces)
    for region in REGIONS:
        score[region] += _HEAD_WEIGHT * len(_REGION_WORDS[region].findall(head))
        score[region] += len(_REGION_WORDS[region].findall(names.rest))
    for mention in names.mentions:
        if mention.kind == "municipality":
            entity = names.gazetteer.get(mention.entity_id)
            if entity is not None and entity.region:
                score[entity.region] += _MEMBER_WEIGHT
    (first, most), (_, second) = score.most_common(2)
    if most <= second:
        return None
    share = most / score.total()
    certainty = COUNTED + (_MOST_COUNTED - COUNTED) * max(0.0, 2 * share - 1)
    if most < _FEWEST_COUNTED:
        certainty = min(certainty, FILE_NAME)
    return Found(first, round(certainty, 2))
