"""A real PostgreSQL for the tests: a cluster of their own, of Debian's packages, in a folder that
goes with them."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

_DEBIAN = Path("/usr/lib/postgresql")
_USER, _PASSWORD = "tvaersnit", "prøve#æøå"
_CONFIGURATION = """
listen_addresses = '127.0.0.1'
fsync = off
full_page_writes = off
max_connections = 300
"""


def _programs() -> Path:
    """Where the newest server's programs are. Without one the test is skipped, or fails where one
    was promised."""
    folders = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if folders:
        return folders[-1].parent
    missing = "der er ingen PostgreSQL på denne maskine (Debian: apt-get install postgresql)"
    if os.environ.get("TVAERSNIT_TEST_POSTGRESQL") == "required":
        pytest.fail(missing)
    pytest.skip(missing)


def database_url(port: int, database: str, password: str = _PASSWORD) -> str:
    """The URL of a database of the server that listens on ``port``."""
    return f"postgresql://{_USER}:{quote(password)}@127.0.0.1:{port}/{database}"


@dataclass(frozen=True)
class Server:
    """A running server. ``folder`` is its data, ``port`` where it listens on 127.0.0.1."""

    programs: Path
    folder: Path
    port: int

    def url(self, database: str, password: str = _PASSWORD) -> str:
        return database_url(self.port, database, password)

    def run(self, statement: str) -> None:
        """Carry a statement out as the superuser."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as db:
            db.execute(statement)

    def database(self, template: str | None = None) -> str:
        """The URL of a new database: empty, or a copy of another."""
        name = f"t_{secrets.token_hex(8)}"
        self.run(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        return self.url(name)

    def drop(self, url: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS {url.rpartition('/')[2]} WITH (FORCE)")

    def stop(self) -> None:
        """End it as a machine that is switched off would."""
        self._control("stop", "--mode=immediate")

    def start(self) -> None:
        self._control(
            "start", "--wait", f"--log={self.folder}.log", f"--options=-k '' -p {self.port}"
        )

    def start_again(self) -> None:
        """Start it unless it runs."""
        if not (self.folder / "postmaster.pid").exists():
            self.start()

    def _control(self, *arguments: str) -> None:
        control = [self.programs / "pg_ctl", f"--pgdata={self.folder}", *arguments]
        subprocess.run(_as_its_user(control), check=True, stdout=subprocess.DEVNULL, cwd="/")


def _as_its_user(command: list[str | Path]) -> list[str | Path]:
    """The server refuses to be run by root, as CI machines often are."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@contextmanager
def postgresql() -> Iterator[Server]:
    """A server that is gone afterwards."""
    programs = _programs()
    home = Path("/tmp") / f"tvaersnit-postgresql-{secrets.token_hex(4)}"
    home.mkdir()
    try:
        if os.geteuid() == 0:
            shutil.chown(home, "postgres")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = Server(programs, home / "data", port)
        (home / "password").write_text(_PASSWORD, encoding="utf-8")
        (home / "password").chmod(0o644)
        subprocess.run(
            _as_its_user([
                programs / "initdb", f"--pgdata={server.folder}", f"--username={_USER}",
                f"--pwfile={home / 'password'}", "--auth=scram-sha-256", "--encoding=UTF8",
                "--locale=C.UTF-8", "--no-sync",
            ]),
            check=True, stdout=subprocess.DEVNULL, cwd="/",
        )  # fmt: skip
        (server.folder / "postgresql.auto.conf").write_text(_CONFIGURATION)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)
