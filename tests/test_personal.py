"""Personal data is masked where it stands, and nothing else is touched."""

from __future__ import annotations

import re
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.personal import MASK, mask

SAMPLES = Path(__file__).resolve().parents[1] / "corpus" / "samples"


def hidden(text: str, show_contacts: bool = False) -> list[str]:
    """What is masked in ``text``, as it stood: runs of masked characters, with what parts them."""
    masked = mask(text, show_contacts).text
    assert len(masked) == len(text)
    return [text[m.start() : m.end()] for m in re.finditer(rf"{MASK}(?:[\W_]*{MASK})*", masked)]


CPR = [
    ("Borgeren (010190-1234) er visiteret.", "010190-1234"),
    ("Borgeren, CPR-nr. 010190-1234, er visiteret.", "010190-1234"),
    ("cpr:010190-1234", "010190-1234"),
    ("Cpr.nr.010190-1234.", "010190-1234"),
    ("født 311299 – 4321 i Køge", "311299 – 4321"),
    ("født 311299–4321 i Køge", "311299–4321"),
    ("født 311299\u00ad4321 i Køge", "311299\u00ad4321"),
    ("født 311299\u20114321 i Køge", "311299\u20114321"),
    ("født 311299 4321 i Køge", "311299 4321"),
    ("født 311299\u00a04321 i Køge", "311299\u00a04321"),
    ("født 311299-\n4321 i Køge", "311299-\n4321"),
    ("født 311299\u20074321 i Køge", "311299\u20074321"),
    ("født 311299\u200b4321 i Køge", "311299\u200b4321"),
    ("0101901234", "0101901234"),
    ("Sag 0101901234 er afsluttet", "0101901234"),
    ("Bilag: Afgørelse_0101901234.pdf", "0101901234"),
    ("Bilag: Afgørelse_010190_1234.pdf", "010190_1234"),
    ("CPR0101901234", "0101901234"),
    ("| Navn | 290200-1234 | 3 |", "290200-1234"),
    ("Navn\t290200-1234\t3", "290200-1234"),
    # Numbers after 2007 have no check digit; those of the hospitals add 60 to the day.
    ("barnet 150621-4000", "150621-4000"),
    ("administrativt nummer 610190-1234", "610190-1234"),
    ("født 01.01.90-1234", "01.01.90-1234"),
    ("født 01-01-90-1234", "01-01-90-1234"),
    ("født 01011990-1234", "01011990-1234"),
    ("født 01.01.1990-1234", "01.01.1990-1234"),
    ("cpr-nummer 01.01.1990 1234", "01.01.1990 1234"),
    ("cpr-nummer 01 01 90 1234", "01 01 90 1234"),
    ("cpr-nummer 01 01 90 12 34", "01 01 90 12 34"),
    ("personnr. 0 1 0 1 9 0 - 1 2 3 4", "0 1 0 1 9 0 - 1 2 3 4"),
    ("Personnummer\t010190\t1234", "010190\t1234"),
]


@pytest.mark.parametrize(("text", "number"), CPR)
@pytest.mark.parametrize("show_contacts", [False, True])
def test_cpr_numbers_are_always_masked(text: str, number: str, show_contacts: bool):
    masked = mask(text, show_contacts)
    assert hidden(text, show_contacts) == [number]
    assert (masked.cpr, masked.phones, masked.emails) == (1, 0, 0)
    assert sum(map(str.isdigit, masked.text)) == sum(map(str.isdigit, text)) - len(
        re.sub(r"\D", "", number)
    )


def test_a_cpr_number_with_an_html_dash_is_masked():
    assert mask("<td>010190&#8209;1234</td>").cpr == mask("010190&nbsp;1234").cpr == 1
    assert not re.search("1234|010190", mask("010190&ndash;1234").text)


def test_every_cpr_number_of_a_list_is_counted():
    text = "CPR: 010190-1234, 020291-4321 og 0303922222; 311299 4321"
    assert mask(text).cpr == 4
    assert mask(text).text == "CPR: ••••••-••••, ••••••-•••• og ••••••••••; •••••• ••••"


PHONES = [
    ("Tlf. 21339211", "21339211"),
    ("tlf.: 2133 9211", "2133 9211"),
    ("Telefon.: 2133 9211", "2133 9211"),
    ("Telefon:\n2133 9211", "2133 9211"),
    ("Telefonnr. 213 39 211", "213 39 211"),
    ("Mobil 21 33 92 11", "21 33 92 11"),
    ("mobilnummer: 21-33-92-11", "21-33-92-11"),
    ("Direkte: 21.33.92.11", "21.33.92.11"),
    ("Direkte tlf. 21 33 9211", "21 33 9211"),
    ("Ring på 21339211 og hør nærmere", "21339211"),
    ("Kontakt Hanne Holm på 21339211", "21339211"),
    ("Sekretariatet træffes på 2133 9211 kl. 9-15", "2133 9211"),
    ("send en sms til 21339211", "21339211"),
    ("Tlf.nr.: 21 33 92 11", "21 33 92 11"),
    ("kan kontaktes telefonisk mandag på 21339211", "21339211"),
    ("Fax: 75 53 92 11", "75 53 92 11"),
    ("M: 21339211", "21339211"),
    ("☎ 21339211", "21339211"),
    ("+45 21 33 92 11", "+45 21 33 92 11"),
    ("+4521339211", "+4521339211"),
    ("(+45) 2133 9211", "+45) 2133 9211"),
    ("0045 21339211", "0045 21339211"),
    ("+45 (21) 33 92 11", "+45 (21) 33 92 11"),
    ("+46 70 123 45 67", "+46 70 123 45 67"),
    ("+46 (0)8-123 456 78", "+46 (0)8-123 456 78"),
    ("+49 30 1234567", "+49 30 1234567"),
    ("+44 20 7946 0958", "+44 20 7946 0958"),
    ("+1 202-555-0123", "+1 202-555-0123"),
    ("+298 123456", "+298 123456"),
    ("tlf. 0046 70 123 45 67", "0046 70 123 45 67"),
    ("Hanne Holm, 21 33 92 11, deltog", "21 33 92 11"),
    ("Hanne Holm (21 33 92 11)", "21 33 92 11"),
    ("Han kan nås på 21 33 92 11.", "21 33 92 11"),
    ("21 33 92 11", "21 33 92 11"),
    ("Hanne Holm\t21 33 92 11", "21 33 92 11"),
    ("Hanne Holm, 2133 9211, hh@vejen.dk", "2133 9211"),
    ("hh@vejen.dk | 21339211", "21339211"),
    ("2133 9211 (mobil)", "2133 9211"),
    ("CVR 29189846, tlf. 33703370", "33703370"),
]


@pytest.mark.parametrize(("text", "number"), PHONES)
def test_phone_numbers_are_masked(text: str, number: str):
    assert [found.lstrip("+(") for found in hidden(text)] == [number.lstrip("+(")]
    assert (mask(text).cpr, mask(text).phones) == (0, 1)
    assert mask(text, show_contacts=True).text == text


@pytest.mark.parametrize(
    "text",
    [
        "Tlf. 21339211 / 40123456",
        "Telefon: 2133 9211\n4012 3456",
        "tlf. 21 33 92 11 eller mobil 40 12 34 56",
        "Hanne Holm, 21 33 92 11\nPer Lind, 40 12 34 56",
        "tlf. 21339211, 40123456.",
    ],
)
def test_every_phone_number_of_a_list_is_masked(text: str):
    assert mask(text).phones == 2
    assert not re.search(r"\d", mask(text).text)


FIGURES = [
    "Budgettet er 12.345.678 kr. i 2024.",
    "Udgiften er 12345678 kr.",
    "Der er 21339211 i puljen.",
    "Ring hvis de 12.345.678 kr. ikke rækker.",
    "telefonudgifter på 21 339 211 kr.",
    "CVR 29189846",
    "CVR-nr. 29 18 98 46",
    "CVR nr.: 2918 9846, kontakt os gerne",
    "Kontakt sekretariatet (CVR 29189846)",
    "EAN 5798000987654",
    "EAN: 5798 0009 87654",
    "J.nr. 20212345",
    "Sagsnr. 27.35.00-G01-1-21",
    "Journalnummer 2021-12345678",
    "sag 21/33921187",
    "Produktionsenhed 1029388746",
    "Rammeaftale 2021-2022",
    "Rammeaftalen 2021/2022",
    "perioden 2020–2024",
    "kontaktpersonordning 2020-2024",
    "Telefon 2020 2021",
    "2019 2020 2021 2022",
    "uge 21 22 23 24",
    "uge 31 33 35 37, 39",
    "årene 20 21 22 24, og senere",
    "Odense 21 88 83 22",
    "Odense\t21\t88\t83\t22",
    "Kommune 2018 2019 2020 2021\nOdense 21 33 45 67\nAssens 25 31 40 22",
    "2018 2019 2020 2021\n21 33 45 67\n25 31 40 22",
    "Odense 21 33 45 67 82",
    "2019\n21 33 45 67\n25 31 40 22",
    "21 33 45 67\n5 31",
    "oplysninger i CPR pr. 01.01.2021. 1200 borgere",
    "Odense 5 21 33 45 67",
    "Assens 21 33 45 67 pct.",
    "Antal borgere (21 33 45 67 personer)",
    "| Odense | 21 | 33 | 45 | 67 |",
    "20 25 30 35, og så videre",
    "12 34 56 78, 1",
    "den 31.12.2011 kontaktes kommunen",
    "Kontakt: 25-12-2020",
    "Kontakt os senest 2020-12-31",
    "Mødet holdes 20240903, kontakt hh@vejen.dk",
    "kontakttid kl. 20.30-21.45",
    "tlf. betjenes kl. 20.30-21.45",
    "+65 2020-2021",
    "borgere +65 120 130 140 150",
    "en stigning på +12 345 678 kr.",
    "+30.000.000",
    "Bilag 21 22 24 25",
    "https://kl.dk/media/21339211/bilag.pdf",
    "310599-4",
    "999999-1234",
    "320190-1234",
    "011390-1234",
    "290201-1234",
    "123456789012",
    "2021 1234",
    "10.10.2021 kl. 1500",
    "oplysninger i CPR pr. 10.10.2021 15 borgere",
    "CPR-registret, den 01.01.2021 blev 1200 borgere",
    "Møde den 01.02.2021 1500 borgere",
    "i alt 120521\n- 2500 pladser",
    "112, 1813 eller lokal 4567",
]


@pytest.mark.parametrize("text", FIGURES)
def test_figures_are_left_alone(text: str):
    assert hidden(text) == []
    assert mask(text).text == text


@pytest.mark.parametrize(
    "address",
    [
        "hanne.holm@gmail.com",
        "Hanne_Holm-87@Hotmail.DK",
        "hanne@live.dk",
        "hanne+kkr@outlook.dk",
        "hanne@yahoo.co.uk",
        "hanne@yahoo.dk",
        "hanne@icloud.com",
        "hanne@me.com",
        "hanne@proton.me",
        "hanne@mail.dk",
        "hanne@jubii.dk",
        "hanne@webspeed.dk",
        "hanne@stofanet.dk",
        "hanne@tdcadsl.dk",
        "hanne@youmail.dk",
        "hanne@ofir.dk",
        "hanne@privat.dk",
        "hanne@get2net.dk",
        "hanne@email.dk",
        "hanne@mail.tele.dk",
        "hanne@vip.cybercity.dk",
        "bjørn.ægir@gmail.com",
        "bjo\u0308rn@gmail.com",
        "hanne @ gmail.com",
        "hanne(at)gmail.com",
        "hanne [snabel-a] gmail.com",
        "hanne010190-1234@gmail.com",
    ],
)
def test_private_mail_addresses_are_masked(address: str):
    for text in (f"Skriv til <{address}>.", f"mailto:{address}", f"({address}, {address})"):
        masked = mask(text)
        assert masked.emails == text.count(address)
        assert re.sub(r"[^\w]|_", "", masked.text) == re.sub(r"\W", "", text.replace(address, ""))
        assert address[-6:] in mask(text, show_contacts=True).text


@pytest.mark.parametrize(
    "text",
    [
        "hh@vejenkom.dk",
        "social@odense.dk, psykiatri@rsyd.dk",
        "kl@kl.dk",
        "kontakt@landsforeningen-sind.dk",
        "hh@xgmail.com",
        "hh@hotmail.kommune.dk",
        "info@mymail.dk",
        "12345678@regionh.dk",
        "Vi bruger gmail.com og outlook.com",
        "@gmail.com",
    ],
)
def test_official_addresses_stay(text: str):
    assert mask(text).text == text


def test_all_kinds_in_a_line_are_counted_apart():
    masked = mask("Hanne (010190-1234), hanne@gmail.com, tlf. 21 33 92 11, hh@vejen.dk")
    assert masked.text == "Hanne (••••••-••••), •••••@•••••.•••, tlf. •• •• •• ••, hh@vejen.dk"
    assert (masked.cpr, masked.phones, masked.emails) == (1, 1, 1)


_PIECES = st.sampled_from(
    "CPR cpr-nr. 010190-1234 0101901234 311299 4321 tlf. 21339211 21 33 92 11 2133 9211 +45 0045 "
    "+46 (0)8-123 456 78 mobil kontakt hanne@gmail.com @ gmail.com kr. 12.345.678 2020-2024 , ; / "
    "• æ ø å Odense".split(" ")
)
_GAPS = st.sampled_from(["", " ", "\n", "\t", "\u00a0", ".", "-", "–", "/", ", "])
_TEXTS = st.one_of(
    st.text(max_size=200),
    st.text(alphabet="0123456789 -–./+()@•\n\taå", max_size=120),
    st.lists(st.tuples(_PIECES, _GAPS), max_size=20).map(
        lambda pairs: "".join(piece + gap for piece, gap in pairs)
    ),
)


@settings(max_examples=500, deadline=None)
@given(_TEXTS, st.booleans())
@example("CPR " * 20 + "01 01 90 1234", False)
def test_nothing_moves_and_nothing_but_letters_and_digits_is_changed(text: str, contacts: bool):
    masked = mask(text, contacts)
    assert len(masked.text) == len(text)
    changed = [(was, now) for was, now in zip(text, masked.text, strict=True) if was != now]
    assert all(
        now == MASK and (was.isalnum() or "\u0300" <= was <= "\u036f") for was, now in changed
    )
    assert bool(changed) == bool(masked.cpr + masked.phones + masked.emails)
    assert not contacts or masked.phones == masked.emails == 0


@settings(max_examples=500, deadline=None)
@given(_TEXTS)
def test_no_cpr_number_is_left(text: str):
    again = mask(mask(text).text)
    assert again.cpr == 0


@settings(max_examples=300, deadline=None)
@given(
    st.dates(), st.integers(0, 9999), st.sampled_from(["-", "", " ", "–", " - "]), _TEXTS, _TEXTS
)
def test_a_cpr_number_is_found_in_any_company(date, number, gap, before, after):
    cpr = f"{date:%d%m}{date.year % 100:02}{gap}{number:04}"
    text = f"{before} |{cpr}| {after}"
    start = len(before) + 2
    assert not re.search(r"\d", mask(text).text[start : start + len(cpr)])


@pytest.mark.parametrize("text", ["1", "21 ", "a@", "@", "CPR 01 01 9", "tlf. 21339211 ", "(at "])
def test_the_time_grows_no_faster_than_the_text(text: str):
    def seconds(length: int) -> float:
        many = (text * length)[:length]
        begin = perf_counter()
        mask(many)
        return perf_counter() - begin

    # A hundredfold would be ten thousand times as slow, were it quadratic.
    assert seconds(1_000_000) < 1000 * max(seconds(10_000), 0.002)


def test_the_samples_hold_nothing_to_mask():
    for file in SAMPLES.iterdir():
        text = file.read_text("utf-8")
        assert mask(text).text == text, file.name


def test_of_the_real_minutes_only_phone_numbers_are_masked(minutes_dir: Path):
    found = [mask(file.read_text("utf-8")) for file in sorted(minutes_dir.iterdir())]
    assert [(masked.cpr, masked.emails) for masked in found] == [(0, 0)] * len(found)
    assert sum(masked.phones for masked in found) == 2
