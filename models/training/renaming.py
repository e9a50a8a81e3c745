"""Other names and numbers in a question and its units, so that they are read, not learnt."""

from __future__ import annotations

import random
import re

from models.training.questions import Span

REGIONS = ("Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland")
MUNICIPALITIES = (
    "Aabenraa",
    "Aalborg",
    "Aarhus",
    "Albertslund",
    "Allerød",
    "Assens",
    "Ballerup",
    "Billund",
    "Bornholm",
    "Brøndby",
    "Brønderslev",
    "Dragør",
    "Egedal",
    "Esbjerg",
    "Fanø",
    "Favrskov",
    "Faxe",
    "Fredensborg",
    "Fredericia",
    "Frederiksberg",
    "Frederikshavn",
    "Frederikssund",
    "Furesø",
    "Faaborg-Midtfyn",
    "Gentofte",
    "Gladsaxe",
    "Glostrup",
    "Greve",
    "Gribskov",
    "Guldborgsund",
    "Haderslev",
    "Halsnæs",
    "Hedensted",
    "Helsingør",
    "Herlev",
    "Herning",
    "Hillerød",
    "Hjørring",
    "Holbæk",
    "Holstebro",
    "Horsens",
    "Hvidovre",
    "Høje-Taastrup",
    "Hørsholm",
    "Ikast-Brande",
    "Ishøj",
    "Jammerbugt",
    "Kalundborg",
    "Kerteminde",
    "Kolding",
    "København",
    "Køge",
    "Langeland",
    "Lejre",
    "Lemvig",
    "Lolland",
    "Lyngby-Taarbæk",
    "Læsø",
    "Mariagerfjord",
    "Middelfart",
    "Morsø",
    "Norddjurs",
    "Nordfyn",
    "Nyborg",
    "Næstved",
    "Odder",
    "Odense",
    "Odsherred",
    "Randers",
    "Rebild",
    "Ringkøbing-Skjern",
    "Ringsted",
    "Roskilde",
    "Rudersdal",
    "Rødovre",
    "Samsø",
    "Silkeborg",
    "Skanderborg",
    "Skive",
    "Slagelse",
    "Solrød",
    "Sorø",
    "Stevns",
    "Struer",
    "Svendborg",
    "Syddjurs",
    "Sønderborg",
    "Thisted",
    "Tønder",
    "Tårnby",
    "Vallensbæk",
    "Varde",
    "Vejen",
    "Vejle",
    "Vesthimmerland",
    "Viborg",
    "Vordingborg",
    "Ærø",
)
_PLACE = re.compile(
    r"\b(" + "|".join(sorted((*REGIONS, *MUNICIPALITIES), key=len, reverse=True)) + r")(?=s?\b)"
)
# A day of a month, a clock time and a section of a law stay what they are.
_NUMBER = re.compile(
    r"(?<![\d§.,/-])(?<!kl\. )(?<!§ )\d+(?:[.,]\d+)*(?![\d/-])(?!\.? (?:januar|februar|marts|april|"
    r"maj|juni|juli|august|september|oktober|november|december))"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


class Renaming:
    """One draw of names and numbers, the same wherever it is applied."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._places = dict(
            [
                *zip(REGIONS, chance.sample(REGIONS, len(REGIONS)), strict=True),
                *zip(
                    MUNICIPALITIES, chance.sample(MUNICIPALITIES, len(MUNICIPALITIES)), strict=True
                ),
            ]
        )
        self._years = chance.randint(-8, 3)
        self._numbers: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        text = _PLACE.sub(lambda match: self._places[match.group(1)], text)
        return _NUMBER.sub(lambda match: self._number(match.group()), text)

    def _number(self, number: str) -> str:
        if _YEAR.fullmatch(number):
            return str(int(number) + self._years)
        if sum(map(str.isdigit, number)) < 2:
            return number
        if number not in self._numbers:
            drawn = [str(self._chance.randint(0, 9)) if c.isdigit() else c for c in number]
            drawn[0] = str(self._chance.randint(1, 9))
            self._numbers[number] = "".join(drawn)
        return self._numbers[number]

    def spans(self, text: str, spans: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
        """``text`` renamed, and where its (disjoint) spans stand then."""
        made, at, moved = "", 0, []
        for start, end in sorted(spans):
            made += self(text[at:start])
            first = len(made)
            made += self(text[start:end])
            moved.append((first, len(made)))
            at = end
        return made + self(text[at:]), tuple(moved)
