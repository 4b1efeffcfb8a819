"""Control at two dates and what changed between them, cut to a box and thinned for a zoom."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import shapely

from app.errors import NotFound
from geodata.areas import area_km2, mended
from geodata.changes import change

if TYPE_CHECKING:
    from app.polygons import Polygons
    from app.store.records import StoredSnapshot
    from geodata.definitions import Source

BBox = tuple[float, float, float, float]

TILE_PX = 256
THINNED_PX = 0.4
"""A line may leave its course by so many pixels: less than one sees."""
WHOLE_WORLD_DEG = 360.0
STEP_DEG = 0.1
"""An edge of the screen follows a parallel; a geodesic between far ends would not."""
KEPT_SCENES = 48
KEPT_THINNED = 256

_THINNED: OrderedDict[tuple[int, int, BBox | None], tuple[Any, orjson.Fragment | None]] = OrderedDict()
_THINNED_LOCK = Lock()


@dataclass(frozen=True)
class Scene:
    """A source's ground on one or two days.

    Parameters
    ----------
    start_on, end_on : date
        The days of the snapshots that are shown, which may lie before the days that were asked for.
    before : geometry
        The counted ground of the earlier snapshot, EPSG:4326.
    after : mapping of str to geometry
        The ground of the later snapshot, by status.
    counted : tuple of str
        The statuses that the source counts as controlled.
    gained, lost : geometry
        Of the counted ground between the two.
    """

    source: str
    start_on: date
    end_on: date
    before: Any
    after: Mapping[str, Any]
    counted: tuple[str, ...]
    gained: Any
    lost: Any
    whole_km2: Mapping[str, float] = field(default_factory=dict)

    def held(self) -> Any:
        """Return the counted ground of the later snapshot."""
        parts = [ground for status, ground in self.after.items() if status in self.counted]
        return shapely.union_all(parts) if len(parts) != 1 else parts[0]


class Scenes:
    """The scenes of one state of the polygons; those asked for last are kept. Safe between threads."""

    def __init__(self, polygons: Polygons, most: int = KEPT_SCENES) -> None:
        self._polygons = polygons
        self._most = most
        self._kept: OrderedDict[tuple[str, date, date], Scene] = OrderedDict()
        self._lock = Lock()

    def scene(self, source: Source, start: date, end: date) -> Scene:
        """Return the scene of the snapshots on or before two days.

        Nothing is written to the store: a slider would fill it with pairs of days that nobody asks for again.

        Raises
        ------
        NotFound
            If there is no snapshot on or before the first day.
        """
        before, after = (self._polygons.on_or_before(source.id, day) for day in (start, end))
        if before is None or after is None:
            first = self._polygons.series(source.id)
            told = f"; the first is of {first[0].on}" if first else ""
            raise NotFound(f"no snapshot of {source.id} on or before {end if after is None else start}{told}")
        key = (source.id, before.on, after.on)
        with self._lock:  # two questions of one map come together: the second waits for what the first computes
            if key not in self._kept:
                self._kept[key] = self._made(source, before, after)
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]

    def _made(self, source: Source, before: StoredSnapshot, after: StoredSnapshot) -> Scene:
        known = self._polygons.statuses(source.id)
        counted = tuple(status for status in source.statuses(before.on) if status in known) or tuple(sorted(known))
        earlier, later = self._polygons.ground(before, counted), self._polygons.ground(after, counted)
        moved = change(earlier, later)
        return Scene(
            source=source.id,
            start_on=before.on,
            end_on=after.on,
            before=earlier,
            after={status: self._polygons.ground(after, (status,)) for status in sorted(after.layers)},
            counted=counted,
            gained=moved.gained,
            lost=moved.lost,
            whole_km2={
                "before": self._polygons.held_km2(before, counted),
                "after": self._polygons.held_km2(after, counted),
                "gained": moved.gained_km2,
                "lost": moved.lost_km2,
            },
        )


def drawn(scene: Scene, *, zoom: int, bbox: BBox | None) -> dict[str, Any]:
    """Return a scene as GeoJSON for drawing, a feature for each layer that has something to show.

    Each feature's ``kind`` is ``before``, ``after`` (with its ``status``), ``gained`` or ``lost``.
    """
    features = [
        {"type": "Feature", "properties": {"kind": kind, "status": status}, "geometry": geometry}
        for kind, status, ground in _layers(scene)
        if (geometry := thinned(ground, zoom=zoom, bbox=bbox)) is not None
    ]
    return {
        "type": "FeatureCollection",
        "source": scene.source,
        "snapshots": {"from": scene.start_on.isoformat(), "to": scene.end_on.isoformat()},
        "counted": list(scene.counted),
        "statuses": list(scene.after),
        "whole_km2": {name: round(value, 4) for name, value in scene.whole_km2.items()},
        "features": features,
    }


def _layers(scene: Scene) -> Iterator[tuple[str, str | None, Any]]:
    # The counted ground lies lowest, so that contested ground drawn over it is seen.
    for status in sorted(scene.after, key=lambda name: (name not in scene.counted, name)):
        yield "after", status, scene.after[status]
    yield "before", None, scene.before
    yield "gained", None, scene.gained
    yield "lost", None, scene.lost


def areas(scene: Scene, bbox: BBox | None) -> dict[str, Any]:
    """Return geodesic areas inside a box in km²: before, gained, lost, and the later ground by status."""
    inside = None if bbox is None else _box(bbox)

    def measured(ground: Any) -> float:
        if inside is not None:
            ground = mended(ground.intersection(inside))
        return round(area_km2(ground), 4)

    return {
        "snapshots": {"from": scene.start_on.isoformat(), "to": scene.end_on.isoformat()},
        "before_km2": measured(scene.before),
        "after_km2": measured(mended(scene.held())),
        "gained_km2": measured(scene.gained),
        "lost_km2": measured(scene.lost),
        "statuses_km2": {status: measured(ground) for status, ground in scene.after.items()},
    }


def thinned(ground: Any, *, zoom: int, bbox: BBox | None) -> orjson.Fragment | None:
    """Return a geometry as written GeoJSON, cut to the box and thinned for the zoom; None where nothing is left."""
    key = (id(ground), zoom, bbox)
    with _THINNED_LOCK:
        if key in _THINNED:
            _THINNED.move_to_end(key)
            return _THINNED[key][1]
    found = _thinned(ground, zoom=zoom, bbox=bbox)
    with _THINNED_LOCK:
        _THINNED[key] = (ground, found)  # held, so that its id is nobody else's
        while len(_THINNED) > KEPT_THINNED:
            _THINNED.popitem(last=False)
    return found


def _thinned(ground: Any, *, zoom: int, bbox: BBox | None) -> orjson.Fragment | None:
    if bbox is not None:
        ground = shapely.clip_by_rect(ground, *bbox)
    if ground is None or ground.is_empty:
        return None
    pixel = WHOLE_WORLD_DEG / TILE_PX / 2**zoom
    thin = shapely.simplify(ground, pixel * THINNED_PX, preserve_topology=True)
    digits = int(np.clip(np.ceil(-np.log10(pixel * THINNED_PX)), 2, 6))
    rounded = shapely.transform(thin, lambda xy: np.round(xy, digits))
    return orjson.Fragment(shapely.to_geojson(rounded))


def _box(bbox: BBox) -> Any:
    west, south, east, north = bbox
    box = shapely.box(west, south, east, north)
    return shapely.segmentize(box, STEP_DEG)
