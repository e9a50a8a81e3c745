"""What is counted while the service runs, as Prometheus reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from corpus.errors import TvaersnitError
from search_api.figure_replies import Figures
from search_api.follow_replies import Course
from search_api.jobs.job import State
from search_api.replies import Answer, Briefing, Comparison, Reply, Search
from search_api.service import Service

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """The counters of one service. Each service has a registry of its own, so that several can run
    in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "tvaersnit_http_requests",
            "Besvarede forespørgsler.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "tvaersnit_http_request_seconds",
            "Sekunder fra en forespørgsel til svaret begynder.",
            ("method", "route"),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._questions = Counter(
            "tvaersnit_questions",
            "Besvarede spørgsmål efter verbum og udfald.",
            ("verb", "outcome"),
            registry=self.registry,
        )
        ProcessCollector(registry=self.registry)

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
