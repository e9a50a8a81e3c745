"""``tvaersnit ingest``: files and folders into the corpus, once or for as long as they change."""

from __future__ import annotations

import argparse
import datetime as dt
import signal
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from corpus.errors import IngestUnderWay, TvaersnitError
from corpus.records import ACCESS_LEVELS, DocumentKind, Status
from corpus.settings import Settings
from search_api.terminal import printable

if TYPE_CHECKING:
    from ingest.head.told import Told
    from search_api.ingest_report import IngestReport

_STATUSES: Mapping[str, Status] = {
    "udkast": "draft",
    "godkendt": "approved",
    "korrigeret": "corrected",
}
_TRY_AGAIN_AFTER = 2.0


def add_arguments(ingest: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    ingest.add_argument("paths", nargs="+", type=Path, metavar="STI", help="fil eller mappe")
    said = ingest.add_argument_group("sagt om alle filerne; det vinder over teksten")
    said.add_argument("--region", metavar="REGION", help="regionen")
    said.add_argument("--forum", metavar="FORUM", help="forummet, fx »KKR Sjælland«")
    said.add_argument("--date", metavar="DATO", help="mødets dato, fx 2020-08-14")
    said.add_argument("--place", metavar="STED", help="hvor mødet blev holdt")
    said.add_argument("--kind", choices=get_args(DocumentKind), help="hvad filerne er")
    said.add_argument("--status", choices=tuple(_STATUSES), help="hvor endelige filerne er")
    said.add_argument(
        "--access",
        choices=ACCESS_LEVELS,
        help="hvem der må læse dem: alle, egne folk (internal) eller få (closed)",
    )
    ingest.add_argument(
        "--prune", action="store_true", help="fjern det, hvis filer er slettet i mapperne"
    )
    how = ingest.add_mutually_exclusive_group()
    how.add_argument("--dry-run", action="store_true", help="vis, hvad der ville ske; gem intet")
    how.add_argument(
        "--watch", action="store_true", help="bliv ved, og indlæs det, der ændrer sig (til Ctrl-C)"
    )
    add_engine(ingest)
    ingest.add_argument(
        "--report", type=Path, metavar="FIL", help="gem rapporten: .json, .csv eller .txt"
    )
    ingest.add_argument("--json", action="store_true", help="skriv rapporten som JSON")


def add_engine(verb: argparse.ArgumentParser) -> None:
    """Where the verb reads and encodes."""
    verb.add_argument(
        "--engine",
        choices=("local", "ray"),
        default="local",
        help="læs og kod på denne maskine (local) eller på en Ray-klynge (ray)",
    )


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Take files in; gives the exit code, 1 where a file was refused."""
    from search_api.report_file import check_name

    if arguments.report is not None:
        check_name(arguments.report)
    if arguments.watch:
        return _watch(_Batch(settings, arguments), arguments)
    if arguments.dry_run and not settings.data.exists():
        with tempfile.TemporaryDirectory() as folder:
            # Not even a data folder is made.
            nowhere = settings.model_copy(update={"data": Path(folder)})
            report = _Batch(nowhere, arguments).take(arguments.paths)
    else:
        report = _Batch(settings, arguments).take(arguments.paths)
    return 1 if report.counts["refused"] else 0


class _Batch:
    """An ingest as it is asked for, of some paths or, as they change, of others."""

    def __init__(self, settings: Settings, arguments: argparse.Namespace) -> None:
        from ingest.pipeline import Ingest

        self._settings = settings
        self._arguments = arguments
        self._told = _told(arguments)
        self._ingest = Ingest(settings, engine=arguments.engine)

    def take(self, paths: Sequence[Path]) -> IngestReport:
        """Take ``paths`` in, print the report and save it."""
        from search_api.ingest_progress import IngestProgress
        from search_api.ingest_report import report_of
        from search_api.render_ingest import print_report
        from search_api.report_file import keep_report, save_report

        asked = self._arguments
        started = dt.datetime.now(dt.UTC)
        with IngestProgress(quiet=asked.json) as progress:
            reports = self._ingest.run(
                paths, self._told, progress.callbacks, dry_run=asked.dry_run, prune=asked.prune
            )
        report = report_of(self._settings, reports, started, dry_run=asked.dry_run)
        saved = asked.report
        if saved is not None:
            save_report(report, saved)
        elif not asked.dry_run and report.counts["unchanged"] < len(report.files):
            saved = keep_report(report, self._settings.data)
        if asked.json:
            # While it goes on, a line each time.
            print(report.model_dump_json(indent=None if asked.watch else 2), flush=True)
        else:
            print_report(report, saved)
        return report


def _told(arguments: argparse.Namespace) -> Told:
    from ingest.head.said import read_date, read_forum, read_region
    from ingest.head.told import Told

    return Told(
        region=read_region(arguments.region) if arguments.region else None,
        forum=read_forum(arguments.forum or ""),
        date=read_date(arguments.date) if arguments.date else None,
        access=arguments.access,
        kind=arguments.kind,
        status=_STATUSES[arguments.status] if arguments.status else None,
        place=arguments.place,
    )


def _watch(batch: _Batch, arguments: argparse.Namespace) -> int:
    from ingest.batch.files import find_files
    from search_api.watch import changes

    stop = threading.Event()
    # What ends a service is to let the ingest that is under way come to its end.
    signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
    try:
        for changed in changes(arguments.paths, stop):
            paths = [path.parent if path.name == "minutes.toml" else path for path in changed.paths]
            if arguments.prune:
                paths += changed.emptied
            while find_files(paths) and not stop.is_set():
                try:
                    batch.take(paths)
                    break
                except IngestUnderWay:
                    stop.wait(_TRY_AGAIN_AFTER)
                except TvaersnitError as error:
                    # The next change may go better.
                    print(f"Fejl: {printable(str(error))}", file=sys.stderr)
                    break
            if not arguments.json:
                print("Venter på ændringer. Stop med Ctrl-C.", flush=True)
    except KeyboardInterrupt:
        pass
    print("Overvågningen er stoppet. Det, der var indlæst, er bevaret.", file=sys.stderr)
    return 0
