"""Coordinates known from the text of the day before: the same numbers as of the whole text, or none at all."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.control.geojson_splice import Drawn, flat, known, spliced
from geodata.control.geojson_text import parse

Polygons = list[list[list[list[float]]]]

NUMBERS = st.integers(-1800, 1800).map(lambda n: n / 10)
VERTICES = st.lists(NUMBERS, min_size=2, max_size=2)
RINGS = st.lists(VERTICES, min_size=4, max_size=7)
POLYGONS = st.lists(st.lists(RINGS, min_size=1, max_size=3), min_size=1, max_size=4)
INDENTS = st.sampled_from([None, 1])


def text(polygons: Polygons, indent: int | None = None) -> bytes:
    geometry = {"type": "MultiPolygon", "coordinates": polygons}
    return json.dumps({"features": [{"properties": {}, "geometry": geometry}]}, indent=indent).encode()


def drawn(polygons: Polygons) -> Drawn:
    return Drawn(
        flat([ring for polygon in polygons for ring in polygon]),
        tuple(tuple(map(len, polygon)) for polygon in polygons),
    )


@st.composite
def edits(draw: Any) -> tuple[Polygons, Polygons]:
    """A map, and the same with vertices, rings or polygons moved, added, taken away at one place or two."""
    before = draw(POLYGONS)
    after = json.loads(json.dumps(before))
    for _ in range(draw(st.integers(1, 2))):
        polygon = after[draw(st.integers(0, len(after) - 1))]
        ring = polygon[draw(st.integers(0, len(polygon) - 1))]
        at = draw(st.integers(0, len(ring) - 1))
        kind = draw(st.sampled_from(["move", "add", "take", "ring", "polygon", "no ring", "no polygon"]))
        if kind == "move":
            ring[at] = draw(VERTICES)
        elif kind == "add":
            ring[at:at] = draw(st.lists(VERTICES, max_size=3))
        elif kind == "take":
            del ring[at]
        elif kind == "ring":
            polygon.append(draw(RINGS))
        elif kind == "polygon":
            after.insert(draw(st.integers(0, len(after))), draw(st.lists(RINGS, min_size=1, max_size=2)))
        elif kind == "no ring" and len(polygon) > 1:
            polygon.pop()
        elif kind == "no polygon" and len(after) > 1:
            after.pop(0)
    return before, after


@given(maps=edits(), indent=INDENTS)
def test_what_is_spliced_is_what_is_read(maps: tuple[Polygons, Polygons], indent: int | None) -> None:
    before, after = maps
    first = known(text(before, indent), drawn(before))
    assert first is not None
    found = spliced(first, text(after, indent))
    if found is not None:
        whole = drawn(after)
        assert found.drawn.rings == whole.rings
        assert np.array_equal(found.drawn.lonlat, whole.lonlat)
        assert known(text(after, indent), found.drawn) == found


def ring(west: float, vertices: int = 40) -> list[list[float]]:
    return [[west + n / 100, 48 + n % 7 / 10] for n in range(vertices)]


MAP = [[ring(30), ring(31)], [ring(33)], [ring(35)]]


def changed(place: tuple[int, int, int], vertex: list[float] | None) -> Polygons:
    after = json.loads(json.dumps(MAP))
    polygon, number, at = place
    after[polygon][number][at : at + 1] = [] if vertex is None else [vertex]
    return after


@pytest.mark.parametrize("place", [(0, 0, 20), (0, 1, 20), (1, 0, 20), (2, 0, 20), (0, 0, 39), (2, 0, 1)])
@pytest.mark.parametrize("vertex", [[33.3, 44.4], None])
def test_a_vertex_that_moves_or_goes_is_spliced(place: tuple[int, int, int], vertex: list[float] | None) -> None:
    first = known(text(MAP), drawn(MAP))
    assert first is not None
    after = changed(place, vertex)
    found = spliced(first, text(after))
    assert found is not None
    assert np.array_equal(found.drawn.lonlat, drawn(after).lonlat)


@pytest.mark.parametrize("wrong", [b'"a"', b"null", b"[37.0, 48.0", b"{}", b"[[37.0, 48.0]]", b"NaN"])
def test_what_is_no_vertex_is_left_to_be_read_as_a_whole(wrong: bytes) -> None:
    first = known(text(MAP), drawn(MAP))
    assert first is not None
    assert spliced(first, text(MAP).replace(b"[33.2, 48.6]", wrong)) is None


@pytest.mark.parametrize(
    "other",
    [
        {"features": [{"geometry": {"type": "MultiPolygon", "coordinates": MAP}, "bbox": [1, 2]}]},
        {"features": [{"geometry": {"type": "Polygon", "coordinates": MAP[1]}}]},
        {"features": [{"properties": {"coordinates": []}, "geometry": {"coordinates": MAP}}]},
    ],
)
def test_other_lists_beside_the_coordinates_are_not_mistaken_for_them(other: dict[str, Any]) -> None:
    assert known(json.dumps(other).encode(), drawn(MAP)) is None


def test_a_series_is_read_as_it_stands_day_after_day() -> None:
    from geodata.control.geojson import read_geojson

    for day in range(12):
        polygons = changed((day % 3, 0, 5 + day), [34.0 + day, 48.5])
        document = json.loads(text(polygons))
        whole = {"type": "FeatureCollection", "name": f"day {day}", **document}
        found = parse(json.dumps(whole).encode())
        assert found["name"] == f"day {day}"
        (feature,) = read_geojson(found).features
        (alone,) = read_geojson(whole).features
        assert feature.geometry.equals_exact(alone.geometry, 0)
