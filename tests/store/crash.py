"""Kill -9 at random moments while a store is written: what was acknowledged is there once, and nothing is half.

``python -m tests.store.crash --kills 200`` prints its figures for a file and for PostgreSQL (with fsync on).

A worker imports days, reads texts and checks them, and says through a pipe when it begins an item and when the program
has returned, which is the acknowledgement. It is killed after a random time; the store is then opened anew, as after a
restart, and looked through. Workers are forked from a process that has the program and its names in memory, so that
most of their time is writing.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from shapely import box, to_geojson

from app.imports import ControlImport
from app.settings import Settings
from app.workspace import Workspace
from tests import postgres_server
from tests.store.looking import problems

FIRST = date(2000, 1, 1)
LONGEST_S = 0.8
"""A worker is killed at most so long after its first item has begun."""


@dataclass
class Told:
    """What workers have said, over all kills of one store."""

    begun: dict[str, str] = field(default_factory=dict)
    acknowledged: dict[str, Any] = field(default_factory=dict)
    killed_in: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


class Forge:
    """The program in memory, from which workers are forked."""

    def __init__(self, url: str, folder: Path) -> None:
        self.settings = Settings(data_dir=folder / "data", store=url)
        warm = Workspace(Settings(data_dir=folder / "data", store=str(folder / "warm.db")))
        self._gazetteer, self._reader = warm.gazetteer, warm.reader
        warm.read(_document(0), keep=False)
        warm.store.close()
        self._days = folder / "days"
        self._days.mkdir(exist_ok=True)

    def open(self) -> Workspace:
        """Open the store as a new process does, with the names that are in memory already."""
        space = Workspace(self.settings)
        space.gazetteers.open = lambda *_: self._gazetteer  # type: ignore[method-assign]
        space._reader = (self._gazetteer, self._reader)
        return space

    def work(self, first: int, say: int) -> None:
        """Import, read and check, one item after the other, until the end comes."""
        space = self.open()
        for number in count(first):
            day = FIRST + timedelta(days=number)
            path = self._days / f"{day}.geojson"
            path.write_text(to_geojson(box(37 - number / 5000, 48, 38, 49 + number % 7 / 100)))
            _tell(say, "begin", "import", str(day))
            imported = ControlImport(space.store, "mapper", today=date(2025, 1, 1))
            imported.add(path)
            assert not imported.refused, imported.refused
            _tell(say, "done", "import", str(day))
            imported.finish()
            document = _document(number)
            _tell(say, "begin", "read", document.id)
            body = space.read(document)
            _tell(say, "done", "read", document.id, {"mentions": len(body["mentions"]), "claims": len(body["claims"])})
            _tell(say, "begin", "check", document.id)
            findings = space.findings(document.id)
            _tell(say, "done", "check", document.id, sorted(each["id"] for each in findings))


def _document(number: int) -> Any:
    from app.reading.records import Document

    day = FIRST + timedelta(days=number)
    text = (
        f"Report {number}. Russian forces captured {number % 90 + 5} square kilometres on {day:%d %B %Y} near Siversk."
    )
    return Document(text, day + timedelta(days=1))


def _tell(say: int, *what: Any) -> None:
    os.write(say, json.dumps(what).encode() + b"\n")


def kill_once(forge: Forge, told: Told, chance: random.Random, first: int) -> int:
    """Let one worker begin at that number, kill it, and note what it said; return where the next one begins."""
    heard, say = os.pipe()
    worker = os.fork()
    if not worker:
        os.close(heard)
        try:
            forge.work(first, say)
        finally:
            os._exit(70)  # it never ends by itself
    os.close(say)
    said = _listen(heard, worker, chance.uniform(0, LONGEST_S))
    _, status = os.waitpid(worker, 0)
    os.close(heard)
    if os.WTERMSIG(status) != signal.SIGKILL:
        told.faults.append(f"a worker ended by itself with status {status}")
    open_items: dict[str, str] = {}
    for line in said:
        event, job, name, *rest = json.loads(line)
        if event == "begin":
            open_items[job] = name
            told.begun[f"{job} {name}"] = name
        else:
            open_items.pop(job)
            told.acknowledged[f"{job} {name}"] = rest[0] if rest else None
    told.killed_in[next(iter(open_items), "between")] += 1
    return first + 1 + sum(json.loads(line)[:2] == ["begin", "import"] for line in said)


def _listen(heard: int, worker: int, seconds: float) -> list[bytes]:
    """Return the whole lines that a worker said until it was killed, so long after its first."""
    data, until = b"", None
    while True:
        if until is None and b"\n" in data:
            until = time.monotonic() + seconds
        wait = 60.0 if until is None else max(until - time.monotonic(), 0)
        ready, _, _ = select.select([heard], [], [], wait)
        if not ready:
            break
        chunk = os.read(heard, 65536)
        if not chunk:
            return data.split(b"\n")[:-1]
        data += chunk
    os.kill(worker, signal.SIGKILL)
    while chunk := os.read(heard, 65536):
        data += chunk
    return data.split(b"\n")[:-1]


def run(url: str, folder: Path, kills: int, seed: int) -> Told:
    """Kill so many workers, looking through the store after each; at the end through all of it."""
    forge, told, chance, first = Forge(url, folder), Told(), random.Random(seed), 0  # noqa: S311
    for number in range(kills):
        first = kill_once(forge, told, chance, first)
        everything = number == kills - 1 or number % 20 == 0
        looking = os.fork()  # a process of its own: nothing of one worker's store is in the next one's memory
        if not looking:
            found = problems(forge.open(), told.begun, told.acknowledged, everything=everything)
            (folder / "found.json").write_text(json.dumps(found))
            os._exit(0)
        os.waitpid(looking, 0)
        told.faults += json.loads((folder / "found.json").read_text())
        (folder / "found.json").unlink()
    return told


def main() -> int:
    """Print the figures; 1 where anything was lost, doubled or half."""
    asked = argparse.ArgumentParser(description="kill -9 at random moments, on both stores")
    asked.add_argument("--kills", type=int, default=200, help="of each store")
    asked.add_argument("--store", choices=["sqlite", "postgis", "both"], default="both")
    asked.add_argument("--seed", type=int, default=None, help="of the random moments; another each time by default")
    given = asked.parse_args()
    seed = given.seed if given.seed is not None else int.from_bytes(os.urandom(4), "big")
    faults = 0
    for kind in ("sqlite", "postgis") if given.store == "both" else (given.store,):
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="frontline-crash-")))
            if kind == "sqlite":
                url = str(folder / "store.db")
            elif postgres_server.is_installed():
                url = stack.enter_context(postgres_server.running(postgres_server.LASTING)).new_store()
            else:
                sys.stdout.write(f"{kind}: skipped, {postgres_server.ABSENT}\n")
                continue
            began = time.monotonic()
            told = run(url, folder, given.kills, seed)
            jobs = Counter(name.split(" ")[0] for name in told.acknowledged)
            sys.stdout.write(
                f"{kind}: {given.kills} kills (seed {seed}; in the middle of {told.killed_in['import']} imports, "
                f"{told.killed_in['read']} readings, {told.killed_in['check']} checks, {told.killed_in['between']} "
                f"between); acknowledged {jobs['import']} days, {jobs['read']} texts, {jobs['check']} checks; "
                f"lost, doubled or half: {len(told.faults)}; {time.monotonic() - began:.0f} s\n"
            )
            for fault in told.faults[:20]:
                sys.stdout.write(f"  {fault}\n")
            faults += len(told.faults)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
