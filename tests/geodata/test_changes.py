"""Gained and lost are the plain differences, measured on the ellipsoid; net is what the areas say."""

import json
import math
from itertools import pairwise
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import LineString, MultiPolygon, Polygon, affinity, box

from geodata.areas import area_km2, mended
from geodata.changes import change
from geodata.errors import GeometryError

GEOD = Geod(ellps="WGS84")
DEEPSTATE = Path(__file__).parents[3] / "shared/data/control/deepstate"
real = [
    pytest.mark.realdata,
    pytest.mark.skipif(not DEEPSTATE.is_dir(), reason="../shared/data/control/deepstate is absent"),
]
# The ground that a cell grid covers: neighbours share edges, corners touch, holes and islands arise.
cells = st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=24)
JAGGED = Polygon([(37 + x / 20, 48 + (0.5 if x % 2 else 0.55)) for x in range(21)] + [(38, 47), (37, 47)])


def ground(chosen, size=0.1):
    return mended(
        MultiPolygon([box(37 + x * size, 48 + y * size, 37 + (x + 1) * size, 48 + (y + 1) * size) for x, y in chosen])
    )


def geod_km2(geometry):
    polygons = [part for part in shapely.get_parts(shapely.get_parts(geometry)) if part.geom_type == "Polygon"]
    return sum(abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(part))[0]) for part in polygons) / 1e6


def plain(before, after):
    return geod_km2(after.difference(before)), geod_km2(before.difference(after))


def snapshot(on):
    data = json.loads((DEEPSTATE / f"deepstatemap_data_{on}.geojson").read_bytes())
    return mended(shapely.from_geojson(json.dumps(data["features"][0]["geometry"])))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(box(37, 48, 38, 49), box(37.5, 48.5, 38.5, 49.5), id="overlap"),
        pytest.param(box(37, 48, 38, 49), box(40, 48, 41, 49), id="apart"),
        pytest.param(box(37, 48, 38, 49), box(38, 48, 39, 49), id="side by side"),
        pytest.param(box(37, 48, 38, 49), box(37.2, 48.2, 37.8, 48.8), id="shrunk to its inside"),
        pytest.param(Polygon(), box(37, 48, 38, 49), id="from nothing"),
        pytest.param(box(37, 48, 38, 49), Polygon(), id="to nothing"),
        pytest.param(JAGGED, JAGGED.union(box(37.4, 48, 37.6, 48.8)), id="a bulge"),
        pytest.param(JAGGED, JAGGED.difference(box(37.4, 47.2, 37.6, 47.4)), id="a hole"),
        pytest.param(JAGGED, JAGGED.union(box(37.4, 48, 37.6, 48.8)).difference(box(37.7, 47, 38, 48)), id="both"),
        pytest.param(JAGGED, affinity.translate(JAGGED, 1e-9), id="more decimals"),
        pytest.param(JAGGED, shapely.segmentize(JAGGED, 0.03), id="vertices added on the edges"),
        pytest.param(JAGGED, affinity.translate(JAGGED, 0.001), id="every vertex anew"),
    ],
)
def test_change_is_the_plain_difference(before, after):
    before, after = mended(before), mended(after)
    moved = change(before, after)
    assert (moved.gained_km2, moved.lost_km2) == pytest.approx(plain(before, after), abs=0.001)
    assert moved.gained.is_valid
    assert moved.lost.is_valid
    assert (moved.gained_km2, moved.lost_km2) == pytest.approx((area_km2(moved.gained), area_km2(moved.lost)), abs=1e-9)


@settings(deadline=None)
@given(cells, cells)
def test_gained_lost_and_kept_partition_the_union(a, b):
    before, after = ground(a), ground(b)
    moved = change(before, after)
    parts = [moved.gained, moved.lost, before.intersection(after)]
    assert sum(part.area for part in parts) == pytest.approx(before.union(after).area, abs=1e-9)
    assert shapely.union_all(parts).symmetric_difference(before.union(after)).area == pytest.approx(0, abs=1e-9)
    assert moved.gained.intersection(before).area == pytest.approx(0, abs=1e-9)
    assert moved.lost.intersection(after).area == pytest.approx(0, abs=1e-9)


@settings(deadline=None)
@given(cells, cells)
def test_net_is_the_difference_of_the_areas(a, b):
    before, after = ground(a), ground(b)
    assert change(before, after).net_km2 == pytest.approx(area_km2(after) - area_km2(before), abs=0.001)


@settings(deadline=None)
@given(cells, cells)
def test_swapping_the_days_swaps_gained_and_lost(a, b):
    there, back = change(ground(a), ground(b)), change(ground(b), ground(a))
    assert (there.gained_km2, there.lost_km2) == pytest.approx((back.lost_km2, back.gained_km2), abs=1e-9)


@settings(deadline=None)
@given(st.lists(cells, min_size=2, max_size=5))
def test_net_adds_up_along_a_chain(days):
    grounds = [ground(day) for day in days]
    steps = [change(a, b).net_km2 for a, b in pairwise(grounds)]
    assert sum(steps) == pytest.approx(change(grounds[0], grounds[-1]).net_km2, abs=0.001)


@settings(deadline=None)
@given(cells)
def test_identical_ground_has_not_changed(a):
    moved = change(ground(a), ground(a))
    assert (moved.gained_km2, moved.lost_km2, moved.gained.is_empty, moved.lost.is_empty) == (0.0, 0.0, True, True)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0.2, 1), st.floats(0.2, 1)), min_size=24, max_size=24),
    st.integers(0, 23),
    st.integers(1, 6),
)
def test_a_moved_stretch_of_a_jagged_outline(radii, first, length):
    moved_on = [now if first <= i < first + length else was for i, (was, now) in enumerate(radii)]

    def star(values):
        turn = 2 * math.pi / len(values)
        return mended(
            Polygon([(37 + r * math.cos(i * turn), 48 + r * math.sin(i * turn)) for i, r in enumerate(values)])
        )

    before, after = star([was for was, _ in radii]), star(moved_on)
    moved = change(before, after)
    assert (moved.gained_km2, moved.lost_km2) == pytest.approx(plain(before, after), abs=0.005)


def test_ground_must_be_polygons():
    with pytest.raises(GeometryError, match="got LineString"):
        change(LineString([(37, 48), (38, 49)]), MultiPolygon([box(37, 48, 38, 49)]))


@pytest.mark.parametrize(
    ("start", "end", "gained_km2", "lost_km2", "net_km2"),
    [
        pytest.param("20251002", "20251102", 303.0, 35.9, 267.2, marks=real),
        pytest.param("20251102", "20251202", 523.2, 17.5, 505.8, marks=real),
        pytest.param("20251031", "20251130", 506.0, 12.7, 493.3, marks=real),
    ],
)
def test_published_months(start, end, gained_km2, lost_km2, net_km2):
    moved = change(snapshot(start), snapshot(end))
    assert [round(x, 1) for x in (moved.gained_km2, moved.lost_km2, moved.net_km2)] == [gained_km2, lost_km2, net_km2]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param("20240708", "20240709", marks=real, id="first pair"),
        pytest.param("20240913", "20240914", marks=real, id="other decimals"),
        pytest.param("20240817", "20240820", marks=real, id="over a gap"),
        pytest.param("20250428", "20250429", marks=real, id="every vertex anew in April"),
        pytest.param("20250911", "20250912", marks=real, id="every vertex anew in September"),
        pytest.param("20251117", "20251118", marks=real, id="November"),
        pytest.param("20251218", "20251219", marks=real, id="slivers"),
        pytest.param("20260104", "20260105", marks=real, id="last pair"),
        pytest.param("20240708", "20260105", marks=real, id="the whole span"),
    ],
)
def test_real_days_are_the_plain_difference(start, end):
    before, after = snapshot(start), snapshot(end)
    moved = change(before, after)
    assert (moved.gained_km2, moved.lost_km2) == pytest.approx(plain(before, after), abs=0.01)
