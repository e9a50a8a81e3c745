"""A stand-in for a Qdrant server: the REST routes that the index uses, over a real socket, on the
local engine of qdrant-client. It can be stopped and started, slowed and made to fail."""

from __future__ import annotations

import socket
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self

import uvicorn
from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from qdrant_client import models
from qdrant_client.local.qdrant_local import QdrantLocal
from starlette.responses import Response

_SETTINGS = ("hnsw_config", "quantization_config", "optimizers_config")
_PARAMS = ("shard_number", "replication_factor", "write_consistency_factor", "on_disk_payload")


class QdrantServer:
    """A server on a port of its own of 127.0.0.1; what it holds outlives ``stop`` and ``start``.

    Attributes:
        url: its address.
        requests: method and path of every request so far, those that failed too.
        delay: seconds that every answer waits.
        before: called with method and path ahead of every request, in the server's thread.
        configs: by collection what was set of it that the local engine does not know, and
            ``indexes``, its payload indexes.
        building: the states that a collection is said to be in, at one look after the other.
        deleted: every selection of points that was asked to be taken out.
    """

    def __init__(self, api_key: str | None = None, version: str = "1.16.0") -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.requests: list[tuple[str, str]] = []
        self.delay = 0.0
        self.before: Callable[[str, str], None] = lambda method, path: None
        self.configs: dict[str, dict[str, Any]] = {}
        self.deleted: list[Any] = []
        self.building: list[str] = []
        self.engine = QdrantLocal(":memory:")
        self.version = version
        self._api_key = api_key
        self._failing: tuple[int, int, str, str, dict[str, str]] = (0, 0, "", "", {})
        self._lock = threading.Lock()
        self._app = _app(self)
        self._server: uvicorn.Server | None = None
        self._thread = threading.Thread()

    def start(self) -> Self:
        """Listen; returns when requests are taken."""
        self._server = uvicorn.Server(
            uvicorn.Config(self._app, port=self.port, log_level="critical", lifespan="off")
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive()
            time.sleep(0.01)
        return self

    def stop(self) -> None:
        """Go away: connections are cut, and nothing listens any longer."""
        if self._server is not None:
            self._server.should_exit = self._server.force_exit = True
            self._thread.join()
            self._server = None

    def fail(
        self,
        times: int,
        status: int = 503,
        error: str = "",
        only: str = "",
        headers: dict[str, str] | None = None,
    ) -> None:
        """Answer the next ``times`` requests, of those whose ``METHOD path`` holds ``only``, with
        this status."""
        self._failing = (times, status, error, only, headers or {})

    def asked(self, part: str) -> int:
        """How many requests so far whose ``METHOD path`` holds ``part``."""
        return sum(part in f"{method} {path}" for method, path in self.requests)

    def collections(self) -> list[str]:
        """The names of its collections."""
        return sorted(self.engine.collections)

    def current(self) -> str:
        """The collection that the alias points at."""
        (name,) = self.engine.aliases.values()
        return name

    def points(self, collection: str | None = None) -> dict[str, dict[str, Any]]:
        """The payloads of a collection, or of the current one, by chunk id."""
        records, _ = self.engine.scroll(collection or self.current(), limit=1_000_000)
        payloads = [record.payload or {} for record in records]
        return {payload["chunk_id"]: payload for payload in payloads}

    def refusal(self, request: Request) -> Response | None:
        """What a request is refused with, if it is."""
        method, path = request.method, request.url.path
        self.before(method, path)
        with self._lock:
            self.requests.append((method, path))
            times, status, error, only, headers = self._failing
            failing = times > 0 and only in f"{method} {path}"
            if failing:
                self._failing = (times - 1, status, error, only, headers)
        time.sleep(self.delay)
        if self._api_key is not None and request.headers.get("api-key") != self._api_key:
            return Response("Must provide an API key or an Authorization bearer token", 401)
        return _refused(status, error or "made to fail", headers) if failing else None

    def answer(self, work: Callable[[QdrantLocal], Any]) -> Response:
        """What the engine says, as Qdrant wraps it."""
        with self._lock, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                result = work(self.engine)
            except ValueError as error:
                return _refused(404 if "not found" in str(error) else 400, str(error))
        if isinstance(result, BaseModel):
            result = result.model_dump(mode="json", exclude_none=True)
        return JSONResponse({"result": result, "status": "ok", "time": 0.0})


@contextmanager
def qdrant_server(api_key: str | None = None, version: str = "1.16.0") -> Iterator[QdrantServer]:
    """A running server."""
    server = QdrantServer(api_key, version).start()
    try:
        yield server
    finally:
        server.stop()


def _refused(status: int, error: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"status": {"error": error}, "time": 0.0}, status, headers)


def _app(server: QdrantServer) -> FastAPI:
    app = FastAPI()

    @app.middleware("http")
    async def guard(request: Request, call_next: Any) -> Response:
        refused = await to_thread.run_sync(server.refusal, request)
        return refused or await call_next(request)

    @app.get("/")
    def version() -> dict[str, str]:
        return {"title": "qdrant - vector search engine", "version": server.version}

    @app.get("/collections")
    def collections() -> Response:
        return server.answer(lambda engine: engine.get_collections())

    @app.get("/aliases")
    def aliases() -> Response:
        return server.answer(lambda engine: engine.get_aliases())

    @app.post("/collections/aliases")
    def change_aliases(body: models.ChangeAliasesOperation) -> Response:
        return server.answer(lambda engine: engine.update_collection_aliases(body.actions))

    @app.get("/collections/{name}")
    def info(name: str) -> Response:
        return server.answer(lambda engine: _info(server, engine, name))

    @app.put("/collections/{name}")
    def create(name: str, body: models.CreateCollection) -> Response:
        def work(engine: QdrantLocal) -> bool:
            made = engine.create_collection(
                name, body.vectors, body.sparse_vectors, metadata=body.metadata
            )
            server.configs[name] = {"indexes": {}}
            _set(server.configs[name], body.model_dump(mode="json", exclude_none=True))
            return made

        return server.answer(work)

    @app.patch("/collections/{name}")
    def update(name: str, body: models.UpdateCollection) -> Response:
        def work(engine: QdrantLocal) -> bool:
            changed = engine.update_collection(name, body.sparse_vectors, body.metadata)
            config = server.configs[engine.aliases.get(name, name)]
            _set(config, body.model_dump(mode="json", exclude_none=True))
            return changed

        return server.answer(work)

    @app.delete("/collections/{name}")
    def drop(name: str) -> Response:
        server.configs.pop(name, None)
        return server.answer(lambda engine: engine.delete_collection(name))

    @app.put("/collections/{name}/index")
    def index(name: str, body: models.CreateFieldIndex) -> Response:
        def work(engine: QdrantLocal) -> models.UpdateResult:
            server.configs[name]["indexes"][body.field_name] = body.field_schema
            return engine.create_payload_index(name, body.field_name, body.field_schema)

        return server.answer(work)

    @app.put("/collections/{name}/points")
    def upsert(name: str, body: models.PointsList) -> Response:
        return server.answer(lambda engine: engine.upsert(name, body.points))

    @app.post("/collections/{name}/points/delete")
    def delete(name: str, body: models.FilterSelector | models.PointIdsList) -> Response:
        server.deleted.append(body)
        return server.answer(lambda engine: engine.delete(name, body))

    @app.post("/collections/{name}/points/count")
    def count(name: str, body: models.CountRequest) -> Response:
        return server.answer(lambda engine: engine.count(name, body.filter))

    @app.post("/collections/{name}/points")
    def retrieve(name: str, body: models.PointRequest) -> Response:
        return server.answer(
            lambda engine: _plain(
                engine.retrieve(name, body.ids, body.with_payload, body.with_vector or False)
            )
        )

    @app.post("/collections/{name}/points/scroll")
    def scroll(name: str, body: models.ScrollRequest) -> Response:
        def work(engine: QdrantLocal) -> dict[str, Any]:
            records, offset = engine.scroll(
                name,
                scroll_filter=body.filter,
                limit=body.limit or 10,
                offset=body.offset,
                with_payload=body.with_payload,
                with_vectors=body.with_vector or False,
            )
            return {"points": _plain(records), "next_page_offset": offset}

        return server.answer(work)

    @app.post("/collections/{name}/points/query")
    def query(name: str, body: models.QueryRequest) -> Response:
        return server.answer(
            lambda engine: engine.query_points(
                name,
                query=body.query,
                using=body.using,
                prefetch=body.prefetch,
                query_filter=body.filter,
                limit=body.limit or 10,
                with_payload=body.with_payload,
                with_vectors=body.with_vector or False,
            )
        )

    return app


def _info(server: QdrantServer, engine: QdrantLocal, name: str) -> dict[str, Any]:
    info = engine.get_collection(name).model_dump(mode="json", exclude_none=True)
    config = server.configs[engine.aliases.get(name, name)]
    if server.building:
        info["status"] = server.building.pop(0)
    told = info["config"]
    told["params"].update({key: config[key] for key in _PARAMS if key in config})
    told["params"]["vectors"] = config["vectors"]
    for key in _SETTINGS:
        if key in config:
            stored = {"optimizers_config": "optimizer_config"}.get(key, key)
            told[stored] = {**told.get(stored, {}), **config[key]}
    return info


def _set(config: dict[str, Any], settings: dict[str, Any]) -> None:
    """Keep what is set of a collection, over what was set before."""
    for vector, params in settings.get("vectors", {}).items():
        config.setdefault("vectors", {}).setdefault(vector, {}).update(params)
    for key, value in {**settings, **settings.get("params", {})}.items():
        if key in (*_SETTINGS, *_PARAMS):
            config[key] = value


def _plain(records: list[models.Record]) -> list[dict[str, Any]]:
    return [record.model_dump(mode="json", exclude_none=True) for record in records]
