"""The front line: the edge of the controlled area without coast and state border, and distances to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely
from shapely import MultiLineString, MultiPolygon

from geodata.areas import Floats, check_coordinates, check_polygonal
from geodata.crs import CRS, ELLIPSOID

MARGIN_KM = 2.0

# Straight in degrees and straight in kilometres part by less than 5 m between vertices this close.
_STEP_DEG = 0.05
# Of the edges nearest by chord, those within this much of the nearest are measured on the ellipsoid.
_NEARLY_KM, _NEARLY_SHARE = 0.1, 0.002


def front_line(controlled: MultiPolygon, outline: MultiPolygon, margin_km: float = MARGIN_KM) -> MultiLineString:
    """Return the edge of the controlled area that is farther than a margin from the country's outline.

    Parameters
    ----------
    controlled, outline : MultiPolygon
        EPSG:4326. Of the outline its boundary counts: coast and state border.
    margin_km : float
        Kilometres, measured in an azimuthal equidistant projection on the middle of the controlled area, where lengths
        are true to 0.1 % within 500 km: 2 m in 2 km.

    Returns
    -------
    MultiLineString
        EPSG:4326; empty where nothing is controlled or all of its edge is coast and border.

    Raises
    ------
    GeometryError
        One of them is not polygonal, or a coordinate is not on the globe.

    Examples
    --------
    >>> from shapely import box
    >>> country, south = MultiPolygon([box(30, 45, 40, 52)]), MultiPolygon([box(30, 45, 40, 48)])
    >>> [round(degrees, 2) for degrees in front_line(south, country).bounds]
    [30.03, 48.0, 39.97, 48.0]
    """
    for ground in (controlled, outline):
        check_polygonal(ground)
        check_coordinates(shapely.get_coordinates(ground))
    if controlled.is_empty:
        return MultiLineString()
    to_km, to_degrees = _around(controlled)
    edge, border = (
        shapely.transform(shapely.segmentize(ground.boundary, _STEP_DEG), to_km) for ground in (controlled, outline)
    )
    # Only the border beside the controlled area is widened; far parts of a large country may not even project.
    west, south, east, north = edge.bounds
    room = 2 * margin_km
    border = shapely.clip_by_rect(border, west - room, south - room, east + room, north + room)
    line = shapely.difference(edge, shapely.buffer(border, margin_km))
    parts = shapely.get_parts(shapely.transform(_merged(line), to_degrees))
    return MultiLineString(list(parts[~shapely.is_empty(parts)]))


def distance_to_line_km(lon: float, lat: float, line: Any) -> float | None:
    """Geodesic distance from a point to the nearest point of a line, in kilometres, exact to 0.01 km.

    Parameters
    ----------
    lon, lat : float
        Degrees, WGS 84.
    line : LineString or MultiLineString
        EPSG:4326.

    Returns
    -------
    float or None
        Rounded to 0.01 km; None for an empty line.

    Raises
    ------
    GeometryError
        The point or the line is not on the globe.

    Examples
    --------
    >>> distance_to_line_km(37, 48, shapely.LineString([(36, 49), (38, 49)]))
    111.2
    """
    return distance_to_edges_km(lon, lat, edges(line))


@dataclass(frozen=True, slots=True)
class Edges:
    """A line taken apart for measuring many distances to it: degrees, and kilometres from the ellipsoid's centre."""

    start: Floats
    along: Floats
    start_km: Floats
    along_km: Floats
    length2_km2: Floats

    def __len__(self) -> int:
        return len(self.start)


def edges(line: Any) -> Edges:
    """Return the edges of a line in EPSG:4326, long ones divided."""
    parts = shapely.get_parts(line)
    parts = shapely.segmentize(parts[shapely.length(parts) > 0], _STEP_DEG)
    lonlat, part = shapely.get_coordinates(parts, return_index=True)
    check_coordinates(lonlat)
    inside = part[1:] == part[:-1]
    km = _in_space_km(lonlat)
    along_km = (km[1:] - km[:-1])[inside]
    length2_km2 = np.maximum((along_km**2).sum(axis=1), np.finfo(float).tiny)
    return Edges(lonlat[:-1][inside], (lonlat[1:] - lonlat[:-1])[inside], km[:-1][inside], along_km, length2_km2)


def distance_to_edges_km(lon: float, lat: float, line: Edges) -> float | None:
    """Return what :func:`distance_to_line_km` returns, of a line taken apart before."""
    point = np.array([[lon, lat]], dtype=float)
    check_coordinates(point)
    if len(line) == 0:
        return None
    share, chord_km = _nearest_by_chord(_in_space_km(point), line)
    near = chord_km <= chord_km.min() * (1 + _NEARLY_SHARE) + _NEARLY_KM
    feet = line.start[near] + share[near, None] * line.along[near]
    _, _, metres = _geod().inv(np.full(len(feet), lon), np.full(len(feet), lat), feet[:, 0], feet[:, 1])
    return round(float(np.min(metres)) / 1e3, 2)


def length_km(line: Any) -> float:
    """Geodesic length of a line in EPSG:4326, in kilometres."""
    return float(_geod().geometry_length(line)) / 1e3 if not line.is_empty else 0.0


def _merged(line: Any) -> Any:
    return shapely.line_merge(line) if line.geom_type == "MultiLineString" else line


def _around(ground: MultiPolygon) -> tuple[Callable[[Floats], Floats], Callable[[Floats], Floats]]:
    """Return the projection to kilometres around the middle of the ground, and its inverse."""
    from pyproj import Transformer

    west, south, east, north = ground.bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    local = f"+proj=aeqd +lat_0={lat} +lon_0={lon} +ellps={ELLIPSOID} +units=km"
    transformer = Transformer.from_crs(CRS, local, always_xy=True)

    def to_km(lonlat: Floats) -> Floats:
        return np.stack(transformer.transform(lonlat[:, 0], lonlat[:, 1]), axis=1)

    def to_degrees(xy: Floats) -> Floats:
        return np.stack(transformer.transform(xy[:, 0], xy[:, 1], direction="INVERSE"), axis=1)

    return to_km, to_degrees


def _in_space_km(lonlat: Floats) -> Floats:
    """Return points on the ellipsoid as x, y, z in kilometres from its centre, shape (n, 3)."""
    geod = _geod()
    lon, lat = np.radians(lonlat).T
    normal_km = geod.a / 1e3 / np.sqrt(1 - geod.es * np.sin(lat) ** 2)
    axes = (np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), (1 - geod.es) * np.sin(lat))
    place: Floats = normal_km[:, None] * np.stack(axes, axis=1)
    return place


def _nearest_by_chord(point: Floats, line: Edges) -> tuple[Floats, Floats]:
    """Return for each edge where on it (0 to 1) the point is nearest, and how far in kilometres, through the ground."""
    share = np.clip(((point - line.start_km) * line.along_km).sum(axis=1) / line.length2_km2, 0.0, 1.0)
    apart = line.start_km + share[:, None] * line.along_km - point
    return share, np.sqrt((apart**2).sum(axis=1))


@cache
def _geod() -> Any:
    from pyproj import Geod

    return Geod(ellps=ELLIPSOID)
