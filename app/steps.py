"""The change from each imported day to the next, computed while the grounds of both are in memory."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from app.polygons import BATCH
from app.store.blobs import EMPTY_KEY

if TYPE_CHECKING:
    from app.store import Store
    from geodata.changes import Change


class Steps:
    """Changes between days that are imported one after the other; others are left to be computed from the store.

    Parameters
    ----------
    days : mapping
        The series' days, each with the key and area of each status's ground; whoever imports puts new ones in.
    """

    def __init__(self, store: Store, days: Mapping[date, Mapping[str, tuple[str, float]]]) -> None:
        self._store = store
        self._days = days
        self._order = sorted(days)
        self._known = set(store.control.change_areas())
        self._grounds: dict[str, Any] = {}
        self._waiting: dict[tuple[str, str], Change] = {}

    def put(self, on: date, grounds: dict[str, Any]) -> None:
        """Compute what changed since the day before where its grounds were the last to be put; `grounds` by key."""
        from geodata.changes import change

        at = bisect_left(self._order, on)
        if self._order[at : at + 1] != [on]:
            insort(self._order, on)
        before = self._days[self._order[at - 1]] if at else {}
        there = {**self._grounds, **grounds, EMPTY_KEY: _nothing()}
        for status in {*before, *self._days[on]}:
            pair = before.get(status, (EMPTY_KEY, 0.0))[0], self._days[on].get(status, (EMPTY_KEY, 0.0))[0]
            if at and pair[0] != pair[1] and pair not in self._known and there.keys() >= set(pair):
                self._waiting[pair] = change(there[pair[0]], there[pair[1]])
                self._known.add(pair)
        self._grounds = grounds
        if len(self._waiting) >= BATCH:
            self.keep()

    def keep(self) -> None:
        """Keep what was computed, in one transaction."""
        self._store.control.add_changes(self._waiting)
        self._waiting = {}


@cache
def _nothing() -> Any:
    """Return the ground of a status that a day does not have."""
    from shapely import MultiPolygon

    return MultiPolygon()
