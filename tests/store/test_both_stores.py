"""Whatever a command prints and a page shows is the same, to the last digit, from a file and from PostgreSQL."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from shapely import box, to_geojson

from app.cli import run as run_program
from app.cli import shared
from app.main import create_app
from app.settings import Settings
from app.workspace import Workspace
from tests.postgres_server import Server

TEXT = (
    "Russian forces captured 505 square kilometres in November, DeepState said. They seized Siversk on Sunday, "
    "and Ukrainian troops hold Kupiansk, near Izium."
)
# Moments, and what a page makes anew at each request.
PASSING = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^\"<\s]*|nonce(=\"|-)[\w+/=-]+")

Call = Callable[..., str]


@pytest.fixture
def call(data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Call]:
    """Run the program over a store; return all that it printed, without passing moments."""
    from app.cli.program import program

    monkeypatch.setenv("FRONTLINE_DATA_DIR", str(data_dir))

    def run(store: str, *arguments: object, code: int = 0) -> str:
        shared.out.cache_clear()
        shared.err.cache_clear()
        capsys.readouterr()
        done = run_program(program, [*map(str, arguments), "--store", store])
        out, err = capsys.readouterr()
        assert done == code, err
        return PASSING.sub("*", out + re.sub("indexing .*\n", "", err))

    yield run
    shared.out.cache_clear()
    shared.err.cache_clear()


@pytest.fixture
def stores(postgres: Server, tmp_path: Path) -> tuple[str, str]:
    """An empty file and an empty database."""
    return str(tmp_path / "store.db"), postgres.new_store()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """What a user brings: two days of polygons and a correction, boundaries, names, a text."""
    for name, west in (("2025-11-02", 37.2), ("2025-12-02", 37.0), ("other/2025-12-02", 36.95)):
        path = tmp_path / f"{name}.geojson"
        path.parent.mkdir(exist_ok=True)
        path.write_text(to_geojson(box(west, 48.3, 38.6, 49.4)))
    for name, shape in (("Land", box(30, 46, 40, 52)), ("North", box(30, 49, 40, 52))):
        feature = {"type": "Feature", "properties": {"name": name}, "geometry": json.loads(to_geojson(shape))}
        (tmp_path / f"{name}.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    (tmp_path / "own.csv").write_text("name,lat,lon\nNovopole,48.9,38.2\n")
    (tmp_path / "text.txt").write_text(TEXT)
    return tmp_path


def commands(files: Path) -> list[list[object]]:
    """Every command, in an order in which each has something to say."""
    imported = ["control", "add", files / "2025-11-02.geojson", files / "2025-12-02.geojson", "--source", "deepstate"]
    return [
        ["regions", "add", files / "Land.geojson", "--name-column", "name", "--country"],
        ["regions", "add", files / "North.geojson", "--name-column", "name"],
        ["regions", "list", "--json"],
        ["gazetteer", "add", files / "own.csv"],
        ["gazetteer", "list"],
        [*imported, "--dry-run"],
        [*imported, "--json"],
        imported,
        ["read", files / "text.txt", "--published", "2025-12-05", "--title", "A text", "--json"],
        ["check", "--json"],
        ["control", "add", files / "other/2025-12-02.geojson", "--source", "deepstate"],
        ["control", "changes", "--json"],
        ["control", "list", "--json"],
        ["control", "show", "deepstate", "--json"],
        ["check"],
        ["check", files / "text.txt", "--published", "2025-12-05", "--json"],
        ["correct", "MENTION", "--reject", "--note", "no place"],
        ["correct", "--list", "--json"],
        ["deltas"],
        ["deltas", "--every", "day", "--json"],
        ["deltas", "--every", "month", "--region", "all"],
        ["documents", "list", "--json"],
        ["documents", "show", "DOCUMENT", "--json"],
        ["place", "Siversk", "--json"],
        ["line", "--json"],
        ["map", "MAP.html", "--document", "DOCUMENT"],
        ["chart", "CHART.svg"],
        *(["export", what, f"{what}.csv"] for what in ("mentions", "claims", "findings", "control", "changes")),
        ["token", "list"],
        ["token", "revoke", "nobody"],
        ["status"],
        ["control", "remove", "deepstate", "--on", "2025-11-02"],
        ["deltas", "--json"],
        ["documents", "remove", "DOCUMENT"],
        ["gazetteer", "remove", "own.csv"],
        ["regions", "remove", "--all"],
        ["control", "remove", "deepstate"],
        ["status", "--json"],
    ]


def test_every_command_prints_the_same(
    call: Call, stores: tuple[str, str], files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[dict[str, str]] = []
    for number, store in enumerate(stores):
        folder = files / f"out{number}"
        folder.mkdir()
        monkeypatch.chdir(folder)
        printed: dict[str, str] = {}
        names: dict[object, str] = {}
        for command in commands(files):
            found = call(store, *(names.get(argument, argument) for argument in command), code="nobody" in command)
            if command[0] == "read":
                reading = json.loads(found)
                names = {"DOCUMENT": reading["id"], "MENTION": reading["mentions"][0]["id"]}
            printed[" ".join(map(str, command))] = found.replace(store, "STORE")
        printed |= {path.name: PASSING.sub("*", path.read_text()) for path in sorted(folder.iterdir())}
        told.append(printed)
    assert told[0].keys() == told[1].keys()
    for command, printed_by_file in told[0].items():
        assert (command, told[1][command]) == (command, printed_by_file)


def test_no_command_is_left_out(files: Path) -> None:
    from typer.main import get_command

    from app.cli.program import program

    known: set[str] = set()
    for name, command in get_command(program).commands.items():  # type: ignore[attr-defined]
        known |= {f"{name} {each}" for each in getattr(command, "commands", [])} or {name}
    tried = {" ".join(map(str, each[:2])) for each in commands(files)} | {str(each[0]) for each in commands(files)}
    elsewhere = {
        "serve",
        "demo",
        "control fetch",
        "token add",
        "backup",
        "restore",
    }  # with processes and servers of their own
    assert known - tried - elsewhere == set()


@pytest.fixture
def clients(stores: tuple[str, str], data_dir: Path) -> Iterator[list[TestClient]]:
    """The service over the illustrative demo in each store."""
    from app.demo import load_demo

    spaces = [Workspace(Settings(data_dir=data_dir, store=store)) for store in stores]
    for space in spaces:
        load_demo(space)
    yield [TestClient(create_app(space.settings, space)) for space in spaces]
    for space in spaces:
        space.store.close()


def addresses(client: TestClient) -> list[str]:
    """Every address that can be read, with what the demo has in the place of names."""

    def got(path: str) -> Any:
        return client.get(path).json()

    names = {
        "document_id": got("/api/documents")["documents"][0]["id"],
        "finding_id": got("/api/findings")["findings"][0]["id"],
        "name": "demo",
        "place": got("/api/places?q=Siversk")["places"][0]["id"],
        "path": "",
    }
    found: list[str] = []
    for path, item in got("/openapi.json")["paths"].items():
        if "get" not in item:
            continue
        if "{feature_id}" in path:
            for each in ("mentions", "claims", "control", "changes", "places"):
                feature = got(f"/api/collections/{each}/items?limit=1")["features"][0]["id"]
                found.append(path.replace("{collection}", each).replace("{feature_id}", str(feature)))
        elif "{collection}" in path:
            found += [path.replace("{collection}", each) for each in ("mentions", "claims", "control", "changes")]
        elif set(re.findall(r"{(\w+)}", path)) <= names.keys():
            found.append(re.sub(r"{(\w+)}", lambda at: names[at[1]], path))
    dates = "source=demo&a=2025-11-02&b=2025-12-02"
    return [
        *found,
        "/api/collections/mentions/items?bbox=36,47,39,50&datetime=2025-01-01/..",
        f"/map/scene?{dates}",
        f"/map/mentions?{dates}&zoom=8&bbox=30,44,41,53",
        f"/map/areas?{dates}&bbox=36,47,39,50",
        "/deltas?every=month",
        "/documents?q=a",
    ]


def test_every_address_answers_the_same(clients: list[TestClient]) -> None:
    asked = addresses(clients[0])
    assert len(asked) > 30
    for address in asked:
        for accept in ("text/html", "application/json"):
            by_file, by_server = (client.get(address, headers={"Accept": accept}) for client in clients)
            assert by_file.status_code < 500
            assert (address, by_server.status_code, without_passing(by_server.text)) == (
                address, by_file.status_code, without_passing(by_file.text),
            )  # fmt: skip


def without_passing(text: str) -> str:
    return re.sub(r'--store [^<"`]+', "--store S", PASSING.sub("*", text))
