"""What is counted while the service runs, as Prometheus reads it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from corpus.errors import TvaersnitError
from search_api.figure_replies import Figures
from search_api.follow_replies import Course
from search_api.jobs.job import State
from search_api.replies import Answer, Briefing, Comparison, Reply, Search
from search_api.service import Service
from search_api.workers.board import Board
from search_api.workers.joint import Common

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """The counters of one service. Each service has a registry of its own, so that several can run
    in one process; where it runs in several, whichever is asked tells of all of them."""

    def __init__(self, common: Common) -> None:
        self.registry = CollectorRegistry()
        if common.counts is None:
            counted = self.registry
            ProcessCollector(registry=self.registry)
        else:
            # What this process counts goes into its own file, and is read from there with the
            # others': prometheus_client's multiprocess mode.
            counted = CollectorRegistry()
            MultiProcessCollector(self.registry, str(common.counts))  # type: ignore[no-untyped-call]
            self.registry.register(_Processes(common.board))
        self.registry.register(_Workers(common.board))
        self._requests = Counter(
            "tvaersnit_http_requests",
            "Besvarede forespørgsler.",
            ("method", "route", "status"),
            registry=counted,
        )
        self._seconds = Histogram(
            "tvaersnit_http_request_seconds",
            "Sekunder fra en forespørgsel til svaret begynder.",
            ("method", "route"),
            buckets=_BUCKETS,
            registry=counted,
        )
        self._questions = Counter(
            "tvaersnit_questions",
            "Besvarede spørgsmål efter verbum og udfald.",
            ("verb", "outcome"),
            registry=counted,
        )

    def watch(self, service: Service) -> None:
        """Count what ``service`` answers, and tell of the corpus that it answers from."""
        service.listeners.append(self._answered)
        self.registry.register(_Corpus(service))

    def watch_jobs(self, by_state: Callable[[], Mapping[State, int]]) -> None:
        """Tell how many ingest jobs are in each state."""
        self.registry.register(_Jobs(by_state))

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request. ``route`` is the address's template, so that there are few of them."""
        known = method if method in _METHODS else "other"
        self._requests.labels(known, route, str(status)).inc()
        self._seconds.labels(known, route).observe(seconds)

    def _answered(self, verb: str, _: str, reply: Reply) -> None:
        self._questions.labels(verb, outcome(reply)).inc()


def outcome(reply: Reply) -> str:
    """What became of a question: ``answered`` or ``abstained``, ``found`` or ``none``."""
    match reply:
        case Answer():
            return "abstained" if reply.abstained else "answered"
        case Search():
            return "found" if reply.hits else "none"
        case Comparison() | Briefing() | Figures() | Course():
            return "found" if reply.citations else "none"
    raise TypeError(type(reply))


class _Corpus(Collector):
    """What can be searched, counted when it is asked for."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def collect(self) -> Iterable[Metric]:
        documents = GaugeMetricFamily("tvaersnit_documents", "Indlæste dokumenter.")
        passages = GaugeMetricFamily("tvaersnit_passages", "Tekststykker, der kan søges i.")
        generation = InfoMetricFamily("tvaersnit_corpus", "Søgeindeksets generation.")
        ready = GaugeMetricFamily("tvaersnit_ready", "Om modeller og indeks er indlæst.")
        try:
            archive = self._service.archive("closed")
            documents.add_metric((), archive.catalogue.count("documents"))
            passages.add_metric((), archive.catalogue.passages())
            generation.add_metric((), {"generation": archive.generation})
            ready.add_metric((), self._service.ready)
        except TvaersnitError:
            ready.add_metric((), 0)
        return documents, passages, generation, ready


class _Workers(Collector):
    """The processes that answer."""

    def __init__(self, board: Board) -> None:
        self._board = board

    def collect(self) -> Iterable[Metric]:
        workers = GaugeMetricFamily(
            "tvaersnit_workers", "Processer, der svarer, efter tilstand.", labels=["state"]
        )
        there = self._board.workers()
        settled = sum(worker.settled for worker in there)
        workers.add_metric(("ready",), settled)
        workers.add_metric(("starting",), len(there) - settled)
        replaced = CounterMetricFamily(
            "tvaersnit_workers_replaced", "Processer, der er standset og erstattet."
        )
        replaced.add_metric((), self._board.replaced)
        return workers, replaced


class _Processes(Collector):
    """What each of several processes takes: the usual figures, with its id."""

    def __init__(self, board: Board) -> None:
        self._board = board

    def collect(self) -> Iterable[Metric]:
        families: dict[str, Metric] = {}
        for pid in (os.getppid(), *(worker.pid for worker in self._board.workers())):
            for family in ProcessCollector(pid=partial(int, pid), registry=None).collect():
                kept = families.setdefault(
                    family.name, Metric(family.name, family.documentation, family.type)
                )
                for sample in family.samples:
                    kept.add_sample(sample.name, {"pid": str(pid)}, sample.value)
        return families.values()


class _Jobs(Collector):
    def __init__(self, by_state: Callable[[], Mapping[State, int]]) -> None:
        self._by_state = by_state

    def collect(self) -> Iterable[Metric]:
        jobs = GaugeMetricFamily(
            "tvaersnit_jobs", "Indlæsningsjob efter tilstand.", labels=["state"]
        )
        for state, count in self._by_state().items():
            jobs.add_metric((state,), count)
        return (jobs,)
