"""The pages where editors upload minutes, follow what becomes of them, and delete a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from corpus.errors import BadValue, Forbidden
from corpus.gazetteer import load_gazetteer
from corpus.records import REGIONS, AccessLevel, Region, readable
from ingest.reader import SUFFIXES
from search_api.access.caller import Caller, Editor
from search_api.access.keys import CLEARANCE_NAMES
from search_api.api.uploads import submit
from search_api.deletion import delete_document
from search_api.ingest_report import OUTCOMES
from search_api.jobs.job import State
from search_api.jobs.parameters import TheJob, TheJobs
from search_api.jobs.said import LONGEST_FORUM, read_said
from search_api.jobs.worker import Jobs
from search_api.pages.rendering import render
from search_api.parameters import OpenArchive, TheService
from search_api.problems import told

_PAGE = "/upload"
_LATEST = 20
_STATES: Mapping[State, str] = {
    "queued": "venter",
    "running": "indlæses",
    "done": "færdig",
    "failed": "opgivet",
}

router = APIRouter(include_in_schema=False)


@router.get(_PAGE)
def get_upload_page(request: Request, jobs: TheJobs, caller: Editor) -> Response:
    """A form for files, and the latest jobs."""
    return _page(request, jobs, caller)


@router.post(_PAGE)
def post_upload_page(
    request: Request,
    jobs: TheJobs,
    caller: Editor,
    filer: Annotated[list[UploadFile] | None, File()] = None,
    region: Annotated[Region | None, Form()] = None,
    forum: Annotated[str, Form(max_length=LONGEST_FORUM)] = "",
    dato: Annotated[str, Form(max_length=40)] = "",
    adgang: Annotated[AccessLevel, Form()] = "public",
) -> Response:
    """Take files in, and go on to the page of their job."""
    try:
        job = submit(jobs, filer or [], read_said(caller, adgang, region, forum, dato))
    except (BadValue, Forbidden) as error:
        status, detail = told(error)
        typed = {"region": region or "", "forum": forum, "dato": dato, "adgang": adgang}
        return _page(request, jobs, caller, status, detail, typed)
    return RedirectResponse(f"{_PAGE}/{job.job_id}", status_code=303)


@router.get(f"{_PAGE}/{{job_id}}")
def get_job_page(request: Request, job: TheJob) -> Response:
    """How far a job is, or what became of its files."""
    return render(
        request,
        "job.html",
        here=_PAGE,
        job=job,
        states=_STATES,
        outcomes=OUTCOMES,
        levels=CLEARANCE_NAMES,
    )


@router.post("/dokumenter/{document_id}/slet")
def post_deletion(
    service: TheService,
    _: Editor,
    archive: OpenArchive,
    document_id: str,
    bekraeft: Annotated[str, Form()] = "",
) -> Response:
    """Take a document out, and go on to the others."""
    if bekraeft != "ja":
        raise BadValue("Sæt kryds i, at dokumentet skal slettes. Det er ikke slettet.")
    delete_document(service.settings, archive, document_id)
    return RedirectResponse("/dokumenter", status_code=303)


def _page(
    request: Request,
    jobs: Jobs,
    caller: Caller,
    status_code: int = 200,
    error: str | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    latest, total = jobs.store.latest(readable(caller.clearance), _LATEST)
    return render(
        request,
        "upload.html",
        status_code,
        here=_PAGE,
        error=error,
        typed=typed or {},
        jobs=latest,
        total=total,
        states=_STATES,
        regions=REGIONS,
        forums=sorted(entity.name for entity in load_gazetteer().by_kind("forum")),
        longest_forum=LONGEST_FORUM,
        levels={level: CLEARANCE_NAMES[level] for level in readable(caller.clearance)},
        suffixes=sorted(SUFFIXES),
        megabytes=request.app.state.service.settings.upload_limit_mb,
    )
