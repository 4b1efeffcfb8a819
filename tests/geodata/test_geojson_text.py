"""The text of GeoJSON: cut into features it says what it says as a whole; what did not change is not read twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.control import geojson_text
from geodata.control.geojson import read_geojson
from geodata.control.geojson_text import Slices, parse
from geodata.errors import ImportRefused

TEXT = st.text(alphabet=st.sampled_from('ab{}[]",:\\é\n'), max_size=8)
VALUES = st.recursive(
    st.none() | st.integers(-9, 9) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
FEATURES = st.lists(st.fixed_dictionaries({"properties": st.dictionaries(TEXT, VALUES, max_size=3)}), min_size=1)


def square(west: float = 37, **properties: Any) -> dict[str, Any]:
    ring = [[west, 48], [west + 1, 48], [west + 1, 49], [west, 49], [west, 48]]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def collection(*features: dict[str, Any], **members: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", **members, "features": features}).encode()


@pytest.fixture
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geojson_text, "LARGE_BYTES", 0)


@given(features=FEATURES, before=st.dictionaries(TEXT, VALUES, max_size=2), indent=st.sampled_from([None, 1]))
def test_a_collection_cut_into_features_is_the_collection(
    features: list[dict[str, Any]], before: dict[str, Any], indent: int | None
) -> None:
    data = json.dumps({**before, "features": features, "behind": {"features": "}]"}}, indent=indent).encode()
    cut = geojson_text._collection_in_slices(data)
    assert cut is not None
    assert isinstance(cut["features"], Slices)
    assert {**cut, "features": list(cut["features"])} == orjson.loads(data)


@pytest.mark.parametrize("wrapped", ["map", "value"])
@pytest.mark.usefixtures("everything_is_large")
def test_features_that_stand_one_level_down_are_cut_too(wrapped: str) -> None:
    inner = json.loads(collection(square(), square(40)))
    found = parse(json.dumps({"id": 1, wrapped: inner}).encode())[wrapped]["features"]
    assert isinstance(found, Slices)
    assert [*found] == inner["features"]


@pytest.mark.usefixtures("everything_is_large")
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (collection(square())[:-2], "unexpected end of data"),
        (b'{"type": "FeatureCollection", "features": [{"geometry": nul}]}', "feature 0"),
        (b'{"type": "FeatureCollection", "features": [{}, 7]}', "feature 1: expected an object"),
        (b'["features", [{}]]', "got a list"),
        (b'{"type": "FeatureCollection", "features": {}}', None),
    ],
)
def test_a_large_text_that_is_none_is_refused_like_a_small_one(data: bytes, says: str | None) -> None:
    with pytest.raises(ImportRefused, match=says):
        read_geojson(parse(data))


@pytest.mark.usefixtures("everything_is_large")
def test_lines_of_features_are_a_collection_too() -> None:
    found = parse(b"\n".join(json.dumps(square(west)).encode() for west in (30, 32, 34)))
    assert [feature["geometry"]["coordinates"][0][0][0] for feature in found["features"]] == [30, 32, 34]


def test_the_same_features_under_another_name_are_not_parsed_again() -> None:
    first, second = (parse(collection(square(a=1), name=name)) for name in ("monday", "tuesday"))
    assert second["features"] is first["features"]
    assert (first["name"], second["name"]) == ("monday", "tuesday")
    assert read_geojson(second).features[0].geometry is read_geojson(first).features[0].geometry


def test_what_stands_behind_the_features_has_the_last_word() -> None:
    tail = b'"features": [], "name": "behind"}'
    parse(b'{"name": "a", ' + tail)
    assert parse(b'{"name": "b", ' + tail)["name"] == "behind"


def test_another_crs_before_the_same_features_is_heeded() -> None:
    metres = {"type": "name", "properties": {"name": "EPSG:3857"}}
    degrees = {"type": "name", "properties": {"name": "EPSG:4326"}}
    first = read_geojson(parse(collection(square(), crs=degrees))).features[0].geometry
    second = read_geojson(parse(collection(square(), crs=metres))).features[0].geometry
    assert first.bounds == (37, 48, 38, 49)
    assert max(map(abs, second.bounds)) < 0.001


def test_what_one_import_does_to_its_features_the_next_does_not_see() -> None:
    data = collection(square())
    read_geojson(parse(data)).features[0].geometry = None
    assert read_geojson(parse(data)).features[0].geometry is not None


def test_a_series_in_one_file_is_read_a_feature_at_a_time(tmp_path: Path) -> None:
    data = collection(*(square(30 + n % 5, date=f"2025-01-{n % 28 + 1:02}", pad="x" * 500_000) for n in range(20)))
    assert len(data) > geojson_text.LARGE_BYTES
    assert isinstance(parse(data)["features"], Slices)
