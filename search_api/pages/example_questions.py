"""Example questions about what the minutes at hand speak of most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

from corpus.records import Entity, EntityKind
from search_api.archive import Archive, of_one_state
from search_api.pages.asking import Asking

# Kinds that make a matter to ask about, with a question and the page that answers it.
_QUESTIONS: dict[EntityKind, tuple[tuple[str, str], ...]] = {
    "institution": (
        ("/sammenlign", "Hvordan håndterede hvert KKR {name}?"),
        ("/", "Hvad blev besluttet om {name}?"),
    ),
    "project": (("/", "Hvad er status på {name}?"), ("/briefing", "Skriv en briefing om {name}")),
    "theme": (("/briefing", "Skriv en briefing om {name}"), ("/", "Hvad siges der om {name}?")),
}
_DOCUMENTS_LOOKED_INTO = 5
_TRIED = 40
_MOST = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the address of its answer."""

    question: str
    address: str


_kept: WeakKeyDictionary[Archive, tuple[tuple[str, str], list[Example]]] = WeakKeyDictionary()
_keeping = Lock()


@of_one_state
def example_questions(archive: Archive) -> list[Example]:
    """Three to five questions about the institutions, projects and themes that most documents
    speak of and that some agenda item is about; fewer where the corpus holds little. They are kept
    until the corpus changes."""
    state = archive.state
    kept = _kept.get(archive)
    if kept is not None and kept[0] == state:
        return kept[1]
    examples = _examples(archive)
    with _keeping:
        _kept[archive] = (state, examples)
    return examples


def _examples(archive: Archive) -> list[Example]:
    matters = {kind: _matters(archive, kind) for kind in _QUESTIONS}
    examples: list[Example] = []
    for turn in range(2):
        for kind, questions in _QUESTIONS.items():
            entity = next(matters[kind], None)
            if entity is not None and len(examples) < _MOST:
                path, question = questions[turn]
                text = question.format(name=entity.name)
                examples.append(Example(text, Asking((("q", text),)).address(path)))
    return examples


def _matters(archive: Archive, kind: EntityKind) -> Iterator[Entity]:
    """The entities of a kind, the most widely spoken of first, that stand in an item's title."""
    tried = 0
    counts = archive.catalogue.entity_counts([kind])
    for entity_id, *_ in sorted(counts, key=lambda row: (-row[3], -row[2])):
        entity = archive.gazetteer.get(entity_id)
        if entity is None or entity.kind != kind:
            continue
        if _in_a_title(archive, entity_id):
            yield entity
        tried += 1
        if tried == _TRIED:
            return


def _in_a_title(archive: Archive, entity_id: str) -> bool:
    for document_id in archive.catalogue.mostly_mentioning(entity_id, _DOCUMENTS_LOOKED_INTO):
        document = archive.document(document_id)
        for item in document.items:
            for section in item.sections:
                if section.kind == "title" and any(
                    mention.entity_id == entity_id
                    for mention in archive.mentions(
                        document.document_id, section.start, section.end
                    )
                ):
                    return True
    return False
