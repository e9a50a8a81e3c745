"""Texts that are one thing over and over: none takes time by the square of its length."""

from __future__ import annotations

import os
import time
from multiprocessing import get_context
from pathlib import Path

import pytest
from pebble import ProcessPool

from ingest.batch.files import Source
from ingest.batch.worker import Task, read
from ingest.head.told import Told

_LETTERS = 100_000
_MOST_SECONDS = 30.0
_BEFORE = (
    "Referat af møde i KKR Sjælland den 4. marts 2024\n\nDagsorden\n\n1. Takster for alle\n"
    "2. Eventuelt og andet\n\n1. Takster for alle\n\nBeslutning\n\n"
)
_AFTER = "\n\n2. Eventuelt og andet\n\nDer var intet.\n"
UNITS = (
    *"1aAåø.…([<#|»\"'-_=·, ", "\t", "\n", "\u00a0",
    "1.", "1. ", "1 ", "0,", "9999.", "1.1.1.", "1.000 ", "I. ", "IV ", "A.", "a.a.", "a. b. ",
    "a ", " a  b", "a\t", "a,", "a, b og c ", "og ", "Å ", "»a« ", "a-", "a-\n", "a|b\n", "x:\n",
    "()", "[a](", "[a]", "<p ", "<p>", "**", "**a** ", "__", "===\n", "---\n", "!?", "...", "•",
    "- ", "• a\n", "# ", "# a\n", "a) ", "a)\n", "1) a\n", "1. a\n", "1. Aa\n\nB\n\n", "\n\n",
    "§ ", "§ 4 ", "2/2019 ", "Punkt 1 ", "Punkt 1. Tekst ", "Punkt 1\n", "Ad 1 ", "Sag nr. 1 ",
    "Bilag ", "Bilag 1 ", "Bilag 1\n", "Bilag: ", "Beslutning ", "Beslutning\n", "Indstilling: ",
    "Godkendt. ", "KKR ", "Vejle Kommune ", "Vejle, ", "den 4. ", "4. marts ", "kl. ", "kl. 9 ",
    "Dato: ", "Dato: 1. maj 2020 ", "Sted: ", "Til stede: ", "Deltagere: A B, ", "Afbud: A B\n",
    "Side 1 af 9 ", "Side 1\n", "UDKAST\n", "x@", "a.b@c.dk ", "+45 ", "12 34 56 78 ", "12345678 ",
    "tlf. ", "tlf. 12 ", "010190-", "010190-1234 ", "http://a", "http://a.dk/ ",
)  # fmt: skip


def _seconds(text: str, path: Path) -> tuple[float, str]:
    """Processor time of reading a text, and why it was refused."""
    path.write_text(text, "utf-8")
    began = time.process_time()
    task = Task(Source(path, path), "a", "", Told(), False, path.with_suffix(".spool"))
    refused = read(task).refused
    return time.process_time() - began, refused


@pytest.mark.slow
def test_no_text_takes_time_by_the_square_of_its_length(tmp_path: Path) -> None:
    slow = {}
    with ProcessPool(os.cpu_count(), context=get_context("forkserver")) as pool:
        futures = {}
        for number, unit in enumerate(UNITS):
            text = _BEFORE + (unit * _LETTERS)[:_LETTERS] + _AFTER
            arguments = text, tmp_path / f"{number}.txt"
            futures[unit] = pool.schedule(_seconds, arguments, timeout=8 * _MOST_SECONDS)
        for unit, future in futures.items():
            try:
                seconds, refused = future.result()
            except TimeoutError:
                seconds, refused = float("inf"), ""
            if seconds > _MOST_SECONDS or refused:
                slow[unit] = seconds, refused
    assert not slow
