"""Dates as Danish minutes write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import danish_date, find_dates, find_days, find_years


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mødet den 16.august 2011", "2011-08-16"),
        ("Fredag den 5. januar, 2024, kl. 12.30-15", "2024-01-05"),
        ("Udgivet 14.08.2020", "2020-08-14"),
        ("fra 8/12-23", "2023-12-08"),
        ("2020-08-14 09:00", "2020-08-14"),
        ("d. 3. sep. 2022", "2022-09-03"),
        ("den 1. MAJ 2021", "2021-05-01"),
        ("4/3 2024", "2024-03-04"),
        ("3/5-2021", "2021-05-03"),
        ("2020-08-14T09:00", "2020-08-14"),
        ("3. sept. 2022", "2022-09-03"),
        ("den 1.-2. oktober 2020", "2020-10-01"),
        ("30. september – 1. oktober 2020", "2020-09-30"),
        ("den 1. og 2. oktober 2020", "2020-10-01"),
        # A period, not the days of a meeting.
        ("1. januar til 31. marts 2024", "2024-03-31"),
        ("pkt. 12 og 2. oktober 2020", "2020-10-02"),
    ],
)
def test_one_date(text: str, expected: str) -> None:
    assert [found.date.isoformat() for found in find_dates(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2024",
        "den 31. april 2023",
        "kl. 9.00-12.00",
        "1.250.000 kr.",
        "§ 107, stk. 2",
        "2018-2020",
        "afsnit 2.1.3",
        "5. maj",
    ],
)
def test_no_date(text: str) -> None:
    assert find_dates(text) == []


def test_days_without_a_year_are_of_the_year_that_their_weekday_fits() -> None:
    found = find_days("Fredag den 5. januar og 12. marts 2024, samt d. 30. feb. og 3. maj.")
    assert [(day.day, day.month) for day in found] == [(5, 1), (3, 5)]
    friday, third_of_may = found
    assert friday.in_year(2024) == dt.date(2024, 1, 5)
    assert friday.in_year(2023) is None
    assert third_of_may.in_year(2023) == dt.date(2023, 5, 3)


def test_a_leap_day_is_in_leap_years_only() -> None:
    (day,) = find_days("den 29. februar")
    assert (day.in_year(2024), day.in_year(2023)) == (dt.date(2024, 2, 29), None)


def test_dates_come_in_order_with_their_places() -> None:
    text = "Den 29. maj 2020 og igen 14.08.2020, senest 2020-12-01."
    found = find_dates(text)
    assert [text[f.start : f.end] for f in found] == ["29. maj 2020", "14.08.2020", "2020-12-01"]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("i 2019 og 2021.", {2019, 2021}),
        ("foråret 23", {2023}),
        ("Rammeaftale 2025-26", {2025, 2026}),
        ("udviklingen 2018 – 2020", {2018, 2019, 2020}),
        ("steg fra 2019 til 2020", {2019, 2020}),
        ("mødet 8/12-23", {2023}),
        ("20000 borgere, 2.019 kr. og 2019,5", set()),
        ("2099-2001", {2099, 2001}),
    ],
)
def test_years_named_and_those_between_them(text: str, years: set[int]) -> None:
    assert find_years(text) == years


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_every_date_written_is_read_again(date: dt.date) -> None:
    for text in (danish_date(date), date.isoformat(), f"{date:%d.%m.%Y}", f"{date:%d/%m-%y}"):
        assert [found.date for found in find_dates(f"Mødet den {text}.")] == [date]
