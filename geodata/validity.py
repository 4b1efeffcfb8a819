"""Whether polygons are valid, known quickly where they are nearly those of the day before.

A ground stays valid where only some edges are replaced, if (1) no new edge meets any other but its two neighbours at
their common ends, (2) each ring is still the same ring of the same polygon, known by the edges that it keeps, and (3)
no ring has changed sides: a vertex that it keeps lies inside another ring if and only if it did before. Then all rings
are simple and apart, and nested as they were. Whatever cannot be shown so is left to shapely.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from shapely import MultiPolygon

from geodata.areas import Floats
from geodata.edges import Edges, Flags, Ints, crossings, edges_of, identical

Complex = npt.NDArray[np.complex128]

_MOST_NEW = 400
_MOST_RINGS = 256
_ROWS_PER_DEG = 100
# Above this, relative to its terms, the sign of a determinant is certain.
_CERTAIN = 1e-15


def valid(ground: MultiPolygon) -> bool:
    """Say whether a ground is valid; as :func:`shapely.is_valid`, and faster along a series.

    Parameters
    ----------
    ground : MultiPolygon
        In EPSG:4326, its shells counter-clockwise, as :func:`geodata.areas.oriented` gives it.
    """
    known = _latest.ground
    found = (known is not None and _follows(known, ground)) or bool(shapely.is_valid(ground))
    if found:
        _latest.ground = ground
    return found


class _Latest:
    ground: MultiPolygon | None = None


_latest = _Latest()


def _follows(known: MultiPolygon, ground: MultiPolygon) -> bool:
    """Say whether a ground is shown to be valid by a valid one; False says nothing."""
    before, after = edges_of(known), edges_of(ground)
    rings = len(after.polygon)
    whole = all(len(each.first) + rings == len(each.lonlat) for each in (before, after))
    if not whole or len(before.polygon) != rings or not 0 < rings <= _MOST_RINGS:
        return False
    at, same = identical(before, after)
    new = np.flatnonzero(~same)
    if len(new) > _MOST_NEW:
        return False
    kept = np.zeros((rings, rings), np.bool_)
    kept[after.ring[same], before.ring[at[same]]] = True
    if not ((kept.sum(axis=0) == 1).all() and (kept.sum(axis=1) == 1).all()):
        return False
    ring_before = kept.argmax(axis=1)
    # The first ring of each polygon is its shell.
    is_shell, was_shell = (np.diff(each.polygon, prepend=-1) > 0 for each in (after, before))
    shell = np.flatnonzero(is_shell)[after.polygon]
    was_of = before.polygon[ring_before]
    same_roles = (is_shell == was_shell[ring_before]).all() and (was_of == was_of[shell]).all()
    if not same_roles or not _apart(after, new):
        return False
    gone = np.ones(len(before.first), np.bool_)
    gone[at[same]] = False
    left = np.flatnonzero(gone)
    ends = np.concatenate([_ends(before, left), _ends(after, new)])
    ring = np.concatenate([kept.argmax(axis=0)[before.ring[left]], after.ring[new]])
    return _sides_kept(after, same, ends, ring, np.repeat([-1.0, 1.0], [len(left), len(new)]))


def _ends(edges: Edges, which: Ints) -> Floats:
    first = edges.first[which]
    return edges.lonlat.take(np.stack([first, first + 1], axis=1), axis=0)


def _apart(edges: Edges, new: Ints) -> bool:
    """Say whether no new edge meets any other but its neighbours in the ring, and these at one end only."""
    if len(new) == 0:
        return True
    near = _near(edges, new)
    x, y = edges.lonlat.T
    low_x, high_x, low_y, high_y = _boxes(x, y, edges.first[near])
    new_low_x, new_high_x, new_low_y, new_high_y = (each[:, None] for each in _boxes(x, y, edges.first[new]))
    meet = (new_low_x <= high_x) & (low_x <= new_high_x) & (new_low_y <= high_y) & (low_y <= new_high_y)
    number, other = np.nonzero(meet)
    elsewhere = near[other] != new[number]
    number, other = number[elsewhere], near[other[elsewhere]]
    point = edges.lonlat.view(np.complex128)[:, 0]
    first, second = edges.first[new[number]], edges.first[other]
    a, b, c, d = point[first], point[first + 1], point[second], point[second + 1]
    after, before = b == c, a == d
    each_once = all((np.bincount(number[flag], minlength=len(new)) == 1).all() for flag in (after, before))
    if not each_once or ((a == c) | (b == d)).any():
        return False
    side_c, side_d, side_a, side_b = _side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b)
    apart = (side_c * side_d > 0) | (side_a * side_b > 0)
    return bool(np.where(after, side_d != 0, np.where(before, side_c != 0, apart)).all())


def _near(edges: Edges, new: Ints) -> Ints:
    """Return the edges that share a row of latitude with a new one."""
    lat = edges.lonlat[:, 1]
    row = ((lat - lat.min()) * _ROWS_PER_DEG).astype(np.int64)
    start, end = row[edges.first], row[edges.first + 1]
    low, high = np.minimum(start, end), np.maximum(start, end) + 1
    rows = int(high.max()) + 1
    opened = np.bincount(low[new], minlength=rows) - np.bincount(high[new], minlength=rows)
    marked = np.concatenate([[0], np.cumsum(np.cumsum(opened) > 0)])
    return np.flatnonzero(marked[high] > marked[low])


def _boxes(x: Floats, y: Floats, first: Ints) -> tuple[Floats, Floats, Floats, Floats]:
    x0, x1, y0, y1 = x[first], x[first + 1], y[first], y[first + 1]
    return np.minimum(x0, x1), np.maximum(x0, x1), np.minimum(y0, y1), np.maximum(y0, y1)


def _side(a: Complex, b: Complex, c: Complex) -> Floats:
    """Say on which side of the line from a to b the point c lies: 1 left, -1 right, 0 not certain."""
    u, v = b - a, c - a
    left, right = u.real * v.imag, u.imag * v.real
    determinant = left - right
    side: Floats = np.sign(determinant) * (np.abs(determinant) > _CERTAIN * (np.abs(left) + np.abs(right)))
    return side


def _sides_kept(edges: Edges, same: Flags, ends: Floats, ring: Ints, weight: Floats) -> bool:
    """Say whether a vertex that each ring keeps lies inside the same other rings as before."""
    rings = int(edges.ring.max()) + 1
    vertex = np.zeros(rings, np.int64)
    vertex[edges.ring[same]] = edges.first[same]
    points = edges.lonlat.take(vertex, axis=0)
    others = ring != np.arange(rings)[:, None]
    on_end = (points[:, None, None, :] == ends).all(axis=3).any(axis=2)
    if (on_end & others).any():
        return False
    moved = (crossings(points, ends) * weight) @ (ring[:, None] == np.arange(rings)).astype(np.float64)
    np.fill_diagonal(moved, 0.0)
    return not moved.any()
