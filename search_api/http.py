"""The service: the JSON API, the web pages and the MCP server over one corpus."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Literal

from fastapi import FastAPI, Request
from fastapi_offline import FastAPIOffline
from pydantic import Field

from corpus.settings import Settings
from search_api.access.caller import EVERYONE
from search_api.api import collection, questions
from search_api.problems import answer_with_problems
from search_api.replies import Reply
from search_api.service import Service

_TAGS = (
    ("Spørgsmål", "Søg, spørg og sammenlign."),
    ("Samlingen", "Dokumenter, punkter og navne."),
    ("Indlæsning", "Upload referater, og følg indlæsningen."),
    ("Tilbagemeldinger", "Hvad brugerne siger om svarene."),
    ("Nøgler", "Hvem der har adgang."),
    ("Drift", "Tjenestens tilstand."),
)


class Health(Reply):
    """That the service is alive, whether or not there is anything to search in."""

    status: Literal["ok"] = Field(description="Altid »ok«, når tjenesten kører.")
    version: str = Field(description="Tværsnits version.")


def create_app(settings: Settings) -> FastAPI:
    """The service over the corpus that ``settings`` name; it may be empty yet."""
    service = Service(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # The first page need not wait for the models.
        threading.Thread(target=service.warm_up, name="warm-up", daemon=True).start()
        yield
        service.close()

    # The documentation pages come from the service itself, not from a host outside.
    app = FastAPIOffline(
        title="Tværsnit",
        version=version("tvaersnit"),
        summary="Søg, spørg og sammenlign på tværs af referater fra kommunernes tværgående fora.",
        description="Alt, hvad der vises, er referaternes egne ord med henvisning til det sted, "
        "de står. Fejl besvares på dansk som »problem details« (RFC 9457).",
        openapi_tags=[{"name": name, "description": about} for name, about in _TAGS],
        generate_unique_id_function=lambda route: route.name,
        lifespan=lifespan,
    )
    app.state.service = service
    answer_with_problems(app)
    app.include_router(questions.router)
    app.include_router(collection.router)

    @app.middleware("http")
    async def everyone(request: Request, call_next):  # type: ignore[no-untyped-def]
        request.state.caller = EVERYONE
        return await call_next(request)

    @app.get(
        "/health",
        tags=["Drift"],
        summary="Vis, om tjenesten kører",
        description="Svarer, også når samlingen er tom.",
        response_description="Tjenesten kører.",
    )
    async def get_health() -> Health:
        return Health(status="ok", version=app.version)

    return app
