"""What reads files and encodes texts for an ingest: this machine, or a Ray cluster."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
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
        self._loading: threading.Thread | None = None

    def read(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result]]:
        tasks = list(tasks)
        if tasks:
            # Meanwhile, since what is read is mostly encoded.
            self._loading = threading.Thread(target=self._load, name="encoder")
            self._loading.start()
        return read_files(tasks)

    def _load(self) -> None:
        with suppress(TvaersnitError):  # Told to whoever encodes.
            self._encoder.load()

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
        if self._loading:
            self._loading.join()
            self._loading = None


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
