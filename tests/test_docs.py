"""What the documentation names is there: commands, settings, addresses, figures, files."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator, Set
from pathlib import Path

import pytest
import yaml
from fastapi.testclient import TestClient

from corpus.settings import Settings
from search_api.cli import _parser
from search_api.http import create_app

ROOT = Path(__file__).parent.parent
OPERATIONS = ROOT / "docs" / "operations"
DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FILES = sorted(path for path in OPERATIONS.iterdir() if path.is_file())
ALL = [*DOCS, *FILES]
# What the machine, the container and the proxy have, not the service.
_OF_THE_MACHINE = re.compile(r"/(?:api/v1$|data|cache|tmp|etc|srv|opt|var|static|referater)\b")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _code(text: str) -> Iterator[str]:
    """The lines of code in Markdown: between backticks, indented, and in fences."""
    yield from re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)
    yield from re.findall(r"^ {4,}(\S.*)$", text, re.MULTILINE)
    for fence in re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        yield from fence.splitlines()


def _commands(text: str) -> Iterator[list[str]]:
    """The words after each ``tvaersnit``, without what a shell makes of the rest of the line."""
    for line in _code(text):
        for match in re.finditer(
            r"(?:^|[\s(]|bin/)tvaersnit (?!tvaersnit )(?=[a-z]|--data)([^|;&#»«`]*)", line
        ):
            try:
                yield shlex.split(match[1].split(" # ")[0])
            except ValueError:
                continue  # It ends within a string: the ellipsis of an example.


def _below(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    actions = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    return dict(actions[0].choices) if actions else {}


def _unknown(words: list[str]) -> str:
    """What of a command there is not; "" where all is."""
    parser = _parser()
    options = set(parser._option_string_actions)
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "--data":
            rest = rest[1:]
        elif word.startswith("--"):
            if word.split("=")[0] not in options:
                return word
        elif word in _below(parser):
            parser = _below(parser)[word]
            options |= set(parser._option_string_actions)
        elif parser.prog == "tvaersnit":
            return word
    return ""


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_every_command_is_one(path: Path) -> None:
    text = path.read_text("utf-8")
    if path in FILES:
        text = "\n".join(f"`{line}`" for line in text.splitlines() if "`" not in line)
    for words in _commands(text):
        if words[0] in ("serve", "keys", "doctor") or path in DOCS:
            assert not _unknown(words), f"tvaersnit {' '.join(words)}"


def test_the_commands_are_really_looked_at() -> None:
    found = [words for path in DOCS for words in _commands(path.read_text("utf-8"))]
    assert len(found) > 20 and ["reindex"] in found
    assert _unknown(["serve", "--farve"]) == "--farve" and _unknown(["flyv"]) == "flyv"
    assert not _unknown(["--data", "X", "keys", "add", "NAVN", "--role", "admin", "--json"])


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_every_setting_is_one(path: Path) -> None:
    named = set(re.findall(r"TVAERSNIT_([A-Z_]+[A-Z])\b", path.read_text("utf-8")))
    known = {name.upper() for name in Settings.model_fields}
    assert {name for name in named if not name.startswith("TEST_")} <= known


def test_every_setting_is_told_of() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    missing = [n for n in Settings.model_fields if f"TVAERSNIT_{n.upper()}" not in text]
    assert not missing, missing


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return TestClient(create_app(Settings(data=tmp_path_factory.mktemp("docs"))))


@pytest.mark.parametrize("path", DOCS, ids=_name)
def test_every_address_is_one(path: Path, client: TestClient) -> None:
    for code in _code(path.read_text("utf-8")):
        if re.fullmatch(r"/[a-z0-9/_.-]*", code) and not _OF_THE_MACHINE.match(code):
            method = "POST" if code == "/mcp" else "OPTIONS"
            # There, even if not for this method.
            assert client.request(method, code).status_code != 404 or code == "/mcp", code


def _figures(client: TestClient) -> Set[str]:
    registry = client.app.state.metrics.registry  # type: ignore[attr-defined]
    names = {"up"}
    for family in registry.collect():
        names |= {f"{family.name}{end}" for end in ("", "_total", "_bucket", "_count", "_info")}
    return names


def test_every_figure_is_one(client: TestClient) -> None:
    known = _figures(client)
    for path in (ROOT / "docs" / "operations.md", OPERATIONS / "alerts.yaml"):
        text = re.sub(r"\S+\.(?:service|key|yaml|conf)\b", "", path.read_text("utf-8"))
        named = set(re.findall(r"\b(?:tvaersnit|process)_[a-z_]+\b", text))
        assert named and named <= known, named - known


def test_the_rules_of_alerts_are_whole() -> None:
    groups = yaml.safe_load((OPERATIONS / "alerts.yaml").read_text("utf-8"))["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    assert len({rule["alert"] for rule in rules}) == len(rules) > 5
    for rule in rules:
        assert rule["expr"].count("(") == rule["expr"].count(")")
        assert rule["labels"]["severity"] in ("info", "warning", "critical")
        assert rule["annotations"]["summary"] and rule["annotations"]["description"].endswith(".")


def test_the_compose_file_is_closed_and_pinned() -> None:
    compose = yaml.safe_load((OPERATIONS / "compose.yaml").read_text("utf-8"))
    services = compose["services"]
    for name, service in services.items():
        assert re.search(r":v?\d+\.\d+", service["image"]), name
        assert "no-new-privileges:true" in service["security_opt"]
        assert set(service["networks"]) <= set(compose["networks"])
        for volume in service["volumes"]:
            assert volume.split(":")[0] in compose["volumes"] or volume.startswith("${")
    ours = services["tvaersnit"]
    assert ours["read_only"] and ours["cap_drop"] == ["ALL"]
    assert all(port.startswith("127.0.0.1:") for port in ours["ports"])
    assert compose["networks"]["inside"]["internal"]
    assert not any("ports" in services[name] for name in ("postgresql", "qdrant"))
    told = (OPERATIONS / "example.env").read_text("utf-8")
    asked = re.findall(r"\$\{(\w+)", (OPERATIONS / "compose.yaml").read_text("utf-8"))
    assert all(f"{name}=" in told for name in asked)
    assert not _unknown(ours["command"])
    client, server = (
        re.search(pattern, text)
        for pattern, text in (
            (r"qdrant-client==(\d+\.\d+)", (ROOT / "constraints.txt").read_text("utf-8")),
            (r":v(\d+\.\d+)", services["qdrant"]["image"]),
        )
    )
    assert client and server and client[1] == server[1]


def test_the_image_runs_as_nobody_in_particular() -> None:
    lines = (OPERATIONS / "Dockerfile").read_text("utf-8").splitlines()
    assert "USER tvaersnit" in lines and any(line.startswith("HEALTHCHECK") for line in lines)
    copied = [line.split()[1] for line in lines if line.startswith("COPY ") and "--" not in line]
    assert all((ROOT / name).exists() for name in copied)


@pytest.mark.parametrize("path", DOCS, ids=_name)
def test_every_file_that_is_named_is_there(path: Path) -> None:
    text = path.read_text("utf-8")
    for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
        assert (path.parent / link).exists(), link
    for code in _code(text):
        if re.fullmatch(r"(?:corpus|models|ingest|search_api|tests|docs|\.ci)/[\w./-]+", code):
            assert (ROOT / code).exists(), code


def test_every_target_of_make_is_one() -> None:
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for path in DOCS:
        for code in _code(path.read_text("utf-8")):
            match = re.match(r"make ([a-z-]+)$|make ([a-z-]+) +#", code)
            assert match is None or (match[1] or match[2]) in known, code
