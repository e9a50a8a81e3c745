"""Minutes that nobody held: seeded, of the lengths, names and words of real ones.

``python -m tests.benchmarks.synthetic_minutes FOLDER COUNT [SEED]`` writes them as text files.

Lengths follow what was measured on real minutes and ``corpus/samples`` (characters of a section:
background 780, case 690, decision 330, recommendation 140, summary 160; 10 items; 30 passages; the
spread is lognormal). Entities stand in the gazetteer and are spoken of by Zipf's law; so are the
words, which new compounds come to for ever, as in Danish.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import log
from pathlib import Path

from corpus.gazetteer import load_gazetteer
from corpus.records import REGIONS, EntityKind, Region

_FIRST_DAY = dt.date(2007, 1, 8)
_ITEMS = 10
_SECTIONS = (
    # kind, how often an item has it, characters
    ("Resumé", 0.25, 160),
    ("Baggrund", 0.35, 780),
    ("Sagsfremstilling", 0.85, 690),
    ("Indstilling", 0.7, 140),
    ("Beslutning", 0.95, 330),
)
_FIRST = (
    "Aftale Botilbud Børn Digital Familie Forebyggelses Handicap Hjælpemiddel Indsats Kapacitets "
    "Koordinations Køb Lands Leverandør Ledsager Misbrugs Netværks Plads Psykiatri Ramme "
    "Rehabiliterings Ressource Rådgivnings Samarbejds Sikrings Social Specialist Støtte Sundheds "
    "Syns Takst Tilsyns Trafik Udviklings Unge Uddannelses Velfærds Visitations Voksen Økonomi"
).split()
_LAST = (
    "afgift aftale analyse ansvar behandling behov bemanding beregning budget center delegation "
    "effekt enhed evaluering forløb forum gruppe hjælp indsats konsulent kontrol ledelse "
    "målsætning netværk niveau norm område ordning plan praksis projekt prognose redegørelse "
    "ressource ret rolle række sekretariat statistik strategi styring støtte tilbud udgift "
    "udvalg undersøgelse vejledning vilkår virksomhed ydelse"
).split()
_SENTENCES = {
    "Resumé": (
        "Punktet handler om {matter} og {word} i {area}.",
        "Der gives en status på {project}, og {word} forelægges til drøftelse.",
    ),
    "Baggrund": (
        "{forum} besluttede i {year} at se nærmere på {matter}.",
        "{authority} har bedt kommunerne om en {word} om {target}.",
        "Baggrunden er, at {municipality} har oplevet et større behov for {word}.",
        "I {year} blev der brugt {amount} mio. kr. på {matter} i {area}.",
        "{agreement} fastlægger, hvordan {word} og {word} skal hænge sammen.",
        "Antallet af borgere med {target} er steget med {percent} pct. siden {year}.",
    ),
    "Sagsfremstilling": (
        "{institution} har {count} pladser, og {percent} pct. af dem bruges af andre kommuner.",
        "Taksten foreslås hævet med {count} kr. pr. døgn fra den 1. januar {year}.",
        "{municipality} og {municipality} peger på, at {word} bør indgå i {project}.",
        "En {word} viser, at {target} venter {count} dage på {word}.",
        "{organisation} har afgivet høringssvar og lægger vægt på {matter}.",
        "Udgiften til {word} ventes at blive {amount} mio. kr. i {year}.",
        "Arbejdet med {matter} ledes af {municipality} og afsluttes i {year}.",
        "Der er lavet en {word}, som belyser {word}, {word} og {matter}.",
        "Kommunerne i {area} har {count} borgere med {target} på venteliste.",
        "{institution} melder om {percent} pct. ledige pladser på grund af {word}.",
    ),
    "Indstilling": (
        "Det indstilles, at {forum} godkender {word} for {year}.",
        "Formandskabet indstiller, at {forum} drøfter {matter}.",
        "Det indstilles, at {word} tages til efterretning.",
        "Det indstilles, at {forum} anbefaler kommunerne at afsætte {amount} mio. kr. til {word}.",
    ),
    "Beslutning": (
        "{forum} godkendte indstillingen.",
        "{forum} tog orienteringen om {matter} til efterretning.",
        "Indstillingen blev godkendt med den ændring, at {word} udskydes til {year}.",
        "{municipality} følger op på {word} inden den 1. maj {year}.",
        "{forum} afsatte {amount} mio. kr. til {word} på {institution}.",
        "{municipality} tog forbehold for udgiften til {word}.",
        "Sekretariatet udarbejder en {word} til det næste møde.",
    ),
}


@dataclass(frozen=True, slots=True)
class Synthetic:
    """Minutes as they are written, and what their head says."""

    number: int
    region: Region
    forum: str
    date: dt.date
    text: str

    @property
    def file_name(self) -> str:
        return f"referat-{self.number:06d}.txt"


class _Zipf:
    """Draws by rank: the r-th comes with a weight of 1/r."""

    def __init__(self, values: Sequence[str]) -> None:
        self._values = values
        self._weights = list(accumulate(1 / rank for rank in range(1, len(values) + 1)))

    def draw(self, chance: random.Random) -> str:
        return chance.choices(self._values, cum_weights=self._weights)[0]


@cache
def _names(kind: EntityKind, region: Region | None = None) -> _Zipf:
    entities = load_gazetteer().by_kind(kind)
    names = [one.name for one in entities if region is None or one.region in (region, None)]
    random.Random(kind).shuffle(names)
    return _Zipf(names)


@cache
def _forums(region: Region) -> tuple[str, ...]:
    return tuple(one.name for one in load_gazetteer().by_kind("forum") if one.region == region)


def meeting(number: int) -> tuple[Region, str, dt.date]:
    """Which forum minutes are of, and when it met: no two are of one meeting."""
    region = REGIONS[number % len(REGIONS)]
    forums = _forums(region)
    turn = number // len(REGIONS)
    days = (turn // len(forums)) * 7 + turn % 5
    return region, forums[turn % len(forums)], _FIRST_DAY + dt.timedelta(days=days % 6700)


def word(chance: random.Random) -> str:
    """A compound; the r-th commonest comes with a weight of about 1/r, without end."""
    rank = int(len(_FIRST) * len(_LAST) * 40 ** (chance.random() * 1.6 - 1))
    first, rest = _FIRST[rank % len(_FIRST)], rank // len(_FIRST)
    last, more = _LAST[rest % len(_LAST)], rest // len(_LAST)
    middle = "".join(_LAST[(more * 7 + n) % len(_LAST)] + "s" for n in range(more.bit_length()))
    return (first + middle + last).lower()


def minutes(number: int, seed: int = 1) -> Synthetic:
    """The minutes of this number: the same ones for the same seed, always."""
    chance = random.Random(f"{seed}/{number}")
    region, forum, date = meeting(number)
    draw: dict[str, Callable[[], str]] = {
        "matter": lambda: _names("theme").draw(chance).lower(),
        "target": lambda: _names("target_group").draw(chance).lower(),
        "word": lambda: word(chance),
        "area": lambda: f"Region {region}",
        "project": lambda: _names("project").draw(chance),
        "agreement": lambda: _names("agreement").draw(chance),
        "authority": lambda: _names("authority").draw(chance),
        "organisation": lambda: _names("organisation").draw(chance),
        "institution": lambda: _names("institution", region).draw(chance),
        "municipality": lambda: _names("municipality", region).draw(chance),
        "forum": lambda: forum,
        "year": lambda: str(date.year + chance.randint(-2, 2)),
        "amount": lambda: f"{chance.uniform(0.2, 60):.1f}".replace(".", ","),
        "percent": lambda: f"{chance.uniform(1, 80):.1f}".replace(".", ","),
        "count": lambda: str(chance.randint(3, 400)),
    }

    def sentence(label: str) -> str:
        parts = chance.choice(_SENTENCES[label]).split("{")
        written = parts[0]
        for part in parts[1:]:
            slot, _, rest = part.partition("}")
            written += draw[slot]() + rest
        return written[0].upper() + written[1:]

    def section(label: str, usual: int) -> str:
        length = chance.lognormvariate(log(usual) - 0.18, 0.6)
        written = sentence(label)
        while len(written) < length:
            written += ("\n" if chance.random() < 0.15 else " ") + sentence(label)
        return f"{label}: {written}"

    count = max(3, min(30, round(chance.lognormvariate(log(_ITEMS), 0.35))))
    titles = [f"{draw['matter']().capitalize()} og {word(chance)}" for _ in range(count - 2)]
    titles = ["Godkendelse af dagsordenen", *titles, "Eventuelt og næste møde"]
    written = [
        forum.upper(),
        f"Referat af møde den {date.day}. {_MONTHS[date.month - 1]} {date.year} kl. 9.30-12.00\n"
        f"Mødested: {draw['municipality']()}",
        "Til stede: "
        + ", ".join(f"borgmesteren fra {draw['municipality']()}" for _ in range(6))
        + f", {chance.randint(2, 14)} øvrige medlemmer",
        "Dagsorden: " + " ".join(f"{n}. {title}" for n, title in enumerate(titles, start=1)),
    ]
    for n, title in enumerate(titles, start=1):
        written.append(f"{n}. {title}")
        if n in (1, count):
            written.append(f"Beslutning: {forum} godkendte dagsordenen." if n == 1 else
                           f"Næste møde holdes i {draw['municipality']()}.")  # fmt: skip
            continue
        for label, share, usual in _SECTIONS:
            if chance.random() < share:
                written.append(section(label, usual))
    return Synthetic(number, region, forum, date, "\n\n".join(written) + "\n")


_MONTHS = (
    "januar februar marts april maj juni juli august september oktober november december"
).split()


def write(folder: Path, count: int, seed: int = 1) -> list[Path]:
    """Write so many minutes as text files; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        made = minutes(number, seed)
        paths.append(folder / made.file_name)
        paths[-1].write_text(made.text, encoding="utf-8")
    return paths


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
