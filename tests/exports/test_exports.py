"""Exports: every kind in every format, opened again by a reader that is not ours."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyarrow.parquet as pq
import pyogrio
import pytest
from lxml import etree

from app.demo import load_demo
from app.errors import BadInput, NotFound
from app.exports.about import about
from app.exports.files import WRITERS, write_table
from app.exports.tables import KINDS, Asked, table
from app.settings import Settings
from app.workspace import Workspace

KML = "{http://www.opengis.net/kml/2.2}"
SPAN = Asked(start=date(2025, 11, 1), end=date(2025, 12, 1))
GDAL = (".geojson", ".gpkg", ".fgb", ".kml")


@pytest.fixture(scope="module")
def demo(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    space = Workspace(Settings(data_dir=data_dir, store=str(tmp_path_factory.mktemp("exports") / "store.db")))
    load_demo(space)
    yield space
    space.store.close()


def exported(space: Workspace, kind: str, out: Path, asked: Asked = SPAN) -> gpd.GeoDataFrame:
    if kind not in ("control", "changes"):
        asked = Asked()
    frame = table(space, kind, asked)
    write_table(frame, out, about(space, kind, frame))
    return frame


def rows_by_another(path: Path) -> tuple[list[str], int]:
    """The columns and the number of rows, as somebody else's reader sees them."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file))
        return lines[0], len(lines) - 1
    if path.suffix == ".parquet":
        read = pq.read_table(path)
        return read.column_names, read.num_rows
    info = pyogrio.read_info(path)
    return list(info["fields"]), info["features"]


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_in_every_format_is_read_by_others(demo: Workspace, tmp_path: Path, kind: str, suffix: str) -> None:
    out = tmp_path / f"{kind}{suffix}"
    frame = exported(demo, kind, out)
    columns, rows = rows_by_another(out)
    assert rows == len(frame) > 0
    if suffix != ".kml":  # GDAL gives some of KML's own names to its fields
        assert set(frame.columns) - {"geometry"} <= set(columns)
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize("suffix", [*GDAL, ".parquet"])
@pytest.mark.parametrize("kind", ["mentions", "control", "changes"])
def test_geometry_comes_back_as_it_was(demo: Workspace, tmp_path: Path, kind: str, suffix: str) -> None:
    out = tmp_path / f"{kind}{suffix}"
    frame = exported(demo, kind, out)
    again = gpd.read_parquet(out) if suffix == ".parquet" else gpd.read_file(out)
    assert again.crs == "EPSG:4326"
    # A multipolygon of one part and a polygon are the same ground; formats differ in which they keep.
    ours = sorted(_simple(shape).normalize().wkt for shape in frame.geometry if shape is not None)
    theirs = sorted(
        _simple(shape).normalize().wkt for shape in again.geometry if shape is not None and not shape.is_empty
    )
    assert theirs == ours


def _simple(shape: Any) -> Any:
    return shape.geoms[0] if getattr(shape, "geoms", None) is not None and len(shape.geoms) == 1 else shape


TOLD = "Illustrative outlines drawn for this demo; not anyone's assessment of control"


@pytest.mark.parametrize("kind", ["findings", "control", "changes"])
def test_geojson_says_where_it_comes_from(demo: Workspace, tmp_path: Path, kind: str) -> None:
    exported(demo, kind, tmp_path / "out.geojson")
    told = json.loads((tmp_path / "out.geojson").read_text())["frontline"]
    assert TOLD in told["licence"]
    assert (told["source"], told["layer"]) == ("Illustrative demo", kind)
    assert "geodesic" in told["method"].lower()


def test_geopackage_says_where_it_comes_from(demo: Workspace, tmp_path: Path) -> None:
    exported(demo, "control", tmp_path / "out.gpkg")
    with sqlite3.connect(tmp_path / "out.gpkg") as file:
        metadata = "\n".join(row[0] for row in file.execute("select metadata from gpkg_metadata"))
        (described,) = file.execute("select description from gpkg_contents").fetchone()
        indexed = file.execute(
            "select count(*) from gpkg_extensions where extension_name = 'gpkg_rtree_index'"
        ).fetchone()
    assert TOLD in metadata
    assert TOLD in described
    assert indexed == (1,)


def test_flatgeobuf_says_where_it_comes_from(demo: Workspace, tmp_path: Path) -> None:
    exported(demo, "control", tmp_path / "out.fgb")
    assert TOLD in pyogrio.read_info(tmp_path / "out.fgb")["layer_metadata"]["DESCRIPTION"]


def test_geoparquet_says_where_it_comes_from(demo: Workspace, tmp_path: Path) -> None:
    exported(demo, "control", tmp_path / "out.parquet")
    metadata = pq.read_schema(tmp_path / "out.parquet").metadata
    assert TOLD in metadata[b"frontline:licence"].decode()
    assert json.loads(metadata[b"geo"])["primary_column"] == "geometry"


def test_csv_says_in_each_row_where_it_comes_from(demo: Workspace, tmp_path: Path) -> None:
    exported(demo, "mentions", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all("GeoNames" in row["licence"] and row["method"] for row in rows)
    placed = next(row for row in rows if row["place"] == "Siversk")
    assert (round(float(placed["lat"]), 1), round(float(placed["lon"]), 1)) == (48.9, 38.1)


def test_kml_has_a_time_span_for_each_placemark_that_has_days(demo: Workspace, tmp_path: Path) -> None:
    exported(demo, "changes", tmp_path / "out.kml")
    root = etree.parse(str(tmp_path / "out.kml")).getroot()
    spans = [
        (span.findtext(f"{KML}begin"), span.findtext(f"{KML}end")) for span in root.iter(f"{KML}TimeSpan")
    ]  # fmt: skip
    assert set(spans) == {("2025-11-01", "2025-12-01")}
    assert TOLD in root.findtext(f"{KML}Document/{KML}description")


def test_the_change_between_two_days_is_that_of_deltas(demo: Workspace, tmp_path: Path) -> None:
    frame = exported(demo, "changes", tmp_path / "out.gpkg")
    (row,) = demo.deltas(start=SPAN.start, end=SPAN.end)
    areas = frame.groupby("kind")["area_km2"].sum()
    assert areas["gained"] == pytest.approx(row["gained_km2"], abs=0.01)
    assert areas.get("lost", 0.0) == pytest.approx(row["lost_km2"], abs=0.01)


def test_filters_are_honoured(demo: Workspace) -> None:
    days = {row["on"] for row in demo.snapshots("demo")}
    assert set(table(demo, "control", Asked(start=date(2025, 10, 1), end=date(2025, 12, 31)))["on"]) == days
    assert list(table(demo, "control", Asked())["on"].unique()) == [max(days)]
    steps = table(demo, "changes", Asked(every="day"))
    assert set(zip(steps["start"], steps["end"], strict=True)) == {
        ("2025-10-01", "2025-11-01"),
        ("2025-11-01", "2025-12-01"),
    }
    document = demo.documents()[0]["id"]
    assert set(table(demo, "mentions", Asked(document=document))["document_id"]) == {document}


@pytest.mark.parametrize(
    ("kind", "asked", "error", "reason"),
    [
        ("mentions", Asked(document="0" * 16), NotFound, "no mentions to export"),
        ("control", Asked(source="nobody"), NotFound, "no source 'nobody' is loaded; loaded: demo"),
        ("control", Asked(start=date(2020, 1, 1), end=date(2020, 2, 1)), NotFound, "no control to export"),
        ("weather", Asked(), BadInput, "expected one of mentions, claims"),
    ],
)
def test_what_there_is_nothing_of_is_refused(
    demo: Workspace, kind: str, asked: Asked, error: type[Exception], reason: str
) -> None:
    with pytest.raises(error, match=reason):
        table(demo, kind, asked)


HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    "]]>&amp;\x00\x0b",
    "\u202eevil",
    '",\n"',
]


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_text(tmp_path: Path, suffix: str, hostile: str) -> None:
    frame = gpd.GeoDataFrame({"id": ["1"], "text": [hostile.replace("\x00", "")], "geometry": [None]}, crs="EPSG:4326")
    told = {
        "title": hostile,
        "layer": "mentions",
        "source": "s",
        "licence": "l",
        "method": "m",
        "program": "p",
        "made": "x",
    }
    out = tmp_path / f"out{suffix}"
    write_table(frame, out, {key: value.replace("\x00", "") for key, value in told.items()})
    assert rows_by_another(out)[1] == 1
    if suffix == ".csv":
        with out.open(encoding="utf-8-sig", newline="") as file:
            assert next(csv.DictReader(file))["text"][0] not in "=+-@"


def test_a_file_that_cannot_be_written_leaves_nothing(demo: Workspace, tmp_path: Path) -> None:
    frame = table(demo, "mentions", Asked())
    with pytest.raises(BadInput, match="no-such-folder"):
        write_table(frame, tmp_path / "no-such-folder" / "out.csv", about(demo, "mentions", frame))
    with pytest.raises(BadInput, match=r"expected a file that ends in \.geojson"):
        write_table(frame, tmp_path / "out.docx", about(demo, "mentions", frame))
    assert not list(tmp_path.iterdir())
