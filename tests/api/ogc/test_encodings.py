"""Requirements of the classes GeoJSON, HTML and OpenAPI 3.0, each by its id; and that no requirement lacks a test."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from fastapi.testclient import TestClient
from lxml import html
from openapi_spec_validator import OpenAPIV30SpecValidator

from tests.api.ogc.requirements import REQUIREMENTS, TESTED, requirement

COLLECTIONS = ["mentions", "claims", "control", "changes", "places"]
PLAIN = ["/api", "/api/conformance", "/api/collections", "/api/collections/mentions"]
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
Doc = dict[str, Any]


def test_every_requirement_of_the_claimed_classes_has_a_test(api: TestClient) -> None:
    for path in Path(__file__).parent.glob("test_*.py"):
        importlib.import_module(f"tests.api.ogc.{path.stem}")
    claimed = [each.rpartition("/")[2] for each in api.get("/api/conformance").json()["conformsTo"]]
    wanted = {f"/req/{name}/{each}" for name in claimed for each in REQUIREMENTS[name]}
    assert set(TESTED) == wanted


@requirement("/req/geojson/definition")
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_features_are_geojson_by_their_media_type(api: TestClient, collection: str) -> None:
    path = f"/api/collections/{collection}/items"
    for accept in ("application/geo+json", "application/json", "*/*"):
        answer = api.get(path, headers={"Accept": accept})
        assert answer.headers["content-type"] == "application/geo+json"
    one = answer.json()["features"][0]["id"]
    assert api.get(f"{path}/{one}").headers["content-type"] == "application/geo+json"


@requirement("/req/geojson/content")
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_features_are_geojson_by_rfc_7946(api: TestClient, collection: str) -> None:
    body = api.get(f"/api/collections/{collection}/items").json()
    assert body["type"] == "FeatureCollection"
    for feature in body["features"]:
        assert feature["type"] == "Feature"
        assert set(feature) == {"type", "id", "geometry", "properties"}
        if feature["geometry"] is None:
            continue
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shapely.is_valid(shape)
        assert shapely.box(-180, -90, 180, 90).covers(shape)
        for part in shapely.get_parts(shape):
            if part.geom_type == "Polygon":
                assert part.exterior.is_ccw
                assert not any(hole.is_ccw for hole in part.interiors)


@requirement("/req/html/definition")
@pytest.mark.parametrize("path", [*PLAIN, *(f"/api/collections/{name}/items" for name in COLLECTIONS), "/api/openapi"])
def test_whatever_is_json_is_a_page_too(api: TestClient, path: str) -> None:
    asked = api.get(path, headers=BROWSER)
    named = api.get(path, params={"f": "html"}, headers={"Accept": "application/json"})
    for answer in (asked, named):
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "Accept" in answer.headers["vary"]
    assert "json" in api.get(path, params={"f": "json"}, headers=BROWSER).headers["content-type"]


def leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [leaf for key, each in value.items() if key != "links" for leaf in leaves(each)]
    if isinstance(value, list):
        return [leaf for each in value for leaf in leaves(each)]
    return [] if value is None or isinstance(value, bool | float) else [str(value)]


@requirement("/req/html/content")
@pytest.mark.parametrize("path", [*PLAIN, *(f"/api/collections/{name}/items?limit=3" for name in COLLECTIONS)])
def test_a_page_has_all_that_the_json_says_and_each_link(api: TestClient, path: str) -> None:
    body = api.get(path).json()
    page = html.fromstring(api.get(path, headers=BROWSER).text)
    text = page.text_content()
    for leaf in leaves({key: value for key, value in body.items() if key not in ("type", "features")}):
        assert leaf in text
    for feature in body.get("features", ()):
        assert feature["id"] in text
        assert all(leaf in text for leaf in leaves(feature["properties"]))
        if feature["geometry"]:
            assert json.dumps(feature["geometry"]["coordinates"]) in text
    addresses = {anchor.get("href") for anchor in page.iter("a")}
    assert {link["href"] for link in body["links"] if link["rel"] not in ("self", "alternate", "next")} <= addresses
    assert page.get("lang") == "en"
    assert page.getroottree().docinfo.doctype.lower() == "<!doctype html>"


def test_a_page_of_one_feature(api: TestClient) -> None:
    for collection in COLLECTIONS:
        one = api.get(f"/api/collections/{collection}/items?limit=1").json()["features"][0]
        text = html.fromstring(api.get(f"/api/collections/{collection}/items/{one['id']}", headers=BROWSER).text)
        assert all(leaf in text.text_content() for leaf in leaves(one["properties"]))


@pytest.fixture(scope="module")
def definition(api: TestClient) -> Doc:
    found: Doc = api.get("/api/openapi").json()
    return found


@requirement("/req/oas30/oas-definition-1")
def test_the_definition_is_there_as_json_and_as_a_page(api: TestClient) -> None:
    assert api.get("/api/openapi").headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    page = html.fromstring(api.get("/api/openapi", headers=BROWSER).text).text_content()
    for path in api.get("/api/openapi").json()["paths"]:
        assert path in page


@requirement("/req/oas30/oas-definition-2")
def test_the_definition_is_openapi_3_0(definition: Doc) -> None:
    assert definition["openapi"] == "3.0.3"
    OpenAPIV30SpecValidator(definition).validate()


@requirement("/req/oas30/oas-impl")
def test_each_operation_of_the_definition_is_there(api: TestClient, definition: Doc) -> None:
    for path, item in definition["paths"].items():
        for method in item:
            answer = api.request(method.upper(), path.replace("{", "").replace("}", ""))
            known = answer.status_code != 405 and not answer.json().get("detail", "").startswith("nothing is at")
            assert known, (method, path)


@requirement("/req/oas30/completeness", "/req/oas30/exceptions-codes")
def test_each_operation_says_its_answers_and_its_errors(definition: Doc) -> None:
    for path, item in definition["paths"].items():
        for method, operation in item.items():
            answers = operation["responses"]
            assert {"400", "500", "503"} <= answers.keys(), (method, path)
            assert ("{" in path) <= ("404" in answers), (method, path)
            for status, answer in answers.items():
                if status[0] in "45":
                    (problem,) = answer["content"].values()
                    assert problem["schema"] == {"$ref": "#/components/schemas/Problem"}
                    example = problem["examples"]["problem"]["value"]
                    assert (example["status"], example["type"]) == (int(status), "about:blank")
                elif status not in ("204", "304"):
                    assert answer["content"], (method, path, status)


@requirement("/req/oas30/security")
def test_writes_name_their_token_and_nothing_else_does(api: TestClient, definition: Doc) -> None:
    (name,) = definition["components"]["securitySchemes"]
    assert definition["components"]["securitySchemes"][name]["scheme"] == "bearer"
    for path, item in definition["paths"].items():
        for method, operation in item.items():
            writes = method != "get" and path != "/api/check"
            assert operation.get("security") == ([{name: []}] if writes else None), (method, path)
            assert ("401" in operation["responses"]) == writes
            answer = api.request(method.upper(), path.replace("{", "").replace("}", ""))
            assert (answer.status_code == 401) == writes, (method, path)
