"""What a map fetches beside its page: by box and zoom, compressed, and asked for again only when it changes."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.fake_workspace import DOCUMENT

SPAN = "source=demo&from=2025-10-02&to=2025-12-02"
SCENE = f"/api/map/scene?{SPAN}&zoom=7"
EACH = [
    SCENE,
    f"/api/map/areas?{SPAN}&bbox=36,47,38,49",
    "/api/map/mentions?zoom=7",
    "/api/map/place?id=demo:Zelene",
    "/api/map/ground",
    "/api/map/names?zoom=8&bbox=30,45,40,52",
    "/api/map/series?source=demo",
    f"/api/map/where?{SPAN}",
]


def test_a_scene_is_control_at_two_dates_and_the_change(client: TestClient) -> None:
    response = client.get(SCENE)
    assert response.headers["content-type"] == "application/geo+json"
    told = response.json()
    assert [feature["properties"]["kind"] for feature in told["features"]] == ["after", "before", "gained"]
    assert told["snapshots"] == {"from": "2025-10-02", "to": "2025-12-02"}
    assert told["whole_km2"]["gained"] == 523.2


def test_a_scene_holds_only_what_the_box_holds(client: TestClient) -> None:
    west = client.get(f"{SCENE}&bbox=34,47,36,49").json()["features"]
    assert [feature["properties"]["kind"] for feature in west] == ["after", "before"]
    longitudes = [lon for feature in west for lon, _ in feature["geometry"]["coordinates"][0]]
    assert max(longitudes) <= 36


def test_areas_are_those_of_the_box(client: TestClient) -> None:
    whole = client.get(f"/api/map/areas?{SPAN}").json()
    part = client.get(f"/api/map/areas?{SPAN}&bbox=36,47,38,49").json()
    assert part["gained_km2"] == pytest.approx(whole["gained_km2"], abs=0.01)
    assert 0 < part["after_km2"] < whole["after_km2"]


def test_a_place_is_a_point_with_its_count(client: TestClient) -> None:
    (point,) = client.get("/api/map/mentions?zoom=7&bbox=36,47,38,49").json()["points"]
    assert (point["id"], point["name"], point["count"], point["held"]) == ("demo:Zelene", "Zelene", 1, True)
    assert client.get("/api/map/mentions?zoom=7&bbox=30,47,31,49").json()["points"] == []


@pytest.mark.parametrize(
    ("filters", "places"),
    [
        ("datetime=2025-12-01/2025-12-31", 1),
        ("datetime=2025-11-01/2025-11-30", 0),
        (f"document={DOCUMENT}", 1),
        ("document=other", 0),
        ("wide=true", 0),
    ],
)
def test_places_of_days_of_a_document_and_of_a_kind(client: TestClient, filters: str, places: int) -> None:
    assert client.get(f"/api/map/mentions?{filters}").json()["places"] == places


def test_a_place_tells_its_sentences(client: TestClient) -> None:
    told = client.get("/api/map/place?id=demo:Zelene").json()["place"]
    assert told["name"] == "Zelene"
    assert told["sentences"][0]["href"] == f"/documents/{DOCUMENT}#s0"


def test_names_fall_away_when_zoomed_out(client: TestClient) -> None:
    near, far = (client.get(f"/api/map/names?zoom={zoom}&bbox=30,45,40,52").json()["names"] for zoom in (8, 4))
    assert [name["name"] for name in near] == ["Big Town"]
    assert far == []


@pytest.mark.parametrize("path", EACH)
def test_what_the_browser_has_is_not_sent_again(client: TestClient, path: str) -> None:
    tag = client.get(path).headers["etag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


def test_what_has_changed_is_sent_again(client: TestClient) -> None:
    tag = client.get(SCENE).headers["etag"]
    client.app.state.workspace.viewer.revision = lambda: "r2"  # type: ignore[attr-defined]
    assert client.get(SCENE, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("path", EACH)
def test_with_and_without_compression_it_is_the_same(client: TestClient, path: str) -> None:
    packed, plain = (client.get(path, headers={"Accept-Encoding": name}) for name in ("gzip", "identity"))
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/map/scene", 400),
        ("/api/map/scene?source=demo", 400),
        (f"/api/map/scene?{SPAN}&zoom=99", 400),
        (f"/api/map/scene?{SPAN}&bbox=1,2,3", 400),
        ("/api/map/scene?source=demo&from=2001-01-01&to=2001-01-02", 404),
        ("/api/map/scene?source=nobody&from=2025-10-02&to=2025-12-02", 404),
        ("/api/map/place?id=nowhere", 404),
    ],
)
def test_what_cannot_be_drawn_is_one_clear_line(client: TestClient, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.json()["detail"]


def test_scripts_and_styles_are_kept_for_good(client: TestClient) -> None:
    page = client.get("/", headers={"Accept": "text/html"}).text
    address = page.split('src="')[1].split('"')[0]
    response = client.get(address)
    assert "immutable" in response.headers["cache-control"]
    assert response.headers["content-encoding"] == "gzip"
    assert client.get(address, headers={"Accept-Encoding": "identity"}).text == response.text


def test_where_the_ground_changed_is_told_by_town(client: TestClient) -> None:
    (row,) = client.get("/api/map/where?source=demo&from=2025-11-02&to=2025-12-02").json()["places"]
    assert (row["name"], row["gained_km2"], row["lost_km2"]) == ("Big Town", 523.2, 0.0)


def test_figures_stated_for_the_shown_snapshots_stand_beside_the_map(client: TestClient) -> None:
    fits = client.get("/parts/stated?source=demo&from=2025-11-02&to=2025-12-02").text
    assert "505 km²" in fits
    assert "match" in fits
    other = client.get("/parts/stated?source=demo&from=2025-10-02&to=2025-12-02").text
    assert "505 km²" not in other
    assert "No text that was read states a figure" in other


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/api/map/mentions?zoom=7", lambda told: [row["name"] for row in told["points"]]),
        ("/api/map/place?id=demo:Zelene", lambda told: [told["place"]["name"]]),
        ("/api/map/places?q=Zelene", lambda told: [row["name"] for row in told["places"]]),
    ],
)
def test_places_bear_the_names_of_the_page_s_language(client: TestClient, path: str, names: Any) -> None:
    assert names(client.get(f"{path}&lang=en").json()) == ["Zelene"]
    assert names(client.get(f"{path}&lang=uk").json()) == ["Зелене"]
