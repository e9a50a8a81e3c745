"""The command line as a user meets it: the real command in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.settings import Settings
from search_api.document_replies import DocumentList
from search_api.replies import Answer, Comparison, EntityList, Search

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-c", "from search_api.cli import script; script()"]


def run(*arguments: str | Path, data: Path | None = None) -> subprocess.CompletedProcess[str]:
    options = ["--data", str(data)] if data else []
    # A plain C locale: Danish letters must come out right all the same.
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    return subprocess.run(
        [*COMMAND, *options, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=300,
        env={**environment, "LC_ALL": "C"},
    )


@pytest.fixture(scope="module")
def data(samples_settings: Settings) -> Path:
    return samples_settings.data


def test_compare_tells_the_regions_apart(data: Path):
    done = run("compare", "Hvordan håndterede hvert KKR Kofoedsminde?", data=data)
    assert done.returncode == 0, done.stderr
    assert "Behandlet i 4 af 5 regioner" in done.stdout
    hovedstaden = done.stdout.split("\nHovedstaden\n")[1].split("\nSjælland\n")[0]
    assert hovedstaden.strip() == "ingen fund"


@pytest.mark.parametrize(
    ("arguments", "model"),
    [
        (("search", "hjemløse", "--limit", "3"), Search),
        (("ask", "Hvor mange penge fik Nøglen Først til et år mere?"), Answer),
        (("compare", "Hvad gør regionerne for hjemløse?"), Comparison),
        (("documents",), DocumentList),
        (("entities", "--kind", "institution"), EntityList),
    ],
)
def test_json_is_the_model_of_the_api(data: Path, arguments, model):
    done = run(*arguments, "--json", data=data)
    assert done.returncode == 0, done.stderr
    model.model_validate_json(done.stdout)
    assert "\\u00" not in done.stdout


def test_filters_are_what_a_user_types(data: Path):
    done = run(
        "search",
        "takster",
        "--region",
        "region syddanmark",
        "--from",
        "2025",
        "--section",
        "beslutning",
        "--json",
        data=data,
    )
    hits = Search.model_validate_json(done.stdout).hits
    assert hits
    for hit in hits:
        assert (hit.region, hit.section) == ("Syddanmark", "decision")
        assert hit.date is not None and hit.date.year == 2025


def test_silence_is_an_answer_not_an_error(data: Path):
    done = run("ask", "Hvad besluttede KKR Hovedstaden om Kofoedsminde?", data=data)
    assert done.returncode == 0
    assert "indeholder intet" in done.stdout


def test_ingest_reports_each_file_and_goes_on_past_a_bad_one(tmp_path: Path):
    folder = tmp_path / "referater"
    folder.mkdir()
    shutil.copy(ROOT / "corpus" / "samples" / "kkr-syddanmark-2025-02-07.txt", folder / "godt.txt")
    (folder / "tom.txt").write_bytes(b"")
    done = run("ingest", folder, data=tmp_path / "data")
    assert done.returncode == 1
    told = " ".join(done.stdout.split())
    assert "Afvist" in told and "tom.txt: Filen er tom" in told
    assert "1 indlæst" in told and "KKR Syddanmark" in told
    again = run("ingest", folder / "godt.txt", "--json", data=tmp_path / "data")
    assert again.returncode == 0
    assert [f["outcome"] for f in json.loads(again.stdout)["files"]] == ["unchanged"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("ask",), "der mangler"),
        (("ask", "Hvad?", "--region", "Jylland"), "Jylland"),
        (("search", "takst", "--from", "i går"), "i går"),
        (("search", "takst", "--limit", "0"), "mellem 1 og 50"),
        (("search", "takst", "--limit", "ti"), "helt tal"),
        (("ingest", "findes-ikke.txt"), "findes ikke"),
        (("ukendt",), "ukendt"),
    ],
)
def test_a_mistake_is_told_in_danish(data: Path, arguments, says: str):
    done = run(*arguments, data=data)
    assert done.returncode != 0
    assert says in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


def test_an_empty_corpus_says_what_to_do(tmp_path: Path):
    for verb in (("ask", "Hvad?"), ("documents",)):
        done = run(*verb, data=tmp_path / "ingenting")
        assert done.returncode == 2
        assert "tvaersnit ingest" in done.stderr
    assert not (tmp_path / "ingenting").exists()


def test_another_encoder_is_refused_and_reindex_is_named(
    samples_settings: Settings, tmp_path: Path
):
    copy = tmp_path / "data"
    shutil.copytree(samples_settings.data, copy)
    manifest = next(copy.glob("index/gen-*/manifest.json"))
    made = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**made, "encoder": "en-anden-encoder"}), "utf-8")
    done = run("ask", "Hvad blev besluttet om takster?", data=copy)
    assert done.returncode == 2
    assert "en-anden-encoder" in done.stderr and "reindex" in done.stderr
    assert run("doctor", data=copy).returncode == 1
    assert run("reindex", data=copy).returncode == 0
    assert run("doctor", data=copy).returncode == 0


def test_the_service_keeps_to_this_machine(data: Path):
    done = run("serve", "--host", "0.0.0.0", data=data)
    assert done.returncode == 2
    assert "adgangskontrol" in done.stderr
