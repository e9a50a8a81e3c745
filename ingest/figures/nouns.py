"""The noun phrase that a number stands before, and its noun in the indefinite plural."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.figures.words import (
    ADVERBS,
    DETERMINERS,
    Word,
    is_bare_plural,
    is_content,
    is_function,
    is_plural_noun,
    is_premodifier,
    is_verb,
)

_MOST_MODIFIERS = 4
_MOST_PHRASES = 2
_BINDING = frozenset("med uden til i på for af fra hos under over inden ved".split())
_TIME = re.compile(
    r"(?:(?:19|20)\d\d|januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|"
    r"december|gennemsnit|alt|dag|år|året|årene|perioden|foråret|efteråret|sommeren|vinteren|"
    r"kvartal|halvår|uge|udgangen|begyndelsen|slutningen)"
)
# Nouns after a preposition that tell how and when, not what.
_IN_PHRASES = frozenset(
    "forhold stedet stand gang grad forvejen første andet løbet forbindelse følge kraft takt "
    "alderen forlængelse samarbejde regi tilknytning højere alt en gennemsnit".split()
)
_IRREGULAR = {
    "plads": "pladser",
    "borger": "borgere",
    "person": "personer",
    "patient": "patienter",
    "barn": "børn",
    "barnet": "børn",
    "mand": "mænd",
    "dag": "dage",
    "bolig": "boliger",
    "sag": "sager",
    "gang": "gange",
    "stilling": "stillinger",
    "elev": "elever",
    "region": "regioner",
    "afdeling": "afdelinger",
    "familie": "familier",
    "time": "timer",
    "uge": "uger",
    "måned": "måneder",
    "konsulent": "konsulenter",
    "koordinator": "koordinatorer",
    "medlem": "medlemmer",
    "projekt": "projekter",
    "punkt": "punkter",
    "kontrakt": "kontrakter",
    "byråd": "byråd",
    "sted": "steder",
    "center": "centre",
    "team": "teams",
    "seng": "senge",
    "bosted": "bosteder",
    "opholdssted": "opholdssteder",
    "børnene": "børn",
    "dagene": "dage",
    "gangene": "gange",
    "stederne": "steder",
    "borgernes": "borgere",
    "sengene": "senge",
}
# What qualifies an adjective ("højt specialiserede pladser").
_DEGREES = frozenset(
    "højt særligt svært meget lettere nyligt midlertidigt fuldt delvist kommunalt regionalt privat "
    "dybt mest socialt psykisk fysisk nyt mere mindre".split()
)
_DID = re.compile(r"(?<!hæmm)(?<!skadd)ede$")
_PARTICIPLE = re.compile(r".{3,}(?:te|ede|[gd]ne)$")
_INDEFINITE = re.compile(r"(?!.*(?:erne|ene|else|ende)$)")
_ADJECTIVE = re.compile(r".{2,}(?:[nrtd]al|isk|(?:el|æ)lig|onel|iv)e$")
_PAIR = re.compile(r"børn-?\s(?:og|/)\s?unge\b", re.IGNORECASE)
# Nouns in -er that end in -ere in the plural.
_AGENTS = re.compile(
    r"(?:.*(?:arbejd|borg|deltag|led|lær|brug|bygg|bebo|rådgiv|ejer?|køb|sælg|forsk|ansøg|behandl|"
    r"modtag|vejled|kvindeli|plej|aftag|spill|repræsent|tilsynsfør|udbyd|henvis|behandl|lej|"
    r"besøg|koordiner|ydern?|dyrk|direktø))er"
)
_NOT_PLURAL = re.compile(r".*(?:ninger|inger|heder|elser|tioner|enter|iteter|ader|iner|oner)$")


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun with its adjectives, ``[start, end)`` in the text: ``head`` is the noun."""

    start: int
    end: int
    head: Word
    last: int  # the head's place among the words


def is_time(word: Word) -> bool:
    """Whether a word tells when rather than what: a year, a month, "gennemsnit"."""
    return bool(_TIME.fullmatch(word.low))


def noun_phrase(words: Sequence[Word], at: int, participles: bool = False) -> NounPhrase | None:
    """The noun and its adjectives that begin at the word ``at``; ``None`` where none does. With
    ``participles``, a verb's form in -te or -ede may be one of them ("12 *godkendte* pladser")."""
    first = at
    while at < len(words) and at - first < _MOST_MODIFIERS:
        word = words[at]
        after = words[at + 1] if at + 1 < len(words) else None
        if word.text.endswith("-") and after and after.low in ("og", "eller", "samt"):
            at += 2
            continue
        if (
            after
            and at + 3 < len(words)
            and after.low in ("og", "eller")
            and _ADJECTIVE.match(word.low)
            and is_premodifier(words[at + 2], words[at + 3])
        ):
            at += 2
            continue
        if word.low in _DEGREES and after and after.low.endswith("e") and is_content(after):
            at += 1
            continue
        if participles and after and _PARTICIPLE.match(word.low) and is_verb(word):
            beyond = words[at + 2] if at + 2 < len(words) else None
            indefinite = is_plural_noun(after) and _INDEFINITE.match(after.low)
            if indefinite or is_premodifier(after, beyond):
                at += 1
                continue
        if is_content(word) and is_premodifier(word, after):
            if after and after.low.endswith("ede") and _DID.search(word.low) and at == first:
                # "de 42 fyrede sivede ud": the second is the verb.
                break
            at += 1
            continue
        break
    if at >= len(words) or not is_content(words[at]) or words[at].low in ADVERBS:
        return None
    return NounPhrase(words[first].start, words[at].end, words[at], at)


def with_what_follows(words: Sequence[Word], phrase: NounPhrase) -> int:
    """Where the phrase ends together with what tells the noun more closely: "borgere" *i
    målgruppen*, "pladser" *på Kofoedsminde*. Times are not part of it."""
    end, at = phrase.end, phrase.last + 1
    if (
        at + 1 < len(words)
        and words[at].low in ("og", "eller")
        and is_plural_noun(words[at + 1])
        and not is_verb(words[at + 1])
        and (at + 2 >= len(words) or not is_content(words[at + 2]))
    ):
        end, at = words[at + 1].end, at + 2
    for _ in range(_MOST_PHRASES):
        if at >= len(words) or words[at].low not in _BINDING:
            break
        inner = at + 1
        while inner < len(words) and words[inner].low in DETERMINERS:
            inner += 1
        found = noun_phrase(words, inner)
        if found is None or is_time(found.head) or found.head.low in _IN_PHRASES:
            break
        end, at = found.end, found.last + 1
        while (
            at + 1 < len(words)
            and words[at].low == "og"
            and is_content(words[at + 1])
            and (at + 2 >= len(words) or is_function(words[at + 2]))
        ):
            end, at = words[at + 1].end, at + 2
        while at < len(words) and words[at].text[0].isupper() and is_content(words[at]):
            end, at = words[at].end, at + 1
    return end


def pair_of_nouns(text: str, start: int) -> str | None:
    """The two nouns at ``start`` that are counted as one ("børn og unge")."""
    return "børn og unge" if _PAIR.match(text, start) else None


def plural(noun: str) -> str:
    """The noun in the indefinite plural and small letters: "pladserne", "plads" and "pladsers"
    give "pladser". Capitals of an abbreviation stay."""
    low = noun if noun[:2].isupper() else noun.lower()
    low = re.sub(r"['’´]?s$", "", low) if low.endswith(("ers", "eres", "års", "dages")) else low
    for ending, whole in _IRREGULAR.items():
        if low == ending or (len(ending) > 3 and low.endswith(ending)):
            return low[: len(low) - len(ending)] + whole
    if low.endswith("erne"):
        stem = low[:-2]
        return stem + "e" if _AGENTS.fullmatch(stem) else stem
    if low.endswith("ene") and len(low) > 6:
        return low[:-3]
    return low


def singular_to_plural(noun: str) -> str:
    """The plural of a noun that stands after "én" or "1"."""
    low = plural(noun)
    if low != noun.lower() or low.endswith(("er", "e")) and _NOT_PLURAL.match(low):
        return low
    if is_bare_plural(low):
        return low
    if low.endswith("mester"):
        return low.removesuffix("er") + "re"
    if low.endswith("er"):
        return low + "e"
    return low + ("r" if low.endswith("e") else "er")
