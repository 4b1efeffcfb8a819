"""The line is edge that is neither coast nor border; distances to it are geodesic."""

import io
import zipfile
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import LineString, MultiLineString, MultiPolygon, Point, box

from geodata.control import read_control
from geodata.errors import GeometryError
from geodata.line import distance_to_line_km, front_line, length_km
from geodata.regions import read_regions

GEOD = Geod(ellps="WGS84")
DATA = Path(__file__).parents[3] / "shared/data"
real = [pytest.mark.realdata, pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is absent")]
COUNTRY = MultiPolygon([box(30, 45, 40, 52)])


def north_of_line_km(lat, km):
    return GEOD.fwd(35, lat, 0, km * 1000)[1]


@pytest.mark.parametrize(
    ("controlled", "bounds"),
    [
        pytest.param(box(30, 45, 40, 48), (30.03, 48, 39.97, 48), id="along three borders"),
        pytest.param(box(33, 47, 36, 49), (33, 47, 36, 49), id="inside the country"),
        pytest.param(box(28, 44, 35, 47), (28, 44, 35, 47), id="over the border: only the crossing falls away"),
    ],
)
def test_the_line_is_the_edge_without_the_border(controlled, bounds):
    line = front_line(MultiPolygon([controlled]), COUNTRY)
    assert line.geom_type == "MultiLineString"
    assert line.bounds == pytest.approx(bounds, abs=0.01)
    assert line.difference(controlled.boundary.buffer(1e-4)).length == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("apart_km", "margin_km", "is_line"), [(1.99, 2, False), (2.01, 2, True), (4.98, 5, False), (5.02, 5, True)]
)
@pytest.mark.parametrize("south", [45.0, 60.0])
def test_the_margin_is_in_kilometres(apart_km, margin_km, is_line, south):
    country = MultiPolygon([shapely.segmentize(box(30, south, 40, 70), 0.01)])
    edge = north_of_line_km(south, apart_km)
    controlled = MultiPolygon([shapely.segmentize(box(34.95, edge, 35.05, edge + 1), 0.01)])
    line = front_line(controlled, country, margin_km)
    assert line.intersects(LineString([(35, edge - 0.001), (35, edge + 0.001)])) is is_line


@pytest.mark.parametrize("controlled", [MultiPolygon(), COUNTRY])
def test_no_line(controlled):
    line = front_line(controlled, COUNTRY)
    assert (line.geom_type, line.is_empty) == ("MultiLineString", True)
    assert distance_to_line_km(35, 48, line) is None
    assert length_km(line) == 0.0


def test_the_line_does_not_depend_on_far_parts_of_the_outline():
    large = MultiPolygon([box(30, 45, 40, 52), box(-120, -40, -110, -30)])
    controlled = MultiPolygon([box(33, 45, 36, 49)])
    assert length_km(front_line(controlled, large)) == pytest.approx(length_km(front_line(controlled, COUNTRY)), 1e-9)


def test_length_is_geodesic():
    assert length_km(MultiLineString([[(37, 48), (37, 49)]])) == pytest.approx(111.2, abs=0.05)


@given(st.floats(22, 40), st.floats(44, 52), st.floats(22, 40), st.floats(44, 52), st.floats(22, 40), st.floats(44, 52))
@settings(max_examples=60, deadline=None)
def test_distance_is_that_to_the_nearest_of_many_points(lon, lat, x0, y0, x1, y1):
    assume((x0, y0) != (x1, y1))
    shares = np.linspace(0, 1, 4001)
    lons, lats = x0 + shares * (x1 - x0), y0 + shares * (y1 - y0)
    brute = min(GEOD.inv(np.full(4001, lon), np.full(4001, lat), lons, lats)[2]) / 1000
    between_km = GEOD.inv(x0, y0, x1, y1)[2] / 1000 / 4000
    found = distance_to_line_km(lon, lat, LineString([(x0, y0), (x1, y1)]))
    assert brute - between_km - 0.01 <= found <= brute + 0.01


def test_a_point_on_the_line_is_no_distance_from_it():
    assert distance_to_line_km(37.5, 48, LineString([(37, 48), (38, 48)])) == 0.0


@pytest.mark.parametrize("line", [Point(1, 1), LineString(), MultiLineString()])
def test_no_edges_no_distance(line):
    assert distance_to_line_km(37, 48, line) is None


def test_places_off_the_globe_are_an_error():
    with pytest.raises(GeometryError, match="degrees"):
        distance_to_line_km(4118821, 6106854, LineString([(37, 48), (38, 48)]))


@pytest.fixture(scope="module")
def real_ground():
    on = DATA / "control/deepstate/deepstatemap_data_20260105.geojson"
    (snapshot,) = read_control(on, source="deepstate", today=date(2026, 11, 22))
    (country,) = read_regions(DATA / "regions/ukraine_adm0_tiny.geojson", name_column="name_en")
    return snapshot.layers[0].geometry, country.geometry


@pytest.fixture(scope="module")
def real_line(real_ground):
    return front_line(*real_ground)


@pytest.fixture(scope="module")
def gazetteer():
    """Return the largest populated place of each name, main or alternate."""
    with zipfile.ZipFile(DATA / "gazetteer/UA.zip") as archive, archive.open("UA.txt") as rows:
        places: dict[str, tuple[int, float, float]] = {}
        for row in io.TextIOWrapper(rows, encoding="utf-8"):
            column = row.split("\t")
            if column[6] == "P":
                place = (int(column[14]), float(column[5]), float(column[4]))
                for name in (column[1], *column[3].split(",")):
                    places[name] = max(places.get(name, place), place)
    return places


@pytest.mark.parametrize(
    ("place", "about_km", "within_km", "inside"),
    [
        pytest.param("Nikopol", 6.0, 1.0, False, marks=real),
        pytest.param("Kherson", 6.0, 1.0, False, marks=real),
        pytest.param("Kupiansk", 0.2, 0.1, False, marks=real),
        pytest.param("Siversk", 2.4, 0.1, True, marks=real),
        pytest.param("Mariupol", 30.0, 5.0, True, marks=real),
    ],
)
def test_real_places(real_ground, real_line, gazetteer, place, about_km, within_km, inside):
    _, lon, lat = gazetteer[place]
    assert distance_to_line_km(lon, lat, real_line) == pytest.approx(about_km, abs=within_km)
    assert real_ground[0].contains(Point(lon, lat)) is inside
