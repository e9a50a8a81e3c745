"""The command line: ``tvaersnit VERB …``."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, get_args

from corpus.errors import TvaersnitError
from corpus.machine import fault
from corpus.records import EntityKind
from corpus.settings import Settings, load_settings
from search_api import (
    cli_backup,
    cli_decisions,
    cli_doctor,
    cli_feedback,
    cli_figures,
    cli_follow,
    cli_index,
    cli_ingest,
    cli_keys,
    cli_mcp,
    cli_review,
    cli_serve,
    render,
)
from search_api.archive import Archive
from search_api.cli_arguments import DanishParser, add_filters, filters_of
from search_api.terminal import printable

EXAMPLES = """\
eksempler:
  tvaersnit ingest ~/referater
  tvaersnit ask "Hvad koster det at forlænge Sammen om Psykiatri?"
  tvaersnit compare "Hvordan håndterede hvert KKR Kofoedsminde?"
  tvaersnit search "særlige pladser i psykiatrien" --region Syddanmark --from 2020
"""


def _parser() -> argparse.ArgumentParser:
    parser = DanishParser(
        prog="tvaersnit",
        description="Søg, spørg og sammenlign på tværs af referater fra tværkommunale fora.",
        epilog=EXAMPLES,
    )
    parser.add_argument("--data", type=Path, metavar="MAPPE", help="mappen med katalog og indeks")
    verbs = parser.add_subparsers(dest="verb", metavar="VERBUM", required=True, title="verber")

    def add_verb(name: str, about: str, run: Callable[..., int]) -> argparse.ArgumentParser:
        verb = verbs.add_parser(name, help=about)
        # Said before the verb or after it, as it comes to mind.
        verb.add_argument(
            "--data",
            type=Path,
            metavar="MAPPE",
            default=argparse.SUPPRESS,
            help="mappen med katalog og indeks",
        )
        verb.set_defaults(run=run)
        return verb

    cli_ingest.add_arguments(
        add_verb("ingest", "indlæs referater fra filer og mapper", cli_ingest.run)
    )

    for verb, run, about, counted in (
        ("search", _search, "find de punkter, der handler om et emne", "punkter (10)"),
        ("ask", _ask, "få svaret i referaternes egne sætninger", "citater"),
        ("compare", _compare, "sammenlign, hvad hver region siger om en sag", "citater pr. region"),
    ):
        asking = add_verb(verb, about, run)
        asking.add_argument("question", metavar="SPØRGSMÅL", help="på almindeligt dansk")
        add_filters(asking)
        asking.add_argument("--limit", type=int, metavar="N", help=f"højst så mange {counted}")
        asking.add_argument("--json", action="store_true", help="svar som JSON")

    brief = add_verb("brief", "skriv et briefing-notat om en sag", _brief)
    brief.add_argument("question", metavar="SAG", help="fx »særlige pladser i psykiatrien«")
    add_filters(brief)
    brief.add_argument(
        "--out", type=Path, metavar="FIL", help="gem notatet: .md, .docx eller .pdf efter navnet"
    )
    brief.add_argument("--json", action="store_true", help="notatet som JSON")

    cli_figures.add_arguments(
        add_verb("figures", "vis tallene for en sag, efter region og år", cli_figures.run)
    )

    cli_follow.add_arguments(
        add_verb("follow", "følg en sag gennem møder og regioner", cli_follow.run)
    )

    cli_decisions.add_arguments(
        add_verb("decisions", "vis beslutningerne og deres opfølgning", cli_decisions.run)
    )

    documents = add_verb("documents", "vis de indlæste dokumenter", _documents)
    documents.add_argument("--json", action="store_true", help="vis som JSON, med alle punkter")

    entities = add_verb("entities", "vis, hvem og hvad referaterne nævner", _entities)
    entities.add_argument("--kind", choices=get_args(EntityKind), help="kun én slags")
    entities.add_argument("--json", action="store_true", help="vis som JSON")
    cli_review.add_arguments(entities)

    evaluate = add_verb("evaluate", "mål svarene på en fil med spørgsmål", _evaluate)
    evaluate.add_argument(
        "questions", type=Path, metavar="FIL", help="JSONL, et spørgsmål en linje"
    )
    evaluate.add_argument("--json", action="store_true", help="vis som JSON")

    cli_ingest.add_engine(add_verb("reindex", "byg indekset op igen fra kataloget", _reindex))

    cli_index.add_arguments(
        add_verb("index", "flyt indekset til en Qdrant-server eller tilbage", cli_index.run)
    )

    cli_doctor.add_arguments(
        add_verb("doctor", "undersøg, om alt er, som det skal være", cli_doctor.run)
    )

    cli_backup.add_backup(
        add_verb("backup", "tag en sikkerhedskopi af det hele", cli_backup.run_backup)
    )
    cli_backup.add_restore(
        add_verb("restore", "gendan fra en sikkerhedskopi", cli_backup.run_restore)
    )

    cli_feedback.add_arguments(
        add_verb("feedback", "vis tilbagemeldinger, eller gør dem til spørgsmål", cli_feedback.run)
    )
    cli_mcp.add_arguments(add_verb("mcp", "giv en assistent på maskinen værktøjerne", cli_mcp.run))

    cli_keys.add_arguments(add_verb("keys", "bestem, hvem der har adgang", cli_keys.run))
    cli_serve.add_arguments(add_verb("serve", "start tjenesten", cli_serve.run))
    return parser


def _limit(arguments: argparse.Namespace) -> int | None:
    if arguments.limit is not None and not 1 <= arguments.limit <= 50:
        raise TvaersnitError("--limit skal være mellem 1 og 50.")
    limit: int | None = arguments.limit
    return limit


def _search(settings: Settings, arguments: argparse.Namespace) -> int:
    from search_api.search import DEFAULT_LIMIT, search

    archive = Archive(settings)
    filters = filters_of(archive, arguments)
    limit = _limit(arguments) or DEFAULT_LIMIT
    found = search(archive, arguments.question, filters, limit)
    render.search(found, as_json=arguments.json)
    return 0


def _ask(settings: Settings, arguments: argparse.Namespace) -> int:
    from search_api.ask import ask

    archive = Archive(settings)
    filters = filters_of(archive, arguments)
    answer = ask(archive, arguments.question, filters, _limit(arguments))
    render.answer(answer, arguments.json)
    return 0


def _compare(settings: Settings, arguments: argparse.Namespace) -> int:
    from search_api.compare import compare

    archive = Archive(settings)
    filters = filters_of(archive, arguments)
    comparison = compare(archive, arguments.question, filters, _limit(arguments))
    render.comparison(comparison, as_json=arguments.json)
    return 0


def _brief(settings: Settings, arguments: argparse.Namespace) -> int:
    from search_api.brief import brief
    from search_api.briefing_formats import written

    archive = Archive(settings)
    briefing = brief(archive, arguments.question, filters_of(archive, arguments))
    if arguments.json:
        print(briefing.model_dump_json(indent=2))
    elif arguments.out is None:
        print(printable(written(briefing, "md", settings.briefing_template).decode("utf-8")))
    else:
        kind = arguments.out.suffix.lower().lstrip(".")
        content = written(briefing, kind, settings.briefing_template)
        try:
            arguments.out.write_bytes(content)
        except OSError as error:
            raise TvaersnitError(
                f"{arguments.out}: Notatet kan ikke gemmes ({error.strerror}). "
                "Vælg en anden mappe med --out."
            ) from error
        print(f"Notatet er gemt i {arguments.out}.")
    return 0


def _documents(settings: Settings, arguments: argparse.Namespace) -> int:
    from search_api.documents import list_documents

    render.documents(list_documents(Archive(settings)), as_json=arguments.json)
    return 0


def _entities(settings: Settings, arguments: argparse.Namespace) -> int:
    from search_api.documents import list_entities

    render.entities(list_entities(Archive(settings), arguments.kind), as_json=arguments.json)
    return 0


def _evaluate(settings: Settings, arguments: argparse.Namespace) -> int:
    from search_api.evaluate import evaluate, read_questions

    questions = read_questions(arguments.questions)
    render.evaluation(evaluate(Archive(settings), questions), as_json=arguments.json)
    return 0


def _reindex(settings: Settings, arguments: argparse.Namespace) -> int:
    from ingest.pipeline import Ingest
    from search_api.ingest_progress import IngestProgress

    with IngestProgress(quiet=False) as progress:
        passages = Ingest(settings, engine=arguments.engine).reindex(progress.callbacks)
    print(f"Indekset er bygget op igen: {passages} tekststykker.")
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run a verb. Returns 0, 1 where something was refused or found wrong, 2 for an error."""
    for stream in (sys.stdout, sys.stderr):
        # Danish letters come out right whatever the terminal's locale says.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    arguments = _parser().parse_args(argv)
    run: Callable[[Settings, argparse.Namespace], int] = arguments.run
    try:
        return run(load_settings(data=arguments.data), arguments)
    except TvaersnitError as error:
        return _told(error)
    except KeyboardInterrupt:
        print("Afbrudt. Det, der var indlæst, er bevaret.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader (head, less) has what it wanted.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (OSError, MemoryError, ImportError, RuntimeError, sqlite3.Error) as error:
        told = fault(getattr(error, "filename", None) or arguments.data or "Tværsnit", error)
        return _unforeseen(error) if told is None else _told(told)
    except Exception as error:
        return _unforeseen(error)


def _told(error: TvaersnitError) -> int:
    print(f"Fejl: {printable(str(error))}", file=sys.stderr)
    return error.exit_code


def _unforeseen(error: Exception) -> int:
    traceback.print_exception(error)
    print(
        f"Fejl: Der skete en uventet fejl ({type(error).__name__}). Kør »tvaersnit doctor«, som "
        "finder skader i datamappen. Er der ingen, så giv dem, der vedligeholder Tværsnit, det, "
        "der står herover.",
        file=sys.stderr,
    )
    return TvaersnitError.exit_code


def script() -> NoReturn:
    """The ``tvaersnit`` command."""
    sys.exit(main())
