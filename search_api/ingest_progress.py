"""How far an ingest is, on the terminal."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
from rich.text import Text

from ingest.pipeline import Progress as Callbacks
from search_api.wording import danish_number

_ROOM_FOR_MINUTES = 3600


class _Done(ProgressColumn):
    """ "340 af 1.200"."""

    def render(self, task: Task) -> Text:
        done = danish_number(task.completed)
        return Text(done if task.total is None else f"{done} af {danish_number(task.total)}")


class _Rate(ProgressColumn):
    """ "12,5 filer/s"."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        if not speed:
            return Text("")
        rate = danish_number(speed, decimals=1 if speed < 10 else 0)
        return Text(f"{rate} {task.fields['unit']}/s", style="dim")


class _Left(ProgressColumn):
    """ "4:05 tilbage"."""

    max_refresh = 0.5

    def render(self, task: Task) -> Text:
        if task.finished or task.time_remaining is None:
            return Text("")
        seconds = int(task.time_remaining)
        minutes = f"{seconds % _ROOM_FOR_MINUTES // 60}"
        hours = f"{seconds // _ROOM_FOR_MINUTES}:{minutes:0>2}" if seconds >= 3600 else minutes
        return Text(f"{hours}:{seconds % 60:02} tilbage", style="dim")


class IngestProgress:
    """A progress bar on the terminal; silent where there is none."""

    def __init__(self, quiet: bool) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            _Done(),
            _Rate(),
            _Left(),
            console=Console(stderr=True),
            disable=quiet or not sys.stderr.isatty(),
            transient=True,
            speed_estimate_period=60,
        )
        self._reading = self._progress.add_task("Læser filer", total=None, unit="filer")
        self._encoding = self._progress.add_task(
            "Koder tekst", total=None, visible=False, start=False, unit="stykker"
        )
        self.callbacks = Callbacks(reading=self._read, encoding=self._encoded)

    def _read(self, done: int, total: int) -> None:
        self._progress.update(self._reading, completed=done, total=total)

    def _encoded(self, done: int, total: int) -> None:
        if not self._progress.tasks[self._encoding].started:
            self._progress.start_task(self._encoding)
        self._progress.update(self._encoding, completed=done, total=total, visible=True)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()
