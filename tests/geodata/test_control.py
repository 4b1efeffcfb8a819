"""Files of the plain kind into snapshots: what is taken, dated, mended; what is refused, with one line."""

import hashlib
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Transformer
from shapely import MultiPolygon, box
from shapely.geometry import mapping

from geodata.control import Boundary, Dropped, Stated, find_control_files, read_control
from geodata.control import content as content_of
from geodata.control.dates import day_of_name, day_of_value
from geodata.errors import ImportRefused

TODAY = date(2026, 11, 22)
DEEPSTATE = Path(__file__).parents[3] / "shared/data/control/deepstate"
SQUARE = [[37, 48], [38, 48], [38, 49], [37, 49], [37, 48]]
BESIDE = [[38, 48], [39, 48], [39, 49], [38, 49], [38, 48]]
METRES = [[4118821, 6106854], [4230140, 6106854], [4230140, 6274861], [4118821, 6106854]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features, **members):
    return {"type": "FeatureCollection", **members, "features": list(features)}


def crs(name):
    return {"crs": {"type": "name", "properties": {"name": name}}}


@pytest.fixture
def read(tmp_path):
    def read(what, name="area_20260105.geojson", **options):
        path = tmp_path / name
        path.write_bytes(what if isinstance(what, bytes) else json.dumps(what).encode())
        where = {key: options.pop(key) for key in ("within", "country") if key in options}
        return read_control(path, source="mine", today=TODAY, stated=Stated(**options), **where)

    return read


def test_a_snapshot_says_what_it_is(read):
    (snapshot,) = read(collection(feature(polygon(SQUARE)), feature(polygon(BESIDE)), feature(None)))
    assert (snapshot.source, snapshot.on) == ("mine", date(2026, 1, 5))
    (layer,) = snapshot.layers
    assert (layer.status, layer.geometry.geom_type, layer.geometry.area) == ("occupied", "MultiPolygon", 2.0)
    report = snapshot.report
    assert (report.file, report.format, report.kept) == ("area_20260105.geojson", "geojson", 2)
    assert report.dropped == (Dropped("null geometry", 1),)
    assert report.area_km2 == layer.area_km2 == pytest.approx(report.area_before_mending_km2)


def test_the_hash_is_that_of_the_bytes(read):
    data = json.dumps(polygon(SQUARE)).encode()
    assert read(data)[0].sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("what", "degrees2"),
    [
        pytest.param(polygon(SQUARE), 1, id="a geometry"),
        pytest.param(feature(polygon(SQUARE)), 1, id="a feature"),
        pytest.param({"type": "MultiPolygon", "coordinates": [[SQUARE], [BESIDE]]}, 2, id="a multipolygon"),
        pytest.param({"type": "GeometryCollection", "geometries": [polygon(SQUARE)]}, 1, id="a collection"),
        pytest.param(polygon([[*v, 120.5] for v in SQUARE]), 1, id="heights"),
        pytest.param(polygon([[*SQUARE[0], 1.0], *SQUARE[1:]]), 1, id="a height on one vertex"),
        pytest.param(polygon(SQUARE[::-1]), 1, id="clockwise"),
        pytest.param(polygon(SQUARE[:-1]), 1, id="not closed"),
        pytest.param(
            polygon(SQUARE, [[37.2, 48.2], [37.4, 48.2], [37.4, 48.4], [37.2, 48.4], [37.2, 48.2]]), 0.96, id="a hole"
        ),
        pytest.param(polygon(SQUARE, [[37.2, 48.2], [37.4, 48.2]]), 1, id="a hole of two points"),
        pytest.param(polygon([[37, 48], [38, 49], [38, 48], [37, 49], [37, 48]]), 0.5, id="a bow tie"),
        pytest.param(collection(feature(polygon(SQUARE)), feature(polygon(SQUARE))), 1, id="the same twice"),
        pytest.param(collection(feature(polygon(SQUARE)), **crs("EPSG:4326")), 1, id="a CRS"),
        pytest.param(collection(feature(polygon(SQUARE)), **crs("urn:ogc:def:crs:OGC:1.3:CRS84")), 1, id="its URN"),
        pytest.param(collection(feature(polygon(SQUARE)), crs=None), 1, id="a null CRS"),
    ],
)
def test_geojson_of_every_kind(read, what, degrees2):
    assert read(what)[0].layers[0].geometry.area == pytest.approx(degrees2)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_does_no_harm(read, encoding):
    assert read(json.dumps(polygon(SQUARE)).encode(encoding))


@pytest.mark.parametrize("between", ["\n", "\r\n", "\n\x1e"])
def test_features_by_line_are_a_collection(read, between):
    lines = between.join(json.dumps(feature(polygon(ring))) for ring in (SQUARE, BESIDE))
    assert read(lines.encode())[0].layers[0].geometry.area == 2.0


@pytest.mark.parametrize("how", ["member", "stated"])
def test_metres_with_a_crs_are_reprojected(read, how):
    what = collection(feature(polygon(METRES)), **(crs("EPSG:3857") if how == "member" else {}))
    (snapshot,) = read(what, crs="EPSG:3857" if how == "stated" else None)
    assert snapshot.layers[0].geometry.bounds == pytest.approx((37, 48, 38, 49), abs=0.001)
    assert any("reprojected from WGS 84 / Pseudo-Mercator" in note for note in snapshot.report.notes)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        pytest.param(b"", "expected polygons, got an empty file", id="empty"),
        pytest.param(b"\0" * 4096, "got 4096 zero bytes", id="zeros"),
        pytest.param(b"hello", "expected JSON, got 'hello'", id="not JSON"),
        pytest.param(b'{"type": "FeatureCollection", "features": [', "expected JSON", id="torn"),
        pytest.param([feature(polygon(SQUARE))], "expected a GeoJSON object with a type, got a list", id="a list"),
        pytest.param(b"null", "got a null", id="null"),
        pytest.param({"type": "Topology"}, "got a JSON object of type 'Topology'", id="another type"),
        pytest.param({"type": "FeatureCollection"}, "expected a list of features", id="no features"),
        pytest.param(collection("x"), "feature 0: expected an object, got str", id="a feature of text"),
        pytest.param(collection(feature({"type": "Circle"})), "feature 0: .*type 'Circle'", id="a circle"),
        pytest.param(collection(feature({"type": "Polygon"})), "Polygon without coordinates", id="no coordinates"),
        pytest.param(collection(feature([1, 2])), "feature 0: ", id="a geometry that is a list"),
        pytest.param(polygon([[37, 48], [38, 48], [float("nan"), 49], [37, 48]]), "got NaN or infinity", id="NaN"),
        pytest.param(polygon([[37, 48], [38, 48], [float("inf"), 49], [37, 48]]), "got NaN or infinity", id="Infinity"),
        pytest.param(json.dumps(polygon(SQUARE)).replace("49", "1e999").encode(), "expected", id="1e999"),
        pytest.param(polygon([[37, 48], [38, None], [38, 49], [37, 48]]), "NaN or infinity", id="a null number"),
        pytest.param(polygon([["a", "b"], [38, 48], [38, 49], ["a", "b"]]), "not lists of numbers", id="text"),
        pytest.param(polygon([37, 48, 39, 50]), "not lists of numbers", id="too flat"),
        pytest.param(polygon([[37], [38], [38], [37]]), "not lists of numbers", id="one number a vertex"),
        pytest.param(polygon(METRES), "looks like metres .*state the CRS", id="metres"),
        pytest.param(
            collection(feature(polygon(SQUARE)), **crs("EPSG:999999")), "'EPSG:999999' is not known", id="CRS"
        ),
        pytest.param(
            collection(feature(polygon(SQUARE)), **crs("EPSG:5017")), "'EPSG:5017' has no way to", id="CRS on its own"
        ),
        pytest.param(collection(feature(polygon(SQUARE)), crs={"a": 1}), "crs member has no name", id="nameless CRS"),
        pytest.param(collection(), "expected polygons, got none", id="no polygons"),
        pytest.param(collection(feature(None), feature(None)), "2 dropped: null geometry", id="null geometries"),
        pytest.param({"type": "Point", "coordinates": [37, 48]}, "1 dropped: Point, no polygon", id="a point"),
        pytest.param(polygon([[37, 48], [38, 48]]), "no ground in its geometry", id="a ring of two points"),
        pytest.param(b'{"type":' * 5000 + b"1" + b"}" * 5000, "expected JSON", id="deep objects"),
        pytest.param(
            b'{"type":"Polygon","coordinates":' + b"[" * 900 + b"]" * 900 + b"}",
            "no ground in its geometry",
            id="deep lists",
        ),
        pytest.param(b"<!DOCTYPE html><html><body>404</body></html>", "got a web page", id="a page"),
    ],
)
def test_bad_files_are_refused_with_one_line(read, what, said):
    with pytest.raises(ImportRefused, match=said) as refused:
        read(what)
    assert str(refused.value).startswith("area_20260105.geojson: ")
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("area.geojson", {}, "expected a date in the name"),
        ("area_20250231.geojson", {}, "got 20250231, which is in no calendar"),
        ("area_02020105.geojson", {}, "expected a year from 1900 on, got 0202"),
        ("area_20270101.geojson", {}, "2027-01-01 is in the future"),
        ("area_20250101_20250201.geojson", {}, "several dates"),
        ("area.geojson", {"on": date(202, 1, 5)}, "got 0202"),
        ("area.geojson", {"on": date(2026, 11, 23)}, "in the future: expected a day up to 2026-11-22"),
        ("area_20260105.geojson", {"status": "All of it!"}, "expected a status such as occupied"),
        ("area_20260105.geojson", {"format": "dwg"}, "expected a format of geojson, .*got 'dwg'"),
        ("area_20260105.geojson", {"crs": "nonsense"}, "CRS 'nonsense' is not known"),
    ],
)
def test_bad_days_and_options_are_refused(read, name, options, said):
    with pytest.raises(ImportRefused, match=said):
        read(polygon(SQUARE), name, **options)


def test_what_is_no_file_is_refused(tmp_path):
    with pytest.raises(ImportRefused, match=r"gone\.geojson: no such file"):
        read_control(tmp_path / "gone.geojson", source="mine", today=TODAY)
    with pytest.raises(ImportRefused, match="got a folder"):
        read_control(tmp_path, source="mine", today=TODAY)


def test_a_huge_file_is_refused(read, monkeypatch):
    monkeypatch.setattr(content_of, "MOST_TEXT_BYTES", 50)
    with pytest.raises(ImportRefused, match="expected at most 0 MB of text"):
        read(polygon(SQUARE))


@pytest.mark.parametrize(
    ("stem", "day"),
    [
        ("deepstatemap_data_20260105", date(2026, 1, 5)),
        ("2026-01-05", date(2026, 1, 5)),
        ("map 2026_01_05 v2", date(2026, 1, 5)),
        ("20260105T0300", date(2026, 1, 5)),
        ("Karte 05.01.2026", date(2026, 1, 5)),
        ("20260105_of_20260105", date(2026, 1, 5)),
        ("99999999 20260105", date(2026, 1, 5)),
        ("1750713495", date(2025, 6, 23)),
        ("area", None),
        ("1234567", None),
    ],
)
def test_the_day_in_a_name(stem, day):
    assert day_of_name(stem) == day


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-01-05", date(2026, 1, 5)),
        ("2026/01/05", date(2026, 1, 5)),
        ("5.1.2026", date(2026, 1, 5)),
        ("05.01.2026 12:00", date(2026, 1, 5)),
        ("01/05/2026", None),
        (10**18, None),
        (10**30, None),
        (True, None),
        (float("nan"), None),
        ("2026-01-05T12:00:00Z", date(2026, 1, 5)),
        (20260105, date(2026, 1, 5)),
        (date(2026, 1, 5), date(2026, 1, 5)),
        (1767571200000, date(2026, 1, 5)),
        ("soon", None),
        (None, None),
        (3, None),
    ],
)
def test_the_day_in_a_column(value, day):
    assert day_of_value(value) == day


def test_a_column_of_dates_gives_a_snapshot_a_day(read):
    first, second = read(
        collection(
            feature(polygon(SQUARE), date="2026-01-06"),
            feature(polygon(SQUARE), date="2026-01-05"),
            feature(polygon(BESIDE), date="2026-01-06"),
            feature(polygon(BESIDE), date="soon"),
        ),
        "own.geojson",
    )
    assert [(s.on.day, s.layers[0].geometry.area, s.report.kept) for s in (first, second)] == [(5, 1, 1), (6, 2, 2)]
    (undated,) = first.report.dropped
    assert (undated.reason, undated.features) == ("no date in the column 'date'", 1)
    assert undated.area_km2 == pytest.approx(8217.59, abs=0.01)
    assert second.report.dropped == ()
    assert "dates from the column 'date'" in first.report.notes


def test_the_day_stated_stands_above_column_and_name(read):
    (snapshot,) = read(collection(feature(polygon(SQUARE), date="2026-01-06")), on=date(2025, 12, 1))
    assert snapshot.on == date(2025, 12, 1)


def test_a_column_that_holds_no_dates_gives_way_to_the_name(read):
    what = collection(feature(polygon(SQUARE), on=True))
    assert read(what)[0].on == date(2026, 1, 5)
    with pytest.raises(ImportRefused, match="got no date in the column 'on'"):
        read(what, "area.geojson")


@pytest.mark.parametrize("grid", ["EPSG:32637", "EPSG:3857", "EPSG:6933", "EPSG:3035"])
def test_moving_the_crs_does_not_move_the_area(read, grid):
    ground = shapely.segmentize(shapely.Polygon(SQUARE), 0.005)
    to_grid = Transformer.from_crs("EPSG:4326", grid, always_xy=True).transform
    moved = shapely.transform(ground, lambda lonlat: np.stack(to_grid(*lonlat.T), axis=1))
    (here,), (there,) = read(mapping(ground)), read(mapping(moved), crs=grid)
    assert there.report.area_km2 == pytest.approx(here.report.area_km2, abs=0.01)


def test_a_column_of_statuses_makes_layers(read):
    (snapshot,) = read(
        collection(
            feature(polygon(SQUARE), Status="Occupied"),
            feature(polygon(BESIDE), Status="liberated"),
            feature(polygon(BESIDE), Status="nobody's"),
        )
    )
    assert [(layer.status, layer.geometry.area) for layer in snapshot.layers] == [("liberated", 1.0), ("occupied", 1.0)]
    assert [(d.reason, d.features) for d in snapshot.report.dropped] == [('status "nobody\'s" is not on the list', 1)]


def test_statuses_that_are_not_known_are_refused_unless_stated(read):
    what = collection(feature(polygon(SQUARE), status="red"))
    with pytest.raises(ImportRefused, match=r"the column status has red: expected .*occupied.*--status"):
        read(what)
    assert read(what, status="claimed")[0].layers[0].status == "claimed"


def test_ground_is_clipped_to_the_boundary(read):
    what = collection(feature(polygon(SQUARE)), feature(polygon([[50, 48], [51, 48], [51, 49], [50, 48]])))
    (snapshot,) = read(what, within=Boundary("Eastland", MultiPolygon([box(37.5, 40, 39, 50)])))
    assert snapshot.layers[0].geometry.area == pytest.approx(0.5)
    assert [(d.reason, d.features) for d in snapshot.report.dropped] == [("outside Eastland", 1)]
    assert snapshot.report.notes == ("clipped to Eastland: 4,108.7 km² of the features kept lay outside",)


def test_exchanged_axes_are_named(read):
    what = polygon([[lat, lon] for lon, lat in SQUARE])
    with pytest.raises(ImportRefused, match=r"inside Land only with latitude and longitude exchanged \(--swap-axes"):
        read(what, within=Boundary("Land", MultiPolygon([box(36, 47, 39, 50)])))
    with pytest.raises(ImportRefused, match="it lies inside the country's outline only with latitude and longitude ex"):
        read(what, country=MultiPolygon([box(36, 47, 39, 50)]))
    assert read(what, swap_axes=True)[0].layers[0].geometry.bounds == (37, 48, 38, 49)


def test_one_feature_with_exchanged_axes_is_named(read):
    what = collection(feature(polygon(SQUARE)), feature(polygon([[lat, lon] for lon, lat in BESIDE])))
    with pytest.raises(ImportRefused, match="polygons 1 lie inside the country's outline only with"):
        read(what, country=MultiPolygon([box(36, 47, 39, 50)]))


def test_a_polygon_on_another_continent_is_dropped(read):
    far = [[100, 10], [110, 10], [110, 20], [100, 10]]
    (snapshot,) = read(collection(feature(polygon(SQUARE)), feature(polygon(far))))
    assert snapshot.layers[0].geometry.area == 1.0
    assert "far from all others" in snapshot.report.dropped[0].reason
    assert "far from all others" in snapshot.report.warnings[0]


def test_folders_are_walked(tmp_path):
    for name in ("b/2.geojson", "a/1.KML", ".hidden/3.geojson", "a/.4.geojson", "a/readme.md", "a/5.zip"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    given = tmp_path / "a/readme.md"
    found = find_control_files([tmp_path, given, tmp_path / "b"])
    assert [str(path.relative_to(tmp_path)) for path in found] == ["a/1.KML", "a/5.zip", "b/2.geojson", "a/readme.md"]


@pytest.mark.realdata
@pytest.mark.skipif(not DEEPSTATE.is_dir(), reason="../shared/data/control/deepstate is absent")
def test_the_daily_series():
    files = find_control_files([DEEPSTATE])
    assert len(files) == 541
    last = read_control(files[-1], source="deepstate", today=TODAY)[0]
    assert (last.on, last.layers[0].status, round(last.report.area_km2, 1)) == (date(2026, 1, 5), "occupied", 116245.7)
    assert read_control(files[0], source="deepstate", today=TODAY)[0].on == date(2024, 7, 8)


def test_reading_geojson_and_measuring_a_change_import_nothing_heavy(tmp_path):
    path = tmp_path / "area_20260105.geojson"
    path.write_text(json.dumps(polygon(SQUARE)))
    program = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from geodata.control import read_control; from geodata.changes import change\n"
        f"(s,) = read_control(Path({str(path)!r}), source='mine', today=date(2026, 11, 22))\n"
        "change(s.layers[0].geometry, s.layers[0].geometry.buffer(0.1))\n"
        "heavy = {'geopandas', 'pandas', 'pyogrio', 'pyarrow', 'lxml', 'folium', 'fastapi'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"
