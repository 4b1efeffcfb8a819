"""A store for load: 100,000 mentions in texts that were really read, a daily series of polygons, and the findings.

    .venv/bin/python benchmarks/load_store.py FOLDER [--mentions 100000] [--control FOLDER]

The texts are seeded (benchmarks/corpus.py); the polygons are drawn, a line that moves a little each day, unless a
folder of control files is given. What is there already is used again.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from datetime import date, timedelta
from pathlib import Path

from corpus import Corpus
from shapely import Polygon, box, to_geojson

from app.imports import ControlImport
from app.reading.records import Document
from app.settings import Settings
from app.workspace import Workspace, today
from geodata.areas import area_km2
from geodata.control import find_control_files
from geodata.gazetteer import embedded_gazetteer
from geodata.regions import read_regions

FIRST, DAYS = date(2024, 7, 10), 400
VERTICES = 400
FULL_MB = 60


def build(folder: Path, mentions: int, control: Path | None = None) -> Settings:
    """Return the settings of a store of so many mentions, made where it is absent."""
    settings = Settings(data_dir=folder, store=str(folder / f"load-{mentions}.db"))
    done = folder / f"load-{mentions}.done"
    if done.exists():
        return settings
    begun = time.perf_counter()
    for old in folder.glob(f"load-{mentions}.db*"):
        old.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    space = Workspace(settings)
    _polygons(space, folder, control)
    rng = random.Random(7)  # noqa: S311 - it draws days, not secrets
    found = count = 0
    for text in Corpus(embedded_gazetteer(), "en", seed=21).articles(FULL_MB * 1_000_000):
        published = FIRST + timedelta(days=rng.randrange(30, DAYS))
        reading = space.read(Document(text, published, text.splitlines()[0][:120], None, "en"))
        found, count = found + len(reading["mentions"]), count + 1
        if found >= mentions:
            break
    findings = len(space.findings())
    space.store.close()
    done.touch()
    took = time.perf_counter() - begun
    print(f"{count:,} documents, {found:,} mentions, {findings:,} findings, {DAYS} days: made in {took:.0f} s")
    return settings


def _polygons(space: Workspace, folder: Path, control: Path | None) -> None:
    drawn = folder / "control"
    drawn.mkdir(exist_ok=True)
    outline = folder / "outline.geojson"
    outline.write_text(_feature(box(22.0, 44.0, 40.2, 52.4), name="Ukraine"))
    regions = read_regions(outline, name_column="name")
    areas_km2 = [area_km2(region.geometry) for region in regions]
    space.store.places.add_regions(regions, areas_km2, file=outline.name, country=True)
    if control is None:
        rng = random.Random(5)  # noqa: S311
        line = [36.4 + rng.uniform(-0.1, 0.1) for _ in range(VERTICES)]
        for day in range(DAYS):
            for at in rng.sample(range(VERTICES), 20):
                line[at] -= rng.uniform(-0.002, 0.01)
            edge = [(lon, 46.5 + 3.5 * at / VERTICES) for at, lon in enumerate(line)]
            on = FIRST + timedelta(days=day)
            ground = Polygon([*edge, (39.5, 50.0), (39.5, 46.5)])
            (drawn / f"drawn_{on:%Y-%m-%d}.geojson").write_text(_feature(ground, status="occupied"))
    name = "drawn" if control is None else "series"
    imported = ControlImport(space.store, name, today=today())
    for path in find_control_files([control or drawn]):
        imported.add(path)
    space.polygons().compute_changes(name)


def _feature(shape: object, **properties: str) -> str:
    feature = {"type": "Feature", "properties": properties, "geometry": json.loads(to_geojson(shape))}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mentions", type=int, default=100_000)
    parser.add_argument("--control", type=Path)
    given = parser.parse_args()
    build(given.folder, given.mentions, given.control)
