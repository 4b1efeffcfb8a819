"""Every placed mention as arrays: what a map asks of 100,000 of them is answered in milliseconds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from app.viewing.scenes import TILE_PX, WHOLE_WORLD_DEG, BBox

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SINGLE_MAX = 1_000
"""Above so many places in view they are clustered at every zoom."""
APART_FROM_ZOOM = 12
"""From here on places stand alone, if there are not too many."""
CLUSTER_PX = 56
POINT_KINDS = frozenset({"settlement", "other"})


@dataclass(frozen=True)
class PlaceRow:
    """A place that texts mention."""

    id: str
    name: str
    kind: str
    lat: float
    lon: float


@dataclass(frozen=True)
class MentionPoints:
    """Mentions as arrays of the same length: which place, which document, published when (ordinal; 0: no date)."""

    places: Sequence[PlaceRow]
    documents: Sequence[str]
    place: Ints
    document: Ints
    published: Ints
    lat: Floats
    lon: Floats
    wide: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, places: Sequence[PlaceRow], mentions: Sequence[tuple[str, str, date | None]]) -> MentionPoints:
        """Build it from places and (place id, document id, day of publication) of each mention."""
        number = {place.id: index for index, place in enumerate(places)}
        documents: dict[str, int] = {}
        for _, document, _ in mentions:
            documents.setdefault(document, len(documents))
        return cls(
            places=places,
            documents=list(documents),
            place=np.array([number[place] for place, _, _ in mentions], dtype=np.int64),
            document=np.array([documents[document] for _, document, _ in mentions], dtype=np.int64),
            published=np.array([on.toordinal() if on else 0 for _, _, on in mentions], dtype=np.int64),
            lat=np.array([place.lat for place in places], dtype=np.float64),
            lon=np.array([place.lon for place in places], dtype=np.float64),
            wide=np.array([place.kind not in POINT_KINDS for place in places], dtype=np.bool_),
        )

    def counts(
        self,
        *,
        bbox: BBox | None = None,
        start: date | None = None,
        end: date | None = None,
        document: str | None = None,
        wide: bool = False,
    ) -> tuple[Ints, Ints]:
        """Return the places in a box, and how often the texts of these days (or of one document) mention each.

        Parameters
        ----------
        bbox : tuple, optional
            West, south, east, north in degrees; west > east crosses the antimeridian.
        wide : bool
            Countries, oblasts, rivers and the like, or the points.
        """
        chosen = np.ones(len(self.place), dtype=np.bool_)
        if document is not None:
            known = {name: index for index, name in enumerate(self.documents)}
            chosen &= self.document == known.get(document, -1)
        if start is not None:
            chosen &= self.published >= start.toordinal()
        if end is not None:
            chosen &= self.published <= end.toordinal()
        counted = np.bincount(self.place[chosen], minlength=len(self.places))
        found = (counted > 0) & (self.wide == wide)
        if bbox is not None:
            west, south, east, north = bbox
            across = (self.lon >= west) & (self.lon <= east)
            if west > east:
                across = (self.lon >= west) | (self.lon <= east)
            found &= across & (self.lat >= south) & (self.lat <= north)
        which = np.flatnonzero(found)
        return which, counted[which]

    def count(self, place: str, **chosen: Any) -> int:
        """Return how often texts mention a place; `chosen` as in :meth:`counts`."""
        index = next((number for number, row in enumerate(self.places) if row.id == place), None)
        if index is None:
            return 0
        which, counts = self.counts(wide=bool(self.wide[index]), **chosen)
        return int(counts[which == index].sum())


@dataclass(frozen=True)
class Cluster:
    """Places that lie too near each other to be told apart at a zoom."""

    members: Ints
    lat: float
    lon: float
    count: int
    bounds: BBox


def clustered(points: MentionPoints, which: Ints, counts: Ints, zoom: int) -> list[Cluster]:
    """Return places as clusters, the most mentioned first; a cluster of one is a place of its own.

    A grid of :data:`CLUSTER_PX` gathers them, then neighbours whose middles lie nearer than that are joined. Alone
    stands every place from zoom :data:`APART_FROM_ZOOM` on, where no more than :data:`SINGLE_MAX` are in view.
    """
    if not len(which):
        return []
    x, y = _pixels(points.lat[which], points.lon[which], zoom)
    if zoom >= APART_FROM_ZOOM and len(which) <= SINGLE_MAX:
        label = np.arange(len(which))
    else:
        cells = np.floor(np.stack([x, y]) / CLUSTER_PX).astype(np.int64)
        _, label = np.unique(cells, axis=1, return_inverse=True)
        label = _joined(label.ravel(), x, y, counts)
    order = np.argsort(label, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
    made = [_cluster(points, which[group], counts[group]) for group in groups]
    return sorted(made, key=lambda one: (-one.count, one.lat, one.lon))


def _joined(label: Ints, x: Floats, y: Floats, counts: Ints) -> Ints:
    """Join groups whose weighted middles are near, the heaviest taking the lighter ones in."""
    size = int(label.max()) + 1
    weight = np.bincount(label, counts, size)
    middle = np.stack([np.bincount(label, x * counts, size), np.bincount(label, y * counts, size)]) / weight
    into = np.full(size, -1, dtype=np.int64)
    for one in np.argsort(-weight, kind="stable"):
        if into[one] < 0:
            near = (np.hypot(*(middle - middle[:, [one]])) < CLUSTER_PX) & (into < 0)
            into[near] = one
    return into[label]


def _cluster(points: MentionPoints, members: Ints, counts: Ints) -> Cluster:
    lat, lon = points.lat[members], points.lon[members]
    return Cluster(
        members=members,
        lat=float(np.average(lat, weights=counts)),
        lon=float(np.average(lon, weights=counts)),
        count=int(counts.sum()),
        bounds=(float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())),
    )


def _pixels(lat: Floats, lon: Floats, zoom: int) -> tuple[Floats, Floats]:
    """Return Web Mercator pixels at a zoom: for the screen only, never for a measure."""
    size = TILE_PX * 2**zoom
    radians = np.radians(np.clip(lat, -85.0, 85.0))
    return (lon + 180) / WHOLE_WORLD_DEG * size, (1 - np.arcsinh(np.tan(radians)) / np.pi) / 2 * size


def spread(rows: Sequence[tuple[int, int, int]], lat: Floats, lon: Floats, zoom: int, most: int) -> list[int]:
    """Return which of some labels fit beside each other, the first ones first.

    Parameters
    ----------
    rows : sequence of (index, width, height)
        Into `lat` and `lon`; pixels.
    """
    x, y = _pixels(lat, lon, zoom)
    taken: list[tuple[float, float, float, float]] = []
    chosen: list[int] = []
    for index, width, height in rows:
        box = (float(x[index]), float(y[index]), float(x[index]) + width, float(y[index]) + height)
        if all(box[2] < t[0] or box[0] > t[2] or box[3] < t[1] or box[1] > t[3] for t in taken):
            taken.append(box)
            chosen.append(index)
            if len(chosen) == most:
                break
    return chosen


def as_json(
    points: MentionPoints, clusters: Sequence[Cluster], held: Any, named: Callable[[str, str], str]
) -> list[dict[str, Any]]:
    """Return clusters as a map draws them.

    `held` says of (lons, lats) which lie in controlled ground, `named` of (id, name) the name in the reader's language.
    """
    inside = held(np.array([one.lon for one in clusters]), np.array([one.lat for one in clusters]))
    rows = []
    for one, within in zip(clusters, inside, strict=True):
        row: dict[str, Any] = {"lat": round(one.lat, 5), "lon": round(one.lon, 5), "count": one.count}
        if len(one.members) == 1:
            place = points.places[int(one.members[0])]
            wide = place.kind not in POINT_KINDS
            row |= {
                "id": place.id,
                "name": named(place.id, place.name),
                "held": None if wide or within is None else bool(within),
            }
        else:
            row |= {"places": len(one.members), "bounds": [round(value, 5) for value in one.bounds]}
        rows.append(row)
    return rows
