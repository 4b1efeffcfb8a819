"""What the service keeps in memory is never older than the store, and what visitors ask for is not written into it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.api.kept_ledger import KeptLedger, whole
from app.api.ledger import SORTS, Asked, chosen
from app.demo import PUBLISHED
from app.main import create_app
from app.workspace import Workspace

CLAIM = "Russian forces captured 300 square kilometres in November."


@pytest.fixture
def client(demo_workspace: Workspace) -> Iterator[TestClient]:
    with TestClient(create_app(demo_workspace.settings, demo_workspace)) as client:
        yield client


def test_a_finding_is_in_the_ledger_as_soon_as_its_document_is_stored_by_whomever(
    client: TestClient, demo_workspace: Workspace
) -> None:
    page = client.get("/findings", headers={"Accept": "text/html"}).text
    assert "300 square kilometres" not in page
    other = Workspace(demo_workspace.settings)
    stored = other.add_document(CLAIM, published=PUBLISHED)
    assert "300 square kilometres" in client.get("/findings", headers={"Accept": "text/html"}).text
    other.remove_document(stored["id"])
    other.store.close()
    assert "300 square kilometres" not in client.get("/findings", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    "given", [{}, {"verdict": "match"}, {"q": "november"}, {"month": "2025-11"}, {"document": "one"}]
)
def test_the_kept_ledger_shows_what_one_made_anew_would(
    given: dict[str, str], sort: str, descending: bool, demo_workspace: Workspace
) -> None:
    if "document" in given:
        given = {"document": demo_workspace.documents()[0]["id"]}
    asked = Asked(**given, sort=sort, descending=descending)
    kept = KeptLedger(demo_workspace)
    for _ in range(2):  # made, then kept
        found, total, _ = kept.found(asked)
        rows = whole(demo_workspace, asked.document or None)
        assert [row["finding"]["id"] for row in found] == [row["finding"]["id"] for row in chosen(rows, asked)]
        assert total == len(rows)


def test_two_days_that_a_visitor_asks_for_write_nothing(client: TestClient, demo_workspace: Workspace) -> None:
    client.app.state.warming.join()  # type: ignore[attr-defined]
    before = demo_workspace.store.counts()["store_revision"]
    rows = client.get("/api/deltas?from=2025-10-01&to=2025-12-01").json()["deltas"]
    assert rows[0]["gained_km2"] > 0
    assert client.get("/api/collections/changes/items?limit=10").status_code == 200
    assert demo_workspace.store.counts()["store_revision"] == before


def test_a_history_is_the_same_off_the_store_and_off_the_tree(demo_workspace: Workspace) -> None:
    draw = random.Random(3)  # noqa: S311 - it draws points, not secrets
    points = [(draw.uniform(34, 39), draw.uniform(45, 50)) for _ in range(200)]
    few, many = Workspace(demo_workspace.settings), Workspace(demo_workspace.settings)
    many.prepare()
    histories = []
    for lon, lat in points:
        found = few.polygons().history("demo", lon, lat)
        histories.append(found)
        few.polygons()._asked = 0  # never enough for the tree
        assert many.polygons().history("demo", lon, lat) == found
    assert {len(each) for each in histories} >= {1, 2}
    few.store.close()
    many.store.close()
