"""The area that is summed from edges is that of the ground, whatever the edges are like."""

from datetime import date
from pathlib import Path

import pytest
import shapely
from pyproj import Geod
from shapely import MultiPolygon, Polygon, box

from geodata.areas import area_km2
from geodata.control import read_control
from geodata.edges import ground_area_km2

SAMPLES = Path(__file__).parents[3] / "shared/data/control_samples"


@pytest.mark.parametrize("step_deg", [1e-10, 3e-8, 9e-8, 1e-7, 1e-3])
def test_edges_of_a_centimetre_count_too(step_deg):
    stairs = [(38 - number * step_deg, 49 + number * step_deg) for number in range(50)]
    ground = MultiPolygon([Polygon([(37, 48), (38, 48), *stairs, (37, 49)])])
    assert ground_area_km2(ground) == pytest.approx(area_km2(ground), abs=1e-6)


def test_edges_over_half_the_globe():
    ground = MultiPolygon([box(-170, 10, 170, 20)])
    assert ground_area_km2(ground) == pytest.approx(area_km2(ground), abs=1e-6)


@pytest.mark.realdata
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="../shared/data/control_samples is absent")
@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.*")), ids=lambda path: path.name)
def test_the_area_of_every_layer_of_the_samples_is_the_geodesic_one(path):
    (snapshot,) = read_control(path, source="sample", today=date(2026, 11, 22))
    for layer in snapshot.layers:
        area_m2, _ = Geod(ellps="WGS84").geometry_area_perimeter(shapely.orient_polygons(layer.geometry))
        assert layer.area_km2 == pytest.approx(abs(area_m2) / 1e6, abs=0.01)
