"""Filters, pages in a stable order, and files of everything that fits."""

from __future__ import annotations

import io
import sqlite3
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app.api.ogc.asking import cursor_of, parse_cursor
from app.errors import BadInput
from tests.api.ogc.conftest import Items
from tests.api.ogc.seeds import ids, put_document, texts

COLLECTIONS = ["mentions", "claims", "control", "changes", "places"]
FORMATS = ["geojson", "gpkg", "parquet", "fgb", "csv", "kml"]


@pytest.mark.parametrize(
    ("collection", "query", "keeps"),
    [
        ("mentions", {"kind": "settlement"}, lambda p: p["kind"] == "settlement"),
        ("mentions", {"kind": "no such kind"}, lambda p: False),
        ("mentions", {"text": "Alpha"}, lambda p: p["text"] == "Alpha"),
        ("mentions", {"document_lang": "fr"}, lambda p: p["document_lang"] == "fr"),
        ("mentions", {"place_id": "test:Beta"}, lambda p: p["place_id"] == "test:Beta"),
        ("mentions", {"placed": "true"}, lambda p: p["place_id"] is not None),
        ("mentions", {"placed": "false"}, lambda p: p["place_id"] is None),
        ("claims", {"direction": "captured"}, lambda p: p["direction"] == "captured"),
        ("claims", {"actor": "russia"}, lambda p: p["actor"] == "russia"),
        ("claims", {"actor": "ukraine"}, lambda p: p["actor"] == "ukraine"),
        ("claims", {"attributed_to": "isw"}, lambda p: p["attributed_to"] == "isw"),
        ("control", {"source": "demo"}, lambda p: p["source"] == "demo"),
        ("control", {"source": "none"}, lambda p: False),
        ("control", {"status": "occupied"}, lambda p: p["status"] == "occupied"),
        ("control", {"latest": "true"}, lambda p: p["until"] is None),
        ("changes", {"kind": "gained"}, lambda p: p["kind"] == "gained"),
        ("changes", {"kind": "lost", "source": "demo"}, lambda p: p["kind"] == "lost"),
        ("changes", {"latest": "true"}, lambda p: p["end"] == "2025-12-01"),
        ("places", {"country": "UA"}, lambda p: p["country"] == "UA"),
        ("places", {"gazetteer": "test"}, lambda p: p["gazetteer"] == "test"),
        ("places", {"kind": "settlement"}, lambda p: p["kind"] == "settlement"),
    ],
    ids=str,
)
def test_a_property_filter(items: Items, collection: str, query: dict[str, str], keeps: Any) -> None:
    fits = {each["id"] for each in items.everything(collection) if keeps(each["properties"])}
    assert set(ids(items.everything(collection, **query))) == fits


def test_filters_hold_together(items: Items) -> None:
    found = items("mentions", bbox="36,48,37,49", datetime="2025-10-05", kind="settlement", placed="true")
    assert texts(found) == {"Alpha", "Gamma"}  # no day is known of the latter


def test_a_box_over_the_antimeridian(items: Items) -> None:
    assert texts(items("mentions", bbox="179,-20,-179,-10", placed="true")) == {"Taveuni", "Labasa"}
    assert texts(items("mentions", bbox="179,-20,180,-10", placed="true")) == {"Labasa"}


def test_changes_between_two_days_have_ids_that_lead_back(items: Items, api: TestClient) -> None:
    found = items("changes", **{"from": "2025-10-01", "to": "2025-12-01"})
    assert {(each["properties"]["start"], each["properties"]["end"]) for each in found} == {
        ("2025-10-01", "2025-12-01")
    }
    for feature in found:
        one = api.get(f"/api/collections/changes/items/{feature['id']}").json()
        assert one["geometry"] == feature["geometry"]


def test_places_say_how_often_and_from_when_to_when(items: Items) -> None:
    pokrovsk = next(each for each in items("places") if each["properties"]["name"] == "Pokrovsk")
    mentions = [each for each in items.everything("mentions") if each["properties"]["place_id"] == pokrovsk["id"]]
    days = sorted(each["properties"]["published"] for each in mentions)
    told = pokrovsk["properties"]
    assert (told["mentions"], told["first"], told["last"]) == (len(mentions), days[0], days[-1])


def test_places_by_a_name_are_those_of_the_gazetteer(items: Items, api: TestClient) -> None:
    found = items("places", q="Gulyai Pole")
    assert found[0]["properties"]["name"] == "Huliaipole"
    assert found[0]["properties"]["score"] > 0.7
    assert api.get(f"/api/collections/places/items/{found[0]['id']}").json()["id"] == found[0]["id"]
    pages = items.everything("places", q="Ivanivka", limit=1)
    assert pages == items("places", q="Ivanivka")


@pytest.mark.parametrize("collection", COLLECTIONS)
@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_give_each_feature_once_in_one_order(items: Items, collection: str, limit: int) -> None:
    assert ids(items.everything(collection, limit=limit)) == ids(items.everything(collection))
    assert len(set(ids(items.everything(collection)))) == len(items.everything(collection))


def test_a_page_goes_on_where_the_last_one_ended_whatever_came_in_between(
    demo_workspace: Any, make_client: Any
) -> None:
    client = make_client(demo_workspace)
    first = client.get("/api/collections/mentions/items?limit=2").json()
    put_document(demo_workspace, "Later", None, *((f"Name{number}", (37.0, 48.0)) for number in range(5)))
    following = next(link["href"] for link in first["links"] if link["rel"] == "next")
    seen = [*first["features"], *client.get(following.replace("limit=2", "limit=1000")).json()["features"]]
    assert len(ids(seen)) == len(set(ids(seen)))
    before = [each for each in ids(seen) if each <= ids(first["features"])[-1]]
    assert before == ids(first["features"])


@given(
    st.lists(st.integers(-(10**6), 10**6) | st.text(st.characters(exclude_characters="\x00")), min_size=1, max_size=4)
)
def test_a_cursor_leads_back_to_its_key(key: list[str | int]) -> None:
    try:
        assert parse_cursor(cursor_of(key)) == key
    except UnicodeEncodeError:
        pytest.fail("a key that cannot be written")


@given(st.text(max_size=40))
@settings(max_examples=200)
def test_a_cursor_that_was_not_given_out_is_refused_or_read(text: str) -> None:
    try:
        assert parse_cursor(text)
    except BadInput as error:
        assert "cursor: expected" in str(error)


def test_a_cursor_of_another_collection_is_refused(api: TestClient) -> None:
    for key in (["x"], [3], [["x"]], [None], {"a": 1}):
        cursor = cursor_of(key)  # type: ignore[arg-type]
        for collection in COLLECTIONS:
            answer = api.get(f"/api/collections/{collection}/items", params={"cursor": cursor})
            assert answer.status_code in (200, 400), answer.text


def opened(content: bytes, f: str, folder: Path) -> gpd.GeoDataFrame:
    """Read a file with a reader that is not ours."""
    path = folder / f"out.{f}"
    path.write_bytes(content)
    if f == "csv":
        return gpd.GeoDataFrame(pd.read_csv(io.BytesIO(content)))
    if f == "parquet":
        return gpd.read_parquet(path)
    return pyogrio.read_dataframe(path)


@pytest.mark.parametrize("f", FORMATS)
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_a_file_has_every_feature(api: TestClient, items: Items, tmp_path: Path, collection: str, f: str) -> None:
    answer = api.get(f"/api/collections/{collection}/items", params={"f": f})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="{collection}.{f}"'
    frame = opened(answer.content, f, tmp_path)
    assert sorted(frame["id"]) == sorted(ids(items.everything(collection)))


@pytest.mark.parametrize("f", FORMATS)
def test_a_file_keeps_to_the_filters(api: TestClient, items: Items, tmp_path: Path, f: str) -> None:
    query = {"bbox": "36,48,38,49", "datetime": "2025-10-01/2025-10-31", "placed": "true"}
    answer = api.get("/api/collections/mentions/items", params={**query, "f": f})
    frame = opened(answer.content, f, tmp_path)
    assert sorted(frame["text"]) == ["Alpha", "Beta", "Gamma"]  # no day is known of the last
    one = opened(api.get("/api/collections/changes/items", params={"kind": "lost", "f": f}).content, f, tmp_path)
    assert set(one["kind"]) == {"lost"}
    if f != "geojson":
        limited = api.get("/api/collections/mentions/items", params={"limit": 2, "f": f}).content
        assert len(opened(limited, f, tmp_path)) == 2


def test_each_file_says_where_it_comes_from(api: TestClient, tmp_path: Path) -> None:
    files = {f: api.get("/api/collections/changes/items", params={"f": f}).content for f in FORMATS}
    (tmp_path / "out.gpkg").write_bytes(files["gpkg"])
    with sqlite3.connect(tmp_path / "out.gpkg") as connection:
        told = " ".join(str(row) for row in connection.execute("SELECT metadata FROM gpkg_metadata"))
    connection.close()
    told_parquet = str(pq.read_schema(io.BytesIO(files["parquet"])).metadata)
    (tmp_path / "out.fgb").write_bytes(files["fgb"])
    told_fgb = str(pyogrio.read_info(tmp_path / "out.fgb")["layer_metadata"])
    for text in (told, told_parquet, told_fgb, files["geojson"].decode(), files["csv"].decode(), files["kml"].decode()):
        assert "Illustrative data" in text
        assert "geodesic" in text


def test_kml_has_the_days_of_each_feature(api: TestClient) -> None:
    root = etree.fromstring(api.get("/api/collections/changes/items", params={"f": "kml"}).content)
    spans = root.findall(".//{*}TimeSpan")
    assert spans
    assert all(span.find("{*}begin").text < span.find("{*}end").text for span in spans)


@pytest.mark.parametrize("f", FORMATS)
def test_a_file_of_nothing_is_not_found(api: TestClient, f: str) -> None:
    answer = api.get("/api/collections/mentions/items", params={"text": "no such name", "f": f})
    assert answer.status_code == 404
    assert answer.json()["detail"] == "no mentions to export for what was asked"


def test_geojson_with_a_limit_is_a_page(api: TestClient) -> None:
    body = api.get("/api/collections/mentions/items?f=geojson&limit=1").json()
    assert [link["rel"] for link in body["links"] if link["rel"] == "next"] == ["next"]


def test_links_stand_in_the_header_too(api: TestClient) -> None:
    answer = api.get("/api/collections/mentions/items?limit=1")
    links = answer.links
    assert links["next"]["url"] == next(each["href"] for each in answer.json()["links"] if each["rel"] == "next")
    assert {"self", "alternate", "next", "collection"} <= links.keys()
