"""A small disk of its own for a data folder, which can be filled up or made read-only.

It is mounted where only the processes that are started with ``Disk.inside`` see it (a mount
namespace, Linux), and gone when its test ends, however that ends.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import pytest

from corpus.settings import Settings

_BLOCK = bytes(4096)


class Disk:
    """A disk mounted at ``folder`` for the processes run by ``inside``; from here its files are
    seen below ``outside``."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        if not _possible():
            pytest.skip("en disk kan ikke monteres her: det kræver root, mke2fs og en loop-enhed")
        self._image = folder.with_name(f"{folder.name}.img")
        _format(self._image, megabytes)
        script = f"mount -o loop '{self._image}' '{folder}' && echo klar && exec cat"
        self.folder = folder
        # It ends with the pipe, and the disk with it.
        self._holder = subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._holder.stdout is not None
        assert self._holder.stdout.readline() == "klar\n"
        self.inside = ("nsenter", f"--target={self._holder.pid}", "--mount")
        self.outside = Path(f"/proc/{self._holder.pid}/root{folder}")

    def take(self, folder: Path) -> Path:
        """Copy a folder to the disk; gives its place there. The index's files are mostly holes."""
        subprocess.run(["cp", "-a", "--sparse=auto", folder, self.outside], check=True)
        # What a disk that fails had not been given yet would be lost.
        subprocess.run(["sync", "-f", self.outside], check=True)
        return self.folder / folder.name

    def copied(self, data: Path, to: Path) -> Settings:
        """Settings of a copy of a data folder that is on the disk, in the folder ``to``."""
        shutil.rmtree(to, ignore_errors=True)
        to.mkdir()
        copy = ["cp", "-a", "--sparse=auto", data, to]
        subprocess.run([*self.inside, *copy], check=True)
        return Settings(data=to / data.name)

    def fill(self, left: int = 0) -> None:
        """Leave but ``left`` bytes."""
        self.empty()
        with (self.outside / "fyld").open("wb", buffering=0) as file:
            with suppress(OSError):
                while file.write(_BLOCK):
                    pass
            file.truncate(max(0, file.tell() - left))
            os.fsync(file.fileno())

    def empty(self) -> None:
        """Take away what it was filled with."""
        (self.outside / "fyld").unlink(missing_ok=True)

    def read_only(self, yes: bool = True) -> None:
        """Let nothing be written any more, while nobody uses it, or do again."""
        self._run("mount", "-o", f"remount,{'ro' if yes else 'rw'}", self.folder)

    def fail(self) -> None:
        """Let nothing be written any more, whoever has files open, as the kernel does when it finds
        a disk to be failing."""
        self._run("mount", "-o", "remount,abort", self.folder)

    def mend(self) -> None:
        """Repair one that failed, as its operator does, while nobody uses it."""
        self._run("umount", self.folder)
        # 1: it has mended something.
        assert subprocess.run(["e2fsck", "-pf", self._image], capture_output=True).returncode in (
            0,
            1,
        )
        self._run("mount", "-o", "loop", self._image, self.folder)

    def _run(self, *command: str | Path) -> None:
        subprocess.run([*self.inside, *command], check=True)

    def close(self) -> None:
        """Take it down."""
        self._holder.communicate()


def _format(image: Path, megabytes: int) -> None:
    with image.open("wb") as file:
        file.truncate(megabytes << 20)
    # Blocks as large disks have them. Where they are smaller than a page of memory, SQLite itself
    # is ended by the system (SIGBUS) when it maps the file that its readers share.
    subprocess.run(["mke2fs", "-q", "-t", "ext4", "-b", "4096", "-m", "0", image], check=True)


@cache
def _possible() -> bool:
    if not (shutil.which("unshare") and shutil.which("nsenter") and shutil.which("mke2fs")):
        return False
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "disk.img"
        _format(image, 8)
        tried = ["unshare", "--mount", "mount", "-o", "loop", image, folder]
        return subprocess.run(tried, capture_output=True).returncode == 0


@contextmanager
def disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    """A disk mounted at ``folder``, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Disk(folder, megabytes)
    try:
        yield made
    finally:
        made.close()
