"""Why a question is not answered, in a sentence that says no more than is known."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Filters, Region
from search_api.archive import Archive
from search_api.question import Question, Term
from search_api.wording import listed


def _matter(question: Question) -> Term | None:
    """What the question is most about: a thing with a name, else a known matter, else its rarest
    word."""
    return max(
        question.terms, key=lambda t: (t.name, t.entity_id is not None, t.weight), default=None
    )


def _spoken_of(archive: Archive, term: Term, regions: Sequence[Region]) -> bool:
    """Whether any document of these regions, or at all, speaks of what ``term`` names."""
    if term.entity_id is None:
        return archive.vocabulary.holds(term.terms | term.compounds)
    spoken = archive.catalogue.meetings_mentioning(term.entity_id)
    return any(not regions or one.region in regions for one in spoken)


def reason_for_silence(archive: Archive, question: Question, filters: Filters) -> str:
    """The reason that ``ask`` gives for not answering."""
    regions = filters.regions or question.regions
    if regions and not set(regions) & archive.catalogue.regions():
        return f"Der er ingen referater fra {listed(regions)} i samlingen."
    where = "Referaterne"
    if len(question.forums) == 1:
        where += f" fra {question.forums[0]}"
    elif regions:
        where += f" fra {listed(regions)}"
    matter = _matter(question)
    if matter is None:
        return "Spørgsmålet siger ikke, hvilken sag det gælder. Nævn et emne eller et projekt."
    if not _spoken_of(archive, matter, regions):
        return f"{where} indeholder intet om »{matter.text}«."
    return f"{where} nævner »{matter.text}«, men besvarer ikke spørgsmålet."
