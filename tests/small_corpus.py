"""A corpus of three short minutes, for tests that break one or copy it whole."""

from __future__ import annotations

from pathlib import Path

from corpus.settings import Settings
from ingest.pipeline import Ingest
from models.encoder import Encoder

MINUTES = """\
KKR Sjælland
Referat fra mødet den {day}
Deltagere: Karin Lau, Jens Holm

1. Takster for særlige pladser

Sagsfremstilling
Taksten for Kofoedsminde er 1.250.000 kr. i 2021. Slagelse Kommune og Næstved Kommune betaler \
for 12 pladser. Pladserne drives af Region Sjælland.

Indstilling
Det indstilles, at taksten godkendes.

Beslutning
KKR Sjælland godkendte taksten. Sekretariatet udarbejder et notat inden den 1. december 2021.

2. {second}

Sagsfremstilling
Botilbuddet »Granlyhuset« er under afvikling, og borgerne flyttes til Holbæk Kommune.

Beslutning
KKR Sjælland tog orienteringen til efterretning.
"""


def make_corpus(folder: Path, encoder: Encoder) -> Settings:
    """A corpus in ``folder/data`` of three documents, one of them an earlier version of another,
    and the files that they were read from: two in ``folder/files``, one an upload."""
    files, uploads = folder / "files", folder / "data" / "uploads" / "a1" / "1"
    files.mkdir()
    uploads.mkdir(parents=True)
    text = MINUTES.format(day="14. august 2021", second="Botilbud")
    (files / "august.txt").write_text(text, "utf-8")
    (files / "august-rettet.txt").write_text(f"Korrigeret referat\n{text}", "utf-8")
    october = MINUTES.format(day="2. oktober 2021", second="Status på Granlyhuset")
    (uploads / "oktober.txt").write_text(october, "utf-8")
    settings = Settings(data=folder / "data")
    settings.own_gazetteer.write_text("# ingen navne endnu\n", "utf-8")
    reports = Ingest(settings, encoder).run([files, uploads])
    assert [report.outcome for report in reports] == ["new"] * 3
    return settings
