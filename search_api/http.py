"""The service: the JSON API, the web pages and the MCP server over one corpus."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool

from corpus.settings import Settings
from search_api.access.guard import Guard
from search_api.access.keys import KeyStore
from search_api.access.sessions import Sessions
from search_api.api import (
    collection,
    decisions,
    export,
    feedback,
    figures,
    follow,
    operation,
    questions,
    uploads,
)
from search_api.api import keys as api_keys
from search_api.capacity import Capacity
from search_api.freshness import Freshness
from search_api.jobs.worker import Jobs
from search_api.mcp_server import mount_mcp
from search_api.metrics import Metrics
from search_api.observability import Observed, questions_logged
from search_api.pages import (
    ask_page,
    brief_page,
    compare_page,
    decisions_page,
    docs,
    document_page,
    documents_page,
    entities_page,
    entity_page,
    figures_page,
    follow_page,
    help_page,
    login,
    proposals_page,
)
from search_api.pages import feedback as feedback_page
from search_api.pages import keys as keys_page
from search_api.pages import upload as upload_page
from search_api.pages.errors import answer_with_pages
from search_api.pages.rendering import STATIC
from search_api.problems import answer_with_problems
from search_api.security_headers import SecurityHeaders
from search_api.service import Service
from search_api.workers.joint import Common, common_to

_TAGS = (
    ("Spørgsmål", "Søg, spørg og sammenlign."),
    ("Samlingen", "Dokumenter, punkter og navne."),
    ("Indlæsning", "Upload referater, og følg indlæsningen."),
    ("Tilbagemeldinger", "Hvad brugerne siger om svarene."),
    ("Nøgler", "Hvem der har adgang."),
    ("Drift", "Tjenestens tilstand."),
)


def create_app(
    settings: Settings, hosts: Collection[str] = (), common: Common | None = None
) -> FastAPI:
    """The service over the corpus that ``settings`` name; it may be empty yet.

    While there are no keys, only requests to one of ``hosts`` are answered, where any are given.
    ``common`` is what it shares with the other processes of the same service, where there are any.
    """
    common = common or common_to(settings)
    service = Service(settings)
    keys = KeyStore(settings.data, settings.catalogue_url)
    sessions = Sessions(keys, common.wrong_keys)
    jobs = Jobs(settings)
    metrics = Metrics(common)
    metrics.watch(service)
    metrics.watch_jobs(jobs.store.by_state)
    service.listeners.append(questions_logged(settings.log_questions))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        def warm_up() -> None:
            service.warm_up()
            common.board.settle()

        # The first page need not wait for the models.
        warming = threading.Thread(target=warm_up, name="warm-up", daemon=True)
        warming.start()
        jobs.start()
        async with mcp.running():
            yield
        await run_in_threadpool(jobs.stop)
        await run_in_threadpool(warming.join)
        service.close()
        keys.close()

    app = FastAPI(
        title="Tværsnit",
        version=version("tvaersnit"),
        summary="Søg, spørg og sammenlign på tværs af referater fra kommunernes tværgående fora.",
        description="Alt, hvad der vises, er referaternes egne ord med henvisning til det sted, "
        "de står. Fejl besvares på dansk som »problem details« (RFC 9457).",
        openapi_tags=[{"name": name, "description": about} for name, about in _TAGS],
        generate_unique_id_function=lambda route: route.name,
        lifespan=lifespan,
        # The page that describes the API is our own, with nothing from a host outside.
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    app.state.keys = keys
    app.state.sessions = sessions
    app.state.jobs = jobs
    app.state.metrics = metrics
    answer_with_problems(app)
    answer_with_pages(app)
    app.include_router(questions.router)
    app.include_router(collection.router)
    app.include_router(decisions.router)
    app.include_router(figures.router)
    app.include_router(follow.router)
    app.include_router(export.router)
    app.include_router(feedback.router)
    app.include_router(feedback_page.router)
    app.include_router(operation.router)
    app.include_router(docs.router)
    app.include_router(api_keys.router)
    app.include_router(ask_page.router)
    app.include_router(compare_page.router)
    app.include_router(brief_page.router)
    app.include_router(documents_page.router)
    app.include_router(document_page.router)
    app.include_router(entities_page.router)
    app.include_router(entity_page.router)
    app.include_router(decisions_page.router)
    app.include_router(figures_page.router)
    app.include_router(follow_page.router)
    app.include_router(proposals_page.router)
    app.include_router(help_page.router)
    app.include_router(login.router)
    app.include_router(keys_page.router)
    app.include_router(uploads.router)
    app.include_router(upload_page.router)
    app.mount("/static/swagger-ui", docs.SWAGGER_UI)
    app.mount("/static", StaticFiles(directory=STATIC))
    mcp = mount_mcp(app, service)
    # The last one added is the first that a request meets.
    app.add_middleware(Freshness, service=service, run=common.run)
    app.add_middleware(
        Guard,
        settings=settings,
        keys=keys,
        sessions=sessions,
        rate=common.requests,
        hosts=hosts,
    )
    app.add_middleware(Capacity)
    app.add_middleware(Observed, metrics=metrics)
    app.add_middleware(SecurityHeaders)
    return app
