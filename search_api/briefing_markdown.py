"""A briefing as Markdown: the one layout, from a template that an organisation can replace."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from corpus.dates import danish_date
from corpus.errors import TvaersnitError
from corpus.records import REGIONS
from search_api.replies import Briefing, Citation
from search_api.wording import UNCERTAIN, inside, meeting, page_name

_MARKUP = re.compile(r"[\\`*\[\]<>]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)|(?m:^(?:[#+=~-]|\d{1,9}(?=[.)])))")


@dataclass(frozen=True, slots=True)
class Source:
    """A place that is quoted, with the numbers of its quotes; ``warning`` is of a page that was
    recognised with little certainty, and else empty."""

    numbers: tuple[int, ...]
    citation: Citation
    url: str | None
    warning: str


def sources(citations: Sequence[Citation], address: str | None) -> list[Source]:
    """The pages of the items that are quoted, by the first number of each."""
    places: dict[tuple[str, int], list[Citation]] = {}
    for citation in citations:
        places.setdefault((citation.item.item_id, citation.page), []).append(citation)
    return [
        Source(
            numbers=tuple(citation.n for citation in some),
            citation=some[0],
            url=address.rstrip("/") + some[0].url if address else None,
            warning=UNCERTAIN if any(citation.uncertain for citation in some) else "",
        )
        for some in places.values()
    ]


def _escaped(value: object) -> object:
    """What a template writes, so that no character of it is taken for markup, of Markdown's or
    HTML's; what macros write is so already."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value

    def escape(match: re.Match[str]) -> str:
        mark = match.group()
        return f"{mark}\\" if mark[0].isdigit() else f"\\{mark}"

    return Markup("\\\n".join(_MARKUP.sub(escape, line) for line in value.split("\n")))


def _read(template: Path | None) -> str:
    if template is None:
        packaged = resources.files("search_api").joinpath("templates", "briefing.md.j2")
        return packaged.read_text("utf-8")
    try:
        return template.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TvaersnitError(
            f"Skabelonen {template} kan ikke læses. Angiv en tekstfil i UTF-8, eller fjern "
            "TVAERSNIT_BRIEFING_TEMPLATE for at bruge den medfølgende."
        ) from error


def _unusable(template: Path | None, error: Exception) -> TvaersnitError:
    where = f" i linje {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
    return TvaersnitError(
        f"Skabelonen {template} har en fejl{where} og kan ikke bruges ({error}). Ret den, eller "
        "fjern TVAERSNIT_BRIEFING_TEMPLATE for at bruge den medfølgende."
    )


def to_markdown(
    briefing: Briefing, template: Path | None = None, address: str | None = None
) -> str:
    """The briefing as Markdown, laid out by ``template``, or by the packaged one.

    ``address`` is where the service answers; with it, the sources link to their sentences.

    Raises ``TvaersnitError`` where the template cannot be read or used.
    """
    environment = SandboxedEnvironment(
        undefined=StrictUndefined, finalize=_escaped, autoescape=True, keep_trailing_newline=True
    )
    environment.filters["danish"] = lambda date: Markup(danish_date(date))
    environment.filters.update(meeting=meeting, inside=inside, page_name=page_name)
    try:
        text = environment.from_string(_read(template)).render(
            briefing=briefing, sources=sources(briefing.citations, address), regions=REGIONS
        )
    except (
        TemplateError,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as e:
        raise _unusable(template, e) from e
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
