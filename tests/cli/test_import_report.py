"""What ``frontline control add`` says of what it did, so that a person can trust it or look closer."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shapely import box, to_geojson

from tests.cli.conftest import Done, Run

SQUARE_KM2 = 8217.6


def feature(shape: object, **properties: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": json.loads(to_geojson(shape))}


def write(path: Path, *features: dict[str, Any]) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    return path


@pytest.fixture
def days(tmp_path: Path) -> Callable[..., Path]:
    """Write a file a day from 2025-11-01 on, each a square whose west side stands where it is told."""

    def call(*west: float) -> Path:
        for number, lon in enumerate(west, start=1):
            write(tmp_path / f"maps/mapper_2025-11-{number:02}.geojson", feature(box(lon, 48, 38, 49)))
        return tmp_path / "maps"

    return call


@pytest.fixture
def add(run: Run) -> Callable[..., Done]:
    def call(*arguments: object) -> Done:
        return run("control", "add", *arguments, "--source", "mapper")

    return call


def warnings(done: Done) -> list[tuple[str, str]]:
    return [(item["on"][-2:], line) for item in done.json["stored"] for line in item.get("warnings", [])]


def test_a_refused_file_is_one_line_and_nothing_else(add: Callable[..., Done], tmp_path: Path) -> None:
    path = tmp_path / "map_20250101.geojson"
    path.write_text("{")
    done = add(path)
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines() == [f"refused {path}: expected JSON, got '{{' (unexpected end of data in line 1)"]


def test_three_weeks_of_clean_files_are_a_few_lines(add: Callable[..., Done], days: Callable[..., Path]) -> None:
    done = add(days(*(37 - number / 1000 for number in range(21))))
    assert done.out.splitlines()[0] == "mapper: 21 added; 2025-11-01 to 2025-11-21"
    assert len(done.out.splitlines()) < 8
    assert "Needs a look" not in done.out


def test_a_day_on_which_far_more_moved_than_usual(add: Callable[..., Done], days: Callable[..., Path]) -> None:
    west = [37 - number / 1000 for number in range(15)]
    done = add(days(*west, west[-1] - 0.05, west[-1] - 0.051), "--json")
    assert warnings(done) == [("16", "410.9 km² moved in 1 day: 50.0 times the usual 8.2 km² a day")]


def test_the_first_steps_are_judged_by_their_share(add: Callable[..., Done], days: Callable[..., Path]) -> None:
    assert warnings(add(days(37, 36.97, 36.5), "--json")) == [("03", "3,862.3 km² moved in 1 day: 46 % of the ground")]


def test_days_like_the_day_before_are_counted(add: Callable[..., Done], days: Callable[..., Path]) -> None:
    done = add(days(37, 37, 36.99, 36.99, 36.99))
    assert "; 3 identical to the snapshot before" in done.out
    assert "as on 2025-11-04" in done.out


def test_areas_before_and_after_mending_and_what_was_dropped(add: Callable[..., Done], tmp_path: Path) -> None:
    square = box(37, 48, 38, 49)
    path = write(
        tmp_path / "map_20251101.geojson",
        feature(square, status="occupied"), feature(square, status="occupied"), feature(square, status="claimed"),
        feature(square, status="red"), feature(square, status="blue"), feature(square, status="red"),
        {"type": "Feature", "properties": {}, "geometry": None},
    )  # fmt: skip
    rows = [line.split() for line in add(path).out.splitlines()]
    assert ["2025-11-01", "map_20251101.geojson", "geojson", "occupied", "2", "16,435.2", "8,217.6"] in rows
    assert ["total", "3", "24,652.8", "16,435.2"] in rows
    assert ["status", "'red'", "is", "not", "on", "the", "list", "2", "16,435.2"] in rows
    assert ["null", "geometry", "1"] in rows
    assert ["total", "4", "24,652.8"] in rows
    assert ["note:", "statuses", "from", "the", "column", "'status'"] in rows


def test_a_dry_run_says_what_the_import_then_says(
    add: Callable[..., Done], days: Callable[..., Path], run: Run
) -> None:
    west = [37 - number / 1000 for number in range(12)]
    folder = days(*west)
    add(*(folder / f"mapper_2025-11-{day:02}.geojson" for day in (1, 2, 5)))
    days(*west[:4], 36.8, *west[5:], 36.5, 36.5)  # another 5th, and two days more
    before = run("control", "show", "mapper", "--json").json
    dry = add(folder, "--dry-run", "--json").json
    assert run("control", "show", "mapper", "--json").json == before
    real = add(folder, "--json").json
    for one, other in zip(dry["stored"], real["stored"], strict=True):
        assert one.pop("outcome").removeprefix("would be ") == other.pop("outcome")
        assert one == other
    assert dry["totals"] == real["totals"]


def test_a_corrected_day_says_by_how_much(add: Callable[..., Done], days: Callable[..., Path]) -> None:
    add(days(37))
    assert warnings(add(days(36.9), "--json")) == [
        ("01", "replaces what was stored for that day: occupied 8,217.6 → 9,039.3 km² (+821.7)")
    ]


def test_a_day_that_comes_twice(add: Callable[..., Done], days: Callable[..., Path], tmp_path: Path) -> None:
    folder = days(37)
    write(folder / "mapper_2025-11-01_v2.geojson", feature(box(36.9, 48, 38, 49)))
    done = add(folder, "--json")
    assert [item["outcome"] for item in done.json["stored"]] == ["added", "corrected"]
    (line,) = (line for _, line in warnings(done))
    assert line.startswith("came twice, the later file stands: mapper_2025-11-01.geojson, mapper_2025-11-01_v2.geojson")


def test_a_layer_that_is_gone(add: Callable[..., Done], tmp_path: Path) -> None:
    occupied, claimed = feature(box(37, 48, 38, 49), status="occupied"), feature(box(36, 48, 37, 49), status="claimed")
    write(tmp_path / "maps/m_20251101.geojson", occupied, claimed)
    write(tmp_path / "maps/m_20251102.geojson", occupied)
    assert warnings(add(tmp_path / "maps", "--json")) == [
        ("02", "no claimed in this snapshot; 8,217.6 km² in the one before")
    ]


def test_the_layers_of_a_day_in_several_files(add: Callable[..., Done], tmp_path: Path, run: Run) -> None:
    for layer, west in (("AssessedCoT", 37), ("AssessedAdvance", 36), ("ClaimedCoT", 35)):
        write(tmp_path / f"maps/20251101_Russian{layer}inUkraine.geojson", feature(box(west, 48, west + 1, 49)))
    assert add(tmp_path / "maps").code == 0
    (snapshot,) = run("control", "show", "mapper", "--json").json["snapshots"]
    assert list(snapshot["statuses"]) == ["advance", "claimed", "occupied"]


def test_without_an_outline_axes_are_checked_against_earlier_days(
    add: Callable[..., Done], days: Callable[..., Path]
) -> None:
    folder = days(37, 36.9)
    write(folder / "mapper_2025-11-03.geojson", feature(box(48, 37, 49, 38)))
    write(folder / "mapper_2025-11-04.geojson", feature(box(100, 10, 101, 11)))
    done = add(folder, "--json")
    assert [item["reason"] for item in done.json["refused"]] == [
        "the polygons (48.0 to 49.0 E, 37.0 to 38.0 N) lie where the earlier snapshots do only with latitude and "
        "longitude exchanged (--swap-axes reads it so)"
    ]
    assert ("04", "lies apart from all earlier snapshots: 100.0 to 101.0 E, 10.0 to 11.0 N") in warnings(done)
    again = add(folder / "mapper_2025-11-03.geojson", "--swap-axes", "--json")
    assert again.json["stored"][0]["notes"] == ["axes exchanged, as stated"]


def test_degrees_that_are_said_to_be_metres(add: Callable[..., Done], days: Callable[..., Path]) -> None:
    done = add(days(37), "--crs", "EPSG:3857")
    assert "refused" in done.err
    assert "expected ground, got 0.000001 km² at 0.0003 E, 0.0004 N: is the CRS right?" in done.err


def test_a_first_file_without_an_outline_says_what_was_not_checked(
    add: Callable[..., Done], days: Callable[..., Path]
) -> None:
    assert "the order of the axes was not checked" in add(days(37)).err
    assert "the order of the axes was not checked" not in add(days(37, 36.9)).err


def test_clipped_to_a_stored_boundary(add: Callable[..., Done], days: Callable[..., Path], run: Run) -> None:
    outline = write(days(37).parent / "r.geojson", feature(box(37.5, 40, 50, 60), name="East"))
    run("regions", "add", outline, "--name-column", "name")
    (item,) = add(days(37), "--within", "east", "--json").json["stored"]
    assert item["area_km2"] == pytest.approx(SQUARE_KM2 / 2, abs=0.1)
    assert item["notes"] == ["clipped to East: 4,108.7 km² of the features kept lay outside"]
    assert [one["outcome"] for one in add(days(37), "--within", "East", "--json").json["stored"]] == ["unchanged"]
    assert [one["outcome"] for one in add(days(37), "--json").json["stored"]] == ["corrected"]
    assert "no boundary named 'West'" in add(days(37), "--within", "West").error_line


def test_columns_as_stated(add: Callable[..., Done], tmp_path: Path) -> None:
    square = box(37, 48, 38, 49)
    rows = (feature(square, when="3.11.2025", who="claimed"), feature(square, when="4.11.2025", who="occupied"))
    done = add(write(tmp_path / "m.geojson", *rows), "--date-column", "when", "--status-column", "who", "--json")
    assert [(item["on"], *item["statuses"]) for item in done.json["stored"]] == [
        ("2025-11-03", "claimed"),
        ("2025-11-04", "occupied"),
    ]
    done = add(tmp_path / "m.geojson", "--date-column", "day")
    assert "expected a column 'day', got when, who" in done.err


def test_stopped_it_says_how_far_it_came_and_the_same_command_goes_on(
    add: Callable[..., Done], days: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from app import imports

    read = imports.read_control

    def until_the_third(path: Path, **options: Any) -> Any:
        if path.stem.endswith("03"):
            os.kill(os.getpid(), signal.SIGTERM)
        return read(path, **options)

    folder = days(37, 36.9, 36.8, 36.7)
    monkeypatch.setattr(imports, "read_control", until_the_third)
    done = add(folder)
    assert done.code == 130
    assert (
        "stopped at mapper_2025-11-03.geojson: 2 snapshots of 4 files, the last of 2025-11-02; "
        "the same command goes on from there"
    ) in done.err
    monkeypatch.setattr(imports, "read_control", read)
    assert add(folder).out.startswith("mapper: 2 unchanged, 2 added; 2025-11-01 to 2025-11-04")
