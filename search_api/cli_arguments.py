"""Command-line arguments that speak Danish."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from corpus.records import Filters
    from search_api.archive import Archive

_MESSAGES = (
    (r"the following arguments are required: (.*)", r"der mangler: \1"),
    (r"unrecognized arguments: (.*)", r"ukendt: \1"),
    (r"argument (.*?): expected one argument", r"\1 skal have en værdi"),
    (r"argument (.*?): expected at least one argument", r"\1 skal have mindst én værdi"),
    (r"argument (.*?): invalid int value: (.*)", r"\1 skal være et helt tal, ikke \2"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"\1: \2 findes ikke; vælg \3"),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 kan ikke bruges sammen med \2"),
)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "brug: " if prefix is None else prefix)


class DanishParser(argparse.ArgumentParser):
    """``ArgumentParser`` with its headings, help and errors in Danish."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": _Formatter, "add_help": False, **options})
        self._positionals.title = "argumenter"
        self._optionals.title = "valg"
        self.add_argument("-h", "--help", action="help", help="vis denne hjælp")

    def error(self, message: str) -> NoReturn:
        for english, danish in _MESSAGES:
            if re.fullmatch(english, message):
                message = re.sub(english, danish, message)
                break
        self.print_usage()
        self.exit(2, f"Fejl: {message}. Se »{self.prog} --help«.\n")


def add_filters(parser: argparse.ArgumentParser, sections: bool = True) -> None:
    """The filters that every asking verb takes; each may be given more than once."""
    for name, about in (
        ("region", "kun denne region"),
        ("forum", "kun dette forum, fx »KKR Sjælland«"),
        ("entity", "kun hvor dette nævnes, fx Kofoedsminde"),
        ("section", "kun denne slags afsnit, fx beslutning"),
    )[: 4 if sections else 3]:
        parser.add_argument(
            f"--{name}", action="append", default=[], metavar="NAVN", help=f"{about} (kan gentages)"
        )
    parser.add_argument("--from", dest="date_from", metavar="DATO", help="fra og med, fx 2020-08")
    parser.add_argument("--to", dest="date_to", metavar="DATO", help="til og med, fx 2021")
    if not sections:
        parser.set_defaults(section=[])


def filters_of(archive: Archive, arguments: argparse.Namespace) -> Filters:
    """What the arguments of ``add_filters`` narrow to; raises ``BadValue``."""
    from search_api.filters import read_filters

    return read_filters(
        archive,
        regions=arguments.region,
        forums=arguments.forum,
        date_from=arguments.date_from,
        date_to=arguments.date_to,
        entities=arguments.entity,
        sections=arguments.section,
    )
