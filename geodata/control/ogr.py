"""What GDAL reads into features: GeoPackage, Shapefile (zipped or not), FlatGeobuf, ESRI JSON; and GeoParquet."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely

from geodata.areas import check_coordinates, polygons
from geodata.control.content import MOST_BYTES, megabytes
from geodata.control.crs import reprojection
from geodata.control.features import Collected, Feature
from geodata.crs import CRS
from geodata.errors import ImportRefused

_MOST_ROWS = 2_000_000


def read_ogr(files: Sequence[Path | bytes], crs: str | None = None, *, swap_axes: bool = False) -> Collected:
    """Return the polygons of all layers of files that GDAL reads, in EPSG:4326.

    Parameters
    ----------
    files : sequence of Path or bytes
        The layers of all of them are read as of one file.
    crs : str, optional
        For layers that do not say theirs.
    swap_axes : bool
        The files have latitude (or northing) first.

    Raises
    ------
    ImportRefused
        GDAL cannot read it, or a layer has no coordinate reference system.
    """
    import pyogrio

    found = Collected()
    try:
        # What GDAL warns of (a damaged ring, a value cut short) belongs in the report, not on the terminal.
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            for file in files:
                for number, (layer, kind) in enumerate(pyogrio.list_layers(file)):
                    if kind is not None:  # else a table without geometry
                        name = "" if isinstance(file, bytes) else str(layer)
                        _read_layer(found, file, number, name, crs, swap_axes)
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        shapely.errors.ShapelyError,
        UnicodeDecodeError,  # names and values that are not in the encoding they should be in,
        UnboundLocalError,  # and what pyogrio makes of it in a CRS
    ) as error:
        raise ImportRefused(f"cannot be read as polygons: {error}") from error
    found.warnings += dict.fromkeys(str(warning.message).splitlines()[0][:200] for warning in warned)
    return found


def _read_layer(found: Collected, file: Path | bytes, number: int, name: str, crs: str | None, swap_axes: bool) -> None:
    import pyogrio

    meta, _, geometries, columns = pyogrio.raw.read(file, layer=number, force_2d=True)
    names = [str(name) for name in meta["fields"]]
    rows = zip(*(values.tolist() for values in columns), strict=True) if columns else ([] for _ in geometries)
    properties = [dict(zip(names, row, strict=True)) for row in rows]
    if crs and meta["crs"] and meta["crs"] != crs:
        found.warnings.append(f"the file says {meta['crs'][:40]}, which is taken; --crs says {crs}")
    _add(found, shapely.from_wkb(geometries), properties, meta["crs"] or crs, name, swap_axes)


def read_geoparquet(path: Path, crs: str | None = None, *, swap_axes: bool = False) -> Collected:
    """Return the polygons of a GeoParquet file in EPSG:4326.

    Raises
    ------
    ImportRefused
        No ``geo`` metadata, no WKB, or an unknown coordinate reference system.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise ImportRefused("reading GeoParquet needs pyarrow: pip install pyarrow") from error
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            _check_size(file.metadata)
            table = file.read()
        geo = orjson.loads((table.schema.metadata or {})[b"geo"])
        name = geo["primary_column"]
        column = geo["columns"][name]
        geometries = shapely.from_wkb(np.array(table.column(name).to_pylist(), dtype=object))
        properties = table.drop_columns([name]).to_pylist()
    except ImportRefused:
        raise
    except (pyarrow.ArrowException, OSError, KeyError, TypeError, ValueError, shapely.errors.ShapelyError) as error:
        raise ImportRefused(f"expected GeoParquet with WKB and its geo metadata: {error}") from error
    found = Collected()
    # The format's default, where the key is absent, is longitude and latitude; null is "unknown".
    stated = orjson.dumps(column["crs"]).decode() if column.get("crs") else CRS if "crs" not in column else crs
    _add(found, geometries, properties or [{} for _ in geometries], stated, "", swap_axes)
    return found


def _check_size(metadata: Any) -> None:
    """Refuse a table that unpacks to more than can be held: repeated values pack to almost nothing."""
    size = sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
    if metadata.num_rows > _MOST_ROWS or size > MOST_BYTES:
        raise ImportRefused(
            f"expected at most {_MOST_ROWS:,} rows and {megabytes(MOST_BYTES)}, got {metadata.num_rows:,} rows"
        )


def _add(
    found: Collected,
    geometries: Any,
    properties: list[dict[str, Any]],
    crs: str | None,
    layer: str,
    swap_axes: bool,
) -> None:
    if crs is None and len(geometries):
        raise ImportRefused(
            f"{layer or 'the file'} has no CRS: expected one such as EPSG:32637; state it with --crs or add the .prj"
        )
    to_lonlat = reprojection(crs, found.notes, swap_axes=swap_axes)
    for geometry, row in zip(geometries, properties, strict=True):
        if geometry is None or geometry.is_empty:
            found.drop("null geometry" if geometry is None else "empty geometry")
        elif geometry.geom_type not in ("Polygon", "MultiPolygon", "GeometryCollection"):
            found.drop(f"{geometry.geom_type}, no polygon")
        else:
            ground = shapely.force_2d(geometry)
            if ground.geom_type == "GeometryCollection":
                ground = polygons(ground)
                if ground.is_empty:
                    found.drop("no ground in its geometry")
                    continue
            if to_lonlat is not None:
                ground = shapely.transform(ground, to_lonlat)
            check_coordinates(shapely.get_coordinates(ground))
            found.features.append(Feature(ground, row, layer))
