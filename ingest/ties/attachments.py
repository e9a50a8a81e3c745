"""Attachments (*bilag*): which stored documents the items of which minutes list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.records import Attachment
from corpus.ties import Filed
from ingest.ties.attachment_lists import Listed
from ingest.ties.groups import groups
from ingest.ties.naming import Match, by_item, by_link, by_name, by_number, by_words
from ingest.ties.papers import File, Paper, Shelf, as_file, shelves_of

LEAST_CERTAIN = 0.5
"""Below this certainty no tie is made."""

_SURE = 0.9
_OF_ANOTHER_UPLOAD, _BY_DATE, _BY_ORDER = 0.8, 0.85, 0.5
_FAR = 9
_MOST_MEETINGS = 20
_MOST_DAYS = 60
_DISTINCT_WORDS = 3

_Shelved = Sequence[tuple[Paper, Shelf, Shelf | None]]


@dataclass(frozen=True, slots=True)
class _Claim:
    """That a file, by its number, is what a meeting lists."""

    file: int
    meeting: Paper
    listed: Listed
    match: Match
    distance: int

    @property
    def certainty(self) -> float:
        return self.match.certainty

    def less(self, share: float) -> _Claim:
        """The same, of less certainty."""
        return replace(self, match=Match(share * self.match.certainty, self.match.by))


def tie_attachments(papers: Sequence[Paper]) -> dict[str, Attachment]:
    """What each document among ``papers`` is an attachment to, by its id.

    An attachment lies near the minutes that list it, is of the same access level, and is listed by
    link, name, title or number, or is the one left where one is missing. What may as well be of
    another meeting is tied to the one that is nearest, by folder, then by date; else to none.
    """
    by_id = {paper.document_id: paper for paper in papers}
    filed = [Filed(p.document_id, p.kind, p.forum, p.date, p.places) for p in papers]
    ties: dict[str, Attachment] = {}
    for group in groups(filed):
        ties |= _tied_in([by_id[one.document_id] for one in group])
    return ties


def _tied_in(papers: Sequence[Paper]) -> dict[str, Attachment]:
    """The ties of one group."""
    files = [as_file(paper) for paper in papers]
    meetings = [paper for paper in papers if paper.may_have_attachments]
    ties = _tied(meetings, files)
    # A note that is itself an attachment has none of its own.
    notes = {paper.document_id for paper in meetings if not paper.is_minutes} & ties.keys()
    if any(tie.document_id in notes for tie in ties.values()):
        ties = _tied([paper for paper in meetings if paper.document_id not in notes], files)
    return ties


def _tied(meetings: Sequence[Paper], files: Sequence[File]) -> dict[str, Attachment]:
    shelves = shelves_of(meetings, files)
    claims: dict[int, list[_Claim]] = {}
    for meeting, shelf, uploads in shelves:
        for claim in (
            *_listed(meeting, shelf, files),
            *_numbered(meeting, shelf, files),
            *_uploaded_apart(meeting, shelf, uploads, files),
        ):
            claims.setdefault(claim.file, []).append(claim)
    chosen = _one_of_each(
        claim
        for number, some in claims.items()
        for claim in _settled(some, files[number])
        if claim.certainty >= LEAST_CERTAIN
    )
    known = {file.paper.document_id: file.paper for file in files}
    return {
        files[claim.file].paper.document_id: _attachment(claim, known)
        for claim in [*chosen, *_by_order(shelves, files, chosen)]
    }


def _attachment(claim: _Claim, known: Mapping[str, Paper]) -> Attachment:
    """What a claim comes to. What only an earlier version lists belongs to the same item of the one
    that answers for it, where that has the item."""
    meeting, listed = claim.meeting, claim.listed
    document_id, item_id = meeting.document_id, listed.item_id
    answering = known.get(meeting.superseded_by or "")
    same_item = answering.item_ids.get(listed.item_number or "") if answering else None
    if answering and same_item:
        document_id, item_id = answering.document_id, same_item
    return Attachment(
        document_id,
        item_id,
        listed.number,
        round(claim.certainty, 2),
        claim.match.by,
        meeting.region,
        meeting.forum,
        meeting.date,
    )


# What a meeting may say of the files near it.


def _listed(meeting: Paper, shelf: Shelf, files: Sequence[File]) -> Iterator[_Claim]:
    for listed in meeting.listed:
        for number in shelf.alike(listed) if listed.position else shelf.named(listed):
            match = _match(meeting, listed, files[number])
            if match:
                yield _Claim(number, meeting, listed, match, shelf.distances[number])


def _numbered(meeting: Paper, shelf: Shelf, files: Sequence[File]) -> Iterator[_Claim]:
    many = len(shelf.meetings) > _MOST_MEETINGS
    for number in shelf.numbered_before(meeting, _MOST_DAYS) if many else shelf.numbered:
        file, distance = files[number], shelf.distances[number]
        if not file.may_be_of(meeting, named=False):
            continue
        for name in file.names:
            for listed in meeting.listed:
                match = by_number(listed, name, file.paper.title)
                if match:
                    yield _Claim(number, meeting, listed, match, distance)
            match = by_item(name)
            item_id = meeting.item_ids.get(name.parts.item or "")
            if match and item_id:
                unlisted = Listed(item_id, name.parts.item, name.parts.number or 0, None, "")
                yield _Claim(number, meeting, unlisted, match, distance)


def _uploaded_apart(
    meeting: Paper, shelf: Shelf, uploads: Shelf | None, files: Sequence[File]
) -> Iterator[_Claim]:
    """What was uploaded at another time is told by a name that it is not likely to share."""
    for listed in meeting.listed if uploads else ():
        for number in uploads.named(listed) - shelf.distances.keys() if uploads else ():
            file = files[number]
            match = _match(meeting, listed, file)
            distinct = any(len(name.stem.split()) >= _DISTINCT_WORDS for name in file.names)
            if match and match.certainty >= _SURE and distinct:
                claim = _Claim(number, meeting, listed, match, _FAR)
                yield claim.less(_OF_ANOTHER_UPLOAD)


def _match(meeting: Paper, listed: Listed, file: File) -> Match | None:
    """The best match of an entry with a file; ``None`` where the two cannot be the same."""
    found: list[Match | None] = []
    if file.may_be_of(meeting, named=True):
        for name in file.names:
            found.append(by_link(listed, name))
            found.append(by_name(listed, name) if listed.position else None)
    sure = [match for match in found if match and match.certainty >= _SURE]
    fits = file.may_be_of(meeting, named=False) and file.agrees_with(meeting)
    if not sure and listed.position and fits:
        found += [by_words(listed, name, file.paper.title) for name in file.names]
        sure = [match for match in found if match]
    return max(sure, key=lambda match: match.certainty, default=None)


# What of that holds.


def _settled(claims: Sequence[_Claim], file: File) -> list[_Claim]:
    """A file's claims by one meeting, the surest first; none where several have an equal right."""
    by_meeting: dict[tuple[object, ...], list[_Claim]] = {}
    for claim in claims:
        by_meeting.setdefault(claim.meeting.meeting, []).append(claim)
    rights = [_of_one_paper(some) for some in by_meeting.values()]
    rights.sort(key=_strength)
    equal = [some for some in rights if _strength(some) == _strength(rights[0])]
    of_forum = [some for some in equal if some[0].meeting.forum == file.paper.forum]
    if len(equal) > 1 and len(of_forum) == 1:
        equal = of_forum
    if len(equal) == 1:
        return equal[0]
    in_time = [some for some in equal if _in_time(file, some[0].meeting)]
    in_time.sort(key=lambda some: file.days_before(some[0].meeting) or 0)
    days = [file.days_before(some[0].meeting) for some in in_time]
    if len(days) == 1 or (days and days[0] != days[1]):
        return [claim.less(_BY_DATE) for claim in in_time[0]]
    if len(file.paper.places) > 1:  # A copy lies with each of the meetings.
        return min(equal, key=lambda some: (some[0].meeting.date or dt.date.max, some[0].file))
    return []


def _of_one_paper(claims: Sequence[_Claim]) -> list[_Claim]:
    """Of a meeting's minutes and agenda the minutes' claims, of versions those of the one that
    answers; and what an item lists before what the whole does."""

    def right(claim: _Claim) -> tuple[bool, bool, bool, bool, bool, float, int, str, int]:
        meeting = claim.meeting
        return (
            claim.certainty < LEAST_CERTAIN,
            not meeting.item_ids,
            meeting.superseded_by is not None,
            meeting.kind != "referat",
            claim.listed.item_id is None,
            -claim.certainty,
            claim.distance,
            meeting.document_id,
            claim.listed.position,
        )

    ordered = sorted(claims, key=right)
    return [claim for claim in ordered if claim.meeting is ordered[0].meeting]


def _strength(claims: Sequence[_Claim]) -> tuple[float, int]:
    return -claims[0].certainty, claims[0].distance


def _in_time(file: File, meeting: Paper) -> bool:
    days = file.days_before(meeting)
    return days is not None and 0 <= days <= _MOST_DAYS


def _one_of_each(claims: Iterable[_Claim]) -> list[_Claim]:
    """The surest claim of each file; by an entry that does not name them, one file each."""
    found: dict[int, _Claim] = {}
    taken: set[tuple[str, str | None, int]] = set()
    for claim in sorted(
        claims, key=lambda c: (-c.certainty, c.distance, c.file, c.listed.position)
    ):
        entry = _entry(claim)
        named = claim.certainty >= _SURE and claim.match.by in ("link", "file name")
        if claim.file in found or (entry in taken and claim.listed.name and not named):
            continue
        found[claim.file] = claim
        taken.add(entry)
    return list(found.values())


def _entry(claim: _Claim) -> tuple[str, str | None, int]:
    return claim.meeting.document_id, claim.listed.item_id, claim.listed.position


def _by_order(
    shelves: _Shelved, files: Sequence[File], chosen: Sequence[_Claim]
) -> Iterator[_Claim]:
    """Files whose names say nothing, in the order of their names, as what is left on the lists of
    the only meeting that they lie with; where there are as many of both."""
    tied, taken = {claim.file for claim in chosen}, {_entry(claim) for claim in chosen}
    meetings: dict[int, list[Paper]] = {}
    for meeting, shelf, _ in shelves:
        meetings.setdefault(id(shelf), []).append(meeting)
    every = {id(shelf): shelf for _, shelf, _ in shelves}.values()
    alone = {n for shelf in every if len(shelf.meetings) == 1 for n in shelf.distances}
    holding: dict[int, set[tuple[object, ...]]] = {number: set() for number in alone}
    for shelf in every if alone else ():
        for number in alone & shelf.distances.keys():
            holding[number] |= shelf.meetings
    for shelf in every:
        if len(shelf.meetings) != 1:
            continue
        own = meetings[id(shelf)]
        meeting = min(
            own, key=lambda m: (m.superseded_by or "", m.kind != "referat", m.document_id)
        )
        left = [
            number
            for number in shelf.distances
            if number not in tied
            and len(holding[number]) == 1
            and files[number].may_be_of(meeting, named=False)
            and files[number].agrees_with(meeting)
            and files[number].says_nothing
        ]
        left.sort(key=lambda number: files[number].in_order)
        waiting = [
            listed
            for listed in meeting.listed
            if listed.position
            and (meeting.document_id, listed.item_id, listed.position) not in taken
        ]
        pairs = list(zip(left, waiting, strict=False))
        other = (files[number].is_titled_otherwise(listed) for number, listed in pairs)
        if len(left) == len(waiting) and not any(other):
            for number, listed in pairs:
                match = Match(_BY_ORDER, "order")
                yield _Claim(number, meeting, listed, match, shelf.distances[number])
