"""Whatever is asked, the answer is no server error, and an error has its one shape."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.demo import load_demo
from app.main import create_app
from app.settings import Settings
from app.workspace import Workspace
from tests.api.fake_workspace import FakeWorkspace

DATES = ["0001-01-01", "9999-12-31", "2025-11-02", "2025-12-01", "0001-01-01/9999-12-31", "../9999-12-31"]
BOXES = ["-180,-90,180,90", "179,-1,-179,1", "36,47,38,49"]
WORDS = [
    "demo",
    "occupied",
    "month",
    "week",
    "day",
    "gained",
    "control",
    "change",
    "Zelene",
    "html",
    "json",
    "null",
    "nan",
    "0",
    "-1",
    "1e309",
]
ODD = ["", " ", "9" * 40, "\x00", "..", "../..", "%", "'", '"', "{{7*7}}", "\u202e"]
VALUES = st.sampled_from(DATES + BOXES + WORDS + ODD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
NAMES = [
    "bbox",
    "datetime",
    "limit",
    "offset",
    "from",
    "to",
    "source",
    "every",
    "calendar",
    "region",
    "statuses",
    "q",
    "f",
    "mention",
    "place",
    "document",
    "zoom",
    "wide",
    "id",
    "verdict",
    "month",
    "sort",
    "order",
    "embed",
    "lang",
    "on",
    "status",
    "kind",
    "published",
]
PATHS = [
    "/",
    "/documents",
    "/documents/{}",
    "/findings",
    "/findings/{}",
    "/sources",
    "/sources/{}",
    "/deltas",
    "/mentions",
    "/check",
    "/control",
    "/parts/findings",
    "/parts/documents",
    "/findings.csv",
    "/api/map/scene",
    "/api/map/areas",
    "/api/map/mentions",
    "/api/map/place",
    "/api/map/ground",
    "/api/map/names",
    "/api/map/series",
    "/api",
    "/api/documents",
    "/api/documents/{}",
    "/api/findings",
    "/api/deltas",
    "/api/mentions",
    "/api/places",
    "/api/places/{}/history",
    "/api/lines",
    "/api/collections/{}",
    "/api/collections/{}/items",
    "/api/collections/control/items",
    "/api/collections/changes/items",
    "/api/collections/mentions/items",
    "/api/collections/claims/items",
    "/api/collections/places/items",
    "/api/collections/changes/items/{}",
    "/static/maps/{}",
    "/{}",
]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, data_dir: object) -> Iterator[TestClient]:
    """The service over the demo, shared by all examples: none of them writes."""
    store = tmp_path_factory.mktemp("fuzz") / "store.db"
    workspace = Workspace(Settings(data_dir=data_dir, store=str(store)))
    load_demo(workspace)
    with TestClient(create_app(workspace.settings, workspace), raise_server_exceptions=False) as client:
        yield client
    workspace.store.close()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(PATHS),
    part=VALUES,
    query=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4),
    accept=st.sampled_from(["text/html", "application/json", "*/*", ""]),
)
def test_no_request_breaks_the_service(
    served: TestClient, path: str, part: str, query: dict[str, str], accept: str
) -> None:
    response = served.get(path.format(quote(part, safe="")), params=query, headers={"Accept": accept})
    assert response.status_code < 500
    if response.status_code >= 400 and not response.headers["content-type"].startswith("text/html"):
        assert response.headers["content-type"] == "application/problem+json"
        assert set(response.json()) == {"type", "title", "status", "detail"}


TOKEN = "a-long-write-token"
TEXTS = st.sampled_from(["", " ", "x", "2025-12-07", "0202-01-01", "\ud800", "\x00", "9" * 40]) | st.text(max_size=20)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS, lambda inner: st.lists(inner, max_size=2)
)
BODIES = st.dictionaries(st.sampled_from(["text", "published", "title", "url", "lang"]) | TEXTS, ANYTHING, max_size=5)


@pytest.fixture(scope="module")
def writable() -> Iterator[TestClient]:
    """The service with a write token; its workspace keeps nothing."""
    workspace = FakeWorkspace()
    workspace.settings = Settings(write_token=TOKEN)
    service = create_app(workspace.settings, workspace)  # type: ignore[arg-type]
    with TestClient(service, raise_server_exceptions=False) as client:
        yield client


@settings(max_examples=150, deadline=None)
@given(body=ANYTHING | BODIES | st.fixed_dictionaries({"text": TEXTS}, optional={"published": TEXTS, "title": TEXTS}))
def test_no_body_breaks_the_service(writable: TestClient, body: object) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    response = writable.post("/api/documents", content=json.dumps(body), headers=headers)
    assert response.status_code in (201, 400)
    if response.status_code == 400:
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["detail"].isprintable()
