"""The service in a process of its own, on a port that it has to itself."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.faults.command import COMMAND, HOME, environment

PATIENCE = 150.0


class Served:
    """``tvaersnit serve`` over a data folder. What it logs is in ``log``."""

    def __init__(
        self,
        data: Path | str,
        log: Path,
        *words: str,
        inside: Sequence[str] = (),
        changed: Mapping[str, str] | None = None,
    ) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = log
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                [*inside, *COMMAND, "--data", str(data), "serve", "--port", str(self.port), *words],
                cwd=HOME,
                env=environment(changed),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )

    def get(self, path: str, **parameters: str) -> httpx.Response:
        """What it answers; raises ``httpx.TransportError`` where it does not."""
        return httpx.get(self.address + path, params=parameters, timeout=PATIENCE)

    def upload(self, *files: tuple[str, str | bytes]) -> httpx.Response:
        """Upload named files."""
        return httpx.post(
            f"{self.address}/api/v1/documents",
            files=[("files", (name, content, "text/plain")) for name, content in files],
            timeout=PATIENCE,
        )

    def job(self, job_id: str) -> dict[str, Any]:
        """How a job is."""
        answered = self.get(f"/api/v1/jobs/{job_id}")
        assert answered.status_code == 200, answered.text
        job: dict[str, Any] = answered.json()
        return job

    def ended(self, job_id: str) -> dict[str, Any]:
        """A job once it has ended."""
        until = time.monotonic() + PATIENCE
        while True:
            job = self.job(job_id)
            if job["state"] in ("done", "failed"):
                return job
            assert time.monotonic() < until, job
            time.sleep(0.1)

    def wait(self, path: str = "/ready") -> None:
        """Wait until an address is answered with 200."""
        until = time.monotonic() + PATIENCE
        while True:
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            try:
                if self.get(path).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)

    def kill(self, whole: bool = False) -> None:
        """Kill it as the kernel would, alone or with all that it started."""
        if whole:
            os.killpg(self.process.pid, signal.SIGKILL)
        else:
            self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end, as whoever runs it does."""
        self.process.terminate()
        try:
            self.process.wait(60)
        finally:
            self.process.kill()
            self.process.wait()


@contextmanager
def served(data: Path | str, log: Path, *words: str, **options: Any) -> Iterator[Served]:
    """The service, ready to answer."""
    service = Served(data, log, *words, **options)
    try:
        service.wait()
        yield service
    finally:
        service.stop()
