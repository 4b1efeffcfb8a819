"""OGC API Features: landing page, collections, items, next links."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.api.fake_workspace import DOCUMENT, finding, reading

COLLECTIONS = ["mentions", "claims", "control", "changes", "places"]


def items(client: TestClient, collection: str, query: str = "") -> list[dict[str, object]]:
    response = client.get(f"/api/collections/{collection}/items{query}")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/geo+json"
    body = response.json()
    assert body["type"] == "FeatureCollection"
    assert body["numberReturned"] == len(body["features"])
    features: list[dict[str, object]] = body["features"]
    return features


def test_landing_page_leads_on(client: TestClient) -> None:
    links = client.get("/api").json()["links"]
    assert {"self", "service-desc", "conformance", "data"} <= {link["rel"] for link in links}
    for link in links:
        assert client.get(link["href"]).status_code == 200


def test_conformance(client: TestClient) -> None:
    assert client.get("/api/conformance").json()["conformsTo"][0].endswith("/conf/core")


def test_collections_and_their_links(client: TestClient) -> None:
    found = client.get("/api/collections").json()["collections"]
    assert [collection["id"] for collection in found] == COLLECTIONS
    for collection in found:
        for link in collection["links"]:
            assert client.get(link["href"]).status_code == 200


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_item_can_be_had_by_its_id(client: TestClient, collection: str) -> None:
    features = items(client, collection)
    assert features
    assert len({feature["id"] for feature in features}) == len(features)
    for feature in features:
        assert feature["type"] == "Feature"
        one = client.get(f"/api/collections/{collection}/items/{feature['id']}").json()
        assert (one["id"], one["geometry"]) == (feature["id"], feature["geometry"])


def test_a_mention_without_a_place_has_null_geometry(client: TestClient) -> None:
    assert [feature["geometry"] for feature in items(client, "mentions")] == [
        {"type": "Point", "coordinates": [36.9, 48.0]},
        None,
    ]


def test_next_leads_through_all(client: TestClient) -> None:
    url, seen = "/api/collections/mentions/items?limit=1", []
    while url:
        body = client.get(url).json()
        seen += [feature["id"] for feature in body["features"]]
        url = next((link["href"] for link in body["links"] if link["rel"] == "next"), "")
    assert seen == [mention["id"] for mention in reading()["mentions"]]


def test_a_limit_above_the_most_is_taken_as_the_most(client: TestClient) -> None:
    assert len(items(client, "mentions", "?limit=1000000")) == 2


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("", ["2025-12-02"]),
        ("?datetime=2025-11-15", ["2025-11-02"]),
        ("?datetime=2025-10-15/2025-11-02", ["2025-10-02", "2025-11-02"]),
        ("?datetime=../2025-10-01", []),
        ("?datetime=2026-01-01/..", ["2025-12-02"]),
        ("?bbox=0,0,1,1", []),
        ("?bbox=179,-10,36,50", ["2025-12-02"]),
        ("?source=demo", ["2025-12-02"]),
    ],
)
def test_control_stands_until_the_next_snapshot(client: TestClient, query: str, days: list[str]) -> None:
    assert [feature["properties"]["on"] for feature in items(client, "control", query)] == days  # type: ignore[index]


@pytest.mark.parametrize(
    ("query", "spans"),
    [
        ("", [("2025-10-02", "2025-11-02"), ("2025-11-02", "2025-12-02")]),
        ("?datetime=2025-11-20", [("2025-11-02", "2025-12-02")]),
        ("?from=2025-10-02&to=2025-12-02", [("2025-10-02", "2025-12-02")]),
    ],
)
def test_changes(client: TestClient, query: str, spans: list[tuple[str, str]]) -> None:
    found = [feature["properties"] for feature in items(client, "changes", query)]
    assert [(row["start"], row["end"]) for row in found] == spans  # type: ignore[index]


@pytest.mark.parametrize(
    ("query", "count"), [("", 1), ("?datetime=2025-11-15", 1), ("?datetime=2025-12-15", 0), ("?bbox=0,0,1,1", 0)]
)
def test_claims_by_period(client: TestClient, query: str, count: int) -> None:
    assert len(items(client, "claims", query)) == count


@pytest.mark.parametrize(("query", "count"), [("?q=Zelene", 1), ("?q=Zelene&bbox=0,0,1,1", 0)])
def test_places_by_name(client: TestClient, query: str, count: int) -> None:
    assert len(items(client, "places", query)) == count


def test_plain_resources(client: TestClient) -> None:
    assert client.get("/api/documents").json()["documents"][0]["id"] == DOCUMENT
    assert client.get(f"/api/documents/{DOCUMENT}").json() == reading()
    assert client.get("/api/findings").json() == {"findings": [finding()]}
    assert client.get("/api/deltas?every=month").json()["deltas"][0]["net_km2"] == 505.8
    assert client.get("/api/places?q=Zelene").json()["places"][0]["name"] == "Zelene"
    assert [row["text"] for row in client.get("/api/mentions").json()["mentions"]] == ["Zelene", "Stepove"]


@pytest.mark.parametrize("path", ["/api/mentions", "/mentions?f=json"])
def test_mentions_are_short_and_lead_to_their_sentence(client: TestClient, path: str) -> None:
    placed, unplaced = client.get(path).json()["mentions"]
    assert placed == {
        "id": f"{DOCUMENT}-m14-20",
        "document_id": DOCUMENT,
        "sentence": 0,
        "start": 14,
        "end": 20,
        "text": "Zelene",
        "kind": "settlement",
        "metonym": False,
        "place": {"id": "demo:Zelene", "name": "Zelene", "lat": 48.0, "lon": 36.9},
        "published": "2025-12-07",
        "sentence_text": "Fighting near Zelene.",
        "link": f"/documents/{DOCUMENT}#s0",
    }
    assert (unplaced["place"], unplaced["link"]) == (None, f"/documents/{DOCUMENT}#s2")
    assert 'id="s0"' in client.get(placed["link"], headers={"Accept": "text/html"}).text


def test_openapi_documents_every_path_and_the_error_shape(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    assert set(schema["components"]["schemas"]) >= {"Problem", "NewDocument"}
    for path in ("/api", "/api/conformance", "/api/collections/{collection}/items", "/api/documents", "/healthz"):
        assert path in schema["paths"]
