"""What the command line prints of an ingest: what became of the files, the rest in the report."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from corpus.dates import danish_date
from search_api.ingest_report import DECISIVE, OUTCOMES, IngestReport, ReportedFile
from search_api.render import open_table
from search_api.terminal import Terminal, console_for_output, printable
from search_api.wording import danish_number, listed

_AT_MOST = 20
"""Lines of each kind on a screen; a file holds them all."""
_WIDTH_OF_A_FILE = 100


def print_report(report: IngestReport, saved: Path | None = None) -> None:
    """Print a report, of long lists only the beginning; ``saved`` is where it lies whole."""
    console = console_for_output()
    _write(console, report, _AT_MOST)
    if saved is not None:
        console.print(_line(f"Hele rapporten ligger i {saved}"), soft_wrap=True)


def whole_report(report: IngestReport) -> str:
    """A report as text, every list whole."""
    written = io.StringIO()
    console = Terminal(file=written, width=_WIDTH_OF_A_FILE)
    _write(console, report, len(report.files))
    return written.getvalue()


def summary(report: IngestReport) -> str:
    """ "3 filer på 2 sekunder: 2 indlæst, 1 afvist."."""
    counts = [
        f"{danish_number(n)} {OUTCOMES[outcome]}" for outcome, n in report.counts.items() if n
    ]
    files = _counted(len(report.files), "fil", "filer")
    told = f"{files} på {_duration(report.seconds)}: {', '.join(counts)}."
    among = []
    if report.versions:
        among.append(_counted(report.versions, "tidligere udgave", "tidligere udgaver"))
    if report.attachments:
        among.append(f"{danish_number(report.attachments)} bilag")
    return f"{told} Heraf er {listed(among)}." if among else told


def _write(console: Console, report: IngestReport, at_most: int) -> None:
    if report.dry_run:
        console.print(_line("Prøvekørsel: intet er ændret. Sådan ville det gå."))
    taken = [file for file in report.files if file.outcome in ("new", "replaced")]
    decisive = [file for file in taken if not DECISIVE.isdisjoint(file.missing)]
    others = [file for file in taken if file.missing and DECISIVE.isdisjoint(file.missing)]
    _documents(console, taken, at_most)
    for heading, tell, shown in (
        ("Afvist", _refused, [file for file in report.files if file.outcome == "refused"]),
        (
            "Mangler; angiv det med valg som --region og --date eller i filen minutes.toml",
            _missing,
            decisive,
        ),
        ("Mangler desuden", _missing, others if at_most >= len(report.files) else []),
        ("Bemærkninger", _noted, [file for file in report.files if file.notes]),
        (
            "Personoplysninger, som er skjult overalt her",
            _personal,
            [file for file in report.files if file.cpr],
        ),
        ("Fjernet", _removed, [file for file in report.files if file.outcome == "pruned"]),
    ):
        _list(console, heading, shown, tell, at_most)
    console.print(_line(summary(report)))


def _documents(console: Console, taken: Sequence[ReportedFile], at_most: int) -> None:
    table = open_table("Fil", "Udfald", "Forum", "Region", "Dato", "Punkter")
    for file in taken[:at_most]:
        table.add_row(
            _line(Path(file.path).name),
            OUTCOMES[file.outcome],
            _line(file.forum or "–"),
            file.region or "–",
            danish_date(file.date) if file.date else "–",
            str(file.items),
        )
    if taken:
        console.print(table)
        _and_more(console, len(taken) - at_most)


def _list(
    console: Console,
    heading: str,
    files: Sequence[ReportedFile],
    tell: Callable[[ReportedFile], Iterator[str]],
    at_most: int,
) -> None:
    if not files:
        return
    console.print(_line(f"{heading} ({danish_number(len(files))}):"))
    for file in files[:at_most]:
        for told in tell(file):
            console.print(Padding(_line(told), (0, 0, 0, 2), expand=False))
    _and_more(console, len(files) - at_most)


def _and_more(console: Console, left: int) -> None:
    if left > 0:
        console.print(_line(f"  … og {danish_number(left)} til."))


def _refused(file: ReportedFile) -> Iterator[str]:
    yield file.message


def _missing(file: ReportedFile) -> Iterator[str]:
    yield f"{Path(file.path).name}: {listed(file.missing)}"


def _noted(file: ReportedFile) -> Iterator[str]:
    for note in file.notes:
        yield f"{Path(file.path).name}: {note}"


def _personal(file: ReportedFile) -> Iterator[str]:
    numbers = "et CPR-nummer" if file.cpr == 1 else f"{danish_number(file.cpr)} CPR-numre"
    yield f"{Path(file.path).name} rummer {numbers}."


def _removed(file: ReportedFile) -> Iterator[str]:
    yield f"{file.path} findes ikke mere."


def _line(text: str) -> Text:
    """A text on one line: names of files may hold line ends."""
    return Text(printable(" ".join(text.split("\n"))))


def _counted(n: int, one: str, many: str) -> str:
    return f"{danish_number(n)} {one if n == 1 else many}"


def _duration(seconds: float) -> str:
    """ "3 sekunder", "2 min. 5 sek.", "1 t. 12 min."."""
    whole = dt.timedelta(seconds=round(seconds))
    minutes, left = divmod(int(whole.total_seconds()), 60)
    if not minutes:
        return _counted(left, "sekund", "sekunder")
    if minutes < 60:
        return f"{minutes} min. {left} sek."
    return f"{minutes // 60} t. {minutes % 60} min."
