"""Which of several bodies of one name is meant, told by the region and forum of the document.

"Rammeaftalen", "Kommunaldirektørkredsen" and a bare "KKR" are found in every region. In the minutes
of one region they are that region's; where the document tells no region, or several, they stay
without one. A forum's own groups are known there by their short names.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from corpus.gazetteer import Gazetteer, load_gazetteer
from corpus.records import Entity, Region
from models.tagger import LOWERCASE, TEXT
from models.tagger_forms import forms_of, term_stem

WEIGHTS = {"forum": 4, "region": 2, "organisation": 2, "agreement": 2, "municipality": 1}
"""How much a mention tells of the region that the document is of."""
SHARED_WEIGHT = 1
HEAD, HEAD_WEIGHT = 2000, 3
"""Characters in which a mention counts so many times."""
LEAST_SCORE, LEAST_RATIO = 6, 2.0
SHORTEST_AT_HOME = 12

COUNCIL = re.compile(r"(?<!\w)(?:KKR|[Kk]ommunekontaktråd(?:et)?)s?(?!\w)")
SEVERAL = frozenset(
    "alle andre de enkelte fem fire flere hver hvert landets samtlige to tre øvrige".split()
)
SEVERAL_AFTER = re.compile(r"[-'’´](?:områd|region|landsdel|geografi|er(?:ne)?\b)")
PLURAL = re.compile(r"\w+er(?:ne)?s?")
YEARS = r"(?:[ _]\(?(?:19|20)\d\d(?: ?[-–/] ?(?:19|20)?\d\d)?\)?)?"
TO_PLACE = re.compile(rf"{YEARS},? (?:(?:for|i|på|under) )?")


@Language.factory("regional_names")
def regional_names(nlp: Language, name: str) -> RegionalNames:
    """The spaCy component of this module over the project's gazetteer."""
    return RegionalNames(nlp, load_gazetteer())


class RegionalNames:
    """Gives what regions have in common their own region's ids, and takes away what is another
    region's by a name that they share."""

    def __init__(self, nlp: Language, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.own = _own_of_regions(gazetteer)
        self.councils: dict[Region | None, str] = {
            forum.region: forum.entity_id
            for forum in gazetteer.by_kind("forum")
            if forum.region and forum.name == f"KKR {forum.region}"
        }
        self.short_names = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.group_names = PhraseMatcher(nlp.vocab, attr="LOWER")
        known = {name.casefold() for entity in gazetteer.entities.values() for name in entity.names}
        for entity in gazetteer.entities.values():
            for matcher, names in (
                (self.short_names, _names_in_region(entity)),
                (self.group_names, _names_in_forum(entity, gazetteer)),
            ):
                new = [nlp.make_doc(name) for name in names if name.casefold() not in known]
                if new:
                    matcher.add(entity.entity_id, new)

    def __call__(self, doc: Doc) -> Doc:
        if doc.user_data.get(LOWERCASE):
            return doc
        spans = list(doc.ents)
        region = self._region(spans)
        named = {span.id_ for span in spans if not self.gazetteer.is_shared(span.text)}
        spans = [span for span in spans if not self._is_anothers(span, region, named)]
        text = doc.user_data[TEXT]
        spans += self._councils(doc, text, spans, region)
        if region:
            spans += self._short_names(doc, region, _main_forum(spans))
            spans = filter_spans(spans)
        doc.set_ents(filter_spans([*self._regional(text, spans, region), *spans]))
        return doc

    def _region(self, spans: Sequence[Span]) -> Region | None:
        """The region that the document is of, where its names point to one."""
        score: Counter[Region] = Counter()
        for span in spans:
            region = self.gazetteer.entities[span.id_].region
            if region:
                shared = self.gazetteer.is_shared(span.text)
                weight = SHARED_WEIGHT if shared else WEIGHTS.get(span.label_, 0)
                score[region] += weight * (HEAD_WEIGHT if span.start_char < HEAD else 1)
        (first, most), (_, second) = [*score.most_common(2), *[(None, 0)] * 2][:2]
        return first if most >= LEAST_SCORE and most >= LEAST_RATIO * second else None

    def _is_anothers(self, span: Span, region: Region | None, named: set[str]) -> bool:
        """Whether the name is that of another region's body, which it shares."""
        own = self.gazetteer.entities[span.id_].region
        return (
            region not in (None, own)
            and own is not None
            and span.id_ not in named
            and self.gazetteer.is_shared(span.text)
        )

    def _councils(
        self, doc: Doc, text: str, spans: Sequence[Span], region: Region | None
    ) -> Iterator[Span]:
        """Each bare "KKR": the place's that follows it, else the document's."""
        taken = {i for span in spans for i in range(span.start, span.end)}
        places = {span.start: span for span in spans if span.label_ == "region"}
        for match in COUNCIL.finditer(text):
            span = doc.char_span(match.start(), match.end())
            if span is None or span.start in taken or SEVERAL_AFTER.match(text, match.end()):
                continue
            if span.start and doc[span.start - 1].lower_ in SEVERAL:
                continue
            place = _place_after(text, span, places)
            entity_id = self.councils.get(self._region_of(place) if place else region)
            if entity_id:
                end = place.end if place else span.end
                yield Span(doc, span.start, end, label="forum", span_id=entity_id)

    def _short_names(self, doc: Doc, region: Region, forum: str | None) -> Iterator[Span]:
        """Bodies of the region, and groups of the forum, by the names that they have at home."""
        for matcher in (self.short_names, self.group_names):
            for key, start, end in matcher(doc):
                entity = self.gazetteer.entities[doc.vocab.strings[key]]
                if entity.region == region and (
                    matcher is self.short_names or entity.parent == forum
                ):
                    yield Span(doc, start, end, label=entity.kind, span_id=entity.entity_id)

    def _regional(self, text: str, spans: Sequence[Span], region: Region | None) -> Iterator[Span]:
        """The region's own entities in the place of those that regions have in common, with the
        place where one follows ("Rammeaftale 2025-2026 for Region Sjælland")."""
        places = {span.start: span for span in spans if span.label_ == "region"}
        places_before = {span.end: span for span in spans if span.label_ == "region"}
        for span in spans:
            own = self.own.get(span.id_, {})
            place = _place_after(text, span, places) if own else None
            told = place or places_before.get(span.start)
            entity_id = own.get(self._region_of(told) if told else region)
            plural = len(span) == 1 and PLURAL.fullmatch(span.text.lower()) and not place
            if entity_id and not plural:
                end = place.end if place else span.end
                yield Span(span.doc, span.start, end, label=span.label_, span_id=entity_id)

    def _region_of(self, place: Span) -> Region | None:
        return self.gazetteer.entities[place.id_].region


def _place_after(text: str, span: Span, places: Mapping[int, Span]) -> Span | None:
    """The region that the span's name goes on with: "… 2025-2026 for hovedstadsregionen"."""
    for start in range(span.end, span.end + 8):
        place = places.get(start)
        if place is not None:
            between = text[span.end_char : place.start_char]
            return place if TO_PLACE.fullmatch(between) else None
    return None


def _own_of_regions(gazetteer: Gazetteer) -> dict[str, dict[Region | None, str]]:
    """For what regions have in common, each region's own: those that have it for a parent and bear
    its name, where a region has one alone."""
    children: defaultdict[str, defaultdict[Region | None, list[str]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for entity in gazetteer.entities.values():
        parent = gazetteer.entities.get(entity.parent or "")
        if parent and entity.region and not parent.region and parent.kind == entity.kind:
            stem = term_stem(parent.name.split()[0])
            if any(name.casefold().startswith(stem) for name in entity.names):
                children[parent.entity_id][entity.region].append(entity.entity_id)
    return {
        parent: {region: ids[0] for region, ids in of_regions.items() if len(ids) == 1}
        for parent, of_regions in children.items()
    }


def _names_in_region(entity: Entity) -> Iterator[str]:
    """A body's names without the region at their end, in every form: "Styregruppen for
    Rammeaftale"."""
    if entity.region is None or entity.kind not in ("forum", "organisation"):
        return
    place = re.compile(rf",? (?:(?:for|i|på) )?(?:Region(?:en)? )?{entity.region}$")
    for name in entity.names:
        short = place.sub("", name)
        is_name = " " in short or entity.kind == "forum"  # "Socialområdet" is a field.
        if short != name and len(short) >= SHORTEST_AT_HOME and is_name:
            yield from forms_of(short)


def _names_in_forum(entity: Entity, gazetteer: Gazetteer) -> Iterator[str]:
    """A group's names without the forum that it belongs to: "Økonomisk arbejdsgruppe"."""
    parent = gazetteer.entities.get(entity.parent or "")
    if parent is None or parent.kind != "forum" or entity.kind != "forum":
        return
    for name in entity.names:
        for forum in parent.names:
            group = re.sub(rf" (?:under|for|i) {re.escape(forum)}\w*$", "", name)
            group = re.sub(rf"^{re.escape(forum)}(?:s|'|-) ?", "", group)
            if group != name and len(group) >= SHORTEST_AT_HOME:
                yield from forms_of(group) if " " in group else list(forms_of(group))[2:]


def _main_forum(spans: Sequence[Span]) -> str | None:
    """The forum that the document speaks of most, most of all in its head."""
    score: Counter[str] = Counter()
    for span in spans:
        if span.label_ == "forum":
            score[span.id_] += HEAD_WEIGHT if span.start_char < HEAD else 1
    return score.most_common(1)[0][0] if score else None
