"""Polygons beside the page: by query, compressed, and asked for again only when they change."""

from __future__ import annotations

import re
from datetime import date

import pytest
from fastapi.testclient import TestClient

from app.api.layers import Drawn
from maps.layers import control_layers
from tests.api.fake_workspace import FakeWorkspace

CONTROL = "/layers?layer=control&source=demo&on=2025-12-02&status=occupied"
LAYERS = [
    CONTROL,
    "/layers?layer=country",
    "/layers?layer=change&source=demo&from=2025-10-02&to=2025-12-02&kind=gained",
]


@pytest.mark.parametrize("path", LAYERS)
def test_a_layer_is_geojson_for_drawing(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.headers["content-type"] == "application/geo+json"
    assert [feature["geometry"]["type"] for feature in response.json()["features"]] == ["Polygon"]


def test_the_map_asks_for_layers_that_are_there(client: TestClient) -> None:
    asked = re.findall(r'Frontline\.polygons\("([^"]+)"', client.get("/").text)
    assert len(asked) == 4
    for path in asked:
        assert client.get(path.replace("\\u0026", "&")).status_code == 200


@pytest.mark.parametrize("path", LAYERS)
def test_what_the_browser_has_is_not_sent_again(client: TestClient, path: str) -> None:
    tag = client.get(path).headers["etag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


def test_other_ground_has_another_tag(client: TestClient) -> None:
    assert client.get(CONTROL).headers["etag"] != client.get(CONTROL.replace("12-02", "11-02")).headers["etag"]


def test_with_and_without_compression_it_is_the_same(client: TestClient) -> None:
    packed, plain = (client.get(CONTROL, headers={"Accept-Encoding": name}) for name in ("gzip", "identity"))
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/layers", 400),
        ("/layers?layer=tanks", 400),
        ("/layers?layer=control&source=demo", 400),
        ("/layers?layer=control&source=demo&on=2025-13-01", 400),
        ("/layers?layer=control&source=demo&on=2025-12-02&status=none", 404),
        ("/layers?layer=control&source=none&on=2025-12-02&status=occupied", 404),
        ("/layers?layer=change&source=demo&kind=gained", 400),
        ("/layers?layer=change&source=demo&from=2025-10-02&to=2025-12-02&kind=held", 404),
        ("/layers?layer=regions", 404),
    ],
)
def test_no_such_layer(client: TestClient, path: str, status: int) -> None:
    assert client.get(path, headers={"Accept": "text/html"}).json()["status"] == status


def test_the_oldest_drawing_gives_way() -> None:
    workspace = FakeWorkspace()
    (layer,) = control_layers(workspace.control_frame("demo", date(2025, 12, 2)), "after")
    drawn = Drawn(most=2)
    first = drawn.body("a", layer)
    assert drawn.body("a", layer) is first
    drawn.body("b", layer)
    drawn.body("c", layer)
    assert drawn.body("a", layer) is not first
