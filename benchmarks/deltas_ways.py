"""The ways that ``bench_deltas.py`` compares; each runs in a process of its own and prints what it found as JSON.

python benchmarks/deltas_ways.py WAY FILE...
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.workspace import Workspace

Deltas = list[tuple[float, float]]

TEXT = (
    "Russian forces captured 505 square kilometres in November, DeepState said. In October they had captured "
    "267 square kilometres. Ukrainian troops took back 30 square kilometres near Kupiansk in November."
)


def ours(files: list[Path]) -> dict[str, Any]:
    """Read each file and compute what changed since the one before."""
    from geodata.changes import change
    from geodata.control import read_control

    today = datetime.now(UTC).date()
    deltas: Deltas = []
    before = None
    for file in files:
        (snapshot,) = read_control(file, source="bench", today=today)
        after = snapshot.layers[0].geometry
        if before is not None:
            moved = change(before, after)
            deltas.append((moved.gained_km2, moved.lost_km2))
        before = after
    return {"deltas": deltas}


def plain(files: list[Path]) -> dict[str, Any]:
    """Read with geopandas, reproject to an equal-area grid, overlay both ways."""
    import geopandas as gpd

    deltas: Deltas = []
    before = None
    for file in files:
        after = gpd.read_file(file).to_crs("EPSG:6933")
        if before is not None:
            gained = gpd.overlay(after, before, how="difference").area.sum() / 1e6
            lost = gpd.overlay(before, after, how="difference").area.sum() / 1e6
            deltas.append((float(gained), float(lost)))
        before = after
    return {"deltas": deltas}


def geod(files: list[Path]) -> dict[str, Any]:
    """Measure the plain shapely difference with ``pyproj.Geod``: what the figures must equal to 0.01 km²."""
    import shapely
    from pyproj import Geod

    ellipsoid = Geod(ellps="WGS84")

    def km2(geometry: Any) -> float:
        parts = [part for part in shapely.get_parts(shapely.get_parts(geometry)) if part.geom_type == "Polygon"]
        oriented = shapely.orient_polygons(parts)
        return float(sum(abs(ellipsoid.geometry_area_perimeter(part)[0]) for part in oriented)) / 1e6

    def read(file: Path) -> Any:
        geometry = json.loads(file.read_bytes())["features"][0]["geometry"]
        return shapely.make_valid(shapely.from_geojson(json.dumps(geometry)))

    grounds = [read(file) for file in files]
    return {"deltas": [(km2(b.difference(a)), km2(a.difference(b))) for a, b in pairwise(grounds)]}


def again(files: list[Path]) -> dict[str, Any]:
    """Ask a store for all deltas again, with nothing changed, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        space = _space(Path(folder))
        _import(space, files)
        space.deltas(source="bench", every="day")
        start = time.process_time()
        rows = space.deltas(source="bench", every="day")
        took_s = time.process_time() - start
        space.store.close()
    return {"deltas": [(row["gained_km2"], row["lost_km2"]) for row in rows], "again_s": took_s}


def new(files: list[Path]) -> dict[str, Any]:
    """Import one new file into a store that holds all others and an article; its delta; every finding anew."""
    from app.reading.records import Document

    *known, last = files
    with tempfile.TemporaryDirectory() as folder:
        space = _space(Path(folder))
        _import(space, known)
        space.read(Document(TEXT, date(2025, 12, 5)))
        space.findings()
        start = time.perf_counter()
        _import(space, [last])
        imported_s = time.perf_counter() - start
        days = [row["on"] for row in space.snapshots("bench")]
        row = space.deltas(source="bench", start=date.fromisoformat(days[-2]), every="day")[-1]
        delta_s = time.perf_counter() - start - imported_s
        found = space.findings()
        findings_s = time.perf_counter() - start - imported_s - delta_s
        space.store.close()
    return {
        "deltas": [(row["gained_km2"], row["lost_km2"])],
        "new_s": [imported_s, delta_s, findings_s],
        "findings": len(found),
    }


def _space(folder: Path) -> Workspace:
    from app.settings import Settings
    from app.workspace import Workspace

    return Workspace(Settings(data_dir=folder, store=str(folder / "store.db")))


def _import(space: Workspace, files: list[Path]) -> None:
    from app.imports import ControlImport

    imported = ControlImport(space.store, "bench", today=datetime.now(UTC).date())
    for file in files:
        imported.add(file)
    imported.finish()


WAYS: dict[str, Callable[[list[Path]], dict[str, Any]]] = {way.__name__: way for way in (ours, plain, geod, again, new)}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(WAYS[sys.argv[1]]([Path(name) for name in sys.argv[2:]])))
