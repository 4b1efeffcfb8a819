"""A change by region adds up to the whole; a piece is as deep as its farthest point from the old line."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, MultiPolygon, box

from geodata.changes import change
from geodata.control import beside_the_day_before, read_control
from geodata.line import front_line
from geodata.moves import OUTSIDE, by_region, moves
from geodata.regions import Region, read_regions

DATA = Path(__file__).parents[3] / "shared/data"


def ground(*bounds):
    """A rectangle whose edges are short, so that straight in degrees is straight on the ground."""
    return MultiPolygon([shapely.segmentize(box(*bounds), 0.05)])


WEST = Region("West", MultiPolygon([box(30, 45, 37, 52)]), ())
EAST = Region("East", MultiPolygon([box(37, 45, 40, 52)]), ())
BEFORE = ground(33, 46, 38, 48)
AFTER = ground(34, 46, 38, 48.5)


def measured(shares):
    return {name: (round(part.gained_km2), round(part.lost_km2)) for name, part in shares.items()}


def test_a_change_is_shared_out_among_regions():
    whole = change(BEFORE, AFTER)
    shares = by_region(whole, [WEST, EAST])
    assert list(shares) == ["West", "East", OUTSIDE]
    assert shares["West"].gained_km2 == pytest.approx(3 * shares["East"].gained_km2, rel=1e-3)
    assert (shares["East"].lost_km2, shares[OUTSIDE].gained_km2) == (0.0, 0.0)
    assert shares["West"].lost_km2 == pytest.approx(whole.lost_km2, abs=0.01)


def test_ground_outside_all_regions_is_not_lost():
    whole = change(BEFORE, AFTER)
    shares = by_region(whole, [EAST])
    assert shares[OUTSIDE].gained_km2 == pytest.approx(whole.gained_km2 - shares["East"].gained_km2, abs=0.01)


def test_ground_claimed_twice_goes_to_the_first():
    whole = change(BEFORE, AFTER)
    everything = Region("All", MultiPolygon([box(20, 40, 45, 55)]), ())
    shares = by_region(whole, [everything, WEST, EAST])
    assert shares["All"].gained_km2 == pytest.approx(whole.gained_km2, abs=0.01)
    assert measured(shares)["West"] == measured(shares)["East"] == (0, 0)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(33, 38), min_size=1, max_size=4, unique=True), st.floats(46, 49))
def test_the_parts_add_up_to_the_whole(cuts, north):
    edges = [30.0, *sorted(cuts), 39.0]
    regions = [Region(str(i), MultiPolygon([box(a, 45, b, 50)]), ()) for i, (a, b) in enumerate(pairwise(edges))]
    whole = change(BEFORE, ground(34, 45.5, 38, north))
    shares = by_region(whole, regions).values()
    assert sum(part.gained_km2 for part in shares) == pytest.approx(whole.gained_km2, abs=0.01, rel=1e-4)
    assert sum(part.lost_km2 for part in shares) == pytest.approx(whole.lost_km2, abs=0.01, rel=1e-4)


def test_pieces_come_with_their_depth():
    after = MultiPolygon([box(33.5, 46, 38, 48), box(35, 48, 35.1, 48.3)])
    line = MultiLineString([[(33, 48), (38, 48)]])
    lost, gained = moves(change(BEFORE, after), line)
    assert (gained.kind, lost.kind) == ("gained", "lost")
    assert gained.depth_km == pytest.approx(33.4, abs=0.1)
    assert gained.lat == 48.3
    assert lost.depth_km == pytest.approx(222.3, abs=0.5)


def test_an_advance_over_the_border_starts_at_the_border():
    country = MultiPolygon([box(30, 45, 40, 52)])
    (piece,) = moves(change(BEFORE, BEFORE.union(box(35, 51.9, 35.1, 52))), LineString([(33, 48), (38, 48)]), country)
    assert piece.depth_km == pytest.approx(11.1, abs=0.1)


def test_slivers_are_left_out():
    after = MultiPolygon([box(33, 46, 38, 48), box(35, 48, 35.001, 48.001), box(36, 48, 36.1, 48.1)])
    found = moves(change(BEFORE, after), LineString([(33, 48), (38, 48)]), least_km2=1.0)
    assert [round(move.lon) for move in found] == [36]


def test_without_a_line_there_is_no_depth():
    (piece,) = moves(change(MultiPolygon(), BEFORE), MultiLineString())
    assert (piece.depth_km, BEFORE.contains(box(piece.lon, piece.lat, piece.lon, piece.lat))) == (None, True)


@pytest.mark.parametrize(
    ("turnover_km2", "days", "history_km2", "said"),
    [
        (0.0, 1, [], "identical"),
        (0.0, 1, [12.0] * 30, "identical"),
        (70.0, 1, [12.0] * 30, "5.8 times the usual 12.0"),
        (70.0, 1, [0.0] * 500 + [12.0] * 30, "5.8 times the usual"),
        (70.0, 3, [12.0] * 30, None),
        (300.0, 3, [12.0] * 30, "in 3 days"),
        (59.0, 1, [12.0] * 30, None),
        (70.0, 1, [12.0] * 9, None),
    ],
)
def test_a_jump_is_flagged(turnover_km2, days, history_km2, said):
    found = beside_the_day_before(turnover_km2, days, history_km2)
    assert (found is None) if said is None else said in found


@pytest.mark.realdata
@pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is absent")
def test_november_by_oblast():
    def held(on):
        path = DATA / f"control/deepstate/deepstatemap_data_{on}.geojson"
        return read_control(path, source="deepstate", today=date(2026, 11, 22))[0].layers[0].geometry

    before, after = held("20251102"), held("20251202")
    regions = read_regions(DATA / "regions/ukraine_adm1_simplified.geojson", name_column="name_en")
    (country,) = read_regions(DATA / "regions/ukraine_adm0_tiny.geojson", name_column="name_en")
    whole = change(before, after)
    shares = by_region(whole, regions)
    assert len(shares) == len(regions) + 1
    assert sum(part.net_km2 for part in shares.values()) == pytest.approx(whole.net_km2, abs=0.01)
    assert sum(part.gained_km2 for part in shares.values()) == pytest.approx(whole.gained_km2, abs=0.01)
    deepest = max(move.depth_km for move in moves(whole, front_line(before, country.geometry), country.geometry, 1.0))
    assert 3 < deepest < 30
