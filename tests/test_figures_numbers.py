"""Danish numbers and their units in running text, and numbers that are no figures."""

from __future__ import annotations

import pytest

from tests.figured import figures_of, told, words

AMOUNTS = [
    ("Regnskabet viser et overskud på 3.589.269 kr.", "3.589.269 kr.", 3589269),
    ("Der resterer 1,2 mio. kr. i puljen.", "1,2 mio. kr.", 1200000),
    ("Udgiften beløber sig til 275,6 mio. kroner på landsplan.", "275,6 mio. kroner", 275600000),
    ("Bevillingen er kr. 450.000,- til formålet.", "kr. 450.000,-", 450000),
    ("Driftsudgiften er 1.200 t.kr.", "1.200 t.kr.", 1200000),
    ("Driftsudgiften er 1.200 tkr. i alt.", "1.200 tkr.", 1200000),
    ("Prisen er knap 50.000 kr. ekskl. moms.", "knap 50.000 kr.", 50000),
    ("Der er afsat 1½ mio. kr. til forsøget.", "1½ mio. kr.", 1500000),
    ("Bevillingen er på DKK 2.500.000.", "DKK 2.500.000", 2500000),
    ("Rammen er 2,5 mill. kr.", "2,5 mill. kr.", 2500000),
    ("Kommunerne brugte netto 15,8 mia. kr. på voksne.", "15,8 mia. kr.", 15800000000),
    ("Et budget på 2 millioner kroner blev godkendt.", "2 millioner kroner", 2000000),
    ("Betalingen er sat til i alt 2. mio. kr.", "2. mio. kr.", 2000000),
    ("Gebyret er 1.234,50 kr.", "1.234,50 kr.", 1234.5),
    ("Gebyret er 12,50 kr.", "12,50 kr.", 12.5),
    ("Tilskuddet er 20 000 kr.", "20 000 kr.", 20000),
    ("Med den nuværende bemanding er taksten 1933 kr.", "1933 kr.", 1933),
    ("Der er bevilget 3 mio. til formålet.", "3 mio.", 3000000),
    ("Det giver 0 kr. i overskud.", "0 kr.", 0),
    ("Ved 90% er taksten 2.870.", "2.870", 2870),
    ("Merudgiften er -0,4 mio. kr.", "-0,4 mio. kr.", -400000),
]

COUNTS = [
    ("Der er 8 pladser på tilbuddet.", "8", 8, "pladser"),
    ("Kommunerne har 16 borgere på Kofoedsminde.", "16", 16, "borgere"),
    ("Tilbuddet har 0,5 årsværk til opgaven.", "0,5", 0.5, "årsværk"),
    ("Knap 50.000 borgere modtager støtte.", "Knap 50.000", 50000, "borgere"),
    ("Nordjylland har ca. 30 børn i målgruppen.", "ca. 30", 30, "børn"),
    ("Mindst tre kommuner skal henvise deltagere.", "Mindst tre", 3, "kommuner"),
    ("En arbejdsgruppe på tolv personer nedsættes.", "tolv", 12, "personer"),
    ("Der var halvtreds deltagere på temadagen.", "halvtreds", 50, "deltagere"),
    ("Der var femogtyve deltagere på temadagen.", "femogtyve", 25, "deltagere"),
    ("De 22 syddanske kommuner har svaret.", "22", 22, "kommuner"),
    ("De 22 syddanske kommuners bidrag er vokset.", "22", 22, "kommuner"),
    ("Region Hovedstaden driver 1.045 højt specialiserede pladser.", "1.045", 1045, "pladser"),
    ("Fem af kommunerne har svaret.", "Fem", 5, "kommuner"),
    ("Nitten af beboerne kommer fra andre kommuner.", "Nitten", 19, "beboere"),
    ("Der blev registreret 861 hjemløse i de syddanske kommuner.", "861", 861, "hjemløse"),
    ("Der er 15 indlagte på de særlige pladser.", "15", 15, "indlagte"),
    ("I 2009 var der 1 borger på tilbuddet.", "1", 1, "borgere"),
    ("Der er 1 plads ledig.", "1", 1, "pladser"),
    ("Antallet af anmeldte tilsyn var 231.", "231", 231, "tilsyn"),
    ("Projektet har uddannet 24 social- og sundhedshjælpere.", "24", 24, "sundhedshjælpere"),
    ("I 2019 blev 14.500 børn og unge anbragt.", "14.500", 14500, "børn og unge"),
    ("Der er fire initiativer i gang.", "fire", 4, "initiativer"),
    ("Analysen har resulteret i 19 anbefalinger.", "19", 19, "anbefalinger"),
    ("Mødet samlede 150 kritiske folk.", "150", 150, "folk"),
    ("Der bor ca. 0,6 mio. indbyggere i landsdelen.", "ca. 0,6 mio.", 600000, "indbyggere"),
    ("Den længste ventetid var 132 dage.", "132", 132, "dage"),
    ("Sagsbehandlingstiden er nede på 4,5 måneder.", "4,5", 4.5, "måneder"),
    ("Der skal uddannes to ekstra nattevagter.", "to", 2, "nattevagter"),
    ("Borgere med 2 eller flere diagnoser prioriteres.", "2", 2, "diagnoser"),
    ("Der er ca. 2000 borgere i målgruppen.", "ca. 2000", 2000, "borgere"),
    ("En gruppe med ti borgmestre deltog.", "ti", 10, "borgmestre"),
    ("Indlæggelserne er faldet med 1.200.", "1.200", 1200, "indlæggelser"),
    ("Folketallet i landsdelen var 837.359 ved årsskiftet.", "837.359", 837359, "indbyggere"),
    ("Elevtallet på STU faldt til 1.204.", "1.204", 1204, "elever"),
    ("Der var 12 godkendte pladser.", "12", 12, "pladser"),
    ("Der er vakancer (1½ stilling) i sekretariatet.", "1½", 1.5, "stillinger"),
    ("Der er 5 kommunale og regionale tilbud.", "5", 5, "tilbud"),
]

PERCENTAGES = [
    ("Der kan ommærkes 25 % af pladserne.", "25 %", 25, "%"),
    ("Belægningen er 20 pct.", "20 pct.", 20, "%"),
    ("Udgifterne er steget med 2,5 procentpoint.", "2,5 procentpoint", 2.5, "procentpoint"),
    ("Sygefraværet er på 5,6%.", "5,6%", 5.6, "%"),
    ("Takstreduktionen på 2 procent er nået.", "2 procent", 2, "%"),
    ("Bidraget er 3 promille.", "3 promille", 3, "‰"),
    ("Bidraget er 3 ‰ af grundlaget.", "3 ‰", 3, "‰"),
    ("Svarprocenten er 66.", "66", 66, "%"),
    ("Hver fjerde plads er optaget.", "Hver fjerde", 25, "%"),
    ("Omkring halvdelen af kommunerne har svaret.", "Omkring halvdelen", 50, "%"),
    ("En tredjedel af besøgene blev gennemført.", "En tredjedel", 33.3, "%"),
    ("Ca. 1/3 af borgerne er under 30 år.", "Ca. 1/3", 33.3, "%"),
    ("Seks ud af ti hjemløse bor i Aarhus.", "Seks ud af ti", 60, "%"),
]

RATES = [
    ("Taksten er 1.234 kr. pr. døgn.", "1.234 kr. pr. døgn", 1234, "kr. pr. døgn"),
    ("Takststigning på 206 kr. pr døgn.", "206 kr. pr døgn", 206, "kr. pr. døgn"),
    ("Prisen er 9.500 kr. pr. deltager.", "9.500 kr. pr. deltager", 9500, "kr. pr. deltager"),
    ("Bidraget er 2,50 kr. pr. indbygger.", "2,50 kr. pr. indbygger", 2.5, "kr. pr. indbygger"),
    ("De betaler 15.000 kr. pr. tom plads.", "15.000 kr. pr. tom plads", 15000, "kr. pr. plads"),
    ("Udgiften er 2,2 mio. kr. om året.", "2,2 mio. kr. om året", 2200000, "kr. pr. år"),
    ("Der spares 4 mio. kr. årligt.", "4 mio. kr. årligt", 4000000, "kr. pr. år"),
    ("Det koster 2,7 mio. kr. på årsbasis.", "2,7 mio. kr. på årsbasis", 2700000, "kr. pr. år"),
    ("Gruppen mødes 2 gange om året.", "2 gange om året", 2, "gange pr. år"),
    ("Der kom 11 deltagere pr. gang.", "11 deltagere pr. gang", 11, "deltagere pr. gang"),
    (
        "Der er 2,3 hjemløse pr. 1.000 indbyggere.",
        "2,3 hjemløse pr. 1.000 indbyggere",
        2.3,
        "hjemløse pr. 1.000 indbyggere",
    ),
    ("Normeringen er 0,5 årsværk pr. plads.", "0,5 årsværk pr. plads", 0.5, "årsværk pr. plads"),
]

NO_FIGURES = [
    "Jf. servicelovens § 107, stk. 2, nr. 3.",
    "Støtte efter §§ 107-110 i lov om social service.",
    "Lov nr. 722 af 25. juni 2014 trådte i kraft.",
    "Lovforslaget L 123 er vedtaget.",
    "Mødet afholdes den 3. maj 2012 kl. 13.00-15.30 i lokale 4.",
    "Næste møde er fredag den 14. august.",
    "Døgnseminaret er den 1.-2. oktober 2020.",
    "Taksterne gælder fra 1/1-22.",
    "Fristen er 30.06.2021.",
    "Referatet er fra 2020-08-14.",
    "Det skal ske primo november 2020.",
    "Aftalen gælder for 2021-2022 og afløser aftalen for 2019/20.",
    "Dagsordenspunkt 5 og 6 blev behandlet samlet.",
    "Ad 3 og ad. 4: Godkendt.",
    "Se bilag 5-7 og side 12.",
    "Version 2.1 af udkastet er udsendt.",
    "Det fremgår af kapitel 5.2, afsnit 3.4 og tabel 2.",
    "Kontakt sekretariatet på tlf. 72 28 28 28.",
    "Kontakt sekretariatet på telefon 35298100.",
    "Henvendelse til Rådhusbuen 1, 4000 Roskilde.",
    "DK2020, K17 og K22 er nævnt.",
    "Arbejdet er forsinket af Covid-19.",
    "Borgeren har domstype 2 og er i målgruppe 3.",
    "KKR valgte model 2 frem for model 1.",
    "Fokusområde 3 er ændret.",
    "Visitationsudvalget mødtes i uge 32.",
    "Pladserne kan ommærkes hver 6. måned.",
    "Der er lavet 1. udkast til aftalen.",
    "Projektet er 3-årigt og for 18-årige.",
    "Der er 24-timers beredskab.",
    "Sagsnr. 19/12345 og j.nr. 2011-4567.",
    "Vægtningen er 50/50.",
    "Tilfredsheden måles på en skala fra 1 til 5.",
    "Punkterne er 1) indsats og 2) behandling.",
    "Bygningen er fra 1970'erne.",
    "Se https://www.kl.dk/2020/14 eller skriv til post2@kl.dk.",
    "Filen Status_28.5.20.docx er vedlagt.",
    "Et tilbud og en kommune er nævnt.",
    "I 2020 borgere med dom.",
    "Aftalen kan opsiges med 6 måneders varsel.",
    "Aftalen løber i 3 år.",
    "Der svares inden 14 dage.",
    "Målgruppen er unge under 18.",
    "Projekt 360 grader fortsætter.",
    "Borgeren skal have støtte døgnet rundt, 24/7.",
    "Forummet har valgt disse tre temaer:",
    "De to første spor er sat i gang.",
    "Patienterne er i alderen 18-65 år.",
    "Der er 5. møde i rækken, og 2. møde aflyses.",
    "CVR-nr. 12345678 er oplyst.",
    "TV 2, DR 1.",
    "Der er møder face to face i projekt Back to Basics.",
    "Arbejdet er nået til fase to i spor tre.",
]


@pytest.mark.parametrize(("text", "span", "value"), AMOUNTS)
def test_an_amount_is_read_in_whole_kroner(text: str, span: str, value: float) -> None:
    found = [f for f in figures_of(text) if f.kind == "amount"]
    assert [(words(text, f), f.value, f.unit) for f in found] == [(span, value, "kr.")]


@pytest.mark.parametrize(("text", "span", "value", "unit"), COUNTS)
def test_a_count_has_the_noun_in_the_plural_for_unit(
    text: str, span: str, value: float, unit: str
) -> None:
    found = figures_of(text)
    assert [(words(text, f), f.value, f.unit, f.kind) for f in found] == [
        (span, value, unit, "count")
    ]


@pytest.mark.parametrize(("text", "span", "value", "unit"), PERCENTAGES)
def test_a_share_is_a_percentage(text: str, span: str, value: float, unit: str) -> None:
    found = [f for f in figures_of(text) if f.kind == "percentage"]
    assert [(words(text, f), f.value, f.unit) for f in found] == [(span, value, unit)]


@pytest.mark.parametrize(("text", "span", "value", "unit"), RATES)
def test_a_rate_tells_what_it_is_per(text: str, span: str, value: float, unit: str) -> None:
    found = figures_of(text)
    assert [(words(text, f), f.value, f.unit, f.kind) for f in found] == [
        (span, value, unit, "rate")
    ]


@pytest.mark.parametrize("text", NO_FIGURES)
def test_a_number_that_names_or_dates_is_no_figure(text: str) -> None:
    assert told(text) == []


RANGES = [
    ("Der er 10-12 pladser.", "10-12", 10, 12, "pladser"),
    ("Tilsynet har mellem 4 og 5 kvinder.", "mellem 4 og 5", 4, 5, "kvinder"),
    ("Der forventes mellem 2 og 3 mio. kr.", "mellem 2 og 3 mio. kr.", 2e6, 3e6, "kr."),
    ("Projektledelsen er på 1,5-2 mio. kr.", "1,5-2 mio. kr.", 1.5e6, 2e6, "kr."),
    ("Udgiften anslås til 150-200.000 kr.", "150-200.000 kr.", 150e3, 200e3, "kr."),
    ("Mellem 10 og 15 procent er ledige.", "Mellem 10 og 15 procent", 10, 15, "%"),
    ("Deltagerantallet har været 2-4 pr. gang.", "2-4 pr. gang", 2, 4, "deltagere pr. gang"),
    ("Der kommer 2-4 deltagere pr. gang.", "2-4 deltagere pr. gang", 2, 4, "deltagere pr. gang"),
    ("Der mangler ca. 200-250 boliger.", "ca. 200-250", 200, 250, "boliger"),
    ("Der skal 10 til 12 frivillige til.", "10 til 12", 10, 12, "frivillige"),
]


@pytest.mark.parametrize(("text", "span", "low", "high", "unit"), RANGES)
def test_a_range_is_one_figure_with_both_ends(
    text: str, span: str, low: float, high: float, unit: str
) -> None:
    (figure,) = figures_of(text)
    assert (words(text, figure), figure.value, figure.high) == (span, low, high)
    assert (figure.unit, figure.precision) == (unit, "range")


PRECISIONS = [
    ("Der er knap 40 borgere.", "under"),
    ("Der er godt 40 borgere.", "over"),
    ("Der er mere end 40 borgere.", "over"),
    ("Der er omkring 40 borgere.", "about"),
    ("Der er op til 40 borgere.", "at most"),
    ("Der er højst 40 borgere.", "at most"),
    ("Der er mindst 40 borgere.", "at least"),
    ("Der er færre end 40 borgere.", "under"),
    ("Regionen råder over 40 borgere.", "exact"),
    ("Der er 40 borgere.", "exact"),
]


@pytest.mark.parametrize(("text", "precision"), PRECISIONS)
def test_the_words_before_a_number_tell_how_exact_it_is(text: str, precision: str) -> None:
    assert [figure.precision for figure in figures_of(text)] == [precision]


CHANGES = [
    ("Antallet af pladser er faldet fra 18 til 8.", [18, 8], "pladser"),
    ("Ventetiden er faldet fra 31 til 11 dage.", [31, 11], "dage"),
    ("Prisen er steget fra 48.200 kr. til 50.400 kr.", [48200, 50400], "kr."),
    ("Puljen er øget fra 10 til 15 mio. kr.", [10e6, 15e6], "kr."),
    ("Tilsynet fik 187 henvendelser mod 142 året før.", [187, 142], "henvendelser"),
    ("Kommunerne har 134 borgere, heraf 57 under 18 år.", [134, 57], "borgere"),
    ("I alt 21 af 26 driftsherrer svarede.", [21, 26], "driftsherrer"),
    ("Der er 50 pladser. I gennemsnit var 42 af dem i brug.", [50, 42], "pladser"),
    ("Gruppen har 5 kommunale og 2 regionale medlemmer.", [5, 2], "medlemmer"),
    ("Der er 1.234 helårspladser, heraf 456 regionale.", [1234, 456], "helårspladser"),
    ("Der er givet afslag i 14 sager ud af 83.", [14, 83], "sager"),
    ("Der er 3.456 pladser efter § 107 og 2.345 efter § 108.", [3456, 2345], "pladser"),
    ("Antal borgere på venteliste: 12 (2021: 9).", [12, 9], "borgere"),
    ("Antallet af tilsyn er steget med 45 til 312.", [45, 312], "tilsyn"),
    ("Efter bilag 3 og 12 er der 14 pladser.", [14], "pladser"),
]


@pytest.mark.parametrize(("text", "found", "unit"), CHANGES)
def test_a_number_without_a_unit_has_that_of_its_neighbour(
    text: str, found: list[float], unit: str
) -> None:
    assert [(f.value, f.unit) for f in figures_of(text)] == [(value, unit) for value in found]
