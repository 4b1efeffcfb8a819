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

from geodata.areas import Floats, check_coordinates, is_fit, ring_areas_km2, strips_km2

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
Partners = tuple[Ints, Flags, Flags]
"""Where each edge stands in another ground, whether it stands there on the grid, whether its ends are the very same."""

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
    ring : array of int, shape (edges,)
        The number of the ring that an edge belongs to, in the order of the ground's rings.
    polygon : array of int, shape (rings,)
        The number of the polygon that a ring belongs to; its first ring is the shell.
    key : array of uint64, shape (edges,)
        A hash of both ends on the grid, ascending; the edge the other way has another.
    strip_km2 : array of float, shape (edges,)
        The area between an edge and the equator.
    rest_km2 : float
        The same of the edges within one cell of the grid, which have no key; with it the sum is the ground's area.
    """

    lonlat: Floats
    first: Ints
    ring: Ints
    polygon: Ints
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
    at, shared = _paired(before, after)[:2]
    gone = np.ones(len(before.key), np.bool_)
    gone[at[shared]] = False
    return gone, ~shared


def identical(before: Edges, after: Edges) -> tuple[Ints, Flags]:
    """Return where in `before` each edge of `after` stands, and whether its ends are the very same there."""
    at, _, same = _paired(before, after)
    return at, same


def crossings(points: Floats, ends: Floats) -> Floats:
    """Say of each point and edge whether a ray from the point to the east crosses the edge: 1 upward, -1 downward.

    Parameters
    ----------
    points : array, shape (points, 2)
    ends : array, shape (edges, 2, 2)

    Returns
    -------
    array, shape (points, edges)
    """
    x, y = points[:, :1], points[:, 1:]
    (x0, y0), (x1, y1) = ends[:, 0].T, ends[:, 1].T
    upward = (y0 <= y) & (y < y1)
    downward = (y1 <= y) & (y < y0)
    with np.errstate(divide="ignore", invalid="ignore"):
        east = x < x0 + (y - y0) * (x1 - x0) / (y1 - y0)
    crossed: Floats = (upward & east).astype(np.float64) - (downward & east)
    return crossed


class _Recent:
    def __init__(self) -> None:
        self.grounds: tuple[tuple[Any, Edges], ...] = ()
        self.pair: tuple[Edges, Edges, Partners] | None = None


_recent = _Recent()


def _edges(ground: Any, like: Edges | None) -> Edges:
    """Return the edges; what was measured on those that `like` has too is taken from there."""
    fit = is_fit(ground)
    parts = shapely.get_parts(ground if fit else shapely.orient_polygons(ground))
    found, polygon = shapely.get_rings(parts, return_index=True)
    lonlat, ring = shapely.get_coordinates(found, return_index=True)
    if not fit:
        check_coordinates(lonlat)
    x, y = (lonlat * _PER_DEG + _HALF_UP).astype(np.uint64).T
    vertex = (x << _Y_BITS) | y
    inside, moves = ring[1:] == ring[:-1], vertex[1:] != vertex[:-1]
    first, tiny = np.flatnonzero(inside & moves), np.flatnonzero(inside & ~moves)
    key = _hashed(vertex[first], vertex[first + 1])
    order = np.argsort(key)
    first, key = first[order], key[order]
    # Left out of the sum, an edge of a centimetre leaves a strip to the equator open: some hundredths of a km².
    rest_km2 = float(_strips_km2(lonlat, tiny).sum()) if len(tiny) else 0.0
    if like is None:
        return Edges(lonlat, first, ring[first], polygon, key, _strips_km2(lonlat, first), rest_km2)
    at, shared, same = _identical(like, lonlat, first, key)
    strip_km2 = np.zeros(len(first))
    strip_km2[same] = like.strip_km2[at[same]]
    strip_km2[~same] = _strips_km2(lonlat, first[~same])
    edges = Edges(lonlat, first, ring[first], polygon, key, strip_km2, rest_km2)
    _recent.pair = (like, edges, (at, shared, same))
    return edges


def _strips_km2(lonlat: Floats, first: Ints) -> Floats:
    return strips_km2(lonlat.take(first, axis=0), lonlat.take(first + 1, axis=0))


def _paired(before: Edges, after: Edges) -> Partners:
    """Return the partners in `before` of the edges of `after`; those of the last two days are known."""
    pair = _recent.pair
    if pair is not None and pair[0] is before and pair[1] is after:
        return pair[2]
    return _identical(before, after.lonlat, after.first, after.key)


def _identical(before: Edges, lonlat: Floats, first: Ints, key: Keys) -> Partners:
    at, shared = _partners(key, before.key)
    same = shared.copy()
    here, there = first[same], before.first[at[same]]
    was, now = _as_one(before.lonlat), _as_one(lonlat)
    same[same] = (now[here] == was[there]) & (now[here + 1] == was[there + 1])
    return at, shared, same


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
