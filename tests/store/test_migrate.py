"""A store that an older version wrote is brought to this one when it is opened, or refused with what to do."""

from __future__ import annotations

import json
import sqlite3
import warnings
from datetime import date
from functools import partial
from pathlib import Path

import pytest
import shapely
import zstandard
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from shapely import LineString, MultiPolygon, box
from sqlalchemy import ForeignKeyConstraint, Index, create_engine, inspect
from sqlalchemy.exc import SAWarning
from sqlalchemy.schema import SchemaItem

from app.errors import StoreError
from app.polygons import Polygons
from app.reading.records import Document
from app.store import Store
from app.store.blobs import compress, key_of
from app.store.engine import open_engine
from app.store.parts import boxes_of
from app.store.schema import metadata
from app.store.transactions import reading
from geodata.areas import area_km2, mended
from geodata.changes import change

GROUNDS = [mended(MultiPolygon([box(37 - step / 10, 48, 38, 49)])) for step in range(3)]
DAYS = [date(2025, 11, 1 + step) for step in range(3)]


def pack(geometry: object) -> bytes:
    return zstandard.ZstdCompressor().compress(shapely.to_wkb(geometry))


READ = {
    "sentences": json.dumps([{"index": 0, "start": 0, "end": 9}]),
    "mention": {"id": "d1:m1", "sentence": 0, "start": 0, "end": 7, "text": "Siversk", "metonym": False},
    "claim": {"id": "d1:c1", "sentence": 0, "start": 0, "end": 9, "text": "505 km2"},
    "finding": {"id": "f1", "start": 0, "verdict": "match"},
}


def old_store(path: Path, version: int) -> Path:
    """Write a store as a program of that version left it: three days, a change, a line, a boundary, a document."""
    with sqlite3.connect(path) as db:
        db.executescript((Path(__file__).parent / f"schema_{version}.sql").read_text())
        add = partial(insert, db)
        add("meta", "schema", str(version))
        whole = () if version == 1 else (None, 0)
        for number, (day, ground) in enumerate(zip(DAYS, GROUNDS, strict=True), start=1):
            add("geometry", key_of(ground), pack(ground), area_km2(ground), *whole)
            add("snapshot", number, "mapper", str(day), 1, 1, f"{number:064x}", "2025-12-01T00:00:00+00:00")
            add("layer", number, "occupied", key_of(ground), "map.geojson", f"{number:064x}", "{}")
        moved = change(*GROUNDS[:2])
        keys = key_of(GROUNDS[0]), key_of(GROUNDS[1])
        part = moved.gained.geoms[0]
        if version == 1:
            add("change", 1, *keys, moved.gained_km2, moved.lost_km2)
            add("change_part", 1, 1, "gained", *(part.bounds[i] for i in (0, 2, 1, 3)), pack(part))
        else:
            both = shapely.to_wkb(shapely.geometrycollections([moved.gained, moved.lost]))
            either_side = b"".join(map(shapely.to_wkb, GROUNDS[:2]))
            boxes = boxes_of(list(moved.gained.geoms))
            add("change", 1, *keys, moved.gained_km2, moved.lost_km2, compress(both, either_side, 3), boxes)
        add("line", key_of(GROUNDS[0]), "outline", 2.0, pack(LineString([(37, 48), (37, 49)])))
        add("region", 1, "Land", "[]", 1, "land.geojson", key_of(GROUNDS[2]), pack(GROUNDS[2]), 1.0)
        add("gazetteer", "UA", "0" * 64, 3, "2025-12-01T00:00:00+00:00")
        add("document", "d1", "Siversk: 505", "0" * 64, "2025-12-01", "Title", None, "en", READ["sentences"], "[]", "r",
            "g", "2025-12-01T00:00:00+00:00")  # fmt: skip
        body = json.dumps(READ["mention"] | {"place": {"name": "Siversk", "kind": "settlement"}})
        add("mention", "d1:m1", "d1", 0, 0, 7, "Siversk", "settlement", 48.8, 38.1, "694403", body)
        add("claim", "d1:c1", "d1", 0, 0, 9, "505 km2", 505.0, "captured", None, None, None, json.dumps(READ["claim"]))
        add("finding", "f1", "d1", "match", "basis", json.dumps(READ["finding"]), "2025-12-01T00:00:00+00:00")
        if version == 2:
            add("confirmation", "f1", "digest", "2025-12-02T00:00:00+00:00")
            add("correction", 1, "d1", "d1:m1", "Siversk", '{"reject": true}', None, "why", "me", "2025-12-02", None)
    db.close()
    return path


def insert(db: sqlite3.Connection, table: str, *values: object) -> None:
    db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608


@pytest.fixture(params=[1, 2])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return old_store(tmp_path / "store.db", request.param)


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


def test_nothing_of_an_older_store_is_lost(path: Path) -> None:
    store = Store(str(path))
    document, body = store.documents.get("d1")
    assert (document.text, document.published, document.title) == ("Siversk: 505", date(2025, 12, 1), "Title")
    assert [m["text"] for m in body["mentions"]] == ["Siversk"]
    assert body["claims"] == [READ["claim"]]
    assert store.documents.findings("basis") == {"d1": [READ["finding"]]}
    assert store.points.places() == [
        {"id": "694403", "name": "Siversk", "kind": "settlement", "lat": 48.8, "lon": 38.1}
    ]
    assert store.control.line(key_of(GROUNDS[0]), "outline", 2.0).equals(LineString([(37, 48), (37, 49)]))
    assert store.places.region_geometry(1).equals_exact(GROUNDS[2], 0)
    assert [row["name"] for row in store.places.gazetteers()] == ["UA"]
    store.close()


def test_confirmations_and_corrections_of_an_older_store_hold(tmp_path: Path) -> None:
    store = Store(str(old_store(tmp_path / "store.db", 2)))
    assert store.confirmations.confirmed_on("f1", "digest") == date(2025, 12, 2)
    assert [(row["id"], row["target"], row["change"]) for row in store.corrections.rows()] == [
        ("c1", "d1:m1", {"reject": True})
    ]
    store.close()


def test_an_older_store_becomes_what_a_new_one_is(path: Path, tmp_path: Path) -> None:
    for each in (path, tmp_path / "new.db"):
        Store(str(each)).close()
    assert shape(path) == shape(tmp_path / "new.db")


def shape(path: Path) -> dict[str, tuple[set[str], set[tuple[str | None, ...]]]]:
    """Each table's columns and what is indexed."""
    engine = create_engine(f"sqlite:///{path}")
    found = inspect(engine)
    told = {
        table: (
            {column["name"] for column in found.get_columns(table)},
            {(index["name"], *index["column_names"]) for index in found.get_indexes(table)},
        )
        for table in found.get_table_names()
    }
    engine.dispose()
    return told


def test_an_older_store_can_be_written_at_once(path: Path) -> None:
    store = Store(str(path))
    body = {"sentences": [{"index": 0, "start": 0, "end": 4}], "mentions": [], "claims": [], "statements": []}
    assert store.documents.put(Document("Text", DAYS[0]), body, reader="r", gazetteer="g") is True
    assert store.control.remove("mapper", DAYS[0]) == 1
    assert [day.on for day in store.control.series("mapper")] == DAYS[1:]
    store.close()


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
    monkeypatch.setattr("app.store.file.os.access", lambda *_: False)  # root may write everywhere
    with pytest.raises(StoreError, match=r"schema . that can only be read; 'frontline status' brings it to schema"):
        Store(str(path))


def test_a_store_of_a_later_version_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("UPDATE meta SET value = '99'")
    db.close()
    with pytest.raises(StoreError, match="schema 99, this program reads"):
        Store(str(path))


def test_what_cannot_be_brought_over_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    path = old_store(tmp_path / "store.db", 1)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE change_part SET wkb_zstd = x'00'")
    before = list(db.iterdump())
    with pytest.raises(StoreError, match="cannot be brought to"):
        Store(str(path))
    assert list(db.iterdump()) == before
    db.close()


def test_a_store_of_version_3_gets_its_tokens_on_both_stores(store_url: str) -> None:
    store = Store(store_url)
    body = {"sentences": [{"index": 0, "start": 0, "end": 4}], "mentions": [], "claims": [], "statements": []}
    store.documents.put(Document("Text", DAYS[0]), body, reader="r", gazetteer="g")
    with store.transaction(), reading(store._engine) as connection:  # as a program of version 3 left it
        for statement in (
            "DROP TABLE token",
            "DELETE FROM revision WHERE room = 'polygons'",
            "UPDATE meta SET value = '3' WHERE key = 'schema'",
            "UPDATE alembic_version SET version_num = '3'",
        ):
            connection.exec_driver_sql(statement)
    store.close()
    store = Store(store_url)
    assert len(store.documents.ids()) == 1
    assert store.tokens.scopes_of(store.tokens.add("the desk", ())) is not None
    assert store.polygons_revision() == 0
    store.close()
    assert differences(store_url) == []


def test_a_new_store_is_what_the_schema_says_to_another_eye(store_url: str) -> None:
    Store(store_url).close()
    assert differences(store_url) == []


def differences(store_url: str) -> list[object]:
    """What Alembic finds between a store and the schema, but for the columns that only the other store has."""
    engine = open_engine(store_url)
    only = {(table.name, c.name): c.info["only"] for table in metadata.tables.values() for c in table.c if c.info}

    def included(thing: SchemaItem, name: str | None, kind: str, *_: object) -> bool:
        table = getattr(getattr(thing, "table", None), "name", None)
        if kind == "index" and isinstance(thing, Index):
            server_only = any(only.get((str(table), column.name)) or "gist" in str(name) for column in thing.columns)
            return name in GISTS if server_only and engine.dialect.name == "postgresql" else not server_only
        if isinstance(thing, ForeignKeyConstraint):
            return only.get((str(table), thing.column_keys[0]), engine.dialect.name) == engine.dialect.name
        if kind == "table":
            return name in metadata.tables
        return kind != "column" or only.get((str(table), str(name)), engine.dialect.name) == engine.dialect.name

    with reading(engine) as connection, warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # reflection does not know PostGIS's type by name
        options = {"include_object": included, "compare_type": False}
        found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    engine.dispose()
    return list(found)


GISTS = {
    "ground_geom_gist", "change_gained_gist", "change_lost_gist", "line_geom_gist", "region_geom_gist",
    "mention_geom_gist",
}  # fmt: skip
