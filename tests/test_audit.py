"""The audit of the dependencies, with pip-audit itself against a stand-in for OSV."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

AUDIT = Path(__file__).parent.parent / ".ci" / "audit"
# No package of this name is anywhere, so that no real service knows it either.
PACKAGE = "tvaersnit-findes-ikke"
_HOLE = {
    "id": "GHSA-1111-2222-3333",
    "aliases": ["CVE-2026-1"],
    "summary": "Læser for langt",
    "affected": [
        {
            "package": {"name": PACKAGE, "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.0.1"}]}],
        }
    ],
}


class _Osv(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        known = asked["package"]["name"] == PACKAGE
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"vulns": [_HOLE]} if known else {}).encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def osv() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Osv)
    threading.Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}/v1/query"
    server.shutdown()
    server.server_close()


def audit(folder: Path, url: str, pinned: str, ignored: str = "") -> tuple[int, str]:
    """The exit code of the audit, and what it says."""
    (folder / "constraints.txt").write_text(pinned)
    (folder / "audit.toml").write_text(ignored)
    command = [sys.executable, AUDIT, "--constraints", folder / "constraints.txt"]
    ran = subprocess.run(
        [*command, "--ignore", folder / "audit.toml"],
        capture_output=True,
        text=True,
        env=os.environ | {"PIP_AUDIT_OSV_URL": url},
    )
    return ran.returncode, ran.stdout + ran.stderr


def ignoring(until: dt.date) -> str:
    return f'[[ignore]]\nid = "CVE-2026-1"\nwhy = "Læseren bruges ikke."\nuntil = {until}\n'


def test_a_known_hole_stops_the_build_and_says_what_mends_it(tmp_path: Path, osv: str) -> None:
    code, said = audit(tmp_path, osv, f"anyio==4.0\n{PACKAGE}==1.0\n")
    assert code == 1 and f"HOLE: {PACKAGE} 1.0" in said
    assert "CVE-2026-1" in said and "1.0.1" in said and "Læser for langt" in said


def test_what_is_set_aside_passes_with_its_reason_until_its_day(tmp_path: Path, osv: str) -> None:
    today = dt.date.today()
    code, said = audit(tmp_path, osv, f"{PACKAGE}==1.0\n", ignoring(today))
    assert code == 0 and "Læseren bruges ikke." in said and "0 holes" in said
    late = ignoring(today - dt.timedelta(days=1))
    code, said = audit(tmp_path, osv, f"{PACKAGE}==1.0\n", late)
    assert code == 1 and "is up" in said


def test_where_no_service_answers_it_says_so_and_goes_on(tmp_path: Path) -> None:
    # pip-audit itself would say "No known vulnerabilities found" of packages that nobody knows.
    code, said = audit(tmp_path, "http://127.0.0.1:9/v1/query", f"{PACKAGE}==1.0\n")
    assert code == 0 and said.startswith("NOT AUDITED")


def test_a_broken_list_is_no_clean_bill(tmp_path: Path, osv: str) -> None:
    code, said = audit(tmp_path, osv, f"{PACKAGE}==1.0\n", '[[ignore]]\nid = "CVE-2026-1"\n')
    assert code == 2 and "why" in said
    code, said = audit(tmp_path, osv, "dette er ingen liste\n")
    assert code == 2 and "broken" in said
