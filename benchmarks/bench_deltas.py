"""From files to daily deltas: this program beside the plain way, on the same files, in one run.

The plain way is ``geopandas.read_file`` and ``overlay(how="difference")`` both ways in EPSG:6933. Each way runs as
a whole process, start-up included, the ways in turn, so that what else the machine does falls on all; of several
runs the one with the least processor time counts. Ratios are of processor time, which other work disturbs less, and
of wall time.

    python benchmarks/bench_deltas.py [FOLDER] [--files N] [--repeats N] [--densify 1 10 100]
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SERIES = HERE.parent.parent / "shared/data/control/deepstate"
FRONTLINE = Path(sys.executable).with_name("frontline")
CONTROL_TABLES = ("geometry", "snapshot", "layer", "change", "line")
DENSE_DAYS = 12


@dataclass(frozen=True)
class Run:
    """What a process took, start-up included, its peak memory, and what it printed."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    said: Any

    def __add__(self, other: Run) -> Run:
        return Run(self.wall_s + other.wall_s, self.cpu_s + other.cpu_s, max(self.peak_mb, other.peak_mb), other.said)


def run(arguments: Sequence[str | Path]) -> Run:
    """Run a program to its end; what it prints must be JSON."""
    # Compiled modules are kept beside their sources, as any installation has them.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out, Path(os.devnull).open("wb") as nowhere:
        actions = [(os.POSIX_SPAWN_DUP2, out.fileno(), 1), (os.POSIX_SPAWN_DUP2, nowhere.fileno(), 2)]
        child = os.posix_spawn(arguments[0], [str(each) for each in arguments], environment, file_actions=actions)
        _, status, used = os.wait4(child, 0)
        wall_s = time.perf_counter() - start
        out.seek(0)
        said = out.read()
    if status:
        raise SystemExit(f"{' '.join(map(str, arguments[:3]))} … failed; run it by hand to see why")
    return Run(wall_s, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, json.loads(said))


def way(name: str, files: list[Path]) -> Run:
    """Run one of the ways of ``deltas_ways.py``."""
    return run([sys.executable, HERE / "deltas_ways.py", name, *files])


def commands(files: list[Path], store: Path) -> tuple[Run, Run]:
    """Import the files into a new store and ask for all deltas, as a user would, then ask again."""
    options = ["--source", "bench", "--store", store, "--json"]
    for old in store.parent.glob(f"{store.name}*"):
        old.unlink()
    added = run([FRONTLINE, "control", "add", *files, *options])
    first, second = (run([FRONTLINE, "deltas", "--every", "day", *options]) for _ in range(2))
    return added + first, second


def least(runs: Sequence[Run]) -> Run:
    """Return the run with the least processor time."""
    return min(runs, key=lambda each: each.cpu_s)


def worst_km2(ours: list[list[float]], other: list[list[float]]) -> float:
    """Return the largest difference between two series of gained and lost."""
    return max(abs(a - b) for x, y in zip(ours, other, strict=True) for a, b in zip(x, y, strict=True))


def control_bytes(store: Path) -> int:
    """Return the room that the control tables take, with their indexes."""
    with sqlite3.connect(store) as connection:
        names = [
            name
            for table in CONTROL_TABLES
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE tbl_name = ?", (table,))
        ]
        try:
            sizes = dict(connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
        except sqlite3.OperationalError:  # a build without dbstat: the whole file then
            return store.stat().st_size
    return sum(sizes.get(name, 0) for name in names)


def densified(files: list[Path], times: int, folder: Path) -> list[Path]:
    """Write the files with each edge cut into `times` edges of equal length."""

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


def line(what: str, plain: Run, ours: Run) -> None:
    say(
        f"{what:<58}{plain.cpu_s:9.2f} s {ours.cpu_s:9.3f} s {plain.cpu_s / ours.cpu_s:8.1f} "
        f"{plain.wall_s / ours.wall_s:8.1f} {ours.peak_mb:6.0f} MB"
    )


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def series(files: list[Path], repeats: int) -> None:
    """Compare on the whole series."""
    plain: list[Run] = []
    ours: list[Run] = []
    both: list[Run] = []
    second: list[Run] = []
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store.db"
        os.environ["FRONTLINE_DATA_DIR"] = folder
        for _ in range(repeats):
            # This way before and after the plain one.
            ours.append(way("ours", files))
            plain.append(way("plain", files))
            ours.append(way("ours", files))
            for _ in range(2):
                first, then = commands(files, store)
                both.append(first)
                second.append(then)
        stored, given = control_bytes(store), sum(file.stat().st_size for file in files)
    other, own = least(plain), least(ours)
    say(f"{'':58}{'plain way':>11} {'this':>11} {'ratio':>8} {'by wall':>8} {'peak':>9}")
    line(f"{len(files) - 1} daily deltas from files, one process", other, own)
    line("the same as 'control add' and 'deltas', stored", other, least(both))
    line("all deltas again, nothing changed: the command", other, least(second))
    again = [way("again", files) for _ in range(repeats)]
    again_s = min(each.said["again_s"] for each in again)
    say(f"{'all deltas again, nothing changed: in process':<58}{other.cpu_s:9.2f} s {again_s:9.4f} s "
        f"{other.cpu_s / again_s:8.0f}")  # fmt: skip
    new = min((way("new", files) for _ in range(repeats)), key=lambda each: sum(each.said["new_s"])).said
    imported_s, delta_s, findings_s = new["new_s"]
    say(f"one new snapshot, in process: {sum(new['new_s']):.3f} s (import {imported_s:.3f}, delta {delta_s:.3f}, "
        f"{new['findings']} findings {findings_s:.3f})")  # fmt: skip
    say(f"control tables: {stored / 1e6:.2f} MB for {given / 1e6:.1f} MB of GeoJSON, 1/{given / stored:.1f}")
    exact = way("geod", files).said["deltas"]
    say(f"worst against pyproj.Geod on the plain difference: {worst_km2(own.said['deltas'], exact):.1e} km²")
    rows = [[row["gained_km2"], row["lost_km2"]] for row in least(both).said["deltas"]]
    say(f"the stored deltas, given to four decimals:         {worst_km2(rows, exact):.1e} km²")


def density(files: list[Path], times: Sequence[int]) -> None:
    """Compare on a dozen days at several densities; the same days each time, so that start-up weighs the same."""
    for each in times:
        with tempfile.TemporaryDirectory() as folder:
            dense = densified(files[-DENSE_DAYS:], each, Path(folder))
            plain, ours = way("plain", dense), least([way("ours", dense) for _ in range(2)])
        line(f"{len(dense) - 1} daily deltas, vertices x{each}", plain, ours)
        say(f"{'':58}{plain.peak_mb:8.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=SERIES, help="daily GeoJSON files of one MultiPolygon")
    parser.add_argument("--files", type=int, help="only the last N, for a quick look")
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument(
        "--densify", type=int, nargs="*", default=[1, 10, 100], help="vertices times N, on a dozen days"
    )
    given = parser.parse_args()
    files = sorted(given.folder.glob("*.geojson"))[-(given.files or 0) :]
    if len(files) <= DENSE_DAYS:
        raise SystemExit(f"expected more than {DENSE_DAYS} daily .geojson files in {given.folder}, got {len(files)}")
    say(
        f"{len(files)} files, {os.cpu_count()} cores, Python {sys.version.split()[0]}; "
        f"processor time, the least of {given.repeats}"
    )
    series(files, given.repeats)
    density(files, given.densify)


if __name__ == "__main__":
    main()
