"""The API against its own description, with requests that Schemathesis makes up."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from corpus.settings import Settings
from search_api.http import create_app
from tests.serving import listening

_CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
_LOOSE = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)


@pytest.fixture(scope="module")
def described(
    samples_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[schemathesis.BaseSchema]:
    """The API of a real server over a copy of the samples."""
    data = tmp_path_factory.mktemp("schema") / "data"
    shutil.copytree(samples_settings.data, data)
    with listening(create_app(Settings(data=Path(data)))) as address:
        yield schemathesis.openapi.from_url(f"{address}/openapi.json")


def _broken(described: schemathesis.BaseSchema, examples: int) -> list[str]:
    """What was found wrong, for each operation."""
    broken: list[str] = []
    for found in described.get_all_operations():
        operation = found.ok()

        @settings(_LOOSE, max_examples=examples)
        @given(case=operation.as_strategy())
        def hold(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=_CHECKS, timeout=60)

        try:
            hold()
        except (Exception, FailureGroup) as error:
            broken.append(f"{operation.label}: {error}")
    return broken


def test_a_few_made_up_requests(described: schemathesis.BaseSchema) -> None:
    assert not _broken(described, 6)


@pytest.mark.slow
def test_many_made_up_requests(described: schemathesis.BaseSchema) -> None:
    assert not _broken(described, 60)
