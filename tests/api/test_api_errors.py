"""Every error path answers one shape, and says nothing of the machine."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from app import errors as ours
from app.api.errors import ANSWERS, BodyTooLarge, Unsupported, answer, problem
from geodata import errors as geo
from tests.api.fake_workspace import DOCUMENT, FakeWorkspace

Make = Callable[..., TestClient]
NONCE = re.compile(r"'nonce-[^']+'")
PROTECTIVE = [
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "permissions-policy",
]


def tree(root: type[Exception]) -> list[type[Exception]]:
    return [root, *(below for kind in root.__subclasses__() for below in tree(kind))]


def assert_problem(response: object, status: int) -> None:
    assert response.status_code == status  # type: ignore[attr-defined]
    assert response.headers["content-type"] == "application/problem+json"  # type: ignore[attr-defined]
    body = response.json()  # type: ignore[attr-defined]
    assert set(body) == {"type", "title", "status", "detail"}
    assert body["status"] == status
    assert body["detail"] and "\n" not in body["detail"]


@pytest.mark.parametrize("kind", [*tree(ours.FrontlineError), *tree(geo.GeodataError)], ids=lambda kind: kind.__name__)
def test_each_class_of_both_trees_has_a_line_in_the_table(kind: type[Exception]) -> None:
    assert kind in ANSWERS


@pytest.mark.parametrize(
    ("error", "status", "detail"),
    [
        (ours.BadInput("expected a date"), 400, "expected a date"),
        (ours.NotFound("no document 'x'"), 404, "no document 'x'"),
        (ours.NotAllowed("no token"), 401, "no token"),
        (ours.StoreError("/home/me/x.db is locked"), 503, "the store cannot be used just now; try again"),
        (ours.ReadOnlyStore("/srv/x.db"), 403, "the store of this service can only be read"),
        (ours.FrontlineError("in /srv/x"), 500, "this could not be done; the log says why"),
        (geo.UnknownSource("no source 'x'"), 404, "no source 'x'"),
        (geo.ImportRefused("a list"), 422, "a list"),
        (geo.GeometryError("nan"), 422, "nan"),
        (geo.GazetteerError("/srv/UA.zip"), 503, "no gazetteer can be used just now"),
        (geo.DefinitionError("/etc/x"), 500, "the service's source definitions cannot be used"),
        (geo.FrameError("x"), 500, "stored polygons break their contract; the log says how"),
        (BodyTooLarge("50 MB"), 413, "50 MB"),
        (Unsupported("text/x"), 415, "text/x"),
        (ZeroDivisionError("/srv/x"), 500, "an error on our side; the log says more"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_an_error_of_the_workspace_becomes_a_status(
    make_client: Make, error: Exception, status: int, detail: str
) -> None:
    assert answer(error) == (status, detail)
    workspace = FakeWorkspace()
    workspace.error = error
    response = make_client(workspace).get("/api/documents")
    assert_problem(response, status)
    assert response.json()["detail"] == detail
    assert ("www-authenticate" in response.headers) == (status == 401)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/api/nowhere", 404),
        ("GET", "/static/maps/nowhere.js", 404),
        ("GET", "/static/maps/../page.py", 404),
        ("GET", "/api/documents/none", 404),
        ("GET", "/documents/none", 404),
        ("GET", "/findings/none", 404),
        ("GET", "/sources/none", 404),
        ("GET", "/?source=none", 404),
        ("GET", "/api/collections/none", 404),
        ("GET", "/api/collections/none/items", 404),
        ("PUT", "/api/documents", 405),
        ("POST", "/findings", 405),
        ("GET", "/api/mentions?bbox=1,2", 400),
        ("GET", "/api/mentions?datetime=now", 400),
        ("GET", "/api/mentions?limit=0", 400),
        ("GET", "/api/mentions?limit=many", 400),
        ("GET", "/api/mentions?offset=-1", 400),
        ("GET", "/api/places", 400),
        ("GET", "/api/places?q=x&limit=1000", 400),
        ("GET", "/api/deltas?every=year", 400),
        ("GET", "/api/deltas?from=2025-12-02&to=2025-11-02", 400),
        ("GET", "/deltas?calendar=perhaps", 400),
        ("GET", "/findings?f=xml", 400),
        ("GET", "/?from=yesterday", 400),
    ],
)
def test_a_request_that_cannot_be_answered(client: TestClient, method: str, path: str, status: int) -> None:
    assert_problem(client.request(method, path), status)


@pytest.mark.parametrize("fault", [ZeroDivisionError("/srv/x"), ours.StoreError("locked"), ours.NotFound("none")])
@pytest.mark.parametrize("tiles_url", [None, "https://{s}.tiles.example.org/{z}/{x}/{y}.png"])
def test_an_error_carries_the_headers_that_every_answer_carries(
    make_client: Make, fault: Exception, tiles_url: str | None
) -> None:
    workspace = FakeWorkspace()
    client = make_client(workspace, tiles_url=tiles_url, tiles_attribution="Tiles")
    well = client.get("/api/documents").headers
    workspace.error = fault
    ill = client.get("/api/documents").headers
    for name in PROTECTIVE:
        assert NONCE.sub("", ill[name]) == NONCE.sub("", well[name])
    assert ill["content-security-policy"] != well["content-security-policy"], "a nonce is used once"


@pytest.mark.parametrize(
    ("detail", "line"),
    [
        ("площа · 5 km²", "площа · 5 km²"),
        ("two\nlines", "two\\nlines"),
        ("half \ud800 a pair", "half \\ud800 a pair"),
        ("it's\x00", "it's\\x00"),
    ],
)
def test_a_detail_is_one_line_that_can_be_sent(detail: str, line: str) -> None:
    assert json.loads(bytes(problem(400, detail).body))["detail"] == line


def test_a_browser_gets_the_error_as_a_page(client: TestClient) -> None:
    response = client.get("/documents/%3Cscript%3E", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert "no document &#39;&lt;script&gt;&#39;" in response.text


def test_a_broken_store_is_told_even_to_a_browser(make_client: Make) -> None:
    workspace = FakeWorkspace()
    workspace.error = ours.StoreError("locked")
    assert_problem(make_client(workspace).get("/documents", headers={"Accept": "text/html"}), 503)


def test_health_follows_the_store(make_client: Make) -> None:
    workspace = FakeWorkspace()
    client = make_client(workspace)
    assert client.get("/healthz").json()["status"] == "ok"
    workspace.error = ours.StoreError("gone")
    assert_problem(client.get("/healthz"), 503)


def test_known_things_are_found(client: TestClient) -> None:
    assert client.get(f"/documents/{DOCUMENT}").status_code == 200
