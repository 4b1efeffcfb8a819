"""Reading an archive: one process beside two on a local Dask cluster, and memory as the archive grows.

    .venv/bin/python benchmarks/bench_archive.py [--size 30] [--dump UA.zip] [--memory 1 100]

Prints MB/s of the archive's bytes with one process and with two, their ratio (goal: 1.7 on 500 MB), whether both wrote
the same, and for each size of `--memory` the most that the reading process held. The texts are seeded; those for memory
are one article in fifty, the rest short notes without a place, so that a large archive is read in bearable time.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from corpus import Corpus

from geodata.gazetteer import embedded_gazetteer, read_gazetteer

SHARED = Path(__file__).parent.parent.parent / "shared" / "data"
PROGRAM = Path(sys.executable).with_name("frontline")
MB = 1_000_000
NOTE = "It was a quiet day, and those who spoke of it had little to add to what was said the day before. "
DRAWN_MB = 20
"""So much text is drawn; a larger archive repeats it under other ids."""


def write(path: Path, size: float, dump: Path | None, *, light: bool) -> int:
    """Write an archive of `size` MB; return how many lines it has."""
    articles = list(Corpus(_names(dump), "en", seed=31).articles(int(min(size, DRAWN_MB) * MB)))
    count = written = 0
    with path.open("w", encoding="utf-8") as out:
        for text in _texts(articles, light=light):
            line = json.dumps({"id": f"n{count}", "text": text, "published": "2025-12-05"}, ensure_ascii=False) + "\n"
            out.write(line)
            count, written = count + 1, written + len(line.encode())
            if written >= size * MB:
                return count
    return count


def _texts(articles: list[str], *, light: bool) -> Iterator[str]:
    number = 0
    while True:
        if light and number % 50:
            yield NOTE * 200
        else:
            yield articles[(number // 50 if light else number) % len(articles)]
        number += 1


def _names(dump: Path | None):  # type: ignore[no-untyped-def]
    return read_gazetteer(dump) if dump else embedded_gazetteer()


def read(archive: Path, out: Path, environment: dict[str, str], *more: object) -> tuple[float, float]:
    """Read an archive as a user would; return seconds, and the most memory that the reading process held, MB."""
    command = [str(PROGRAM), "read", "--jsonl", str(archive), "--out", str(out), "--restart", *map(str, more)]
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    most = [0.0]

    def watch() -> None:
        while process.poll() is None:
            try:
                status = Path(f"/proc/{process.pid}/status").read_text()
            except OSError:
                return
            if found := re.search(r"VmHWM:\s+(\d+)", status):
                most[0] = int(found[1]) / 1024
            time.sleep(0.2)

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    watcher.join()
    assert code == 0, f"exit code {code}"
    return time.perf_counter() - begun, most[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=float, default=30, help="MB for the comparison")
    parser.add_argument("--memory", type=float, nargs="*", default=[1, 100], help="MB for the memory figures")
    parser.add_argument("--dump", type=Path, default=SHARED / "gazetteer" / "UA.zip")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    dump = given.dump if given.dump.is_file() else None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {**os.environ, "FRONTLINE_DATA_DIR": str(folder / "data")}
        if dump:
            subprocess.run([PROGRAM, "gazetteer", "add", dump], env=environment, check=True, capture_output=True)
        archive = folder / "archive.jsonl"
        write(folder / "warm.jsonl", 0.01, dump, light=False)
        read(folder / "warm.jsonl", folder / "warm.out", environment)  # the embedded gazetteer is indexed once
        if given.size:
            compare(folder, archive, environment, given.size, dump, given.jobs)
        for size in given.memory:
            lines = write(archive, size, dump, light=True)
            took, most = read(archive, folder / "out.jsonl", environment)
            print(f"memory, {size:,.0f} MB in {lines:,} lines: {most:.0f} MB at most ({took:.0f} s)", flush=True)


def compare(
    folder: Path, archive: Path, environment: dict[str, str], size: float, dump: Path | None, jobs: int
) -> None:
    lines = write(archive, size, dump, light=False)
    real = archive.stat().st_size / MB
    print(f"{real:.0f} MB in {lines:,} lines, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
    one, held = read(archive, folder / "one.jsonl", environment)
    print(f"one process: {one:.1f} s, {real / one:.2f} MB/s, {held:.0f} MB", flush=True)
    many, parent = read(archive, folder / "many.jsonl", environment, "--jobs", jobs)
    print(f"{jobs} processes: {many:.1f} s, {real / many:.2f} MB/s, the writing one held {parent:.0f} MB", flush=True)
    assert filecmp.cmp(folder / "one.jsonl", folder / "many.jsonl", shallow=False), "the outputs differ"
    print(f"the same output, {one / many:.2f} times as fast (goal 1.7)")


if __name__ == "__main__":
    main()
