"""The ground held on a day, and what moved between two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from app.polygons.series import Series, Statuses, key_in, keys_in, one, several

if TYPE_CHECKING:
    from app.store import Store
    from app.store.records import StoredRegion, StoredSnapshot
    from geodata.changes import Change
    from geodata.regions import Region

BATCH = 32
"""How many changes are kept in one transaction: few enough to lose."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What changed between two grounds, in km²."""

    gained_km2: float
    lost_km2: float

    @property
    def net_km2(self) -> float:
        """Gained less lost."""
        return self.gained_km2 - self.lost_km2


class Moves(Series):
    """Grounds and changes; each change is computed once for each pair of contents."""

    def __init__(self, store: Store, *, margin_km: float, keep_moves: bool = True) -> None:
        super().__init__(store, margin_km=margin_km, keep_moves=keep_moves)
        self._ground = lru_cache(maxsize=16)(self._read_ground)
        self._boundary = lru_cache(maxsize=256)(self._read_boundary)
        self._union_area: Callable[[tuple[str, ...], int | None], float]
        self._union_area = lru_cache(maxsize=256)(self._measure_union)
        self._moved: dict[tuple[str, str], Moved] = {}
        self._complete: set[str] = set()

    def ground(self, snapshot: StoredSnapshot, statuses: Statuses) -> Any:
        """Return the MultiPolygon under any of the statuses."""
        return self._ground(keys_in(snapshot, statuses))

    def held_km2(self, snapshot: StoredSnapshot, statuses: Statuses, region: int | None = None) -> float:
        """Return the area under any of the statuses, inside a boundary where one is named."""
        keys = keys_in(snapshot, statuses)
        if len(keys) == 1 and region is None:
            return next(layer.area_km2 for layer in snapshot.layers.values() if layer.key == keys[0])
        return self._union_area(keys, region) if keys else 0.0

    def moved(self, start: StoredSnapshot, end: StoredSnapshot, statuses: Statuses, region: int | None = None) -> Moved:
        """Return gained and lost between two snapshots; computed once for each pair of contents."""
        before, after = keys_in(start, statuses), keys_in(end, statuses)
        if before == after:
            return Moved(0.0, 0.0)
        if region is None and len(before) <= 1 and len(after) <= 1:
            return self._moved_pair(one(before), one(after))
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
        before, after = keys_in(start, statuses), keys_in(end, statuses)
        if before == after:
            return {"gained": [], "lost": []}
        if len(before) <= 1 and len(after) <= 1:
            pair = one(before), one(after)
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

    def compute_changes(self, source: str, progress: Callable[[int, int], None] | None = None) -> int:
        """Compute the change between each two consecutive snapshots that is not kept yet; return how many were.

        This is what "since when" is read from, and what daily deltas are.
        """
        series = self.series(source)
        pairs = {
            (key_in(before, status), key_in(after, status))
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
            found = change(self._ground(several(start_key)), self._ground(several(end_key)))
            batch[start_key, end_key] = found
            self._moved[start_key, end_key] = Moved(found.gained_km2, found.lost_km2)
            if len(batch) >= BATCH or done == len(todo):
                self._keep(partial(self._store.control.add_changes, batch))
                batch = {}
            if progress:
                progress(done, len(todo))
        return len(todo)

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

                computed = change(self._ground(several(start_key)), self._ground(several(end_key)))
                if self.keep_moves:
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
