"""The contract of the frames that cross a threshold, and the one function that checks it at the door.

control = ``source, on (date), status, geometry``; change = ``source, start, end, kind (gained|lost), geometry,
area_km2``; both polygonal and in EPSG:4326.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata.crs import CRS
from geodata.errors import FrameError

if TYPE_CHECKING:
    import geopandas as gpd

CONTROL_COLUMNS = ("source", "on", "status", "geometry")
CHANGE_COLUMNS = ("source", "start", "end", "kind", "geometry", "area_km2")
CHANGE_KINDS = frozenset({"gained", "lost"})


def check_control(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame if it is a control frame, else raise :class:`FrameError`."""
    return _check(frame, CONTROL_COLUMNS, "control")


def check_change(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame if it is a change frame, else raise :class:`FrameError`."""
    _check(frame, CHANGE_COLUMNS, "change")
    kinds = set(frame["kind"].unique()) - CHANGE_KINDS
    if kinds:
        raise FrameError(f"change frame: expected kind gained or lost, got {', '.join(sorted(map(str, kinds)))}")
    return frame


def _check(frame: gpd.GeoDataFrame, columns: tuple[str, ...], name: str) -> gpd.GeoDataFrame:
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise FrameError(f"{name} frame: missing column {', '.join(missing)}; expected {', '.join(columns)}")
    if frame.crs is None or frame.crs != CRS:
        raise FrameError(f"{name} frame: expected {CRS}, got {frame.crs}; use to_crs({CRS!r})")
    types = set(frame.geometry.geom_type.dropna()) - {"Polygon", "MultiPolygon"}
    if types:
        raise FrameError(f"{name} frame: expected polygons, got {', '.join(sorted(types))}")
    return frame
