"""Names that are misspelt: "Frederica Kommune", "Region Sydanmark", "Socialekretariatet".

Only capitalised words are taken for misspelt names, by how many letters are wrong, left out, put
in or changed places (Damerau 1964, "A technique for computer detection and correction of spelling
errors"), and only where one entity alone is near. A place name needs "Kommune" or "Region" beside
it, any other must be long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from spacy.language import Language
from spacy.tokens import Doc, Span

from corpus.gazetteer import Gazetteer, load_gazetteer
from corpus.records import REGIONS
from models.tagger import TEXT
from models.tagger_forms import Forms, term_stem
from models.tagger_names import add_candidates, candidates

NAME = r"[A-ZÆØÅ][a-zæøåé]{3,}"
OF_MUNICIPALITY = re.compile(rf"(?<![\w-])({NAME}(?:[-/ –]{NAME})?) ([Kk]om{{1,3}}uner?s?)(?!\w)")
LIST_OF_MUNICIPALITIES = re.compile(
    rf"(?<![\w-]){NAME}(?:(?:, | og | samt | eller ){NAME}){{1,40}}(?= kommuner)"
)
RIGHT_NOUN = re.compile(r"[Kk]ommuner?s?")
OF_REGION = re.compile(rf"(?<!\w)(Region|KKR|Socialtilsyn) ({NAME})(?!\w)")
LONG_WORD = re.compile(r"(?<![\w-])[A-ZÆØÅ][a-zæøåé]{9,}(?!\w)")
# Institutions bear names that differ in a letter only from others' ("Lindegården", "Lundegården").
LIKE_OTHERS = re.compile(
    r".*(?:gård|gaard|hus|park|skov|skole|hjem|center|vej|lund|bæk|høj|borg|holm|bakke|have|eng)"
    r"(?:n|en|et|met|s|ns|ens|ets|mets)?"
)
REGION_NAMES = {region.casefold(): region for region in REGIONS}
LONG_PLACE, LONG_NAME = 9, 16
"""Letters from which two mistakes are allowed in place of one."""
MOST_OFTEN = 3
"""A form that the text has more often than this, and never the right name, is no mistake."""
# Former municipalities that are as near to a present one as a mistake.
FORMER_MUNICIPALITIES = frozenset(("hørning", "vojens"))


@Language.factory("misspelt_names")
def misspelt_names(nlp: Language, name: str) -> MisspeltNames:
    """The spaCy component of this module over the project's gazetteer."""
    return MisspeltNames(load_gazetteer())


class MisspeltNames:
    """Adds the names that a text misspells to its candidates."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.places: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.known: set[str] = set(FORMER_MUNICIPALITIES)
        self.regional: dict[str, str] = {}
        for entity in gazetteer.entities.values():
            forms = Forms(entity, gazetteer.common_words)
            every = {
                form.casefold()
                for form in (*forms.names, *forms.strict, *forms.terms, *forms.definite)
            }
            words = {form: entity.entity_id for form in every if " " not in form}
            self.regional |= dict.fromkeys(every, entity.entity_id)
            if entity.kind == "municipality":
                self.places |= words
            else:
                self.known |= words.keys()
            if entity.kind not in ("municipality", "region", "place"):
                long = {form.casefold() for form in (*forms.names, *forms.definite)}
                self.names |= {
                    form: entity_id
                    for form, entity_id in words.items()
                    if form in long
                    and not (entity.kind == "institution" and LIKE_OTHERS.fullmatch(form))
                }
        self.nearest_place = lru_cache(maxsize=20_000)(self._nearest_place)
        self.nearest_name = lru_cache(maxsize=20_000)(self._nearest_name)

    def __call__(self, doc: Doc) -> Doc:
        text = doc.user_data[TEXT]
        found = [*self._municipalities(text), *self._regions(text), *self._names(text)]
        spans = []
        for start, end, entity_id in found:
            span = doc.char_span(start, end)
            if span is not None:
                kind = self.gazetteer.entities[entity_id].kind
                spans.append(Span(doc, span.start, span.end, label=kind, span_id=entity_id))
        if spans:
            taken = {i: span for span in candidates(doc) for i in range(span.start, span.end)}
            add_candidates(doc, [span for span in spans if _is_free(span, taken)])
        return doc

    def _municipalities(self, text: str) -> Iterator[tuple[int, int, str]]:
        for match in OF_MUNICIPALITY.finditer(text):
            name, noun = match.groups()
            if name.casefold() in self.places and RIGHT_NOUN.fullmatch(noun):
                continue
            for form in dict.fromkeys((name, re.split(r"[-/ –]", name)[-1])):
                entity_id = self.places.get(form.casefold()) or self.nearest_place(form)
                if entity_id:
                    yield match.end(1) - len(form), match.end(), entity_id
                    break
        for match in LIST_OF_MUNICIPALITIES.finditer(text):
            names = list(re.finditer(NAME, match.group()))
            right = sum(name.group().casefold() in self.places for name in names)
            if right * 2 < len(names):
                continue
            for name in names:
                entity_id = self.nearest_place(name.group())
                if entity_id:
                    start = match.start() + name.start()
                    yield start, start + len(name.group()), entity_id

    def _regions(self, text: str) -> Iterator[tuple[int, int, str]]:
        for match in OF_REGION.finditer(text):
            head, name = match.groups()
            region = _nearest(name.casefold(), REGION_NAMES, LONG_PLACE)
            entity_id = self.regional.get(f"{head} {region}".casefold())
            if entity_id:
                yield match.start(), match.end(), entity_id

    def _names(self, text: str) -> Iterator[tuple[int, int, str]]:
        folded = ""
        for match in LONG_WORD.finditer(text):
            right = self.nearest_name(match.group())
            if right is None:
                continue
            folded = folded or text.casefold()
            if right in folded or text.count(match.group()) <= MOST_OFTEN:
                yield match.start(), match.end(), self.names[right]

    def _nearest_place(self, word: str) -> str | None:
        """The municipality that the word is meant for."""
        folded = word.casefold()
        if folded in self.known or folded in self.places:
            return None
        right = _nearest(folded, self.places, LONG_PLACE)
        return self.places[right] if right else None

    def _nearest_name(self, word: str) -> str | None:
        """The name that the word is meant for, no other inflection of it."""
        folded = word.casefold()
        if folded in self.known:
            return None
        right = _nearest(folded, self.names, LONG_NAME)
        return right if right and term_stem(right) != term_stem(folded) else None


def _nearest(word: str, names: Mapping[str, str], long: int) -> str | None:
    """The one of ``names`` (form → whose it is) that the word is a mistake or two from, with the
    same first letter, or ``None`` where two are equally near."""
    most = 2 if len(word) >= long else 1
    found = process.extract(
        word, names.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=None
    )
    near = [(name, mistakes) for name, mistakes, _ in found if name[0] == word[0]]
    least = min((mistakes for _, mistakes in near), default=0)
    nearest = [name for name, mistakes in near if mistakes == least]
    return nearest[0] if len({names[name] for name in nearest}) == 1 else None


def _is_free(span: Span, taken: Mapping[int, Span]) -> bool:
    """Whether nothing but the same entity, or a town in a longer name, is found inside."""
    inside = [taken[i] for i in range(span.start, span.end) if i in taken]
    return all(
        (other.id == span.id or (span.label_ == "municipality" and other.label_ == "place"))
        and span.start <= other.start
        and other.end <= span.end
        for other in inside
    )
