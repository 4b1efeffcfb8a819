"""Every format that users have, by its content: statuses by allowlist, axes, CRS, archives; and the real samples."""

import json
import zipfile
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, box

from geodata.control import Boundary, Stated, read_control
from geodata.control.content import MOST_TEXT_BYTES
from geodata.errors import ImportRefused

TODAY = date(2026, 11, 22)
SAMPLES = Path(__file__).parents[3] / "shared/data/control_samples"
OUTLINE = Path(__file__).parents[3] / "shared/data/regions/ukraine_adm0_tiny.geojson"
real = [
    pytest.mark.realdata,
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="../shared/data/control_samples is absent"),
]


def ring(west, south=48):
    return [[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]


def feature(west, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring(west)]}}


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def placemark(west, name="", extra=""):
    corners = " ".join(f"{lon},{lat},0" for lon, lat in ring(west))
    return (
        f"<Placemark><name>{name}</name>{extra}<Polygon><outerBoundaryIs><LinearRing><coordinates>\n{corners}\n"
        "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
    )


def folder(name, *placemarks):
    return f"<Folder><name>{name}</name>{''.join(placemarks)}</Folder>"


def kml(*parts):
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{"".join(parts)}</Document></kml>'.encode()


def areas(snapshot):
    return {layer.status: round(layer.geometry.area, 6) for layer in snapshot.layers}


def dropped(snapshot):
    return {each.reason: each.features for each in snapshot.report.dropped}


@pytest.fixture
def read(tmp_path):
    def read(what, name, **options):
        path = tmp_path / name
        path.write_bytes(what if isinstance(what, bytes) else json.dumps(what).encode())
        where = {key: options.pop(key) for key in ("within", "country") if key in options}
        return read_control(path, source="mine", today=TODAY, stated=Stated(**options), **where)[0]

    return read


def test_deepstate_raw_takes_the_token_after_the_last_slashes(read):
    snapshot = read(
        collection(
            feature(30, name="Окуповано /// Occupied\xa0/// geoJSON.status.occupied\n"),
            feature(31, name="///\xa0geoJSON.status.unknown"),
            feature(32, name="Liberated ///\n geoJSON.status.dismissed_at {{at:16.03 -17.03}}"),
            feature(33, name="/// geoJSON.status.dismissed"),
            feature(34, name="/// geoJSON.territories.crimea"),
            feature(35, name="/// geoJSON.territories.ordlo"),
            feature(90, name="/// geoJSON.territories.abkhazia"),
            feature(37, name="/// geoJSON.status.occupied_soon"),
            {
                "type": "Feature",
                "properties": {"name": "/// x"},
                "geometry": {"type": "Point", "coordinates": [1, 2, 0]},
            },
        ),
        "1750713495.geojson",
    )
    assert (snapshot.report.format, snapshot.on) == ("deepstate-raw", date(2025, 6, 23))
    assert areas(snapshot) == {"liberated": 2, "occupied": 1, "pre-2022": 2, "unknown": 1}
    assert dropped(snapshot) == {
        "Point, no polygon": 1,
        "geoJSON.status.occupied_soon is not on the list": 1,
        "geoJSON.territories.abkhazia is not on the list": 1,
    }


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("20220815_RussianAssessedCoTinUkraine.geojson", "occupied"),
        ("20220815_RussianAssessedAdvanceinUkraine.geojson", "advance"),
        ("20220815_RussianClaimedCoTinUkraine.geojson", "claimed"),
        ("20260105_Assessed_Infiltration_Area.geojson", "infiltration"),
    ],
)
def test_isw_layers_are_told_by_their_names(read, name, status):
    snapshot = read(collection(feature(37, FID=1)), name)
    assert (snapshot.report.format, areas(snapshot)) == ("isw", {status: 1})


def test_isw_layers_in_one_file(read):
    what = collection(
        feature(37, layer="RussianAssessedCoT"), feature(38, layer="RussianAssessedAdvance"), feature(39, layer="Rail")
    )
    snapshot = read(what, "20230510.geojson")
    assert areas(snapshot) == {"advance": 1, "occupied": 1}
    assert dropped(snapshot) == {"layer 'Rail' is not on the list": 1}


@pytest.mark.parametrize("packed", [False, True], ids=["kml", "kmz"])
def test_amk_folders(read, tmp_path, packed):
    what = kml(
        folder("Confirmed  Russian controlled territory", placemark(37), placemark(33, "Crimea (Pre-invasion)")),
        folder("Infiltration zone", placemark(38)),
        folder("Confirmed Russian advances", placemark(39)),
        folder("Confirmed Russian controlled territory", placemark(36, "Russian-controlled Belgorod Oblast")),
        folder("Direction definitions", placemark(40)),
        folder("Cities", "<Placemark><Point><coordinates>37,48</coordinates></Point></Placemark>"),
    )
    if packed:
        with zipfile.ZipFile(tmp_path / "packed", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("doc.kml", what)
        what = (tmp_path / "packed").read_bytes()
    snapshot = read(what, "2026-01-05.kmz")
    assert snapshot.report.format == "amk"
    assert areas(snapshot) == {"advance": 1, "infiltration": 1, "occupied": 1, "pre-2022": 1}
    assert dropped(snapshot) == {
        "Point, no polygon": 1,
        "folder 'Direction definitions' is not on the list": 1,
        "the side's own ground": 1,
    }


def test_own_kml_has_times_data_and_holes(tmp_path):
    inner = "37.2,48.2 37.4,48.2 37.4,48.4 37.2,48.4 37.2,48.2"
    hole = f"<innerBoundaryIs><LinearRing><coordinates>{inner}</coordinates></LinearRing></innerBoundaryIs></Polygon>"
    status = '<ExtendedData><Data name="status"><value>claimed</value></Data></ExtendedData>'
    path = tmp_path / "own.kml"
    path.write_bytes(
        kml(
            placemark(37, "a", "<TimeStamp><when>2026-01-04</when></TimeStamp>").replace("</Polygon>", hole),
            placemark(38, "b", f"<TimeSpan><begin>2026-01-05T00:00:00Z</begin></TimeSpan>{status}"),
            placemark(39, "c", f"<TimeStamp><when>2026-01-04</when></TimeStamp>{status}"),
        )
    )
    first, second = read_control(path, source="mine", today=TODAY)
    assert (first.on, areas(first)) == (date(2026, 1, 4), {"claimed": 1})
    assert (second.on, areas(second)) == (date(2026, 1, 5), {"claimed": 1})
    assert dropped(first) == {"status '' is not on the list": 1}
    assert areas(read_control(path, source="mine", today=TODAY, stated=Stated(status="occupied"))[0]) == {
        "occupied": 1.96
    }


def test_owlmaps_has_latitude_first(read):
    what = {"areas": [[[lat, lon] for lon, lat in ring(37)], [[48, 37]]], "units": {}}
    snapshot = read(what, "20240601.json")
    assert (snapshot.report.format, snapshot.layers[0].geometry.bounds) == ("owlmaps", (37, 48, 38, 49))
    assert dropped(snapshot) == {"no ground in its geometry": 1}
    assert "axes read as latitude, longitude" in snapshot.report.notes[0]


def test_owlmaps_axes_are_checked_against_the_boundary(read):
    what = {"areas": [ring(37)]}
    with pytest.raises(ImportRefused, match="latitude and longitude exchanged"):
        read(what, "20240601.json", within=Boundary("Land", MultiPolygon([box(30, 45, 40, 52)])))


def test_nzz_counts_what_did_not_change_and_what_was_gained(read):
    features = collection(
        feature(37, type="nochange", date="2023-10-27"),
        feature(38, type="gains", date="2023-10-27"),
        feature(39, type="losses", date="2023-10-27"),
        feature(40, type="other", date="2023-10-27"),
    )
    snapshot = read({"value": features}, "2023-10-30.json")
    assert (snapshot.report.format, snapshot.on) == ("nzz", date(2023, 10, 30))
    assert areas(snapshot) == {"liberated": 1, "occupied": 2}
    assert dropped(snapshot) == {"type 'other' is not on the list": 1}
    assert read({"value": features}, "nzz.json").on == date(2023, 10, 27)


FRAME = gpd.GeoDataFrame(
    {"status": ["occupied", "liberated", "occupied"], "date": ["2026-01-04", "2026-01-04", "2026-01-05"]},
    geometry=[box(37, 48, 38, 49), box(38, 48, 39, 49), box(37, 48, 37.5, 49)],
    crs="EPSG:4326",
)


def write(frame, path, **options):
    """Write a frame in the format of the file's ending; a zipped Shapefile for .zip."""
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    elif path.suffix == ".zip":
        folder = path.with_suffix("")
        folder.mkdir()
        frame.to_file(folder / "own.shp")
        with zipfile.ZipFile(path, "w") as archive:
            for part in folder.iterdir():
                archive.write(part, part.name)
    else:
        frame.to_file(path, **options)
    return path


@pytest.mark.parametrize(
    ("ending", "format"),
    [
        ("gpkg", "geopackage"),
        ("zip", "shapefile"),
        ("shp", "shapefile"),
        ("fgb", "flatgeobuf"),
        ("parquet", "geoparquet"),
        ("geojson", "geojson"),
    ],
)
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32637"])
@pytest.mark.parametrize("dates", ["text", "dates"])
def test_files_of_desktop_programs(tmp_path, ending, format, crs, dates):
    frame = FRAME.assign(date=FRAME["date"].map(date.fromisoformat) if dates == "dates" else FRAME["date"])
    path = write(frame.to_crs(crs), tmp_path / f"own.{ending}")
    snapshots = read_control(path, source="mine", today=TODAY)
    assert [(s.on.day, s.report.format, set(areas(s))) for s in snapshots] == [
        (4, format, {"occupied", "liberated"}),
        (5, format, {"occupied"}),
    ]
    for snapshot, km2 in zip(snapshots, (16435.2, 4108.8), strict=True):
        assert snapshot.report.area_km2 == pytest.approx(km2, abs=0.1 if crs == "EPSG:4326" else 20)


def test_layers_of_a_geopackage_are_statuses(tmp_path):
    path = tmp_path / "2026-01-05.gpkg"
    for layer, number in (("occupied", 0), ("liberated", 1), ("roads", 2)):
        write(FRAME.iloc[[number]][["geometry"]], path, layer=layer, engine="pyogrio")
    (snapshot,) = read_control(path, source="mine", today=TODAY)
    assert areas(snapshot) == {"liberated": 1, "occupied": 1}
    assert dropped(snapshot) == {"layer 'roads' is not on the list": 1}


def test_shapefiles_of_an_archive_are_statuses(tmp_path):
    for name, number in (("occupied", 0), ("liberated", 1)):
        write(FRAME.iloc[[number]][["geometry"]], tmp_path / f"{name}.shp")
    path = tmp_path / "2026-01-05.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in (p for p in tmp_path.iterdir() if p.stem in ("occupied", "liberated")):
            archive.write(part, part.name)
    (snapshot,) = read_control(path, source="mine", today=TODAY)
    assert areas(snapshot) == {"liberated": 1, "occupied": 1}


def test_points_in_a_geopackage_are_dropped(tmp_path):
    frame = gpd.GeoDataFrame({"n": [1, 2, 3]}, geometry=[box(37, 48, 38, 49), None, Point(37, 48)], crs="EPSG:4326")
    (snapshot,) = read_control(write(frame, tmp_path / "20260105.gpkg"), source="mine", today=TODAY)
    assert dropped(snapshot) == {"null geometry": 1, "Point, no polygon": 1}


def test_esri_json(read):
    rows = [{"attributes": {"status": "occupied", "date": 1767571200000}, "geometry": {"rings": [ring(37)[::-1]]}}]
    what = {"geometryType": "esriGeometryPolygon", "spatialReference": {"wkid": 4326}, "features": rows}
    what["fields"] = [
        {"name": "status", "type": "esriFieldTypeString"},
        {"name": "date", "type": "esriFieldTypeDate"},
    ]
    snapshot = read(what, "own.json")
    assert (snapshot.report.format, snapshot.on, areas(snapshot)) == ("esrijson", date(2026, 1, 5), {"occupied": 1})


@pytest.mark.parametrize("ending", ["gpkg", "zip", "fgb", "parquet"])
def test_a_missing_crs_is_refused_unless_stated(tmp_path, ending):
    frame = FRAME.to_crs("EPSG:32637").set_crs(None, allow_override=True)
    with pytest.warns() if ending in ("gpkg", "fgb", "zip") else pytest.MonkeyPatch.context():
        path = write(frame, tmp_path / f"own.{ending}")
    with pytest.raises(ImportRefused, match="no CRS: expected one such as EPSG:32637"):
        read_control(path, source="mine", today=TODAY)
    snapshot = read_control(path, source="mine", today=TODAY, stated=Stated(crs="EPSG:32637"))[0]
    assert snapshot.layers[0].geometry.bounds == pytest.approx((38, 48, 39, 49), abs=0.01)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        pytest.param(b"SQLite format 3\x00" + b"\1" * 500, "cannot be read as polygons", id="a torn GeoPackage"),
        pytest.param(b"fgb\3fgb\0" + b"\1" * 500, "expected polygons, got none", id="a torn FlatGeobuf"),
        pytest.param(b"PAR1" + b"\1" * 500, "expected GeoParquet", id="a torn GeoParquet"),
        pytest.param(b"PK\3\4" + b"\1" * 500, "cannot be unpacked", id="a torn archive"),
        pytest.param(b"<kml><Document>", "expected KML, got", id="torn KML"),
        pytest.param(b"<gpx></gpx>", "got XML of 'gpx'", id="GPX"),
        pytest.param(b'<!DOCTYPE kml [<!ENTITY a "b">]><kml/>', "document type declaration", id="entities"),
        pytest.param(kml("<Placemark/>"), "expected polygons, got none", id="an empty placemark"),
        pytest.param(kml(placemark(37)).replace(b"37,48", b"x,y"), "expected lon,lat pairs", id="text for numbers"),
        pytest.param(kml(placemark(37)).replace(b"37,48", b"nan,48"), "NaN or infinity", id="NaN"),
        pytest.param(
            kml(placemark(37)).replace(b"37,48,0", b"37"), "expected lon,lat pairs, got '37'", id="half a pair"
        ),
        pytest.param({"areas": [[37, 48]]}, r"expected rings of \[latitude, longitude\]", id="owlmaps without rings"),
        pytest.param({"areas": [["a", "b", "c", "d"]]}, "expected rings of", id="owlmaps of text"),
        pytest.param({"value": {"features": 3}}, "got a JSON object of type None", id="nzz without features"),
    ],
)
def test_broken_files_are_refused_with_one_line(read, what, said):
    with pytest.raises(ImportRefused, match=said) as refused:
        read(what, "own_20260105.bin")
    assert "\n" not in str(refused.value)


def test_an_archive_that_unpacks_to_too_much_is_refused(read, tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "packed", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", kml(placemark(37), " " * 5_000_000))
    monkeypatch.setattr("geodata.control.content.MOST_TEXT_BYTES", 1_000_000)
    with pytest.raises(ImportRefused, match="unpacks to more than 1 MB"):
        read((tmp_path / "packed").read_bytes(), "20260105.kmz")
    assert MOST_TEXT_BYTES > 1_000_000


def test_an_archive_without_polygons_is_refused(read, tmp_path):
    with zipfile.ZipFile(tmp_path / "packed", "w") as archive:
        archive.writestr("readme.txt", "nothing here")
    with pytest.raises(
        ImportRefused, match="expected a Shapefile, a GeoPackage, FlatGeobuf, GeoParquet, GeoJSON or KML in the archive"
    ):
        read((tmp_path / "packed").read_bytes(), "20260105.zip")


def test_statuses_of_the_file_are_not_overruled(read):
    with pytest.raises(ImportRefused, match="isw says itself what each polygon is"):
        read(collection(feature(37)), "20220815_RussianAssessedCoTinUkraine.geojson", status="claimed")


@pytest.mark.parametrize(
    ("file", "format", "on", "km2"),
    [
        ("deepstate_raw/1750713495.geojson", "deepstate-raw", "2025-06-23", {"occupied": 69608, "pre-2022": 43983}),
        ("isw_layers/20220815_RussianAssessedCoTinUkraine.geojson", "isw", "2022-08-15", {"occupied": 120831}),
        ("isw_layers/20220815_RussianAssessedAdvanceinUkraine.geojson", "isw", "2022-08-15", {"advance": 3973}),
        ("isw_layers/data_20230510.geojson", "isw", "2023-05-10", {"occupied": 106461, "advance": 2651}),
        ("amk_kml/2026-08-21.kml", "amk", "2026-08-21", {"occupied": 74228, "pre-2022": 43742}),
        ("amk_kml/2026-08-22.kmz", "amk", "2026-08-22", {"occupied": 74227, "pre-2022": 43742}),
        ("owlmaps_json/20240601.json", "owlmaps", "2024-06-01", {"occupied": 113848}),
        ("owlmaps_json/20260821.json", "owlmaps", "2026-08-21", {"occupied": 121489}),
        ("nzz/2022-03-23.json", "nzz", "2022-03-23", {"occupied": 115402}),
        ("nzz/2023-10-30.json", "nzz", "2023-10-30", {"occupied": 80313}),
    ],
)
@pytest.mark.realdata
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="../shared/data/control_samples is absent")
def test_real_samples(file, format, on, km2):
    (snapshot,) = read_control(SAMPLES / file, source="sample", today=TODAY)
    assert (snapshot.report.format, snapshot.on.isoformat()) == (format, on)
    assert {layer.status: round(layer.area_km2) for layer in snapshot.layers} | km2 == {
        layer.status: round(layer.area_km2) for layer in snapshot.layers
    }


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("deepstate_raw/1754251105.geojson", "features"),
        ("isw_layers/data_20230510.geojson", "features"),
        ("isw_layers/20220816_RussianAssessedCoTinUkraine.geojson", "features"),
        ("nzz/2023-10-30.json", "value"),
        ("owlmaps_json/20260821.json", "areas"),
    ],
)
@pytest.mark.realdata
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="../shared/data/control_samples is absent")
def test_every_feature_of_a_real_sample_is_kept_or_dropped(file, key):
    inside = json.loads((SAMPLES / file).read_bytes())[key]
    (snapshot,) = read_control(SAMPLES / file, source="sample", today=TODAY)
    told = snapshot.report.kept + sum(dropped(snapshot).values())
    assert told == len(inside["features"] if key == "value" else inside)


@given(st.lists(st.sampled_from(["occupied", "claimed", "red", "", None, "point", "null", "ring"]), min_size=1))
def test_every_feature_is_kept_or_dropped(tmp_path_factory, kinds):
    shapes = {"point": {"type": "Point", "coordinates": [37, 48]}, "null": None}
    shapes["ring"] = {"type": "Polygon", "coordinates": [[[37, 48], [38, 48]]]}
    features = [feature(37, status="occupied")]
    features += [
        {**feature(37, status=kind), **({"geometry": shapes[kind]} if kind in shapes else {})} for kind in kinds
    ]
    path = tmp_path_factory.mktemp("law") / "m_20260105.geojson"
    path.write_text(json.dumps(collection(*features)))
    (snapshot,) = read_control(path, source="mine", today=TODAY)
    assert snapshot.report.kept + sum(dropped(snapshot).values()) == len(features)
    assert snapshot.report.kept == 1 + sum(kind in ("occupied", "claimed") for kind in kinds)


@pytest.mark.realdata
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="../shared/data/control_samples is absent")
def test_overlaps_of_a_real_layer_count_once():
    path = SAMPLES / "isw_layers/20220815_RussianAssessedCoTinUkraine.geojson"
    (snapshot,) = read_control(path, source="isw", today=TODAY)
    report = snapshot.report
    assert (round(report.area_before_mending_km2), round(report.area_km2)) == (120_949, 120_831)


@pytest.fixture(scope="module", params=["a.geojson", "a.kml", "a.kmz", "a.gpkg", "a.fgb", "a.parquet", "a.zip"])
def sound(request, tmp_path_factory):
    """Return a file of each format, to be damaged."""
    path = tmp_path_factory.mktemp("sound") / request.param
    if path.suffix == ".kml":
        path.write_bytes(kml(placemark(37, "a")))
    elif path.suffix == ".kmz":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("doc.kml", kml(placemark(37, "a")))
    else:
        write(FRAME[["status", "geometry"]], path)
    return path


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_damaged_bytes_are_read_or_refused_with_one_line(sound, data):
    whole = sound.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    cut, put = data.draw(st.integers(0, 40)), data.draw(st.binary(max_size=8))
    path = sound.with_name(f"damaged_20260105{sound.suffix}")
    path.write_bytes(whole[:at] + put + whole[at + cut :])
    try:
        read_control(path, source="mine", today=TODAY)
    except ImportRefused as refused:
        assert "\n" not in str(refused)
        assert len(str(refused)) < 400
