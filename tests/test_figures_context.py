"""What a figure counts, when and where it holds."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.figured import figures_of, words

COUNTED = [
    ("Den længste ventetid var 132 dage.", "Den længste ventetid"),
    ("Taksten er i dag 4.310 kr. pr. døgn.", "Taksten"),
    ("Regionen ønsker at hæve døgntaksten på Østruplund med 312 kr.", "døgntaksten på Østruplund"),
    ("Belægningen lå i 2021 på 78 pct. i gennemsnit.", "Belægningen"),
    ("Regnskabet viser et opsamlet overskud på 3.589.269 kr.", "et opsamlet overskud"),
    ("Udvalget drøfter en takststigning på 206 kr. pr døgn.", "en takststigning"),
    ("De tomme pladser kostede kommunerne 3,4 mio. kr.", "De tomme pladser"),
    ("Der kan ommærkes 25 % af pladserne.", "pladserne"),
    ("Styregruppen bevilgede 85.000 kr. til et forsøg.", "forsøg"),
    ("Fra 2022 er udgifterne steget med 2,1 pct. om året.", "udgifterne"),
    ("Ved indberetningen i april var taksterne sænket med 0,7 pct.", "taksterne"),
    (
        "Taksterne på de tilbud, som aftalen dækker, er sænket med 1,2 pct.",
        "Taksterne på de tilbud",
    ),
    ("Budget 2022: 3,4 mio. kr.", "Budget"),
    ("- ungeforløb: + 90 kr. pr. døgn", "ungeforløb"),
    ("Udgiften til Kofoedsminde er 28,9 mio. kr.", "Udgiften til Kofoedsminde"),
    ("De 11 kommuners bidrag er 28,9 mio. kr.", "De 11 kommuners bidrag"),
    ("Der er 16 borgere på Kofoedsminde.", "borgere på Kofoedsminde"),
    ("Der er 30 børn i målgruppen i 2021.", "børn i målgruppen"),
    ("Der er 12 borgere med dom i landsdelen.", "borgere med dom i landsdelen"),
    ("Selvrisikoen (5 %) er uændret.", "Selvrisikoen"),
    ("Der er ansøgt om 500.000 kr. fra fonden.", "ansøgt"),
    ("Region Sjælland har bidraget med 12 mio. kr.", "bidraget"),
    ("EU's Socialfond har givet tilsagn om 2,7 mio. kr.", "tilsagn"),
    ("Puljen er på 61 mio. kr., hvoraf Aalborg modtager 8,4 mio. kr.", "modtager"),
    ("I 2022 overskred kommunerne budgettet med 1,9 mia. kr.", "budgettet"),
    ("Regionens pris er høj, mens Fyn kan drive ordningen for 4.800 kr.", "ordningen"),
    ("Udgifterne til børn og unge var i 2009 på 14,9 mia. kr.", "Udgifterne til børn og unge"),
    ("Udgiften varierer fra 6.900 kr. i Solrød til 17.400 kr. i Lolland.", "Udgiften"),
    ("Besparelsen er 11 pct., varierende fra 4 pct. i Vejen til 21 pct. i Varde.", "Besparelsen"),
    ("Omvendt er taksten steget med godt 15 pct.", "taksten"),
    ("P.t. er tallet 86,3 pct. for hele regionen.", "tallet"),
    ("Den forventede takst falder derved ca. 3,5 pct.", "Den forventede takst"),
    ("Det er lidt mere end i 2009, hvor belægningen var 94,8 pct.", "belægningen"),
    ("Centret har 12 sager, fordelt med 58 % på børn og 42 % på voksne.", "voksne"),
    ("Der er 12 pladser i alt, men 34 pct. af dem er tomme.", "pladser"),
    ("Der var 12 opslag i august, 12 % flere end året før.", "opslag"),
    ("Finansieringen udgør 156 mio. kr., svarende til 26,70 kr. pr. borger.", "Finansieringen"),
    (
        "At 20 af de 64 pladser på Bognæs flyttes, hvilket vil koste 3,1 mio. kr.",
        "pladser på Bognæs",
    ),
]


@pytest.mark.parametrize(("text", "counted"), COUNTED)
def test_what_is_counted_is_quoted(text: str, counted: str) -> None:
    figure = figures_of(text)[-1]
    assert words(text, figure.counted) == counted


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        (
            "Kommunernes andel er 60 % og regionens andel 40 %.",
            ["Kommunernes andel", "regionens andel"],
        ),
        (
            "Belægningen er 88 pct., og kommunernes betaling er faldet til 0,3 mio. kr.",
            ["Belægningen", "kommunernes betaling"],
        ),
        (
            "Bidraget er 28,9 mio. kr. Det svarer til 5,8 mio. kr.",
            ["Bidraget", "Bidraget"],
        ),
    ],
)
def test_each_figure_of_a_text_has_what_it_measures(text: str, counted: list[str]) -> None:
    assert [words(text, figure.counted) for figure in figures_of(text)] == counted


def _year(year: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


PERIODS = [
    ("I 2020 var der 14 borgere.", _year(2020)),
    ("Der var 14 borgere i 2020.", _year(2020)),
    ("Pr. 1. oktober 2023 var der 14 borgere.", (dt.date(2023, 10, 1), dt.date(2023, 10, 1))),
    ("I 1. halvår 2022 kom der 14 borgere.", (dt.date(2022, 1, 1), dt.date(2022, 6, 30))),
    ("I første kvartal af 2023 kom 14 borgere.", (dt.date(2023, 1, 1), dt.date(2023, 3, 31))),
    ("I august 2024 kom der 14 borgere.", (dt.date(2024, 8, 1), dt.date(2024, 8, 31))),
    ("I perioden 2017-2019 kom 14 borgere.", (dt.date(2017, 1, 1), dt.date(2019, 12, 31))),
    ("I 2008 og 2009 kom der 14 borgere.", (dt.date(2008, 1, 1), dt.date(2009, 12, 31))),
    ("Siden 2020 har 88 unge fået bolig.", (dt.date(2020, 1, 1), None)),
    ("I foråret 2022 kom der 14 borgere.", (dt.date(2022, 3, 1), dt.date(2022, 5, 31))),
    (
        "Ved udgangen af 2024 boede fire borgere der.",
        (dt.date(2024, 12, 31), dt.date(2024, 12, 31)),
    ),
    ("Udvalget anbefalede i maj 2023 at bygge 14 boliger.", (None, None)),
    ("Taksten stiger med 60 kr. pr. 1. august 2020.", (None, None)),
    ("De 22 kommuner skal svare senest den 1. maj 2024.", (None, None)),
    ("Det er 48 borgere færre end i 2022.", (None, None)),
    ("Rammeaftale 2021-2022 har 14 bilag.", (None, None)),
]


@pytest.mark.parametrize(("text", "dates"), PERIODS)
def test_a_figure_has_the_period_that_its_clause_tells(
    text: str, dates: tuple[dt.date | None, dt.date | None]
) -> None:
    figure = figures_of(text)[0]
    assert (figure.date_from, figure.date_to) == dates
    assert (figure.period is None) == (dates == (None, None))


def test_each_of_several_figures_has_its_own_year() -> None:
    text = "Antallet af henvendelser steg fra 71 i 2022 til 83 i 2024."
    assert [(f.value, f.date_to) for f in figures_of(text)] == [
        (71, dt.date(2022, 12, 31)),
        (83, dt.date(2024, 12, 31)),
    ]


NAMES = (
    ("Region Sjælland", "region:sjaelland"),
    ("midtjyske", "region:midtjylland"),
    ("Viborg", "municipality:viborg"),
    ("Horsens", "municipality:horsens"),
    ("Kofoedsminde", "institution:kofoedsminde"),
    ("KL", "authority:kl"),
)
PLACES = [
    ("Der er seks pladser i Viborg.", ["municipality:viborg"]),
    (
        "Belægningen er 74 pct. i Viborg, 92 pct. i Horsens og 69 pct. i Gødstrup.",
        ["municipality:viborg", "municipality:horsens", None],
    ),
    ("De midtjyske kommuner har 16 borgere på Kofoedsminde.", ["region:midtjylland"]),
    ("Kofoedsminde har 50 pladser.", ["institution:kofoedsminde"]),
    ("Region Sjælland oplyser, at 39 pladser er i brug.", [None]),
    ("Viborg og Horsens har 12 borgere.", [None]),
    ("KL har spurgt 98 kommuner.", [None]),
    ("Der er 12 borgere.", [None]),
]


@pytest.mark.parametrize(("text", "places"), PLACES)
def test_a_figure_holds_where_its_sentence_says(text: str, places: list[str | None]) -> None:
    assert [figure.place for figure in figures_of(text, *NAMES)] == places


def test_the_offer_is_the_one_that_the_title_names() -> None:
    name = ("Østruplund", "institution:oestruplund")
    title = "Takststigning på Østruplund"
    assert figures_of("Tilbuddet har 34 pladser.", name, title=title)[0].place == name[1]
    assert figures_of("Kommunen har 34 pladser.", name, title=title)[0].place is None


def test_those_counted_before_are_where_they_were() -> None:
    text = "De midtjyske kommuner har 16 borgere. Syv af dem har en dom. Der er 5 andre borgere."
    assert [f.place for f in figures_of(text, *NAMES)] == ["region:midtjylland"] * 2 + [None]


def test_a_number_in_a_name_is_no_figure() -> None:
    text = "Borgeren bor på De 2 Gårde."
    assert not figures_of(text, ("De 2 Gårde", "institution:de-2-gaarde"))
