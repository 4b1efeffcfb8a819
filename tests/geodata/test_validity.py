"""What is said of a ground beside the one before it is what shapely says of it alone."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from geodata import validity
from geodata.areas import oriented
from geodata.validity import valid

DEEPSTATE = Path(__file__).parents[3] / "shared/data/control/deepstate"
COUNT = 40


def ring(lon, lat, radius, moved=None):
    """Return a ring of 40 vertices about a point; `moved` puts vertices elsewhere by their number."""
    turns = [shapely.Point(0, radius) for _ in range(COUNT)]
    there = [shapely.affinity.rotate(p, 9 * i, origin=(0, 0)) for i, p in enumerate(turns)]
    corners = [(lon + p.x, lat + p.y) for p in there]
    for number, corner in (moved or {}).items():
        corners[number % COUNT] = corner
    return corners


def country(outer=None, hole=None, island=None):
    """Return a shell with two holes, of which the first holds an island, and another polygon beside it."""
    main = Polygon(ring(37, 48, 1.0, outer), [ring(37, 48, 0.5, hole), ring(37.75, 48, 0.1)])
    return oriented(MultiPolygon([main, Polygon(ring(37, 48, 0.2, island)), Polygon(ring(39, 48, 0.5))]))


def shown(ground):
    """Say whether a ground is shown to be valid beside the country as it was, without shapely."""
    return validity._follows(country(), ground)


places = st.tuples(st.floats(35.5, 39.5), st.floats(46.5, 49.5))
moves = st.dictionaries(st.integers(0, COUNT - 1), places, max_size=3)
near = st.dictionaries(st.integers(0, COUNT - 1), st.tuples(st.floats(36.6, 37.4), st.floats(47.6, 48.4)), max_size=2)


@settings(max_examples=300)
@given(moves, near, near)
@example({0: (37.0, 48.6)}, {}, {})  # the shell stays clear of its hole
@example({0: (37.0, 48.4)}, {}, {})  # the shell cuts into its hole
@example({10: (40.0, 48.0)}, {}, {})  # it cuts through the polygon beside it
def test_never_is_an_invalid_ground_taken_for_a_valid_one(outer, hole, island):
    assert valid(country())
    after = country(outer, hole, island)
    assert valid(after) == shapely.is_valid(after)


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(country(), id="nothing moved"),
        pytest.param(country(outer={0: (37.0, 49.1)}), id="the shell bulges"),
        pytest.param(country(outer={0: (37.0, 48.7), 1: (36.9, 48.7)}), id="the shell gives way"),
        pytest.param(country(hole={5: (36.6, 48.4)}), id="a hole bulges"),
        pytest.param(country(outer={3: (36.5, 49.2)}, hole={30: (37.45, 48.05)}, island={7: (36.9, 48.1)}), id="all"),
    ],
)
def test_a_few_moved_vertices_are_seen_to_do_no_harm(after):
    assert shapely.is_valid(after)
    assert shown(after)


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(country(outer={0: (37.0, 47.4)}), id="the shell crosses itself and its hole"),
        pytest.param(country(hole={5: (38.5, 48.0)}), id="a hole leaves its shell"),
        pytest.param(country(island={0: (37.0, 48.5)}), id="an island touches the edge of its lake"),
        pytest.param(country(outer={1: ring(37, 48, 1.0)[0]}), id="a vertex twice"),
        pytest.param(country(outer={1: ring(37, 48, 1.0)[3]}), id="the edge turns back to a vertex it had"),
        pytest.param(oriented(MultiPolygon([*country().geoms, box(30, 48, 31, 49)])), id="a polygon more"),
        pytest.param(oriented(MultiPolygon(list(country().geoms)[1:])), id="a polygon less"),
        pytest.param(oriented(MultiPolygon([Polygon(p.exterior) for p in country().geoms])), id="the holes gone"),
    ],
)
def test_what_may_do_harm_is_left_to_shapely(after):
    assert not shown(after)


def test_a_hole_that_the_front_passes_by_is_no_hole_any_more():
    # The shell gives way behind its second hole without touching it: no edges cross, and the hole lies outside.
    left, right = [(37.0, 47.5), (36.0, 47.5)], [(36.0, 48.5), (37.0, 48.5)]
    hole = [(37.4, 47.9), (37.6, 47.9), (37.6, 48.1), (37.4, 48.1)]
    before = oriented(MultiPolygon([Polygon([*left, *right, (38.0, 48.5), (38.0, 47.5)], [hole])]))
    after = oriented(MultiPolygon([Polygon([*left, *right, (37.2, 48.4), (37.2, 47.6)], [hole])]))
    assert shapely.is_valid(before)
    assert not shapely.is_valid(after)
    assert not validity._follows(before, after)


@pytest.mark.realdata
@pytest.mark.skipif(not DEEPSTATE.is_dir(), reason="../shared/data/control/deepstate is absent")
def test_most_real_days_are_shown_to_be_valid():
    def read(path):
        return oriented(shapely.from_geojson(json.dumps(json.loads(path.read_bytes())["features"][0]["geometry"])))

    grounds = [read(path) for path in sorted(DEEPSTATE.glob("*.geojson"))[:60]]
    days = [validity._follows(a, b) for a, b in pairwise(grounds)]
    assert all(shapely.is_valid(grounds))
    assert sum(days) > len(days) * 0.8
