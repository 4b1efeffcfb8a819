"""A map whose text is that of the day before but for one stretch: only the stretch is read.

From day to day a map's coordinates stand in the same text, before the first change and after the last one; on most days
five parts in six of it. What stands there need not become numbers again.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any

import numpy as np
import orjson

from geodata.areas import Floats

_PLANAR = 2
_FEWEST_IN_RING = 3
_OPEN = ord("[")

Rings = tuple[tuple[int, ...], ...]
"""How many vertices each ring has, by polygon, the shell first."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The coordinates of polygons as they stand in a text, shape (vertices, 2), and the rings that they form."""

    lonlat: Floats
    rings: Rings


def flat(rings: list[list[list[float]]]) -> Floats:
    """Return the vertices of all rings, shape (n, 2); height and measure are dropped.

    Raises
    ------
    TypeError, ValueError
        What is there is no list of numbers.
    """
    vertices = list(chain.from_iterable(rings))
    width = len(vertices[0])
    values = np.fromiter(chain.from_iterable(vertices), np.float64)
    if width < _PLANAR or len(values) != width * len(vertices):
        values, width = np.array([vertex[:_PLANAR] for vertex in vertices], np.float64).ravel(), _PLANAR
    return values.reshape(-1, width)[:, :_PLANAR]


@dataclass(frozen=True, slots=True)
class Known:
    """A text, where the list of coordinates of its one MultiPolygon begins in it, and what they are."""

    text: bytes
    start: int
    drawn: Drawn


def known(text: bytes, drawn: Drawn) -> Known | None:
    """Return what the next text can be held against, None where the coordinates are not all lists of the text."""
    at = text.find(b'"coordinates"')
    start = text.find(b"[", at)
    counts = 1 + len(drawn.rings) + sum(map(len, drawn.rings)) + len(drawn.lonlat)
    if at < 0 or text.count(b'"coordinates"') != 1 or _count(text, start, len(text)) != counts:
        return None
    return Known(text, start, drawn)


def spliced(before: Known, text: bytes) -> Known | None:
    """Return the coordinates of a text, None where more than one stretch of them would have to be known to be other.

    The stretch begins with the last vertex that both texts have before their first difference and ends with the first
    one that both have after their last difference, so that it stands in a ring on either side, whatever lies between.
    """
    first, same_behind = _differ(before.text, text)
    if first <= before.start:
        return None
    begin = before.text.rfind(b"[", 0, before.text.rfind(b"]", 0, first) + 1)
    opened = before.text.find(b"[", len(before.text) - same_behind)
    end = before.text.find(b"]", opened) + 1
    if begin <= before.start or opened < 0 or not end or end <= begin:
        return None
    end_now = end + len(text) - len(before.text)
    try:
        between = orjson.loads(b"[[[" + text[begin:end_now] + b"]]]")
        drawn = _joined(before, begin, end, between)
    except (orjson.JSONDecodeError, TypeError, ValueError, IndexError):
        return None  # read as a whole, it is said what is wrong
    return None if drawn is None else Known(text, before.start, drawn)


def _joined(before: Known, begin: int, end: int, between: list[Any]) -> Drawn | None:
    old, rings = before.drawn.lonlat, before.drawn.rings
    new = flat([ring for polygon in between for ring in polygon])
    kept, left = _vertices_until(before, begin), _vertices_until(before, end)
    head, (open_head, taken) = _cut(rings, kept)
    tail, (open_tail, last) = _cut(rings, left - 1)
    polygons = [[len(ring) for ring in polygon] for polygon in between]
    polygons[0][0] += taken
    polygons[-1][-1] += rings[tail][open_tail] - last - 1
    polygons[0] = [*rings[head][:open_head], *polygons[0]]
    polygons[-1] = [*polygons[-1], *rings[tail][open_tail + 1 :]]
    joined = (*rings[:head], *map(tuple, polygons), *rings[tail + 1 :])
    if min(map(min, joined)) <= _FEWEST_IN_RING:
        return None
    return Drawn(np.concatenate([old[:kept], new, old[left:]]), joined)


def _vertices_until(before: Known, position: int) -> int:
    """Return how many vertices begin before a position that lies in a ring."""
    opened = _count(before.text, before.start, position)
    rings = before.drawn.rings
    vertices = [0, *accumulate(chain.from_iterable(rings))]
    polygon_of = [number for number, polygon in enumerate(rings, start=1) for _ in polygon]
    # Brackets opened before the first vertex of each ring: the list's, the polygons', the rings', the vertices'.
    at_first = [1 + polygon + ring + vertices[ring - 1] for ring, polygon in enumerate(polygon_of, start=1)]
    ring = bisect_right(at_first, opened) - 1
    return vertices[ring] + opened - at_first[ring]


def _cut(rings: Rings, vertices: int) -> tuple[int, tuple[int, int]]:
    """Return the polygon, and in it the ring, of the vertex that so many precede, and how many do in its ring."""
    for number, polygon in enumerate(rings):
        for place, length in enumerate(polygon):
            if vertices < length:
                return number, (place, vertices)
            vertices -= length
    raise IndexError


def _differ(before: bytes, after: bytes) -> tuple[int, int]:
    """Return where two texts first differ, and how many bytes are the same behind their last difference."""
    a, b = np.frombuffer(before, np.uint8), np.frombuffer(after, np.uint8)
    both = min(len(a), len(b))
    other = a[:both] != b[:both]
    first = int(other.argmax()) if other.any() else both
    other = a[len(a) - both :] != b[len(b) - both :]
    same_behind = int(other[::-1].argmax()) if other.any() else both
    return first, min(same_behind, both - first)


def _count(text: bytes, start: int, end: int) -> int:
    return int(np.count_nonzero(np.frombuffer(text, np.uint8, end - start, start) == _OPEN))
