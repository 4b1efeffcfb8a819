"""A store that an older version wrote is brought to this one when it is opened, or refused with what to do."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest
import shapely
import zstandard
from shapely import MultiPolygon, box

from app.errors import StoreError
from app.polygons import Polygons
from app.store import Store
from app.store.blobs import key_of
from geodata.areas import area_km2, mended
from geodata.changes import change

# The tables of schema 1 that later versions have otherwise.
VERSION_1 = """
CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);
INSERT INTO meta VALUES ('schema', '1');
CREATE TABLE geometry (key VARCHAR(32) PRIMARY KEY, wkb_zstd BLOB NOT NULL, area_km2 FLOAT NOT NULL);
CREATE TABLE snapshot (id INTEGER PRIMARY KEY, source VARCHAR NOT NULL, "on" DATE NOT NULL, version INTEGER NOT NULL,
  current BOOLEAN NOT NULL, sha256 VARCHAR(64) NOT NULL, imported_at VARCHAR NOT NULL, UNIQUE (source, "on", version));
CREATE TABLE layer (snapshot_id INTEGER REFERENCES snapshot (id) ON DELETE CASCADE, status VARCHAR,
  geometry_key VARCHAR(32) NOT NULL REFERENCES geometry (key), file VARCHAR NOT NULL, file_sha256 VARCHAR(64) NOT NULL,
  report JSON NOT NULL, PRIMARY KEY (snapshot_id, status));
CREATE TABLE change (id INTEGER PRIMARY KEY, start_key VARCHAR(32) NOT NULL, end_key VARCHAR(32) NOT NULL,
  gained_km2 FLOAT NOT NULL, lost_km2 FLOAT NOT NULL, UNIQUE (start_key, end_key));
CREATE TABLE change_part (id INTEGER PRIMARY KEY, change_id INTEGER NOT NULL REFERENCES change (id) ON DELETE CASCADE,
  kind VARCHAR(6) NOT NULL, west FLOAT, south FLOAT, east FLOAT, north FLOAT, wkb_zstd BLOB NOT NULL);
"""
GROUNDS = [mended(MultiPolygon([box(37 - step / 10, 48, 38, 49)])) for step in range(3)]
DAYS = [date(2025, 11, 1 + step) for step in range(3)]


def pack(geometry: object) -> bytes:
    return zstandard.ZstdCompressor().compress(shapely.to_wkb(geometry))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    with sqlite3.connect(path) as db:
        db.executescript(VERSION_1)
        for number, (day, ground) in enumerate(zip(DAYS, GROUNDS, strict=True), start=1):
            db.execute("INSERT INTO geometry VALUES (?, ?, ?)", (key_of(ground), pack(ground), area_km2(ground)))
            values = (number, "mapper", str(day), 1, 1, f"{number:064x}", "2025-12-01T00:00:00+00:00")
            db.execute("INSERT INTO snapshot VALUES (?, ?, ?, ?, ?, ?, ?)", values)
            layer = (number, "occupied", key_of(ground), "map.geojson", f"{number:064x}", "{}")
            db.execute("INSERT INTO layer VALUES (?, ?, ?, ?, ?, ?)", layer)
        moved = change(*GROUNDS[:2])
        keys = key_of(GROUNDS[0]), key_of(GROUNDS[1])
        db.execute("INSERT INTO change VALUES (1, ?, ?, ?, ?)", (*keys, moved.gained_km2, moved.lost_km2))
        part = moved.gained.geoms[0]
        db.execute("INSERT INTO change_part VALUES (1, 1, 'gained', ?, ?, ?, ?, ?)", (*part.bounds, pack(part)))
    db.close()
    return path


def test_an_older_store_is_brought_to_this_version(path: Path) -> None:
    polygons = Polygons(Store(str(path)), margin_km=2)
    series = polygons.series("mapper")
    assert [day.on for day in series] == DAYS
    assert [polygons.ground(day, ("occupied",)).equals_exact(GROUNDS[i], 0) for i, day in enumerate(series)] == [
        True
    ] * 3
    parts = polygons.change_polygons(series[0], series[1], ("occupied",))
    assert [len(parts["gained"]), len(parts["lost"])] == [1, 0]
    assert polygons.moved(series[1], series[2], ("occupied",)).gained_km2 == pytest.approx(821.8, abs=0.1)
    assert Store(str(path)).documents.ids() == []


def test_the_older_form_takes_no_room_any_more(path: Path) -> None:
    Store(str(path)).close()
    with sqlite3.connect(path) as db:
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert "change_part" not in tables
        assert db.execute("PRAGMA freelist_count").fetchone() == (0,)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_an_older_store_that_can_only_be_read_is_refused_with_what_to_do(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.engine.os.access", lambda *_: False)  # root may write everywhere
    with pytest.raises(StoreError, match="schema 1 that can only be read; 'frontline status' brings it to schema"):
        Store(str(path))


def test_a_store_of_a_later_version_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("UPDATE meta SET value = '99'")
    db.close()
    with pytest.raises(StoreError, match="schema 99, this program reads"):
        Store(str(path))


def test_what_cannot_be_brought_over_leaves_the_store_as_it_was(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("UPDATE change_part SET wkb_zstd = x'00'")
    before = list(db.iterdump())
    with pytest.raises(StoreError, match="cannot be brought to"):
        Store(str(path))
    assert list(db.iterdump()) == before
    db.close()
