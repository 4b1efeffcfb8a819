"""Named boundaries out of files, in any format that control is read in."""

import json
from pathlib import Path

import pytest

from geodata.areas import area_km2
from geodata.errors import ImportRefused
from geodata.regions import read_regions

REGIONS = Path(__file__).parents[3] / "shared/data/regions"
real = [pytest.mark.realdata, pytest.mark.skipif(not REGIONS.is_dir(), reason="../shared/data/regions is absent")]
WEST = [[37, 48], [38, 48], [38, 49], [37, 49], [37, 48]]
EAST = [[38, 48], [39, 48], [39, 49], [38, 49], [38, 48]]


@pytest.fixture
def read(tmp_path):
    def read(*features, name_column=None):
        path = tmp_path / "regions.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
        return read_regions(path, name_column=name_column)

    return read


def region(ring, **properties):
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_regions_have_names_ground_and_other_names(read):
    (west, east) = read(
        region(WEST, name="West", name_uk="Захід", code="W-1", id=7, empty=None),
        region(EAST, name=" East  Oblast ", name_uk="Схід"),
    )
    assert (west.name, west.other_names, west.geometry.area) == ("West", ("Захід", "W-1"), 1.0)
    assert (east.name, east.other_names, east.geometry.geom_type) == ("East Oblast", ("Схід",), "MultiPolygon")


def test_features_of_one_name_are_one_region(read):
    (both,) = read(region(WEST, name="Both"), region(EAST, name="Both"))
    assert (both.geometry.area, len(both.geometry.geoms)) == (2.0, 1)


@pytest.mark.parametrize(("column", "name"), [("NAME_UK", "Захід"), ("name", "West"), (None, "West")])
def test_the_column_is_found_whatever_its_case(read, column, name):
    assert read(region(WEST, name="West", name_uk="Захід"), name_column=column)[0].name == name


@pytest.mark.parametrize(
    ("features", "column", "said"),
    [
        ([region(WEST, label="West")], None, "expected a column of names .*there are: label"),
        ([region(WEST, label="West")], "title", "expected a column 'title'; there are: label"),
        ([region(WEST)], None, "there are: none"),
        ([region(WEST, name=None)], None, "expected a name in the column 'name', got None"),
        ([region(WEST, name="12")], None, "got '12'"),
        ([], None, "expected polygons with names, got none"),
        ([region([[37, 48], [38, 48], [37, 48], [37, 48]], name="Flat")], None, "Flat: expected ground"),
        ([region([[x * 1e5, y * 1e5] for x, y in WEST], name="Far")], None, "state the CRS"),
    ],
)
def test_what_has_no_name_or_ground_is_refused(read, features, column, said):
    with pytest.raises(ImportRefused, match=said) as refused:
        read(*features, name_column=column)
    assert str(refused.value).startswith("regions.geojson: ")
    assert "\n" not in str(refused.value)


def test_no_file_is_refused(tmp_path):
    with pytest.raises(ImportRefused, match="no such file"):
        read_regions(tmp_path / "gone.geojson", name_column=None)


@pytest.mark.parametrize(
    ("file", "count", "some", "other"),
    [
        pytest.param("ukraine_adm0_tiny.geojson", 1, "Ukraine", "UA", marks=real),
        pytest.param("ukraine_adm1_simplified.geojson", 27, "Kyiv", "UA-32", marks=real),
    ],
)
def test_real_boundaries(file, count, some, other):
    regions = read_regions(REGIONS / file, name_column="name_en")
    named = {region.name: region for region in regions}
    assert len(regions) == count
    assert other in named[some].other_names
    assert sum(area_km2(region.geometry) for region in regions) == pytest.approx(603_000, rel=0.01)
