"""The stored polygons of one source as :mod:`app.measuring` asks for them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.polygons import MAX_GAP_DAYS, Moved, Polygons

if TYPE_CHECKING:
    from app.store.records import StoredRegion, StoredSnapshot
    from geodata.definitions import Source


class SourceMeasurer:
    """An :class:`app.measuring.Measurer` over the store; everywhere, or inside one boundary."""

    def __init__(self, polygons: Polygons, source: Source, region: StoredRegion | None = None) -> None:
        self.source = source
        self.polygons = source.id
        self.statuses = frozenset(polygons.statuses(source.id))
        self.boundary_km2 = None if region is None else region.area_km2
        self._stored = polygons
        self._region = None if region is None else region.id

    def snapshot(self, wanted: date) -> StoredSnapshot | None:
        """Return the snapshot of that day or the last one at most three days older."""
        return self._stored.on_or_before(self.source.id, wanted, max_gap_days=MAX_GAP_DAYS)

    def held_km2(self, at: StoredSnapshot, statuses: tuple[str, ...]) -> float:
        """Return the area under the statuses."""
        return self._stored.held_km2(at, statuses, self._region)

    def moved(self, start: StoredSnapshot, end: StoredSnapshot, statuses: tuple[str, ...]) -> Moved:
        """Return gained and lost."""
        return self._stored.moved(start, end, statuses, self._region)
