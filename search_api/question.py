"""What a question asks: for which regions, forums and years, about what, and in which way."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from importlib import resources

from corpus.dates import find_years
from corpus.gazetteer import Gazetteer
from corpus.records import REGIONS, EntityKind, Mention, Region
from corpus.words import SHORTEST
from models.sparse import SparseEncoder
from models.tagger import Tagger
from search_api.answer_kind import AnswerKind, answer_kind
from search_api.english import Gloss, is_english, to_danish
from search_api.vocabulary import Vocabulary

# Kinds that say what a question is about; regions and forums say of whom it is asked.
_TOPICAL: frozenset[EntityKind] = frozenset(
    {
        "municipality",
        "authority",
        "organisation",
        "institution",
        "project",
        "agreement",
        "law",
        "target_group",
        "theme",
    }
)
_NAMED: frozenset[EntityKind] = frozenset(
    {"municipality", "organisation", "institution", "project"}
)
_COMPARES = re.compile(
    r"\b(?:sammenlign\w*|på tværs|hver(?:t)? (?:kkr|region|af regionerne|forum|enkelt)|"
    r"(?:alle|de) (?:fem )?(?:kkr|regioner)|"
    r"de (?:forskellige|enkelte|øvrige|andre) (?:regioner|kkr)|"
    r"regionerne|forskelle?n?e? mellem|rundt om i landet|i hele landet|landsdele\w*|"
    r"region for region)\b",
    re.IGNORECASE,
)
_ASKS_DECISION = re.compile(
    r"\b(?:beslut\w*|vedt[ao]g\w*|godkend\w*|håndter\w*|behandle\w*|udfald\w*|resultat\w*|konklu\w*|"
    r"afgj\w*|blev der aftalt|aftalte|udsat|flyttet|anbefal\w*|tilslut\w*)\b",
    re.IGNORECASE,
)
_MEETING_YEAR = re.compile(
    r"\b(?:møder?(?:ne|t)?|referat(?:er)?(?:ne|et)?|drøft\w+|beslut\w+)\s+(?:i|fra)\s+((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
# What is told of by date of meeting; "vokset siden 2007" and "budgettet fra 2018 til 2019" are not.
_OF_MEETINGS = re.compile(
    r"\b(?:møde\w*|referat\w*|drøft\w+|beslut\w*|vedt[ao]g\w*|behandl\w+|håndter\w*|godkend\w*|"
    r"dagsorden\w*|taget op)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:siden|fra og med|efter)\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_BEFORE = re.compile(r"\bfør\s+((?:19|20)\d\d)\b", re.IGNORECASE)
# A year that bounds a period ("siden 2022") is not one that the text must name.
_OPEN = re.compile(
    r"\b(?:siden|før|efter|inden|fra og med|since|before|after|until)\s+(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\b(?:mellem|i perioden|fra)\s+((?:19|20)\d\d)\s*(?:og|til|[-–])\s*((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_][\w-]*[^\W_]|\d+|§", re.UNICODE)
_ASKING = frozenset(
    word
    for line in (
        resources.files("search_api").joinpath("asking_words.txt").read_text("utf-8").splitlines()
    )
    if not line.startswith("#")
    for word in line.split()
)
# Short words and numbers are not in the vocabulary, nor is what is left in English: they tell
# something, but not much.
_UNCOUNTED_WEIGHT = 1.5


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or an entity of several, that the question is about.

    ``terms`` are its sparse terms, ``compounds`` those of words it is a part of; ``weight`` is how
    rare it is; ``name`` tells that it names one thing, which an answer must then speak of.
    """

    text: str
    terms: frozenset[int]
    compounds: frozenset[int]
    entity_id: str | None
    weight: float
    name: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is understood. ``years`` are those that an answer must be of.

    ``text`` and ``topic`` are what models read: of an English question its words in Danish.
    """

    text: str
    topic: str
    regions: tuple[Region, ...]
    forums: tuple[str, ...]
    date_from: dt.date | None
    date_to: dt.date | None
    years: frozenset[int]
    compares: bool
    asks_decision: bool
    terms: tuple[Term, ...]
    kind: AnswerKind

    def without(self, taken_away: Collection[str]) -> Question:
        """The question with some of what was understood no longer counting; see ``Filters``."""
        if not taken_away:
            return self
        period = "period" in taken_away
        return replace(
            self,
            regions=tuple(r for r in self.regions if f"region:{r}" not in taken_away),
            forums=tuple(f for f in self.forums if f"forum:{f}" not in taken_away),
            date_from=None if period else self.date_from,
            date_to=None if period else self.date_to,
            terms=tuple(
                replace(term, entity_id=None, name=False)
                if f"entity:{term.entity_id}" in taken_away
                else term
                for term in self.terms
            ),
        )

    @property
    def entities(self) -> tuple[str, ...]:
        """The entities that the question is about."""
        return tuple(dict.fromkeys(t.entity_id for t in self.terms if t.entity_id))


def _regions(mentions: list[Mention], gazetteer: Gazetteer) -> tuple[Region, ...]:
    named: dict[Region, None] = {}
    for mention in mentions:
        entity = gazetteer.get(mention.entity_id)
        if entity is not None and entity.region and mention.kind in ("region", "forum"):
            named[entity.region] = None
    return tuple(region for region in REGIONS if region in named)


def _forums(mentions: list[Mention], gazetteer: Gazetteer) -> tuple[str, ...]:
    """The forums named, by the name that their documents are stored under."""
    named = (gazetteer.get(m.entity_id) for m in mentions if m.kind == "forum")
    return tuple(dict.fromkeys(entity.name for entity in named if entity is not None))


def _period(text: str, kind: AnswerKind) -> tuple[dt.date | None, dt.date | None]:
    """The meetings' period, where the question plainly speaks of when they were held.

    A bare year is no period: "budget for 2012" was decided in 2011.
    """
    if not _OF_MEETINGS.search(text) and kind not in ("overview", "decision"):
        return None, None
    between = _BETWEEN.search(text)
    if between and "ramme" not in text[: between.start()].casefold()[-16:]:
        return dt.date(int(between[1]), 1, 1), dt.date(int(between[2]), 12, 31)
    meeting = _MEETING_YEAR.search(text)
    if meeting:
        return dt.date(int(meeting[1]), 1, 1), dt.date(int(meeting[1]), 12, 31)
    since, before = _SINCE.search(text), _BEFORE.search(text)
    return (
        dt.date(int(since[1]), 1, 1) if since else None,
        dt.date(int(before[1]) - 1, 12, 31) if before else None,
    )


def _topic(text: str, mentions: list[Mention]) -> str:
    """The question without the regions and forums it names and the words of comparing."""
    bare = list(text)
    for mention in mentions:
        if mention.kind == "region" or (mention.kind == "forum" and mention.text.startswith("KKR")):
            bare[mention.start : mention.end] = " " * (mention.end - mention.start)
    stripped = _COMPARES.sub(" ", "".join(bare))
    stripped = re.sub(r"\b(?:og|i|på|fra|region)\s+(?=(?:og|om|i|på|fra)\b|[?.!]|$)", " ", stripped)
    stripped = re.sub(r"\s+([?.!,])", r"\1", re.sub(r"\s+", " ", stripped)).strip()
    return stripped if len(_WORD.findall(stripped)) >= 2 else text


def _terms(
    gloss: Gloss, mentions: list[Mention], sparse: SparseEncoder, vocabulary: Vocabulary
) -> tuple[Term, ...]:
    text = gloss.text
    found: dict[str, Term] = {}
    covered = [m for m in mentions if m.kind in _TOPICAL]
    outside = [m for m in mentions if m.kind in ("region", "forum")]
    words = {match.group().casefold() for match in _WORD.finditer(text)} - _ASKING
    vocabulary.look_up(
        (word for word in words if len(word) >= SHORTEST), sparse.encode_query(text).indices
    )
    for mention in covered:
        terms = frozenset(sparse.encode_query(mention.text).indices)
        rarity = max((vocabulary.rarity([term]) for term in terms), default=0.0)
        found[mention.entity_id] = Term(
            mention.text,
            terms,
            frozenset(),
            mention.entity_id,
            rarity,
            name=mention.kind in _NAMED,
        )
    for match in _WORD.finditer(text):
        word = match.group().casefold()
        if word in _ASKING or any(m.start <= match.start() < m.end for m in covered + outside):
            continue
        terms = frozenset(sparse.encode_query(word).indices)
        if not terms:
            continue
        counted = len(word) >= SHORTEST and word not in gloss.foreign
        compounds = vocabulary.compounds(word) - terms if counted else frozenset()
        for other in gloss.alternatives.get(word, ()):
            compounds |= frozenset(sparse.encode_query(other).indices) - terms
        weight = vocabulary.rarity(terms) if counted else _UNCOUNTED_WEIGHT
        # A capital inside the sentence is a name that no gazetteer holds.
        name = match.start() > 0 and match.group()[0].isupper()
        found[word] = Term(match.group(), terms, compounds, None, weight, name)
    return tuple(found.values())


def understand(
    text: str,
    *,
    tagger: Tagger,
    gazetteer: Gazetteer,
    sparse: SparseEncoder,
    vocabulary: Vocabulary,
) -> Question:
    """Read a question in plain Danish, or an English one by its words in Danish."""
    asked = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
    gloss = to_danish(asked) if is_english(asked) else Gloss(asked, {}, frozenset())
    text = gloss.text
    mentions = tagger.tag(text, lowercase=True)
    regions = _regions(mentions, gazetteer)
    kind = answer_kind(asked)
    date_from, date_to = _period(text, kind)
    return Question(
        text=text,
        topic=_topic(text, mentions),
        regions=regions,
        forums=_forums(mentions, gazetteer),
        date_from=date_from,
        date_to=date_to,
        years=frozenset() if date_from or date_to else frozenset(find_years(_OPEN.sub(" ", text))),
        compares=len(regions) > 1 or bool(_COMPARES.search(text)),
        asks_decision=bool(_ASKS_DECISION.search(text)),
        terms=_terms(gloss, mentions, sparse, vocabulary),
        kind=kind,
    )
