"""The stored snapshots of every source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from app.errors import ReadOnlyStore
from app.store.blobs import EMPTY_KEY

if TYPE_CHECKING:
    from app.store import Store
    from app.store.records import StoredSnapshot

MAX_GAP_DAYS = 3
"""A snapshot that is wanted but absent is the last one before it, at most this much older."""

Statuses = tuple[str, ...]


class Series:
    """The snapshots, as of the moment it was made.

    Parameters
    ----------
    margin_km : float
        An edge nearer than this to the country's outline is coast or border, not the line.
    keep_moves : bool
        Whether what moved between two snapshots that are not neighbours is kept in the store too.
    """

    def __init__(self, store: Store, *, margin_km: float, keep_moves: bool = True) -> None:
        self._store = store
        self._margin_km = margin_km
        self.keep_moves = keep_moves
        self._sources: list[str] | None = None
        self._series: dict[str, list[StoredSnapshot]] = {}
        self._bounds: Any = False

    def as_if(self, version: StoredSnapshot) -> Self:
        """Return the polygons as they would be with that version of a day in place of the current one."""
        other = type(self)(self._store, margin_km=self._margin_km, keep_moves=self.keep_moves)
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

    @staticmethod
    def _keep(write: Callable[[], object]) -> None:
        """Keep a result where the store can be written; a read-only store computes it anew each time."""
        with suppress(ReadOnlyStore):
            write()


def key_in(snapshot: StoredSnapshot, status: str) -> str:
    """Return the key of the ground of a status, that of no ground where the snapshot has none."""
    layer = snapshot.layers.get(status)
    return EMPTY_KEY if layer is None else layer.key


def keys_in(snapshot: StoredSnapshot, statuses: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of the grounds of several statuses, without that of no ground."""
    keys = {key_in(snapshot, status) for status in statuses}
    return tuple(sorted(keys - {EMPTY_KEY}))


def one(keys: tuple[str, ...]) -> str:
    """Return the key of at most one ground."""
    return keys[0] if keys else EMPTY_KEY


def several(key: str) -> tuple[str, ...]:
    """Return the keys of at most one ground."""
    return () if key == EMPTY_KEY else (key,)
