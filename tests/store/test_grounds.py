"""Grounds come back as they were stored, whatever day they lean on and whichever of those days is removed."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from app.store import Store
from app.store.blobs import compress, decompress, key_of
from app.store.grounds import STRIDE
from geodata.areas import area_km2, mended
from geodata.changes import change
from geodata.control import ImportReport, Layer, LayerReport, Snapshot

FIRST = date(2025, 1, 1)
# A front of 400 vertices, of which a few move each day.
FRONT = [(36 + i / 100, 48 + (i * 7919 % 100) / 1000) for i in range(400)]


def ground(day: int) -> MultiPolygon:
    moved = [(lon, lat + 0.01 * (i < day)) for i, (lon, lat) in enumerate(FRONT)]
    return mended(Polygon([(36, 47), *moved, (40, 47)]))


def put(store: Store, day: int, shape: MultiPolygon, source: str = "mapper") -> None:
    km2 = area_km2(shape)
    report = ImportReport(f"{day}.geojson", "geojson", (LayerReport("occupied", 1, km2, km2),))
    on = FIRST + timedelta(days=day)
    store.control.add(Snapshot(source, on, f"{day:064x}", (Layer("occupied", shape, km2),), report))


def stored(path: Path) -> dict[int, str]:
    """Return the key of what each day's ground is read as by a store that has nothing in memory."""
    store = Store(str(path))
    read = {
        (day.on - FIRST).days: key_of(store.control.geometry(day.layers["occupied"].key))
        for day in reversed(store.control.series("mapper"))
    }
    store.close()
    return read


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def test_grounds_come_back_as_they_were(path: Path) -> None:
    store = Store(str(path))
    days = 3 * STRIDE
    for day in range(days):
        put(store, day, ground(day))
    store.close()
    assert stored(path) == {day: key_of(ground(day)) for day in range(days)}


def test_a_day_like_the_one_before_takes_little_room(path: Path) -> None:
    store = Store(str(path))
    for day in range(STRIDE):
        put(store, day, ground(day))
    store.close()
    with sqlite3.connect(path) as connection:
        whole, *rest = [size for (size,) in connection.execute("SELECT length(wkb_zstd) FROM ground ORDER BY depth")]
    assert max(rest) < whole / 10


def test_no_chain_is_longer_than_two_strides(path: Path) -> None:
    store = Store(str(path))
    for day in range(2 * STRIDE + 5):
        put(store, day, ground(day))
    store.close()
    with sqlite3.connect(path) as connection:
        bases = dict(connection.execute("SELECT key, base FROM ground"))
    longest = 0
    for key in bases:
        steps, at = 0, key
        while at is not None:
            steps, at = steps + 1, bases[at]
        longest = max(longest, steps)
    assert longest <= STRIDE + 2


@settings(max_examples=15, deadline=None)
@given(removed=st.sets(st.integers(0, 39), max_size=39))
def test_what_leans_on_a_removed_day_stays(tmp_path_factory: pytest.TempPathFactory, removed: set[int]) -> None:
    path = tmp_path_factory.mktemp("stores") / "store.db"
    store = Store(str(path))
    for day in range(40):
        put(store, day, ground(day))
    for day in removed:
        store.control.remove("mapper", FIRST + timedelta(days=day))
    store.close()
    assert stored(path) == {day: key_of(ground(day)) for day in range(40) if day not in removed}
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM ground").fetchone() == (40 - len(removed),)


def test_the_polygons_of_a_change_come_back_as_they_were(path: Path) -> None:
    store = Store(str(path))
    before, after = ground(3), mended(ground(9).difference(box(36.5, 47.2, 36.6, 47.3)))
    put(store, 0, before)
    put(store, 1, after)
    moved = change(before, after)
    pair = key_of(before), key_of(after)
    store.control.add_changes({pair: moved})
    store.close()
    fresh = Store(str(path)).control
    parts = fresh.change_parts(*pair)
    assert MultiPolygon(parts["gained"]).equals_exact(moved.gained, 0)
    assert MultiPolygon(parts["lost"]).equals_exact(moved.lost, 0)
    assert fresh.changes_at(36.55, 47.25) == {pair}
    assert fresh.changes_at(36.7, 47.25) == set()


@given(st.binary(max_size=2000), st.binary(max_size=2000))
def test_bytes_come_back_whatever_they_are_compared_with(data: bytes, like: bytes) -> None:
    assert decompress(compress(data, like), like) == data
