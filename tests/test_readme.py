"""The README's commands run, as they stand there, on files made for it; its first screen names the two that matter."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from shapely import box, to_geojson

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FIRST_SCREEN = 40


def commands(program: str) -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    lines = [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith(program + " ")]


def geojson(shape: object, **properties: str) -> str:
    feature = {"type": "Feature", "properties": properties, "geometry": json.loads(to_geojson(shape))}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the README's reader has: maps, an outline, names and an article of their own."""
    here = tmp_path_factory.mktemp("reader")
    (here / "maps").mkdir()
    (here / "maps" / "mymap_2025-11-01.geojson").write_text(geojson(box(37.0, 48.0, 38.0, 49.0)))
    (here / "maps" / "mymap_2025-12-01.geojson").write_text(geojson(box(36.9, 48.0, 38.0, 49.0)))
    (here / "country.geojson").write_text(geojson(box(30.0, 46.0, 38.0, 50.0), name="Ukraine"))
    (here / "oblasts.geojson").write_text(geojson(box(36.5, 47.5, 38.0, 49.2), name="Donetsk"))
    (here / "names.csv").write_text("name,lat,lon\nHillside,48.5,36.8\n")
    (here / "article.txt").write_text("Russian forces captured 820 square kilometres in November, near Siversk.")
    (here / "archive.jsonl").write_text('{"id": "a", "text": "Shelling near Siversk.", "published": "2025-12-05"}\n')
    return here


@pytest.fixture(scope="module")
def environment(folder: Path) -> dict[str, str]:
    return {"PATH": f"{Path(sys.executable).parent}:{os.defpath}", "FRONTLINE_DATA_DIR": str(folder / "data")}


def test_the_two_commands_stand_in_the_first_screen() -> None:
    first = "\n".join(README.splitlines()[:FIRST_SCREEN])
    assert "make demo" in first
    assert "make test" in first
    assert [line.split()[1] for line in commands("make")] == ["demo", "test"]


def test_make_knows_what_the_readme_names() -> None:
    for line in commands("make"):
        subprocess.run(["make", "--dry-run", *line.split()[1:]], check=True, cwd=ROOT, capture_output=True)


def test_continuous_integration_runs_the_readmes_test_command() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text()


def test_every_command_runs_in_the_order_of_the_readme(folder: Path, environment: dict[str, str]) -> None:
    lines = commands("frontline")
    assert len(lines) > 5
    for line in lines:
        if line == "frontline serve":
            continue  # goes on for ever: below
        done = subprocess.run(
            shlex.split(line), cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stderr}"
    assert (
        "match"
        in subprocess.run(
            ["frontline", "check"], cwd=folder, env=environment, capture_output=True, text=True, check=True
        ).stdout
    )


def test_serve_serves(folder: Path, environment: dict[str, str]) -> None:
    process = subprocess.Popen(
        ["frontline", "serve", "--port", "0"], cwd=folder, env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        assert "serving on http://127.0.0.1" in process.stderr.readline()
        time.sleep(1)
        assert process.poll() is None
    finally:
        process.send_signal(signal.SIGTERM)  # a run in the background ignores SIGINT
        process.communicate(timeout=30)


def test_the_picture_and_the_links_are_there() -> None:
    for target in re.findall(r"\]\(([^)h#][^)]*)\)", README):
        assert (ROOT / target).exists(), target
