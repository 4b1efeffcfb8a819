"""All that fits as a file: the formats of ``frontline export`` over HTTP."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from fastapi.responses import Response

from app.api.ogc.rows import ROWS, Asked

if TYPE_CHECKING:
    import geopandas as gpd

    from app.workspace import Workspace

MEDIA_TYPES = {
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "parquet": "application/vnd.apache.parquet",
    "fgb": "application/flatgeobuf",
    "csv": "text/csv; charset=utf-8",
    "kml": "application/vnd.google-earth.kml+xml",
}
FILES = {f: media_type for f, media_type in MEDIA_TYPES.items() if f != "geojson"}
"""GeoJSON has pages too, so that it is no link of its own: with a limit it is a page, without one everything."""


def file_of(workspace: Workspace, name: str, asked: Asked, f: str, limit: int | None) -> Response:
    """Return a file of every feature that fits, at most `limit` where one is given.

    It says inside where it comes from, under which licence and how it was made.
    """
    from app.exports.tables import framed

    rows = (row for _, row in islice(ROWS[name](workspace, asked.limited(limit)), limit))
    return written(workspace, name, framed(name, rows), f)


def written(workspace: Workspace, kind: str, frame: gpd.GeoDataFrame, f: str) -> Response:
    """Return a frame as a file to keep."""
    from app.exports.about import about
    from app.exports.files import write_table

    with TemporaryDirectory(prefix="frontline-") as folder:
        path = Path(folder) / f"{kind}.{f}"
        write_table(frame, path, about(workspace, kind, frame))
        content = path.read_bytes()
    headers = {"Content-Disposition": f'attachment; filename="{path.name}"', "Vary": "Accept"}
    return Response(content, media_type=MEDIA_TYPES[f], headers=headers)
