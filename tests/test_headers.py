"""The headers that browsers keep to, on every kind of answer."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from corpus.settings import Settings
from search_api.http import create_app


@pytest.fixture(scope="module")
def client(samples_settings: Settings) -> TestClient:
    return TestClient(create_app(samples_settings), follow_redirects=False)


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/docs"),
        ("GET", "/health"),
        ("GET", "/openapi.json"),
        ("GET", "/metrics"),
        ("GET", "/api/v1/entities"),
        ("GET", "/api/v1/items/findes-ikke"),
        ("GET", "/api/v1/ask"),
        ("GET", "/findes-ikke"),
        ("DELETE", "/api/v1/entities"),
        ("GET", "/static/docs.js"),
        ("GET", "/static/swagger-ui/swagger-ui.css"),
        ("GET", "/log-ind"),
    ],
)
def test_every_answer_has_them(client: TestClient, method: str, address: str) -> None:
    headers = client.request(method, address).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    for kind in ("script-src", "style-src", "connect-src", "font-src", "form-action"):
        assert policy[kind] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["cache-control"]


def test_only_https_is_told_to_stay_https(client: TestClient, samples_settings: Settings) -> None:
    assert "strict-transport-security" not in client.get("/health").headers
    secure = TestClient(create_app(samples_settings), base_url="https://testserver")
    assert "max-age=" in secure.get("/health").headers["strict-transport-security"]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/docs", "private, no-cache"),
        ("/api/v1/entities", "private, no-cache"),
        ("/log-ind", "no-store"),
        ("/api/v1/keys", "no-store"),
        ("/static/docs.js?v=1", "public, max-age=31536000, immutable"),
        ("/static/docs.js", "public, max-age=3600"),
        ("/static/findes-ikke.js?v=1", "private, no-cache"),
    ],
)
def test_what_may_be_kept_for_how_long(client: TestClient, address: str, kept: str) -> None:
    assert client.get(address).headers["cache-control"] == kept


def test_no_page_of_the_documentation_needs_another_host(client: TestClient) -> None:
    page = client.get("/docs").text
    assert '<html lang="da">' in page and "https://" not in page
    assert "<style" not in page and " style=" not in page and "<script>" not in page
    for name in ("swagger-ui-bundle.js", "swagger-ui.css"):
        assert f"/static/swagger-ui/{name}" in page
        assert client.get(f"/static/swagger-ui/{name}").status_code == 200


@pytest.mark.browser
def test_a_browser_shows_the_documentation_within_the_policy(page: Page) -> None:
    page.goto("/docs")
    page.get_by_text("/api/v1/entities", exact=True).click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    status = page.locator(".live-responses-table tr.response .response-col_status")
    expect(status.first).to_contain_text("200")
