"""Bad input: one clear line that says what was expected and what came, a code, and no trace in the store."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from shapely import box

from app.errors import StoreError
from app.store.file_control import FileControl
from geodata.control import Snapshot
from tests.cli.conftest import Run
from tests.cli.test_commands import geojson

SQUARE = [[[37.0, 48.0], [38.0, 48.0], [38.0, 49.0], [37.0, 49.0], [37.0, 48.0]]]
METRES = [[[4118000.0, 6106000.0], [4230000.0, 6106000.0], [4230000.0, 6275000.0], [4118000.0, 6106000.0]]]


def collection(coordinates: Any) -> str:
    geometry = {"type": "Polygon", "coordinates": coordinates}
    return json.dumps(
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": geometry}]}
    )


def not_stored(run: Run) -> bool:
    told = run("status", "--json").json
    return told["control"] == [] and told["documents"]["count"] == 0


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("map_20250101.geojson", "", "empty"),
        ("map_20250101.geojson", "\0" * 4096, "zero"),
        ("map_20250101.geojson", "[1, 2, 3]", "list"),
        ("map_20250101.geojson", "{not json", "JSON"),
        ("map_20250101.geojson", collection([[[37.0, float("nan")], *SQUARE[0][1:]]]), "NaN"),
        ("map_20250101.geojson", collection(METRES), "CRS"),
        ("map_02020101.geojson", collection(SQUARE), "0202"),
        ("map_20250231.geojson", collection(SQUARE), "calendar"),
        ("map_29990101.geojson", collection(SQUARE), "future"),
        ("map.geojson", collection(SQUARE), "--on"),
        ("map_20250101.geojson", '{"type": "FeatureCollection", "features": []}', "expected polygons"),
        ("map_20250101.geojson", "[" * 200_000, "JSON"),
        (
            "map_20250101.geojson",
            collection([[[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]]),
            "360 degrees",
        ),
    ],
)
def test_a_refused_snapshot(run: Run, tmp_path: Path, name: str, content: str, says: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    done = run("control", "add", path, "--source", "mapper")
    assert done.code == 1
    refused = [line for line in done.err.splitlines() if "refused" in line and name in line]
    assert len(refused) == 1 or "1 refused" in done.err
    assert says.casefold() in done.err.casefold()
    assert "Traceback" not in done.err
    assert not_stored(run)


def test_a_path_that_does_not_exist(run: Run) -> None:
    done = run("control", "add", "/nowhere/at/all", "--source", "mapper")
    assert done.code == 1
    assert "refused /nowhere/at/all: no such file" in done.err


def test_a_broken_file_is_refused_and_the_rest_goes_in(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "maps"
    folder.mkdir()
    (folder / "map_2025-01-01.geojson").write_text(collection(SQUARE))
    (folder / "map_2025-01-02.geojson").write_text("{")
    (folder / "map_2025-01-03.geojson").write_text(collection(SQUARE))
    done = run("control", "add", folder, "--source", "mapper", "--json")
    assert done.code == 1
    assert [item["on"] for item in done.json["stored"]] == ["2025-01-01", "2025-01-03"]
    assert [Path(item["file"]).name for item in done.json["refused"]] == ["map_2025-01-02.geojson"]
    assert run("status", "--json").json["control"][0]["snapshots"] == 2


@pytest.mark.parametrize(
    ("content", "arguments", "says"),
    [
        (None, [], "no such file"),
        (b"", [], "empty"),
        (b"\0" * 4096, [], "zero"),
        (b"Text.", ["--published", "2999-01-01"], "future"),
        (b"Text.", ["--published", "2025-02-30"], "calendar"),
        (b"Text.", ["--published", "yesterday"], "2025-12-07"),
        (b"Text.", ["--published", "0202-01-01"], "0202"),
    ],
)
def test_a_refused_text(run: Run, tmp_path: Path, content: bytes | None, arguments: list[str], says: str) -> None:
    path = tmp_path / "text.txt"
    if content is not None:
        path.write_bytes(content)
    done = run("read", path, *arguments)
    assert done.code in (1, 2)
    assert says.casefold() in done.error_line.casefold()
    assert not_stored(run)


def test_a_text_over_the_limit(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTLINE_MAX_TEXT_MB", "0.001")
    path = tmp_path / "long.txt"
    path.write_text("Word. " * 400)
    done = run("read", path)
    assert done.code in (1, 2)
    assert "FRONTLINE_MAX_TEXT_MB" in done.error_line
    assert not_stored(run)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["deltas"], 1, "control add"),
        (["deltas", "--source", "nobody"], 1, "nobody"),
        (["deltas", "--every", "year"], 2, "year"),
        (["deltas", "--from", "2025-13-01"], 2, "2025-13-01"),
        (["documents", "show", "0123456789abcdef"], 1, "0123456789abcdef"),
        (["documents", "remove", "nothing"], 1, "nothing"),
        (["check", "0123456789abcdef"], 1, "0123456789abcdef"),
        (["control", "show", "nobody"], 1, "nobody"),
        (["control", "remove", "nobody"], 1, "nobody"),
        (["control", "add", ".", "--source", "No Name"], 2, "--source"),
        (["gazetteer", "add", "/nowhere/UA.zip"], 1, "/nowhere/UA.zip"),
        (["gazetteer", "remove", "nothing"], 1, "nothing"),
        (["regions", "add", "/nowhere/r.geojson"], 1, "r.geojson: no such file"),
        (["regions", "remove"], 2, "--all"),
        (["read"], 2, "standard input"),
        (["read", "--jsonl", "in.jsonl"], 2, "--out"),
        (["nonsense"], 2, "nonsense"),
        (["status", "--store", "mysql://localhost/x"], 1, "postgresql+psycopg://"),
        (["status", "--store", "postgresql+psycopg://127.0.0.1:1/x"], 1, "Connection refused"),
        (["status", "--store", "postgresql+psycopg://127.0.0.1"], 1, "names no database"),
    ],
)
def test_one_line_and_a_code(run: Run, arguments: list[str], code: int, says: str) -> None:
    done = run(*arguments)
    assert done.code == code
    assert says in done.error_line


def test_a_port_that_is_taken(run: Run) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = run("serve", "--port", other.getsockname()[1])
    assert done.code == 1
    assert "--port" in done.error_line


def test_an_unknown_setting_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTLINE_STOER", "x")
    done = run("status")
    assert done.code == 2
    assert "FRONTLINE_STOER" in done.error_line


def test_a_group_without_its_command_shows_its_help_as_lines(run: Run) -> None:
    done = run("documents")
    assert done.code == 2
    assert "\n  list " in done.err
    assert not done.err.startswith("frontline: ")


def test_a_choice_that_is_none_names_the_choices_and_nothing_of_the_machinery(run: Run) -> None:
    line = run("deltas", "--every", "year").error_line
    assert "'year' is not one of 'day', 'week', 'month'" in line
    assert "Value error" not in line


@pytest.mark.parametrize(("command", "name"), [("map", "front.png"), ("map", "front.html"), ("chart", "months.svg")])
def test_a_picture_for_a_folder_that_is_not_there_is_refused_before_it_is_drawn(
    run: Run, tmp_path: Path, command: str, name: str
) -> None:
    done = run(command, tmp_path / "nowhere" / name)
    assert done.code == 2
    assert "does not exist" in done.error_line


def test_a_check_of_an_empty_store_says_what_is_missing(run: Run) -> None:
    assert "no documents are stored; 'frontline read FILE" in run("check").err


def test_the_first_line_of_every_command_fits_the_list_of_commands(run: Run) -> None:
    for group in ((), ("control",), ("gazetteer",), ("regions",), ("documents",)):
        listed = run(*group, "--help").out.split("Commands:")[1]
        assert "..." not in listed, listed


def test_an_output_that_is_full_is_one_line(tmp_path: Path) -> None:
    code = f"from app.cli import main; main(['gazetteer', 'list', '--store', {str(tmp_path / 's.db')!r}])"
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-c", code], check=False, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (1, "frontline: the output cannot be written: No space left on device\n")


def test_a_disk_that_fills_up_during_an_import_is_a_line_and_how_far_it_came(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in (1, 2, 3):
        (tmp_path / f"mapper_2025110{day}.geojson").write_text(geojson(box(37, 47, 37 + day, 49)))
    add = FileControl.add

    def full(self: FileControl, new: Snapshot) -> str:
        if new.on.day == 3:
            raise StoreError("the store s.db: database or disk is full")
        return add(self, new)

    monkeypatch.setattr(FileControl, "add", full)
    done = run("control", "add", tmp_path, "--source", "mapper")
    assert done.code == 1
    stopped, why = done.err.splitlines()
    assert stopped.startswith("stopped") and "2 snapshots of 3 files, the last of 2025-11-02" in stopped
    assert why == "frontline: the store s.db: database or disk is full"
    assert len(run("control", "show", "mapper", "--json").json["snapshots"]) == 2
