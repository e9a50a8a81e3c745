"""Folders that are watched: what changes is told once, and not before it is written."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.errors import TvaersnitError
from search_api.watch import Changed, changes


class Watching:
    """What ``changes`` tells, gathered in the background."""

    def __init__(self, *paths: Path) -> None:
        self.told: list[Changed] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, args=(paths,))
        self._thread.start()
        self.until(lambda: self.told)

    def _watch(self, paths: tuple[Path, ...]) -> None:
        for changed in changes(paths, self._stop):
            self.told.append(changed)

    def until(self, reached: Callable[[], object]) -> None:
        last = time.monotonic() + 20
        while not reached():
            assert time.monotonic() < last, self.told
            time.sleep(0.02)

    def seen(self, path: Path) -> bool:
        return any(path in changed.paths for changed in self.told[1:])

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    (tmp_path / "w" / "år").mkdir(parents=True)
    watching = Watching(tmp_path / "w")
    yield watching
    watching.stop()


def test_a_file_is_told_of_once_it_has_stopped_growing(watching: Watching, tmp_path: Path) -> None:
    assert watching.told == [Changed((tmp_path / "w",))]
    growing, hidden = tmp_path / "w" / "år" / "a.txt", tmp_path / "w" / ".b.txt"
    with growing.open("w") as file:
        hidden.write_text("x")
        for _ in range(12):
            file.write("en linje til\n")
            file.flush()
            assert not watching.seen(growing)
            time.sleep(0.2)
    watching.until(lambda: watching.seen(growing))
    assert not watching.seen(hidden)


def test_what_is_deleted_or_moved_in_is_told_by_its_folder(
    watching: Watching, tmp_path: Path
) -> None:
    (tmp_path / "w" / "b.txt").write_text("b")
    path = tmp_path / "w" / "år" / "a.txt"
    path.write_text("a")
    watching.until(lambda: watching.seen(path))
    path.unlink()
    # The folder is empty now: the one above it still holds something.
    watching.until(lambda: any(tmp_path / "w" in changed.emptied for changed in watching.told))
    (tmp_path / "ny").mkdir()
    (tmp_path / "ny" / "c.txt").write_text("c")
    (tmp_path / "ny").rename(tmp_path / "w" / "ny")
    watching.until(lambda: watching.seen(tmp_path / "w" / "ny"))


def test_nothing_to_watch_is_said(tmp_path: Path) -> None:
    with pytest.raises(TvaersnitError, match="findes ikke"):
        next(changes([tmp_path / "væk"], threading.Event()))
