"""Files read and texts encoded by actors on a Ray cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import ray

from corpus.errors import TvaersnitError
from corpus.gazetteer import own_files
from corpus.index import Vector
from corpus.settings import Settings
from ingest.batch.engine import Texts
from ingest.batch.ray_actors import FileReader, Identity, Parcel, TextEncoder, version
from ingest.batch.ray_cluster import joined
from ingest.batch.ray_crew import ATTEMPTS, Crew, Lost
from ingest.batch.worker import Result, Task, refusal
from ingest.reader import load
from models.encoder import Encoder


class RayEngine:
    """Reads on every processor of the cluster, then encodes on every GPU, or where there is none on
    every processor.

    Both may raise ``TvaersnitError``: a cluster whose nodes are not like this machine, or whose
    processes die again and again.
    """

    def __init__(self, settings: Settings, encoder: Encoder) -> None:
        self._settings = settings
        self._encoder = encoder
        self._joined = ExitStack()
        self._crew: Crew[Any, Any] | None = None

    def __enter__(self) -> Self:
        self._joined.enter_context(joined(self._settings.ray_address))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._release()
        self._joined.close()

    def read(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
        actor = ray.remote(FileReader).options(num_cpus=1)
        crew = self._only(Crew(actor.remote, _offered("CPU") or 1, Identity("", version())))
        for task, outcome in crew.work(tasks, _pack):
            if isinstance(outcome, Lost):
                yield task, Result(refused=_not_read(task, outcome))
                continue
            result, spooled = outcome
            if result.facts is not None:
                task.spooled.write_bytes(spooled)
            yield task, result

    def encode(
        self, texts: Iterable[Texts], done: Callable[[int], None]
    ) -> Iterator[tuple[Texts, Vector]]:
        gpus = _offered("GPU")
        actor = ray.remote(TextEncoder).options(num_cpus=1, num_gpus=1 if gpus else 0)
        options, device = _options(self._settings), "cuda" if gpus else "cpu"
        ours = Identity("", version(), self._encoder.name)
        size = gpus or _offered("CPU") or 1
        crew = self._only(Crew(lambda: actor.remote(options, device), size, ours))
        for some, outcome in crew.work(texts, lambda some: (list(some.values()), 0)):
            if isinstance(outcome, Lost):
                raise TvaersnitError(
                    f"Teksten kunne ikke kodes på Ray-klyngen: {ATTEMPTS} processer døde undervejs "
                    f"({outcome.reason}). Det, der er kodet, er gemt. Kør kommandoen igen."
                )
            done(len(some))
            yield some, outcome

    def _only(self, crew: Crew[Any, Any]) -> Crew[Any, Any]:
        """The crew that has the cluster's processors from now on."""
        self._release()
        self._crew = crew
        return crew

    def _release(self) -> None:
        if self._crew is not None:
            self._crew.release()
            self._crew = None


def _offered(resource: str) -> int:
    """How many of something the nodes of the cluster have in all."""
    resources: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]
    return int(resources.get(resource, 0))


def _pack(task: Task) -> tuple[Parcel, int]:
    name = str(task.source.place)
    try:
        data = load(task.source.path, name)
        own = tuple((path.name, path.read_bytes()) for some in task.own for path in own_files(some))
    except Exception as error:  # As where the file is read on this machine.
        return Parcel(task, refusal(name, error), ()), 0
    return Parcel(task, data, own), len(data)


def _not_read(task: Task, lost: Lost) -> str:
    return (
        f"{task.source.place}: Filen kunne ikke læses på Ray-klyngen: {ATTEMPTS} processer døde "
        f"undervejs ({lost.reason}). De øvrige filer er læst. Prøv igen, eller indlæs filen uden "
        "»--engine ray«."
    )


def _options(settings: Settings) -> dict[str, str | None]:
    """What decides the vectors. Where the model is unpacked to is for each node to say."""
    folder = Path(settings.encoder).expanduser()
    return {
        "encoder": str(folder.absolute()) if folder.is_dir() else settings.encoder,
        "query_prompt": settings.query_prompt,
        "passage_prompt": settings.passage_prompt,
    }
