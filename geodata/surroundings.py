"""How a ground lies around a point: how far it is, and in how many directions."""

from __future__ import annotations

import math
from typing import Any

import shapely

from geodata.line import distance_to_line_km

REACH_KM = 60.0
AROUND_KM = 15.0
DIRECTIONS = 72
_KM_PER_DEGREE = 111.195


def distance_to_ground_km(ground: Any, lon: float, lat: float) -> float | None:
    """Return how far a ground (EPSG:4326) lies from a point, geodesic; 0 inside it, None beyond 60 km.

    Examples
    --------
    >>> distance_to_ground_km(shapely.box(37, 48, 38, 49), 37.5, 48.5)
    0.0
    >>> distance_to_ground_km(shapely.box(37, 48, 38, 49), 36.9, 48.5)
    7.39
    >>> distance_to_ground_km(shapely.box(37, 48, 38, 49), 30.0, 48.5) is None
    True
    """
    if shapely.intersects_xy(ground, lon, lat):
        return 0.0
    near = _around(ground, lon, lat, REACH_KM)
    found = None if near.is_empty else distance_to_line_km(lon, lat, near.boundary)
    return found if found is not None and found <= REACH_KM else None


def share_of_directions(ground: Any, lon: float, lat: float) -> float:
    """Return in which share of directions a ground (EPSG:4326) lies within 15 km of a point.

    Examples
    --------
    >>> share_of_directions(shapely.box(36, 48, 38, 49), 37, 48.5)
    1.0
    >>> 0.4 <= share_of_directions(shapely.box(37.01, 47, 39, 50), 37, 48.5) <= 0.5
    True
    """
    near = _around(ground, lon, lat, AROUND_KM)
    narrow = math.cos(math.radians(lat))
    reach = AROUND_KM / _KM_PER_DEGREE
    rays = shapely.linestrings(
        [
            [(lon, lat), (lon + reach * math.sin(turn) / narrow, lat + reach * math.cos(turn))]
            for turn in (2 * math.pi * step / DIRECTIONS for step in range(DIRECTIONS))
        ]
    )
    return round(float(shapely.intersects(rays, near).mean()), 3)


def _around(ground: Any, lon: float, lat: float, reach_km: float) -> Any:
    north = 1.1 * reach_km / _KM_PER_DEGREE
    east = north / math.cos(math.radians(lat))
    box = shapely.box(lon - east, lat - north, lon + east, lat + north)
    return shapely.intersection(ground, box)
