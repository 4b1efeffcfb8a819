"""What the stored polygons say: the ground held on a day, what moved between two, where the line ran.

Computes with :mod:`geodata` and keeps each result under the keys of what it came from, so it is computed once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any

from app.errors import NotFound, ReadOnlyStore
from app.store.blobs import EMPTY_KEY, key_of
from geodata.definitions import OCCUPIED

if TYPE_CHECKING:
    from app.store import Store
    from app.store.records import StoredRegion, StoredSnapshot
    from geodata.changes import Change
    from geodata.line import Edges
    from geodata.regions import Region

MAX_GAP_DAYS = 3
"""A snapshot that is wanted but absent is the last one before it, at most this much older."""

BATCH = 32
"""How many changes are kept in one transaction: few enough to lose."""

FEW_POINTS = 40
"""Of so many points the history is read off the store; of more, off a tree in memory."""

KEPT_POINTS = 50_000
"""Points whose history is kept in memory."""

KEPT_EDGES = 500_000
"""Edges of lines that are kept for measuring distances, 88 bytes each."""

Statuses = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """What changed between two grounds, in km²."""

    gained_km2: float
    lost_km2: float

    @property
    def net_km2(self) -> float:
        """Gained less lost."""
        return self.gained_km2 - self.lost_km2


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


class Polygons:
    """The stored snapshots of every source, as of the moment it was made."""

    def __init__(self, store: Store, *, margin_km: float, keep_moves: bool = True) -> None:
        self._keep_moves = keep_moves
        self._store = store
        self._margin_km = margin_km
        self._sources: list[str] | None = None
        self._series: dict[str, list[StoredSnapshot]] = {}
        self._ground = lru_cache(maxsize=16)(self._read_ground)
        self._line = lru_cache(maxsize=16)(self._read_line)
        self._boundary = lru_cache(maxsize=256)(self._read_boundary)
        self._union_area: Callable[[tuple[str, ...], int | None], float]
        self._union_area = lru_cache(maxsize=256)(self._measure_union)
        self._standing = lru_cache(maxsize=100_000)(self._read_standing)
        self._history = lru_cache(maxsize=KEPT_POINTS)(self._read_history)
        self._within = lru_cache(maxsize=KEPT_POINTS)(self._in_country)
        self._parts = lru_cache(maxsize=None)(self._read_parts)
        self._edges: OrderedDict[str, Edges] = OrderedDict()
        self._lock = Lock()
        self._asked = 0
        self._moved: dict[tuple[str, str], Moved] = {}
        self._outline: tuple[str, Any] | bool | None = False
        self._complete: set[str] = set()
        self._bounds: Any = False

    def as_if(self, version: StoredSnapshot) -> Polygons:
        """Return the polygons as they would be with that version of a day in place of the current one."""
        other = Polygons(self._store, margin_km=self._margin_km, keep_moves=self._keep_moves)
        series = self.series(version.source)
        other._series[version.source] = [version if each.on == version.on else each for each in series]
        return other

    def sources(self) -> list[str]:
        """Return the sources that have snapshots."""
        # Asked for with every mention of every text: the store is asked once.
        if self._sources is None:
            self._sources = self._store.control.sources()
        return self._sources

    def series(self, source: str) -> list[StoredSnapshot]:
        """Return a source's snapshots, oldest first."""
        if source not in self._series:
            self._series[source] = self._store.control.series(source)
        return self._series[source]

    def statuses(self, source: str) -> set[str]:
        """Return every status that a source's snapshots have."""
        return {status for snapshot in self.series(source) for status in snapshot.layers}

    def on_or_before(self, source: str, day: date, *, max_gap_days: int | None = None) -> StoredSnapshot | None:
        """Return the last snapshot not after `day`, None where there is none or it is too old."""
        series = self.series(source)
        index = bisect_right(series, day, key=lambda snapshot: snapshot.on)
        if not index:
            return None
        found = series[index - 1]
        return None if max_gap_days is not None and (day - found.on).days > max_gap_days else found

    def held_km2(self, snapshot: StoredSnapshot, statuses: Statuses, region: int | None = None) -> float:
        """Return the area under any of the statuses, inside a boundary where one is named."""
        keys = _keys(snapshot, statuses)
        if len(keys) == 1 and region is None:
            return next(layer.area_km2 for layer in snapshot.layers.values() if layer.key == keys[0])
        return self._union_area(keys, region) if keys else 0.0

    def moved(self, start: StoredSnapshot, end: StoredSnapshot, statuses: Statuses, region: int | None = None) -> Moved:
        """Return gained and lost between two snapshots; computed once for each pair of contents."""
        before, after = _keys(start, statuses), _keys(end, statuses)
        if before == after:
            return Moved(0.0, 0.0)
        if region is None and len(before) <= 1 and len(after) <= 1:
            return self._moved_pair(_one(before), _one(after))
        if region is not None:
            from geodata.moves import by_region

            whole = self.change(start, end, statuses)
            inside = by_region(whole, [self._boundary(region)])[self._boundary(region).name]
            return Moved(inside.gained_km2, inside.lost_km2)
        change = self._change(before, after)
        return Moved(change.gained_km2, change.lost_km2)

    def moved_by_region(
        self, start: StoredSnapshot, end: StoredSnapshot, statuses: Statuses, regions: Sequence[StoredRegion]
    ) -> dict[str, Moved]:
        """Return gained and lost inside each of the boundaries, and outside all of them, in one pass over the change.

        The parts add up to the whole; see :func:`geodata.moves.by_region`.
        """
        from geodata.moves import by_region

        whole = self.change(start, end, statuses)
        parts = by_region(whole, [self._boundary(region.id) for region in regions])
        return {name: Moved(part.gained_km2, part.lost_km2) for name, part in parts.items()}

    def boundaries(self, regions: Sequence[StoredRegion]) -> list[tuple[str, Any]]:
        """Return the name and the shape of each boundary, EPSG:4326."""
        return [(region.name, self._boundary(region.id).geometry) for region in regions]

    def change_polygons(self, start: StoredSnapshot, end: StoredSnapshot, statuses: Statuses) -> dict[str, list[Any]]:
        """Return the polygons gained and lost between two snapshots."""
        before, after = _keys(start, statuses), _keys(end, statuses)
        if before == after:
            return {"gained": [], "lost": []}
        if len(before) <= 1 and len(after) <= 1:
            pair = _one(before), _one(after)
            self._moved_pair(*pair)
            if self._store.control.change_areas([pair]):
                return self._store.control.change_parts(*pair)
        change = self._change(before, after)
        return {"gained": list(change.gained.geoms), "lost": list(change.lost.geoms)}

    def change(self, start: StoredSnapshot, end: StoredSnapshot, statuses: Statuses) -> Change:
        """Return the ground gained and lost between two snapshots, with its areas."""
        from shapely import MultiPolygon

        from geodata.changes import Change

        moved = self.moved(start, end, statuses)
        parts = self.change_polygons(start, end, statuses)
        return Change(MultiPolygon(parts["gained"]), MultiPolygon(parts["lost"]), moved.gained_km2, moved.lost_km2)

    def line(self, snapshot: StoredSnapshot) -> Any:
        """Return the front line of a snapshot, EPSG:4326; refused without the country's outline."""
        return self._line(_key(snapshot, OCCUPIED))

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
            if any((_key(before, name), _key(after, name)) in touched for name in {*before.layers, *after.layers})
        ]

    def _read_parts(self, source: str) -> tuple[Any, list[int]]:
        """Return the polygons of every change between consecutive snapshots as a tree, and whose change each is."""
        import shapely

        shapes: list[Any] = []
        numbers: list[int] = []
        for number, (before, after) in enumerate(pairwise(self.series(source))):
            for status in {*before.layers, *after.layers}:
                pair = _key(before, status), _key(after, status)
                if pair[0] != pair[1]:
                    parts = self._store.control.change_parts(*pair)
                    shapes += (new := [*parts["gained"], *parts["lost"]])
                    numbers += [number] * len(new)
        return shapely.STRtree(shapes), numbers

    def ground(self, snapshot: StoredSnapshot, statuses: Statuses) -> Any:
        """Return the MultiPolygon under any of the statuses."""
        return self._ground(_keys(snapshot, statuses))

    def bounds(self) -> tuple[float, float, float, float] | None:
        """Return west, south, east, north of all ground of all snapshots, None without any."""
        if isinstance(self._bounds, bool):
            import shapely

            layers = (layer for name in self.sources() for day in self.series(name) for layer in day.layers.values())
            keys = dict.fromkeys(layer.key for layer in layers)  # in the order in which they unpack from each other
            boxes = [shapely.bounds(self._store.control.geometry(key)) for key in keys if key != EMPTY_KEY]
            total = shapely.total_bounds([shapely.box(*box) for box in boxes]) if boxes else None
            self._bounds = None if total is None else tuple(float(end) for end in total)
        box: tuple[float, float, float, float] | None = self._bounds
        return box

    def compute_changes(self, source: str, progress: Callable[[int, int], None] | None = None) -> int:
        """Compute the change between each two consecutive snapshots that is not kept yet; return how many were.

        This is what "since when" is read from, and what daily deltas are.
        """
        series = self.series(source)
        pairs = {
            (_key(before, status), _key(after, status))
            for before, after in pairwise(series)
            for status in {*before.layers, *after.layers}
        }
        known = self._store.control.change_areas()
        self._moved |= {pair: Moved(*known[pair]) for pair in pairs if pair in known}
        todo = sorted(pair for pair in pairs if pair[0] != pair[1] and pair not in self._moved)
        order = {snapshot_key: i for i, s in enumerate(series) for snapshot_key in (x.key for x in s.layers.values())}
        todo.sort(key=lambda pair: order.get(pair[1], order.get(pair[0], 0)))
        if todo:  # else neither numpy nor shapely is needed
            from geodata.changes import change
        batch: dict[tuple[str, str], Change] = {}
        for done, (start_key, end_key) in enumerate(todo, start=1):
            found = change(self._ground(_tuple(start_key)), self._ground(_tuple(end_key)))
            batch[start_key, end_key] = found
            self._moved[start_key, end_key] = Moved(found.gained_km2, found.lost_km2)
            if len(batch) >= BATCH or done == len(todo):
                self._keep(partial(self._store.control.add_changes, batch))
                batch = {}
            if progress:
                progress(done, len(todo))
        return len(todo)

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
        return distance_to_edges_km(lon, lat, self._line_edges(_key(snapshot, OCCUPIED)))

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

    def _complete_changes(self, source: str) -> None:
        if source not in self._complete:  # a removed or corrected day makes new neighbours
            self._keep(lambda: self.compute_changes(source))
            self._complete.add(source)

    def _moved_pair(self, start_key: str, end_key: str) -> Moved:
        pair = (start_key, end_key)
        if pair not in self._moved:
            kept = self._store.control.change_areas([pair])
            if pair not in kept:
                from geodata.changes import change

                computed = change(self._ground(_tuple(start_key)), self._ground(_tuple(end_key)))
                if self._keep_moves:
                    self._keep(lambda: self._store.control.add_changes({pair: computed}))
                kept = {pair: (computed.gained_km2, computed.lost_km2)}
            self._moved[pair] = Moved(*kept[pair])
        return self._moved[pair]

    def _change(self, before: Sequence[str], after: Sequence[str]) -> Change:
        from geodata.changes import change

        return change(self._ground(tuple(before)), self._ground(tuple(after)))

    def _read_boundary(self, region: int) -> Region:
        from geodata.regions import Region

        name = next(each.name for each in self._store.places.regions() if each.id == region)
        return Region(name, self._store.places.region_geometry(region), ())

    def _clipped(self, keys: tuple[str, ...], region: int | None) -> Any:
        ground = self._ground(keys)
        if region is None:
            return ground
        from geodata.areas import mended

        return mended(ground.intersection(self._boundary(region).geometry))

    def _measure_union(self, keys: tuple[str, ...], region: int | None) -> float:
        from geodata.areas import area_km2

        return area_km2(self._clipped(keys, region))

    def _read_ground(self, keys: tuple[str, ...]) -> Any:
        import shapely

        from geodata.areas import mended

        grounds = [self._store.control.geometry(key) for key in keys]
        if not grounds:
            return shapely.MultiPolygon()
        return grounds[0] if len(grounds) == 1 else mended(shapely.union_all(grounds))

    def _read_line(self, key: str) -> Any:
        from geodata.line import front_line

        outline = self.outline()
        if outline is None:
            raise NotFound("no country outline: add one with 'frontline regions add FILE --country'")
        found = self._store.control.line(key, outline[0], self._margin_km)
        if found is None:
            found = front_line(self._ground(_tuple(key)), outline[1], self._margin_km)
            self._keep(lambda: self._store.control.add_line(key, outline[0], self._margin_km, found))
        return found

    @staticmethod
    def _keep(write: Callable[[], object]) -> None:
        """Keep a result where the store can be written; a read-only store computes it anew each time."""
        with suppress(ReadOnlyStore):
            write()


def _key(snapshot: StoredSnapshot, status: str) -> str:
    layer = snapshot.layers.get(status)
    return EMPTY_KEY if layer is None else layer.key


def _keys(snapshot: StoredSnapshot, statuses: Iterable[str]) -> tuple[str, ...]:
    keys = {_key(snapshot, status) for status in statuses}
    return tuple(sorted(keys - {EMPTY_KEY}))


def _one(keys: tuple[str, ...]) -> str:
    return keys[0] if keys else EMPTY_KEY


def _tuple(key: str) -> tuple[str, ...]:
    return () if key == EMPTY_KEY else (key,)
