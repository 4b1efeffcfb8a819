"""A store in a file: made as the schema says, opened without SQLAlchemy, one transaction whichever way it was begun."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from shapely import box
from sqlalchemy import create_engine

import app.store
from app.errors import StoreError
from app.store import Store, versions
from app.store.file import File
from geodata.areas import area_km2, mended
from geodata.control import ImportReport, Layer, LayerReport, Snapshot

DAY = date(2025, 11, 1)


def snapshot(on: date = DAY) -> Snapshot:
    ground = mended(box(37, 48, 38, 49))
    km2 = area_km2(ground)
    report = ImportReport("a.geojson", "geojson", (LayerReport("occupied", 1, km2, km2),))
    return Snapshot("mapper", on, "ab" * 32, (Layer("occupied", ground, km2),), report)


def test_the_tables_of_a_new_file_are_those_of_the_schema(tmp_path: Path) -> None:
    """Where this fails, the head of schema.sql says how it is written anew."""
    assert (Path(app.store.__file__).parent / "schema.sql").read_text(encoding="utf-8") == versions.schema_sql()
    Store(str(tmp_path / "quick.db")).close()
    engine = create_engine(f"sqlite:///{tmp_path / 'schema.db'}")
    with engine.begin() as connection:
        versions.make(connection)
    engine.dispose()
    schema = "SELECT value FROM meta WHERE key = 'schema'"
    for query in ("SELECT * FROM alembic_version", "SELECT * FROM revision", schema):
        assert rows(tmp_path / "quick.db", query) == rows(tmp_path / "schema.db", query)


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        return connection.execute(query).fetchall()


def test_importing_and_deltas_load_no_sqlalchemy(tmp_path: Path, control_files: list[Path]) -> None:
    files = [str(path) for path in control_files]
    code = (
        "import sys\nfrom app.cli import run\nfrom app.cli.program import program\n"
        f"store = ['--source', 'mapper', '--store', {str(tmp_path / 'store.db')!r}]\n"
        f"assert run(program, ['control', 'add', *{files!r}, *store]) == 0\n"
        "assert run(program, ['deltas', '--every', 'day', *store]) == 0\n"
        "assert 'sqlalchemy' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def control_files(tmp_path: Path) -> list[Path]:
    paths = []
    for day, east in ((1, 38.0), (2, 38.1)):
        ring = f"[[37,48],[{east},48],[{east},49],[37,49],[37,48]]"
        paths.append(tmp_path / f"map_2025110{day}.geojson")
        paths[-1].write_text(f'{{"type": "Polygon", "coordinates": [{ring}]}}')
    return paths


def test_what_goes_wrong_in_a_transaction_leaves_nothing_of_it(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store.db"))
    with pytest.raises(RuntimeError), store.transaction():
        assert store.control.add(snapshot()) == "added"
        assert store.control.sources() == ["mapper"]
        raise RuntimeError
    assert store.control.sources() == []


def test_a_writer_is_seen_by_whoever_asks_for_the_stamp(tmp_path: Path) -> None:
    first, second = (Store(str(tmp_path / "store.db")) for _ in range(2))
    before = second.stamp()
    first.control.add(snapshot())
    assert second.stamp() != before


def test_an_error_of_the_driver_is_one_of_the_store(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store.db"))
    file = File(tmp_path / "store.db")
    with pytest.raises(StoreError, match="no such table"), file.writing() as connection:
        connection.execute("SELECT * FROM absent")
    assert store.control.add(snapshot()) == "added"  # the lock is free again


def test_a_full_disk_is_one_line_and_harms_nothing(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store.db"))
    store.control.add(snapshot())
    with store.control._file.writing() as connection:  # type: ignore[union-attr]
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    with pytest.raises(StoreError, match="full"), store.control._file.writing() as connection:  # type: ignore[union-attr]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        for day in range(2, 28):
            store.control._add(connection, snapshot(date(2025, 11, day)))  # type: ignore[union-attr]
    assert [day.on for day in store.control.series("mapper")] == [DAY]
