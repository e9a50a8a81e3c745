"""The subject of a figure's clause, and the noun phrases before a preposition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import Span
from ingest.figures.nouns import is_time, noun_phrase, with_what_follows
from ingest.figures.words import (
    ADVERBS,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    Word,
    is_content,
    is_verb,
    word_index,
)

_ACTOR = re.compile(
    r"(?:.*(?:kommune[rn]?|kommunerne|region(?:en|er|erne)?|udvalget?|forum(?:met)?|styregruppen?|"
    r"sekretariatet|ministeriet|bestyrelsen|formanden|direktøren|rådet|styrelsen|tilsynet|gruppen|"
    r"formandskabet|kredsen|regeringen|staten|parterne|partierne|folketinget|satspuljepartierne)"
    r"|kkr|das|dassos|kl|fu|k17|k22|man|københavn|odense|aarhus|aalborg)$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;:]\s|,\s|\s(?=(?:mens|hvoraf|heraf|men)\s)|\bat\s|\bhvis\s|\s[–-]\s|"
    r"\sog\s(?=(?:[a-zæøå]+\s){1,3}(?:er|var|bliver|udgør|udgjorde|koster|kostede|falder|faldt|stiger|"
    r"steg|blev|beløber|beløb|andrager|ligger|lå|forventes|skønnes)\b)"
)
_AND = re.compile(r"\sog\s$")
# Who does this gives, gets or spends the amount, and is not what it is of.
_ACTS = re.compile(
    r"(?:bidrag(?:er|ede|et)|bidrog|modtag(?:er|et)|modtog|(?:ind|ud)?betal(?:er|te|t)|"
    r"(?:be|til)vilg(?:er|ede|et)|afsætter|afsatte|(?:an)?søg(?:er|te|t)|brug(?:er|te|t)|"
    r"anvend(?:er|te|t)|omsæt(?:ter|te)|spar(?:er|ede|et)|investere[rt]|(?:med)?finansiere[rt]|investerede|giver|gav|"
    r"givet|yd(?:er|ede|et)|overskr(?:ed|ider)|overskredet|køb(?:er|te|t)|overfør(?:er|te|t)|"
    r"tildel(?:er|te|t)|støtte[rt]|støttede|råder|disponere[rt]|opkræv(?:er|ede|et))$"
)
# How something is told, set first in its clause ("Typisk er …").
_MANNER = re.compile(r".*(?:ig|isk|el|al|iv|ær|ent|ant)t?$")
_RELATIVE = frozenset("som der hvor hvilket hvis hvoraf".split())
_PARTICLES = frozenset("nede oppe ned op sig nu fast samlet allerede stadig uændret".split())
_INSIDE = frozenset("af i på for til ved med fra".split())
_DONE_AFTER = frozenset("er var blev bliver har havde været blevet være blive at sig".split())
_DONE = re.compile(
    r"(?<!tall)(?<!forbrug)(?<!fravær)(?<!beløb)(?<!budgett)(?<!niveau)(?<!skudd)(?<!drag)(?<!behov)"
    r"(?<!mål)(?<!skab)(?<!områd)(?<!fang)(?<!budd)(?<!projekt)(?<!resultat)"
    r"(?<!snitt)et$|[aglrnts]t$"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A clause's subject. ``acts`` tells that it is somebody who decides or pays, not a matter."""

    span: Span
    acts: bool = False


def is_actor(words: str) -> bool:
    """Whether a name or noun is somebody who acts: a municipality, a forum, a ministry."""
    return bool(_ACTOR.match(words))


def find_subject(text: str, words: Sequence[Word], place: int, start: int) -> Subject | None:
    """The subject of the clause that holds the word at ``place``: before its verb, or, where
    something else opens the clause, after it. A clause that ended before is no part of it."""
    stop = words[place].start if place < len(words) else len(text)
    cuts = [word_index(words, start)]
    for match in _CLAUSE.finditer(text, start, stop):
        cut = word_index(words, match.end())
        # Two nouns of one subject ("børn og unge var"), no clauses.
        if _AND.fullmatch(match.group()) and not any(map(is_verb, words[cuts[-1] : cut])):
            continue
        cuts.append(cut)
    limit = place
    opening = words[cuts[-1]] if cuts[-1] < place else None
    if opening is not None and opening.low in _RELATIVE and words[cuts[-1] - 1].text == ",":
        after = words[cuts[-1] + 1] if cuts[-1] + 1 < place else None
        begins = after and (is_content(after) or after.low in DETERMINERS)
        if begins and opening.low in ("hvoraf", "hvor"):
            return _subject_of(words, cuts[-1] + 1, place)
        if before := before_preposition(words, cuts[-1] - 1):
            return Subject(before)
    for begin in reversed(cuts):
        if begin < place and words[begin].low in _RELATIVE and limit != place:
            limit = begin
            continue
        if found := _subject_of(words, begin, limit if limit > begin else place):
            return found
        limit = min(limit, begin) if limit != place else begin
    return None


def _subject_of(words: Sequence[Word], begin: int, place: int) -> Subject | None:
    """The subject of the clause that begins at the word ``begin``."""
    at = begin
    while at < place and (
        words[at].low in CONJUNCTIONS
        or not words[at].is_word
        or (len(words[at].text) == 1 and words[at].low not in PREPOSITIONS)
    ):
        at += 1
    if begin < at < place and words[at].low == "af" and words[at - 1].text[0].isdigit():
        # "20 af de 64 pladser": the pladser are the subject.
        at += 1
        while at < place and (words[at].low in DETERMINERS or not words[at].is_word):
            at += 1
    verb = next(
        (i for i in range(at, place) if is_verb(words[i]) and not _qualifies(words, i)), None
    )
    acts = verb is not None and any(_ACTS.match(word.low) for word in words[verb:place])
    if verb is None:
        if at < place and words[at].low.endswith("ende"):
            # "…, varierende fra": more of the clause before.
            return None
        if any(word.text[0].isdigit() for word in words[begin:place]):
            return None
        verb = place
        while verb > at and not is_content(words[verb - 1]):
            verb -= 1
    if at >= verb or words[at].low in PREPOSITIONS or (at + 1 == verb and _tells_how(words, at)):
        return _phrase_after_verb(words, verb + 1, place)
    if words[at].low in PRONOUNS and at + 1 == verb:
        return (
            _phrase_after_verb(words, verb + 1, place) if words[at].low in ("der", "så") else None
        )
    if is_time(words[verb - 1]) and all(
        is_time(word) or word.low.endswith("e") or word.low in DETERMINERS or word.text[0].isdigit()
        for word in words[at:verb]
    ):
        return _phrase_after_verb(words, verb + 1, place)
    end = verb - 1
    while end > at and (
        words[end].low in CONJUNCTIONS | PRONOUNS | PREPOSITIONS | DETERMINERS
        or words[end].text[0].isdigit()
        or is_time(words[end])
        or not words[end].is_word
    ):
        end -= 1
    if not is_content(words[end]):
        return None
    # The noun that the phrase is about is its first: "Udgiften til den kommune".
    head = at
    while head < end and (
        not is_content(words[head])
        or words[head].low.endswith("e")
        or (words[head].low.endswith("s") and is_content(words[head + 1]))
    ):
        head += 1
    named = words[end].text[0].isupper() and not any(
        word.low in PREPOSITIONS for word in words[at:end]
    )
    acts = acts or is_actor(words[head].low) or (named and is_actor(words[end].low))
    return Subject(Span(words[at].start, words[end].end), acts)


def _qualifies(words: Sequence[Word], at: int) -> bool:
    """Whether a verb's form is an adjective to the noun after it ("den *forventede* takst")."""
    return (
        at > 0
        and at + 1 < len(words)
        and words[at].low.endswith(("ede", "te"))
        and words[at - 1].low in DETERMINERS
        and is_content(words[at + 1])
    )


def _tells_how(words: Sequence[Word], at: int) -> bool:
    """Whether the one word before a verb is an adverb, and the subject stands after the verb."""
    return bool(_MANNER.match(words[at].low)) and (
        at + 2 < len(words) and (words[at + 2].low in DETERMINERS or is_content(words[at + 2]))
    )


def _phrase_after_verb(words: Sequence[Word], at: int, place: int) -> Subject | None:
    """The subject after the verb, where something else opens the clause."""
    done = at > 0 and words[at - 1].low in _DONE_AFTER
    while at < place and words[at].low in DETERMINERS | CONJUNCTIONS | {"sig"}:
        at += 1
    if at >= place or words[at].low in PREPOSITIONS | PRONOUNS:
        return None
    if done and _DONE.search(words[at].low) and not words[at].low.endswith(("heden", "en")):
        return None
    phrase = noun_phrase(words, at)
    if phrase is None or phrase.last >= place or is_time(phrase.head):
        return None
    end = with_what_follows(words, phrase)
    span = Span(phrase.start, end if end <= words[place - 1].end else phrase.end)
    acts = is_actor(phrase.head.low) or any(_ACTS.match(w.low) for w in words[phrase.last : place])
    return Subject(span, acts)


def before_preposition(words: Sequence[Word], at: int) -> Span | None:
    """The noun phrase right before the preposition at ``at``, times left out: "en stigning *i
    taksten i 2020* på"."""
    end = at - 1
    while end >= 1 and (words[end].text[0].isdigit() or is_time(words[end])):
        end -= 1
        if end >= 0 and words[end].low in ("i", "for", "pr", "fra", "til", ".", "-", "–"):
            end -= 1
    if end < 0 or not is_content(words[end]) or words[end].low in ADVERBS | _PARTICLES:
        return None
    begin = end
    while begin > 0 and _belongs(words, begin - 1):
        if words[begin].low in DETERMINERS and words[begin - 1].low not in _INSIDE | DETERMINERS:
            break
        begin -= 1
    while begin < end and (
        words[begin].low in PREPOSITIONS
        or words[begin].low in CONJUNCTIONS
        or words[begin].text == "."
    ):
        begin += 1
    return Span(words[begin].start, words[end].end)


def _belongs(words: Sequence[Word], at: int) -> bool:
    """Whether the word at ``at`` is part of the noun phrase that goes on after it."""
    word = words[at]
    if word.low in DETERMINERS:
        return True
    if word.text == ".":
        return at > 0 and words[at - 1].low in ("st", "sct", "skt", "nr", "kr")
    if word.low in _INSIDE:
        return (
            at > 0
            and is_content(words[at - 1])
            and words[at - 1].low not in ADVERBS
            and not words[at - 1].low.endswith(("eret", "ede"))
        )
    return is_content(word) and word.low not in ADVERBS


def is_done(words: Sequence[Word], at: int) -> bool:
    """Whether the word at ``at`` is a verb's form, no noun ("er sat til", "stiger til")."""
    while at > 1 and words[at].text[0].isdigit() and words[at - 1].low in ("i", "for", "pr", "fra"):
        at -= 2
    if at < 0 or not is_content(words[at]) or words[at].low in ADVERBS | _PARTICLES:
        return True
    if any(word.low in DETERMINERS for word in words[max(0, at - 2) : at]):
        return False
    return bool(_DONE.search(words[at].low)) and any(
        word.low in _DONE_AFTER or is_verb(word) for word in words[max(0, at - 4) : at]
    )
