"""How far places lie from each other, and the fields that say at once that two are not near."""

from __future__ import annotations

import math

from geodata.places import Place

KM_PER_DEGREE = 111.195

Cell = tuple[int, int]
"""A field of half a degree: places in fields apart are too far from each other to count as near."""


def cell_of(place: Place) -> Cell:
    """Return the field that a place lies in."""
    return math.floor(place.lat * 2), math.floor(place.lon * 2)


def cells_around(place: Place) -> list[Cell]:
    """Return the field of a place and those beside it."""
    row, column = cell_of(place)
    return [(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]


def are_apart(a: Place, b: Place, km: float) -> bool:
    """Return whether two places lie farther apart than some km."""
    return abs(a.lat - b.lat) * KM_PER_DEGREE > km or distance_km(a, b) > km


def distance_km(a: Place, b: Place) -> float:
    """Return the distance of two places in km, by their difference in degrees; within 1 % below 500 km."""
    north = a.lat - b.lat
    east = (a.lon - b.lon) * math.cos(math.radians((a.lat + b.lat) / 2))
    return KM_PER_DEGREE * math.hypot(north, east)
