"""What changed between two snapshots: the ground gained and the ground lost.

Consecutive snapshots share nearly all their edges. Where before and after are laid over each other with opposite signs,
shared edges cancel, and those that are left bound exactly the ground that changed; only they are intersected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely import MultiPolygon

from geodata.areas import Floats, area_km2, check_polygonal, oriented, polygons, ring_areas_km2
from geodata.edges import crossings, edges_of, unshared

# Above this share of edges without a partner the cancelling saves nothing.
_LARGEST_RESIDUE = 0.2
_ALWAYS_CANCELLED = 32
# Above this many pairs of a point and an edge, points are found in the grounds by an index.
_MOST_CROSSINGS = 50_000
# How far gained - lost may stand from what the edges that are left enclose, on the plane; 0.001 km² at the equator.
_TOLERANCE = 1e-7
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
    pair = _Pair(before, after)
    if len(pair.weight) == 0:
        return Change(_NOTHING, _NOTHING, 0.0, 0.0)
    if len(pair.weight) <= max(_LARGEST_RESIDUE * pair.edges, _ALWAYS_CANCELLED):
        # On most days no edge of the one crosses one of the other, and noding, which takes longest, can be left out.
        found = pair.bounded(noded=False) or pair.bounded(noded=True)
    else:
        found = pair.overlaid()
    return found or _measured(shapely.difference(after, before), shapely.difference(before, after))


class _Pair:
    """Two grounds and the edges that they do not share, with their weight in ``after - before``."""

    def __init__(self, before: MultiPolygon, after: MultiPolygon) -> None:
        self.before, self.after = before, after
        # In this order, so that along a series the edges before are those last asked for.
        edges_before, edges_after = edges_of(before), edges_of(after)
        gone, new = unshared(edges_before, edges_after)
        self.edges = len(gone) + len(new)
        ends = np.concatenate([edges_before.ends(gone), edges_after.ends(new)])
        weight = np.repeat([-1.0, 1.0], [np.count_nonzero(gone), np.count_nonzero(new)])
        self.ends, self.weight = _each_once(ends, weight)

    def bounded(self, *, noded: bool) -> Change | None:
        """Return the faces that the edges left over bound, or None where they do not close."""
        faces = _faces(shapely.linestrings(self.ends), noded)
        side = self._side(faces)
        if side is None:
            return None
        moved, side = faces[side != 0], side[side != 0]
        if not noded and not shapely.is_valid(shapely.multipolygons(moved)):
            return None
        return self._checked(moved, side, noded)

    def overlaid(self) -> Change | None:
        """Return the parts of the symmetric difference, or None where one is gained in part and in part lost."""
        if (np.abs(self.weight) > 1).any():  # such an edge parts the gained from the lost
            return None
        parts = shapely.get_parts(polygons(shapely.symmetric_difference(self.before, self.after)))
        side = self._side(parts)
        return None if side is None else self._checked(parts, side, noded=False)

    def _side(self, faces: Any) -> Floats | None:
        """Say of each face whether it is gained (1), lost (-1) or neither."""
        inside = shapely.get_coordinates(shapely.point_on_surface(faces))
        if len(inside) != len(faces):
            return None
        if len(inside) * len(self.weight) <= _MOST_CROSSINGS:
            return np.rint(crossings(inside, self.ends) @ self.weight)
        shapely.prepare([self.before, self.after])
        held: list[Floats] = [shapely.contains_xy(ground, inside) * 1.0 for ground in (self.before, self.after)]
        return held[1] - held[0]

    def _checked(self, faces: Any, side: Floats, noded: bool) -> Change | None:
        # Noding cuts edges on the plane, where the sums must come out; on the ellipsoid a cut edge is another geodesic.
        origin = self.ends[0, 0]
        middle = shapely.get_coordinates(shapely.centroid(faces)) - origin
        found = np.array([side, *(middle.T * side)]) @ shapely.area(faces)
        if not (np.abs(found - _enclosed(self.ends - origin, self.weight)) <= _TOLERANCE).all():
            return None
        face_km2 = _face_areas_km2(faces)
        gained, lost = side > 0, side < 0
        gained_km2, lost_km2 = float(face_km2[gained].sum()), float(face_km2[lost].sum())
        return Change(_ground(faces[gained], noded), _ground(faces[lost], noded), gained_km2, lost_km2)


def _measured(gained: Any, lost: Any) -> Change:
    gained, lost = oriented(polygons(gained)), oriented(polygons(lost))
    return Change(gained, lost, area_km2(gained), area_km2(lost))


def _each_once(ends: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Return edges of which none lies on another: where one ground ends and the other begins both have the edge."""
    if len(np.unique(ends.sum(axis=1) @ (1.0, 1e3))) == len(ends):
        return ends, weight
    (x0, y0), (x1, y1) = np.moveaxis(ends, 0, -1)
    turned = (x0 > x1) | ((x0 == x1) & (y0 > y1))
    upright = np.where(turned[:, None, None], ends[:, ::-1], ends)
    once, number = np.unique(upright.reshape(-1, 4), axis=0, return_inverse=True)
    summed = np.bincount(number, np.where(turned, -weight, weight)).astype(np.float64, copy=False)
    return once.reshape(-1, 2, 2), summed


def _enclosed(ends: Floats, weight: Floats) -> Floats:
    """Return the area on the plane that weighted edges enclose, and its moments in longitude and latitude."""
    (x0, y0), (x1, y1) = np.moveaxis(ends, 0, -1)
    doubled = (x0 * y1 - x1 * y0) * weight
    return np.array([doubled.sum() / 2, ((x0 + x1) * doubled).sum() / 6, ((y0 + y1) * doubled).sum() / 6])


def _faces(lines: Any, noded: bool) -> Any:
    """Return the polygons that lines bound; none where lines are left over that noding could bring together."""
    if noded:
        merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))
        lines = shapely.get_parts(shapely.union_all(merged))
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
