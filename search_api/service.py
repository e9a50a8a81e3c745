"""What every face of the service answers from: the corpus for each clearance, with the verbs."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

from corpus.errors import TvaersnitError
from corpus.records import AccessLevel, Filters
from corpus.settings import Settings
from models.encoder import Encoder
from search_api.archive import Archive
from search_api.ask import ask
from search_api.brief import brief
from search_api.compare import compare
from search_api.figure_replies import Figures
from search_api.figures import figures
from search_api.follow import follow
from search_api.follow_replies import Course
from search_api.replies import Addable, Answer, Briefing, Comparison, Reply, Search
from search_api.search import DEFAULT_LIMIT, search
from search_api.selection import addable

_AT_ONCE = 2
_MOST_KEPT = 512
_TRIES = 2
"""An answer lacks what an ingest took from the index in the middle of it; it is made once more."""
_T = TypeVar("_T", bound=Reply)
_log = logging.getLogger(__name__)


class Service:
    """Answers for many at once. The archive is opened when it is first asked for, so that the
    service may start before there is anything to search in.

    The models compute for ``_AT_ONCE`` questions at a time: more would only wait for each other's
    processors. What was answered is kept until the corpus changes.
    """

    def __init__(self, settings: Settings, encoder: Encoder | None = None) -> None:
        self.settings = settings
        self._encoder = encoder or Encoder(settings)
        self._lock = threading.Lock()
        self._archives: dict[AccessLevel, Archive] = {}
        self._computing = threading.BoundedSemaphore(_AT_ONCE)
        self._kept: OrderedDict[tuple[object, ...], Any] = OrderedDict()
        self._warm = False
        self.listeners: list[Callable[[str, str, Reply], None]] = []
        """Told of every answer: the verb, the question and the reply."""

    def archive(self, clearance: AccessLevel) -> Archive:
        """What somebody of this clearance may read.

        Raises ``EmptyCorpus``, ``BrokenIndex`` or ``EncoderMismatch``; tries anew the next time.
        """
        with self._lock:
            if clearance not in self._archives:
                whole = self._archives.get("closed") or Archive(self.settings, self._encoder)
                self._archives["closed"] = whole
                self._archives[clearance] = whole.cleared(clearance)
            return self._archives[clearance]

    def state(self, clearance: AccessLevel) -> tuple[str, str]:
        """Names the state of the corpus that this clearance reads; raises as ``archive``."""
        return self.archive(clearance).state

    @property
    def ready(self) -> bool:
        """Whether models and index are loaded."""
        return self._warm

    def warm_up(self) -> None:
        """Load what the first question would wait for, where there is a corpus."""
        try:
            self.archive("closed").warm_up()
            self._warm = True
        except TvaersnitError as error:
            _log.warning("%s", error)

    def search(
        self,
        clearance: AccessLevel,
        question: str,
        filters: Filters,
        limit: int = DEFAULT_LIMIT,
    ) -> Search:
        """``search_api.search.search`` for this clearance."""
        return self._answered(search, clearance, question, filters, limit)

    def ask(
        self, clearance: AccessLevel, question: str, filters: Filters, limit: int | None = None
    ) -> Answer:
        """``search_api.ask.ask`` for this clearance."""
        return self._answered(ask, clearance, question, filters, limit)

    def compare(
        self, clearance: AccessLevel, question: str, filters: Filters, limit: int | None = None
    ) -> Comparison:
        """``search_api.compare.compare`` for this clearance."""
        return self._answered(compare, clearance, question, filters, limit)

    def brief(self, clearance: AccessLevel, question: str, filters: Filters) -> Briefing:
        """``search_api.brief.brief`` for this clearance."""
        return self._answered(brief, clearance, question, filters)

    def figures(self, clearance: AccessLevel, question: str, filters: Filters) -> Figures:
        """``search_api.figures.figures`` for this clearance."""
        return self._answered(figures, clearance, question, filters)

    def follow(self, clearance: AccessLevel, question: str, filters: Filters) -> Course:
        """``search_api.follow.follow`` for this clearance."""
        return self._answered(follow, clearance, question, filters)

    def addable(self, clearance: AccessLevel, question: str, filters: Filters) -> Addable:
        """``search_api.selection.addable`` for this clearance."""
        return self._kept_or_computed(addable, clearance, question, filters)

    def close(self) -> None:
        """Release the index."""
        with self._lock:
            if "closed" in self._archives:
                self._archives["closed"].close()
            self._archives.clear()

    def _answered(
        self, verb: Callable[..., _T], clearance: AccessLevel, question: str, *rest: Any
    ) -> _T:
        answer = self._kept_or_computed(verb, clearance, question, *rest)
        for listen in self.listeners:
            listen(verb.__name__, question, answer)
        return answer

    def _kept_or_computed(
        self, verb: Callable[..., _T], clearance: AccessLevel, question: str, *rest: Any
    ) -> _T:
        archive = self.archive(clearance)
        asked = (verb.__name__, clearance, question, *rest)
        kept: _T | None = self._kept.get((*asked, archive.state))
        if kept is not None:
            return kept
        for _ in range(_TRIES):
            with self._computing, archive.reading():
                state = archive.state
                answer = verb(archive, question, *rest)
                whole = archive.state == state
            if whole:
                break
        if whole:
            with self._lock:
                self._kept[*asked, state] = answer
                while len(self._kept) > _MOST_KEPT:
                    self._kept.popitem(last=False)
        self._warm = True
        return answer
