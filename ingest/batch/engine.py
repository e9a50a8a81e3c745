"""What reads files and encodes texts for an ingest: this machine, or a Ray cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import Literal, Protocol, Self

from corpus.errors import TvaersnitError
from corpus.index import Vector
from corpus.settings import Settings
from ingest.batch.pool import read_files
from ingest.batch.worker import Result, Task
from models.encoder import Encoder

EngineName = Literal["local", "ray"]

Texts = Mapping[str, str]
"""Some texts by the hash of their content, of like length, in the order they are encoded."""


class Engine(Protocol):
    """Entered for as long as one ingest lasts. Whichever it is, the result is the same."""

    def read(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
        """Read files into the spool, side by side; a bad one is refused, and the rest goes on."""
        ...

    def encode(
        self, texts: Iterable[Texts], done: Callable[[int], None]
    ) -> Iterator[tuple[Texts, Vector]]:
        """The vectors ``[len(some), dimension]`` of some texts after others, each in its order.

        ``texts`` is drawn on as there is work for it. ``done`` is told how many more are encoded.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class LocalEngine:
    """Reads in processes of this machine, and encodes in this one."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def read(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
        return read_files(tasks)

    def encode(
        self, texts: Iterable[Texts], done: Callable[[int], None]
    ) -> Iterator[tuple[Texts, Vector]]:
        for some in texts:
            yield some, self._encoder.encode_passages(list(some.values()), done)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass


def engine_of(name: EngineName, settings: Settings, encoder: Encoder) -> Engine:
    """The engine with this name. Raises ``TvaersnitError`` where Ray is not installed."""
    if name == "local":
        return LocalEngine(encoder)
    try:
        # Ray is an extra, and takes a while to import.
        from ingest.batch.ray_engine import RayEngine
    except ImportError as error:
        raise TvaersnitError(
            f'Ray kan ikke bruges ({error}). Installér det med »pip install "tvaersnit[ray]"«, '
            "eller udelad »--engine ray«."
        ) from error
    return RayEngine(settings, encoder)
