"""What the store promises: nothing twice, nothing half, corrections kept, removals whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from shapely import MultiPolygon, box

from app.errors import NotFound, ReadOnlyStore, StoreError
from app.polygons import OUTSIDE, Polygons
from app.reading.records import Document
from app.store import Store
from geodata.areas import area_km2, mended
from geodata.changes import change
from geodata.control import ImportReport, Layer, LayerReport, Snapshot
from geodata.regions import Region

FIRST, SECOND, THIRD = date(2025, 11, 1), date(2025, 11, 2), date(2025, 11, 3)
BODY = {"sentences": [{"index": 0, "start": 0, "end": 4}], "mentions": [], "claims": [], "statements": []}


def layer(status: str, *boxes: tuple[float, float, float, float]) -> Layer:
    ground = mended(MultiPolygon([box(*each) for each in boxes]))
    return Layer(status, ground, area_km2(ground))


def snapshot(on: date, digest: str, *layers: Layer, source: str = "mapper") -> Snapshot:
    told = tuple(LayerReport(each.status, 1, each.area_km2, each.area_km2) for each in layers)
    report = ImportReport(f"{digest}.geojson", "geojson", told)
    return Snapshot(source, on, digest * 8, layers, report)


WEST, WIDE = layer("occupied", (37, 48, 38, 49)), layer("occupied", (36.9, 48, 38, 49))


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = Store(store_url)
    yield opened
    opened.close()


def test_the_same_file_twice_changes_nothing(store: Store) -> None:
    assert store.control.add(snapshot(FIRST, "aaaa1111", WEST)) == "added"
    before = store.control.revision()
    assert store.control.add(snapshot(FIRST, "aaaa1111", WEST)) == "unchanged"
    assert store.control.revision() == before


def test_another_file_for_the_day_is_a_correction_and_the_new_one_holds(store: Store) -> None:
    store.control.add(snapshot(FIRST, "aaaa1111", WEST))
    assert store.control.add(snapshot(FIRST, "bbbb2222", WIDE)) == "corrected"
    (day,) = store.control.series("mapper")
    assert day.layers["occupied"].area_km2 == pytest.approx(WIDE.area_km2)
    assert day.sha256 == "bbbb2222" * 8


def test_a_file_with_another_status_joins_the_day(store: Store) -> None:
    store.control.add(snapshot(FIRST, "aaaa1111", WEST))
    assert store.control.add(snapshot(FIRST, "cccc3333", layer("claimed", (36, 48, 37, 49)))) == "layer added"
    (day,) = store.control.series("mapper")
    assert set(day.layers) == {"occupied", "claimed"}


def test_the_same_file_read_another_way_takes_the_place_of_the_first(store: Store) -> None:
    store.control.add(snapshot(FIRST, "aaaa1111", layer("claimed", (37, 48, 38, 49))))
    assert store.control.add(snapshot(FIRST, "aaaa1111", layer("advance", (37, 48, 38, 49)))) == "corrected"
    (day,) = store.control.series("mapper")
    assert set(day.layers) == {"advance"}


def test_what_moves_under_the_ruling_status_is_no_change(store: Store) -> None:
    claimed = layer("claimed", (37, 48, 38, 49))
    for day, layers in ((FIRST, (WEST,)), (SECOND, (WIDE,)), (THIRD, (WIDE, claimed))):
        store.control.add(snapshot(day, f"{day.day}" * 8, *layers))
    standing = Polygons(store, margin_km=2).standing("mapper", 37.5, 48.5, THIRD)
    assert standing is not None
    assert (standing.status, standing.status_since) == ("occupied", FIRST)


def test_a_store_that_can_only_be_read_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store.db"
    writable = Store(str(path))
    for day, ground in ((FIRST, WEST), (SECOND, WIDE)):
        writable.control.add(snapshot(day, f"{day.day}" * 8, ground))
    writable.close()
    monkeypatch.setattr("app.store.file.os.access", lambda *_: False)  # root may write everywhere
    store = Store(str(path))
    polygons = Polygons(store, margin_km=2)
    first, second = polygons.series("mapper")
    assert polygons.moved(first, second, ("occupied",)).gained_km2 == pytest.approx(821.8, abs=0.1)
    with pytest.raises(ReadOnlyStore, match="can only be read"):
        store.control.remove("mapper")


def test_equal_days_share_their_geometry(store: Store) -> None:
    for on, digest in ((FIRST, "aaaa1111"), (SECOND, "bbbb2222")):
        store.control.add(snapshot(on, digest, WEST))
    first, second = store.control.series("mapper")
    assert first.layers["occupied"].key == second.layers["occupied"].key


def test_removing_a_day_or_a_source_leaves_nothing_of_it(store: Store) -> None:
    for on, ground in ((FIRST, WEST), (SECOND, WIDE)):
        store.control.add(snapshot(on, f"{on.day}" * 8, ground))
    assert store.control.remove("mapper", FIRST) == 1
    assert [day.on for day in store.control.series("mapper")] == [SECOND]
    assert store.control.remove("mapper") == 1
    assert store.control.sources() == []
    assert store.control.remove("mapper") == 0


def test_a_change_is_computed_once_for_each_pair_of_contents(store: Store) -> None:
    for on, ground in ((FIRST, WEST), (SECOND, WIDE), (THIRD, WIDE)):
        store.control.add(snapshot(on, f"{on.day}" * 8, ground))
    polygons = Polygons(store, margin_km=2)
    assert polygons.compute_changes("mapper") == 1  # the third day equals the second
    assert polygons.compute_changes("mapper") == 0
    first, second, third = polygons.series("mapper")
    moved = polygons.moved(first, second, ("occupied",))
    plain = change(WEST.geometry, WIDE.geometry)
    assert (moved.gained_km2, moved.lost_km2) == pytest.approx((plain.gained_km2, plain.lost_km2))
    assert polygons.moved(second, third, ("occupied",)).net_km2 == 0


@pytest.mark.parametrize(
    ("lon", "on", "status", "since"),
    [
        (36.95, FIRST, OUTSIDE, FIRST),
        (36.95, SECOND, "occupied", SECOND),
        (36.95, THIRD, "occupied", SECOND),
        (37.5, THIRD, "occupied", FIRST),
        (30.0, THIRD, OUTSIDE, FIRST),
        (36.95, date(2025, 12, 1), "occupied", SECOND),
    ],
)
def test_since_when_a_place_has_had_its_status(store: Store, lon: float, on: date, status: str, since: date) -> None:
    for day, ground in ((FIRST, WEST), (SECOND, WIDE), (THIRD, WIDE)):
        store.control.add(snapshot(day, f"{day.day}" * 8, ground))
    standing = Polygons(store, margin_km=2).standing("mapper", lon, 48.5, on)
    assert standing is not None
    assert (standing.status, standing.status_since) == (status, since)
    assert standing.gap_days == max(0, (on - THIRD).days)
    assert standing.distance_to_line_km is None  # no country outline was added


def test_since_when_follows_a_correction(store: Store) -> None:
    for day, ground in ((FIRST, WEST), (SECOND, WIDE), (THIRD, WIDE)):
        store.control.add(snapshot(day, f"{day.day}" * 8, ground))
    polygons = Polygons(store, margin_km=2)
    assert polygons.standing("mapper", 36.95, 48.5, THIRD).status_since == SECOND  # type: ignore[union-attr]
    store.control.add(snapshot(SECOND, "99999999", WEST))
    polygons = Polygons(store, margin_km=2)
    assert polygons.standing("mapper", 36.95, 48.5, THIRD).status_since == THIRD  # type: ignore[union-attr]


def test_a_day_before_the_first_snapshot_is_unknown(store: Store) -> None:
    store.control.add(snapshot(SECOND, "aaaa1111", WEST))
    assert Polygons(store, margin_km=2).standing("mapper", 37.5, 48.5, FIRST) is None


def test_the_line_is_the_edge_inside_the_country(store: Store) -> None:
    country = MultiPolygon([box(30, 48, 38, 49)])
    store.places.add_regions([Region("Land", country, ())], [area_km2(country)], file="land.geojson", country=True)
    store.control.add(snapshot(FIRST, "aaaa1111", WEST))
    standing = Polygons(store, margin_km=2).standing("mapper", 36.9, 48.5, FIRST)
    assert standing is not None
    assert standing.distance_to_line_km == pytest.approx(7.4, abs=0.1)  # a tenth of a degree at 48.5° north


def test_areas_inside_a_region_add_up(store: Store) -> None:
    north, south = box(30, 48.5, 40, 50), box(30, 47, 40, 48.5)
    regions = [Region(name, MultiPolygon([shape]), ()) for name, shape in (("North", north), ("South", south))]
    areas = [area_km2(region.geometry) for region in regions]
    store.places.add_regions(regions, areas, file="parts.geojson", country=False)
    for on, ground in ((FIRST, WEST), (SECOND, WIDE)):
        store.control.add(snapshot(on, f"{on.day}" * 8, ground))
    polygons = Polygons(store, margin_km=2)
    first, second = polygons.series("mapper")
    parts = [polygons.moved(first, second, ("occupied",), region.id).gained_km2 for region in store.places.regions()]
    assert sum(parts) == pytest.approx(polygons.moved(first, second, ("occupied",)).gained_km2, abs=0.01)


def test_the_same_text_with_the_same_date_is_one_document(store: Store) -> None:
    text = Document("Text", date(2025, 11, 1))
    assert store.documents.put(text, BODY, reader="r", gazetteer="g") is True
    assert store.documents.put(text, BODY, reader="r", gazetteer="g") is False
    assert store.documents.put(replace(text, published=None), BODY, reader="r", gazetteer="g") is True
    assert len(store.documents.ids()) == 2


def test_an_unknown_document_is_said_to_be_unknown(store: Store) -> None:
    with pytest.raises(NotFound, match="no document '0000'"):
        store.documents.get("0000")
    with pytest.raises(NotFound):
        store.documents.remove("0000")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://localhost/x", "expected a path, sqlite:///path or postgresql"),
        ("nonsense://", "expected a path, sqlite:///path or postgresql"),
        ("/proc/nowhere/store.db", "cannot be made"),
    ],
)
def test_a_store_that_cannot_be_opened_is_one_line(url: str, says: str) -> None:
    with pytest.raises(StoreError, match=says):
        Store(url)


def test_a_file_that_is_no_store_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but long enough to be taken for one " * 40)
    with pytest.raises(StoreError, match="not a database"):
        Store(str(path))
    assert path.read_text().startswith("not a database")


def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (id INTEGER)")
    other.close()
    with pytest.raises(StoreError, match="of another program"):
        Store(str(path))
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]
    other.close()


def test_nothing_but_the_store_stands_in_its_folder(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store.db"))
    assert {each.name for each in tmp_path.iterdir()} <= {"store.db", "store.db-wal", "store.db-shm"}
    store.close()
    assert {each.name for each in tmp_path.iterdir()} == {"store.db"}


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        Store(str(tmp_path))
