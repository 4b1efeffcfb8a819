"""How points stood over time, where the line ran, and how far it was."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any

from app.errors import NotFound
from app.polygons.moves import Moves
from app.polygons.series import key_in, several
from app.store.blobs import key_of
from geodata.definitions import OCCUPIED

if TYPE_CHECKING:
    from app.store import Store
    from app.store.records import StoredSnapshot
    from geodata.line import Edges

FEW_POINTS = 40
"""Of so many points the history is read off the store; of more, off a tree in memory."""

KEPT_POINTS = 50_000
"""Points whose history is kept in memory."""

KEPT_EDGES = 500_000
"""Edges of lines that are kept for measuring distances, 88 bytes each."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a place stood on a day by a source's map; the status is None where the map does not reach."""

    snapshot_on: date
    gap_days: int
    status: str | None
    status_since: date | None
    distance_to_line_km: float | None
    since_first_snapshot: bool = False
    """It has not changed since the series began, so it may have had its status for longer."""


OUTSIDE = "outside"
"""The status of a point that no polygon of the snapshot covers."""

OUTLINE_SLACK_DEG = 0.1


class Polygons(Moves):
    """The stored snapshots of every source, as of the moment it was made."""

    def __init__(self, store: Store, *, margin_km: float, keep_moves: bool = True) -> None:
        super().__init__(store, margin_km=margin_km, keep_moves=keep_moves)
        self._line = lru_cache(maxsize=16)(self._read_line)
        self._standing = lru_cache(maxsize=100_000)(self._read_standing)
        self._history = lru_cache(maxsize=KEPT_POINTS)(self._read_history)
        self._within = lru_cache(maxsize=KEPT_POINTS)(self._in_country)
        self._parts = lru_cache(maxsize=None)(self._read_parts)
        self._edges: OrderedDict[str, Edges] = OrderedDict()
        self._lock = Lock()
        self._asked = 0
        self._outline: tuple[str, Any] | bool | None = False

    def line(self, snapshot: StoredSnapshot) -> Any:
        """Return the front line of a snapshot, EPSG:4326; refused without the country's outline."""
        return self._line(key_in(snapshot, OCCUPIED))

    def history(self, source: str, lon: float, lat: float) -> list[tuple[date, str]]:
        """Return each day on which a point (degrees, WGS 84) got another status, with it; the series' first day first.

        Read off the kept changes: only snapshots between which one of them touched the point are looked at.
        """
        return list(self._history(source, lon, lat))

    def _read_history(self, source: str, lon: float, lat: float) -> list[tuple[date, str]]:
        series = self.series(source)
        if not series:
            return []
        self._complete_changes(source)
        runs = [(series[0].on, self._status(series[0], lon, lat))]
        for number in self._touched(source, lon, lat):
            after = series[number + 1]
            status = self._status(after, lon, lat)
            if status != runs[-1][1]:  # another layer under the ruling one may have moved
                runs.append((after.on, status))
        return runs

    def prepare(self, source: str) -> None:
        """Read now what the histories of many points are read off."""
        self._complete_changes(source)
        self._parts(source)
        self._asked += FEW_POINTS

    def _touched(self, source: str, lon: float, lat: float) -> list[int]:
        """Return the numbers of the snapshots from which to the next one a change touched a point, ascending.

        For a few points the store is asked; for many, all changes are read once, which takes a second.
        """
        import shapely

        self._asked += 1
        if self._asked > FEW_POINTS:
            tree, numbers = self._parts(source)
            return sorted({numbers[part] for part in tree.query(shapely.Point(lon, lat), "intersects")})
        touched = self._store.control.changes_at(lon, lat)
        return [
            number
            for number, (before, after) in enumerate(pairwise(self.series(source)))
            if any((key_in(before, name), key_in(after, name)) in touched for name in {*before.layers, *after.layers})
        ]

    def _read_parts(self, source: str) -> tuple[Any, list[int]]:
        """Return the polygons of every change between consecutive snapshots as a tree, and whose change each is."""
        import shapely

        shapes: list[Any] = []
        numbers: list[int] = []
        for number, (before, after) in enumerate(pairwise(self.series(source))):
            for status in {*before.layers, *after.layers}:
                pair = key_in(before, status), key_in(after, status)
                if pair[0] != pair[1]:
                    parts = self._store.control.change_parts(*pair)
                    shapes += (new := [*parts["gained"], *parts["lost"]])
                    numbers += [number] * len(new)
        return shapely.STRtree(shapes), numbers

    def standing(self, source: str, lon: float, lat: float, day: date) -> Standing | None:
        """Return how a point (degrees, WGS 84) stood on a day, None without a snapshot on or before it."""
        return self._standing(source, lon, lat, day)

    def _read_standing(self, source: str, lon: float, lat: float, day: date) -> Standing | None:
        snapshot = self.on_or_before(source, day)
        if snapshot is None:
            return None
        runs = self._history(source, lon, lat)
        since, status = runs[bisect_right(runs, snapshot.on, key=lambda run: run[0]) - 1]
        if status == OUTSIDE and not self._within(lon, lat):
            return Standing(snapshot.on, (day - snapshot.on).days, None, None, None)
        distance_km = self.distance_to_line_km(source, lon, lat, day)
        return Standing(
            snapshot_on=snapshot.on,
            gap_days=(day - snapshot.on).days,
            status=status,
            status_since=since,
            distance_to_line_km=distance_km,
            since_first_snapshot=since == self.series(source)[0].on,
        )

    def distance_to_line_km(self, source: str, lon: float, lat: float, day: date) -> float | None:
        """Return the distance to the line on a day, None without a snapshot or without the country's outline."""
        from geodata.line import distance_to_edges_km

        snapshot = self.on_or_before(source, day)
        if snapshot is None or self.outline() is None:
            return None
        return distance_to_edges_km(lon, lat, self._line_edges(key_in(snapshot, OCCUPIED)))

    def _line_edges(self, key: str) -> Edges:
        """Return a line taken apart; so many lines are kept as have :data:`KEPT_EDGES` together."""
        from geodata.line import edges

        with self._lock:
            if key in self._edges:
                self._edges.move_to_end(key)
                return self._edges[key]
        found = edges(self._line(key))
        with self._lock:
            self._edges[key] = found
            while len(self._edges) > 1 and sum(map(len, self._edges.values())) > KEPT_EDGES:
                self._edges.popitem(last=False)
        return found

    def outline(self) -> tuple[str, Any] | None:
        """Return the key and the shape of the countries' outline, None where none was added."""
        if isinstance(self._outline, bool):
            shapes = [
                self._store.places.region_geometry(region.id) for region in self._store.places.regions(country=True)
            ]
            self._outline = None
            if shapes:
                import shapely

                whole = shapely.union_all(shapes)
                self._outline = (key_of(whole), whole)
        return self._outline

    def _in_country(self, lon: float, lat: float) -> bool:
        """Say whether a point lies in the countries' outline, or so near that a coarse outline may have cut it off."""
        import shapely

        outline = self.outline()
        return outline is None or bool(shapely.dwithin(outline[1], shapely.Point(lon, lat), OUTLINE_SLACK_DEG))

    def _status(self, snapshot: StoredSnapshot, lon: float, lat: float) -> str:
        """Return the status of a point: occupied before any other that lies over it."""
        import shapely

        by_rank = sorted(snapshot.layers.items(), key=lambda item: (item[0] != OCCUPIED, item[0]))
        covering = (name for name, layer in by_rank if shapely.intersects_xy(self._ground((layer.key,)), lon, lat))
        return next(covering, OUTSIDE)

    def _read_line(self, key: str) -> Any:
        from geodata.line import front_line

        outline = self.outline()
        if outline is None:
            raise NotFound("no country outline: add one with 'frontline regions add FILE --country'")
        found = self._store.control.line(key, outline[0], self._margin_km)
        if found is None:
            found = front_line(self._ground(several(key)), outline[1], self._margin_km)
            self._keep(lambda: self._store.control.add_line(key, outline[0], self._margin_km, found))
        return found
