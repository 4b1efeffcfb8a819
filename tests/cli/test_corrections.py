"""A day imported again with another content: both versions are kept, and what used the old one is measured anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from shapely import box

from tests.cli.conftest import Run
from tests.cli.test_commands import geojson

BEFORE, AFTER, CORRECTED = box(37, 48, 38, 49), box(36.9, 48, 38, 49), box(36.8, 48, 38, 49)
STEP_KM2 = 821.8  # a tenth of a degree by one, between 48 and 49 north
TEXT = "Russian forces captured 822 square kilometres in November."


@pytest.fixture
def corrected(run: Run, tmp_path: Path) -> Run:
    """Three days, an article on the first month, and the second day imported again."""
    article = tmp_path / "article.txt"
    article.write_text(TEXT)
    for day, shape in (("11-01", BEFORE), ("12-01", AFTER), ("12-02", AFTER)):
        add(run, tmp_path, day, shape)
    assert run("read", article, "--published", "2025-12-05").code == 0
    assert verdict(run) == "match"
    done = add(run, tmp_path, "12-01", CORRECTED)
    assert "'frontline control changes' shows which deltas and findings" in done.err
    return run


def add(run: Run, folder: Path, day: str, shape: object, **options: str) -> Any:
    path = folder / f"mapper_2025-{day}.geojson"
    path.write_text(geojson(shape))
    done = run("control", "add", path, "--source", "mapper", *options)
    assert done.code == 0, done.err
    return done


def verdict(run: Run) -> str:
    (finding,) = run("check", "--json").json["findings"]
    return str(finding["verdict"])


def change(run: Run) -> dict[str, Any]:
    (found,) = run("control", "changes", "--json").json["changes"]
    assert isinstance(found, dict)
    return found


def test_both_versions_of_the_day_are_told(corrected: Run) -> None:
    found = change(corrected)
    assert (found["source"], found["on"], found["version"]) == ("mapper", "2025-12-01", 2)
    areas = found["statuses"]["occupied"]
    assert areas["after_km2"] - areas["before_km2"] == pytest.approx(STEP_KM2, abs=0.1)
    assert (found["gained_km2"], found["lost_km2"]) == (pytest.approx(STEP_KM2, abs=0.1), 0.0)
    assert found["sha256_before"] != found["sha256_after"]


@pytest.mark.parametrize(
    ("start", "end", "before", "after"),
    [("2025-11-01", "2025-12-01", STEP_KM2, 2 * STEP_KM2), ("2025-12-01", "2025-12-02", 0.0, -STEP_KM2)],
)
def test_each_delta_that_used_the_day_is_told_before_and_after(
    corrected: Run, start: str, end: str, before: float, after: float
) -> None:
    rows = [row for row in change(corrected)["deltas"] if row["every"] == "day"]
    (row,) = [row for row in rows if (row["start"], row["end"]) == (start, end)]
    assert [row["net_km2"][when] for when in ("before", "after")] == pytest.approx([before, after], abs=0.2)
    assert row["net_km2"]["difference"] == pytest.approx(after - before, abs=0.2)
    assert len(rows) == 2


def test_the_deltas_of_the_series_are_those_after(corrected: Run) -> None:
    rows = corrected("deltas", "--every", "day", "--json").json["deltas"]
    told = [row["net_km2"]["after"] for row in change(corrected)["deltas"] if row["every"] == "day"]
    assert [row["net_km2"] for row in rows] == told


def test_a_finding_that_used_the_day_is_told_before_and_after(corrected: Run) -> None:
    (finding,) = change(corrected)["findings"]
    assert finding["changed"]
    assert finding["verdict"]["before"] == "match"
    assert finding["verdict"]["after"] == verdict(corrected) != "match"
    assert finding["computed_km2"]["before"] == pytest.approx(STEP_KM2, abs=0.1)


def test_a_person_reads_tables(corrected: Run) -> None:
    out = corrected("control", "changes").out
    for part in ("Corrected days", "Deltas that used the version before", "Findings that used the version before"):
        assert part in out
    assert "822 square kilometres" in out


def test_a_day_corrected_twice_is_two_corrections(corrected: Run, tmp_path: Path) -> None:
    add(corrected, tmp_path, "12-01", AFTER)
    found = corrected("control", "changes", "--json").json["changes"]
    assert [each["version"] for each in found] == [2, 3]
    assert [round(each["lost_km2"]) for each in found] == [0, round(STEP_KM2)]


def test_a_status_that_joins_a_day_corrects_nothing(run: Run, tmp_path: Path) -> None:
    add(run, tmp_path, "11-01", BEFORE)
    path = tmp_path / "claimed_2025-11-01.geojson"
    path.write_text(geojson(CORRECTED))
    assert run("control", "add", path, "--source", "mapper", "--status", "claimed").code == 0
    done = run("control", "changes")
    assert (done.code, done.out) == (0, "")
    assert "no day was imported again" in done.err


def test_an_unknown_source_is_one_line(run: Run) -> None:
    done = run("control", "changes", "--source", "nobody")
    assert done.code == 1
    assert "no snapshots of 'nobody'" in done.error_line
