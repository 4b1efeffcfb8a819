"""Files that are packed, half, deep, curved or meant to harm: read for what they are, or refused with one line."""

import gzip
import json
import sqlite3
import struct
import zipfile
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import GeometryCollection, Point, Polygon, box

from geodata.control import Stated, read_control
from geodata.errors import ImportRefused

TODAY = date(2026, 11, 22)


def ring(west, south=48):
    return [[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]


def square(west, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring(west)]}}


def collection(*features, **members):
    return json.dumps({"type": "FeatureCollection", **members, "features": list(features)}).encode()


def kml(text=""):
    corners = " ".join(f"{lon},{lat}" for lon, lat in ring(37))
    coordinates = f"<LinearRing><coordinates>{corners}</coordinates></LinearRing>"
    polygon = f"<Polygon><outerBoundaryIs>{coordinates}</outerBoundaryIs></Polygon>"
    return f"<kml><Document><Placemark>{polygon}</Placemark>{text}</Document></kml>".encode()


@pytest.fixture
def read(tmp_path):
    def read(data, name="map_20260105.geojson", **stated):
        path = tmp_path / name
        path.write_bytes(data)
        return read_control(path, source="mine", today=TODAY, stated=Stated(**stated))

    return read


@pytest.fixture
def packed(tmp_path):
    def packed(files, method=zipfile.ZIP_DEFLATED):
        path = tmp_path / "packed"
        with zipfile.ZipFile(path, "w", method) as archive:
            for name, data in files:
                archive.writestr(name, data)
        return path.read_bytes()

    return packed


def layers(snapshot):
    return {layer.status: round(layer.geometry.area, 6) for layer in snapshot.layers}


# --- packed


def test_an_archive_of_a_series_is_a_snapshot_a_day(read, packed):
    files = [(f"repo/data/map_2026010{day}.geojson", collection(square(37 - day / 10))) for day in (3, 1, 2)]
    snapshots = read(packed([*files, ("repo/README.md", "hello"), ("__MACOSX/._x.json", "\0")]), "repo.zip")
    assert [(s.on.day, s.report.file, s.report.kept) for s in snapshots] == [
        (1, "repo.zip", 1),
        (2, "repo.zip", 1),
        (3, "repo.zip", 1),
    ]


def test_layers_of_a_day_in_one_archive(read, packed):
    files = [
        ("RussianAssessedCoTinUkraine.geojson", collection(square(37))),
        ("RussianAssessedAdvanceinUkraine.geojson", collection(square(36))),
    ]
    (snapshot,) = read(packed(files), "isw_20220815.zip")
    assert (snapshot.on, layers(snapshot)) == (date(2022, 8, 15), {"advance": 1, "occupied": 1})


def test_a_gzipped_series_with_a_column_of_dates(read):
    data = collection(square(37, date="2026-01-04"), square(36, date="2026-01-05"))
    assert [s.on.day for s in read(gzip.compress(data), "series.geojson.gz")] == [4, 5]


def test_a_gzipped_geopackage(read, tmp_path):
    gpd.GeoDataFrame({"a": [1]}, geometry=[box(37, 48, 38, 49)], crs=4326).to_file(tmp_path / "m.gpkg")
    (snapshot,) = read(gzip.compress((tmp_path / "m.gpkg").read_bytes()), "m_20260105.gpkg.gz")
    assert snapshot.report.format == "geopackage"


def test_names_in_an_archive_decide_nothing(read, packed, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    names = ["../outside/a.geojson", "/etc/passwd.json", "..\\..\\b.json", "../outside/c.shp", f"{outside}/d.gpkg"]
    (snapshot,) = read(packed([(name, collection(square(37))) for name in names]), "map_20260105.zip")
    assert layers(snapshot) == {"occupied": 1}
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    ("files", "name", "said"),
    [
        ([("doc.kml", kml(" " * 3_000_000))], "m_20260105.kmz", r"doc\.kml unpacks to more than 1 MB"),
        ([("m.geojson", b" " * 3_000_000)], "m_20260105.zip", r"m\.geojson unpacks to more than 1 MB"),
        ([("m.gpkg", b"\0" * 5_000_000)], "m_20260105.zip", r"m\.gpkg unpacks to more than 2 MB"),
        ([("a.gpkg", b"\0" * 1_500_000), ("b.gpkg", b"\0" * 1_500_000)], "m_20260105.zip", "unpacks to more than 2 MB"),
        ([(f"{n}.json", b"") for n in range(11)], "m_20260105.zip", "at most 10 files in the archive, got 11"),
        ([("inner.zip", b"PK")], "m_20260105.zip", "expected a Shapefile, .* in the archive, got none"),
        ([("torn_20260104.geojson", b"{")], "m.zip", r"^m\.zip: torn_20260104\.geojson: expected JSON"),
        ([("map_20260231.geojson", collection(square(37)))], "m.zip", "20260231, which is in no calendar"),
    ],
)
def test_archives_that_are_refused(read, packed, monkeypatch, files, name, said):
    monkeypatch.setattr("geodata.control.content.MOST_TEXT_BYTES", 2**20)
    monkeypatch.setattr("geodata.control.content.MOST_BYTES", 2**21)
    monkeypatch.setattr("geodata.control.archives._MOST_MEMBERS", 10)
    with pytest.raises(ImportRefused, match=said):
        read(packed(files), name)


def test_what_an_archive_says_of_its_sizes_is_not_believed(read, packed, monkeypatch):
    monkeypatch.setattr("geodata.control.content.MOST_TEXT_BYTES", 2**20)
    data = packed([("m.geojson", collection(square(37)) + b" " * 3_000_000)])
    size = struct.pack("<I", len(collection(square(37))) + 3_000_000)
    assert data.count(size) == 2  # in the file's own head and in the list at the end
    with pytest.raises(ImportRefused, match="unpack"):
        read(data.replace(size, struct.pack("<I", 100)), "m_20260105.zip")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (gzip.compress(b" " * 3_000_000), "unpacks to more than 1 MB"),
        (gzip.compress(collection(square(37)))[:-20], "the gzip data ends before its end"),
        (b"\x1f\x8b" + b"\0" * 50, "cannot be unpacked"),
        (gzip.compress(b"PK\3\4"), "expected JSON"),
    ],
)
def test_gzip_that_is_refused(read, monkeypatch, data, said):
    monkeypatch.setattr("geodata.control.content.MOST_TEXT_BYTES", 2**20)
    with pytest.raises(ImportRefused, match=said):
        read(data, "m_20260105.geojson.gz")


# --- deep, long, endless

DEEP = 10_000
LAUGHS = "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        pytest.param(b'{"type":"Polygon","coordinates":' + b"[" * DEEP + b"]" * DEEP + b"}", "m.json", "expected JSON"),
        pytest.param(b'{"type":"GeometryCollection","geometries":[' * DEEP + b"]}" * DEEP, "m.json", "expected JSON"),
        pytest.param(b"<kml>" + b"<Folder>" * DEEP + b"</Folder>" * DEEP + b"</kml>", "m.kml", "nested too deeply"),
        pytest.param(
            f"<!DOCTYPE l [<!ENTITY a0 '{'x' * 99}'>{LAUGHS}]><kml>&a9;</kml>".encode(),
            "m.kml",
            "document type declaration",
        ),
        pytest.param(
            '<!DOCTYPE k [<!ENTITY a SYSTEM "file:///etc/passwd">]><kml>&a;</kml>'.encode("utf-16"), "m.kml", "expected"
        ),
    ],
    ids=["lists", "collections", "folders", "entities", "entities in UTF-16"],
)
def test_what_is_meant_to_harm(read, data, name, said):
    with pytest.raises(ImportRefused, match=said):
        read(data, f"20260105_{name}")


def test_a_collection_of_very_many_points_is_read_in_one_pass(read):
    geometries = [square(37)["geometry"], *([{"type": "Point", "coordinates": [1, 2]}] * 100_000)]
    feature = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "GeometryCollection", "geometries": geometries},
    }
    assert layers(read(collection(feature))[0]) == {"occupied": 1}


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no /dev/zero here")
def test_a_device_is_no_file():
    with pytest.raises(ImportRefused, match="got a device or a pipe"):
        read_control(Path("/dev/zero"), source="mine", today=TODAY)


# --- half of something, or something else


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (collection(square(37), exceededTransferLimit=True), "the server cut this answer short"),
        (collection(square(37), properties={"exceededTransferLimit": True}), "the server cut this answer short"),
        (b'{"error": {"code": 400, "message": "Invalid URL"}}', "the server answered with an error: 400 Invalid URL"),
        (b"<!DOCTYPE html><html>Sign in</html>", "got a web page"),
        (b"404: Not Found", "expected JSON, got '404: Not Found'"),
        (
            b"<kml><NetworkLink><Link><href>https://example.org/a.kml</href></Link></NetworkLink></kml>",
            "got a link to 'https://example.org/a.kml'",
        ),
        (collection(square(37), square(4_118_821)), "feature 1: .*; the features before it are in degrees"),
        (collection(square(179.5)), "expected longitude and latitude in degrees"),
    ],
)
def test_what_is_not_a_whole_map(read, data, said):
    with pytest.raises(ImportRefused, match=said):
        read(data)


def esri(*geometries, **members):
    features = [{"attributes": {"status": "occupied"}, "geometry": geometry} for geometry in geometries]
    fields = [{"name": "status", "type": "esriFieldTypeString"}]
    whole = {"geometryType": "esriGeometryPolygon", "spatialReference": {"wkid": 4326}, "fields": fields, **members}
    return json.dumps({**whole, "features": features}).encode()


def test_esri_json_in_an_archive_with_a_hole_and_a_null(read, packed):
    hole = [[lon * 0.1 + 33.5, lat * 0.1 + 43.4] for lon, lat in ring(37)]
    data = esri({"rings": [ring(37)[::-1], hole]}, None)
    (snapshot,) = read(packed([("m.json", data)]), "m_20260105.zip")
    assert layers(snapshot) == {"occupied": 0.99}
    assert [(d.reason, d.features) for d in snapshot.report.dropped] == [("null geometry", 1)]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (esri({"curveRings": [[[37, 48], {"c": [[38, 49], [38, 48]]}, [37, 48]]]}), "is drawn with curves"),
        (esri({"rings": [ring(37)]}, spatialReference=None), "has no CRS"),
        (esri({"rings": [ring(37)]}, exceededTransferLimit=True), "the server cut this answer short"),
    ],
)
def test_esri_json_that_is_refused(read, data, said):
    with pytest.raises(ImportRefused, match=said):
        read(data)


def test_web_mercator_by_its_old_number(read):
    metres = [[4118821, 6106854], [4118821, 6274861], [4230140, 6274861], [4230140, 6106854], [4118821, 6106854]]
    (snapshot,) = read(esri({"rings": [metres]}, spatialReference={"wkid": 102100, "latestWkid": 3857}))
    assert snapshot.layers[0].geometry.bounds == pytest.approx((37, 48, 38, 49), abs=0.001)


# --- tables


def test_layers_of_a_geopackage_in_different_grids(tmp_path):
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=[box(37, 48, 38, 49)], crs=4326)
    path = tmp_path / "m_20260105.gpkg"
    frame.to_file(path, layer="occupied")
    frame.to_crs(32637).to_file(path, layer="contested", mode="a")
    (snapshot,) = read_control(path, source="mine", today=TODAY)
    areas = {layer.status: layer.area_km2 for layer in snapshot.layers}
    assert areas["contested"] == pytest.approx(areas["occupied"], rel=0.002)  # a straight edge is another on each grid
    assert snapshot.report.notes[0] == "reprojected from WGS 84 / UTM zone 37N to EPSG:4326"


def test_collections_empty_and_3d_shapes_of_a_geopackage(tmp_path):
    shapes = [GeometryCollection([box(37, 48, 38, 49), Point(1, 2)]), Polygon(), GeometryCollection([Point(1, 2)])]
    path = tmp_path / "m_20260105.gpkg"
    gpd.GeoDataFrame({"a": [1, 2, 3]}, geometry=shapes, crs=4326).to_file(path)
    (snapshot,) = read_control(path, source="mine", today=TODAY)
    assert layers(snapshot) == {"occupied": 1}
    assert {d.reason for d in snapshot.report.dropped} == {"empty geometry", "no ground in its geometry"}


@pytest.mark.parametrize(("limit", "most"), [("_MOST_ROWS", 1), ("MOST_BYTES", 10)])
def test_a_table_that_unpacks_to_too_much(tmp_path, monkeypatch, limit, most):
    path = tmp_path / "m_20260105.parquet"
    gpd.GeoDataFrame({"a": [1, 2]}, geometry=[box(37, 48, 38, 49)] * 2, crs=4326).to_parquet(path)
    assert read_control(path, source="mine", today=TODAY)
    monkeypatch.setattr(f"geodata.control.ogr.{limit}", most)
    with pytest.raises(ImportRefused, match=r"m_20260105\.parquet: expected at most .*, got 2"):
        read_control(path, source="mine", today=TODAY)


def test_a_curve_is_read_as_straight_pieces(tmp_path):
    path = tmp_path / "m_20260105.gpkg"
    gpd.GeoDataFrame({"a": [1]}, geometry=[box(37, 48, 38, 49)], crs=4326).to_file(path, layer="m")
    points = [(37, 48), (38, 49), (39, 48), (38, 47), (37, 48)]
    arcs = struct.pack("<BII", 1, 8, len(points)) + b"".join(struct.pack("<dd", *point) for point in points)
    database = sqlite3.connect(path)
    for (name,) in database.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        database.execute(f'drop trigger "{name}"')
    curve = b"GP\0\1" + struct.pack("<i", 4326) + struct.pack("<BII", 1, 10, 1) + arcs
    database.execute("update m set geom = ?", (curve,))
    database.commit()
    database.close()
    (snapshot,) = read_control(path, source="mine", today=TODAY)
    assert snapshot.layers[0].geometry.area == pytest.approx(3.1416, abs=0.005)  # a circle of one degree


# --- names and values that a terminal would obey


def test_what_is_said_of_a_file_is_printable(tmp_path):
    path = tmp_path / "map_20260105_\x1b[31m\udcff\n.geojson"
    whole = collection(square(37, status="occupied", pop=float("nan")), square(37, status="\x1b]0;x\x07"))
    path.write_bytes(whole)
    (snapshot,) = read_control(path, source="mine", today=TODAY)
    assert snapshot.report.file == "map_20260105_�[31m� .geojson"
    assert [each.reason for each in snapshot.report.dropped] == [r"status '\x1b]0;x\x07' is not on the list"]
    path.write_bytes(b"{")
    with pytest.raises(ImportRefused) as refused:
        read_control(path, source="mine", today=TODAY)
    assert str(refused.value).isprintable()


# --- dates and statuses


@pytest.mark.parametrize(
    ("properties", "name", "said"),
    [
        ({"date": "2026-01-05", "as_of": "2026-01-06"}, "m.json", "'date' and 'as_of' hold different days"),
        ({"date": "0202-01-05"}, "m.json", "expected a year from 1900 on, got 0202"),
        ({"date": "2099-01-05"}, "m.json", "in the future"),
        ({"date": 10**30}, "m.json", "no date in the column 'date'"),
        ({"date": "01/05/2026"}, "m.json", "no date in the column 'date'"),
    ],
)
def test_columns_of_dates_that_are_refused(read, properties, name, said):
    with pytest.raises(ImportRefused, match=said):
        read(collection(square(37, **properties)), name)


def test_columns_of_dates_that_agree_and_a_name_that_does_not(read):
    (snapshot,) = read(collection(square(37, date="2026-01-05", as_of="2026-01-05T12:00")), "map_20260110.geojson")
    assert snapshot.on == date(2026, 1, 5)
    assert snapshot.report.warnings == ("the column 'date' says 2026-01-05, which is taken; the name says 2026-01-10",)


def test_words_in_other_scripts(read):
    (snapshot,) = read(collection(square(37, Дата="05.01.2026", Статус="Сіра зона")), "m.json")
    assert (snapshot.on, layers(snapshot)) == (date(2026, 1, 5), {"contested": 1})


def test_the_newest_map_of_the_raw_interface(read):
    inner = json.loads(collection(square(37, name="x /// geoJSON.status.occupied")))
    whole = {"id": 1750713495, "map": inner, "datetime": "2025-06-23T21:18:15Z"}
    (snapshot,) = read(json.dumps(whole).encode(), "last.json")
    assert (snapshot.report.format, snapshot.on, layers(snapshot)) == (
        "deepstate-raw",
        date(2025, 6, 23),
        {"occupied": 1},
    )


def test_a_file_that_says_no_status_says_so(read):
    (snapshot,) = read(collection(square(37, colour="red")))
    assert snapshot.report.notes == ("no column or layer says a status that is known: all of it taken as occupied",)
