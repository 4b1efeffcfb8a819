"""Frames → files: GeoJSON, GeoPackage, GeoParquet, FlatGeobuf, CSV, KML; each says inside where it comes from."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import BadInput

if TYPE_CHECKING:
    import geopandas as gpd

Told = Mapping[str, str]
"""What a file says of itself: title, source, licence, method, program, made."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_table(frame: gpd.GeoDataFrame, out: Path, told: Told) -> None:
    """Write a frame in the format that the file's name ends in, whole or not at all.

    Parameters
    ----------
    frame : GeoDataFrame
        EPSG:4326; plain columns, days as ISO text.
    out : Path
        Ends in one of :data:`WRITERS`; a file that stands there is replaced.
    told : mapping of str to str
        Kept inside the file, in the place that its format has for it; in CSV, which has none, in columns.

    Raises
    ------
    BadInput
        Another ending, or a place that cannot be written.
    """
    writer = WRITERS.get(out.suffix.lower())
    if writer is None:
        raise BadInput(f"expected a file that ends in {', '.join(WRITERS)}, got {out.name}")
    beside = out.with_name(f".{out.stem}.part{out.suffix.lower()}")  # the ending tells some writers the format
    try:
        beside.unlink(missing_ok=True)
        writer(frame, beside, told)
        beside.replace(out)
    except OSError as error:
        raise BadInput(f"{out}: {error.strerror or error}") from error
    finally:
        beside.unlink(missing_ok=True)


def _geojson(frame: gpd.GeoDataFrame, out: Path, told: Told) -> None:
    """RFC 7946; what it says of itself is a foreign member, ``frontline``."""
    with out.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "frontline": ' + json.dumps(dict(told), ensure_ascii=False))
        file.write(', "features": [')
        columns = [column for column in frame.columns if column != "geometry"]
        for number, row in enumerate(frame.itertuples(index=False)):
            feature = {
                "type": "Feature",
                "properties": {column: _plain(value) for column, value in zip(columns, row[:-1], strict=True)},
                "geometry": None if row[-1] is None else row[-1].__geo_interface__,
            }
            file.write(("" if number == 0 else ",") + "\n" + json.dumps(feature, ensure_ascii=False))
        file.write("\n]}\n")


def _geopackage(frame: gpd.GeoDataFrame, out: Path, told: Told) -> None:
    import pyogrio

    layer = told["layer"]
    pyogrio.write_dataframe(
        _typed(frame), out, driver="GPKG", layer=layer, layer_metadata=dict(told), dataset_metadata=dict(told),
        layer_options={"DESCRIPTION": f"{told['title']}. {told['licence']}", "SPATIAL_INDEX": "YES"},
        geometry_type=_geometry_type(frame),
    )  # fmt: skip


def _flatgeobuf(frame: gpd.GeoDataFrame, out: Path, told: Told) -> None:
    import pyogrio

    # Its spatial index takes no feature without a place, and most claims have none.
    indexed = "NO" if frame.geometry.isna().any() else "YES"
    pyogrio.write_dataframe(
        _typed(frame), out, driver="FlatGeobuf", layer=told["layer"], geometry_type=_geometry_type(frame),
        layer_options={
            "TITLE": told["title"], "DESCRIPTION": f"{told['licence']}. {told['method']}", "SPATIAL_INDEX": indexed,
        },
    )  # fmt: skip


def _geoparquet(frame: gpd.GeoDataFrame, out: Path, told: Told) -> None:
    import pyarrow.parquet as pq

    frame.to_parquet(out, index=False, compression="zstd")
    written = pq.read_table(out)
    about = {f"frontline:{key}".encode(): value.encode() for key, value in told.items()}
    pq.write_table(
        written.replace_schema_metadata({**(written.schema.metadata or {}), **about}), out, compression="zstd"
    )


def _csv(frame: gpd.GeoDataFrame, out: Path, told: Told) -> None:
    """UTF-8 with the mark that spreadsheets look for; a text that would be a formula there is quoted."""
    import csv

    columns = [column for column in frame.columns if column != "geometry"]
    points = set(frame.geometry.dropna().geom_type) <= {"Point"} and frame.geometry.notna().any()
    shapes = ("lat", "lon") if points else ()
    about = ("licence", "method")
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow([*columns, *shapes, *about])
        for row in frame.itertuples(index=False):
            values = [_cell(_plain(value)) for value in row[:-1]]
            at = () if not points else (row[-1].y, row[-1].x) if row[-1] is not None else ("", "")
            lines.writerow([*values, *at, *(told[key] for key in about)])


def _kml(frame: gpd.GeoDataFrame, out: Path, told: Told) -> None:
    """KML 2.2 with a TimeSpan for each placemark that has days."""
    from lxml import etree
    from shapely import get_parts

    namespace = "http://www.opengis.net/kml/2.2"

    def add(parent: Any, tag: str, text: object = None, **attributes: str) -> Any:
        element = etree.SubElement(parent, f"{{{namespace}}}{tag}", **attributes)
        if text is not None:
            element.text = _xml(str(text))
        return element

    root = etree.Element(f"{{{namespace}}}kml", nsmap={None: namespace})
    document = add(root, "Document")
    add(document, "name", told["title"])
    add(document, "description", "\n".join(f"{key}: {value}" for key, value in told.items()))
    columns = [column for column in frame.columns if column != "geometry"]
    for row in frame.itertuples(index=False):
        values = {column: _plain(value) for column, value in zip(columns, row[:-1], strict=True)}
        mark = add(document, "Placemark")
        add(mark, "name", values.get("place") or values.get("kind") or values.get("status") or values.get("text"))
        add(mark, "description", values.get("sentence_text") or values.get("definition"))
        begin, end = _span(values)
        if begin or end:
            span = add(mark, "TimeSpan")
            if begin:
                add(span, "begin", begin)
            if end:
                add(span, "end", end)
        data = add(mark, "ExtendedData")
        for key, value in values.items():
            if value is not None:
                add(add(data, "Data", name=key), "value", value)
        parts = [] if row[-1] is None else list(get_parts(row[-1]))
        holder = add(mark, "MultiGeometry") if len(parts) > 1 else mark
        for part in parts:
            _kml_shape(add, holder, part)
    etree.ElementTree(root).write(str(out), encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _kml_shape(add: Callable[..., Any], parent: Any, shape: Any) -> None:
    if shape.geom_type == "Point":
        add(add(parent, "Point"), "coordinates", f"{shape.x},{shape.y}")
        return
    polygon = add(parent, "Polygon")
    for tag, ring in [("outerBoundaryIs", shape.exterior), *(("innerBoundaryIs", hole) for hole in shape.interiors)]:
        corners = " ".join(f"{x},{y}" for x, y, *_ in ring.coords)
        add(add(add(polygon, tag), "LinearRing"), "coordinates", corners)


def _span(values: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Return the first and last day of a row, whatever its kind calls them."""
    for first, last in (("on", "on"), ("period_start", "period_end"), ("snapshot_start", "snapshot_end")):
        if values.get(first) or values.get(last):
            return values.get(first), values.get(last)
    if isinstance(values.get("start"), str):
        return values["start"], values.get("end")
    return values.get("published"), values.get("published")


def _typed(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame with text where a column has nothing at all, so that the field is there in every file."""
    import pandas as pd

    empty = {
        name: pd.array([None] * len(frame), dtype="string") for name in frame.columns[:-1] if frame[name].isna().all()
    }
    return frame.assign(**empty)


def _geometry_type(frame: gpd.GeoDataFrame) -> str:
    kinds = set(frame.geometry.dropna().geom_type)
    if kinds <= {"Point"}:
        return "Point"
    return "Polygon" if kinds == {"Polygon"} else "MultiPolygon" if "MultiPolygon" in kinds else "Unknown"


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: no numpy scalar, and None for what is not a number."""
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and math.isnan(value) else value


def _cell(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def _xml(text: str) -> str:
    """Return text without the characters that XML has no place for."""
    return "".join(char for char in text if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff"))


WRITERS: dict[str, Callable[[gpd.GeoDataFrame, Path, Told], None]] = {
    ".geojson": _geojson,
    ".gpkg": _geopackage,
    ".parquet": _geoparquet,
    ".fgb": _flatgeobuf,
    ".csv": _csv,
    ".kml": _kml,
}
