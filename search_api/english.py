"""English questions: recognised, and read as the Danish words that the minutes may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from corpus.dates import MONTHS

_GLOSSARIES = ("words", "names", "services", "terms")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|§")
# Words that only one of the languages has; "to", "by", "at", "for" and "under" belong to both.
_ENGLISH = frozenset(
    """
    what which who whom whose when where why how the of and is are was were did does do has had
    been be being will would should could can shall might must with from about this that these
    those their they its there any between into since before after than or not in on each every
    many much more compare tell show summarise summarize explain describe decided agreed regarding
    whether during across please
    """.split()
)
_DANISH = frozenset(
    """
    hvad hvem hvis hvilke hvilken hvilket hvor hvordan hvorfor hvornår hvorvidt og i på til fra af
    om med ved er var bliver blev blevet være været har havde skal skulle kan kunne må vil ville bør
    burde det den der de dem deres sin som et en ikke eller mellem efter før siden hver alle mange
    meget får fik siger sagde mener sammenlign vis fortæl giv find hos mod uden inden under nu så ud
    ind op ned nye
    """.split()
)
_MONTHS = dict(
    zip(
        "january february march april may june july august september october november "
        "december".split(),
        MONTHS,
        strict=True,
    )
)
_MONTH = "|".join(_MONTHS)
_DAY_MONTH = re.compile(rf"\b(\d\d?)(?:st|nd|rd|th)? (?:of )?({_MONTH})\b", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"\b({_MONTH}) (\d\d?)(?:st|nd|rd|th)?\b,?(?! ?\d\d\b)", re.IGNORECASE)
_MONTH_ALONE = re.compile(rf"\b({_MONTH.replace('|may', '')}|May(?= \d))\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_DECIMALS = re.compile(r"(?<=\d)\.(?=\d+ ?(?:million|billion|per|%|m\b))")
# "Aalborg's" is "Aalborgs", but "KL's" stays.
_GENITIVE = re.compile(r"(?<=[a-zæøå])['’]s?$")
_MUNICIPALITY_OF = re.compile(r"\b(?:the )?(?:municipality|city) of ([A-ZÆØÅ][\w-]+)", re.I)


@dataclass(frozen=True, slots=True)
class Gloss:
    """An English question in Danish words, in the English order.

    ``alternatives`` are other Danish words for one of ``text``'s, which count as well as it;
    ``foreign`` are its words in small letters that are still English. All in lower case.
    """

    text: str
    alternatives: Mapping[str, tuple[str, ...]]
    foreign: frozenset[str]


@cache
def glossary() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """The Danish words for English ones, which are in lower case and split at spaces."""
    entries: dict[tuple[str, ...], tuple[str, ...]] = {}
    folder = resources.files("search_api")
    texts = [folder.joinpath(f"english_{name}.txt").read_text("utf-8") for name in _GLOSSARIES]
    for line in "\n".join(texts).splitlines():
        if line and not line.startswith("#"):
            english, _, danish = line.partition("=")
            words = tuple(word.strip() for word in danish.split(",") if word.strip())
            for name in english.split(","):
                entries[tuple(name.split())] = words
    return entries


@cache
def _longest() -> int:
    return max(len(words) for words in glossary())


def _base_forms(word: str) -> Iterator[str]:
    """``word`` as written, then without the regular endings of number, genitive and tense."""
    yield word
    for ending, base in (("'s", ""), ("s'", "s"), ("'", ""), ("ies", "y"), ("s", ""), ("es", "")):
        if word.endswith(ending):
            yield word.removesuffix(ending) + base
    for ending in ("ing", "ed", "d"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            yield word.removesuffix(ending)
            yield word.removesuffix(ending) + "e"


def _danish(words: list[str]) -> tuple[str, ...] | None:
    """The Danish words for an English phrase, ``None`` where the glossary has none."""
    for last in _base_forms(words[-1]):
        found = glossary().get((*words[:-1], last))
        if found is not None:
            return found
    return None


def is_english(text: str) -> bool:
    """Whether a question is asked in English. Names say nothing of its language ("Hvad er Housing
    First?"), and what may be either is Danish."""
    words = _WORD.findall(text)
    # A word with a capital is a name, but for the one that opens the question.
    small = [word.casefold() for n, word in enumerate(words) if n == 0 or word[0].islower()]
    english = sum(word in _ENGLISH for word in small)
    danish = sum(word in _DANISH or bool(re.search("[æøå]", word)) for word in small[1:])
    if small:
        english += small[0] in _ENGLISH
        danish += 2 * (small[0] in _DANISH)
    if english or danish:
        return english > danish
    # Keywords: English where the glossary has Danish ones for most that are not spelled alike.
    known = [word for word in small if (found := _danish([word])) and word not in found]
    return len(known) * 2 > len(small)


def _dates_and_numbers(text: str) -> str:
    """Dates, amounts and "the municipality of X" as Danish writes them."""

    def month(name: str) -> str:
        return _MONTHS[name.casefold()]

    text = _DAY_MONTH.sub(lambda m: f"{m[1]}. {month(m[2])}", text)
    text = _MONTH_DAY.sub(lambda m: f"{m[2]}. {month(m[1])}", text)
    text = _MONTH_ALONE.sub(lambda m: month(m[1]), text)
    text = _DECIMALS.sub(",", _THOUSANDS.sub(".", text))
    return _MUNICIPALITY_OF.sub(r"\1 Kommune", text)


def to_danish(text: str) -> Gloss:
    """An English question word for word in Danish, the longest phrases first; what the glossary
    does not know stays as it is."""
    text = _dates_and_numbers(text)
    matches = list(_WORD.finditer(text))
    words = [match.group().replace("’", "'").casefold() for match in matches]
    pieces: list[str] = []
    alternatives: dict[str, tuple[str, ...]] = {}
    foreign: set[str] = set()
    at = end = 0
    while at < len(words):
        pieces.append(text[end : matches[at].start()])
        length, danish = 1, None
        for length in range(min(_longest(), len(words) - at), 0, -1):
            between = text[matches[at].start() : matches[at + length - 1].end()]
            danish = None if re.search(r"[?.!:;,]", between) else _danish(words[at : at + length])
            if danish is not None:
                break
        end = matches[at + length - 1].end()
        if danish is None:
            pieces.append(_GENITIVE.sub("s", matches[at].group()))
            if matches[at].group().islower() and words[at] not in _MONTHS.values():
                foreign.add(words[at])
        elif danish:
            noun = danish[0]
            # "Aalborg Municipality" is a name, as "Aalborg Kommune" is.
            named = noun == "kommune" and matches[at].group()[0].isupper()
            pieces.append(noun.capitalize() if named else noun)
            alternatives[noun.casefold()] = danish[1:]
        at += length
    pieces.append(text[end:])
    joined = re.sub(r"\s+", " ", "".join(pieces)).strip()
    joined = re.sub(r" (?=[?.!,:;])", "", joined)
    return Gloss(joined[:1].upper() + joined[1:], alternatives, frozenset(foreign))
