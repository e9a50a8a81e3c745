"""Minutes, their draft, their agenda and an attachment, as a secretariat has them in a folder."""

from __future__ import annotations

from pathlib import Path

from models.encoder import Encoder
from tests.ingested import Corpus

MINUTES = """Referat af møde i KKR Sjælland den 4. marts 2024

Sted: Rådhuset i Sorø
Deltagere: Anna Lund, Sorø Kommune; Bo Friis, Køge Kommune
Afbud: Carl Holm, Greve Kommune
Referent: Dorte Krog

1. Godkendelse af dagsorden

Beslutning

Dagsordenen blev godkendt.

2. Takster for Bakkehuset

Beslutning

KKR Sjælland godkendte taksterne for Bakkehuset.

Bilag

Bilag 1: Oversigt over pladser
Bilag 2: Notat om takster

3. Eventuelt

Beslutning

Der var intet.
"""
NOTE = """Notat om takster

Sammenfatning af beregningen

Forvaltningen har regnet på, hvad en plads koster. Døgntaksten på Bakkehuset stiger med 312 kr. på
grund af den nye natdækning, og belægningen er 94 pct.
"""
NOTE_NAME = "Bilag 2 - Notat om takster.txt"
DRAFT = MINUTES.replace("Referat af", "Udkast til referat af").replace(
    "godkendte taksterne", "drøftede i udkastet taksterne"
)
AGENDA = """Dagsorden til møde i KKR Sjælland den 4. marts 2024

1. Godkendelse af dagsorden

Indstilling

Det indstilles, at dagsordenen godkendes.

2. Takster for Bakkehuset

Indstilling

Det indstilles, at taksterne godkendes.

3. Eventuelt
"""
NORWEGIAN = """Notat om botilbud

Kommunene har hatt møte om hva en plass koster, og hvordan de kan bruke plassene bedre. De ble enige
om at det ikke er noe nytt å si om sakene ennå, men at de skal møtes igjen neste uke.
"""


def tied_corpus(folder: Path, encoder: Encoder) -> Corpus:
    """All of them taken in, one from two places."""
    corpus = Corpus(folder, encoder)
    corpus.write("Referat.txt", MINUTES)
    corpus.write("Udkast.txt", DRAFT)
    corpus.write("Dagsorden.txt", AGENDA)
    corpus.write("Norsk.txt", NORWEGIAN)
    corpus.write("kopi/Norsk.txt", NORWEGIAN)
    corpus.write(NOTE_NAME, NOTE)
    corpus.ingest()
    return corpus
