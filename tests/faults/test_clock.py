"""Clocks that jump: nothing is lost, and whoever is let in is let in."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from models.encoder import Encoder
from search_api.access.keys import KeyStore
from tests.faults.command import HOME, tvaersnit
from tests.faults.conftest import Standing
from tests.faults.service import served
from tests.faults.verified import verified

_DAY = 24 * 3600
JUMPS = (-30 * 365 * _DAY, 40 * 365 * _DAY, -_DAY, _DAY)
_SHIFTED = Path(__file__).parent / "shifted_clock"


def by(jump: int) -> dict[str, str]:
    """What is changed in the environment of a command whose clock is off by so many seconds."""
    return {"PYTHONPATH": f"{_SHIFTED}:{HOME}", "TVAERSNIT_TEST_CLOCK": str(jump)}


def test_ingests_by_clocks_that_jump_lose_nothing(
    standing: Standing, tmp_path: Path, encoder: Encoder
) -> None:
    settings = standing.copied(tmp_path)
    for jump, file in zip(JUMPS, sorted(standing.files.iterdir()), strict=False):
        tvaersnit(settings.data, "ingest", file, changed=by(jump)).went_well()
        again = tvaersnit(settings.data, "ingest", file)
        again.went_well()
        assert "1 uændret" in again.out
    assert verified(settings, encoder) == {**standing.stored, **standing.new}


@pytest.mark.parametrize("jump", JUMPS[:2])
def test_a_service_by_a_wrong_clock_answers_and_takes_files_in(
    standing: Standing, tmp_path: Path, encoder: Encoder, jump: int
) -> None:
    settings = standing.copied(tmp_path)
    keys = KeyStore(settings.data)
    secret = keys.add("Sekretariatet", "editor", "closed").secret
    keys.close()
    [name, *_] = standing.new
    with (
        served(settings.data, tmp_path / "log", changed=by(jump)) as service,
        httpx.Client(
            base_url=service.address, headers={"Authorization": f"Bearer {secret}"}, timeout=120
        ) as client,
    ):
        asked = client.get("/api/v1/ask", params={"q": "Hvad blev besluttet om takster?"})
        assert "Forslaget om takster blev godkendt." in asked.json()["text"]
        job = client.post(
            "/api/v1/documents", files={"files": (name, standing.new[name], "text/plain")}
        ).json()
        while job["state"] in ("queued", "running"):
            job = client.get(f"/api/v1/jobs/{job['job_id']}").json()
        assert job["state"] == "done", job
    # By the right clock again, whatever the other one noted.
    with served(settings.data, tmp_path / "log") as service:
        listed = httpx.get(
            f"{service.address}/api/v1/documents",
            headers={"Authorization": f"Bearer {secret}"},
            timeout=120,
        ).json()
    assert {one["source"] for one in listed["documents"]} == {*standing.stored, name}
    assert set(verified(settings, encoder, ())) == {*standing.stored, name}
