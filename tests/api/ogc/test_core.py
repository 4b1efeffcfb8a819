"""Requirements of the class Core, each by its id; the abstract test of the same name looks at the same."""

from __future__ import annotations

import http.client
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
import shapely
from fastapi.testclient import TestClient

from tests.api.ogc.conftest import Items
from tests.api.ogc.requirements import requirement
from tests.api.ogc.seeds import ids

COLLECTIONS = ["mentions", "claims", "control", "changes", "places"]
CORE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"
Doc = dict[str, Any]
ODD_IDS = [
    "changes/items/demo.2025-99-99.2025-11-02.0",
    "changes/items/demo.2025-11-01.2025-10-01.0",
    "changes/items/demo.2025-10-01.2025-11-01.9999",
    "changes/items/demo.2025-10-02.2025-11-01.0",
    "control/items/demo.2025-10-02.occupied",
    "control/items/demo.2025-10-01.none",
    "control/items/none.2025-10-01.occupied",
    "mentions/items/%2e%2e%2fetc%2fpasswd",
]


def rels(body: Doc) -> dict[str, list[Doc]]:
    found: dict[str, list[Doc]] = {}
    for link in body["links"]:
        found.setdefault(link["rel"], []).append(link)
    return found


@pytest.fixture(scope="module")
def definition(api: TestClient) -> Doc:
    found: Doc = api.get("/api/openapi").json()
    return found


def parameter(definition: Doc, collection: str, name: str) -> Doc:
    given = definition["paths"][f"/api/collections/{collection}/items"]["get"]["parameters"]
    refs = [each["$ref"].rpartition("/")[2] for each in given if "$ref" in each]
    assert name in refs
    found: Doc = definition["components"]["parameters"][name]
    return found


@requirement("/req/core/root-op", "/req/core/root-success")
def test_the_landing_page_leads_to_definition_conformance_and_data(api: TestClient) -> None:
    response = api.get("/api")
    assert response.status_code == 200
    found = rels(response.json())
    assert {"service-desc", "service-doc", "conformance", "data", "self", "alternate"} <= found.keys()
    for link in response.json()["links"]:
        answer = api.get(link["href"])
        assert answer.status_code == 200, link
        assert answer.headers["content-type"].partition(";")[0] == link["type"].partition(";")[0], link


@requirement("/req/core/api-definition-op", "/req/core/api-definition-success")
def test_each_link_to_the_definition_gives_it(api: TestClient) -> None:
    found = rels(api.get("/api").json())
    for link in [*found["service-desc"], *found["service-doc"]]:
        response = api.get(link["href"], headers={"Accept": link["type"]})
        assert response.status_code == 200
        assert response.headers["content-type"].replace(" ", "").startswith(link["type"])


@requirement("/req/core/conformance-op", "/req/core/conformance-success")
def test_conformance_lists_the_classes_that_are_kept(api: TestClient) -> None:
    response = api.get(rels(api.get("/api").json())["conformance"][0]["href"])
    assert response.status_code == 200
    assert response.json()["conformsTo"] == [
        CORE.replace("core", each) for each in ("core", "oas30", "html", "geojson")
    ]


@requirement("/req/core/http")
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api", 200),
        ("HEAD", "/api", 200),
        ("GET", "/api/nothing", 404),
        ("POST", "/api/collections", 405),
        ("GET", "/api/collections/mentions/items?limit=x", 400),
    ],
)
def test_the_server_speaks_http_1_1(address: str, method: str, path: str, status: int) -> None:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    connection.request(method, path)
    response = connection.getresponse()
    body = response.read()
    assert (response.version, response.status) == (11, status)
    assert bool(body) == (method != "HEAD")
    assert ("allow" in response.headers) == (status == 405)
    connection.close()


@requirement("/req/core/query-param-unknown")
@pytest.mark.parametrize(
    "path",
    [
        "/api?colour=red",
        "/api/conformance?colour=red",
        "/api/collections?bbox=1,2,3,4",
        "/api/collections/mentions?limit=1",
        "/api/collections/mentions/items?colour=red",
        "/api/collections/mentions/items?source=demo",
        "/api/collections/control/items?place_id=x",
        "/api/collections/mentions/items/x?bbox=1,2,3,4",
        "/api/openapi?colour=red",
    ],
)
def test_a_parameter_that_the_definition_does_not_name_is_refused(api: TestClient, path: str) -> None:
    response = api.get(path)
    assert response.status_code == 400
    assert "no parameter of this request" in response.json()["detail"]


@requirement("/req/core/query-param-invalid")
@pytest.mark.parametrize(
    "query",
    [
        "bbox=1,2,3", "bbox=a,b,c,d", "bbox=1,2,3,4,5", "bbox=1,2,3,4,5,6,7", "bbox=10,50,20,40", "bbox=0,0,0,91",
        "bbox=-181,0,0,0", "bbox=nan,0,1,1", "bbox=0,0,inf,1", "bbox=36;47;38;49", "datetime=yesterday",
        "datetime=2025-02-30", "datetime=2025-11-30/2025-11-01", "datetime=../..", "datetime=a/b", "datetime=/",
        "datetime=2025-11-01/2025-11-02/2025-11-03", "limit=0", "limit=-1", "limit=many", "limit=1.5", "f=xml",
        "cursor=x", "cursor=bnVsbA", "placed=perhaps",
    ],
)  # fmt: skip
def test_a_value_that_the_definition_does_not_allow_is_refused(api: TestClient, query: str) -> None:
    response = api.get(f"/api/collections/mentions/items?{query}")
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert query.partition("=")[0] in response.json()["detail"]


@requirement("/req/core/crs84")
def test_coordinates_are_longitude_and_latitude(items: Items, api: TestClient) -> None:
    for collection in COLLECTIONS:
        told = api.get(f"/api/collections/{collection}").json()
        assert told["crs"] == ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"]
    pokrovsk = next(each for each in items("mentions", text="Pokrovsk"))
    lon, lat = pokrovsk["geometry"]["coordinates"]
    assert (36 < lon < 38, 47 < lat < 49) == (True, True)


@requirement("/req/core/fc-md-op", "/req/core/fc-md-success", "/req/core/fc-md-items")
def test_collections_lists_each_collection(api: TestClient) -> None:
    response = api.get(rels(api.get("/api").json())["data"][0]["href"])
    assert response.status_code == 200
    assert [each["id"] for each in response.json()["collections"]] == COLLECTIONS
    for each in response.json()["collections"]:
        assert {"id", "title", "description", "links", "itemType", "crs"} <= each.keys()


@requirement("/req/core/fc-md-links")
def test_collections_links_to_itself_and_to_its_page(api: TestClient) -> None:
    found = rels(api.get("/api/collections").json())
    assert [(link["href"], link["type"]) for link in found["self"]] == [
        ("http://testserver/api/collections", "application/json")
    ]
    assert [link["type"] for link in found["alternate"]] == ["text/html"]


@requirement("/req/core/fc-md-items-links")
def test_each_collection_links_to_its_items_in_each_encoding(api: TestClient) -> None:
    for collection in api.get("/api/collections").json()["collections"]:
        links = rels(collection)["items"]
        assert {"application/geo+json", "text/html"} <= {link["type"] for link in links}
        for link in links:
            response = api.get(link["href"])
            assert response.status_code == 200, link["href"]
            assert response.headers["content-type"] == link["type"] or link["type"] == "text/html"


@requirement("/req/core/fc-md-extent", "/req/core/fc-md-extent-multi")
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_an_extent_holds_every_feature_in_its_first_box_and_interval(
    api: TestClient, items: Items, collection: str
) -> None:
    extent = api.get(f"/api/collections/{collection}").json()["extent"]
    features = items.everything(collection)
    assert features
    shapes = [shapely.geometry.shape(each["geometry"]) for each in features if each["geometry"]]
    assert bool(shapes) == ("spatial" in extent)
    if shapes:
        assert len(extent["spatial"]["bbox"]) == 1
        assert shapely.box(*extent["spatial"]["bbox"][0]).covers(shapely.union_all([each.envelope for each in shapes]))
    assert len(extent["temporal"]["interval"]) == 1
    first, last = (date.fromisoformat(each[:10]) for each in extent["temporal"]["interval"][0])
    names = ("on", "published", "start", "end", "first", "last") if collection != "mentions" else ("published",)
    days = [each["properties"].get(name) for each in features for name in names]
    assert all(first <= date.fromisoformat(day) <= last for day in days if isinstance(day, str))


@requirement("/req/core/sfc-md-op", "/req/core/sfc-md-success")
def test_a_collection_by_itself_says_what_the_list_says(api: TestClient) -> None:
    for listed in api.get("/api/collections").json()["collections"]:
        response = api.get(f"/api/collections/{listed['id']}")
        assert response.status_code == 200
        assert response.json() == listed


@requirement("/req/core/fc-op", "/req/core/fc-response")
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_each_collection_has_items(api: TestClient, collection: str) -> None:
    response = api.get(f"/api/collections/{collection}/items")
    assert response.status_code == 200
    assert response.json()["type"] == "FeatureCollection"
    assert response.json()["features"]


@requirement("/req/core/fc-limit-definition", "/req/core/fc-bbox-definition", "/req/core/fc-time-definition")
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_limit_bbox_and_datetime_are_defined_to_the_letter(definition: Doc, collection: str) -> None:
    schemas = {
        "limit": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100},
        "bbox": {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}},
        "datetime": {"type": "string"},
    }
    for name, schema in schemas.items():
        found = parameter(definition, collection, name)
        assert found["schema"] == schema
        told = {key: found[key] for key in ("name", "in", "required", "style", "explode")}
        assert told == {"name": name, "in": "query", "required": False, "style": "form", "explode": False}


@requirement("/req/core/fc-limit-response-1")
@pytest.mark.parametrize("collection", COLLECTIONS)
@pytest.mark.parametrize("limit", [1, 2, 1000, 100_000])
def test_no_page_has_more_than_the_limit(api: TestClient, collection: str, limit: int) -> None:
    body = api.get(f"/api/collections/{collection}/items", params={"limit": limit}).json()
    assert len(body["features"]) <= min(limit, 1000)


@requirement("/req/core/fc-bbox-response")
@pytest.mark.parametrize("collection", COLLECTIONS)
@pytest.mark.parametrize(
    "box",
    ["36.4,48.4,36.7,48.7", "30,45,41,52", "0,0,1,1", "170,-20,-170,-10", "36,47,-10,38,49,900", "-180,-90,180,90"],
)
def test_a_box_gives_what_intersects_it_and_what_has_no_geometry(items: Items, collection: str, box: str) -> None:
    numbers = [float(each) for each in box.split(",")]
    west, south, east, north = [*numbers[:2], *numbers[3:5]] if len(numbers) == 6 else numbers
    parts = [(west, east)] if west <= east else [(west, 180), (-180, east)]
    inside = shapely.union_all([shapely.box(w, south, e, north) for w, e in parts])
    everything = items.everything(collection)
    fits = {
        each["id"]
        for each in everything
        if each["geometry"] is None or shapely.geometry.shape(each["geometry"]).intersects(inside)
    }
    assert set(ids(items.everything(collection, bbox=box))) == fits


def has_day(collection: str, properties: Doc) -> tuple[str | None, str | None]:
    """The first and the last day of a feature, as the definition of each collection says."""
    if collection == "control":
        return properties["on"], properties["until"]
    if collection == "changes":
        return properties["start"], properties["end"]
    if collection == "claims" and properties["period"]:
        return properties["period"]["start"], properties["period"]["end"]
    if collection == "places":
        return properties["first"], properties["last"]
    return properties["published"], properties["published"]


@requirement("/req/core/fc-time-response")
@pytest.mark.parametrize("collection", ["mentions", "claims", "control", "changes"])
@pytest.mark.parametrize(
    "asked",
    [
        ("2025-10-05", "2025-10-05", "2025-10-05"),
        ("2025-11-15T12:30:00Z", "2025-11-15", "2025-11-15"),
        ("2025-10-10/2025-11-19", "2025-10-10", "2025-11-19"),
        ("2025-11-02T00:00:00Z/2025-12-31T23:59:59Z", "2025-11-02", "2025-12-31"),
        ("2025-11-20/..", "2025-11-20", None),
        ("2025-11-20/", "2025-11-20", None),
        ("../2025-10-31", None, "2025-10-31"),
        ("/2025-10-31", None, "2025-10-31"),
        ("1999-01-01", "1999-01-01", "1999-01-01"),
    ],
    ids=lambda asked: asked[0],
)
def test_days_give_what_intersects_them_and_what_has_none(
    items: Items, collection: str, asked: tuple[str, str | None, str | None]
) -> None:
    text, start, end = asked
    fits = set()
    for each in items.everything(collection):
        first, last = has_day(collection, each["properties"])
        undated = first is None and last is None
        if undated or (
            (end is None or first is None or first <= end) and (start is None or last is None or last >= start)
        ):
            fits.add(each["id"])
    assert set(ids(items.everything(collection, datetime=text))) == fits


@requirement("/req/core/fc-links", "/req/core/fc-rel-type")
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_items_link_to_themselves_and_to_every_other_encoding(api: TestClient, collection: str) -> None:
    body = api.get(f"/api/collections/{collection}/items", params={"limit": 1}).json()
    assert all(link["rel"] and link["type"] for link in body["links"])
    found = rels(body)
    assert [link["type"] for link in found["self"]] == ["application/geo+json"]
    assert {link["type"] for link in found["alternate"]} == {
        "text/html", "application/geopackage+sqlite3", "application/vnd.apache.parquet", "application/flatgeobuf",
        "text/csv; charset=utf-8", "application/vnd.google-earth.kml+xml",
    }  # fmt: skip
    for link in [*found["self"], *found["alternate"], *found["collection"]]:
        assert api.get(link["href"]).status_code == 200


@requirement("/req/core/fc-timeStamp", "/req/core/fc-numberMatched", "/req/core/fc-numberReturned")
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_a_page_counts_what_it_has_and_says_nothing_of_the_rest(api: TestClient, collection: str) -> None:
    """A time stamp would make each answer another one, for its tag too; a count of all would have to be counted."""
    for limit in (1, 5, 1000):
        body = api.get(f"/api/collections/{collection}/items", params={"limit": limit}).json()
        assert body["numberReturned"] == len(body["features"])
        assert not {"timeStamp", "numberMatched"} & body.keys()


@requirement("/req/core/f-op", "/req/core/f-success", "/req/core/f-links")
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_each_feature_can_be_had_by_its_id(api: TestClient, items: Items, collection: str) -> None:
    for feature in items.everything(collection):
        response = api.get(f"/api/collections/{collection}/items/{feature['id']}")
        assert response.status_code == 200
        body = response.json()
        found = rels(body)
        assert {"self", "alternate", "collection"} <= found.keys()
        assert found["collection"][0]["href"].endswith(f"/collections/{collection}")
        assert all(link["rel"] and link["type"] for link in body["links"])
        assert {key: body[key] for key in ("type", "id", "geometry", "properties")} == feature


def test_what_there_is_none_of_is_not_found(api: TestClient) -> None:
    for path in ("none", "none/items", "none/items/x", *(f"{name}/items/none" for name in COLLECTIONS), *ODD_IDS):
        response = api.get(f"/api/collections/{path}")
        assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json"), path
