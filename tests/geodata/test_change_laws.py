"""The laws of change on ground of any shape: jagged outlines, islands, lakes, days that share most of their edges."""

import json
import math
from datetime import date
from itertools import pairwise

import pyproj
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import Polygon

from geodata.areas import area_km2, mended
from geodata.changes import change
from geodata.control import Stated, read_control

KM2 = 0.01
# An edge that is cut on the plane is another geodesic; on edges of two kilometres that is nothing.
LONGEST_EDGE_DEG = 0.03
radii = st.lists(st.floats(0.05, 0.5), min_size=5, max_size=20)
# A few outlines, each about a point of its own: they overlap, lie apart or one in another.
outlines = st.lists(st.tuples(st.floats(36.5, 37.5), st.floats(47.5, 48.5), radii), min_size=1, max_size=3)


def star(lon, lat, reach):
    turn = 2 * math.pi / len(reach)
    return Polygon([(lon + r * math.cos(i * turn), lat + r * math.sin(i * turn)) for i, r in enumerate(reach)])


@st.composite
def grounds(draw, count):
    """Draw days of a series: each is the one before with some outlines added and some cut out."""
    days = [shapely.union_all([star(*each) for each in draw(outlines)])]
    while len(days) < count:
        added, cut = (shapely.union_all([star(*each) for each in draw(outlines)]) for _ in range(2))
        days.append(days[-1].union(added).difference(cut))
    return [mended(shapely.segmentize(day, LONGEST_EDGE_DEG)) for day in days]


@settings(max_examples=25)
@given(grounds(2))
def test_gained_lost_and_kept_partition_the_union(days):
    before, after = days
    moved = change(before, after)
    kept = area_km2(mended(before.intersection(after)))
    assert moved.gained_km2 + moved.lost_km2 + kept == pytest.approx(area_km2(mended(before.union(after))), abs=KM2)
    assert moved.gained.intersection(before).area == pytest.approx(0, abs=1e-6)
    assert moved.lost.intersection(after).area == pytest.approx(0, abs=1e-6)
    assert moved.gained.intersection(moved.lost).area == pytest.approx(0, abs=1e-6)


@settings(max_examples=25)
@given(grounds(2))
def test_net_is_the_area_after_less_the_area_before(days):
    before, after = days
    assert change(before, after).net_km2 == pytest.approx(area_km2(after) - area_km2(before), abs=KM2)


@settings(max_examples=25)
@given(grounds(2))
def test_swapping_the_dates_swaps_gained_and_lost(days):
    there, back = change(*days), change(*reversed(days))
    assert (there.gained_km2, there.lost_km2) == pytest.approx((back.lost_km2, back.gained_km2), abs=KM2)


@settings(max_examples=15)
@given(grounds(4))
def test_a_chain_of_spans_adds_up_in_net(days):
    steps = sum(change(a, b).net_km2 for a, b in pairwise(days))
    assert steps == pytest.approx(change(days[0], days[-1]).net_km2, abs=KM2)


@settings(max_examples=10)
@given(grounds(2), st.sampled_from(["EPSG:3857", "EPSG:32637", "EPSG:3035", "EPSG:6933"]))
def test_moving_the_crs_does_not_move_the_areas(tmp_path_factory, days, crs):
    assume(not any(day.is_empty for day in days))
    folder = tmp_path_factory.mktemp("crs")
    to_crs = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)

    def there_and_back(ground):
        moved = shapely.transform(
            ground, lambda lonlat: shapely.get_coordinates(shapely.points(*to_crs.transform(*lonlat.T)))
        )
        path = folder / "map.geojson"
        path.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(moved)}))
        stated = Stated(on=date(2025, 11, 1), crs=crs)
        (snapshot,) = read_control(path, source="mapper", today=date(2026, 1, 1), stated=stated)
        return snapshot.layers[0].geometry

    plain, moved = change(*days), change(*map(there_and_back, days))
    assert (moved.gained_km2, moved.lost_km2) == pytest.approx((plain.gained_km2, plain.lost_km2), abs=KM2)
