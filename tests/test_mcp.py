"""The tools for assistants, spoken to with the protocol's own client over both transports."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from corpus.records import AccessLevel
from corpus.settings import Settings
from ingest.head.told import Told
from ingest.pipeline import Ingest
from models.encoder import Encoder
from search_api.access.keys import KeyStore
from search_api.access.origin import LOOPBACK
from search_api.document_replies import ItemText
from search_api.http import create_app
from search_api.replies import Answer, Briefing, Comparison, Search
from tests.serving import listening

ROOT = Path(__file__).parent.parent
COMMAND = "from search_api.cli import script; script()"
KOFOEDSMINDE = "Hvordan håndterede hvert KKR Kofoedsminde?"
FACT = "Hvor mange penge fik Nøglen Først til et år mere?"
SECRET = "Hvad blev besluttet om svømmehallen?"
SECRET_WORDS = "opgav svømmehallen"
TOOLS = {"search": Search, "ask": Answer, "compare": Comparison, "brief": Briefing}
Talk = Callable[[Client], Coroutine[Any, Any, Any]]


@pytest.fixture(scope="module")
def data(
    samples_settings: Settings, tmp_path_factory: pytest.TempPathFactory, encoder: Encoder
) -> Path:
    """The sample minutes, and one more that only the closed clearance may read."""
    folder = tmp_path_factory.mktemp("mcp")
    shutil.copytree(samples_settings.data, folder / "data")
    file = folder / "kkr-nordjylland-lukket.txt"
    file.write_text(
        "KKR Nordjylland\n\nReferat af møde den 4. marts 2024\n\n"
        "1. Godkendelse af dagsorden\n\nBeslutning\nDagsordenen blev godkendt.\n\n"
        "2. Fælles svømmehal\n\nBeslutning\nKKR Nordjylland opgav svømmehallen helt.\n\n"
        "3. Eventuelt\n\nIntet.\n",
        encoding="utf-8",
    )
    Ingest(Settings(data=folder / "data"), encoder).run([file], Told(access="closed"))
    return folder / "data"


@dataclass
class Called:
    """What a tool gave."""

    text: str
    structured: Any
    is_error: bool


async def call(client: Client, name: str, **arguments: Any) -> Called:
    result = await client.call_tool(name, arguments)
    (content,) = result.content
    return Called(content.text, result.structured_content, bool(result.is_error))


@asynccontextmanager
async def over_http(address: str, mode: str = "auto", **headers: str) -> AsyncIterator[Client]:
    async with (
        httpx2.AsyncClient(headers=headers, timeout=60) as http,
        Client(streamable_http_client(f"{address}/mcp", http_client=http), mode=mode) as client,
    ):
        yield client


def over_stdio(data: Path, *options: str) -> Client:
    return Client(
        StdioServerParameters(
            command=sys.executable,
            args=["-c", COMMAND, "--data", str(data), "mcp", *options],
            cwd=ROOT,
        ),
        read_timeout_seconds=120,
    )


@pytest.fixture(scope="module")
def address(data: Path) -> Iterator[str]:
    """A service without keys, where everybody is let in."""
    with listening(create_app(Settings(data=data), hosts=LOOPBACK)) as address:
        yield address


def talked(address: str, talk: Talk, mode: str = "auto", **headers: str) -> Any:
    """What ``talk`` gives, with a client at ``address``."""

    async def run() -> Any:
        async with over_http(address, mode, **headers) as client:
            return await talk(client)

    return asyncio.run(run())


async def check_tools(client: Client) -> None:
    """Every tool is there, tells what it needs, answers as the API does, and in words."""
    assert client.instructions and "ordret" in client.instructions
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(tools) == {*TOOLS, "decisions", "figures", "follow", "get_item"}
    for tool in tools.values():
        assert tool.description and "ordret" in tool.description
        assert tool.annotations is not None and tool.annotations.read_only_hint
        for parameter in tool.input_schema["properties"].values():
            assert parameter["description"]
    assert "gæt ikke" in (tools["ask"].description or "")
    taken = set(tools["search"].input_schema["properties"])
    assert taken == {
        *("question", "region", "forum", "date_from", "date_to", "entity", "section", "limit")
    }

    for name, model in TOOLS.items():
        called = await call(client, name, question=KOFOEDSMINDE)
        assert not called.is_error, called.text
        reply = model.model_validate(called.structured)
        for citation in getattr(reply, "citations", []):
            assert f"[{citation.n}]" in called.text
            assert citation.item.title in called.text

    answer = await call(client, "ask", question=FACT)
    assert not answer.structured["abstained"]
    citation = answer.structured["citations"][0]
    assert f"»{answer.structured['sentences'][0]['text']}« [1]" in answer.text
    assert citation["source"] in answer.text

    found = await call(
        client,
        "get_item",
        item_id=citation["item"]["item_id"],
        start=citation["start"],
        end=citation["end"],
    )
    assert ItemText.model_validate(found.structured).quote == citation["quote"]
    assert citation["item"]["title"] in found.text


@pytest.mark.sqlite  # a client over stdio does not hand its environment on
def test_every_tool_over_stdio_reads_all(data: Path) -> None:
    async def talk() -> None:
        async with over_stdio(data) as client:
            await check_tools(client)
            assert SECRET_WORDS in (await call(client, "ask", question=SECRET)).text

    asyncio.run(talk())


@pytest.mark.sqlite  # a client over stdio does not hand its environment on
def test_stdio_reads_no_more_than_its_clearance(data: Path) -> None:
    async def talk() -> None:
        async with over_stdio(data, "--clearance", "internal") as client:
            for name in TOOLS:
                assert SECRET_WORDS not in str(await call(client, name, question=SECRET))

    asyncio.run(talk())


def test_stdio_with_nothing_to_search_in(tmp_path: Path) -> None:
    async def talk() -> None:
        async with over_stdio(tmp_path / "tom") as client:
            assert len((await client.list_tools()).tools) == 8
            called = await call(client, "ask", question=FACT)
            assert called.is_error and "tvaersnit ingest" in called.text
            assert str(tmp_path) not in called.text

    asyncio.run(talk())


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_every_tool_over_http(address: str, mode: str) -> None:
    talked(address, check_tools, mode)


def test_filters_narrow_as_in_the_api(address: str) -> None:
    async def talk(client: Client) -> None:
        for region in ("sjælland", ["Region Sjælland"]):
            found = await call(client, "search", question="takster", region=region, limit=5)
            assert {hit["region"] for hit in found.structured["hits"]} == {"Sjælland"}
        found = await call(
            client, "search", question="takster", date_from="2022-03", date_to="juni 2023"
        )
        dates = [hit["date"] for hit in found.structured["hits"]]
        assert dates and all("2022-03-01" <= date <= "2023-06-30" for date in dates)
        found = await call(
            client, "search", question="økonomi", section="beslutning", entity="Kofoedsminde"
        )
        assert {hit["section"] for hit in found.structured["hits"]} == {"decision"}
        found = await call(client, "compare", question=KOFOEDSMINDE, region="Hovedstaden")
        assert [region["status"] for region in found.structured["regions"]] == ["none"]
        assert "Hovedstaden\nIngen fund." in found.text

    talked(address, talk)


def test_silence_is_told(address: str) -> None:
    async def talk(client: Client) -> None:
        called = await call(client, "ask", question="Hvad koster en billet til månen?")
        assert not called.is_error and called.structured["abstained"]
        assert called.structured["reason"] in called.text

    talked(address, talk)


def test_sources_lead_to_the_service(address: str) -> None:
    async def talk(client: Client) -> None:
        answer = await call(client, "ask", question=FACT)
        assert f"{address}/api/v1/items/" in answer.text
        assert f"{address}/api/v1/items/" in (await call(client, "brief", question=FACT)).text

    talked(address, talk)


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("ask", {}, "»question« mangler"),
        ("ask", {"question": "  "}, "»question« må ikke være tom"),
        ("ask", {"question": "x", "from": "2020"}, "»from« findes ikke"),
        ("search", {"question": "x", "limit": 51}, "»limit« må højst være 50"),
        ("search", {"question": "x", "region": [7]}, "»region« skal være tekst"),
        ("search", {"question": "x", "region": "Fyn"}, "Regionen »Fyn« findes ikke"),
        ("compare", {"question": "x", "date_from": "i går"}, "»i går«"),
        ("get_item", {"item_id": "findes-ikke:1"}, "findes-ikke:1"),
        ("slet", {"question": "x"}, "Værktøjet »slet« findes ikke"),
    ],
)
def test_bad_calls_are_told_in_danish(
    address: str, name: str, arguments: dict[str, Any], said: str
) -> None:
    called = talked(address, lambda client: call(client, name, **arguments))
    assert called.is_error and said in called.text


def test_unforeseen_errors_tell_nothing(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(Settings(data=data))

    def fail(*_: Any) -> None:
        raise RuntimeError("/hemmelig/sti")

    monkeypatch.setattr(app.state.service, "ask", fail)
    with listening(app) as address:
        called = talked(address, lambda client: call(client, "ask", question=FACT))
    assert called.is_error and called.text.startswith("Der skete en uventet fejl")
    assert "sti" not in called.text and "RuntimeError" not in called.text


def test_keys_and_their_clearances_hold(data: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(data, tmp_path / "data"))
    keys = KeyStore(copy)
    levels: tuple[AccessLevel, ...] = ("public", "internal", "closed")
    secrets = {level: keys.add(level, "reader", level).secret for level in levels}
    keys.close()

    async def talk(client: Client) -> list[Called]:
        return [await call(client, name, question=SECRET) for name in TOOLS]

    with listening(create_app(Settings(data=copy))) as address:
        seen: dict[AccessLevel, str] = {}
        for level, secret in secrets.items():
            seen[level] = str(talked(address, talk, Authorization=f"Bearer {secret}"))
        item = talked(
            address,
            lambda client: call(client, "search", question=SECRET),
            Authorization=f"Bearer {secrets['closed']}",
        ).structured["hits"][0]["item"]["item_id"]
        opened = {
            level: talked(
                address,
                lambda client: call(client, "get_item", item_id=item),
                Authorization=f"Bearer {secret}",
            )
            for level, secret in secrets.items()
        }
        for headers in ({}, {"Authorization": "Bearer tvs_forkert"}):
            response = httpx2.post(f"{address}/mcp", json={}, headers=headers)
            assert response.status_code == 401
            assert "nøgle" in response.json()["detail"]
    assert [SECRET_WORDS in seen[level] for level in levels] == [False, False, True]
    assert [opened[level].is_error for level in levels] == [True, True, False]


def test_other_sites_and_names_are_refused(address: str) -> None:
    for headers in ({"Origin": "https://ondt.example"}, {"Host": "ondt.example"}):
        response = httpx2.post(f"{address}/mcp", json={}, headers=headers)
        assert response.status_code in (403, 421)


def test_nothing_but_calls_is_taken(address: str) -> None:
    assert httpx2.get(f"{address}/mcp").status_code == 405
    assert httpx2.delete(f"{address}/mcp").status_code == 405


def test_stdio_writes_nothing_but_the_protocol_and_ends_with_its_input(data: Path) -> None:
    begin = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "prøve", "version": "1"},
        },
    }
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "--data", str(data), "mcp"],
        input=json.dumps(begin) + "\n",
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["result"]["serverInfo"]["title"] == "Tværsnit"
    assert done.stderr == ""
