"""The edges of one ground, and which of them another ground shares.

Snapshots of consecutive days share nearly all their edges: what two grounds have in common is found by comparing one
number an edge, and what was measured on a shared edge is taken over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geodata.areas import Floats, check_coordinates, ring_areas_km2, rings, strips_km2

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

# Vertices are compared on a grid of 1e-7 degrees (1 cm): the same vertex is written with more decimals on some days.
_PER_DEG = 1e7
_CORNER = np.array([180.0, 90.0])
_HALF_UP = _CORNER * _PER_DEG + 0.5
_Y_BITS = np.uint64(31)  # 180 degrees on the grid; longitude stands in the bits above
# Longer edges may go round a pole or over the antimeridian, where strips to the equator do not close.
_LONGEST_DEG = 90.0


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """The edges of one ground in the order of their keys, the ground on their left.

    Parameters
    ----------
    lonlat : array of float, shape (vertices, 2)
        Degrees, EPSG:4326.
    first : array of int, shape (edges,)
        The vertex at which an edge starts; it ends at the next.
    key : array of uint64, shape (edges,)
        A hash of both ends on the grid, ascending; the edge the other way has another.
    strip_km2 : array of float, shape (edges,)
        The area between an edge and the equator.
    rest_km2 : float
        The same of the edges within one cell of the grid, which have no key; with it the sum is the ground's area.
    """

    lonlat: Floats
    first: Ints
    key: Keys
    strip_km2: Floats
    rest_km2: float

    def ends(self, which: Flags) -> Floats:
        """Where some edges start and end on the grid, degrees, shape (some, 2, 2)."""
        first = self.first[which]
        ends = self.lonlat.take(np.stack([first, first + 1], axis=1), axis=0)
        degrees: Floats = (np.floor(ends * _PER_DEG + _HALF_UP) - _CORNER * _PER_DEG) / _PER_DEG
        return degrees


def edges_of(ground: Any) -> Edges:
    """Return the edges of a valid ground; those of the two grounds last asked for are kept.

    Along a series each day's are wanted three times: for its area, as after and as before.

    Raises
    ------
    GeometryError
        A coordinate is not finite or not on the globe.
    """
    kept = _recent.grounds  # one read, so that another thread cannot part it
    for known, edges in kept:
        if known is ground:
            return edges
    edges = _edges(ground, kept[0][1] if kept else None)
    _recent.grounds = ((ground, edges), *kept[:1])
    return edges


def ground_area_km2(ground: Any) -> float:
    """Return the geodesic area of a valid ground; equal to :func:`geodata.areas.area_km2`."""
    edges = edges_of(ground)
    if (
        len(edges.first)
        and np.abs(edges.lonlat[edges.first + 1, 0] - edges.lonlat[edges.first, 0]).max() > _LONGEST_DEG
    ):
        return float(ring_areas_km2(shapely.orient_polygons(ground)).sum())
    return float(edges.strip_km2.sum()) + edges.rest_km2


def unshared(before: Edges, after: Edges) -> tuple[Flags, Flags]:
    """Say of each edge of `before`, and of each of `after`, whether the other has none like it."""
    at, shared = _partners(after.key, before.key)
    gone = np.ones(len(before.key), np.bool_)
    gone[at[shared]] = False
    return gone, ~shared


class _Recent:
    def __init__(self) -> None:
        self.grounds: tuple[tuple[Any, Edges], ...] = ()


_recent = _Recent()


def _edges(ground: Any, like: Edges | None) -> Edges:
    """Return the edges; what was measured on those that `like` has too is taken from there."""
    lonlat, ring = rings(shapely.orient_polygons(ground))
    check_coordinates(lonlat)
    x, y = (lonlat * _PER_DEG + _HALF_UP).astype(np.uint64).T
    vertex = (x << _Y_BITS) | y
    inside, moves = ring[1:] == ring[:-1], vertex[1:] != vertex[:-1]
    first, tiny = np.flatnonzero(inside & moves), np.flatnonzero(inside & ~moves)
    key = _hashed(vertex[first], vertex[first + 1])
    order = np.argsort(key)
    first, key = first[order], key[order]
    strip_km2 = np.zeros(len(first))
    todo = np.ones(len(first), np.bool_)
    if like is not None:
        at, shared = _partners(key, like.key)
        here, there = first[shared], like.first[at[shared]]
        was, now = _as_one(like.lonlat), _as_one(lonlat)
        shared[shared] = (now[here] == was[there]) & (now[here + 1] == was[there + 1])
        strip_km2[shared] = like.strip_km2[at[shared]]
        todo = ~shared
    start = first[todo]
    strip_km2[todo] = strips_km2(lonlat.take(start, axis=0), lonlat.take(start + 1, axis=0))
    # Left out of the sum, an edge of a centimetre leaves a strip to the equator open: some hundredths of a km².
    rest_km2 = float(strips_km2(lonlat[tiny], lonlat[tiny + 1]).sum()) if len(tiny) else 0.0
    return Edges(lonlat, first, key, strip_km2, rest_km2)


def _as_one(lonlat: Floats) -> npt.NDArray[np.complex128]:
    """Return each vertex as one number, which is compared at once."""
    return np.ascontiguousarray(lonlat).view(np.complex128)[:, 0]


def _partners(wanted: Keys, among: Keys) -> tuple[Ints, Flags]:
    """Return where in `among` each wanted key stands, and whether it stands there; both are ascending."""
    if len(among) == 0:
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.bool_)
    at = np.minimum(np.searchsorted(among, wanted), len(among) - 1)
    return at, among[at] == wanted


def _hashed(start: Keys, end: Keys) -> Keys:
    """One number an edge; a collision would leave an open boundary, which the check on the area catches."""
    mixed = start * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(29))) + end
    mixed = mixed * np.uint64(0xC2B2AE3D27D4EB4F)
    return mixed ^ (mixed >> np.uint64(32))
