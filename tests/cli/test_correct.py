"""``frontline correct``: settle what the reader got wrong; kept beside the reading and over a new reading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from shapely import box

from tests.cli.conftest import Run
from tests.cli.test_commands import geojson

TEXT = "Russian forces captured Siversk on 3 December. Russian forces captured 822 square kilometres in November."
WEST, BOTH = box(37, 47, 37.5, 49.5), box(37, 47, 39, 49.5)


@pytest.fixture
def read(run: Run, tmp_path: Path) -> Run:
    """An article, and maps on which Kyiv is never covered, Siversk from 5 December on."""
    (tmp_path / "article.txt").write_text(TEXT)
    for day, shape in (("11-01", WEST), ("12-01", WEST), ("12-03", WEST), ("12-05", BOTH)):
        path = tmp_path / f"mapper_2025-{day}.geojson"
        path.write_text(geojson(shape))
        assert run("control", "add", path, "--source", "mapper").code == 0
    assert again(run, tmp_path).code == 0
    return run


def again(run: Run, folder: Path) -> Any:
    return run("read", folder / "article.txt", "--published", "2025-12-07", "--json")


def ids(run: Run) -> tuple[str, str, str]:
    """The ids of the town, the statement and the stated area."""
    (document,) = run("documents", "list", "--json").json["documents"]
    body = run("documents", "show", document["id"], "--json").json
    town = next(m["id"] for m in body["mentions"] if m["text"] == "Siversk")
    return town, body["statements"][0]["id"], body["claims"][0]["id"]


def verdicts(run: Run) -> dict[str, str]:
    return {f["text"]: f["verdict"] for f in run("check", "--json").json["findings"]}


def kyiv(run: Run, tmp_path: Path) -> str:
    text = tmp_path / "kyiv.txt"
    text.write_text("Talks were held in Kyiv.")
    body = run("read", text, "--published", "2025-12-01", "--json").json
    run("documents", "remove", body["id"])
    return str(body["mentions"][0]["place"]["id"])


def test_a_statement_is_checked_by_the_day_on_which_the_polygons_came(read: Run) -> None:
    finding = next(f for f in read("check", "--json").json["findings"] if "statement_id" in f)
    assert (finding["verdict"], finding["lag_days"]) == ("early", 2)
    assert "Siversk" in read("check").out and "+2" in read("check").out


def test_another_place_moves_what_hangs_on_it_until_it_is_undone(read: Run, tmp_path: Path) -> None:
    town, _, _ = ids(read)
    done = read("correct", town, "--place", kyiv(read, tmp_path), "--note", "the capital is meant", "--by", "an editor")
    assert done.code == 0 and "--undo c1" in done.err
    assert verdicts(read)["captured Siversk"] == "not_in_polygons"
    assert "corrected by an editor" in read("check").out
    finding = next(f for f in read("check", "--json").json["findings"] if "statement_id" in f)
    assert finding["provenance"]["corrected"]["note"] == "the capital is meant"
    assert read("correct", "c1", "--undo").code == 0
    assert verdicts(read)["captured Siversk"] == "early"


def test_a_correction_survives_a_new_reading(read: Run, tmp_path: Path) -> None:
    _, _, area = ids(read)
    assert read("correct", area, "--reject", "--note", "a lake").code == 0
    assert again(read, tmp_path).json["claims"] == []
    assert set(verdicts(read)) == {"captured Siversk"}
    (row,) = read("correct", "--list", "--json").json["corrections"]
    assert (row["target"], row["applied"], row["change"], row["note"]) == (area, True, {"reject": True}, "a lake")
    assert "rejected" in read("correct", "--list").out


def test_a_claim_is_set_to_another_period_and_direction(read: Run) -> None:
    _, _, area = ids(read)
    options = ("--period", "2025-11-01..2025-12-04", "--direction", "lost", "--actor", "ukraine", "--note", "misread")
    assert read("correct", area, *options).code == 0
    body = read("documents", "show", area.partition("-")[0], "--json").json
    (one,) = body["claims"]
    assert (one["period"]["end"], one["direction"], one["actor"]) == ("2025-12-04", "lost", "ukraine")
    assert one["corrected"]["was"]["direction"] == "captured"
    assert "(corrected by" in read("documents", "show", area.partition("-")[0]).out


@pytest.mark.parametrize(
    ("options", "code", "line"),
    [
        (["--reject"], 2, "needs its reason"),
        (["--note", "x"], 2, "nothing to correct"),
        (["--direction", "held", "--note", "x"], 2, "--direction does not go with mentions"),
        (["--place", "g:0", "--note", "x"], 1, "no place 'g:0'"),
        (["--place", "g:0", "--none", "--note", "x"], 2, "exclude each other"),
        (["--undo"], 1, "no correction"),
        (["--undo", "--reject"], 2, "without another change"),
    ],
)
def test_what_cannot_be_corrected_is_one_line(read: Run, options: list[str], code: int, line: str) -> None:
    town, _, _ = ids(read)
    done = read("correct", town, *options)
    assert done.code == code and line in done.error_line
    assert read("correct", "--list", "--json").json["corrections"] == []


def test_a_place_is_named_where_only_one_bears_the_name(read: Run) -> None:
    town, _, _ = ids(read)
    assert read("correct", town, "--place", "Київ", "--note", "the talks").code == 0
    (document,) = read("documents", "list", "--json").json["documents"]
    mentions = read("documents", "show", document["id"], "--json").json["mentions"]
    assert next(m["place"]["name"] for m in mentions if m["id"] == town) == "Kyiv"


def test_several_of_a_name_are_listed_with_their_ids(read: Run) -> None:
    town, _, _ = ids(read)
    done = read("correct", town, "--place", "Mykolaivka", "--note", "n")
    assert done.code == 2
    assert "places are called 'Mykolaivka': say which by its id" in done.err and "Mykolaivka (settlement" in done.err


def test_a_name_that_nothing_bears_is_no_place(read: Run) -> None:
    town, _, _ = ids(read)
    done = read("correct", town, "--place", "Qqqqzzzz", "--note", "n")
    assert (done.code, done.err) == (1, "frontline: no place 'Qqqqzzzz' in the gazetteers, by id or by name\n")


def test_the_table_of_findings_has_their_ids(read: Run) -> None:
    shown = read("check").out
    assert all(finding["id"] in shown for finding in read("check", "--json").json["findings"])
