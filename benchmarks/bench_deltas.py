"""From files to daily deltas: this program beside the plain way, on the same files, in one run.

The plain way is ``geopandas.read_file`` and ``overlay(how="difference")`` both ways in EPSG:6933. Each way runs in a
process of its own, start-up included, and prints its deltas; the parent compares the times and the figures.

    python benchmarks/bench_deltas.py FOLDER [--days N] [--densify 1 10 100]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path


def ours(files: list[Path]) -> list[tuple[float, float]]:
    from geodata.changes import change
    from geodata.control import read_control

    today = datetime.now(UTC).date()
    deltas, before = [], None
    for file in files:
        (snapshot,) = read_control(file, source="bench", today=today)
        after = snapshot.layers[0].geometry
        if before is not None:
            moved = change(before, after)
            deltas.append((moved.gained_km2, moved.lost_km2))
        before = after
    return deltas


def plain(files: list[Path]) -> list[tuple[float, float]]:
    import geopandas as gpd

    deltas, before = [], None
    for file in files:
        after = gpd.read_file(file).to_crs("EPSG:6933")
        if before is not None:
            gained = gpd.overlay(after, before, how="difference").area.sum() / 1e6
            lost = gpd.overlay(before, after, how="difference").area.sum() / 1e6
            deltas.append((float(gained), float(lost)))
        before = after
    return deltas


def geod(files: list[Path]) -> list[tuple[float, float]]:
    """Measure the plain shapely difference with ``pyproj.Geod``: what the figures must equal to 0.01 km²."""
    import shapely
    from pyproj import Geod

    ellipsoid = Geod(ellps="WGS84")

    def km2(geometry: shapely.Geometry) -> float:
        parts = [part for part in shapely.get_parts(shapely.get_parts(geometry)) if part.geom_type == "Polygon"]
        oriented = shapely.orient_polygons(parts)
        return float(sum(abs(ellipsoid.geometry_area_perimeter(part)[0]) for part in oriented)) / 1e6

    grounds = [
        shapely.make_valid(shapely.from_geojson(json.dumps(json.loads(file.read_bytes())["features"][0]["geometry"])))
        for file in files
    ]
    return [(km2(after.difference(before)), km2(before.difference(after))) for before, after in pairwise(grounds)]


def chain(files: list[Path]) -> list[tuple[float, float]]:
    """The deltas again from snapshots in memory, and one new snapshot; times only, in milliseconds."""
    from geodata.changes import change
    from geodata.control import read_control

    today = datetime.now(UTC).date()
    grounds = [read_control(file, source="bench", today=today)[0].layers[0].geometry for file in files]
    start = time.perf_counter()
    for before, after in pairwise(grounds):
        change(before, after)
    again = time.perf_counter() - start
    start = time.perf_counter()
    change(grounds[-2], read_control(files[-1], source="bench", today=today)[0].layers[0].geometry)
    return [(again * 1e3, (time.perf_counter() - start) * 1e3)]


DENSE_DAYS = 12
WAYS = {"ours": ours, "plain": plain, "geod": geod, "chain": chain}


@dataclass(frozen=True)
class Run:
    """What one way took, start-up included, and the deltas that it printed."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    deltas: list[list[float]]


def run(way: str, files: list[Path]) -> Run:
    """Run one way in its own process."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--way", way, *map(str, files)], capture_output=True, text=True, check=True
    )
    wall_s, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    answer = json.loads(done.stdout)
    return Run(wall_s, cpu_s, answer["peak_mb"], answer["deltas"])


def worst_km2(ours_: list[list[float]], other: list[list[float]]) -> float:
    return max(abs(a - b) for x, y in zip(ours_, other, strict=True) for a, b in zip(x, y, strict=True))


def densified(files: list[Path], times: int, folder: Path) -> list[Path]:
    """Write the files with each edge cut into `times` edges of equal length."""
    if times == 1:
        return files

    def dense(ring: list[list[float]]) -> list[list[float]]:
        vertices = [
            [x0 + (x1 - x0) * step / times, y0 + (y1 - y0) * step / times]
            for (x0, y0), (x1, y1) in pairwise(ring)
            for step in range(times)
        ]
        return [*vertices, ring[-1]]

    written = []
    for file in files:
        document = json.loads(file.read_bytes())
        geometry = document["features"][0]["geometry"]
        geometry["coordinates"] = [[dense(ring) for ring in polygon] for polygon in geometry["coordinates"]]
        written.append(folder / file.name)
        written[-1].write_text(json.dumps(document))
    return written


def compare(files: list[Path], times: int, check: bool) -> None:
    # This way before and after the plain one, so that what else the machine does falls on both.
    first, other, last = run("ours", files), run("plain", files), run("ours", files)
    own = Run((first.wall_s + last.wall_s) / 2, (first.cpu_s + last.cpu_s) / 2, last.peak_mb, last.deltas)
    print(f"{len(own.deltas)} daily deltas from files, vertices x{times}")
    for name, way in (("plain", other), ("this", own)):
        print(f"  {name:6} {way.wall_s:8.2f} s, {way.cpu_s:8.2f} s of processor, {way.peak_mb:5.0f} MB")
    print(f"  ratio  {other.wall_s / own.wall_s:8.1f}    {other.cpu_s / own.cpu_s:8.1f}")
    if check:
        print(
            f"  worst against Geod on the plain difference: {worst_km2(own.deltas, run('geod', files).deltas):.1e} km²"
        )
        [[again_ms, new_ms]] = run("chain", files).deltas
        print(f"  all deltas again from memory {again_ms / 1e3:.2f} s; one new file and its delta {new_ms:.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path, help="a folder of daily GeoJSON files")
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--days", type=int, help="only the last N files")
    parser.add_argument("--densify", type=int, nargs="*", default=[], help="vertices times N, on a dozen days")
    given = parser.parse_args()
    if given.way:
        deltas = WAYS[given.way](given.paths)
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"deltas": deltas, "peak_mb": peak_mb}))
        return
    from geodata.control import find_control_files

    files = find_control_files(given.paths)[-(given.days or 0) :]
    print(f"{len(files)} files, {os.cpu_count()} cores, Python {sys.version.split()[0]}")
    compare(files, 1, check=True)
    for times in given.densify:
        # The same few days at each density, so that start-up weighs the same.
        with tempfile.TemporaryDirectory() as folder:
            compare(densified(files[-DENSE_DAYS:], times, Path(folder)), times, check=False)


if __name__ == "__main__":
    main()
