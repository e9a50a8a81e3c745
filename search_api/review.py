"""Names that stand in no gazetteer: what editors are shown of them, and what they answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.catalogue import Catalogue
from corpus.errors import BadValue, Conflict, NotFound
from corpus.gazetteer_entries import ENTITY_ID, slug
from corpus.own_gazetteer import add_entity, add_synonym
from corpus.proposal import Proposal, ProposalEvidence, ProposedKind
from corpus.proposals import Candidate
from corpus.records import Document, EntityKind, Item
from corpus.settings import Settings
from search_api.archive import Archive, of_one_state
from search_api.citations import cite_span, shown
from search_api.filters import read_filters
from search_api.proposal_replies import AnsweredProposal, ProposalList, ProposedName, SeenName
from search_api.wording import KINDS, listed

ACCEPTED_KINDS: tuple[EntityKind, ...] = (
    "institution",
    "project",
    "organisation",
    "target_group",
    "authority",
    "forum",
    "agreement",
    "theme",
)
"""What a name can be accepted as."""
_SEEN = 3
_LONGEST_NAME = 120
_WHY: Mapping[ProposalEvidence, str] = {
    "quoted": "står i anførselstegn efter »{}«",
    "introduced": "står efter »{}«",
    "form": "»{}« er en del af navnet",
    "described": "beskriver en gruppe: »{}«",
    "placed": "står efter »{}«",
    "recognised": "ligner navnet på en organisation",
}


@of_one_state
def list_proposals(
    archive: Archive,
    limit: int | None = None,
    offset: int = 0,
    kind: ProposedKind | None = None,
) -> ProposalList:
    """The names not yet answered that the archive's clearance lets be seen, the surest first."""
    found = [one for one in archive.catalogue.candidates() if kind in (None, one.kind)]
    some = found[offset : None if limit is None else offset + limit]
    return ProposalList(total=len(found), proposals=[_shown(archive, one) for one in some])


def accept(
    settings: Settings,
    archive: Archive,
    number: int,
    kind: str | None = None,
    *,
    entity_id: str | None = None,
    name: str | None = None,
    synonym_of: str | None = None,
) -> AnsweredProposal:
    """Put a proposed name into the organisation's own gazetteer: as an entity of ``kind`` (what is
    proposed, where it is not given), or as another name of the entity ``synonym_of`` (id or name).

    ``name`` is how it is to be written, ``entity_id`` its id instead of one made of the name.

    Raises ``NotFound``, ``Conflict`` where it was answered before, and ``BadValue``.
    """
    candidate = _open(archive, number)
    called = display_name(candidate) if name is None else " ".join(name.split())
    if not called or len(called) > _LONGEST_NAME:
        raise BadValue(f"Navnet skal være på 1–{_LONGEST_NAME} tegn.")
    note = _note(archive, candidate)
    if synonym_of:
        if kind is not None or entity_id is not None:
            raise BadValue(
                "Et navn, der er et andet navn for noget kendt, får hverken art eller id. Udelad "
                "dem, eller udelad det kendte navn."
            )
        [target] = read_filters(archive, entities=[synonym_of]).entities[:1]
        add_synonym(settings, target, called, note)
    else:
        target = _free_id(archive, kind or candidate.kind, entity_id, called)
        others = [] if _same(called, candidate.name) else [candidate.name]
        add_entity(settings, target, called, others, note)
    _answer(settings, number, accepted=True, entity_id=target)
    known = archive.gazetteer.get(target)
    return AnsweredProposal(
        number=number,
        name=called,
        accepted=True,
        entity_id=target,
        kind=known.kind if known else None,
    )


def reject(settings: Settings, archive: Archive, number: int) -> AnsweredProposal:
    """Never propose the name again. Raises ``NotFound`` and ``Conflict``."""
    candidate = _open(archive, number)
    _answer(settings, number, accepted=False)
    return AnsweredProposal(number=number, name=display_name(candidate), accepted=False)


@of_one_state
def answered(archive: Archive, number: int) -> AnsweredProposal | None:
    """What was answered to a proposal; ``None`` where nothing was, or it is not to be seen."""
    found = archive.catalogue.candidate(number)
    if found is None or found[1] == "open":
        return None
    candidate, state = found
    return AnsweredProposal(
        number=number, name=display_name(candidate), accepted=state == "accepted"
    )


def display_name(candidate: Candidate) -> str:
    """The name as an entity would have it: a group's begins with a small letter."""
    if candidate.kind == "target_group":
        return candidate.name[0].lower() + candidate.name[1:]
    return candidate.name


def _open(archive: Archive, number: int) -> Candidate:
    found = archive.catalogue.candidate(number)
    if found is None:
        raise NotFound(
            f"Der er intet forslag nr. {number}. Se dem, der er, med »tvaersnit entities review« "
            "eller på siden Forslag."
        )
    candidate, state = found
    if state != "open":
        answered = "godkendt" if state == "accepted" else "afvist"
        raise Conflict(
            f"Forslag nr. {number}, »{display_name(candidate)}«, er allerede {answered}."
        )
    return candidate


def _free_id(archive: Archive, kind: str, entity_id: str | None, name: str) -> str:
    if kind not in ACCEPTED_KINDS:
        allowed = listed([KINDS[one][0].lower() for one in ACCEPTED_KINDS], "eller")
        raise BadValue(f"Et navn kan godkendes som {allowed}, ikke som »{kind}«.")
    wanted = entity_id or f"{kind}:{slug(name)}"
    if not ENTITY_ID.fullmatch(wanted) or not wanted.startswith(f"{kind}:"):
        raise BadValue(
            f"Id'et »{wanted}« skal have formen »{kind}:små-bogstaver-og-tal«, fx "
            f"»{kind}:{slug(name) or 'navn'}«."
        )
    known = archive.gazetteer.get(wanted)
    if known is not None:
        raise BadValue(
            f"Id'et »{wanted}« bruges i forvejen om »{known.name}«. Vælg et andet id, eller "
            "godkend navnet som et andet navn for det."
        )
    return wanted


def _answer(
    settings: Settings, number: int, *, accepted: bool, entity_id: str | None = None
) -> None:
    catalogue = Catalogue(settings)
    try:
        with catalogue.transaction():
            catalogue.answer(number, "accepted" if accepted else "rejected", entity_id)
    finally:
        catalogue.close()


def _shown(archive: Archive, candidate: Candidate) -> ProposedName:
    places = _one_of_each_document(archive.catalogue.places_of(candidate.number))
    seen = [one for n, place in enumerate(places[:_SEEN], 1) if (one := _seen(archive, place, n))]
    return ProposedName(
        number=candidate.number,
        name=display_name(candidate),
        kind=candidate.kind,
        certainty=round(candidate.certainty, 2),
        mentions=candidate.mentions,
        documents=candidate.documents,
        seen=seen,
    )


def _one_of_each_document(places: Sequence[Proposal]) -> list[Proposal]:
    """The surest place of each document, then the others."""
    first: dict[str, Proposal] = {}
    for place in places:
        first.setdefault(place.document_id, place)
    chosen = list(first.values())
    return chosen + [place for place in places if place not in chosen]


def _seen(archive: Archive, place: Proposal, n: int) -> SeenName | None:
    document = archive.document(place.document_id)
    item = _item_at(document, place)
    if item is None:
        return None
    citation = cite_span(document, item, place.sentence, n)
    cue = place.cue and " ".join(document.text[place.cue.start : place.cue.end].split())
    return SeenName(
        text=shown(citation.quote),
        citation=citation,
        start=place.start,
        end=place.end,
        why=_WHY[place.evidence].format(cue) if cue or place.evidence == "recognised" else "",
    )


def _item_at(document: Document, place: Proposal) -> Item | None:
    for item in document.items:
        if item.start <= place.sentence.start and place.sentence.end <= item.end:
            return item
    return None


def _note(archive: Archive, candidate: Candidate) -> str:
    """Where the name comes from, for those who read the file."""
    sources = dict.fromkeys(
        archive.document(place.document_id).source
        for place in archive.catalogue.places_of(candidate.number)
    )
    return f"Forslag fra {listed(list(sources)[:_SEEN], 'og')}"


def _same(name: str, other: str) -> bool:
    return name.casefold() == other.casefold()
