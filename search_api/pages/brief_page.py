"""Briefing: the note as it will print, and the selection of what it quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from fastapi import APIRouter, Request, Response

from corpus.errors import BadValue, NotFound
from search_api.access.caller import Reader
from search_api.archive import Archive
from search_api.briefing_blocks import Block, blocks
from search_api.briefing_markdown import to_markdown
from search_api.pages.asking import Asked, Asking
from search_api.pages.question_form import question_form
from search_api.pages.rendering import render
from search_api.parameters import TheService
from search_api.replies import Addable, Briefing, Sentence
from search_api.selection import MOST_ADDED, quote_at, selected, span_of

PATH = "/briefing"
_TEMPLATE = "briefing.html"
_FORMATS = {"docx": "Word", "pdf": "PDF", "md": "Markdown"}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Selection:
    """What an address selects: the numbers left out of the briefing as it is first made, the
    sentences added, and what is wrong with those that cannot be."""

    leave_out: tuple[int, ...]
    added: tuple[Sentence, ...]
    errors: tuple[str, ...]

    @property
    def spans(self) -> list[str]:
        """The added sentences by the names that addresses have for them."""
        return [span_of(sentence.citation) for sentence in self.added]


def _selection(request: Request, archive: Archive) -> Selection:
    numbers = [value for value in request.query_params.getlist("udelad") if value.isdecimal()]
    added: list[Sentence] = []
    errors: list[str] = []
    for span in dict.fromkeys(request.query_params.getlist("tilfoej")[:MOST_ADDED]):
        try:
            added.append(quote_at(archive, span))
        except (BadValue, NotFound) as error:
            errors.append(str(error))
    leave_out = sorted({int(number[:9]) for number in numbers})
    return Selection(tuple(leave_out), tuple(added), tuple(dict.fromkeys(errors)))


@router.get(PATH)
def get_brief_page(
    request: Request, service: TheService, caller: Reader, asking: Asked
) -> Response:
    """The question field alone, or with the note and the choice of its sentences."""
    archive = service.archive(caller.clearance)
    question = asking.question
    if not question:
        return render(request, _TEMPLATE, form=question_form(archive, asking, PATH))
    try:
        filters = asking.filters(archive)
    except BadValue as error:
        form = question_form(archive, asking, PATH, error=str(error))
        return render(request, _TEMPLATE, 422, form=form)
    first = service.brief(caller.clearance, question, filters)
    chosen = _selection(request, archive)
    briefing = selected(first, chosen.leave_out, chosen.added)
    return render(
        request,
        _TEMPLATE,
        422 if chosen.errors else 200,
        form=question_form(archive, asking, PATH, first.understood),
        briefing=briefing,
        parts=_parts(briefing, service.settings.briefing_template),
        cited={citation.n: citation for citation in briefing.citations},
        first=first,
        chosen=chosen,
        others=_others(service.addable(caller.clearance, question, filters), chosen),
        span_of=span_of,
        downloads=[(name, _download(asking, chosen, kind)) for kind, name in _FORMATS.items()],
        thanked=request.query_params.get("tak") == "1",
        back=f"{request.url.path}?{request.url.query}",
    )


def _parts(briefing: Briefing, template: Path | None) -> list[tuple[str, list[Block]]]:
    """The note laid out as its files are, neighbouring items of a list together."""
    laid_out = blocks(to_markdown(briefing, template))
    return [(kind, list(some)) for kind, some in groupby(laid_out, key=lambda one: one.kind)]


def _others(addable: Addable, chosen: Selection) -> Sequence[Sentence]:
    """What can be added, and first what has been."""
    every = {span_of(one.citation): one for one in (*chosen.added, *addable.sentences)}
    return list(every.values())


def _download(asking: Asking, chosen: Selection, kind: str) -> str:
    return asking.address(
        "/api/v1/brief",
        ("format", kind),
        *(("leave_out", str(n)) for n in chosen.leave_out),
        *(("add", span) for span in chosen.spans),
    )
