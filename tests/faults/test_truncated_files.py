"""Files of every format cut off at random places: each is read or refused with what to do, and what
was stored of a file that is cut off later stays."""

from __future__ import annotations

import random
import re
from pathlib import Path

from corpus.settings import Settings
from tests.faults.runs import KILLS, SEED
from tests.faults.verified import verified
from tests.ingested import Corpus, minutes
from tests.quick_encoder import QuickEncoder
from tests.small_files import FORMATS

CUTS = max(3, KILLS // 10)
_REMEDY = re.compile(r"\b(?:Hent|Gem|Kontrollér|Del|Fjern|Angiv|Pak|Åbn|Omdøb|Ret|Bed|Lav)\b")


def test_a_file_cut_off_anywhere_is_read_or_refused_and_spoils_no_other(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path, QuickEncoder(Settings()))
    chance = random.Random(SEED)
    for suffix, make in FORMATS.items():
        data = make(minutes("Takster på Ærø"))
        for number in range(CUTS):
            corpus.write(f"{suffix} {number}.{suffix}", data[: chance.randrange(len(data))])
    corpus.write("hel.txt", minutes("Herberger"))
    reports = {Path(report.path).name: report for report in corpus.ingest()}
    assert reports["hel.txt"].outcome == "new"
    for report in reports.values():
        if report.outcome == "refused":
            assert report.message.startswith(f"{report.path}: "), report
            assert _REMEDY.search(report.message) and "Error" not in report.message, report
    assert corpus.state()


def test_what_is_stored_of_a_file_stays_when_the_file_is_cut_off(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path, QuickEncoder(Settings()))
    text = minutes("Takster på Ærø")
    whole = {f"a.{suffix}": make(text) for suffix, make in FORMATS.items() if suffix != "zip"}
    for name, data in whole.items():
        corpus.write(name, data)
    corpus.ingest()
    before = corpus.state()["documents"]
    for name in whole:
        corpus.write(name, b"")
    assert set(corpus.outcomes().values()) == {"refused"}
    assert corpus.state()["documents"] == before
    assert verified(corpus.settings, corpus.encoder, ())
