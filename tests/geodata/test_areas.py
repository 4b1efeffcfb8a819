"""Areas are those of pyproj's geodesics; mended geometry is the ground once, in one order."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from geodata.areas import area_km2, mended
from geodata.errors import GeometryError

GEOD = Geod(ellps="WGS84")
OUTER = box(37, 48, 38, 49)
HOLE = box(37.2, 48.2, 37.4, 48.4)
WITH_HOLE = Polygon(OUTER.exterior.coords, [HOLE.exterior.coords])
BOW_TIE = Polygon([(37, 48), (38, 49), (38, 48), (37, 49)])


def with_corner(lon):
    with np.errstate(invalid="ignore"):
        return Polygon([(37, 48), (38, 48), (lon, 49)])


def geod_km2(geometry):
    return abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(geometry))[0]) / 1e6


@pytest.mark.parametrize(
    ("ground", "tolerance_km2"),
    [
        pytest.param(OUTER, 1e-6, id="long edges"),
        pytest.param(shapely.segmentize(OUTER, 0.05), 1e-6, id="short edges"),
        pytest.param(WITH_HOLE, 1e-6, id="a hole"),
        pytest.param(MultiPolygon([OUTER, box(40, 40, 40.1, 40.1)]), 1e-6, id="two parts"),
        pytest.param(shapely.segmentize(box(10, 78, 30, 89), 0.1), 1e-6, id="far north"),
        pytest.param(box(0, -60, 0.1, -59.9), 1e-6, id="south"),
        pytest.param(box(-179.95, 10, 179.95, 10.1), 1e-6, id="over the antimeridian"),
        pytest.param(box(37, 48, 37.0001, 48.0001), 1e-9, id="a few metres"),
    ],
)
def test_area_is_that_of_the_geodesics(ground, tolerance_km2):
    assert area_km2(ground) == pytest.approx(geod_km2(ground), abs=tolerance_km2)


@settings(deadline=None)
@given(
    st.floats(-179, 178),
    st.floats(-88, 87),
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=3, max_size=12, unique=True),
    st.floats(0.01, 1),
)
def test_area_is_that_of_the_geodesics_anywhere(lon, lat, corners, size):
    hull = hull_of([(lon + x * size, lat + y * size) for x, y in corners])
    assert area_km2(hull) == pytest.approx(geod_km2(hull), abs=1e-4, rel=1e-9)


def hull_of(points):
    hull = shapely.convex_hull(shapely.multipoints(points))
    return hull if hull.geom_type == "Polygon" else Polygon()


@pytest.mark.parametrize("ground", [OUTER, WITH_HOLE, MultiPolygon([OUTER, box(50, 0, 51, 1)])])
def test_orientation_does_not_matter(ground):
    clockwise = shapely.orient_polygons(ground, exterior_cw=True)
    assert area_km2(clockwise) == pytest.approx(area_km2(ground), abs=1e-9)


@pytest.mark.parametrize("empty", [Polygon(), MultiPolygon()])
def test_nothing_has_no_area(empty):
    assert area_km2(empty) == 0.0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (Point(37, 48), "expected a Polygon or MultiPolygon, got Point"),
        (GeometryCollection([OUTER]), "got GeometryCollection"),
        (None, "got nothing"),
        (with_corner(float("nan")), "NaN or infinity"),
        (with_corner(float("inf")), "NaN or infinity"),
        (box(4118821, 6106854, 4230140, 6274861), "looks like metres"),
        (box(0, 80, 10, 91), "expected longitude and latitude in degrees"),
    ],
)
def test_what_cannot_be_measured_is_an_error(wrong, said):
    with pytest.raises(GeometryError, match=said):
        area_km2(wrong)


@pytest.mark.parametrize(
    ("raw", "parts", "degrees2"),
    [
        pytest.param(OUTER, 1, 1.0, id="valid polygon"),
        pytest.param(MultiPolygon([OUTER, box(37.5, 48, 38.5, 49)]), 1, 1.5, id="overlap counts once"),
        pytest.param(MultiPolygon([OUTER, HOLE]), 1, 1.0, id="a part inside another"),
        pytest.param(BOW_TIE, 2, 0.5, id="bow tie"),
        pytest.param(GeometryCollection([OUTER, Point(0, 0), LineString([(0, 0), (1, 1)])]), 1, 1.0, id="mixed"),
        pytest.param(GeometryCollection([GeometryCollection([MultiPolygon([OUTER])])]), 1, 1.0, id="nested"),
        pytest.param(shapely.force_3d(OUTER, 5.0), 1, 1.0, id="z"),
        pytest.param(Point(37, 48), 0, 0.0, id="no ground"),
        pytest.param(Polygon(), 0, 0.0, id="empty"),
        pytest.param(Polygon([(37, 48), (38, 48), (37, 48)]), 0, 0.0, id="collapsed"),
    ],
)
def test_mended_is_the_ground_once(raw, parts, degrees2):
    ground = mended(raw)
    assert ground.geom_type == "MultiPolygon"
    assert (ground.is_valid, ground.has_z, len(ground.geoms)) == (True, False, parts)
    assert ground.area == pytest.approx(degrees2)
    assert all(part.exterior.is_ccw and not any(hole.is_ccw for hole in part.interiors) for part in ground.geoms)


def test_mended_does_not_depend_on_the_order_of_the_input():
    islands = [box(x, 48, x + 0.5, 49) for x in (37, 38, 39)]
    turned = [Polygon(island.exterior.coords[2:-1] + island.exterior.coords[:2]) for island in reversed(islands)]
    assert mended(MultiPolygon(islands)).wkb == mended(MultiPolygon(turned)).wkb


def test_mended_refuses_what_is_not_on_the_globe():
    with pytest.raises(GeometryError, match="state the CRS"):
        mended(box(4118821, 6106854, 4230140, 6274861))
