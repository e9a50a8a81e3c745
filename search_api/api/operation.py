"""How the service fares: alive, ready, and its figures."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from pydantic import Field
from starlette.background import BackgroundTask

from corpus.errors import NotReady
from search_api.metrics import Metrics
from search_api.parameters import TheService
from search_api.problems import answer_to, described
from search_api.replies import Reply

_HEALTH = {"status": "ok", "version": "0.1.0"}
_READY = {"status": "klar"}
_FIGURES = 'tvaersnit_questions_total{outcome="answered",verb="ask"} 12.0\n'

router = APIRouter(tags=["Drift"])


class Health(Reply):
    """That the service is alive, whether or not there is anything to search in."""

    status: Literal["ok"] = Field(description="Altid »ok«, når tjenesten kører.")
    version: str = Field(description="Tværsnits version.")


class Readiness(Reply):
    """That the service can answer at once."""

    status: Literal["klar"] = Field(description="Altid »klar«; ellers svares med en fejl.")


@router.get(
    "/health",
    summary="Vis, om tjenesten kører",
    description="Svarer, også når samlingen er tom.",
    response_description="Tjenesten kører.",
    responses=described(example=_HEALTH),
)
async def get_health(request: Request) -> Health:
    """Whether the process lives."""
    return Health(status="ok", version=request.app.version)


@router.get(
    "/ready",
    summary="Vis, om tjenesten er klar",
    description="Svarer 200, når modeller og indeks er indlæst, ellers 503 med det, der mangler.",
    response_description="Tjenesten er klar.",
    response_model=Readiness,
    responses=described(503, example=_READY),
)
def get_ready(service: TheService) -> Readiness | Response:
    """Whether questions are answered at once. Where the models are not loaded, they are now."""
    service.state("closed")
    if service.ready:
        return Readiness(status="klar")
    loading = answer_to(NotReady("Modellerne er ved at blive indlæst. Prøv igen om lidt."))
    loading.background = BackgroundTask(service.warm_up)
    return loading


@router.get(
    "/metrics",
    summary="Hent driftstal",
    description="Forespørgsler, spørgsmål, indlæsning og samling som tekst til Prometheus.",
    response_description="Tallene i Prometheus' tekstformat.",
    response_class=PlainTextResponse,
    responses={200: {"content": {"text/plain": {"example": _FIGURES}}}},
)
def get_metrics(request: Request) -> Response:
    """The figures since the service started."""
    metrics: Metrics = request.app.state.metrics
    return Response(
        generate_latest(metrics.registry), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4}
    )
