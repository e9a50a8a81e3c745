"""The page that describes the API, with Swagger UI from the service itself."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.staticfiles import StaticFiles

from search_api.pages.rendering import render

SWAGGER_UI = StaticFiles(packages=[("fastapi_offline", "static")])
"""Swagger UI's own files; to be mounted at ``/static/swagger-ui``, before ``/static``."""

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def get_docs(request: Request) -> Response:
    """Every address of the API, to read about and to try."""
    return render(request, "docs.html")
