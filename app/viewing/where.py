"""Where ground changed hands: each part by the nearest town."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from app.viewing.names import NamedPlaces
from app.viewing.points import Ints
from app.viewing.scenes import Scene
from geodata.areas import area_km2, mended

LEAST_PEOPLE = 5_000
AROUND_DEG = 0.7
SUBURB_KM = 5.0
"""A town so near a larger one is a part of it to whoever asks where something was."""
KM_A_DEGREE = 111.195
SHOWN = 5
LEAST_KM2 = 0.1


def changed_near(scene: Scene, towns: NamedPlaces, *, within: Any = None, most: int = SHOWN) -> list[dict[str, Any]]:
    """Return how much was gained and lost nearest to which town, the most changed first.

    The ground is shared out among the towns of :data:`LEAST_PEOPLE` people or more by which of them is nearest
    (a Voronoi diagram in degrees, east and west shrunk by the latitude); areas are geodesic, in km².

    Parameters
    ----------
    within : geometry, optional
        The country's outline, EPSG:4326: towns across its border name no ground.

    Returns
    -------
    list of dict
        ``index`` into `towns`, ``gained_km2``, ``lost_km2`` and ``bounds`` (west, south, east, north) of the changed
        ground there.
    """
    moved = [ground for ground in (scene.gained, scene.lost) if not ground.is_empty]
    if not moved:
        return []
    west, south, east, north = shapely.total_bounds(moved)
    cells = _cells(towns, (west, south, east, north), within)
    rows: list[tuple[float, dict[str, Any]]] = []
    for index, cell in cells:
        gained, lost = (mended(shapely.intersection(ground, cell)) for ground in (scene.gained, scene.lost))
        gained_km2, lost_km2 = area_km2(gained), area_km2(lost)
        if gained_km2 + lost_km2 < LEAST_KM2:
            continue
        parts = [ground for ground in (gained, lost) if not ground.is_empty]
        bounds_there = [round(float(value), 4) for value in shapely.total_bounds(parts)]
        row = {"index": index, "gained_km2": gained_km2, "lost_km2": lost_km2, "bounds": bounds_there}
        rows.append((gained_km2 + lost_km2, row))
    return [row for _, row in sorted(rows, key=lambda pair: -pair[0])[:most]]


def _cells(towns: NamedPlaces, bounds: Sequence[float], within: Any) -> list[tuple[int, Any]]:
    """Return (index of a town, the ground that is nearer to it than to any other) around a box."""
    west, south, east, north = bounds
    shrink = math.cos(math.radians((south + north) / 2))
    whole = shapely.box(west - 1, south - 1, east + 1, north + 1)
    chosen = _towns(towns, bounds, within, shrink)
    if len(chosen) < 2:  # noqa: PLR2004 - one town is nearest to everything
        return [(int(index), whole) for index in chosen]
    points = shapely.points(towns.lon[chosen] * shrink, towns.lat[chosen])
    around = shapely.transform(whole, lambda xy: xy * [shrink, 1.0])
    drawn = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=around))
    at_cell, at_town = shapely.STRtree(points).query(drawn, predicate="contains")
    return [
        (int(chosen[town]), shapely.transform(drawn[cell], lambda xy: xy / [shrink, 1.0]))
        for cell, town in zip(at_cell, at_town, strict=True)
    ]


def _towns(towns: NamedPlaces, bounds: Sequence[float], within: Any, shrink: float) -> Ints:
    """Return which towns name the ground around a box, the largest first."""
    west, south, east, north = bounds
    large = towns.population >= LEAST_PEOPLE
    near = (
        large
        & (towns.lon >= west - AROUND_DEG)
        & (towns.lon <= east + AROUND_DEG)
        & (towns.lat >= south - AROUND_DEG)
        & (towns.lat <= north + AROUND_DEG)
    )
    found = np.flatnonzero(near if near.any() else large)
    if within is not None:
        inside = shapely.contains_xy(within, towns.lon[found], towns.lat[found])
        found = found[inside] if inside.any() else found
    kept: list[int] = []
    for index in found:  # the largest come first
        apart = np.hypot((towns.lon[kept] - towns.lon[index]) * shrink, towns.lat[kept] - towns.lat[index])
        if not kept or apart.min() * KM_A_DEGREE > SUBURB_KM:
            kept.append(int(index))
    return np.array(kept, dtype=np.int64)
