"""How a place stood over time and how the line moved, by four hand-made monthly maps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from shapely import MultiPolygon, box, segmentize, to_geojson

from app.errors import BadInput, NotFound
from app.imports import ControlImport
from app.settings import Settings
from app.workspace import Workspace
from geodata.areas import area_km2
from geodata.regions import Region

# Bakhmut at 38.00° E, 48.59° N; the occupied ground grows westwards from 38.5 to 38.2, 37.9 and back to 38.1.
WEST_EDGE = {date(2025, 1, 1): 38.5, date(2025, 2, 1): 38.2, date(2025, 3, 1): 37.9, date(2025, 4, 1): 38.1}
SOUTH, NORTH, EAST = 48.0, 49.0, 39.5


def ground(west: float, south: float = SOUTH, east: float = EAST, north: float = NORTH) -> MultiPolygon:
    return MultiPolygon([segmentize(box(west, south, east, north), 0.05)])


@pytest.fixture(scope="module")
def moving(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A store with four monthly maps, the country around them, and two regions that meet at 48.5° N."""
    folder = tmp_path_factory.mktemp("moving")
    space = Workspace(Settings(data_dir=data_dir, store=str(folder / "store.db")))
    imported = ControlImport(space.store, "mapper", today=date(2026, 1, 1))
    for on, west in WEST_EDGE.items():
        path = folder / f"map_{on:%Y%m%d}.geojson"
        path.write_text(to_geojson(ground(west)))
        imported.add(path)
    assert len(imported.stored) == len(WEST_EDGE)
    country = Region("Country", ground(30.0, 45.0, EAST, 52.0), ())
    halves = [Region("South", ground(30.0, 45.0, EAST, 48.5), ()), Region("North", ground(30.0, 48.5, EAST, 52.0), ())]
    for regions, is_country in (([country], True), (halves, False)):
        areas = [area_km2(region.geometry) for region in regions]
        space.store.places.add_regions(regions, areas, file="made.geojson", country=is_country)
    yield space
    space.store.close()


def test_a_place_has_each_change_of_its_status(moving: Workspace) -> None:
    (history,) = moving.place_history("Bakhmut")["history"]
    assert [
        (run["status"], run["since"], run["until"], run["since_first_snapshot"]) for run in history["statuses"]
    ] == [
        ("outside", "2025-01-01", "2025-03-01", True),
        ("occupied", "2025-03-01", "2025-04-01", False),
        ("outside", "2025-04-01", None, False),
    ]


def test_a_place_has_its_distance_to_the_line_at_the_turn_of_each_month(moving: Workspace) -> None:
    told = moving.place_history("Bakhmut")
    lon = told["place"]["lon"]
    distances = {day["on"]: (day["status"], day["distance_to_line_km"]) for day in told["history"][0]["distances"]}
    assert list(distances) == ["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01"]
    for on, west in WEST_EDGE.items():
        status, km = distances[on.isoformat()]
        assert status == ("occupied" if west < lon else "outside")
        assert km == pytest.approx(abs(west - lon) * 73.7, rel=0.01)  # a degree of longitude at 48.6° N


def test_a_place_between_two_days(moving: Workspace) -> None:
    asked = {"start": date(2025, 1, 15), "end": date(2025, 2, 20)}
    (history,) = moving.place_history("Bakhmut", **asked)["history"]
    assert [run["status"] for run in history["statuses"]] == ["outside"]
    assert [day["on"] for day in history["distances"]] == ["2025-01-15", "2025-02-01", "2025-02-20"]


def test_a_place_by_its_id_is_the_same_place(moving: Workspace) -> None:
    by_name = moving.place_history("Artemivsk")  # its former name
    by_id = moving.place_history(by_name["place"]["id"])
    assert (by_id["place"], by_id["history"]) == (by_name["place"], by_name["history"])
    assert (by_id["why"], by_id["others"]) == ("found by its id", [])
    assert by_name["place"]["name"] == "Bakhmut"


def test_a_place_outside_the_series_of_days_is_refused(moving: Workspace) -> None:
    with pytest.raises(NotFound, match="the series has 2025-01-01 to 2025-04-01"):
        moving.place_history("Bakhmut", start=date(2025, 6, 1))


def test_a_name_that_is_no_place_is_refused(moving: Workspace) -> None:
    with pytest.raises(NotFound, match="no place called"):
        moving.place_history("Qqqxzzq")


def test_the_line_by_region_adds_up_to_the_whole(moving: Workspace) -> None:
    (report,) = moving.line_report(start=date(2025, 1, 1), end=date(2025, 2, 1))
    whole, *parts = report["moves"]
    assert [part["region"] for part in parts] == ["North", "South"]
    for figure in ("gained_km2", "lost_km2", "length_before_km", "length_after_km"):
        assert sum(part[figure] for part in parts) == pytest.approx(whole[figure], abs=0.02)
    assert whole["gained_km2"] == pytest.approx(area_km2(ground(38.2, east=38.5)), abs=0.01)
    assert whole["lost_km2"] == 0.0


def test_the_deepest_advance_is_how_far_the_line_went(moving: Workspace) -> None:
    (report,) = moving.line_report(start=date(2025, 1, 1), end=date(2025, 2, 1))
    farthest = report["moves"][0]
    assert farthest["farthest_km"] == pytest.approx(0.3 * 74.6, rel=0.02)  # three tenths of a degree at 48.0° N
    assert farthest["farthest_at"]["lon"] == pytest.approx(38.2, abs=0.01)


def test_ground_lost_is_no_advance(moving: Workspace) -> None:
    (report,) = moving.line_report(start=date(2025, 3, 1), end=date(2025, 4, 1))
    assert report["moves"][0]["farthest_km"] is None
    assert report["moves"][0]["lost_km2"] > 0


def test_by_default_the_line_is_that_of_the_last_thirty_days(moving: Workspace) -> None:
    (report,) = moving.line_report()
    assert (report["snapshot_start"], report["snapshot_end"]) == ("2025-03-01", "2025-04-01")


def test_one_snapshot_is_no_span(moving: Workspace) -> None:
    with pytest.raises(BadInput, match="two days with snapshots of their own"):
        moving.line_report(start=date(2025, 1, 5), end=date(2025, 1, 20))


def test_without_the_outline_no_edge_is_known_to_be_the_line(demo_workspace: Workspace) -> None:
    demo_workspace.store.places.remove_regions(None)
    with pytest.raises(NotFound, match="frontline regions add FILE --country"):
        demo_workspace.line_report()


@pytest.mark.parametrize("every", [None, "month"])
def test_deltas_of_all_regions_add_up_to_the_whole(moving: Workspace, every: str | None) -> None:
    whole = moving.deltas(every=every)
    parts = moving.deltas(every=every, region="all")
    assert {row["region"] for row in parts} == {"North", "South"}
    for row in whole:
        same = [part for part in parts if (part["start"], part["end"]) == (row["start"], row["end"])]
        for figure in ("gained_km2", "lost_km2", "net_km2"):
            assert sum(part[figure] for part in same) == pytest.approx(row[figure], abs=0.01)


def test_deltas_of_one_region_are_its_part_of_all(moving: Workspace) -> None:
    (north,) = moving.deltas(region="North")
    assert north == next(row for row in moving.deltas(region="all") if row["region"] == "North")


def test_all_regions_without_one_is_refused(demo_workspace: Workspace) -> None:
    demo_workspace.store.places.remove_regions(None)
    with pytest.raises(NotFound, match="no boundaries are stored"):
        demo_workspace.deltas(region="all")


def test_shown_as_tables(moving: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    from app.cli import run
    from app.cli.program import program
    from app.cli.shared import err, out

    for arguments, said in (
        (["place", "Bakhmut"], ["still so on the last map", "km to line", "≤ 2025-01-01"]),
        (["line"], ["deepest km", "North", "South"]),
        (["deltas", "--region", "all"], ["= together", "North"]),
    ):
        out.cache_clear(), err.cache_clear()
        assert run(program, [*arguments, "--store", moving.store.path]) == 0
        printed = capsys.readouterr().out
        assert [part for part in said if part not in printed] == []
        assert run(program, [*arguments, "--store", moving.store.path, "--json"]) == 0
        json.loads(capsys.readouterr().out)


def test_a_place_by_a_near_spelling_says_that_no_place_bears_the_name(moving: Workspace) -> None:
    told = moving.place_history("Bakhmurt")
    assert told["place"]["name"] == "Bakhmut"
    assert told["why"] == "no place is called 'Bakhmurt'; Bakhmut is a near name"
