"""What changed between two snapshots: the ground gained and the ground lost.

Consecutive snapshots share nearly all their edges. Where before and after are laid over each other with opposite signs,
shared edges cancel, and those that are left bound exactly the ground that changed; only they are intersected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely import MultiPolygon

from geodata.areas import (
    Floats,
    area_km2,
    check_coordinates,
    check_polygonal,
    oriented,
    polygons,
    ring_areas_km2,
    rings,
    strips_km2,
)

Ints = npt.NDArray[np.int64]
Edges = tuple[Ints, Ints, Floats]

# Vertices are compared on a grid of 1e-7 degrees (1 cm): the same vertex is written with more decimals on some days.
_PER_DEG = 1e7
_CORNER = np.array([180.0, 90.0])
_HALF_UP = _CORNER * _PER_DEG + 0.5
_Y_BITS = 31  # 180 degrees on the grid; longitude stands in the bits above
# Above this share of edges without a partner the cancelling saves nothing.
_LARGEST_RESIDUE = 0.2
_ALWAYS_CANCELLED = 32
# How far gained - lost may stand from the signed area of the edges that are left.
_TOLERANCE_KM2 = 1e-3
_NOTHING = MultiPolygon()


@dataclass(frozen=True, slots=True)
class Change:
    """Ground gained and lost, EPSG:4326, and its geodesic area in square kilometres."""

    gained: MultiPolygon
    lost: MultiPolygon
    gained_km2: float
    lost_km2: float

    @property
    def net_km2(self) -> float:
        """Gained less lost."""
        return self.gained_km2 - self.lost_km2


def change(before: MultiPolygon, after: MultiPolygon) -> Change:
    """Return what `after` has gained and lost against `before`.

    Equal to the geodesic areas of ``after.difference(before)`` and ``before.difference(after)`` to 0.01 km².

    Parameters
    ----------
    before, after : MultiPolygon
        Valid, in EPSG:4326, as :func:`geodata.areas.mended` gives them; either may be empty.

    Raises
    ------
    GeometryError
        One of them is not polygonal, or a coordinate is not finite or not on the globe.

    Examples
    --------
    >>> from shapely import box
    >>> moved = change(MultiPolygon([box(37, 48, 38, 49)]), MultiPolygon([box(37.5, 48, 38.5, 49)]))
    >>> round(moved.gained_km2, 1), round(moved.lost_km2, 1), round(moved.net_km2, 6)
    (4108.8, 4108.8, 0.0)
    >>> change(MultiPolygon([box(37, 48, 38, 49)]), MultiPolygon([box(37, 48, 38, 49)])).gained_km2
    0.0
    """
    check_polygonal(before)
    check_polygonal(after)
    if before is after:
        return Change(_NOTHING, _NOTHING, 0.0, 0.0)
    starts, ends, weights, edges = _residue(before, after)
    if len(weights) == 0:
        return Change(_NOTHING, _NOTHING, 0.0, 0.0)
    if len(weights) <= max(_LARGEST_RESIDUE * edges, _ALWAYS_CANCELLED):
        found = _from_residue(starts, ends, weights)
        if found is not None:
            return found
    return _measured(shapely.difference(after, before), shapely.difference(before, after))


def _measured(gained: Any, lost: Any) -> Change:
    gained, lost = oriented(polygons(gained)), oriented(polygons(lost))
    return Change(gained, lost, area_km2(gained), area_km2(lost))


class _Latest:
    """The edges of the ground last asked for: along a series each day's is wanted twice, as after and as before."""

    def __init__(self) -> None:
        self._kept: tuple[MultiPolygon | None, Edges | None] = (None, None)

    def of(self, geometry: MultiPolygon) -> Edges:
        ground, edges = self._kept  # one read, so that another thread cannot part them
        if ground is not geometry or edges is None:
            edges = _edges(geometry)
            self._kept = (geometry, edges)
        return edges


_latest = _Latest()


def _residue(before: MultiPolygon, after: MultiPolygon) -> tuple[Floats, Floats, Floats, int]:
    """Return the edges that do not cancel, with their weight in ``after - before``, and how many there were in all."""
    (low_b, high_b, sign_b), (low_a, high_a, sign_a) = _latest.of(before), _latest.of(after)
    low, high = np.concatenate([low_b, low_a]), np.concatenate([high_b, high_a])
    sign = np.concatenate([-sign_b, sign_a])
    key = _hashed(low, high)
    order = np.argsort(key)
    ordered = key[order]
    firsts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])[: len(key)])
    weights = np.add.reduceat(sign[order], firsts) if len(firsts) else sign
    left = weights != 0
    at = order[firsts[left]]
    return _degrees(low[at]), _degrees(high[at]), weights[left], len(key)


def _edges(geometry: MultiPolygon) -> Edges:
    """Return the lower and higher end of all edges as one integer each; 1 where the ground lies left, else -1."""
    check_coordinates(shapely.get_coordinates(geometry))
    lonlat, ring = rings(shapely.orient_polygons(geometry))
    x, y = (lonlat * _PER_DEG + _HALF_UP).astype(np.int64).T
    vertex = (x << _Y_BITS) | y
    start, end = vertex[:-1], vertex[1:]
    real = (ring[1:] == ring[:-1]) & (start != end)
    start, end = start[real], end[real]
    return np.minimum(start, end), np.maximum(start, end), np.where(start < end, 1.0, -1.0)


def _degrees(vertex: Ints) -> Floats:
    steps = np.stack([vertex >> _Y_BITS, vertex & ((1 << _Y_BITS) - 1)], axis=1)
    degrees: Floats = (steps - _CORNER * _PER_DEG) / _PER_DEG
    return degrees


def _hashed(low: Ints, high: Ints) -> npt.NDArray[np.uint64]:
    """One number an edge; a collision would leave an open boundary, which the check on the area catches."""
    mixed = low.view(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(29))) + high.view(np.uint64)
    mixed = mixed * np.uint64(0xC2B2AE3D27D4EB4F)
    return mixed ^ (mixed >> np.uint64(32))


def _from_residue(starts: Floats, ends: Floats, weights: Floats) -> Change | None:
    """Return the change that the edges left over bound, or None where they do not close."""
    edges = shapely.multilinestrings(shapely.linestrings(np.stack([starts, ends], axis=1)))
    lines = shapely.get_parts(shapely.line_merge(edges))
    expected_km2 = float((strips_km2(starts, ends) * weights).sum())
    # On most days no edge of the one crosses an edge of the other, and noding, which takes longest, can be left out.
    for noded in (False, True):
        faces = _faces(shapely.get_parts(shapely.union_all(lines)) if noded else lines, noded)
        inside = shapely.get_coordinates(shapely.point_on_surface(faces))
        if len(inside) != len(faces):
            continue
        side = np.rint(_crossings(inside, starts, ends, weights))
        moved, side = faces[side != 0], side[side != 0]
        if not noded and not shapely.is_valid(shapely.multipolygons(moved)):
            continue
        face_km2 = _face_areas_km2(moved)
        gained_km2, lost_km2 = float(face_km2[side > 0].sum()), float(face_km2[side < 0].sum())
        if abs(gained_km2 - lost_km2 - expected_km2) <= _TOLERANCE_KM2:
            return Change(_ground(moved[side > 0], noded), _ground(moved[side < 0], noded), gained_km2, lost_km2)
    return None


def _faces(lines: Any, noded: bool) -> Any:
    """Return the polygons that lines bound; none where lines are left over that noding could bring together."""
    faces, *left_over = map(shapely.get_parts, shapely.polygonize_full(lines))
    return faces if noded or not any(map(len, left_over)) else faces[:0]


def _face_areas_km2(faces: Any) -> Floats:
    """Return the areas of polygons, shape (faces,)."""
    signed = ring_areas_km2(shapely.orient_polygons(faces))
    number = np.repeat(np.arange(len(faces)), shapely.get_num_interior_rings(faces) + 1)
    return np.bincount(number, signed, minlength=len(faces)).astype(np.float64, copy=False)


def _ground(faces: Any, noded: bool) -> MultiPolygon:
    """Return faces as one geometry; they share an edge only where edges of both days lay on each other."""
    ground = shapely.multipolygons(faces)
    if noded and not shapely.is_valid(ground):
        ground = polygons(shapely.union_all(faces))
    return oriented(ground)


def _crossings(points: Floats, starts: Floats, ends: Floats, weights: Floats) -> Floats:
    """Return for each point the weight of the ground it lies in, by the edges that a ray to the east crosses."""
    x, y = points[:, :1], points[:, 1:]
    (x0, y0), (x1, y1) = starts.T, ends.T
    upward = (y0 <= y) & (y < y1)
    downward = (y1 <= y) & (y < y0)
    with np.errstate(divide="ignore", invalid="ignore"):
        east = x < x0 + (y - y0) * (x1 - x0) / (y1 - y0)
    crossed: Floats = ((upward & east).astype(np.float64) - (downward & east)) @ weights
    return crossed
