"""Stored polygons as the frames that cross a threshold: see :mod:`geodata.frames`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import geopandas as gpd

from app.errors import NotFound
from geodata.areas import area_km2
from geodata.crs import CRS
from geodata.frames import CHANGE_COLUMNS, check_change, check_control

if TYPE_CHECKING:
    from app.polygons import Polygons
    from app.store import Store
    from app.store.records import StoredSnapshot
    from geodata.definitions import Source


def control_frame(polygons: Polygons, source: str, on: date) -> gpd.GeoDataFrame:
    """Return the control frame of the snapshot on or before a day; a row for each status."""
    snapshot = _snapshot(polygons, source, on)
    rows = [
        {"source": source, "on": snapshot.on, "status": status, "geometry": polygons.ground(snapshot, (status,))}
        for status in snapshot.layers
    ]
    return check_control(gpd.GeoDataFrame(rows, geometry="geometry", crs=CRS))


def change_frame(polygons: Polygons, source: Source, start: date, end: date) -> gpd.GeoDataFrame:
    """Return the change frame between the snapshots on or before two days; a row for each polygon."""
    before, after = _snapshot(polygons, source.id, start), _snapshot(polygons, source.id, end)
    rows = [
        {
            "source": source.id,
            "start": before.on,
            "end": after.on,
            "kind": kind,
            "geometry": part,
            "area_km2": area_km2(part),
        }
        for kind, parts in polygons.change_polygons(before, after, counted(polygons, source, start)).items()
        for part in parts
    ]
    return check_change(gpd.GeoDataFrame(rows, columns=list(CHANGE_COLUMNS), geometry="geometry", crs=CRS))


def counted(polygons: Polygons, source: Source, start: date) -> tuple[str, ...]:
    """Return the statuses that a source counts from a day on and has; every one that it has, where it has none."""
    known = polygons.statuses(source.id)
    return tuple(status for status in source.statuses(start) if status in known) or tuple(sorted(known))


def region_frame(store: Store) -> gpd.GeoDataFrame:
    """Return the stored boundaries: name, country (bool), geometry."""
    rows = [
        {"name": region.name, "country": region.country, "geometry": store.places.region_geometry(region.id)}
        for region in store.places.regions()
    ]
    return gpd.GeoDataFrame(rows, columns=["name", "country", "geometry"], geometry="geometry", crs=CRS)


def _snapshot(polygons: Polygons, source: str, on: date) -> StoredSnapshot:
    found = polygons.on_or_before(source, on)
    if found is None:
        loaded = ", ".join(polygons.sources()) or "none"
        raise NotFound(f"no snapshot of {source} on or before {on}; loaded sources: {loaded}")
    return found
