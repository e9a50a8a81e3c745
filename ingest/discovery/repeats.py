"""The other places of a name that was told once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from corpus.proposal import Proposal
from corpus.records import Span
from ingest.discovery.reading import ReadSentence

_WORD = re.compile(r"(?<![\w-])\w+")


def with_repeats(
    text: str, proposals: Sequence[Proposal], sentences: Sequence[ReadSentence]
) -> Iterator[Proposal]:
    """Every place that has the name of one of ``proposals`` and is not known, with the name and the
    kind of the surest place, and its evidence where the place itself has none."""
    surest = _surest(proposals)
    here = {proposal.start: proposal for proposal in proposals}
    by_first_word: dict[str, list[Proposal]] = {}
    for proposal in sorted(surest.values(), key=lambda one: -len(one.name)):
        first = _WORD.search(proposal.name)
        if first is not None:
            by_first_word.setdefault(first.group(), []).append(proposal)
    for sentence in sentences:
        yield from _in_sentence(text, sentence, by_first_word, here)


def _in_sentence(
    text: str,
    sentence: ReadSentence,
    by_first_word: Mapping[str, Sequence[Proposal]],
    here: Mapping[int, Proposal],
) -> Iterator[Proposal]:
    after = 0
    for match in _WORD.finditer(text, sentence.start, sentence.end):
        word, start = match.group(), match.start()
        if start < after:
            continue
        for proposal in (*by_first_word.get(word, ()), *by_first_word.get(word[:-1], ())):
            end = _end(text, start, sentence.end, proposal.name)
            if end is None or (start not in here and _is_known(sentence, start, end)):
                continue
            seen = here.get(start)
            yield replace(
                seen or proposal,
                name=proposal.name,
                kind=proposal.kind,
                start=start,
                end=end,
                sentence=Span(sentence.start, sentence.end),
                cue=seen.cue if seen else None,
            )
            after = end
            break


def _end(text: str, start: int, last: int, name: str) -> int | None:
    """Where ``name`` ends that begins at ``start``, or its genitive goes on."""
    end = start + len(name)
    if end > last or not text.startswith(name, start):
        return None
    rest = text[end : end + 2]
    if rest[:1] == "s":
        rest = rest[1:]
    return None if re.match(r"\w", rest) else end


def _is_known(sentence: ReadSentence, start: int, end: int) -> bool:
    return any(mention.start < end and start < mention.end for mention in sentence.known)


def _surest(proposals: Sequence[Proposal]) -> dict[str, Proposal]:
    """The surest place of each name. Of "Skovbo" and "Skovbos" the first is the name."""
    surest: dict[str, Proposal] = {}
    for proposal in sorted(proposals, key=lambda one: (len(one.name), one.start)):
        key = name_key(proposal.name)
        if key.removesuffix("s") in surest:
            key = key.removesuffix("s")
        other = surest.get(key)
        if other is None or other.certainty < proposal.certainty:
            surest[key] = replace(proposal, name=other.name if other else proposal.name)
    return surest


def name_key(name: str) -> str:
    """The name without regard to case and spacing."""
    return " ".join(name.casefold().split())
