"""Areas on the ellipsoid, and geometry made fit to be measured.

Areas are geodesic on WGS 84, never planar: in EPSG:3857 the same ground at 48° N is more than twice as large, and
square degrees mean nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely import MultiPolygon

from geodata.crs import CRS, ELLIPSOID
from geodata.errors import GeometryError

Floats = npt.NDArray[np.float64]
_POLYGONAL = ("Polygon", "MultiPolygon")

# WGS 84, as pyproj has it; pyproj itself is loaded for long edges only, for it takes longer to load than a day to read.
_SEMI_AXIS_KM = 6378.137
_FLATTENING = 1 / 298.257223563
_E2 = _FLATTENING * (2 - _FLATTENING)
_TINY = float(np.finfo(float).tiny)
# Up to this length the series in `_short_strips_km2` agrees with the exact geodesic to 5e-6 km² an edge.
_SHORT_EDGE_DEG = 0.5
_POLAR_DEG = 80.0
_HALF_TURN_DEG = 180.0
_POLE_DEG = 90.0
# Values such as 180.00000000000003 come from reprojecting; they are the antimeridian.
_ROUNDING_DEG = 1e-9


def area_km2(geometry: Any) -> float:
    """Geodesic area in square kilometres on WGS 84.

    The edges are geodesics between the vertices, as in ``pyproj.Geod.geometry_area_perimeter``, to which the result is
    equal to 0.001 km² on a country; the orientation of the rings does not matter.

    Parameters
    ----------
    geometry : shapely Polygon or MultiPolygon
        Longitude and latitude in degrees, EPSG:4326. Parts must not overlap: see :func:`mended`.

    Returns
    -------
    float
        Square kilometres; 0.0 for an empty geometry.

    Raises
    ------
    GeometryError
        The geometry is not polygonal, or a coordinate is not finite or not on the globe.

    Notes
    -----
    The area between an edge and the equator is the trapezoid in longitude and authalic height, corrected by the
    curvature of the geodesic (third order in the edge's length). Long edges are left to ``pyproj.Geod``.

    Examples
    --------
    >>> from shapely import box
    >>> round(area_km2(box(37, 48, 38, 49)), 2)
    8217.59
    >>> area_km2(shapely.Polygon())
    0.0
    """
    check_polygonal(geometry)
    check_coordinates(shapely.get_coordinates(geometry))
    return float(sum(ring_areas_km2(shapely.orient_polygons(geometry))))


def ring_areas_km2(ground: Any) -> Floats:
    """Signed areas of the rings of oriented polygons in square kilometres, shells positive, shape (rings,).

    Parameters
    ----------
    ground : Polygon, MultiPolygon or array of Polygon
        Shells counter-clockwise, holes clockwise; coordinates that :func:`check_coordinates` passes.
    """
    lonlat, ring = rings(ground)
    if len(lonlat) == 0:
        return np.zeros(0)
    inside = ring[1:] == ring[:-1]
    if np.abs(np.diff(lonlat[:, 0]) * inside).max() > _HALF_TURN_DEG / 2:
        # Round a pole or over the antimeridian the strips to the equator do not close, and left and right may be
        # exchanged: only a ring's role says its sign.
        found = [[part.exterior, *part.interiors] for part in shapely.get_parts(ground)]
        return np.array([_exact_km2(one) * (1 if one is part[0] else -1) for part in found for one in part])
    strips = _strips_km2(lonlat, _authalic_height(lonlat[:, 1]), slice(None, -1), slice(1, None), inside)
    return np.bincount(ring[:-1], strips).astype(np.float64, copy=False)


def mended(geometry: Any) -> MultiPolygon:
    """Return the ground that a geometry covers, as one valid MultiPolygon.

    Z is dropped, each part is made valid on its own, points and lines fall away, the parts are united, shells run
    counter-clockwise and parts and rings stand in one order, whatever the order of the input.

    Parameters
    ----------
    geometry : shapely geometry
        Longitude and latitude in degrees, EPSG:4326; collections are taken apart.

    Returns
    -------
    MultiPolygon
        Empty where the input has no ground.

    Raises
    ------
    GeometryError
        A coordinate is not finite or not on the globe.

    Examples
    --------
    >>> from shapely import MultiPolygon, box
    >>> len(mended(MultiPolygon([box(0, 0, 2, 2), box(1, 0, 3, 2)])).geoms)
    1
    """
    return mend(geometry)[0]


def mend(geometry: Any, valid: Callable[[MultiPolygon], bool] | None = None) -> tuple[MultiPolygon, bool]:
    """Return what :func:`mended` returns, and whether it is the ground as it came (valid, nothing to unite).

    Parameters
    ----------
    valid : callable, optional
        What says whether polygons are valid, such as :func:`geodata.validity.valid`; else shapely.
    """
    known = _latest.mended  # one read, so that another thread cannot part it
    if known is not None and shapely.equals_identical(known[0], geometry):
        return known[1:]  # a map that has not changed since the day before, in one file of eight
    check_coordinates(shapely.get_coordinates(geometry))
    flat = not (shapely.has_z(geometry) or shapely.has_m(geometry))
    ground = geometry if flat else shapely.force_2d(geometry)
    if ground.geom_type in _POLYGONAL and not ground.is_empty:
        united = oriented(polygons(ground))
        _latest.fit = united
        sound = bool((valid or shapely.is_valid)(united))
    else:
        sound = False
    if not sound:
        # Part by part: made valid as a whole, the overlap of two parts would count as a hole.
        parts = shapely.make_valid(_parts(ground))
        united = oriented(polygons(shapely.union_all(_of_polygons(parts))))
    _latest.mended = (geometry, united, sound)
    return united, sound


def is_fit(ground: Any) -> bool:
    """Say whether this very ground was made fit last: its coordinates are checked, its shells counter-clockwise."""
    return ground is _latest.fit


class _Latest:
    fit: MultiPolygon | None = None
    mended: tuple[Any, MultiPolygon, bool] | None = None


_latest = _Latest()


def polygons(geometry: Any) -> MultiPolygon:
    """Return the polygonal parts of a valid geometry, without the points and lines that an overlay leaves behind."""
    if geometry.geom_type == "MultiPolygon":
        return geometry
    return MultiPolygon(list(_of_polygons(geometry)))


def oriented(ground: MultiPolygon) -> MultiPolygon:
    """Return the same ground with its parts and rings in one order and its shells counter-clockwise."""
    return shapely.orient_polygons(shapely.normalize(ground))


def rings(geometry: Any) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Return the vertices of all rings, shape (n, 2), and for each vertex the number of its ring, shape (n,)."""
    found = shapely.get_rings(shapely.get_parts(geometry))
    return shapely.get_coordinates(found, return_index=True)  # type: ignore[no-any-return]


def check_polygonal(geometry: Any) -> None:
    """Raise :class:`GeometryError` where a geometry is not a Polygon or MultiPolygon."""
    got = "nothing" if geometry is None else geometry.geom_type
    if got not in _POLYGONAL:
        raise GeometryError(f"area: expected a Polygon or MultiPolygon, got {got}")


def check_coordinates(lonlat: Floats) -> None:
    """Raise :class:`GeometryError` where a coordinate, shape (n, 2), is not finite or not in degrees."""
    if len(lonlat) == 0:
        return
    # The sum is finite only if every term is; it is much the cheapest way to ask.
    with np.errstate(invalid="ignore"):
        finite = np.isfinite(lonlat.sum())
    if not finite:
        raise GeometryError("coordinates: expected numbers, got NaN or infinity")
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    lon_range, lat_range = _HALF_TURN_DEG + _ROUNDING_DEG, _POLE_DEG + _ROUNDING_DEG
    if lon.min() < -lon_range or lon.max() > lon_range or lat.min() < -lat_range or lat.max() > lat_range:
        x, y = lonlat[np.argmax((np.abs(lon) > lon_range) | (np.abs(lat) > lat_range))]
        raise GeometryError(
            f"coordinates: expected longitude and latitude in degrees ({CRS}), got {x:g} {y:g}; "
            "looks like metres (EPSG:3857 or another grid): state the CRS (--crs) or reproject"
        )


def strips_km2(start: Floats, end: Floats) -> Floats:
    """Signed area between each geodesic edge and the equator, in square kilometres, positive where it runs west.

    Summed over the edges of a counter-clockwise ring this is the ring's area.

    Parameters
    ----------
    start, end : array of shape (n, 2)
        Longitude and latitude in degrees; no edge crosses the antimeridian.
    """
    ends = np.concatenate([start, end])
    half = len(start)
    every = np.ones(half, dtype=bool)
    return _strips_km2(ends, _authalic_height(ends[:, 1]), slice(None, half), slice(half, None), every)


def _strips_km2(lonlat: Floats, height: Floats, starts: slice, ends: slice, edge: npt.NDArray[np.bool_]) -> Floats:
    """Return the strips of the edges from the vertices at `starts` to those at `ends`; 0 where `edge` is false."""
    (lon0, lat0), (lon1, lat1) = lonlat[starts].T, lonlat[ends].T
    dlon, dlat = lon1 - lon0, lat1 - lat0
    area = _short_strips_km2(
        np.radians(lat0 + dlat / 2), np.radians(dlon), np.radians(dlat), height[starts] + height[ends]
    )
    exactly = (np.abs(dlon) > _SHORT_EDGE_DEG) | (np.abs(dlat) > _SHORT_EDGE_DEG) | (np.abs(lat0) > _POLAR_DEG)
    for i in np.flatnonzero(exactly & edge):
        area_m2, _ = _geod().polygon_area_perimeter([lon0[i], lon1[i], lon1[i], lon0[i]], [lat0[i], lat1[i], 0.0, 0.0])
        area[i] = area_m2 / 1e6
    area *= edge
    return area


def _short_strips_km2(middle: Floats, dlon: Floats, dlat: Floats, heights: Floats) -> Floats:
    e2 = _E2
    sin = np.sin(middle)
    sin2 = sin * sin
    cos2 = np.maximum(1 - sin2, _TINY)
    cos = np.sqrt(cos2)
    w2 = 1 - e2 * sin2
    # h is the authalic height: h(lat) dlon is the strip's area on a unit semi-axis. Along the geodesic, by its equation
    # of motion in longitude, h'' dlon³ is polynomial in dlon and dlat, so that edges along a meridian do no harm.
    height_per_lat = (1 - e2) * cos / (w2 * w2)
    bend = dlat * dlat * (sin / cos) * (e2 * cos2 / w2 - 1 - 2 * (1 - e2) / w2)
    bend -= sin * cos * w2 / (1 - e2) * (dlon * dlon)
    area: Floats = (height_per_lat * bend / 12 - heights / 2) * dlon * _SEMI_AXIS_KM**2
    return area


def _exact_km2(ring: Any) -> float:
    area_m2, _ = _geod().geometry_area_perimeter(shapely.Polygon(ring))
    return abs(float(area_m2)) / 1e6


def _authalic_height(lat_deg: Floats) -> Floats:
    """Return the height over the equator of the equal-area cylinder with the ellipsoid's semi-axis as its radius."""
    e2 = _E2
    sin = np.sin(np.radians(lat_deg))
    x2 = e2 * sin * sin
    # artanh(x) / x to 1e-16, for x² is at most 0.0067.
    series = 1 + x2 * (1 / 3 + x2 * (1 / 5 + x2 * (1 / 7 + x2 * (1 / 9 + x2 * (1 / 11 + x2 / 13)))))
    height: Floats = (1 - e2) / 2 * sin * (1 / (1 - x2) + series)
    return height


def _parts(geometry: Any) -> Any:
    """Take collections of collections apart."""
    parts = shapely.get_parts(geometry)
    while (shapely.get_type_id(parts) > shapely.GeometryType.POLYGON).any():
        parts = shapely.get_parts(parts)
    return parts


def _of_polygons(geometry: Any) -> Any:
    parts = _parts(geometry)
    return parts[(shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)]


@cache
def _geod() -> Any:
    from pyproj import Geod

    return Geod(ellps=ELLIPSOID)
