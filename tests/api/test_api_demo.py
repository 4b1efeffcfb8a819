"""The service over a real store that holds the illustrative demo."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.workspace import Workspace

HTML = {"Accept": "text/html"}


@pytest.fixture
def demo(demo_workspace: Workspace) -> Iterator[TestClient]:
    with TestClient(create_app(demo_workspace.settings, demo_workspace)) as client:
        yield client


def pages(client: TestClient) -> list[str]:
    document = client.get("/api/documents").json()["documents"][0]["id"]
    findings = client.get("/api/findings").json()["findings"]
    return [
        "/",
        "/documents",
        f"/documents/{document}",
        "/findings",
        *(f"/findings/{finding['id']}" for finding in findings),
        "/sources",
        "/sources/demo",
        "/deltas",
        "/deltas?every=month",
        "/mentions",
    ]


def test_every_page_of_the_demo_says_that_it_is_illustrative(demo: TestClient) -> None:
    for path in pages(demo):
        response = demo.get(path, headers=HTML)
        assert (path, response.status_code) == (path, 200)
        assert "Illustrative data." in response.text


@pytest.mark.parametrize("collection", ["mentions", "claims", "control", "changes", "places"])
def test_items_and_their_ids(demo: TestClient, collection: str) -> None:
    features = demo.get(f"/api/collections/{collection}/items").json()["features"]
    assert features
    assert len({feature["id"] for feature in features}) == len(features)
    for feature in features[:5]:
        one = demo.get(f"/api/collections/{collection}/items/{feature['id']}").json()
        assert one["geometry"] == feature["geometry"]


def test_pages_and_api_agree(demo: TestClient) -> None:
    for path in ("/documents", "/findings", "/deltas", "/mentions"):
        assert demo.get(path).json() == demo.get(f"/api{path}").json()


def test_a_place_over_time(demo: TestClient) -> None:
    told = demo.get("/api/places/Gulyai Pole/history").json()
    assert told["place"]["name"] == "Huliaipole"
    assert [day["on"] for day in told["history"][0]["distances"]] == ["2025-10-01", "2025-11-01", "2025-12-01"]
    assert demo.get("/api/places/Qqqxzzq/history").status_code == 404
    assert demo.get("/api/places/Bakhmut/history?from=tomorrow").status_code == 400


def test_the_line_between_two_days(demo: TestClient) -> None:
    (report,) = demo.get("/api/lines?from=2025-11-01&to=2025-12-01").json()["lines"]
    (month,) = demo.get("/api/deltas?from=2025-11-01&to=2025-12-01").json()["deltas"]
    assert report["moves"][0]["net_km2"] == month["net_km2"]
    assert report["moves"][0]["length_after_km"] > 0


def test_an_empty_store_has_every_page(space: Workspace) -> None:
    with TestClient(create_app(space.settings, space)) as client:
        for path in ("/", "/documents", "/findings", "/sources", "/deltas", "/mentions"):
            assert (path, client.get(path, headers=HTML).status_code) == (path, 200)
        assert client.get("/api/collections/control/items").json()["features"] == []


def test_many_at_once_see_the_same(demo: TestClient) -> None:
    paths = pages(demo)

    def read(path: str) -> tuple[int, bytes]:
        response = demo.get(path)
        return response.status_code, response.content if path != "/" else b""

    alone = [read(path) for path in paths]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(read, paths * 4))
    assert together == alone * 4


def test_a_text_written_over_http_is_read_and_can_be_removed(space: Workspace) -> None:
    settings = Settings(**space.settings.model_dump(exclude={"write_token"}), write_token="t")
    client = TestClient(create_app(settings, space))
    body = {"text": "Fighting went on near Siversk.", "published": "2025-12-07"}
    made = client.post("/api/documents", json=body, headers={"Authorization": "Bearer t"})
    assert made.status_code == 201
    assert client.get(made.headers["location"]).json() == made.json()
    assert [mention["text"] for mention in made.json()["mentions"]] == ["Siversk"]
    assert client.delete(made.headers["location"], headers={"Authorization": "Bearer t"}).status_code == 204
    assert client.get(made.headers["location"]).status_code == 404
